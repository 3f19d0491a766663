package session

import (
	"math"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// What a trial takes part in: so much that it shows what a step costs. How long trials may
// take together is with the constants of trial.go: some 2.4 s at the most (two of 400 ms, two
// of 800 with twice the rows), unless a single one is longer than that.
const (
	trialRows    = 300
	trialWeights = 300
	// A second trial has at most so many times the rows, and is let take about so long.
	mostTimes   = 10.
	trialMillis = 200.
)

// TrialRidge is what a run is timed with while its ridge is yet to be chosen: the middle of
// those that are tried ([softmax.Ridges]).
const TrialRidge = 1e-2

// Gauge is what a run of a table will take, from steps that were timed on a part of it.
type Gauge struct {
	// Rows, Features (bias included) and Classes are the size of the training set.
	Rows     int `json:"rows"`
	Features int `json:"features"`
	Classes  int `json:"classes"`
	// Run is what the whole run will take, Step one of its steps after the first, Tune the
	// choice of the ridge before it, in milliseconds. null where that was not timed: with the
	// solver "cg", whose iterations depend on the data; Tune also for an adam fit, which has no
	// ridge.
	Run  Number `json:"run"`
	Step Number `json:"step"`
	Tune Number `json:"tune"`
	// TrialRows and TrialFeatures are what was timed; Exact says that it was the run's own
	// first steps.
	TrialRows     int  `json:"trialRows"`
	TrialFeatures int  `json:"trialFeatures"`
	Exact         bool `json:"exact"`
	// Solver is "primal", "dual" or "cg".
	Solver string `json:"solver"`
	// Megabytes is the most that fits and influence take beside the data, in 10⁶ bytes.
	Megabytes float64 `json:"megabytes"`
	// Risks names what deserves care at these settings, as far as the trial shows it:
	// "condition", "leverage", "separable", "damping", "fit". Unless Exact, "leverage",
	// "separable" and "damping" are left out: fewer rows show them where the whole has none.
	Risks []string `json:"risks"`
}

// Foresee times the first two steps of a run on a part of its rows (and, of very many
// features, with a part of them), and works out what the whole takes. now tells the time in
// milliseconds.
//
// A fit and an influence take a + b·n with a ∝ P³ and b ∝ P² for P weights, which two
// trials tell apart; leaving rows out one by one and the moments over pairs take c·n². In
// dual form all is within n³. Data of up to 300 rows are timed as they are, but that rows
// left out one by one are timed for some of them and counted for all.
func Foresee(loaded *dataset.Loaded, sc scenario.Scenario, now func() float64, tick purify.Tick) (*Gauge, error) {
	train := loaded.Train
	n, d := train.X.Dims()
	c := len(train.Classes)
	basis := softmax.NewBasis(softmax.NewDesign(train.X), c)
	g := &Gauge{Rows: n, Features: d, Classes: c, Solver: basis.Solver.String(), Megabytes: basis.Memory(n) / 1e6,
		Run: missingNumber, Step: missingNumber, Tune: missingNumber, Risks: []string{}}
	if basis.Solver == softmax.CG {
		return g, nil
	}
	features := d
	if basis.Solver == softmax.Primal {
		features = max(2, min(d, trialWeights/(c-1)))
	}
	rows := min(n, max(trialRows, 6*features/5))
	first, err := try(train, sc, rows, features, now, tick)
	if err != nil {
		return nil, err
	}
	last := first
	// The second has so many more rows as little time allows: what is worked out for a hundred
	// times as many hangs on it.
	more := min(n, int(float64(rows)*min(mostTimes, max(2, trialMillis/max(1, first.sum())))))
	if more > rows && basis.Solver == softmax.Primal && first.sum() < largerMillis {
		if last, err = try(train, sc, more, features, now, tick); err != nil {
			return nil, err
		}
	}
	g.TrialRows, g.TrialFeatures = last.n, features
	g.Exact = last.n == n && features == d
	for _, kind := range last.risks {
		if g.Exact || !ofSize[kind] {
			g.Risks = append(g.Risks, riskNames[kind])
		}
	}
	g.add(last.to(first, n, float64(d)/float64(features), basis.Solver), sc, basis.Solver)
	return g, nil
}

var missingNumber = Number(math.NaN())

// add puts the times of the parts, for all rows, together to those of the run and of the
// choice of its ridge.
func (g *Gauge) add(t trial, sc scenario.Scenario, solver softmax.Solver) {
	if g.Rows > pairMomentRows {
		t.moments = 0
	}
	power := 1.0 // of the rows that are left, in what a fit and its influence take
	if solver == softmax.Dual {
		power = 2
	}
	run := t.cold + t.score + t.place + t.moments
	for k := 1; k <= sc.Purify.Steps; k++ {
		left := math.Max(0, 1-float64(k*sc.Purify.PerStep)/float64(g.Rows))
		run += t.warm*math.Pow(left, power) + t.place*left + (t.score+t.moments)*left*left
	}
	g.Run, g.Step = Number(run), Number(t.warm+t.score+t.place+t.moments)
	if sc.Fit.Method == scenario.FitNewton {
		g.Tune = Number(t.path * float64(len(softmax.Ridges)) * Folds * math.Pow(1-1./Folds, power))
	}
}

// riskNames names the kinds of influence.RiskKind, for pages.
var riskNames = [...]string{
	influence.RiskFit: "fit", influence.RiskCondition: "condition", influence.RiskLeverage: "leverage",
	influence.RiskSeparable: "separable", influence.RiskDamping: "damping", influence.RiskEstimate: "estimate",
}

// ofSize tells of risks that come of few rows for the number of features: a part of the
// rows has them where the run has none.
var ofSize = [len(riskNames)]bool{influence.RiskLeverage: true, influence.RiskSeparable: true, influence.RiskDamping: true}

// oneByOne tells rules that measure V without each row.
func oneByOne(rule scenario.RuleName) bool {
	return rule == scenario.RuleLooInfluence || rule == scenario.RuleLooRefit
}
