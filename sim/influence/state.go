// Package influence measures how training points act on each other. For points i ≠ j,
//
//	X(z_i, z_j) = ∂L(z_j)/∂ε_i = −g_jᵀ H⁻¹ g_i,   H = mean Hessian + λ_d·I,
//
// and the variance V[X] over unordered pairs measures heterogeneity (Section 3 of
// arXiv:2603.08649). No n×n matrix is formed for V: with M = Σ g gᵀ, A = H⁻¹,
// q_i = g_iᵀA g_i (self-influence), s = Σ g_i and N = n(n−1),
//
//	N·E[X]  = Σ q_i − sᵀA s,    N·E[X²] = tr(AMAM) − Σ q_i².
//
// All matrices are in the reduced coordinates of [softmax.Basis], where this is exact.
package influence

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// ErrSingular reports that H is not positive definite in rounding. Damping of 1e-6 or
// more rules it out except where features are larger than about 1e5.
var ErrSingular = errors.New("influence: the damped Hessian is not positive definite; raise the damping or scale the features")

// ErrTooFew reports fewer than three rows, for which a variance over pairs with one
// row left out does not exist.
var ErrTooFew = errors.New("influence: fewer than three rows")

// State holds a training set's gradients, Hessian and influence at one Θ. A State is
// a workspace: Evaluate may be called again, on the same problem or another of the
// same basis, without allocating. Weights of the problem are ignored.
type State struct {
	// Problem is the training set last evaluated.
	Problem *softmax.Problem
	// Theta is the Θ last evaluated, C×d.
	Theta []float64
	// Damping is λ_d.
	Damping float64
	// Point holds the rows' derivatives.
	Point softmax.Derivatives

	b    *softmax.Basis
	n    int
	hbar *mat.SymDense // mean Hessian, P×P
	m    *mat.SymDense // Σ g gᵀ
	s    []float64     // Σ g
	core factors
	q    []float64 // self-influence, n

	packed, outer, sum []float64
}

// factors holds what H and M determine, for one damping.
type factors struct {
	h      *mat.SymDense // mean Hessian + damping
	chol   mat.Cholesky
	inv    *mat.SymDense // of H
	a      *mat.Dense    // H⁻¹
	md     *mat.Dense    // M
	am     *mat.Dense    // A·M
	as     []float64     // A·s
	trace  float64       // tr(A M), Σ q
	square float64       // tr(A M A M)
}

// NewState returns a State for problems on the basis.
func NewState(b *softmax.Basis, damping float64) *State {
	p := b.Dim()
	return &State{Damping: damping, b: b, core: newFactors(p),
		hbar: mat.NewSymDense(p, nil), m: mat.NewSymDense(p, nil), s: make([]float64, p),
		packed: make([]float64, b.D*b.D*b.Pairs()), sum: make([]float64, (b.C-1)*b.D)}
}

func newFactors(p int) factors {
	return factors{h: mat.NewSymDense(p, nil), inv: mat.NewSymDense(p, nil), a: mat.NewDense(p, p, nil),
		md: mat.NewDense(p, p, nil), am: mat.NewDense(p, p, nil), as: make([]float64, p)}
}

// Evaluate computes everything at Θ (C×d row by row, not copied).
func (s *State) Evaluate(p *softmax.Problem, theta []float64) error {
	if p.Basis != s.b {
		panic("influence: problem on another basis")
	}
	s.Problem, s.Theta, s.n = p, theta, len(p.Rows)
	if s.n < 3 {
		return ErrTooFew
	}
	s.Point.Compute(p, theta)
	s.accumulate()
	if err := s.core.factorize(s.hbar, s.m, s.s, s.Damping); err != nil {
		return err
	}
	s.q = grow(s.q, s.n)
	s.selfInfluence(s.q, s.core.inv)
	return nil
}

// accumulate sums H̄, M and s over the rows.
func (s *State) accumulate() {
	p, k, m := s.Problem, s.b.Contrasts(), s.b.Pairs()
	clear(s.packed)
	p.X.AddGram(s.packed, p.Rows, s.Point.S, m)
	s.b.ReduceGram(s.hbar, s.packed)
	softmax.ScaleSym(s.hbar, 1/float64(s.n))

	s.outer = grow(s.outer, s.n*m)
	for i := range s.n {
		packOuter(s.outer[i*m:(i+1)*m], s.Point.U[i*k:(i+1)*k], 1)
	}
	clear(s.packed)
	p.X.AddGram(s.packed, p.Rows, s.outer, m)
	s.b.ReduceGram(s.m, s.packed)

	clear(s.sum)
	p.X.AddOuter(s.sum, p.Rows, s.Point.U, k)
	s.b.ReduceVec(s.s, s.sum)
}

// factorize computes A = (hbar + damping·I)⁻¹ and the traces with M.
func (f *factors) factorize(hbar, m *mat.SymDense, s []float64, damping float64) error {
	f.h.CopySym(hbar)
	softmax.AddDiagonal(f.h, damping)
	if !f.chol.Factorize(f.h) {
		return ErrSingular
	}
	var cond mat.Condition
	if err := f.chol.InverseTo(f.inv); err != nil && !errors.As(err, &cond) {
		return ErrSingular
	}
	copySym(f.a, f.inv)
	copySym(f.md, m)
	f.am.Mul(f.a, f.md)
	mat.NewVecDense(len(f.as), f.as).MulVec(f.a, mat.NewVecDense(len(s), s))
	f.trace, f.square = mat.Trace(f.am), traceProduct(f.am, f.am)
	if math.IsNaN(f.square) || math.IsInf(f.square, 0) {
		return ErrSingular
	}
	return nil
}

// selfInfluence computes q_i = g_iᵀ K g_i for every row.
func (s *State) selfInfluence(dst []float64, form mat.Symmetric) {
	k, m := s.b.Contrasts(), s.b.Pairs()
	quad := make([]float64, s.n*m)
	s.quad(quad, form)
	for i := range dst {
		dst[i] = formPacked(quad[i*m:(i+1)*m], s.Point.U[i*k:(i+1)*k])
	}
}

// quad computes for every row the C−1×C−1 matrix with entries xᵀK_{ab}x, packed.
func (s *State) quad(dst []float64, form mat.Symmetric) {
	s.b.LiftForm(s.packed, form)
	s.Problem.X.Quad(dst, s.Problem.Rows, s.packed, s.b.Pairs())
}

// apply computes for every row the C−1 numbers mat(v)·x of a reduced vector v: with
// the row's U they give vᵀg.
func (s *State) apply(dst, reduced []float64) {
	s.b.LiftVec(s.sum, reduced)
	s.Problem.X.Apply(dst, s.Problem.Rows, s.sum, s.b.Contrasts())
}

// pairs returns N = n(n−1).
func (s *State) pairs() float64 { return float64(s.n) * float64(s.n-1) }

// sums returns U₁ = N·E[X] and U₂ = N·E[X²].
func (s *State) sums() (u1, u2 float64) {
	u1 = s.core.trace - floats.Dot(s.s, s.core.as)
	u2 = s.core.square - floats.Dot(s.q, s.q)
	return u1, u2
}

// Mean returns E[X].
func (s *State) Mean() float64 {
	u1, _ := s.sums()
	return u1 / s.pairs()
}

// Variance returns V[X] ≥ 0.
func (s *State) Variance() float64 {
	u1, u2 := s.sums()
	mean := u1 / s.pairs()
	return u2/s.pairs() - mean*mean
}

// SelfInfluence returns q, one value ≥ 0 per row, valid until the next Evaluate.
func (s *State) SelfInfluence() []float64 { return s.q }

// Condition returns an estimate of the 2-norm condition number of H, ≥ 1.
func (s *State) Condition() float64 { return s.core.chol.Cond() }

// Update returns H⁻¹g/n lifted to Θ (C×d row by row): the paper's step of Θ when row i
// (an index into Problem.Rows) is left out. It does not touch the state's scratch, so
// several goroutines may call it between two Evaluates.
func (s *State) Update(i int) []float64 {
	k := s.b.Contrasts()
	sum, g := make([]float64, k*s.b.D), make([]float64, s.b.Dim())
	s.Problem.X.AddOuter(sum, s.Problem.Rows[i:i+1], s.Point.U[i*k:(i+1)*k], k)
	s.b.ReduceVec(g, sum)
	var step mat.VecDense
	step.MulVec(s.core.a, mat.NewVecDense(len(g), g))
	step.ScaleVec(1/float64(s.n), &step)
	theta := make([]float64, s.b.C*s.b.D)
	s.b.Weights(theta, step.RawVector().Data)
	return theta
}
