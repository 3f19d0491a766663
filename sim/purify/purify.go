// Package purify removes training points step by step: fit, measure V[X], score every
// point by a removal rule, remove the points with the largest scores, and again.
//
// A [Rule] scores; a [Loop] repeats; a [Recorder] sees every step. Nothing here prints
// or knows of time.
package purify

import (
	"cmp"
	"errors"
	"io"
	"math"
	"slices"

	"untangle/sim/influence"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// Tick reports progress within a step: phase "fit", "variance", "score" or "map", and
// how much of it is done. An error it returns ends the work and comes back from the
// call at hand. A nil Tick is allowed.
type Tick func(phase string, done, total int) error

// Of returns the tick of one phase in the form the numeric packages take; nil stays nil.
func (t Tick) Of(phase string) func(done, total int) error {
	if t == nil {
		return nil
	}
	return func(done, total int) error { return t(phase, done, total) }
}

// pulse returns a tick of one phase for work whose parts have no common measure: it
// reports none of total done, and only asks whether to go on.
func (t Tick) pulse(phase string, total int) func(done, total int) error {
	if t == nil {
		return nil
	}
	return func(int, int) error { return t(phase, 0, total) }
}

// Config says what to purify and how.
type Config struct {
	// X and Y are the training set.
	X softmax.Design
	Y []int
	// Rows lists the rows that take part at first, ascending; nil means all.
	Rows []int
	// Classes is C.
	Classes int
	// Fit and Damping say how the model is trained and H is damped.
	Fit     scenario.Fit
	Damping float64
	// Purify holds the rule, the points per step and the number of steps.
	Purify scenario.Purify
	// Rule, if not nil, scores in place of the rule that Purify names.
	Rule Rule
	// Crew, if not nil, computes parts of the rules that leave points out one by one.
	Crew Crew
	// Seed feeds the streams "init" (adam) and "rule" (random).
	Seed uint64
}

// Step is the state after some removals, and what leaves next. It is valid until the
// loop's next step.
type Step struct {
	// Index counts the removals so far, from 0.
	Index int
	// Problem holds the rows that are left, ascending.
	Problem *softmax.Problem
	// Fit is the model trained on them.
	Fit softmax.Fit
	// State is the influence at that model.
	State *influence.State
	// Scores holds the rule's score per entry of Problem.Rows; larger leaves first.
	// NaN where a point cannot be left out. Zeros in the last step, which removes nothing.
	Scores []float64
	// Removed lists the rows that leave next, largest score first.
	Removed []int

	crew Crew
}

// Recorder sees every step of a loop. Its error ends the loop.
type Recorder interface {
	Record(*Step) error
}

// Loop is a purification in progress. Use [NewLoop].
type Loop struct {
	cfg     Config
	trainer *Trainer
	rule    Rule
	basis   *softmax.Basis
	state   *influence.State
	rows    []int
	index   int
}

// NewLoop checks the configuration and returns a loop at step 0. It refuses, with a
// [*scenario.Error], an unknown rule or fit and more removals than there are rows.
func NewLoop(cfg Config) (*Loop, error) {
	rows := slices.Clone(cfg.Rows)
	if rows == nil {
		all, _ := cfg.X.Dims()
		rows = softmax.All(all)
	}
	n := len(rows)
	if gone := cfg.Purify.Steps * cfg.Purify.PerStep; gone > 0 && n-gone < scenario.MinRows {
		return nil, &scenario.Error{Field: "purify.steps",
			Problem: say.T("%d removals of %d would leave %d of %d rows", cfg.Purify.Steps, cfg.Purify.PerStep, max(0, n-gone), n),
			Remedy:  say.T("use at most %d steps, so that %d rows stay", max(0, n-scenario.MinRows)/max(1, cfg.Purify.PerStep), scenario.MinRows)}
	}
	basis := softmax.NewBasis(cfg.X, cfg.Classes)
	if err := withinReach(cfg, basis, n); err != nil {
		return nil, err
	}
	trainer, err := NewTrainer(cfg.Fit, cfg.Seed)
	if err != nil {
		return nil, err
	}
	rule := cfg.Rule
	if rule == nil {
		if rule, err = NewRule(cfg.Purify.Rule, cfg.Purify.PerStep, cfg.Seed); err != nil {
			return nil, err
		}
	}
	return &Loop{cfg: cfg, trainer: trainer, rule: rule, basis: basis,
		state: influence.NewState(basis, cfg.Damping), rows: rows}, nil
}

// withinReach refuses data too large for the memory, and a rule that compares values of V
// where V can only be estimated.
func withinReach(cfg Config, basis *softmax.Basis, n int) error {
	var size *softmax.SizeError
	if err := basis.Check(n); errors.As(err, &size) {
		return &scenario.Error{Field: "data", Problem: size.Problem(), Remedy: size.Remedy}
	}
	compares := slices.Contains([]scenario.RuleName{scenario.RuleDelta, scenario.RuleDeltaRefine, scenario.RuleLooInfluence, scenario.RuleLooRefit}, cfg.Purify.Rule)
	p := &softmax.Problem{X: cfg.X, Y: cfg.Y, Rows: softmax.All(n), Basis: basis}
	if compares && cfg.Purify.Steps > 0 && influence.Estimates(p) {
		return &scenario.Error{Field: "purify.rule",
			Problem: say.T("%q needs all pairs of %d rows with %d parameters, %.1g operations", cfg.Purify.Rule, n, basis.Dim(), influence.ColumnWork(p)),
			Remedy:  say.T(`use "self-influence" or "loss", fewer rows, or smaller images (14×14 pixels)`)}
	}
	return nil
}

// Solver returns the form of the linear algebra, chosen by the size of the problem.
func (l *Loop) Solver() influence.Solver { return l.state.Solver() }

// Next computes the next step; after the last one it returns io.EOF.
func (l *Loop) Next(tick Tick) (*Step, error) {
	if l.index > l.cfg.Purify.Steps {
		return nil, io.EOF
	}
	step, err := l.measure(tick, l.index < l.cfg.Purify.Steps)
	if err != nil {
		return nil, err
	}
	if l.index < l.cfg.Purify.Steps {
		step.Removed = top(step.Problem.Rows, step.Scores, l.cfg.Purify.PerStep)
		l.remove(step.Removed)
	}
	l.index++
	return step, nil
}

// Score measures the rows that are left and scores them, and removes nothing.
func (l *Loop) Score(tick Tick) (*Step, error) { return l.measure(tick, true) }

// Measure fits the rows that are left and measures them, without scores.
func (l *Loop) Measure(tick Tick) (*Step, error) { return l.measure(tick, false) }

// measure fits and evaluates the rows that are left and, if asked, scores them.
func (l *Loop) measure(tick Tick, score bool) (*Step, error) {
	p := &softmax.Problem{X: l.cfg.X, Y: l.cfg.Y, Rows: slices.Clone(l.rows), Basis: l.basis}
	fit, err := l.trainer.Fit(p, tick.Of("fit"))
	if err != nil {
		return nil, err
	}
	if err := l.state.EvaluateTick(p, fit.Theta, tick.pulse("variance", 1)); err != nil {
		return nil, err
	}
	step := &Step{Index: l.index, Problem: p, Fit: fit, State: l.state, Scores: make([]float64, len(p.Rows)), crew: l.cfg.Crew}
	if score {
		if err := l.rule.Scores(step.Scores, step, l.trainer, tick); err != nil {
			return nil, err
		}
	}
	return step, nil
}

// Run records every step until the last.
func (l *Loop) Run(r Recorder, tick Tick) error {
	for {
		step, err := l.Next(tick)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := r.Record(step); err != nil {
			return err
		}
	}
}

func (l *Loop) remove(rows []int) {
	gone := make(map[int]bool, len(rows))
	for _, r := range rows {
		gone[r] = true
	}
	l.rows = slices.DeleteFunc(l.rows, func(r int) bool { return gone[r] })
}

// Rank returns the order of the scores' indices, largest first; equal scores keep
// their order, and NaN comes last.
func Rank(scores []float64) []int {
	order := softmax.All(len(scores))
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(scores[b], scores[a]) // to cmp, NaN is less than any number
	})
	return order
}

// top returns the t rows with the largest scores, largest first, or fewer where the
// others are NaN.
func top(rows []int, scores []float64, t int) []int {
	order := Rank(scores)
	out := make([]int, 0, t)
	for _, i := range order[:min(t, len(order))] {
		if math.IsNaN(scores[i]) {
			break // the rest stay
		}
		out = append(out, rows[i])
	}
	return out
}

// Risks returns what deserves care in the step's figures; see [influence.State.Risks].
func (s *Step) Risks() []influence.Risk { return s.State.Risks(s.Fit) }
