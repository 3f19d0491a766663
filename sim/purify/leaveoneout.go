package purify

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/influence"
	"untangle/sim/softmax"
)

// minCandidates is the least number of points "delta-refine" refits, so that the top
// of a ranking is exact even where few points leave per step. (TestDeltaRanksAsExactRefitsDo
// in package influence logs how many of the first points by δ hold the first twenty by exact
// refits, and asks that so many refits find nineteen of them.)
const minCandidates = 40

// looInfluence is the paper's code: for each z, Θ moves by H⁻¹g/n, then gradients,
// Hessian and V are computed anew on the other n−1 points.
type looInfluence struct{}

func (looInfluence) Scores(dst []float64, step *Step, _ *Trainer, tick Tick) error {
	return leaveOneOut(dst, step, &Task{Chosen: softmax.All(len(dst))}, tick, stepped(step))
}

// leaver returns V without entry i of a step's rows. w is scratch; pulse, if not nil, is
// called now and then and ends the work with its error.
type leaver = func(w *influence.State, i int, pulse func() error) (float64, error)

// stepped is the leaver of the paper's code.
func stepped(step *Step) leaver {
	return func(w *influence.State, i int, _ func() error) (float64, error) {
		theta, err := step.State.Update(i)
		if err != nil {
			return 0, err
		}
		floats.Add(theta, step.Fit.Theta)
		return w.VarianceAt(without(step.Problem, i), theta)
	}
}

// refitted is the leaver that trains anew.
func refitted(step *Step, trainer *Trainer) leaver {
	return func(w *influence.State, i int, pulse func() error) (float64, error) {
		p := without(step.Problem, i)
		fit, err := trainer.Refit(p, pulse)
		if err != nil {
			return 0, err
		}
		return w.VarianceAt(p, fit.Theta)
	}
}

// looRefit is the paper's text: for each z, the model is trained anew without it.
type looRefit struct{}

func (looRefit) Scores(dst []float64, step *Step, trainer *Trainer, tick Tick) error {
	return refits(dst, softmax.All(len(dst)), step, trainer, tick)
}

// deltaRefine ranks by "delta" and makes the top of the ranking exact by refits. The
// other points keep their δ, lowered by a constant where needed so that none of them
// overtakes a refitted one.
type deltaRefine struct{ candidates int }

func (r deltaRefine) Scores(dst []float64, step *Step, trainer *Trainer, tick Tick) error {
	count := min(r.candidates, len(dst))
	if err := step.State.DeltaTick(dst, influence.DirectExact, trainer.Step(), tick.pulse("score", count)); err != nil {
		return err
	}
	order := Rank(dst)
	best, rest := order[:count], order[count:]
	if err := refits(dst, best, step, trainer, tick); err != nil {
		return err
	}
	lowest := math.Inf(1)
	for _, i := range best {
		lowest = min(lowest, dst[i])
	}
	if len(rest) > 0 && dst[rest[0]] >= lowest {
		// A little more than the difference, which rounds and would leave a tie.
		shift := dst[rest[0]] - lowest + 1e-12*(math.Abs(lowest)+math.Abs(dst[rest[0]]))
		for _, i := range rest {
			dst[i] -= shift
		}
	}
	return nil
}

// refits sets dst[i] to V − V without i, after an exact refit, for the entries chosen.
func refits(dst []float64, chosen []int, step *Step, trainer *Trainer, tick Tick) error {
	return leaveOneOut(dst, step, &Task{Chosen: chosen, Refit: true, Warm: trainer.warm}, tick, refitted(step, trainer))
}

// leaveOneOut sets dst[i] = V − variance(i) for the entries chosen, with the step's crew
// or on all processors. Every entry is computed on its own, so the result does not depend
// on their number. Progress is reported from this goroutine only.
func leaveOneOut(dst []float64, step *Step, task *Task, tick Tick, variance leaver) error {
	v, report, chosen := step.State.Variance(), tick.Of("score"), task.Chosen
	if step.crew != nil && len(chosen) >= leastShared {
		task.Rows, task.Theta = step.Problem.Rows, step.Fit.Theta
		return shared(dst, step, task, report, variance)
	}
	workers := min(runtime.GOMAXPROCS(0), len(chosen))
	var next atomic.Int64
	var stop atomic.Bool
	var group sync.WaitGroup
	errs := make([]error, workers)
	work := func(k int) {
		w := influence.NewState(step.Problem.Basis, step.State.Damping)
		for !stop.Load() {
			at := int(next.Add(1)) - 1
			if at >= len(chosen) {
				return
			}
			var pulse func() error
			if k == 0 && report != nil {
				pulse = func() error { return report(at, len(chosen)) }
			}
			without, err := variance(w, chosen[at], pulse)
			if err == nil && k == 0 && report != nil {
				err = report(at+1, len(chosen))
			}
			if err != nil {
				errs[k] = err
				stop.Store(true)
				return
			}
			dst[chosen[at]] = v - without
		}
	}
	for k := 1; k < workers; k++ {
		group.Add(1)
		go func() {
			defer group.Done()
			work(k)
		}()
	}
	if workers > 0 {
		work(0)
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
