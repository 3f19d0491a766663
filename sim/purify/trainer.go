package purify

import (
	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// Trainer fits models with one set of settings. Newton fits start from the last one,
// which saves iterations along a trajectory and changes nothing else; Adam starts from
// the same random weights every time, drawn from the stream "init".
type Trainer struct {
	fit  scenario.Fit
	seed uint64
	warm []float64
}

// NewTrainer returns a trainer; an unknown method is a [*scenario.Error].
func NewTrainer(fit scenario.Fit, seed uint64) (*Trainer, error) {
	if fit.Method != scenario.FitNewton && fit.Method != scenario.FitAdam {
		return nil, &scenario.Error{Field: "fit.method", Problem: say.T("%q is not a way to fit", fit.Method), Remedy: say.T(`use "newton" or "adam"`)}
	}
	return &Trainer{fit: fit, seed: seed}, nil
}

// Fit trains on the problem and remembers the result as the next start.
func (t *Trainer) Fit(p *softmax.Problem, tick func(done, total int) error) (softmax.Fit, error) {
	if t.fit.Method == scenario.FitAdam {
		return t.adam(p, tick)
	}
	fit, warm, err := softmax.NewtonTick(p, t.fit.Ridge, t.warm, tick)
	if err == nil {
		t.warm = warm
	}
	return fit, err
}

// Refit trains on a neighboring problem without remembering it; it may be called from
// several goroutines at once. pulse, if not nil, is called now and then and ends the
// fit with its error.
func (t *Trainer) Refit(p *softmax.Problem, pulse func() error) (softmax.Fit, error) {
	tick := func(int, int) error { return pulse() }
	if pulse == nil {
		tick = nil
	}
	if t.fit.Method == scenario.FitAdam {
		return t.adam(p, tick)
	}
	fit, _, err := softmax.NewtonTick(p, t.fit.Ridge, t.warm, tick)
	return fit, err
}

// Step returns how Θ answers to the loss of a point under this kind of fit.
func (t *Trainer) Step() influence.Step {
	if t.fit.Method == scenario.FitAdam {
		return influence.Step{Paper: true}
	}
	return influence.Step{Ridge: t.fit.Ridge}
}

func (t *Trainer) adam(p *softmax.Problem, tick func(done, total int) error) (softmax.Fit, error) {
	return softmax.PaperAdam(t.fit.Epochs, t.fit.TargetLoss).Fit(p, dataset.Stream(t.seed, "init"), tick)
}
