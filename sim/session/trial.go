package session

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// trial is the first two steps of a run, timed on n rows; times in milliseconds.
type trial struct {
	n int
	// cold is the first step, whose fit starts from nothing, and warm the one after it: fit,
	// influence and scores, or without the scores where score has them. path is the mean of
	// fits from nothing over the ridges that are tried.
	cold, warm, score, place, moments, path float64
	risks                                   []influence.RiskKind
}

// parts lists the times, to do the same to all.
func (t *trial) parts() []*float64 {
	return []*float64{&t.cold, &t.warm, &t.score, &t.place, &t.moments, &t.path}
}

// sum returns the time of the trial itself.
func (t trial) sum() float64 {
	sum := 0.0
	for _, v := range t.parts() {
		sum += *v
	}
	return sum
}

// to works out the times for n rows and ratio times the features from this trial and an
// earlier one with fewer rows, or the same one.
func (t trial) to(first trial, n int, ratio float64, solver softmax.Solver) trial {
	if t.n == n && ratio == 1 {
		return t
	}
	times := float64(n) / float64(t.n)
	out, early := t, first
	for i, v := range out.parts() {
		before := *early.parts()[i]
		switch {
		case solver == softmax.Dual:
			*v *= times * times * times
		case v == &out.score || v == &out.moments: // pairs of rows
			*v *= times * times * ratio * ratio
		default:
			// Half of the time grows with the rows at least, or noise of the clock would hide that
			// it grows at all.
			slope := *v / float64(2*t.n)
			if t.n > first.n {
				slope = max(slope, (*v-before)/float64(t.n-first.n))
			}
			slope = min(slope, *v/float64(t.n)) // no part grows faster than the rows

			fixed := max(0, *v-slope*float64(t.n))
			*v = fixed*ratio*ratio*ratio + slope*ratio*ratio*float64(n)
		}
	}
	return out
}

// A trial that is over soon is made again, and each part takes the lower quartile of its
// times: a browser compiles a program better the more it is used, its clock is coarse, and
// other programs break in. What is foretold is so the time of a machine at rest.
//
// What is spent is bounded: a long trial is alone, two of them are enough unless they are short, and a larger one follows only short ones.
const (
	longMillis   = 800. // of a trial that is not made again
	largerMillis = 400. // of a trial after which a larger one is made
	enoughMillis = 300. // of all, once there are leastTrials
	leastTrials  = 2
	mostTrials   = 16
	// Leaving rows out one by one is cut short after so long: it takes as long for every row.
	scoreMillis = 200.
)

// errCut ends scores that have been timed for long enough.
var errCut = errors.New("session: cut short")

// try times the first two steps on some of the rows, drawn at random, with the first features
// and the bias.
func try(train *dataset.Dataset, sc scenario.Scenario, rows, features int, now func() float64, tick purify.Tick) (trial, error) {
	n, d := train.X.Dims()
	some := train.X
	if features < d {
		some = narrow(train.X, features)
	}
	chosen := dataset.Stream(sc.Seed, "sample").Perm(n)[:rows]
	slices.Sort(chosen)
	per := max(1, int(math.Round(float64(sc.Purify.PerStep)*float64(rows)/float64(n))))
	x := softmax.NewDesign(some)
	cfg := purify.Config{X: x, Y: train.Y, Rows: chosen, Classes: len(train.Classes), Fit: sc.Fit, Damping: sc.Influence.Damping,
		Purify: scenario.Purify{Rule: sc.Purify.Rule, PerStep: per}, Seed: sc.Seed}
	// Rules that leave rows out one by one grow otherwise than the rest, so they are timed apart.
	if !oneByOne(sc.Purify.Rule) && rows-per >= scenario.MinRows {
		cfg.Purify.Steps = 1
	}
	var all []trial
	for spent := 0.; len(all) < leastTrials || spent < enoughMillis && len(all) < mostTrials; {
		t, err := once(cfg, now, tick)
		if err != nil {
			return t, err
		}
		all = append(all, t)
		if spent += t.sum(); t.sum() >= longMillis {
			break
		}
	}
	return quartile(all), nil
}

// quartile returns the trial whose parts are the lower quartiles of all.
func quartile(all []trial) trial {
	out := all[0]
	for i, v := range out.parts() {
		times := make([]float64, len(all))
		for k := range all {
			times[k] = *all[k].parts()[i]
		}
		slices.Sort(times)
		*v = times[(len(times)-1)/4]
	}
	return out
}

// once is one trial.
func once(cfg purify.Config, now func() float64, tick purify.Tick) (trial, error) {
	out := trial{n: len(cfg.Rows)}
	last := now()
	lap := func() float64 {
		before := last
		last = now()
		return last - before
	}
	loop, err := purify.NewLoop(cfg)
	if err != nil {
		return out, err
	}
	step, err := loop.Next(tick)
	if err != nil {
		return out, err
	}
	for _, r := range step.Risks() {
		out.risks = append(out.risks, r.Kind)
	}
	out.cold = lap()
	apart := oneByOne(cfg.Purify.Rule)
	if apart {
		if step, err = loop.Measure(tick); err != nil {
			return out, err
		}
		out.warm = lap()
		// Timed from row to row: the fit before them varies more than a row takes.
		from, span, first, rows := 0., 0., 0, 0
		_, err = loop.Score(func(phase string, done, total int) error {
			if phase == "score" && done > first+rows {
				if first == 0 {
					from, first = now(), done
				} else {
					span, rows = now()-from, done-first
				}
				if span >= scoreMillis && done < total {
					return errCut
				}
			}
			if tick == nil {
				return nil
			}
			return tick(phase, done, total)
		})
		if err != nil && !errors.Is(err, errCut) {
			return out, err
		}
		lap()
		out.score = span * float64(len(step.Problem.Rows)) / float64(max(1, rows))
	} else {
		if step, err = loop.Score(tick); err != nil {
			return out, err
		}
		out.warm = lap()
	}
	rows := len(step.Problem.Rows)
	if err := step.State.MapTick(make([]float64, rows), make([]float64, rows), nil, tick.Of("map")); err != nil {
		return out, err
	}
	out.place = lap()
	if _, _, err := step.State.PairMoments(tick.Of("variance")); err != nil {
		return out, err
	}
	out.moments = lap()
	if cfg.Fit.Method != scenario.FitNewton {
		return out, nil
	}
	// The smallest, the middle and the largest ridge: the smaller, the more iterations.
	ridges := []float64{softmax.Ridges[0], softmax.Ridges[len(softmax.Ridges)/2], softmax.Ridges[len(softmax.Ridges)-1]}
	for _, ridge := range ridges {
		cfg.Fit.Ridge = ridge
		trainer, err := purify.NewTrainer(cfg.Fit, cfg.Seed)
		if err != nil {
			return out, err
		}
		if _, err := trainer.Fit(&softmax.Problem{X: cfg.X, Y: cfg.Y, Rows: cfg.Rows, Basis: step.Problem.Basis}, tick.Of("fit")); err != nil {
			return out, err
		}
	}
	out.path = lap() / float64(len(ridges))
	return out, nil
}

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
