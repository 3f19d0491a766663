package network

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Adam's moment decay rates and the term that keeps its denominator from zero.
const (
	beta1, beta2 = 0.9, 0.999
	epsilon      = 1e-8
)

// Adam is the update of Kingma and Ba (2015) with bias correction. Use [NewAdam].
type Adam struct {
	// Rate is the step size.
	Rate float64

	m, v       []float64
	pow1, pow2 float64 // beta1ᵗ, beta2ᵗ
}

// NewAdam returns the optimizer of size parameters.
func NewAdam(rate float64, size int) *Adam {
	return &Adam{Rate: rate, m: make([]float64, size), v: make([]float64, size), pow1: 1, pow2: 1}
}

// Step moves theta against grad.
func (a *Adam) Step(theta, grad []float64) {
	if len(theta) != len(a.m) || len(grad) != len(a.m) {
		panic("network: the gradient does not fit the optimizer")
	}
	a.pow1 *= beta1
	a.pow2 *= beta2
	rate, root := a.Rate/(1-a.pow1), math.Sqrt(1-a.pow2)
	m, v := a.m[:len(theta)], a.v[:len(theta)]
	for i, g := range grad {
		m[i] = beta1*m[i] + (1-beta1)*g
		v[i] = beta2*v[i] + (1-beta2)*g*g
		theta[i] -= rate * m[i] / (math.Sqrt(v[i])/root + epsilon)
	}
}

// Training holds the settings of [Net.Train].
type Training struct {
	// Rate is Adam's step size.
	Rate float64
	// Epochs bounds the passes over the data.
	Epochs int
	// Batch is the number of examples per step.
	Batch int
	// TargetLoss ends training when an epoch's mean batch loss is at most this.
	TargetLoss float64
	// Smoothing is the label smoothing ε.
	Smoothing float64
}

// Train fits from the present parameters to rows of x with labels y (both of all n
// rows), in batches of rows in an order drawn anew for each epoch from src, or in the
// order of rows where src is nil. It returns the last epoch's mean batch loss and the
// number of epochs.
//
// tick, if not nil, is called after every batch with the batches done and to do, and
// ends training with its error.
func (m *Net) Train(x *mat.Dense, y, rows []int, s Training, src *rand.Rand, tick func(done, total int) error) (loss float64, epochs int, err error) {
	if s.Batch < 1 || len(rows) == 0 {
		panic("network: training needs rows and a batch size")
	}
	order := append([]int(nil), rows...)
	adam, grad, labels := NewAdam(s.Rate, len(m.theta)), make([]float64, len(m.theta)), make([]int, s.Batch)
	batches := (len(order) + s.Batch - 1) / s.Batch
	for epochs < s.Epochs {
		if src != nil {
			src.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		loss = 0
		for b := range batches {
			part := order[b*s.Batch : min((b+1)*s.Batch, len(order))]
			for i, r := range part {
				labels[i] = y[r]
			}
			loss += m.Gradient(grad, Batch{X: m.Gather(x, part), Y: labels[:len(part)], Smoothing: s.Smoothing}, nil)
			adam.Step(m.theta, grad)
			if tick != nil {
				if err := tick(epochs*batches+b+1, s.Epochs*batches); err != nil {
					return 0, 0, err
				}
			}
		}
		loss /= float64(batches)
		epochs++
		if loss <= s.TargetLoss {
			break
		}
	}
	return loss, epochs, nil
}
