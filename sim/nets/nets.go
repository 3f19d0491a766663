// Package nets purifies neural networks, where the loss is not convex and training has
// many ends. Influence is that of the Gauss–Newton Hessian at the end that training found,
// which is the Hessian of the network linearized there; what it says is measured against
// training again without a row.
//
// Every training of a [Trainer] starts from the same weights and takes the rows in the
// same batches, of which those left out are missing, so that two trainings differ by the
// rows that are left out and, where a target loss ends them, by the number of epochs.
package nets

import (
	"iter"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/network"
	"untangle/sim/scenario"
)

// Trainer trains one network on parts of one training set.
type Trainer struct {
	net    *network.Net
	x      *mat.Dense
	y      []int
	cfg    scenario.Nets
	seed   uint64
	grad   []float64
	labels []int
}

// Spec returns the shape of the network that cfg asks for on data of x, n×(d+1) with the
// constant last. Convolutions take square images.
func Spec(cfg scenario.Nets, x *mat.Dense, classes int) network.Spec {
	_, d := x.Dims()
	s := network.Spec{Inputs: d - 1, Classes: classes, Conv: cfg.Conv, Hidden: cfg.Hidden}
	if len(cfg.Conv) > 0 {
		for s.Height*s.Height < s.Inputs {
			s.Height++
		}
		s.Width = s.Height
	}
	return s
}

// NewTrainer returns the trainer of rows x, n×(d+1) with the constant last, and labels y.
// The seed feeds the streams "init" and "order". It refuses, with a [*scenario.Error], a
// shape that does not fit the data.
func NewTrainer(cfg scenario.Nets, x *mat.Dense, y []int, classes int, seed uint64) (*Trainer, error) {
	m, err := network.New(Spec(cfg, x, classes))
	if err != nil {
		return nil, err
	}
	return &Trainer{net: m, x: x, y: y, cfg: cfg, seed: seed, grad: make([]float64, len(m.Theta())), labels: make([]int, cfg.Batch)}, nil
}

// Net returns the network, as the last Fit left it.
func (t *Trainer) Net() *network.Net { return t.net }

// Fit trains on rows, ascending, from the initial weights: Adam on batches of an order of
// all n rows drawn anew for each epoch. A row that is left out makes its batch smaller and
// moves no other row; a batch of which nothing is left is no step.
// It returns the mean batch loss of the last epoch and the number of epochs. tick may be
// nil; its error ends training.
func (t *Trainer) Fit(rows []int, tick func(done, total int) error) (loss float64, epochs int, err error) {
	t.net.Init(dataset.Stream(t.seed, "init"))
	src := dataset.Stream(t.seed, "order")
	adam := network.NewAdam(t.cfg.Rate, len(t.grad))
	in := make([]bool, len(t.y))
	for _, r := range rows {
		in[r] = true
	}
	for epochs < t.cfg.Epochs {
		if tick != nil {
			if err := tick(epochs, t.cfg.Epochs); err != nil {
				return 0, 0, err
			}
		}
		loss = t.epoch(adam, batches(src.Perm(len(in)), in, t.cfg.Batch))
		epochs++
		if loss <= t.cfg.TargetLoss {
			break
		}
	}
	return loss, epochs, nil
}

// batches cuts an order of all rows into batches of the given size, drops the rows that are
// not in from each, and skips those that are empty then. It overwrites order.
func batches(order []int, in []bool, size int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		for part := range slices.Chunk(order, size) {
			part = slices.DeleteFunc(part, func(r int) bool { return !in[r] })
			if len(part) > 0 && !yield(part) {
				return
			}
		}
	}
}

func (t *Trainer) epoch(adam *network.Adam, parts iter.Seq[[]int]) (loss float64) {
	count := 0
	for part := range parts {
		for i, r := range part {
			t.labels[i] = t.y[r]
		}
		loss += t.net.Gradient(t.grad, network.Batch{X: t.net.Gather(t.x, part), Y: t.labels[:len(part)]}, nil)
		adam.Step(t.net.Theta(), t.grad)
		count++
	}
	return loss / float64(count)
}

// Judge is a test set.
type Judge struct {
	X *mat.Dense
	Y []int
}

// Accuracy returns the share of the judge's rows that the network gets right.
func (t *Trainer) Accuracy(j Judge) float64 {
	c := t.net.Spec().Classes
	rows := all(len(j.Y))
	p := make([]float64, len(rows)*c)
	t.net.Probabilities(p, j.X, rows)
	right := 0
	for i, y := range j.Y {
		if floats.MaxIdx(p[i*c:(i+1)*c]) == y {
			right++
		}
	}
	return float64(right) / float64(len(rows))
}

func all(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
