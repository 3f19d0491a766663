package softmax

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"
)

// Newton's settings. The objective is a mean, so the tolerance does not depend on n.
const (
	// NewtonTolerance is the gradient norm at which Newton stops.
	NewtonTolerance = 1e-9
	// NewtonIterations bounds the iterations; separable data with a small ridge take
	// about twenty.
	NewtonIterations = 100
	// stallTolerance accepts a fit whose line search ends in rounding.
	stallTolerance = 1e-7
)

// Newton minimizes mean loss + ridge/2·‖Θ‖² exactly, by Newton's method with a
// backtracking line search in reduced coordinates. The objective is strictly convex,
// so the result does not depend on the start. warm is a reduced vector of P to start
// from (a solution of a neighboring problem), or nil for zero; it is not changed.
//
// The second result is the reduced solution, to warm-start the next fit.
func Newton(p *Problem, ridge float64, warm []float64) (Fit, []float64) {
	fit, solution, _ := NewtonTick(p, ridge, warm, nil) // without a tick there is no error
	return fit, solution
}

// NewtonTick is Newton for long fits: tick is called after every iteration with the
// iterations done and their limit, and ends the fit with its error when it returns one.
// It may be nil.
func NewtonTick(p *Problem, ridge float64, warm []float64, tick func(done, total int) error) (Fit, []float64, error) {
	s := newNewton(p, ridge)
	s.tick = tick
	if warm != nil {
		copy(s.at, warm)
	}
	return s.run()
}

// newton is the state of one fit.
type newton struct {
	p     *Problem
	ridge float64
	tick  func(done, total int) error
	mass  float64
	d     Derivatives
	at    []float64 // reduced coordinates
	grad  []float64 // of the objective, reduced
	theta []float64
	value float64

	sum    []float64 // contrasts×features
	packed []float64 // D×D×m
	hess   *mat.SymDense
	scaled []float64 // weighted U or S
}

func newNewton(p *Problem, ridge float64) *newton {
	b := p.Basis
	return &newton{p: p, ridge: ridge, mass: p.Mass(),
		at: make([]float64, b.Dim()), grad: make([]float64, b.Dim()), theta: make([]float64, b.C*b.D),
		sum: make([]float64, (b.C-1)*b.D), packed: make([]float64, b.D*b.D*b.Pairs()),
		hess: mat.NewSymDense(b.Dim(), nil)}
}

func (s *newton) run() (Fit, []float64, error) {
	s.value = s.objective(s.at)
	outcome, iterations := EpochLimit, 0
	step, next := make([]float64, len(s.at)), make([]float64, len(s.at))
	for ; iterations < NewtonIterations; iterations++ {
		s.gradient()
		if floats.Norm(s.grad, 2) <= NewtonTolerance {
			outcome = Converged
			break
		}
		s.hessian()
		// mat.Cholesky would estimate the condition number at every iteration.
		factor, ok := lapack64.Potrf(s.hess.RawSymmetric())
		if !ok {
			outcome = Stalled // only if the ridge vanishes in rounding
			break
		}
		copy(step, s.grad)
		lapack64.Potrs(factor, blas64.General{Rows: len(step), Cols: 1, Stride: 1, Data: step})
		if !s.search(next, step) {
			outcome = Stalled
			break
		}
		s.at, next = next, s.at
		if s.tick != nil {
			if err := s.tick(iterations+1, NewtonIterations); err != nil {
				return Fit{}, nil, err
			}
		}
	}
	norm := floats.Norm(s.grad, 2)
	if outcome == Stalled && norm <= stallTolerance {
		outcome = Converged
	}
	return Fit{Theta: slices.Clone(s.theta), Outcome: outcome, Iterations: iterations, Gradient: norm}, slices.Clone(s.at), nil
}

// search sets next = at − t·step for the largest t = 1, ½, ¼, … that lowers the
// objective enough (Armijo), and reports whether there is one. Near the minimum the
// decrease drowns in rounding, so a decrease within rounding of the value also counts.
func (s *newton) search(next, step []float64) bool {
	slope := floats.Dot(s.grad, step)
	slack := 4 * math.Abs(s.value) * 0x1p-52
	for t := 1.0; t > 1e-10; t /= 2 {
		floats.AddScaledTo(next, s.at, -t, step)
		if v := s.objective(next); v <= s.value-1e-4*t*slope+slack {
			s.value = v
			return true
		}
	}
	s.value = s.objective(s.at) // leave theta and derivatives where the iterate is
	return false
}

// objective evaluates at reduced coordinates w, leaving theta and derivatives there.
func (s *newton) objective(w []float64) float64 {
	s.p.Basis.Weights(s.theta, w)
	s.d.Compute(s.p, s.theta)
	return s.d.MeanLoss(s.p) + s.ridge/2*floats.Dot(w, w)
}

func (s *newton) gradient() {
	b := s.p.Basis
	clear(s.sum)
	s.p.X.AddOuter(s.sum, s.p.Rows, s.weighted(s.d.U, b.C-1), b.C-1)
	b.ReduceVec(s.grad, s.sum)
	floats.Scale(1/s.mass, s.grad)
	floats.AddScaled(s.grad, s.ridge, s.at)
}

func (s *newton) hessian() {
	b := s.p.Basis
	clear(s.packed)
	s.p.X.AddGram(s.packed, s.p.Rows, s.weighted(s.d.S, b.Pairs()), b.Pairs())
	b.ReduceGram(s.hess, s.packed)
	ScaleSym(s.hess, 1/s.mass)
	AddDiagonal(s.hess, s.ridge)
}

// weighted returns v, k numbers per row, times the rows' weights.
func (s *newton) weighted(v []float64, k int) []float64 {
	if s.p.Weight == nil {
		return v
	}
	s.scaled = append(s.scaled[:0], v...)
	for i, w := range s.p.Weight {
		floats.Scale(w, s.scaled[i*k:(i+1)*k])
	}
	return s.scaled
}

// ScaleSym multiplies a by v.
func ScaleSym(a *mat.SymDense, v float64) {
	raw := a.RawSymmetric()
	for i := range raw.N {
		blas64.Scal(v, blas64.Vector{N: raw.N - i, Inc: 1, Data: raw.Data[i*raw.Stride+i:]})
	}
}

// AddDiagonal adds v to a's diagonal.
func AddDiagonal(a *mat.SymDense, v float64) {
	raw := a.RawSymmetric()
	for i := range raw.N {
		raw.Data[i*raw.Stride+i] += v
	}
}
