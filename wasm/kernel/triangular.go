package kernel

import "gonum.org/v1/gonum/blas"

// A triangle of order n is cut in two at h:
//
//	upper  T = [T₁₁ T₁₂; 0 T₂₂]    lower  T = [T₁₁ 0; T₂₁ T₂₂]
//
// so that solving or multiplying with it is the same with T₁₁ and T₂₂ and one product
// with the square between them. corner returns that square as stored, and whether it
// is below the diagonal of op(T).
func corner(ul blas.Uplo, t blas.Transpose, a []float64, lda, h int) (square []float64, below bool) {
	if ul == blas.Upper {
		return a[h:], t != blas.NoTrans
	}
	return a[h*lda:], t == blas.NoTrans
}

// Dtrsm solves op(T)·X = alpha·B or X·op(T) = alpha·B, X replacing B.
func (g Implementation) Dtrsm(s blas.Side, ul blas.Uplo, tA blas.Transpose, d blas.Diag, m, n int, alpha float64, a []float64, lda int, b []float64, ldb int) {
	order := m
	if s == blas.Right {
		order = n
	}
	if order <= leaf || m*n*order < small || alpha == 0 {
		g.Implementation.Dtrsm(s, ul, tA, d, m, n, alpha, a, lda, b, ldb)
		return
	}
	h := split(order)
	t22 := a[h*lda+h:]
	square, below := corner(ul, tA, a, lda, h)
	if s == blas.Left {
		b2 := b[h*ldb:]
		if below { // T₁₁X₁ = B₁, then T₂₂X₂ = B₂ − T₂₁X₁
			g.Dtrsm(s, ul, tA, d, h, n, alpha, a, lda, b, ldb)
			g.Dgemm(tA, blas.NoTrans, m-h, n, h, -1, square, lda, b, ldb, alpha, b2, ldb)
			g.Dtrsm(s, ul, tA, d, m-h, n, 1, t22, lda, b2, ldb)
			return
		}
		g.Dtrsm(s, ul, tA, d, m-h, n, alpha, t22, lda, b2, ldb)
		g.Dgemm(tA, blas.NoTrans, h, n, m-h, -1, square, lda, b2, ldb, alpha, b, ldb)
		g.Dtrsm(s, ul, tA, d, h, n, 1, a, lda, b, ldb)
		return
	}
	b2 := b[h:]
	if below { // X₂T₂₂ = B₂, then X₁T₁₁ = B₁ − X₂T₂₁
		g.Dtrsm(s, ul, tA, d, m, n-h, alpha, t22, lda, b2, ldb)
		g.Dgemm(blas.NoTrans, tA, m, h, n-h, -1, b2, ldb, square, lda, alpha, b, ldb)
		g.Dtrsm(s, ul, tA, d, m, h, 1, a, lda, b, ldb)
		return
	}
	g.Dtrsm(s, ul, tA, d, m, h, alpha, a, lda, b, ldb)
	g.Dgemm(blas.NoTrans, tA, m, n-h, h, -1, b, ldb, square, lda, alpha, b2, ldb)
	g.Dtrsm(s, ul, tA, d, m, n-h, 1, t22, lda, b2, ldb)
}

// Dtrmm computes B = alpha·op(T)·B or alpha·B·op(T).
func (g Implementation) Dtrmm(s blas.Side, ul blas.Uplo, tA blas.Transpose, d blas.Diag, m, n int, alpha float64, a []float64, lda int, b []float64, ldb int) {
	order := m
	if s == blas.Right {
		order = n
	}
	if order <= leaf || m*n*order < small || alpha == 0 {
		g.Implementation.Dtrmm(s, ul, tA, d, m, n, alpha, a, lda, b, ldb)
		return
	}
	h := split(order)
	t22 := a[h*lda+h:]
	square, below := corner(ul, tA, a, lda, h)
	// The half that the square feeds into must be multiplied before the other changes.
	if s == blas.Left {
		b2 := b[h*ldb:]
		if below {
			g.Dtrmm(s, ul, tA, d, m-h, n, alpha, t22, lda, b2, ldb)
			g.Dgemm(tA, blas.NoTrans, m-h, n, h, alpha, square, lda, b, ldb, 1, b2, ldb)
			g.Dtrmm(s, ul, tA, d, h, n, alpha, a, lda, b, ldb)
			return
		}
		g.Dtrmm(s, ul, tA, d, h, n, alpha, a, lda, b, ldb)
		g.Dgemm(tA, blas.NoTrans, h, n, m-h, alpha, square, lda, b2, ldb, 1, b, ldb)
		g.Dtrmm(s, ul, tA, d, m-h, n, alpha, t22, lda, b2, ldb)
		return
	}
	b2 := b[h:]
	if below {
		g.Dtrmm(s, ul, tA, d, m, h, alpha, a, lda, b, ldb)
		g.Dgemm(blas.NoTrans, tA, m, h, n-h, alpha, b2, ldb, square, lda, 1, b, ldb)
		g.Dtrmm(s, ul, tA, d, m, n-h, alpha, t22, lda, b2, ldb)
		return
	}
	g.Dtrmm(s, ul, tA, d, m, n-h, alpha, t22, lda, b2, ldb)
	g.Dgemm(blas.NoTrans, tA, m, n-h, h, alpha, b, ldb, square, lda, 1, b2, ldb)
	g.Dtrmm(s, ul, tA, d, m, h, alpha, a, lda, b, ldb)
}
