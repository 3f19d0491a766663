package divide

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
)

// Experts is the mixture of experts of the paper's code: a linear gate g(x) over K linear
// experts, p(y|x) = Σ_k g_k(x) p_k(y|x), trained by Adam on −ln p(y|x) in batches in file
// order from weights uniform in ±1/√(d−1). Unlike [EM], it lets the block depend on x, and
// the gate is a router by itself. The zero value means the paper's settings.
type Experts struct {
	// Rate is Adam's step size; 0 means .01.
	Rate float64
	// Epochs is the number of passes; 0 means 500.
	Epochs int
	// Batch is the number of rows per step; 0 means 64.
	Batch int
	// Every sets how often an iteration is recorded, in epochs; 0 means 5.
	Every int
}

// Random trains from weights drawn from the stream "start" of the seed. Blocks follow the
// posterior ∝ g_k p_k(y), which sees the label, Gated the gate, which does not.
func (m Experts) Random(p *softmax.Problem, k int, seed uint64, record Recorder, tick Tick) (*Division, error) {
	if err := check(p, k); err != nil {
		return nil, err
	}
	m.Rate, m.Epochs = orDefault(m.Rate, .01), orDefault(m.Epochs, 500)
	m.Batch, m.Every = orDefault(m.Batch, 64), orDefault(m.Every, 5)
	s := newExperts(m, p, k)
	src := dataset.Stream(seed, "start")
	bound := 1 / math.Sqrt(math.Max(1, float64(p.Basis.D-1)))
	for i := range s.theta {
		s.theta[i] = bound * (2*src.Float64() - 1)
	}
	d := &Division{R: s.r, Weights: s.weights, Outcome: softmax.EpochLimit}
	for ; ; d.Iterations++ {
		if last := d.Iterations == m.Epochs; last || d.Iterations%m.Every == 0 {
			if err := s.report(d.Iterations, record); err != nil {
				return nil, err
			}
			if last {
				break
			}
		}
		s.epoch()
		if err := tick.call(d.Iterations+1, m.Epochs); err != nil {
			return nil, err
		}
	}
	d.LogLikelihood, d.Theta = s.mean, s.thetas()
	d.Gate, d.Gated = s.theta[:k*p.Basis.D], s.gated
	return d.finish(), nil
}

// experts is a run in progress. Its weights are K rows of the gate, then C rows for each
// expert, all d long, so that a pass over a batch is one product.
type experts struct {
	Experts
	p       *softmax.Problem
	k       int
	theta   []float64
	adam    adam
	grad    []float64
	logits  []float64
	r       []float64
	weights []float64
	blocks  []int
	gated   []int
	mean    float64
}

func newExperts(m Experts, p *softmax.Problem, k int) *experts {
	n, size := len(p.Rows), k*(1+p.Basis.C)*p.Basis.D
	return &experts{Experts: m, p: p, k: k, theta: make([]float64, size), grad: make([]float64, size),
		adam: newAdam(size, m.Rate), r: make([]float64, n*k), weights: make([]float64, k),
		blocks: make([]int, n), gated: make([]int, n)}
}

func (s *experts) thetas() [][]float64 {
	size := s.p.Basis.C * s.p.Basis.D
	out := make([][]float64, s.k)
	for k := range out {
		out[k] = s.theta[s.k*s.p.Basis.D+k*size:][:size]
	}
	return out
}

// forward computes the logits of the rows and turns them into gate values and class
// probabilities in place.
func (s *experts) forward(rows []int) {
	outputs, c := s.k*(1+s.p.Basis.C), s.p.Basis.C
	if need := len(rows) * outputs; cap(s.logits) < need {
		s.logits = make([]float64, need)
	}
	s.logits = s.logits[:len(rows)*outputs]
	s.p.X.Apply(s.logits, rows, s.theta, outputs)
	for i := range rows {
		row := s.logits[i*outputs : (i+1)*outputs]
		normalizeLogs(row[:s.k])
		for k := range s.k {
			normalizeLogs(row[s.k+k*c:][:c])
		}
	}
}

// smallest keeps ln p finite where an expert is certain and wrong.
const smallest = 1e-300

// posterior sets dst ∝ g_k p_k(y) and returns ln Σ_k g_k p_k(y).
func (s *experts) posterior(dst, row []float64, y int) float64 {
	sum := 0.0
	for k := range dst {
		dst[k] = row[k]*row[s.k+k*s.p.Basis.C+y] + smallest
		sum += dst[k]
	}
	floats.Scale(1/sum, dst)
	return math.Log(sum)
}

// epoch makes one pass.
func (s *experts) epoch() {
	for lo := 0; lo < len(s.p.Rows); lo += s.Batch {
		s.gradient(s.p.Rows[lo:min(lo+s.Batch, len(s.p.Rows))])
		s.adam.step(s.theta, s.grad)
	}
}

// gradient sets grad to that of the rows' mean −ln p. With r the posterior, it is g − r in
// the gate's logits and r_k(p_k − e_y) in those of expert k.
func (s *experts) gradient(rows []int) {
	outputs, c := s.k*(1+s.p.Basis.C), s.p.Basis.C
	r := make([]float64, s.k)
	s.forward(rows)
	for i, at := range rows {
		row, y := s.logits[i*outputs:(i+1)*outputs], s.p.Y[at]
		s.posterior(r, row, y)
		for k, rk := range r {
			row[k] -= rk
			expert := row[s.k+k*c:][:c]
			expert[y]--
			floats.Scale(rk, expert)
		}
		floats.Scale(1/float64(len(rows)), row)
	}
	clear(s.grad)
	s.p.X.AddOuter(s.grad, rows, s.logits, outputs)
}

// report evaluates all rows and records the iteration.
func (s *experts) report(index int, record Recorder) error {
	outputs := s.k * (1 + s.p.Basis.C)
	s.forward(s.p.Rows)
	s.mean = 0
	clear(s.weights)
	n := float64(len(s.p.Rows))
	for i, at := range s.p.Rows {
		row := s.logits[i*outputs : (i+1)*outputs]
		s.gated[i] = floats.MaxIdx(row[:s.k])
		r := s.r[i*s.k : (i+1)*s.k]
		s.mean += s.posterior(r, row, s.p.Y[at]) / n
		floats.AddScaled(s.weights, 1/n, r)
	}
	moved := harden(s.blocks, s.r, s.k)
	if record == nil {
		return nil
	}
	return record(&Iteration{Index: index, R: s.r, Weights: s.weights, Theta: s.thetas(),
		LogLikelihood: s.mean, Objective: s.mean, Moved: moved})
}

// adam is the optimizer of Kingma and Ba (2015) with β = .9, .999 and ε = 1e-8.
type adam struct {
	rate       float64
	m, v       []float64
	pow1, pow2 float64
}

func newAdam(size int, rate float64) adam {
	return adam{rate: rate, m: make([]float64, size), v: make([]float64, size), pow1: 1, pow2: 1}
}

func (a *adam) step(theta, grad []float64) {
	const beta1, beta2, epsilon = .9, .999, 1e-8
	a.pow1, a.pow2 = a.pow1*beta1, a.pow2*beta2
	rate, root := a.rate/(1-a.pow1), math.Sqrt(1-a.pow2)
	for i, g := range grad {
		a.m[i] = beta1*a.m[i] + (1-beta1)*g
		a.v[i] = beta2*a.v[i] + (1-beta2)*g*g
		theta[i] -= rate * a.m[i] / (math.Sqrt(a.v[i])/root + epsilon)
	}
}
