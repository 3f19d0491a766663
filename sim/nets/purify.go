package nets

import (
	"cmp"
	"io"
	"slices"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// Config says what to purify and how.
type Config struct {
	// X, n×(d+1) with the constant last, and Y are the training set, of Classes classes.
	X       *mat.Dense
	Y       []int
	Classes int
	// Test judges the network after each training.
	Test Judge
	// Nets is the network and how it is trained.
	Nets scenario.Nets
	// Fit, Damping and Purify are those of the base scenario; the rule of Purify is not used.
	Fit     scenario.Fit
	Damping float64
	Purify  scenario.Purify
	// Rule is the rule to follow.
	Rule scenario.NetRule
	// Seed feeds the streams "init", "order", "rule" and "candidates".
	Seed uint64
}

// Point is the state after some removals, and what leaves next.
type Point struct {
	// Accuracy is the share of test rows that are right, in [0, 1].
	Accuracy float64
	// Loss is the mean batch loss of the last epoch, in nats, after Epochs epochs.
	Loss   float64
	Epochs int
	// Removed lists the rows that leave next, largest score first; none at the last point.
	Removed []int
}

// Run is a purification in progress. Use [NewRun].
type Run struct {
	cfg     Config
	trainer *Trainer
	rows    []int
	index   int
	loop    *purify.Loop // of softmax regression, for NetTransfer
}

// NewRun prepares a purification. It refuses, with a [*scenario.Error], a network that
// does not fit the data and more removals than there are rows.
func NewRun(cfg Config) (*Run, error) {
	t, err := NewTrainer(cfg.Nets, cfg.X, cfg.Y, cfg.Classes, cfg.Seed)
	if err != nil {
		return nil, err
	}
	r := &Run{cfg: cfg, trainer: t, rows: all(len(cfg.Y))}
	// The loop also checks the number of removals.
	cfg.Purify.Rule = scenario.RuleDelta
	r.loop, err = purify.NewLoop(purify.Config{X: softmax.NewDesign(cfg.X), Y: cfg.Y, Classes: cfg.Classes,
		Fit: cfg.Fit, Damping: cfg.Damping, Purify: cfg.Purify, Seed: cfg.Seed})
	return r, err
}

// Next trains on the rows that are left, judges, and chooses what leaves. After the last
// point it returns io.EOF. Ticks have the phases "fit" and "score".
func (r *Run) Next(tick purify.Tick) (*Point, error) {
	if r.index > r.cfg.Purify.Steps {
		return nil, io.EOF
	}
	loss, epochs, err := r.trainer.Fit(r.rows, tick.Of("fit"))
	if err != nil {
		return nil, err
	}
	p := &Point{Accuracy: r.trainer.Accuracy(r.cfg.Test), Loss: loss, Epochs: epochs}
	if r.index < r.cfg.Purify.Steps {
		if p.Removed, err = r.choose(tick); err != nil {
			return nil, err
		}
		r.rows = slices.DeleteFunc(r.rows, func(i int) bool { return slices.Contains(p.Removed, i) })
	}
	r.index++
	return p, nil
}

// choose returns the rows that the rule removes next.
func (r *Run) choose(tick purify.Tick) ([]int, error) {
	if r.cfg.Rule == scenario.NetTransfer {
		step, err := r.loop.Next(func(_ string, done, total int) error {
			if tick == nil {
				return nil
			}
			return tick("score", done, total)
		})
		if err != nil {
			return nil, err
		}
		return step.Removed, nil
	}
	rows, scores, err := r.scores(tick.Of("score"))
	if err != nil {
		return nil, err
	}
	return best(rows, scores, r.cfg.Purify.PerStep), nil
}

// best returns the rows with the largest scores, largest first; equal ones in their order.
func best(rows []int, scores []float64, count int) []int {
	order := all(len(rows))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	out := make([]int, min(count, len(rows)))
	for i := range out {
		out[i] = rows[order[i]]
	}
	return out
}

// scores returns the rows to choose from and their scores, the network being trained.
func (r *Run) scores(tick func(done, total int) error) (rows []int, scores []float64, err error) {
	rows, scores = r.rows, make([]float64, len(r.rows))
	switch r.cfg.Rule {
	case scenario.NetRandom:
		src := dataset.Stream(r.cfg.Seed+uint64(r.index)<<32, "rule")
		for i := range scores {
			scores[i] = src.Float64()
		}
	case scenario.NetLoss:
		scores = r.trainer.losses(rows)
	case scenario.NetDelta, scenario.NetSelf, scenario.NetLast:
		from := 0
		if r.cfg.Rule == scenario.NetLast {
			from = r.trainer.net.Last()
		}
		s, err := r.trainer.State(rows, from, r.cfg.Damping).Scores(tick)
		if err != nil {
			return nil, nil, err
		}
		scores = s.Delta
		if r.cfg.Rule == scenario.NetSelf {
			scores = s.Self
		}
	case scenario.NetRetrain:
		return r.retrained(tick)
	default:
		panic("nets: unknown rule " + string(r.cfg.Rule)) // validated by package scenario
	}
	return rows, scores, nil
}

// retrained draws candidates and scores them by V[Z] − V[Z∖z], trained again without each.
func (r *Run) retrained(tick func(done, total int) error) (rows []int, scores []float64, err error) {
	v, err := r.trainer.Variance(r.rows, r.cfg.Damping)
	if err != nil {
		return nil, nil, err
	}
	src := dataset.Stream(r.cfg.Seed+uint64(r.index)<<32, "candidates")
	order := src.Perm(len(r.rows))
	for k, i := range order[:min(r.cfg.Nets.Candidates, len(order))] {
		if tick != nil {
			if err := tick(k, r.cfg.Nets.Candidates); err != nil {
				return nil, nil, err
			}
		}
		left := slices.Delete(slices.Clone(r.rows), i, i+1)
		if _, _, err := r.trainer.Fit(left, pulse(tick, k, r.cfg.Nets.Candidates)); err != nil {
			return nil, nil, err
		}
		without, err := r.trainer.Variance(left, r.cfg.Damping)
		if err != nil {
			return nil, nil, err
		}
		rows, scores = append(rows, r.rows[i]), append(scores, v-without)
	}
	return rows, scores, nil
}

// pulse returns a tick for work within a part, which has no measure of its own.
func pulse(tick func(done, total int) error, done, total int) func(int, int) error {
	if tick == nil {
		return nil
	}
	return func(int, int) error { return tick(done, total) }
}

// State returns the influence of the rows at the network as it is.
func (t *Trainer) State(rows []int, from int, damping float64) *State {
	y := make([]int, len(rows))
	for i, r := range rows {
		y[i] = t.y[r]
	}
	return NewState(t.net, t.net.Gather(t.x, rows), y, from, damping)
}

// Variance returns V of the rows at the network as it is, all layers counted.
func (t *Trainer) Variance(rows []int, damping float64) (float64, error) {
	x, err := t.State(rows, 0, damping).Influence(nil)
	return Variance(x, len(rows)), err
}
