package divide

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/softmax"
)

// The settings of cross-fitted responsibilities.
const (
	crossDeals      = 2  // ways to deal the folds, averaged
	crossFolds      = 10 // of each
	crossIterations = 20 // of EM without a fold
	crossSteps      = 20 // Newton steps of the final models
)

// CrossFit improves a division made by EM, in which a row takes part in the very models
// that then claim it. Here every row's responsibilities come from mixtures that have not
// seen the row, EM resumed without its fold, and the models are fitted once more with
// those. (TestHonestEMOnThePublishedFile logs what the first sub-model gains by it on
// clean test data: a little, and not under every seed.)
//
// Folds come from the stream "folds" of the seed and of those after it.
func (e EM) CrossFit(p *softmax.Problem, d *Division, seed uint64, tick Tick) (*Division, error) {
	if err := check(p, d.K()); err != nil {
		return nil, err
	}
	e = e.withDefaults()
	short := e
	short.Iterations, short.Tolerance = min(e.Iterations, crossIterations), max(e.Tolerance, 1e-5)
	k, n := d.K(), len(p.Rows)
	r := make([]float64, n*k)
	for deal := range crossDeals {
		fold := Folds(n, min(crossFolds, n), seed+uint64(deal))
		for f := range crossFolds {
			progress := func(int, int) error { return tick.call(deal*crossFolds+f, crossDeals*crossFolds) }
			if err := short.addHeldOut(r, p, d, fold, f, progress); err != nil {
				return nil, err
			}
		}
	}
	out := &Division{R: r, Weights: make([]float64, k), Iterations: d.Iterations, Outcome: d.Outcome}
	column := make([]float64, n)
	for j := range k {
		for i := range column {
			r[i*k+j] /= crossDeals
			column[i] = r[i*k+j]
		}
		out.Weights[j] = floats.Sum(column) / float64(n)
		c := newComponent(p)
		copy(c.at, d.reduced[j])
		c.evaluate()
		c.improve(column, e.Ridge, crossSteps, softmax.NewtonTolerance)
		out.Theta, out.reduced = append(out.Theta, c.theta), append(out.reduced, c.at)
	}
	out.LogLikelihood = LogLikelihood(out, p)
	return out.finish(), nil
}

// addHeldOut adds to r the responsibilities of fold f from EM resumed without it.
func (e EM) addHeldOut(r []float64, p *softmax.Problem, d *Division, fold []int, f int, tick Tick) error {
	train, held, entries := p.Split(fold, f)
	if len(entries) == 0 {
		return nil
	}
	part := d // too few rows to do without any
	if len(train.Rows) >= d.K() {
		var err error
		// The components keep their order: Resume sorts by weight, so it is put back.
		if part, err = e.Resume(train, d, nil, tick); err != nil {
			return err
		}
	}
	k := d.K()
	logs := make([]float64, len(entries)*k)
	losses := make([]float64, len(entries))
	for j := range k {
		to := j
		if part != d {
			to = part.From[j]
		}
		softmax.Losses(losses, p.X, p.Y, held.Rows, part.Theta[j], p.Basis.C)
		for i, l := range losses {
			logs[i*k+to] = math.Log(part.Weights[j]) - l
		}
	}
	for i, at := range entries {
		row := logs[i*k : (i+1)*k]
		normalizeLogs(row)
		floats.Add(r[at*k:(at+1)*k], row)
	}
	return nil
}
