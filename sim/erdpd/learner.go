package erdpd

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/network"
)

// learner is a model in training.
type learner interface {
	// train makes one step (a batch of a network) or one round (a sample of the others) on
	// rows with labels y (of all rows).
	train(rows, y []int) error
	// probabilities computes p for rows of x, n×C.
	probabilities(dst []float64, x *mat.Dense, rows []int)
}

// newLearner returns the experiment's model before training. pulse is called within long
// steps and ends the work with its error.
func newLearner(e Experiment, d *Data, seed uint64, pools *Pools, pulse func() error) (learner, error) {
	if e.Model.Gradient() {
		return newNet(e, d, seed, pools)
	}
	return newRounds(e, d, seed, pulse)
}

// net trains a network by Adam.
type net struct {
	m      *network.Net
	adam   *network.Adam
	d      *Data
	t      Train
	purity []float64 // of all rows, or nil
	jitter *rand.Rand

	grad, weight []float64
	y            []int
}

// newNet returns the network before training; pools is nil in undiluted arms.
func newNet(e Experiment, d *Data, seed uint64, pools *Pools) (*net, error) {
	m, err := network.New(e.Model.spec(d))
	if err != nil {
		return nil, err
	}
	m.Init(dataset.Stream(seed, "init"))
	p := len(m.Theta())
	l := &net{m: m, adam: network.NewAdam(e.Train.Rate, p), d: d, t: e.Train,
		jitter: dataset.Stream(seed, "jitter"), grad: make([]float64, p)}
	if pools != nil && e.Train.Reweight {
		l.purity = pools.Purity
	}
	if pools != nil && e.Train.Continue {
		copy(m.Theta(), pools.warm)
	}
	return l, nil
}

func (l *net) train(rows, y []int) error {
	if cap(l.y) < len(rows) {
		l.y, l.weight = make([]int, len(rows)), make([]float64, len(rows))
	}
	b := network.Batch{X: l.m.Gather(l.d.X, rows), Y: l.y[:len(rows)], Smoothing: l.t.Smoothing}
	for i, r := range rows {
		b.Y[i] = y[r]
	}
	if l.t.Jitter > 0 {
		for i := range b.X {
			b.X[i] += l.t.Jitter * l.jitter.NormFloat64()
		}
	}
	if l.purity != nil {
		b.Weight = l.weight[:len(rows)]
		reweight(b.Weight, l.purity, rows)
	}
	l.m.Gradient(l.grad, b, nil)
	l.adam.Step(l.m.Theta(), l.grad)
	return nil
}

// reweight sets weights to the rows' purities over their mean, or to ones where all
// purities are 0.
func reweight(weight, purity []float64, rows []int) {
	for i, r := range rows {
		weight[i] = purity[r]
	}
	mean := floats.Sum(weight) / float64(len(weight))
	for i := range weight {
		if mean > 0 {
			weight[i] /= mean
		} else {
			weight[i] = 1
		}
	}
}

func (l *net) probabilities(dst []float64, x *mat.Dense, rows []int) {
	l.m.Probabilities(dst, x, rows)
}
