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
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/say"
	"untangle/sim/softmax"
)

// ErrSingular reports that H is not positive definite in rounding. Damping of 1e-6 or
// more rules it out except where features are larger than about 1e5.
var ErrSingular error = &say.Error{Place: say.Raw("influence.damping"), Problem: say.T("the damped Hessian is not positive definite"),
	Remedy: say.T("raise the damping or scale the features")}

// ErrTooFew reports fewer than three rows, for which a variance over pairs with one
// row left out does not exist.
var ErrTooFew error = &say.Error{Place: say.T("data"), Problem: say.T("fewer than three rows are left to measure V on"),
	Remedy: say.T("use more rows, or remove fewer")}

// Solver is the form in which influence is computed: [softmax.Primal], [softmax.Dual] or
// [softmax.CG], chosen by size with the basis.
type Solver = softmax.Solver

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

	outer *softmax.Basis // of the problem
	b     *softmax.Basis // in which is computed; another one with the dual solver
	x     softmax.Design // on b
	n     int
	s     []float64 // Σ g
	q     []float64 // self-influence, n
	sums  sums
	via   method
	// leverage is the largest leverage of a point seen since Evaluate, effective the
	// effective number of parameters at λ_d; NaN where unknown.
	leverage, effective float64
	// forms holds, for LeverageOf, xᵀA_{ab}x of the rows for every A since Evaluate, packed.
	forms [][]float64

	weights, packed, sum []float64
	bounds               []float64 // of the leverages
	rev                  *reverse  // memory of the last
	back                 response
	small                *small
}

// sums are what V needs besides q: tr(AM) = Σ q, tr(AMAM) = Σ X² over ordered pairs with
// the diagonal, and sᵀAs; also Σ q².
type sums struct{ trace, square, around, q2 float64 }

// u returns U₁ = N·E[X] and U₂ = N·E[X²].
func (v sums) u() (u1, u2 float64) { return v.trace - v.around, v.square - v.q2 }

// method is what the solvers differ in.
type method interface {
	// evaluate computes the sums and State.q under the State's damping.
	evaluate(tick softmax.Tick) (sums, error)
	// reverse computes under a damping what δ needs of A, B, C and D (see reverse).
	reverse(r *reverse, damping float64, tick softmax.Tick) error
	// response replaces both vectors by A times them and sets dst to the rows' xᵀA_{ab}x,
	// packed, unless that is nil, for A at λ = ridge, or at the State's damping for the
	// paper's step.
	response(dst, a, mean []float64, step Step, tick softmax.Tick) error
	// solve replaces v by Av at the State's damping.
	solve(v []float64, tick softmax.Tick) error
	// moments sums the powers of X − mean over unordered pairs; see PairMoments.
	moments(mean float64, tick softmax.Tick) (second, third, fourth float64, err error)
	// lead computes the leading map, follow one that follows an earlier one; see Map.
	lead(x, y []float64, tick softmax.Tick) error
	follow(x, y []float64, before *[2][]float64, tick softmax.Tick) error
	// condition estimates the condition number of H.
	condition() float64
	// error returns the standard error of V, 0 where V is exact.
	error() float64
}

// NewState returns a State for problems on the basis.
func NewState(b *softmax.Basis, damping float64) *State {
	_, inner := b.Inside(nil)
	p := inner.Dim()
	s := &State{Damping: damping, outer: b, b: inner, s: make([]float64, p), sum: make([]float64, (inner.C-1)*inner.D),
		small: newSmall(inner)}
	switch b.Solver {
	case softmax.Primal:
		s.via = newPrimal(s)
	case softmax.Dual:
		s.via = newDual(s)
	} // with CG, Evaluate chooses by the number of rows
	return s
}

// Solver returns the form in which the state computes.
func (s *State) Solver() Solver { return s.outer.Solver }

// Evaluate computes everything at Θ (C×d row by row, not copied).
func (s *State) Evaluate(p *softmax.Problem, theta []float64) error {
	return s.EvaluateTick(p, theta, nil)
}

// EvaluateTick is Evaluate for large problems: tick is called now and then with how much
// of the part at hand is done, and ends the work with its error. It may be nil.
func (s *State) EvaluateTick(p *softmax.Problem, theta []float64, tick softmax.Tick) error {
	if p.Basis != s.outer {
		panic("influence: problem on another basis")
	}
	s.Problem, s.Theta, s.n = p, theta, len(p.Rows)
	s.x, _ = s.outer.Inside(p.X)
	s.leverage, s.effective = math.NaN(), math.NaN()
	s.forms = s.forms[:0]
	if s.n < 3 {
		return ErrTooFew
	}
	if err := s.Point.ComputeTick(p, theta, tick); err != nil {
		return err
	}
	if s.outer.Solver == softmax.CG {
		s.chooseFree()
	}
	clear(s.sum)
	s.x.AddOuter(s.sum, p.Rows, s.Point.U, s.b.Contrasts())
	s.b.ReduceVec(s.s, s.sum)
	s.q = grow(s.q, s.n)
	var err error
	if s.sums, err = s.via.evaluate(tick); err != nil {
		return err
	}
	if v := s.Variance(); math.IsNaN(v) || math.IsInf(v, 0) {
		return ErrSingular // features so large that sums overflow
	}
	return nil
}

// apply computes for every row the C−1 numbers mat(v)·x of a reduced vector v: with
// the row's U they give vᵀg.
func (s *State) apply(dst, reduced []float64) {
	s.b.LiftVec(s.sum, reduced)
	s.x.Apply(dst, s.Problem.Rows, s.sum, s.b.Contrasts())
}

// scatter computes dst = Σ_i w_i ⊗ x_i, reduced, for C−1 numbers w_i per row.
func (s *State) scatter(dst, w []float64) {
	clear(s.sum)
	s.x.AddOuter(s.sum, s.Problem.Rows, w, s.b.Contrasts())
	s.b.ReduceVec(dst, s.sum)
}

// pairs returns N = n(n−1).
func (s *State) pairs() float64 { return float64(s.n) * float64(s.n-1) }

// Mean returns E[X].
func (s *State) Mean() float64 {
	u1, _ := s.sums.u()
	return u1 / s.pairs()
}

// Variance returns V[X] ≥ 0, an estimate where StandardError is not 0.
func (s *State) Variance() float64 {
	u1, u2 := s.sums.u()
	mean := u1 / s.pairs()
	return u2/s.pairs() - mean*mean
}

// StandardError returns the standard error of Variance. It is 0, V being exact, but for
// problems so large that V is estimated from random probes.
func (s *State) StandardError() float64 { return s.via.error() }

// SelfInfluence returns q, one value ≥ 0 per row, valid until the next Evaluate.
func (s *State) SelfInfluence() []float64 { return s.q }

// Condition returns an estimate of the 1-norm condition number of H, ≥ 1; with CG an upper
// bound of that in the 2-norm.
func (s *State) Condition() float64 { return s.via.condition() }

// Update returns H⁻¹g/n lifted to Θ (C×d row by row): the paper's step of Θ when row i
// (an index into Problem.Rows) is left out. Several goroutines may call it between two
// Evaluates.
func (s *State) Update(i int) ([]float64, error) {
	k, m := s.b.Contrasts(), s.b.D
	sum, g := make([]float64, k*m), make([]float64, s.b.Dim())
	s.x.AddOuter(sum, s.Problem.Rows[i:i+1], s.Point.U[i*k:(i+1)*k], k)
	s.b.ReduceVec(g, sum)
	if err := s.via.solve(g, nil); err != nil {
		return nil, err
	}
	floats.Scale(1/float64(s.n), g)
	theta := make([]float64, s.outer.C*s.outer.D)
	s.outer.Weights(theta, g)
	return theta, nil
}
