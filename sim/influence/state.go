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

	b     *softmax.Basis
	n     int
	hbar  *mat.SymDense // mean Hessian, P×P
	m     *mat.SymDense // Σ g gᵀ
	s     []float64     // Σ g
	core  factors       // at Damping
	down  factors       // at the damping of Z∖z, for Delta
	spare factors       // at the ridge, for Delta
	q     []float64     // self-influence, n

	packed, weights, sum []float64
}

// NewState returns a State for problems on the basis.
func NewState(b *softmax.Basis, damping float64) *State {
	p := b.Dim()
	return &State{Damping: damping, b: b, core: newFactors(p), down: newFactors(p), spare: newFactors(p),
		hbar: mat.NewSymDense(p, nil), m: mat.NewSymDense(p, nil), s: make([]float64, p),
		sum: make([]float64, (b.C-1)*b.D)}
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
	if v := s.Variance(); math.IsNaN(v) || math.IsInf(v, 0) {
		return ErrSingular // features so large that sums overflow
	}
	return nil
}

// accumulate sums H̄, M and s over the rows; H̄ and M in one pass, which is where most
// of the time of an evaluation goes.
func (s *State) accumulate() {
	p, k, m := s.Problem, s.b.Contrasts(), s.b.Pairs()
	s.weights = grow(s.weights, s.n*2*m)
	for i := range s.n {
		w := s.weights[2*m*i : 2*m*(i+1)]
		copy(w[:m], s.Point.S[i*m:(i+1)*m])
		packOuter(w[m:], s.Point.U[i*k:(i+1)*k], 1)
	}
	packed := s.pack(2 * m)
	p.X.AddGram(packed, p.Rows, s.weights, 2*m)
	s.b.ReduceGramPart(s.hbar, packed, 0, 2*m)
	softmax.ScaleSym(s.hbar, 1/float64(s.n))
	s.b.ReduceGramPart(s.m, packed, m, 2*m)

	clear(s.sum)
	p.X.AddOuter(s.sum, p.Rows, s.Point.U, k)
	s.b.ReduceVec(s.s, s.sum)
}

// pack returns cleared scratch for m entries per pair of features.
func (s *State) pack(m int) []float64 {
	s.packed = grow(s.packed, s.b.D*s.b.D*m)
	clear(s.packed)
	return s.packed
}

// selfInfluence computes q_i = g_iᵀ K g_i for every row and returns the quadratic forms
// it needed (see quads).
func (s *State) selfInfluence(dst []float64, form *mat.SymDense) []float64 {
	k, m := s.b.Contrasts(), s.b.Pairs()
	quads := s.quads(form)
	for i := range dst {
		dst[i] = formPacked(quads[i*m:(i+1)*m], s.Point.U[i*k:(i+1)*k])
	}
	return quads
}

// quads computes for every row and every form K the C−1×C−1 matrix with entries
// xᵀK_{ab}x, packed: row i's matrix for form f starts at (i·len(forms) + f)·Pairs().
func (s *State) quads(forms ...*mat.SymDense) []float64 {
	m := len(forms) * s.b.Pairs()
	packed := s.pack(m)
	for f, form := range forms {
		s.b.LiftFormPart(packed, form, f*s.b.Pairs(), m)
	}
	dst := make([]float64, s.n*m)
	s.Problem.X.Quad(dst, s.Problem.Rows, packed, m)
	return dst
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

// Condition returns an estimate of the 1-norm condition number of H, ≥ 1.
func (s *State) Condition() float64 { return s.core.condition() }

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
