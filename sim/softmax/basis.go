package softmax

import (
	"math"
	"sync"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

// Basis is an orthonormal basis of (class contrasts) ⊗ (row space of X), the space in
// which every gradient and Hessian of softmax regression lives. A multiple of the
// identity stays one, so damping and ridge are unchanged and nothing is lost; P falls
// from C·d to (C−1)·r, on SD-K from 164 to 93.
//
// Index (a, f) of a reduced vector, contrast a and direction f, is a·R + f. Symmetric
// C−1 × C−1 matrices of points are stored as their m = (C−1)C/2 lower entries, row by
// row: entry (a, b), b ≤ a, at a(a+1)/2 + b.
type Basis struct {
	// C is the number of classes, D of features, R the rank of X.
	C, D, R int
	// q holds the C−1 orthonormal contrasts (Helmert's), C×(C−1).
	q *mat.Dense
	// products holds, for each packed pair (a, b) of contrasts, the C products q_ca·q_cb.
	products []float64
	// v holds an orthonormal basis of the row space, D×R; nil for the identity.
	v *mat.Dense
	// Solver is the form of the linear algebra on this basis.
	Solver Solver
	// inner and inside are set with the dual solver, see Inside.
	inner  *Basis
	inside Design
	// kernel holds XXᵀ of the inner basis of two classes, from the first fit on.
	kernel *kernel
	// pool holds workspaces of fits, *newton, and scratch those of changes of basis,
	// *squares.
	pool, scratch *sync.Pool
}

// kernel is memory that is filled once.
type kernel struct {
	lock   sync.Mutex
	values []float64
}

// maxEigen is the largest d for which the row space is computed; beyond it the
// identity is used, which is exact as well, only larger.
const maxEigen = 256

// NewBasis returns the basis for a design, using all of its rows: the row space of a
// subset is contained in it, so one basis serves a whole trajectory. The solver goes by
// size. It panics when classes < 2.
func NewBasis(x Design, classes int) *Basis {
	n, d := x.Dims()
	return NewBasisFor(x, classes, choose(n, d, classes))
}

// NewBasisFor is NewBasis with a given solver. Dual is for fewer rows than features.
func NewBasisFor(x Design, classes int, solver Solver) *Basis {
	if classes < 2 {
		panic("softmax: fewer than two classes")
	}
	n, d := x.Dims()
	b := &Basis{C: classes, D: d, R: d, q: helmert(classes), Solver: solver, pool: new(sync.Pool), scratch: new(sync.Pool)}
	for a := range classes - 1 {
		for e := range a + 1 {
			for c := range classes {
				b.products = append(b.products, b.q.At(c, a)*b.q.At(c, e))
			}
		}
	}
	if solver == Dual {
		b.toRowSpace(x)
		return b
	}
	if d > maxEigen {
		return b
	}
	gram, ones := make([]float64, d*d), make([]float64, n)
	rows := make([]int, n)
	for i := range rows {
		rows[i], ones[i] = i, 1
	}
	x.AddGram(gram, rows, ones, 1)
	sym := mat.NewSymDense(d, nil)
	for f := range d {
		for e := range f + 1 {
			sym.SetSym(f, e, gram[f*d+e])
		}
	}
	var eig mat.EigenSym
	if !eig.Factorize(sym, true) {
		return b // the identity is always valid
	}
	values := eig.Values(nil)
	// XᵀX squares the singular values: a direction below √ε of the largest is rounding.
	cut, rank := values[d-1]*float64(d)*1e-13, 0
	for _, v := range values {
		if v > cut {
			rank++
		}
	}
	if rank == d || rank == 0 { // rank 0: XᵀX overflows, and its eigenvalues are no numbers
		return b
	}
	var vectors mat.Dense
	eig.VectorsTo(&vectors)
	b.R = rank
	b.v = mat.DenseCopyOf(vectors.Slice(0, d, d-rank, d))
	return b
}

// helmert returns C−1 orthonormal vectors orthogonal to (1, …, 1), as columns.
func helmert(classes int) *mat.Dense {
	q := mat.NewDense(classes, classes-1, nil)
	for a := range classes - 1 {
		k := float64(a + 1)
		norm := math.Sqrt(k * (k + 1))
		for c := range a + 1 {
			q.Set(c, a, 1/norm)
		}
		q.Set(a+1, a, -k/norm)
	}
	return q
}

// Contrasts returns C−1.
func (b *Basis) Contrasts() int { return b.C - 1 }

// Dim returns P = (C−1)·R, the number of reduced coordinates.
func (b *Basis) Dim() int { return (b.C - 1) * b.R }

// Pairs returns m = (C−1)C/2, the number of entries of a packed symmetric matrix of
// contrasts.
func (b *Basis) Pairs() int { return b.C * (b.C - 1) / 2 }

// Contrast computes dst = Qᵀv, C−1 numbers from C.
func (b *Basis) Contrast(dst, v []float64) {
	q := b.q.RawMatrix()
	dst = dst[:b.C-1]
	clear(dst)
	for c, vc := range v[:b.C] {
		addScaled(dst, q.Data[c*q.Stride:c*q.Stride+len(dst)], vc)
	}
}

// Expand computes dst = Qv, C numbers from C−1; the transpose of Contrast.
func (b *Basis) Expand(dst, v []float64) {
	q := b.q.RawMatrix()
	for c := range b.C {
		dst[c] = dot(q.Data[c*q.Stride:c*q.Stride+b.C-1], v)
	}
}

// Row returns the C−1 contrasts of class c; it must not be changed.
func (b *Basis) Row(c int) []float64 { return b.q.RawRowView(c) }

// Curvature computes dst = Qᵀ(diag(p) − ppᵀ)Q, packed, from p and its contrasts Qᵀp.
func (b *Basis) Curvature(dst, p, contrasts []float64) {
	j := 0
	for a := range b.C - 1 {
		for e := range a + 1 {
			dst[j] = dot(b.products[j*b.C:(j+1)*b.C], p) - contrasts[a]*contrasts[e]
			j++
		}
	}
}

// dot is floats.Dot for the few entries of a class vector, without the call.
func dot(x, y []float64) float64 {
	sum := 0.0
	y = y[:len(x)]
	for i, v := range x {
		sum += v * y[i]
	}
	return sum
}

// ReduceVec turns contrasts×features, k·D with k = C−1, into a reduced vector of P.
func (b *Basis) ReduceVec(dst, full []float64) {
	if b.v == nil {
		copy(dst, full)
		return
	}
	k := b.C - 1
	out := mat.NewDense(k, b.R, dst)
	out.Mul(mat.NewDense(k, b.D, full), b.v)
}

// ReduceRows turns rows of contrasts×features, each (C−1)·D long, into the rows of dst,
// each a reduced vector of P: ReduceVec for many rows in one product.
func (b *Basis) ReduceRows(dst *mat.Dense, full []float64) {
	rows, _ := dst.Dims()
	k := b.C - 1
	source := mat.NewDense(rows*k, b.D, full[:rows*k*b.D])
	if b.v == nil {
		dst.Copy(mat.NewDense(rows, k*b.D, source.RawMatrix().Data))
		return
	}
	raw := dst.RawMatrix()
	if raw.Stride != raw.Cols {
		panic("softmax: dst is not contiguous")
	}
	mat.NewDense(rows*k, b.R, raw.Data[:rows*k*b.R]).Mul(source, b.v)
}

// LiftVec turns a reduced vector into contrasts×features; the transpose of ReduceVec.
func (b *Basis) LiftVec(dst, reduced []float64) {
	if b.v == nil {
		copy(dst, reduced)
		return
	}
	k := b.C - 1
	out := mat.NewDense(k, b.D, dst)
	out.Mul(mat.NewDense(k, b.R, reduced), b.v.T())
}

// Weights turns a reduced vector into Θ, C×D row by row: Θ = Q·mat(reduced)·Vᵀ.
func (b *Basis) Weights(theta, reduced []float64) {
	b.weights(theta, make([]float64, (b.C-1)*b.D), reduced)
}

// weights is Weights with scratch for contrasts×features.
func (b *Basis) weights(theta, lifted, reduced []float64) {
	k := b.C - 1
	b.LiftVec(lifted, reduced)
	out := mat.NewDense(b.C, b.D, theta)
	out.Mul(b.q, mat.NewDense(k, b.D, lifted))
}

// squares is scratch for one contrast's block of a matrix in both coordinates.
type squares struct{ outer, inner, half *mat.Dense }

// squares returns scratch that is not in use; outer and inner are one without v.
func (b *Basis) squares() *squares {
	if s, ok := b.scratch.Get().(*squares); ok {
		return s
	}
	s := &squares{outer: mat.NewDense(b.D, b.D, nil)}
	s.inner = s.outer
	if b.v != nil {
		s.inner, s.half = mat.NewDense(b.R, b.R, nil), mat.NewDense(b.D, b.R, nil)
	}
	return s
}

// ReduceGram turns a packed Gram sum over D×D feature pairs with Pairs() entries per
// pair (see [Design.AddGram]) into the symmetric P×P matrix it stands for.
func (b *Basis) ReduceGram(dst *mat.SymDense, packed []float64) {
	_ = b.ReduceGramPart(dst, packed, 0, b.Pairs(), nil) // no tick, no error
}

// ReduceGramPart is ReduceGram for several sums side by side: each pair of features has
// m entries, of which the Pairs() from first on are this matrix's.
// It ticks once per pair.
func (b *Basis) ReduceGramPart(dst *mat.SymDense, packed []float64, first, m int, tick Tick) error {
	k, d := b.C-1, b.D
	scratch := b.squares()
	defer b.scratch.Put(scratch)
	full := scratch.outer.RawMatrix()
	raw := dst.RawSymmetric()
	for a := range k {
		for c := range a + 1 {
			j := first + a*(a+1)/2 + c
			for f := range d {
				at := f*d*m + j
				for e := range f + 1 {
					v := packed[at]
					full.Data[f*d+e], full.Data[e*d+f] = v, v
					at += m
				}
			}
			block := full
			if b.v != nil {
				blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, full, b.v.RawMatrix(), 0, scratch.half.RawMatrix())
				block = scratch.inner.RawMatrix()
				blas64.Gemm(blas.Trans, blas.NoTrans, 1, b.v.RawMatrix(), scratch.half.RawMatrix(), 0, block)
			}
			// Block (c, a) is in the upper triangle; it is symmetric itself.
			for f := range b.R {
				lo := 0
				if a == c {
					lo = f
				}
				to := (c*b.R+f)*raw.Stride + a*b.R
				copy(raw.Data[to+lo:to+b.R], block.Data[f*block.Stride+lo:])
			}
			if err := call(tick, j-first, b.Pairs()); err != nil {
				return err
			}
		}
	}
	return nil
}

// LiftForm turns a symmetric P×P matrix K into the packed argument of [Design.Quad]:
// Quad then gives, per row, the C−1×C−1 matrix with entries xᵀK_{ab}x, packed.
func (b *Basis) LiftForm(packed []float64, k *mat.SymDense) {
	_ = b.LiftFormPart(packed, k, 0, b.Pairs(), nil) // no tick, no error
}

// LiftFormPart is LiftForm for several forms side by side: each pair of features has m
// entries, of which the Pairs() from first on are this matrix's. It ticks once per pair.
func (b *Basis) LiftFormPart(packed []float64, k *mat.SymDense, first, m int, tick Tick) error {
	contrasts, d := b.C-1, b.D
	scratch := b.squares()
	defer b.scratch.Put(scratch)
	data, stride := k.RawSymmetric().Data, k.RawSymmetric().Stride
	for a := range contrasts {
		for c := range a + 1 {
			j := first + a*(a+1)/2 + c
			// Block (c, a) of the upper triangle, the transpose of (a, c), does as well:
			// only the sums of opposite elements count.
			block := blas64.General{Rows: b.R, Cols: b.R, Stride: stride, Data: data[c*b.R*stride+a*b.R:]}
			if a == c {
				whole := scratch.inner.RawMatrix()
				for f := range b.R {
					for e := f; e < b.R; e++ {
						v := block.Data[f*stride+e]
						whole.Data[f*whole.Stride+e], whole.Data[e*whole.Stride+f] = v, v
					}
				}
				block = whole
			}
			full := block
			if b.v != nil {
				blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, b.v.RawMatrix(), block, 0, scratch.half.RawMatrix())
				full = scratch.outer.RawMatrix()
				blas64.Gemm(blas.NoTrans, blas.Trans, 1, scratch.half.RawMatrix(), b.v.RawMatrix(), 0, full)
			}
			for f := range d {
				at := f*d*m + j
				for e := range f {
					packed[at] = full.Data[f*full.Stride+e] + full.Data[e*full.Stride+f]
					at += m
				}
				packed[at] = full.Data[f*full.Stride+f]
			}
			if err := call(tick, j-first, b.Pairs()); err != nil {
				return err
			}
		}
	}
	return nil
}
