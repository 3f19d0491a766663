package influence

import (
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// factors holds what H, and with factorize M, determine, for one damping. It calls LAPACK itself rather
// than mat.Cholesky, which would allocate, and estimate a condition number every time.
type factors struct {
	norm   float64           // 1-norm of H
	work   *mat.SymDense     // memory of upper
	upper  blas64.Triangular // U with H = UᵀU
	inv    *mat.SymDense     // H⁻¹
	a      *mat.Dense        // the same memory, both triangles filled
	am     *mat.Dense        // A·M
	as     []float64         // A·s
	sum    []float64         // scratch
	trace  float64           // tr(AM) = Σ q
	square float64           // tr(AMAM)
}

func newFactors(p int) factors {
	f := factors{work: mat.NewSymDense(p, nil), inv: mat.NewSymDense(p, nil),
		am: mat.NewDense(p, p, nil), as: make([]float64, p), sum: make([]float64, p)}
	f.a = full(f.inv)
	return f
}

// factorize computes A = (hbar + damping·I)⁻¹ and the traces with M.
func (f *factors) factorize(hbar *mat.SymDense, m *mat.Dense, s []float64, damping float64, tick softmax.Tick) error {
	if err := f.invert(hbar, damping, tick); err != nil {
		return err
	}
	if err := softmax.Product(f.am.RawMatrix(), f.a.RawMatrix(), m.RawMatrix(), tick); err != nil {
		return err
	}
	mat.NewVecDense(len(f.as), f.as).MulVec(f.a, mat.NewVecDense(len(s), s))
	f.trace, f.square = mat.Trace(f.am), traceProduct(f.am, f.am)
	if !finite(f.square) {
		return ErrSingular
	}
	return nil
}

// invert computes the factor of hbar + damping·I and its inverse, and nothing else.
func (f *factors) invert(hbar *mat.SymDense, damping float64, tick softmax.Tick) error {
	if err := f.factor(hbar, damping, tick); err != nil {
		return err
	}
	if err := softmax.Invert(f.inv.RawSymmetric(), f.upper, tick); err != nil {
		return err
	}
	fillLower(f.inv)
	return nil
}

// factor computes the factor of hbar + damping·I alone.
func (f *factors) factor(hbar *mat.SymDense, damping float64, tick softmax.Tick) error {
	f.work.CopySym(hbar)
	softmax.AddDiagonal(f.work, damping)
	f.norm = lapack64.Lansy(lapack.MaxColumnSum, f.work.RawSymmetric(), f.sum)
	var ok bool
	var err error
	if f.upper, ok, err = softmax.Cholesky(f.work.RawSymmetric(), tick); err == nil && !ok {
		err = ErrSingular
	}
	return err
}

// solve replaces v by H⁻¹v.
func (f *factors) solve(v []float64) {
	lapack64.Potrs(f.upper, blas64.General{Rows: len(v), Cols: 1, Stride: 1, Data: v})
}

// condition estimates the 1-norm condition number of H.
func (f *factors) condition() float64 {
	n := f.upper.N
	r := lapack64.Pocon(blas64.Symmetric{Uplo: f.upper.Uplo, N: n, Data: f.upper.Data, Stride: f.upper.Stride},
		f.norm, make([]float64, 3*n), make([]int, n))
	return 1 / r
}
