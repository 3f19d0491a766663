package erdpd

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/say"
	"untangle/sim/scenario"
)

// Sizes of the probes.
const (
	probeRows    = 256 // of the training set, drawn once
	probeBatches = 8   // of the mixture, drawn anew for each epoch
	drawRows     = 4096
)

// run is a run in progress.
type run struct {
	e      Experiment
	d      *Data
	seed   uint64
	tick   Tick
	labels []int // of the arm
	learn  learner
	result *Result

	sampler, mixtureProbe *Sampler
	alpha                 float64 // of the batch at hand, 0 without dilution
	batch, steps          int     // B, and steps per epoch
	done, total           int     // ticks
	first                 float64 // gradient variance per batch before training
	ratio                 float64 // V_t/V_0

	rows                 []int // of a batch
	probe, test          []int
	probeP, testP        []float64
	probeX, testX        []float64 // features side by side; testX is nil where they are many
	mixture, probeTotals variance
	smooth               smoothness
}

// Run trains one arm of the experiment on data from [Generate] or [Prepare] under the
// same seed. rec and tick may be nil; tick is called after every step. Bad input, such as
// a threshold that leaves a pool empty, is a [*scenario.Error].
func Run(e Experiment, d *Data, seed uint64, arm Arm, rec Recorder, tick Tick) (*Result, error) {
	if err := e.Validate(); err != nil {
		return nil, err
	}
	r := &run{e: e, d: d, seed: seed, tick: tick, labels: d.Given,
		result: &Result{Experiment: e, Seed: seed, Arm: arm, Rows: d.Rows(), Classes: d.Classes}}
	if err := r.prepare(arm); err != nil {
		return nil, err
	}
	if r.result.Pools != nil && rec != nil {
		if err := rec.Pools(r.result.Pools); err != nil {
			return nil, err
		}
	}
	for i := range e.Train.Epochs + 1 {
		draw, pure, err := r.epoch(i)
		if err != nil {
			return nil, err
		}
		state := r.measure(i)
		state.Draw, state.DrawPure = draw, pure
		if err := state.finite(); err != nil {
			return nil, err
		}
		r.result.Epochs = append(r.result.Epochs, *state)
		if rec != nil {
			if err := rec.Epoch(state); err != nil {
				return nil, err
			}
		}
	}
	return r.result, nil
}

// prepare makes pools, samplers, model and probes.
func (r *run) prepare(arm Arm) error {
	n := r.d.Rows()
	r.batch = min(r.e.Train.Batch, n)
	r.steps = (n + r.batch - 1) / r.batch
	if !r.e.Model.Gradient() {
		r.batch, r.steps = n, 1 // a round draws one sample of n rows
	}
	r.total, r.ratio = r.steps*r.e.Train.Epochs, 1
	for i := range n {
		if !r.d.Pure(i) {
			r.result.Flipped++
		}
	}
	r.result.Flipped /= float64(n)
	if arm != ArmClean {
		r.result.NoiseEntropy = r.noiseEntropy()
	}
	pure, noisy := []int(nil), all(n)
	switch arm {
	case ArmUndiluted:
	case ArmClean:
		r.labels = r.d.True
	case ArmDiluted:
		p, err := NewPools(r.e, r.d, r.seed, r.tick)
		if err != nil {
			return err
		}
		if err := p.check(r.e.Schedule, r.e.Train.Epochs, r.batch); err != nil {
			return err
		}
		r.result.Pools = p
		pure, noisy = p.Pure, p.Noisy
		if len(pure) > 0 && len(noisy) > 0 {
			r.result.Pure, r.result.Noisy = cells(r.d, pure), cells(r.d, noisy)
		}
	default:
		return refuse("arm", say.T("%q is not an arm", arm), say.T("use one of %v", Arms))
	}
	r.sampler = NewSampler(pure, noisy, dataset.Stream(r.seed, "batches"))
	if !r.e.Model.Gradient() {
		r.sampler.bootstrap() // as a forest draws its samples
	}
	r.mixtureProbe = NewSampler(pure, noisy, dataset.Stream(r.seed, "mixture probe"))
	r.rows = make([]int, r.batch)
	r.probe = dataset.Stream(r.seed, "probe").Perm(n)[:min(probeRows, n)]
	r.test = all(len(r.d.Test))
	r.probeP, r.testP = make([]float64, len(r.probe)*r.d.Classes), make([]float64, len(r.test)*r.d.Classes)
	r.probeX = gather(r.d.X, r.probe)
	if len(r.test)*r.d.Inputs() <= gatherLimit {
		r.testX = gather(r.d.TestX, r.test)
	}
	var err error
	r.learn, err = newLearner(r.e, r.d, r.seed, r.result.Pools, r.pulse)
	return err
}

// gatherLimit is the largest number of test features that are kept side by side, 32 MB;
// above it they are gathered anew, a block at a time.
const gatherLimit = 4 << 20

// gather returns the features of rows side by side, without the constant.
func gather(x *mat.Dense, rows []int) []float64 {
	_, cols := x.Dims()
	out := make([]float64, 0, len(rows)*(cols-1))
	for _, r := range rows {
		out = append(out, x.RawRowView(r)[:cols-1]...)
	}
	return out
}

// noiseEntropy returns H(Y|X) of the given labels.
func (r *run) noiseEntropy() float64 {
	if r.e.Data.Noise.Kind == scenario.NoiseSymmetric && r.e.Data.Kind != scenario.DataSD {
		return NoiseEntropy(r.result.Flipped, r.d.Classes)
	}
	joint := cells(r.d, all(r.d.Rows()))
	truth := make([]float64, r.d.Classes)
	for i, p := range joint {
		truth[i/r.d.Classes] += p
	}
	return math.Max(0, Entropy(joint)-Entropy(truth))
}

// pulse ticks within a step.
func (r *run) pulse() error {
	if r.tick == nil {
		return nil
	}
	return r.tick(r.done, r.total)
}

// alphaAt returns α at t epochs; without pools it is 0, and every row is in D_n.
func (r *run) alphaAt(t float64) float64 {
	if r.result.Pools == nil {
		return 0
	}
	return r.e.Schedule.Alpha(t, float64(r.e.Train.Epochs), r.ratio)
}

// epoch trains epoch i, none for i = 0, and returns a copy of its first draw.
func (r *run) epoch(i int) (draw []int, drawPure int, err error) {
	r.alpha = r.alphaAt(0)
	if i == 0 {
		return nil, 0, nil
	}
	for step := range r.steps {
		r.alpha = r.alphaAt(float64(i-1) + float64(step)/float64(r.steps))
		pure := r.sampler.Batch(r.rows, r.alpha)
		if step == 0 {
			draw, drawPure = append(draw, r.rows[:min(drawRows, len(r.rows))]...), min(pure, drawRows)
		}
		if err := r.learn.train(r.rows, r.labels); err != nil {
			return nil, 0, err
		}
		r.done++
		if r.tick != nil {
			if err := r.tick(r.done, r.total); err != nil {
				return nil, 0, err
			}
		}
	}
	return draw, drawPure, nil
}
