package softmax

import (
	"errors"
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
	s := p.Basis.workspace()
	defer p.Basis.pool.Put(s)
	s.start(p, ridge)
	s.tick = tick
	if warm != nil {
		copy(s.at, warm)
	}
	return s.run()
}

// newton is the state of one fit; its memory serves later fits on the same basis.
type newton struct {
	p     *Problem
	ridge float64
	tick  func(done, total int) error
	done  int // iterations
	mass  float64
	d     Derivatives
	at    []float64 // reduced coordinates
	grad  []float64 // of the objective, reduced
	theta []float64
	value float64

	step, next, lifted []float64
	sum                []float64 // contrasts×features
	packed             []float64 // D×D×m
	hess               *mat.SymDense
	free               *Hessian  // in place of packed and hess with CG
	pairs              *dualStep // the same with the dual solver and two classes
	scaled             []float64 // weighted U or S

	outer *Basis // with the dual solver, where Θ lives
}

// workspace returns one that is not in use.
func (b *Basis) workspace() *newton {
	if s, ok := b.pool.Get().(*newton); ok {
		return s
	}
	p, inner := b.Dim(), b
	if b.inner != nil {
		inner = b.inner
	}
	s := &newton{outer: b, at: make([]float64, p), grad: make([]float64, p), step: make([]float64, p), next: make([]float64, p),
		theta: make([]float64, inner.C*inner.D), sum: make([]float64, (inner.C-1)*inner.D), lifted: make([]float64, (inner.C-1)*inner.D)}
	switch {
	case b.Solver == CG:
		s.free = NewHessian(b)
	case b.Solver == Dual && b.C == 2:
		s.pairs = &dualStep{b: inner}
	default:
		s.packed, s.hess = make([]float64, inner.D*inner.D*inner.Pairs()), mat.NewSymDense(p, nil)
	}
	return s
}

func (s *newton) start(p *Problem, ridge float64) {
	s.p, s.ridge, s.mass, s.done = p, ridge, p.Mass(), 0
	if p.Basis.inner != nil {
		inside := *p
		inside.X, inside.Basis = p.Basis.Inside(p.X)
		s.p = &inside
	}
	clear(s.at)
}

// pulse reports the iterations done; between them it only asks whether to go on.
func (s *newton) pulse(_, _ int) error { return call(s.tick, s.done, NewtonIterations) }

func (s *newton) run() (Fit, []float64, error) {
	var err error
	if s.value, err = s.objective(s.at); err != nil {
		return Fit{}, nil, err
	}
	outcome, iterations := EpochLimit, 0
	for ; iterations < NewtonIterations; iterations++ {
		s.gradient()
		if floats.Norm(s.grad, 2) <= NewtonTolerance {
			outcome = Converged
			break
		}
		ok, err := s.direction()
		if err != nil {
			return Fit{}, nil, err
		}
		if ok {
			ok, err = s.search(s.next, s.step)
		}
		if err != nil {
			return Fit{}, nil, err
		}
		if !ok {
			outcome = Stalled // without a direction only if the ridge vanishes in rounding
			break
		}
		s.at, s.next = s.next, s.at
		s.done = iterations + 1
		if err := call(s.tick, s.done, NewtonIterations); err != nil {
			return Fit{}, nil, err
		}
	}
	norm := floats.Norm(s.grad, 2)
	if outcome == Stalled && norm <= stallTolerance {
		outcome = Converged
	}
	theta := make([]float64, s.outer.C*s.outer.D)
	copy(theta, s.theta)
	if s.outer.inner != nil {
		s.outer.Weights(theta, s.at)
	}
	return Fit{Theta: theta, Outcome: outcome, Iterations: iterations, Gradient: norm}, slices.Clone(s.at), nil
}

// direction sets step = H⁻¹·gradient, with CG to a residual that keeps the convergence
// superlinear (Dembo, Eisenstat and Steihaug, 1982), and reports whether H is regular.
func (s *newton) direction() (ok bool, err error) {
	copy(s.step, s.grad)
	if s.free != nil {
		s.free.move(s.p, s.d.S, s.ridge)
		if s.done == 0 || s.free.Iterations > stalePreconditioner {
			if err := s.free.prepare(s.pulse); err != nil {
				return false, unlessTick(err)
			}
		}
		s.free.Iterations = 0
		err := s.free.Solve(s.step, min(.1, floats.Norm(s.grad, 2)), s.pulse)
		return err == nil, unlessTick(err)
	}
	if s.pairs != nil {
		return s.pairs.solve(s.step, s.p, s.weighted(s.d.S, 1), s.mass, s.ridge, s.pulse)
	}
	if err := s.hessian(); err != nil {
		return false, err
	}
	// mat.Cholesky would estimate the condition number at every iteration.
	factor, ok, err := Cholesky(s.hess.RawSymmetric(), s.pulse)
	if ok {
		lapack64.Potrs(factor, blas64.General{Rows: len(s.step), Cols: 1, Stride: 1, Data: s.step})
	}
	return ok, err
}

// stalePreconditioner is the number of iterations of CG past which a new preconditioner,
// about as much work, is worth it.
const stalePreconditioner = 40

// unlessTick drops an error of the numerics, which ends a fit as [Stalled], and keeps one
// of a tick, which ends the work.
func unlessTick(err error) error {
	if errors.Is(err, ErrConjugate) {
		return nil
	}
	return err
}

// search sets next = at − t·step for the largest t = 1, ½, ¼, … that lowers the
// objective enough (Armijo), and reports whether there is one. Near the minimum the
// decrease drowns in rounding, so a decrease within rounding of the value also counts: that
// of a mean of n terms, about √n times that of one. With less of it a fit of 16,000 rows
// halved its steps over and over in a place where each was good.
func (s *newton) search(next, step []float64) (bool, error) {
	slope := floats.Dot(s.grad, step)
	slack := (4 + math.Sqrt(float64(len(s.p.Rows)))) * math.Abs(s.value) * 0x1p-52
	for t := 1.0; t > 1e-10; t /= 2 {
		floats.AddScaledTo(next, s.at, -t, step)
		v, err := s.objective(next)
		if err != nil {
			return false, err
		}
		if v <= s.value-1e-4*t*slope+slack {
			s.value = v
			return true, nil
		}
	}
	var err error
	s.value, err = s.objective(s.at) // leave theta and derivatives where the iterate is
	return false, err
}

// objective evaluates at reduced coordinates w, leaving theta and derivatives there.
func (s *newton) objective(w []float64) (float64, error) {
	s.p.Basis.weights(s.theta, s.lifted, w)
	err := s.d.ComputeTick(s.p, s.theta, s.pulse)
	return s.d.MeanLoss(s.p) + s.ridge/2*floats.Dot(w, w), err
}

func (s *newton) gradient() {
	b := s.p.Basis
	clear(s.sum)
	s.p.X.AddOuter(s.sum, s.p.Rows, s.weighted(s.d.U, b.C-1), b.C-1)
	b.ReduceVec(s.grad, s.sum)
	floats.Scale(1/s.mass, s.grad)
	floats.AddScaled(s.grad, s.ridge, s.at)
}

func (s *newton) hessian() error {
	b := s.p.Basis
	clear(s.packed)
	if err := AddGramTick(s.p.X, s.packed, s.p.Rows, s.weighted(s.d.S, b.Pairs()), b.Pairs(), s.pulse); err != nil {
		return err
	}
	if err := b.ReduceGramPart(s.hess, s.packed, 0, b.Pairs(), s.pulse); err != nil {
		return err
	}
	ScaleSym(s.hess, 1/s.mass)
	AddDiagonal(s.hess, s.ridge)
	return nil
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
