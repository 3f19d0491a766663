package softmax

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// Factors and inverses of matrices of some ten to some hundred rows, by halves: nearly all
// of the work is products. (LAPACK's panels are 64 wide and unblocked within, which at the
// order of the questionnaires, 93, is most of the matrix.)

// leafOrder is the order from which on matrices are halved.
const leafOrder = 16

// halves returns the two triangles on the diagonal of an upper triangle and the square
// between them.
func halves(u blas64.Triangular) (first, second blas64.Triangular, between blas64.General) {
	h := (u.N/2 + 3) / 4 * 4 // whole tiles of the SIMD kernel
	first, second = u, u
	first.N, second.N, second.Data = h, u.N-h, u.Data[h*u.Stride+h:]
	return first, second, blas64.General{Rows: h, Cols: u.N - h, Stride: u.Stride, Data: u.Data[h:]}
}

// factor replaces an upper triangle, that of a symmetric A, by U with A = UᵀU, and reports
// whether A is positive definite.
func factor(u blas64.Triangular) bool {
	if u.N > leafOrder {
		first, second, between := halves(u)
		if !factor(first) {
			return false
		}
		blas64.Trsm(blas.Left, blas.Trans, 1, first, between)
		blas64.Syrk(blas.Trans, -1, between, 1, blas64.Symmetric{Uplo: blas.Upper, N: second.N, Data: second.Data, Stride: second.Stride})
		return factor(second)
	}
	for i := range u.N {
		row := u.Data[i*u.Stride+i : i*u.Stride+u.N]
		if !(row[0] > 0) || math.IsInf(row[0], 1) {
			return false
		}
		row[0] = math.Sqrt(row[0])
		for j := 1; j < len(row); j++ {
			row[j] /= row[0]
		}
		for r := 1; r < len(row); r++ {
			below := u.Data[(i+r)*u.Stride+i+r : (i+r)*u.Stride+u.N]
			addScaled(below, row[r:], -row[r])
		}
	}
	return true
}

// invert replaces U by U⁻¹.
func invert(u blas64.Triangular) {
	if u.N > leafOrder {
		first, second, between := halves(u)
		blas64.Trsm(blas.Right, blas.NoTrans, -1, second, between)
		invert(first)
		invert(second)
		blas64.Trmm(blas.Left, blas.NoTrans, 1, first, between)
		return
	}
	for j := range u.N { // column j: −U⁻¹·u_j/u_jj, with the U⁻¹ to its left
		diag := 1 / u.Data[j*u.Stride+j]
		for i := range j {
			sum := 0.0
			for l := i; l < j; l++ {
				sum += u.Data[i*u.Stride+l] * u.Data[l*u.Stride+j]
			}
			u.Data[i*u.Stride+j] = -sum * diag
		}
		u.Data[j*u.Stride+j] = diag
	}
}

// square replaces U by the upper triangle of UUᵀ.
func square(u blas64.Triangular) {
	if u.N > leafOrder {
		first, second, between := halves(u)
		square(first)
		blas64.Syrk(blas.NoTrans, 1, between, 1, blas64.Symmetric{Uplo: blas.Upper, N: first.N, Data: first.Data, Stride: first.Stride})
		blas64.Trmm(blas.Right, blas.Trans, 1, second, between)
		square(second)
		return
	}
	for i := range u.N {
		row := u.Data[i*u.Stride : i*u.Stride+u.N]
		for j := i; j < u.N; j++ {
			row[j] = dot(row[j:], u.Data[j*u.Stride+j:j*u.Stride+u.N])
		}
	}
}
