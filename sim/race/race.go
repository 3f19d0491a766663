// Package race runs removal rules against each other: the same data, the same points per
// step, the same retraining, and only the scores differ. Beside the rules of package
// purify it holds their rivals from the literature on label noise and data valuation.
//
// A [Run] purifies with one rule and measures every step; running several rules side by
// side is up to the caller, who may give each its own thread. All is deterministic in
// the seed.
package race

import (
	"fmt"
	"io"
	"math"
	"slices"

	"untangle/sim/divide"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// Judge is a set of rows to measure accuracy on.
type Judge struct {
	// X is the design and Y the labels of all of its rows.
	X softmax.Design
	Y []int
	// Rows lists the rows to judge by; nil means all.
	Rows []int
}

// accuracy returns the share of rows predicted right; NaN for a nil judge.
func (j *Judge) accuracy(theta []float64, classes int) float64 {
	if j == nil {
		return math.NaN()
	}
	rows := j.Rows
	if rows == nil {
		rows = softmax.All(len(j.Y))
	}
	return softmax.Accuracy(j.X, j.Y, rows, theta, classes)
}

// Config says what to race on. All rules of a race share it.
type Config struct {
	// Config holds the data, the fit, the damping, the points per step, the steps and the
	// seed. Its two rules are ignored.
	purify.Config
	// Test measures the outcome; no rule sees it. May be nil.
	Test *Judge
	// Validation is what a stopping rule may look at: clean rows, or training rows held
	// out (see [HoldOut]). May be nil.
	Validation *Judge
	// Minority marks the rows of X that should leave; nil where the truth is not known.
	Minority []bool
}

// Point is a step of a run: what was measured with some rows removed, and which leave
// next.
type Point struct {
	// Step counts from 0; Kept is the number of rows left.
	Step, Kept int
	// Variance is V[X] ≥ 0, Loss the mean loss in nats.
	Variance, Loss float64
	// Accuracy is that on the test rows, Validation that on the validation rows; NaN
	// without them.
	Accuracy, Validation float64
	// Minority counts the rows of the minority among those removed so far; −1 where the
	// truth is not known.
	Minority int
	// Removed lists the rows that leave next, largest score first; empty in the last
	// point, and shorter than asked where a rule finds nothing more to remove.
	Removed []int
}

// Track is a run as far as it has come.
type Track struct {
	// Rule names the rule.
	Rule scenario.RuleName
	// Points has an entry per step.
	Points []Point
	// Rows lists the rows at step 0, and Scores holds the rule's score of each there, NaN
	// for one the rule would not remove; the static ranking.
	Rows   []int
	Scores []float64
	// AUC is the area under the ROC curve of the static ranking of the minority, and
	// Precision its share of the minority among the first m, m the size of the minority;
	// NaN where the truth is not known or one-sided.
	AUC, Precision float64
	// Order lists the rows of Rows in the order in which they leave: those removed, then
	// the others by their scores at the end, as a user's list has them. It is filled in the
	// last point, and only where the truth is known; until then it is nil.
	Order []int
	// OrderAUC and OrderPrecision judge that order as AUC and Precision judge the static
	// ranking; NaN without it.
	OrderAUC, OrderPrecision float64
}

// Run is one rule's run in progress. Use [NewRun].
type Run struct {
	cfg   Config
	loop  *purify.Loop
	track Track
	gone  int // of the minority
}

// NewRun prepares a run of a rule, of this package or of purify. It refuses bad settings
// with a [*scenario.Error].
func NewRun(cfg Config, name scenario.RuleName) (*Run, error) {
	if cfg.Rows == nil {
		n, _ := cfg.X.Dims()
		cfg.Rows = softmax.All(n)
	}
	rule, err := NewRule(name, cfg.Config)
	if err != nil {
		return nil, err
	}
	cfg.Rule = rule
	loop, err := purify.NewLoop(cfg.Config)
	if err != nil {
		return nil, err
	}
	return &Run{cfg: cfg, loop: loop, track: Track{Rule: name, AUC: math.NaN(), Precision: math.NaN(), OrderAUC: math.NaN(), OrderPrecision: math.NaN()}}, nil
}

// Track returns what was measured so far; it must not be changed.
func (r *Run) Track() *Track { return &r.track }

// Next measures the next step; after the last one it returns io.EOF.
func (r *Run) Next(tick purify.Tick) (*Point, error) {
	step, err := r.loop.Next(tick)
	if err != nil {
		return nil, err
	}
	if step.Index == 0 {
		r.rank(step)
	}
	p := Point{Step: step.Index, Kept: len(step.Problem.Rows), Variance: step.State.Variance(),
		Loss: step.State.Point.MeanLoss(step.Problem), Minority: -1, Removed: slices.Clone(step.Removed),
		Accuracy:   r.cfg.Test.accuracy(step.Fit.Theta, r.cfg.Classes),
		Validation: r.cfg.Validation.accuracy(step.Fit.Theta, r.cfg.Classes)}
	if r.cfg.Minority != nil {
		p.Minority = r.gone
		for _, row := range step.Removed {
			if r.cfg.Minority[row] {
				r.gone++
			}
		}
	}
	r.track.Points = append(r.track.Points, p)
	if r.cfg.Minority != nil && step.Index == r.cfg.Purify.Steps {
		if err := r.order(tick); err != nil {
			return nil, err
		}
	}
	return &p, nil
}

// rank judges the static ranking.
func (r *Run) rank(step *purify.Step) {
	t := &r.track
	t.Rows, t.Scores = slices.Clone(step.Problem.Rows), slices.Clone(step.Scores)
	t.AUC, t.Precision = r.judge(t.Rows, t.Scores)
}

// order scores the rows that are left, which the last step does not, and judges the order
// in which all leave.
func (r *Run) order(tick purify.Tick) error {
	last, err := r.loop.Score(tick)
	if err != nil {
		return err
	}
	t := &r.track
	for _, p := range t.Points {
		t.Order = append(t.Order, p.Removed...)
	}
	for _, i := range purify.Rank(last.Scores) {
		t.Order = append(t.Order, last.Problem.Rows[i])
	}
	places := make([]float64, len(t.Order))
	for k := range places {
		places[k] = -float64(k)
	}
	t.OrderAUC, t.OrderPrecision = r.judge(t.Order, places)
	return nil
}

// judge compares a ranking of rows with the truth, see [Track].
func (r *Run) judge(rows []int, scores []float64) (auc, precision float64) {
	if r.cfg.Minority == nil {
		return math.NaN(), math.NaN()
	}
	positive, m := make([]bool, len(rows)), 0
	for i, row := range rows {
		if positive[i] = r.cfg.Minority[row]; positive[i] {
			m++
		}
	}
	if m == 0 || m == len(positive) {
		return math.NaN(), math.NaN()
	}
	return divide.AUC(scores, positive), divide.PrecisionAt(scores, positive, m)
}

// All runs to the end.
func (r *Run) All(tick purify.Tick) (*Track, error) {
	for {
		if _, err := r.Next(tick); err == io.EOF {
			return &r.track, nil
		} else if err != nil {
			return nil, err
		}
	}
}

// Peak returns the step with the largest test accuracy, the first of equals, and that
// accuracy; −1 and NaN without a test set.
func (t *Track) Peak() (step int, accuracy float64) {
	step, accuracy = -1, math.NaN()
	for i, p := range t.Points {
		if !math.IsNaN(p.Accuracy) && !(p.Accuracy <= accuracy) {
			step, accuracy = i, p.Accuracy
		}
	}
	return step, accuracy
}

// HoldOut splits n rows: about one in 1/share is held out for validation, chosen by the
// stream "validation" of the seed. Both lists ascend.
func HoldOut(n int, share float64, seed uint64) (train, held []int) {
	if !(share > 0 && share < 1) {
		panic(fmt.Sprintf("race: share %g to hold out", share))
	}
	order := stream(seed, "validation").Perm(n)
	cut := int(math.Round(share * float64(n)))
	train, held = order[cut:], order[:cut]
	slices.Sort(train)
	slices.Sort(held)
	return train, held
}
