package race

import (
	"math"

	"untangle/sim/divide"
	"untangle/sim/purify"
)

// posterior scores by the log-odds that a row is not of the largest component of a mixture
// of two softmax regressions; see [divide.EM]. After the first step EM goes on
// from the models it had, for a few iterations only.
type posterior struct {
	seed uint64
	last *divide.Division
}

func (r *posterior) Scores(dst []float64, step *purify.Step, _ *purify.Trainer, tick purify.Tick) error {
	const k = 2
	var err error
	if r.last == nil {
		r.last, err = divide.EM{Restarts: 3}.Random(step.Problem, k, r.seed, nil, tick.Of("score"))
	} else {
		r.last, err = divide.EM{Iterations: 20, Tolerance: 1e-5}.Resume(step.Problem, r.last, nil, tick.Of("score"))
	}
	if err != nil {
		return err
	}
	for i := range dst {
		first, second := r.last.R[i*k], r.last.R[i*k+1]
		dst[i] = math.Log(math.Max(second, smallest)) - math.Log(math.Max(first, smallest))
	}
	return nil
}
