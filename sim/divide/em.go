package divide

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
)

// EM fits a mixture of softmax regressions, p(y|x) = Σ_k π_k p_k(y|x), in which a
// point's block is hidden and independent of x. It raises
//
//	mean ln p(y|x) − λ/2 Σ_k ‖Θ_k‖²
//
// by turns: responsibilities r_ik ∝ π_k p_k(y_i|x_i), then one Newton step per component
// on its weighted loss (a generalized EM: the objective rises all the same, and the
// derivatives of the step serve the next E-step).
//
// From a random start with the small λ that fits best, EM often ends in a poor local
// maximum; with a large λ it rarely does. So a random start begins at λ = .1 and lowers it
// by a quarter per iteration down to Ridge: on the published SD-2 file and three generated
// mixtures 80 of 80 starts reach the best maximum known, from λ = 1e-2 76 of 80.
//
// The zero value means the defaults.
type EM struct {
	// Ridge is λ; 0 means 1e-5. About 1e-3 and more draws the components together.
	Ridge float64
	// Iterations bounds the iterations; 0 means 300.
	Iterations int
	// Tolerance ends EM when an iteration raises the objective by less; 0 means 1e-6.
	Tolerance float64
	// Restarts is the number of random starts, of which the one with the largest
	// objective counts; 0 means 1.
	Restarts int
}

// The path of the ridge from a random start.
const (
	looseRidge = .1
	ridgeDecay = .75
)

func (e EM) withDefaults() EM {
	e.Ridge = orDefault(e.Ridge, 1e-5)
	e.Tolerance = orDefault(e.Tolerance, 1e-6)
	e.Iterations = orDefault(e.Iterations, 300)
	e.Restarts = orDefault(e.Restarts, 1)
	return e
}

func orDefault[T float64 | int](v, otherwise T) T {
	if v == 0 {
		return otherwise
	}
	return v
}

// Random runs EM with K components from random responsibilities, drawn from the stream
// "start" of the seed. With several restarts the recorder sees them one after another;
// each begins at Index 0.
func (e EM) Random(p *softmax.Problem, k int, seed uint64, record Recorder, tick Tick) (*Division, error) {
	if err := check(p, k); err != nil {
		return nil, err
	}
	e = e.withDefaults()
	src := dataset.Stream(seed, "start")
	var best *em
	for range e.Restarts {
		s := newEM(e, p, k)
		s.ridge = max(e.Ridge, looseRidge)
		randomResponsibilities(s.r, k, src)
		if err := s.begin(tick); err != nil {
			return nil, err
		}
		if err := s.run(record, tick); err != nil {
			return nil, err
		}
		if best == nil || s.value > best.value {
			best = s
		}
	}
	return best.division(), nil
}

// From runs EM from the blocks of another division: each row starts with .9 in its block
// and the rest shared out, so that no start is beyond recall.
func (e EM) From(p *softmax.Problem, blocks []int, k int, record Recorder, tick Tick) (*Division, error) {
	if err := check(p, k); err != nil {
		return nil, err
	}
	if len(blocks) != len(p.Rows) {
		panic("divide: blocks of another problem")
	}
	s := newEM(e.withDefaults(), p, k)
	const certain = .9
	for i, b := range blocks {
		for j := range k {
			s.r[i*k+j] = (1 - certain) / float64(k)
		}
		s.r[i*k+b] += certain
	}
	s.ridge = s.Ridge
	if err := s.begin(tick); err != nil {
		return nil, err
	}
	if err := s.run(record, tick); err != nil {
		return nil, err
	}
	return s.division(), nil
}

// Resume runs EM from the models of a division made by EM on a problem of the same basis,
// such as p with some more rows.
func (e EM) Resume(p *softmax.Problem, d *Division, record Recorder, tick Tick) (*Division, error) {
	if err := check(p, d.K()); err != nil {
		return nil, err
	}
	if d.reduced == nil || len(d.reduced[0]) != p.Basis.Dim() {
		panic("divide: a division that EM cannot resume")
	}
	s := newEM(e.withDefaults(), p, d.K())
	s.ridge = s.Ridge
	copy(s.weights, d.Weights)
	for k, c := range s.parts {
		copy(c.at, d.reduced[k])
		c.evaluate()
	}
	if err := s.run(record, tick); err != nil {
		return nil, err
	}
	return s.division(), nil
}

// randomResponsibilities fills rows with uniform numbers scaled to sum to 1.
func randomResponsibilities(r []float64, k int, src *rand.Rand) {
	for i := 0; i < len(r); i += k {
		sum := 0.0
		for j := range k {
			r[i+j] = src.Float64() + 1e-3 // away from zero, so that the sum is no zero either
			sum += r[i+j]
		}
		floats.Scale(1/sum, r[i:i+k])
	}
}

// em is a run in progress.
type em struct {
	EM
	p       *softmax.Problem
	k       int
	ridge   float64 // at present
	parts   []*component
	weights []float64
	r       []float64 // n×K
	column  []float64 // one component's responsibilities
	blocks  []int
	logs    []float64
	mean    float64 // mean ln p(y|x)
	value   float64 // the objective at Ridge
	rounds  int
	outcome softmax.Outcome
}

func newEM(e EM, p *softmax.Problem, k int) *em {
	n := len(p.Rows)
	s := &em{EM: e, p: p, k: k, weights: make([]float64, k), r: make([]float64, n*k),
		column: make([]float64, n), blocks: make([]int, n), logs: make([]float64, k)}
	for range k {
		s.parts = append(s.parts, newComponent(p))
	}
	return s
}

// begin fits the components to the responsibilities at the start; from Θ = 0 one Newton
// step is not far enough.
func (s *em) begin(tick Tick) error { return s.maximize(2, 0, tick) }

// run alternates from the models at hand.
func (s *em) run(record Recorder, tick Tick) error {
	s.outcome = softmax.EpochLimit
	last := math.Inf(-1)
	for s.rounds = 0; ; s.rounds++ {
		s.expect()
		if err := s.report(record); err != nil {
			return err
		}
		switch settled := s.ridge <= s.Ridge; {
		case settled && s.value-last < s.Tolerance:
			s.outcome = softmax.Converged
			return nil
		case s.rounds == s.Iterations:
			return nil
		case settled:
			last = s.value
		default:
			s.ridge = max(s.Ridge, s.ridge*ridgeDecay)
		}
		if err := s.maximize(1, s.rounds+1, tick); err != nil {
			return err
		}
	}
}

// expect is the E-step, with the likelihood and the objective at the present models.
func (s *em) expect() {
	sum := 0.0
	for k, w := range s.weights {
		s.logs[k] = math.Log(w) // −∞ for an empty component, which stays empty
	}
	for i := range s.p.Rows {
		row := s.r[i*s.k : (i+1)*s.k]
		for k, c := range s.parts {
			row[k] = s.logs[k] - c.d.Loss[i]
		}
		sum += normalizeLogs(row)
	}
	s.mean = sum / float64(len(s.p.Rows))
	s.value = s.mean
	for _, c := range s.parts {
		s.value -= s.ridge / 2 * floats.Dot(c.at, c.at)
	}
}

// normalizeLogs turns logarithms into numbers that sum to 1 and returns the logarithm of
// the sum of the exponentials.
func normalizeLogs(row []float64) float64 {
	top := floats.Max(row)
	sum := 0.0
	for j, v := range row {
		row[j] = math.Exp(v - top)
		sum += row[j]
	}
	floats.Scale(1/sum, row)
	return top + math.Log(sum)
}

// maximize is the M-step: the weights in closed form, the models by Newton steps.
func (s *em) maximize(steps, done int, tick Tick) error {
	for k, c := range s.parts {
		for i := range s.column {
			s.column[i] = s.r[i*s.k+k]
		}
		s.weights[k] = floats.Sum(s.column) / float64(len(s.column))
		c.improve(s.column, s.ridge, steps, 1e-9)
		if err := tick.call(done, s.Iterations); err != nil {
			return err
		}
	}
	return nil
}

func (s *em) thetas() [][]float64 {
	out := make([][]float64, s.k)
	for k, c := range s.parts {
		out[k] = c.theta
	}
	return out
}

func (s *em) report(record Recorder) error {
	moved := harden(s.blocks, s.r, s.k)
	if record == nil {
		return nil
	}
	return record(&Iteration{Index: s.rounds, R: s.r, Weights: s.weights, Theta: s.thetas(),
		LogLikelihood: s.mean, Objective: s.value, Ridge: s.ridge, Moved: moved})
}

func (s *em) division() *Division {
	d := &Division{R: s.r, Weights: s.weights, Theta: s.thetas(), LogLikelihood: s.mean,
		Iterations: s.rounds, Outcome: s.outcome}
	for _, c := range s.parts {
		d.reduced = append(d.reduced, c.at)
	}
	return d.finish()
}
