package session

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// What a trial takes part in: so much that it shows what a step costs, and so little that
// nobody waits for it.
const (
	trialRows    = 300
	trialWeights = 300
)

// Gauge is what a run of a table will take, from steps that were timed on a part of it.
type Gauge struct {
	// Rows, Features (bias included) and Classes are the size of the training set.
	Rows     int `json:"rows"`
	Features int `json:"features"`
	Classes  int `json:"classes"`
	// Step and Fit are what the first step of the run and the fit in it will take, in
	// milliseconds; later steps have fewer rows and start from a fit, so they take less.
	// null where that was not timed: with the solver "cg", whose iterations depend on the data.
	Step Number `json:"step"`
	Fit  Number `json:"fit"`
	// TrialRows and TrialFeatures are what was timed; Exact says that it was the first step
	// itself.
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

// trial is a step that was timed on n rows; times in milliseconds. measure is fit, influence
// and scores, or without the scores where score has them.
type trial struct {
	n                                   int
	fit, measure, score, place, moments float64
	risks                               []influence.RiskKind
}

// Foresee times the first step of a run on a part of its rows (and, of very many features,
// with a part of them), and works out what the whole takes. now tells the time in
// milliseconds.
//
// A fit and an influence take a + b·n with a ∝ P³ and b ∝ P² for P weights, which two
// trials tell apart; leaving rows out one by one and the moments over pairs take c·n². In
// dual form all is within n³. Data of up to 300 rows are timed as they are.
func Foresee(loaded *dataset.Loaded, sc scenario.Scenario, now func() float64, tick purify.Tick) (*Gauge, error) {
	train := loaded.Train
	n, d := train.X.Dims()
	c := len(train.Classes)
	basis := softmax.NewBasis(softmax.NewDesign(train.X), c)
	g := &Gauge{Rows: n, Features: d, Classes: c, Solver: basis.Solver.String(), Megabytes: basis.Memory(n) / 1e6,
		Step: missingNumber, Fit: missingNumber, Risks: []string{}}
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
	g.TrialRows, g.TrialFeatures = rows, features
	g.Exact = rows == n && features == d
	for _, kind := range first.risks {
		if g.Exact || !ofSize[kind] {
			g.Risks = append(g.Risks, riskNames[kind])
		}
	}
	if g.Exact || basis.Solver == softmax.Dual {
		cube := math.Pow(float64(n)/float64(rows), 3)
		g.Step, g.Fit = Number(cube*first.sum(n)), Number(cube*first.fit)
		return g, nil
	}
	second := first
	if more := min(n, 2*rows); more > rows {
		if second, err = try(train, sc, more, features, now, tick); err != nil {
			return nil, err
		}
		g.TrialRows = more
	}
	g.scale(first, second, d, features, sc.Purify.Rule)
	return g, nil
}

var missingNumber = Number(math.NaN())

// sum returns the time of the step, for a run of n rows.
func (t trial) sum(n int) float64 {
	if n > pairMomentRows {
		return t.measure + t.score + t.place
	}
	return t.measure + t.score + t.place + t.moments
}

// scale works out the step of the whole from two trials.
func (g *Gauge) scale(first, second trial, d, features int, rule scenario.RuleName) {
	n, ratio := float64(g.Rows), float64(d)/float64(features)
	linear := func(get func(trial) float64) float64 {
		// Half of the time grows with the rows at least, or noise of the clock would hide that
		// it grows at all.
		slope := get(second) / float64(2*second.n)
		if second.n > first.n {
			slope = max(slope, (get(second)-get(first))/float64(second.n-first.n))
		}
		fixed := max(0, get(second)-slope*float64(second.n))
		return fixed*ratio*ratio*ratio + slope*ratio*ratio*n
	}
	square := func(get func(trial) float64) float64 {
		more := n / float64(second.n)
		return get(second) * more * more * ratio * ratio
	}
	step := linear(func(t trial) float64 { return t.measure }) + linear(func(t trial) float64 { return t.place })
	if oneByOne(rule) {
		step += square(func(t trial) float64 { return t.score })
	}
	if g.Rows <= pairMomentRows {
		step += square(func(t trial) float64 { return t.moments })
	}
	g.Step, g.Fit = Number(step), Number(linear(func(t trial) float64 { return t.fit }))
}

// riskNames names the kinds of influence.RiskKind, for pages.
var riskNames = [...]string{
	influence.RiskFit: "fit", influence.RiskCondition: "condition", influence.RiskLeverage: "leverage",
	influence.RiskSeparable: "separable", influence.RiskDamping: "damping", influence.RiskEstimate: "estimate",
}

// ofSize tells of risks that come of few rows for the number of features: a part of the
// rows has them where the run has none.
var ofSize = [len(riskNames)]bool{influence.RiskLeverage: true, influence.RiskSeparable: true, influence.RiskDamping: true}

// narrow returns a copy of x with the first features−1 columns and the last, the bias.
func narrow(x *mat.Dense, features int) *mat.Dense {
	n, d := x.Dims()
	out := mat.NewDense(n, features, nil)
	for i := range n {
		row := x.RawRowView(i)
		copy(out.RawRowView(i), row[:features-1])
		out.Set(i, features-1, row[d-1])
	}
	return out
}

// try times the first step on the first of the rows in a random order, with the first
// features and the bias.
func try(train *dataset.Dataset, sc scenario.Scenario, rows, features int, now func() float64, tick purify.Tick) (trial, error) {
	n, d := train.X.Dims()
	some := train.X
	if features < d {
		some = narrow(train.X, features)
	}
	chosen := dataset.Stream(sc.Seed, "sample").Perm(n)[:rows]
	slices.Sort(chosen)
	x := softmax.NewDesign(some)
	c := len(train.Classes)
	p := purify.Config{X: x, Y: train.Y, Rows: chosen, Classes: c, Fit: sc.Fit, Damping: sc.Influence.Damping,
		Purify: scenario.Purify{Rule: sc.Purify.Rule, PerStep: sc.Purify.PerStep}, Seed: sc.Seed}
	out := trial{n: rows}
	last := now()
	lap := func() float64 {
		before := last
		last = now()
		return last - before
	}
	trainer, err := purify.NewTrainer(sc.Fit, sc.Seed)
	if err != nil {
		return out, err
	}
	problem := &softmax.Problem{X: x, Y: train.Y, Rows: chosen, Basis: softmax.NewBasis(x, c)}
	lap()
	if _, err := trainer.Fit(problem, tick.Of("fit")); err != nil {
		return out, err
	}
	out.fit = lap()
	// Rules that leave rows out one by one grow otherwise than the rest, so they are timed apart.
	if oneByOne(sc.Purify.Rule) {
		if _, err := fresh(p, (*purify.Loop).Measure, tick); err != nil {
			return out, err
		}
		out.measure = lap()
	}
	step, err := fresh(p, (*purify.Loop).Score, tick)
	if err != nil {
		return out, err
	}
	if all := lap(); out.measure > 0 {
		out.score = max(0, all-out.measure)
	} else {
		out.measure = all
	}
	if err := step.State.MapTick(make([]float64, rows), make([]float64, rows), nil, tick.Of("map")); err != nil {
		return out, err
	}
	out.place = lap()
	if _, _, err := step.State.PairMoments(tick.Of("variance")); err != nil {
		return out, err
	}
	out.moments = lap()
	for _, r := range step.Risks() {
		out.risks = append(out.risks, r.Kind)
	}
	return out, nil
}

// fresh does the first step of a loop of its own, whose fit starts from nothing.
func fresh(p purify.Config, do func(*purify.Loop, purify.Tick) (*purify.Step, error), tick purify.Tick) (*purify.Step, error) {
	loop, err := purify.NewLoop(p)
	if err != nil {
		return nil, err
	}
	return do(loop, tick)
}

// oneByOne tells rules that measure V without each row.
func oneByOne(rule scenario.RuleName) bool {
	return rule == scenario.RuleLooInfluence || rule == scenario.RuleLooRefit
}
