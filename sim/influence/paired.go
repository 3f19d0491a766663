package influence

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"

	"untangle/sim/softmax"
)

// paired works with pairs of points: with E_j = I ⊗ x_j (P×k, k = C−1) everything δ needs
// is in the k numbers ψ_ij = g_iᵀAE_j per pair and in EᵀAE per point. With
// X_ij = ψ_ij·u_j = g_iᵀAg_j (the influence but for its sign),
//
//	EᵀAMAE = Σ_j ψ_jᵀψ_j,   EᵀA(Σ q g gᵀ)AE = Σ_j q_j ψ_jᵀψ_j,
//	EᵀAMAMAE = Σ_jl ψ_jᵀX_jl ψ_l,   EᵀAs = Σ_j ψ_j.
//
// That is cubic in n and linear in P but for the columns of A, which [dual] takes from a
// factor of H in the row space and [conjugate] from conjugate gradients.
type paired struct {
	s          *State
	core, side columns
	x          []float64 // n×n, X at the State's damping
	psi, xpsi  []float64 // n×nk
	self       []float64
	ill        float64
}

// columns gives products with A = (H̄ + λI)⁻¹ at one λ.
type columns interface {
	// prepare is called once per evaluation, before the first factor.
	prepare(tick softmax.Tick) error
	// factor prepares for λ.
	factor(lambda float64, tick softmax.Tick) error
	// solve replaces v by Av.
	solve(v []float64, tick softmax.Tick) error
	// gram sets x to X, n×n, and self to the rows' packed EᵀAE where those come with it at
	// no cost, which it reports.
	gram(x, self []float64, tick softmax.Tick) (bool, error)
	// cross sets psi[(i·n + j)·k + a] = ψ_ij and self to the rows' packed EᵀAE.
	cross(psi, self []float64, tick softmax.Tick) error
	// only is cross without psi.
	only(self []float64, tick softmax.Tick) error
	// condition estimates the condition number of H̄ + λI.
	condition(tick softmax.Tick) (float64, error)
}

func (v *paired) evaluate(tick softmax.Tick) (sums, error) {
	s := v.s
	if err := v.core.prepare(tick); err != nil {
		return sums{}, err
	}
	if err := v.core.factor(s.Damping, tick); err != nil {
		return sums{}, err
	}
	v.x, v.self = grow(v.x, s.n*s.n), grow(v.self, s.n*s.b.Pairs())
	known, err := v.core.gram(v.x, v.self, tick)
	if err != nil {
		return sums{}, err
	}
	if known {
		s.effective = s.leverages(v.self)
	}
	if v.ill, err = v.core.condition(tick); err != nil {
		return sums{}, err
	}
	return sumsOf(s.q, v.x), nil
}

// sumsOf sets q to the diagonal of X and returns the sums of V.
func sumsOf(q, x []float64) sums {
	n := len(q)
	var out sums
	for i := range n {
		row := x[i*n : (i+1)*n]
		q[i] = row[i]
		out.trace += row[i]
		out.square += floats.Dot(row, row)
		out.around += floats.Sum(row)
	}
	out.q2 = floats.Dot(q, q)
	return out
}

func (v *paired) reverse(r *reverse, damping float64, tick softmax.Tick) error {
	s, f := v.s, v.core
	k, n := s.b.Contrasts(), s.n
	if damping != s.Damping {
		f = v.side
		if err := f.factor(damping, tick); err != nil {
			return err
		}
	}
	v.psi, v.xpsi = grow(v.psi, n*n*k), grow(v.xpsi, n*n*k)
	if err := f.cross(v.psi, r.a, tick); err != nil {
		return err
	}
	x := v.xpsi[:n*n] // X at this damping, until its product with ψ is due
	for i := range n {
		for j := range n {
			x[i*n+j] = dot(v.psi[(i*n+j)*k:(i*n+j+1)*k], s.Point.U[j*k:(j+1)*k])
		}
	}
	r.sums = sumsOf(r.q, x)
	if err := v.product(x, tick); err != nil {
		return err
	}
	return v.contract(r, tick)
}

// product sets xpsi = Xψ; x is its memory.
func (v *paired) product(x []float64, tick softmax.Tick) error {
	s := v.s
	k, n := s.b.Contrasts(), s.n
	if k == 1 { // Xψ = diag(u)·ψᵀψ, and the square is half the work
		for lo := 0; lo < n; lo += solveRowsBlock {
			rows, cols := min(solveRowsBlock, n-lo), min(lo+solveRowsBlock, n)
			blas64.Gemm(blas.Trans, blas.NoTrans, 1, blas64.General{Rows: n, Cols: rows, Stride: n, Data: v.psi[lo:]},
				blas64.General{Rows: n, Cols: cols, Stride: n, Data: v.psi}, 0,
				blas64.General{Rows: rows, Cols: cols, Stride: n, Data: v.xpsi[lo*n:]})
			if err := tell(tick, lo, n); err != nil {
				return err
			}
		}
		mirror(v.xpsi, n)
		for i, u := range s.Point.U[:n] {
			floats.Scale(u, v.xpsi[i*n:(i+1)*n])
		}
		return nil
	}
	s.weights = grow(s.weights, n*n)
	copy(s.weights, x)
	psi := blas64.General{Rows: n, Cols: n * k, Stride: n * k, Data: v.psi}
	product := blas64.General{Rows: n, Cols: n * k, Stride: n * k, Data: v.xpsi}
	return softmax.Product(product, blas64.General{Rows: n, Cols: n, Stride: n, Data: s.weights}, psi, tick)
}

// mirror copies the lower triangle of an n×n matrix to the upper one.
func mirror(x []float64, n int) {
	const tile = 32
	for lo := 0; lo < n; lo += tile {
		for left := 0; left <= lo; left += tile {
			for i := lo; i < min(lo+tile, n); i++ {
				for j := left; j < min(left+tile, i); j++ {
					x[j*n+i] = x[i*n+j]
				}
			}
		}
	}
}

// contract sums ψ over the first point of every pair.
func (v *paired) contract(r *reverse, tick softmax.Tick) error {
	k, m, n := v.s.b.Contrasts(), v.s.b.Pairs(), v.s.n
	clear(r.bcd)
	clear(r.ys)
	for j := range n {
		qj := r.q[j]
		psi, xpsi := v.psi[j*n*k:(j+1)*n*k], v.xpsi[j*n*k:(j+1)*n*k]
		floats.Add(r.ys, psi)
		for i := range n {
			at, p, xp := r.bcd[3*m*i:3*m*(i+1)], psi[i*k:(i+1)*k], xpsi[i*k:(i+1)*k]
			e := 0
			for a, pa := range p {
				for b, pb := range p[:a+1] {
					at[e] += pa * pb
					at[m+e] += (pa*xp[b] + pb*xp[a]) / 2
					at[2*m+e] += qj * pa * pb
					e++
				}
			}
		}
		if err := tell(tick, j, n); err != nil {
			return err
		}
	}
	return nil
}

func (v *paired) response(dst, a, mean []float64, step Step, tick softmax.Tick) error {
	f := v.core
	if !step.Paper {
		f = v.side
		if err := f.factor(step.Ridge, tick); err != nil {
			return err
		}
	}
	if err := f.solve(mean, tick); err != nil {
		return err
	}
	if err := f.solve(a, tick); err != nil {
		return err
	}
	if dst == nil {
		return nil
	}
	return f.only(dst, tick)
}

func (v *paired) solve(w []float64, tick softmax.Tick) error { return v.core.solve(w, tick) }
func (v *paired) condition() float64                         { return v.ill }
func (v *paired) error() float64                             { return 0 }

func (v *paired) moments(mean float64, tick softmax.Tick) (second, third, fourth float64, err error) {
	row := make([]float64, v.s.n)
	for i := range v.s.n {
		floats.ScaleTo(row[:i], -1, v.x[i*v.s.n:i*v.s.n+i])
		powers(row[:i], mean, &second, &third, &fourth)
		if i%rowTick == 0 {
			if err := tell(tick, i, v.s.n); err != nil {
				return 0, 0, 0, err
			}
		}
	}
	return second, third, fourth, nil
}

// times computes dst = Xv.
func (v *paired) times(dst, src []float64) {
	n := v.s.n
	blas64.Gemv(blas.NoTrans, 1, blas64.General{Rows: n, Cols: n, Stride: n, Data: v.x},
		blas64.Vector{N: n, Inc: 1, Data: src}, 0, blas64.Vector{N: n, Inc: 1, Data: dst})
}

// lead takes the axes of the points from those of X = φφᵀ: an eigenvector of value μ,
// times √μ, holds the coordinates along one.
func (v *paired) lead(x, y []float64, tick softmax.Tick) error {
	values, vectors, err := leading(v.s.n, func(dst, src []float64) error { v.times(dst, src); return nil }, tick)
	if err != nil {
		return err
	}
	for axis, dst := range [][]float64{x, y} {
		floats.ScaleTo(dst, math.Sqrt(max(0, values[axis])), vectors[axis])
	}
	return nil
}

// follow is State.Map's with φ left out: with G = φᵀ·before, φG = X·before.
func (v *paired) follow(x, y []float64, before *[2][]float64, tick softmax.Tick) error {
	v.times(x, before[0])
	v.times(y, before[1])
	if !followed(x, y, before) {
		return v.lead(x, y, tick)
	}
	return nil
}

// followed turns the columns φG, given in x and y, into φG(GᵀG)^(−1/2), and reports
// whether GᵀG is regular.
func followed(x, y []float64, before *[2][]float64) bool {
	r, ok := inverseRoot2(floats.Dot(before[0], x), floats.Dot(before[0], y), floats.Dot(before[1], y))
	if !ok {
		return false
	}
	for i := range x {
		x[i], y[i] = r[0]*x[i]+r[1]*y[i], r[1]*x[i]+r[2]*y[i]
	}
	return true
}

// dot is floats.Dot without the call, for the few numbers of a class vector.
func dot(x, y []float64) float64 {
	sum := 0.0
	for i, v := range x {
		sum += v * y[i]
	}
	return sum
}
