package softmax

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Adam holds the settings of the paper's protocol. The zero value is not useful; see
// [PaperAdam].
type Adam struct {
	// Rate is the step size.
	Rate float64
	// Epochs bounds the passes over the data.
	Epochs int
	// TargetLoss ends training when an epoch's mean batch loss is at most this.
	TargetLoss float64
	// Batch is the number of rows per step; rows are taken in order, never shuffled.
	Batch int
}

// PaperAdam returns the settings of the paper's code: rate 1e-3, batches of 64.
func PaperAdam(epochs int, targetLoss float64) Adam {
	return Adam{Rate: 1e-3, Epochs: epochs, TargetLoss: targetLoss, Batch: 64}
}

// Adam's moment decay rates and the term that keeps its denominator from zero.
const (
	beta1, beta2 = 0.9, 0.999
	epsilon      = 1e-8
)

// Fit trains from weights drawn uniformly from ±1/√(d−1) (the bias included), with
// mean cross-entropy per batch and no ridge. Weights of the problem are ignored. It
// panics on a nil source.
//
// tick is called after every epoch, and within long ones, with the epochs done and ends training with its
// error when it returns one; it may be nil.
func (a Adam) Fit(p *Problem, src *rand.Rand, tick func(done, total int) error) (Fit, error) {
	if src == nil {
		panic("softmax: nil source")
	}
	_, d := p.X.Dims()
	s := &adam{Adam: a, p: p, d: d, theta: make([]float64, p.Basis.C*d)}
	bound := 1 / math.Sqrt(float64(d-1))
	for i := range s.theta {
		s.theta[i] = bound * (2*src.Float64() - 1)
	}
	s.m, s.v, s.grad = make([]float64, len(s.theta)), make([]float64, len(s.theta)), make([]float64, len(s.theta))
	fit := Fit{Outcome: EpochLimit, Gradient: math.NaN()}
	for fit.Iterations < a.Epochs {
		loss, err := s.epoch(func() error { return call(tick, fit.Iterations, a.Epochs) })
		if err != nil {
			return Fit{}, err
		}
		fit.Iterations++
		if tick != nil {
			if err := tick(fit.Iterations, a.Epochs); err != nil {
				return Fit{}, err
			}
		}
		if loss <= a.TargetLoss {
			fit.Outcome = TargetLoss
			break
		}
	}
	fit.Theta = slices.Clone(s.theta)
	return fit, nil
}

// adam is the state of one fit.
type adam struct {
	Adam
	p           *Problem
	d, steps    int
	theta, grad []float64
	m, v        []float64
	logits      []float64
	pow1, pow2  float64 // beta1ᵗ, beta2ᵗ
}

// pulseBatches is the number of batches between two questions whether to go on.
const pulseBatches = 128

// epoch makes one pass and returns the mean over batches of the batch's mean loss. pulse
// is called in the middle of long ones and ends it with its error.
func (s *adam) epoch(pulse func() error) (float64, error) {
	total, batches := 0.0, 0
	for lo := 0; lo < len(s.p.Rows); lo += s.Batch {
		total += s.batch(s.p.Rows[lo:min(lo+s.Batch, len(s.p.Rows))])
		if batches++; batches%pulseBatches == 0 {
			if err := pulse(); err != nil {
				return 0, err
			}
		}
	}
	return total / float64(batches), nil
}

// batch makes one step on the rows and returns their mean loss before it.
func (s *adam) batch(rows []int) float64 {
	c := s.p.Basis.C
	s.logits = resize(s.logits, len(rows)*c)
	s.p.X.Apply(s.logits, rows, s.theta, c)
	loss := 0.0
	for i, r := range rows {
		z := s.logits[i*c : (i+1)*c]
		logit := z[s.p.Y[r]]
		loss += InPlace(z) - logit
		z[s.p.Y[r]]--
		for k := range z {
			z[k] /= float64(len(rows))
		}
	}
	clear(s.grad)
	s.p.X.AddOuter(s.grad, rows, s.logits, c)
	s.step()
	return loss / float64(len(rows))
}

// step is the update of Kingma and Ba (2015) with bias correction, in the order of
// operations of the library the paper's code uses.
func (s *adam) step() {
	if s.steps == 0 {
		s.pow1, s.pow2 = 1, 1
	}
	s.steps++
	s.pow1 *= beta1
	s.pow2 *= beta2
	rate, root := s.Rate/(1-s.pow1), math.Sqrt(1-s.pow2)
	for i, g := range s.grad {
		s.m[i] = beta1*s.m[i] + (1-beta1)*g
		s.v[i] = beta2*s.v[i] + (1-beta2)*g*g
		s.theta[i] -= rate * s.m[i] / (math.Sqrt(s.v[i])/root + epsilon)
	}
}
