package influence

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// primal works with P×P matrices: linear in n, cubic in P.
type primal struct {
	*State
	hbar *mat.SymDense // mean Hessian
	m    *mat.SymDense // Σ g gᵀ, its lower triangle filled in as well
	md   *mat.Dense    // the same memory
	core factors       // at the State's damping
	side factors       // at the damping of Z∖z, then at the ridge; memory on first use
	work [4]*mat.Dense // for reverse, on first use
	// known tells that State.rev.a holds the rows' EᵀAE for the core's A.
	known bool
}

func newPrimal(s *State) *primal {
	p := s.b.Dim()
	v := &primal{State: s, hbar: mat.NewSymDense(p, nil), m: mat.NewSymDense(p, nil), core: newFactors(p)}
	v.md = full(v.m)
	return v
}

func (v *primal) evaluate(tick softmax.Tick) (sums, error) {
	v.known = false
	if err := v.accumulate(tick); err != nil {
		return sums{}, err
	}
	if err := v.core.factorize(v.hbar, v.md, v.s, v.Damping, tick); err != nil {
		return sums{}, err
	}
	v.rev = grownReverse(v.rev, v.State)
	if err := v.selfInfluence(v.q, v.rev.a, v.core.inv, tick); err != nil {
		return sums{}, err
	}
	v.known = true
	v.effective = v.leverages(v.rev.a)
	return v.core.sums(v.s, v.q), nil
}

// accumulate sums H̄ and M over the rows in one pass, which is where most of the time of
// an evaluation goes.
func (v *primal) accumulate(tick softmax.Tick) error {
	k, m := v.b.Contrasts(), v.b.Pairs()
	v.weights = grow(v.weights, v.n*2*m)
	for i := range v.n {
		w := v.weights[2*m*i : 2*m*(i+1)]
		copy(w[:m], v.Point.S[i*m:(i+1)*m])
		packOuter(w[m:], v.Point.U[i*k:(i+1)*k], 1)
	}
	packed := v.pack(2 * m)
	if err := softmax.AddGramTick(v.x, packed, v.Problem.Rows, v.weights, 2*m, tick); err != nil {
		return err
	}
	if err := v.b.ReduceGramPart(v.hbar, packed, 0, 2*m, tick); err != nil {
		return err
	}
	softmax.ScaleSym(v.hbar, 1/float64(v.n))
	if err := v.b.ReduceGramPart(v.m, packed, m, 2*m, tick); err != nil {
		return err
	}
	fillLower(v.m)
	return nil
}

// pack returns cleared scratch for m entries per pair of features.
func (s *State) pack(m int) []float64 {
	s.packed = grow(s.packed, s.b.D*s.b.D*m)
	clear(s.packed)
	return s.packed
}

// selfInfluence computes q_i = g_iᵀ K g_i for every row from the quadratic forms, which
// it leaves in forms (see quads).
func (v *primal) selfInfluence(dst, forms []float64, form *mat.SymDense, tick softmax.Tick) error {
	k, m := v.b.Contrasts(), v.b.Pairs()
	err := v.quads(forms, tick, form)
	for i := range dst {
		dst[i] = formPacked(forms[i*m:(i+1)*m], v.Point.U[i*k:(i+1)*k])
	}
	return err
}

// quads computes for every row and every form K the C−1×C−1 matrix with entries
// xᵀK_{ab}x, packed: row i's matrix for form f starts at (i·len(forms) + f)·Pairs().
func (v *primal) quads(dst []float64, tick softmax.Tick, forms ...*mat.SymDense) error {
	m := len(forms) * v.b.Pairs()
	packed := v.pack(m)
	for f, form := range forms {
		if err := v.b.LiftFormPart(packed, form, f*v.b.Pairs(), m, tick); err != nil {
			return err
		}
	}
	return softmax.QuadTick(v.x, dst, v.Problem.Rows, packed, m, tick)
}

func (v *primal) reverse(r *reverse, damping float64, tick softmax.Tick) error {
	p, f := v.b.Dim(), &v.core
	if v.work[0] == nil {
		v.side = newFactors(p)
		for i := range v.work {
			v.work[i] = mat.NewDense(p, p, nil)
		}
	}
	if damping != v.Damping {
		f = &v.side
		if err := f.factorize(v.hbar, v.md, v.s, damping, tick); err != nil {
			return err
		}
	}
	if f == &v.core && v.known { // r.a is that of the evaluation
		copy(r.q, v.q)
	} else {
		v.known = false // an error leaves half of it
		if err := v.selfInfluence(r.q, r.a, f.inv, tick); err != nil {
			return err
		}
		v.known = f == &v.core
	}
	r.sums = f.sums(v.s, r.q)
	b, c, half, d := v.work[0], v.work[1], v.work[2], v.work[3]
	if err := v.weightedGram(d, r.q, tick); err != nil {
		return err
	}
	forms := [3]*mat.SymDense{}
	for i, dense := range []*mat.Dense{b, c, d} {
		forms[i] = mat.NewSymDense(p, dense.RawMatrix().Data)
	}
	type product = func(dst, a, b blas64.General, tick softmax.Tick) error
	for _, step := range []struct {
		of        product
		dst, x, y *mat.Dense
	}{{softmax.SymmetricProduct, b, f.am, f.a}, {softmax.SymmetricProduct, c, f.am, b}, {softmax.Product, half, f.a, d}, {softmax.SymmetricProduct, d, half, f.a}} {
		if err := step.of(step.dst.RawMatrix(), step.x.RawMatrix(), step.y.RawMatrix(), tick); err != nil {
			return err
		}
		if step.dst == b {
			fillLower(forms[0]) // its next product takes all of it
		}
	}
	if err := v.quads(r.bcd, tick, forms[:]...); err != nil {
		return err
	}
	v.apply(r.ys, f.as)
	return nil
}

// weightedGram sets dst to Σ w_i g_i g_iᵀ.
func (v *primal) weightedGram(dst *mat.Dense, w []float64, tick softmax.Tick) error {
	k, m := v.b.Contrasts(), v.b.Pairs()
	for i, wi := range w {
		packOuter(v.weights[i*m:(i+1)*m], v.Point.U[i*k:(i+1)*k], wi)
	}
	packed := v.pack(m)
	if err := softmax.AddGramTick(v.x, packed, v.Problem.Rows, v.weights[:v.n*m], m, tick); err != nil {
		return err
	}
	sym := mat.NewSymDense(v.b.Dim(), dst.RawMatrix().Data)
	if err := v.b.ReduceGramPart(sym, packed, 0, m, tick); err != nil {
		return err
	}
	fillLower(sym)
	return nil
}

func (v *primal) response(dst, a, mean []float64, step Step, tick softmax.Tick) error {
	f := &v.core
	if !step.Paper {
		f = &v.side
		prepare := f.invert
		if dst == nil {
			prepare = f.factor
		}
		if err := prepare(v.hbar, step.Ridge, tick); err != nil {
			return err
		}
	}
	f.solve(mean)
	f.solve(a)
	if dst == nil {
		return nil
	}
	return v.quads(dst, tick, f.inv)
}

func (v *primal) solve(w []float64, _ softmax.Tick) error {
	g := append([]float64(nil), w...)
	mat.NewVecDense(len(w), w).MulVec(v.core.a, mat.NewVecDense(len(g), g))
	return nil
}

func (v *primal) condition() float64 { return v.core.condition() }
func (v *primal) error() float64     { return 0 }

// coordinates computes φ = U⁻ᵀg for every row. It ticks where P is large.
func (v *primal) coordinates(tick softmax.Tick) (*mat.Dense, error) {
	const large = 512
	phi := mat.NewDense(v.n, v.b.Dim(), nil)
	if v.b.Dim() > large {
		return phi, v.solveRows(phi, tick)
	}
	root := v.core.inverseRoot()
	gradient := mat.NewDense(min(gradientRows, v.n), v.b.Dim(), nil)
	for lo := 0; lo < v.n; lo += gradientRows {
		rows := min(gradientRows, v.n-lo)
		g := gradient.Slice(0, rows, 0, v.b.Dim()).(*mat.Dense)
		v.gradients(g, lo)
		phi.Slice(lo, lo+rows, 0, v.b.Dim()).(*mat.Dense).Mul(g, root)
	}
	return phi, nil
}

// solveRows sets phi to the rows' gradients times U⁻¹, a block of rows at a time.
func (v *primal) solveRows(phi *mat.Dense, tick softmax.Tick) error {
	const rows = 32
	for lo := 0; lo < v.n; lo += rows {
		part := phi.Slice(lo, min(lo+rows, v.n), 0, v.b.Dim()).(*mat.Dense)
		v.gradients(part, lo)
		blas64.Trsm(blas.Right, blas.NoTrans, 1, v.core.upper, part.RawMatrix())
		if err := tell(tick, lo, v.n); err != nil {
			return err
		}
	}
	return nil
}

// gradientRows is the number of gradients expanded at a time.
const gradientRows = 512

// gradients sets the rows of dst to the gradients of the rows from lo on, reduced.
func (s *State) gradients(dst *mat.Dense, lo int) {
	rows, _ := dst.Dims()
	k, d := s.b.Contrasts(), s.b.D
	lifted := make([]float64, rows*k*d)
	for i := range rows {
		at := lo + i
		s.x.AddOuter(lifted[i*k*d:(i+1)*k*d], s.Problem.Rows[at:at+1], s.Point.U[at*k:(at+1)*k], k)
	}
	s.b.ReduceRows(dst, lifted)
}

// tell calls a tick that may be nil.
func tell(tick softmax.Tick, done, total int) error {
	if tick == nil {
		return nil
	}
	return tick(done, total)
}

// inverseRoot returns U⁻¹.
func (f *factors) inverseRoot() *mat.Dense {
	n := f.upper.N
	out := mat.NewDense(n, n, nil)
	raw := out.RawMatrix()
	for i := range n {
		copy(raw.Data[i*n+i:(i+1)*n], f.upper.Data[i*f.upper.Stride+i:i*f.upper.Stride+n])
	}
	t := f.upper
	t.Data, t.Stride = raw.Data, n
	lapack64.Trtri(t) // Potrf succeeded, so no diagonal element is zero
	return out
}

// sums returns what V needs, with the self-influences.
func (f *factors) sums(s, q []float64) sums {
	return sums{trace: f.trace, square: f.square, around: floats.Dot(s, f.as), q2: floats.Dot(q, q)}
}

// finite reports whether v is a number.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
