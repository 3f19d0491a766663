package softmax

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/say"
)

// ErrConjugate reports that conjugate gradients did not reach their tolerance, which only
// happens where rounding stops them: the matrix is singular in rounding.
var ErrConjugate error = &say.Error{Place: say.T("the run"), Problem: say.T("conjugate gradients do not converge"),
	Remedy: say.T("raise the ridge or the damping, or scale the features")}

// Hessian is H = (1/Σw) Σ w_i h_i + shift·I without the matrix: a product costs one pass
// over the rows. Use [NewHessian]. A Hessian is a workspace of one goroutine.
type Hessian struct {
	p     *Problem
	s     []float64 // packed curvatures of the rows, from Derivatives
	mass  float64
	shift float64

	corner []*mat.SymDense     // the preconditioner's blocks, R×R, one per contrast
	upper  []blas64.Triangular // and their factors
	lifted []float64           // contrasts×D
	rows   []float64           // rowChunk×2(C−1)
	vector [5][]float64        // P each: CG's
	// Iterations counts all iterations of Solve so far.
	Iterations int
}

// rowChunk is the number of rows between two ticks of a product.
const rowChunk = 1024

// NewHessian returns a workspace for problems on the basis.
func NewHessian(b *Basis) *Hessian {
	h := &Hessian{lifted: make([]float64, 2*b.Contrasts()*b.D), rows: make([]float64, 2*rowChunk*b.Contrasts())}
	for i := range h.vector {
		h.vector[i] = make([]float64, b.Dim())
	}
	for range b.Contrasts() {
		h.corner = append(h.corner, mat.NewSymDense(b.R, nil))
	}
	h.upper = make([]blas64.Triangular, b.Contrasts())
	return h
}

// Set points h at the problem's Hessian with the derivatives' curvatures S, and prepares
// the preconditioner: the C−1 blocks on the diagonal of H, factored.
func (h *Hessian) Set(p *Problem, s []float64, shift float64, tick Tick) error {
	h.move(p, s, shift)
	return h.prepare(tick)
}

// move is Set with the preconditioner of before, which serves neighboring Hessians.
func (h *Hessian) move(p *Problem, s []float64, shift float64) {
	h.p, h.s, h.mass, h.shift = p, s, p.Mass(), shift
}

func (h *Hessian) prepare(tick Tick) error {
	p, b, s, shift := h.p, h.p.Basis, h.s, h.shift
	m, packed, w := b.Pairs(), make([]float64, b.D*b.D), make([]float64, len(p.Rows))
	single := *b
	single.C = 2 // one contrast: ReduceGram of one block
	for a := range h.corner {
		for i := range w {
			w[i] = s[i*m+a*(a+1)/2+a] * p.weight(i)
		}
		clear(packed)
		if err := AddGramTick(p.X, packed, p.Rows, w, 1, tick); err != nil {
			return err
		}
		single.ReduceGram(h.corner[a], packed)
		ScaleSym(h.corner[a], 1/h.mass)
		AddDiagonal(h.corner[a], shift)
		var ok bool
		var err error
		if h.upper[a], ok, err = Cholesky(h.corner[a].RawSymmetric(), tick); err != nil {
			return err
		} else if !ok {
			return ErrConjugate
		}
	}
	return nil
}

// Mul computes dst = Hv for reduced vectors.
func (h *Hessian) Mul(dst, v []float64, tick Tick) error {
	b, k, m := h.p.Basis, h.p.Basis.Contrasts(), h.p.Basis.Pairs()
	in, out := h.lifted[:k*b.D], h.lifted[k*b.D:]
	b.LiftVec(out, v)
	for a := range k { // feature by feature, as Times has it
		for f, value := range out[a*b.D : (a+1)*b.D] {
			in[f*k+a] = value
		}
	}
	clear(out)
	for lo := 0; lo < len(h.p.Rows); lo += rowChunk {
		rows := h.p.Rows[lo:min(lo+rowChunk, len(h.p.Rows))]
		x, y := h.rows[:len(rows)*k], h.rows[rowChunk*k:]
		h.p.X.Times(x, rows, in, k)
		for i := range rows {
			MulPacked(y[i*k:(i+1)*k], h.s[(lo+i)*m:(lo+i+1)*m], x[i*k:(i+1)*k])
			if h.p.Weight != nil {
				floats.Scale(h.p.Weight[lo+i], y[i*k:(i+1)*k])
			}
		}
		h.p.X.AddTimes(out, rows, y[:len(rows)*k], k)
		if err := call(tick, lo, len(h.p.Rows)); err != nil {
			return err
		}
	}
	for f := range b.D {
		for a, value := range out[f*k : (f+1)*k] {
			in[a*b.D+f] = value
		}
	}
	b.ReduceVec(dst, in)
	floats.Scale(1/h.mass, dst)
	floats.AddScaled(dst, h.shift, v)
	return nil
}

// MulPacked sets dst = Kv for a packed symmetric K; dst and v must not overlap.
func MulPacked(dst, packed, v []float64) {
	clear(dst)
	j := 0
	for a, va := range v {
		for c, vc := range v[:a] {
			dst[a] += packed[j] * vc
			dst[c] += packed[j] * va
			j++
		}
		dst[a] += packed[j] * va
		j++
	}
}

// precondition solves with the blocks on the diagonal, in place.
func (h *Hessian) precondition(v []float64) {
	r := h.p.Basis.R
	for a, u := range h.upper {
		lapack64.Potrs(u, blas64.General{Rows: r, Cols: 1, Stride: 1, Data: v[a*r : (a+1)*r]})
	}
}

// Solve replaces v by H⁻¹v to a residual of tolerance·‖v‖ by preconditioned conjugate
// gradients (Hestenes and Stiefel, 1952).
func (h *Hessian) Solve(v []float64, tolerance float64, tick Tick) error {
	x, r, z, d, hd := h.vector[0], h.vector[1], h.vector[2], h.vector[3], h.vector[4]
	clear(x)
	copy(r, v)
	limit := tolerance * floats.Norm(v, 2)
	copy(z, r)
	h.precondition(z)
	copy(d, z)
	rz := floats.Dot(r, z)
	for i := 0; !(floats.Norm(r, 2) <= limit); i++ {
		if i > 10*len(v)+100 {
			return ErrConjugate
		}
		if err := h.Mul(hd, d, tick); err != nil {
			return err
		}
		curvature := floats.Dot(d, hd)
		if !(curvature > 0) {
			return fmt.Errorf("%w (curvature %g)", ErrConjugate, curvature)
		}
		step := rz / curvature
		floats.AddScaled(x, step, d)
		floats.AddScaled(r, -step, hd)
		copy(z, r)
		h.precondition(z)
		next := floats.Dot(r, z)
		for j := range d {
			d[j] = z[j] + next/rz*d[j]
		}
		rz = next
		h.Iterations++
	}
	copy(v, x)
	return nil
}

// Largest estimates the largest eigenvalue of H from below, by power iteration.
func (h *Hessian) Largest(tick Tick) (float64, error) {
	v, hv := h.vector[0], h.vector[1]
	for i := range v {
		v[i] = 1 + float64(i%7) // no structure of the data is orthogonal to it
	}
	value := 0.0
	for range 30 {
		floats.Scale(1/floats.Norm(v, 2), v)
		if err := h.Mul(hv, v, tick); err != nil {
			return 0, err
		}
		value = floats.Dot(v, hv)
		v, hv = hv, v
	}
	return value, nil
}

// gramFlops is the work of AddGram between two ticks, a small part of the time that a cancel
// may take.
const gramFlops = 1e8

// AddGramTick is [Design.AddGram] with ticks between blocks of rows.
func AddGramTick(x Design, dst []float64, rows []int, w []float64, m int, tick Tick) error {
	return inBlocks(x, len(rows), m, tick, func(lo, hi int) { x.AddGram(dst, rows[lo:hi], w[lo*m:hi*m], m) })
}

// QuadTick is [Design.Quad] with ticks between blocks of rows.
func QuadTick(x Design, dst []float64, rows []int, packed []float64, m int, tick Tick) error {
	return inBlocks(x, len(rows), m, tick, func(lo, hi int) { x.Quad(dst[lo*m:hi*m], rows[lo:hi], packed, m) })
}

// inBlocks calls f for blocks of n rows, each of about gramFlops.
func inBlocks(x Design, n, m int, tick Tick, f func(lo, hi int)) error {
	_, d := x.Dims()
	step := max(32, int(gramFlops/(2*float64(d)*float64(d)*float64(m)*x.Density())))
	for lo := 0; lo < n; lo += step {
		f(lo, min(lo+step, n))
		if err := call(tick, lo, n); err != nil {
			return err
		}
	}
	return nil
}
