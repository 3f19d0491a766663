package influence

import (
	"math"

	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// factors holds what H, and with factorize M, determine, for one damping. It calls LAPACK itself rather
// than mat.Cholesky, which would allocate, and estimate a condition number every time.
type factors struct {
	h      *mat.SymDense     // mean Hessian + damping
	norm   float64           // 1-norm of H
	work   *mat.SymDense     // memory of upper
	upper  blas64.Triangular // U with H = UᵀU
	inv    *mat.SymDense     // H⁻¹
	a      *mat.Dense        // H⁻¹, both triangles
	md     *mat.Dense        // M, both triangles
	am     *mat.Dense        // A·M
	as     []float64         // A·s
	trace  float64           // tr(AM) = Σ q
	square float64           // tr(AMAM)
}

func newFactors(p int) factors {
	return factors{h: mat.NewSymDense(p, nil), work: mat.NewSymDense(p, nil), inv: mat.NewSymDense(p, nil),
		a: mat.NewDense(p, p, nil), md: mat.NewDense(p, p, nil), am: mat.NewDense(p, p, nil), as: make([]float64, p)}
}

// factorize computes A = (hbar + damping·I)⁻¹ and the traces with M.
func (f *factors) factorize(hbar, m *mat.SymDense, s []float64, damping float64) error {
	if err := f.invert(hbar, damping); err != nil {
		return err
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

// invert computes the factor of hbar + damping·I and its inverse, and nothing else.
func (f *factors) invert(hbar *mat.SymDense, damping float64) error {
	f.h.CopySym(hbar)
	softmax.AddDiagonal(f.h, damping)
	f.norm = lapack64.Lansy(lapack.MaxColumnSum, f.h.RawSymmetric(), make([]float64, f.h.SymmetricDim()))
	f.work.CopySym(f.h)
	var ok bool
	if f.upper, ok = lapack64.Potrf(f.work.RawSymmetric()); !ok {
		return ErrSingular
	}
	f.inv.CopySym(f.work)
	inverse := f.upper
	inverse.Data = f.inv.RawSymmetric().Data
	lapack64.Potri(inverse)
	return nil
}

// solve replaces v by H⁻¹v.
func (f *factors) solve(v []float64) {
	lapack64.Potrs(f.upper, blas64.General{Rows: len(v), Cols: 1, Stride: 1, Data: v})
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

// condition estimates the 1-norm condition number of H.
func (f *factors) condition() float64 {
	n := f.upper.N
	r := lapack64.Pocon(blas64.Symmetric{Uplo: f.upper.Uplo, N: n, Data: f.upper.Data, Stride: f.upper.Stride},
		f.norm, make([]float64, 3*n), make([]int, n))
	return 1 / r
}
