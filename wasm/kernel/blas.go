// Package kernel makes gonum fast in WebAssembly: a BLAS whose matrix products run on a
// SIMD micro-kernel (kernel.wat) and whose other level-3 routines are built from them.
// After [Install], all of gonum/mat and gonum/lapack gain. Natively the same code runs
// on the Go micro-kernel, for tests; the command line keeps gonum's own.
package kernel

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/gonum"
)

// Implementation is gonum's BLAS with Dgemm, Dsymm, Dsyrk, Dtrsm and Dtrmm replaced.
// Arguments are checked by gonum's rules.
type Implementation struct{ gonum.Implementation }

// Install makes Implementation the BLAS of gonum/mat.
func Install() { blas64.Use(Implementation{}) }

// small is the number of multiplications under which packing costs more than it gains.
const small = 4096

// leaf is the order of the triangles that are left to gonum's own loops, and square that of
// the squares on the diagonal of a symmetric product, which are computed whole.
const (
	leaf   = 8
	square = 32
)

// Dgemm computes C = alpha·op(A)·op(B) + beta·C.
func (g Implementation) Dgemm(tA, tB blas.Transpose, m, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	if m < 0 || n < 0 || k < 0 || m*n*k < small || alpha == 0 {
		g.Implementation.Dgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	// Reading a and b is bounds-checked by packing; the kernel writes c unchecked.
	if ldc < n || len(c) < (m-1)*ldc+n {
		panic("kernel: c is too short")
	}
	scale(c, m, n, ldc, beta)
	multiply(m, n, k, alpha, operand(tA, a, lda), operand(tB, b, ldb), c, ldc)
}

// scale multiplies the m×n matrix c by beta; zero overwrites, NaN included, as in BLAS.
func scale(c []float64, m, n, ldc int, beta float64) {
	if beta == 1 {
		return
	}
	for i := range m {
		row := c[i*ldc : i*ldc+n]
		if beta == 0 {
			clear(row)
			continue
		}
		for j := range row {
			row[j] *= beta
		}
	}
}

// operand returns op(A) as a view.
func operand(t blas.Transpose, a []float64, lda int) view {
	if t == blas.NoTrans {
		return view{a, lda, 1}
	}
	return view{a, 1, lda}
}

// Dsyrk computes the triangle of C = alpha·A·Aᵀ + beta·C, or of alpha·Aᵀ·A + beta·C:
// squares on the diagonal are split until they are leaves, everything else is a product.
func (g Implementation) Dsyrk(ul blas.Uplo, tA blas.Transpose, n, k int, alpha float64, a []float64, lda int, beta float64, c []float64, ldc int) {
	if n*n*k < small || alpha == 0 {
		g.Implementation.Dsyrk(ul, tA, n, k, alpha, a, lda, beta, c, ldc)
		return
	}
	if n <= square {
		g.corner(ul, tA, n, k, alpha, a, lda, beta, c, ldc)
		return
	}
	h := split(n)
	step := lda // from one row of op(A) to the next
	if tA != blas.NoTrans {
		step = 1
	}
	g.Dsyrk(ul, tA, h, k, alpha, a, lda, beta, c, ldc)
	g.Dsyrk(ul, tA, n-h, k, alpha, a[h*step:], lda, beta, c[h*ldc+h:], ldc)
	other := flip(tA)
	if ul == blas.Upper {
		g.Dgemm(tA, other, h, n-h, k, alpha, a, lda, a[h*step:], lda, beta, c[h:], ldc)
	} else {
		g.Dgemm(tA, other, n-h, h, k, alpha, a[h*step:], lda, a, lda, beta, c[h*ldc:], ldc)
	}
}

// corner is Dsyrk for n ≤ square: both triangles, of which one is added to C.
func (g Implementation) corner(ul blas.Uplo, tA blas.Transpose, n, k int, alpha float64, a []float64, lda int, beta float64, c []float64, ldc int) {
	var whole [square * square]float64
	g.Dgemm(tA, flip(tA), n, n, k, alpha, a, lda, a, lda, 0, whole[:], n)
	for i := range n {
		lo, hi := i, n
		if ul == blas.Lower {
			lo, hi = 0, i+1
		}
		row := c[i*ldc+lo : i*ldc+hi]
		for j, v := range whole[i*n+lo : i*n+hi] {
			if beta == 0 { // C may hold no numbers
				row[j] = v
			} else {
				row[j] = beta*row[j] + v
			}
		}
	}
}

// Dsymm computes C = alpha·A·B + beta·C, or alpha·B·A + beta·C, for a symmetric A: the
// other triangle is filled in, and the rest is a product.
func (g Implementation) Dsymm(s blas.Side, ul blas.Uplo, m, n int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	order := m
	if s == blas.Right {
		order = n
	}
	if m*n*order < small || alpha == 0 {
		g.Implementation.Dsymm(s, ul, m, n, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	full := make([]float64, order*order)
	for i := range order {
		for j := i; j < order; j++ {
			v := a[i*lda+j]
			if ul == blas.Lower {
				v = a[j*lda+i]
			}
			full[i*order+j], full[j*order+i] = v, v
		}
	}
	if s == blas.Left {
		g.Dgemm(blas.NoTrans, blas.NoTrans, m, n, m, alpha, full, order, b, ldb, beta, c, ldc)
	} else {
		g.Dgemm(blas.NoTrans, blas.NoTrans, m, n, n, alpha, b, ldb, full, order, beta, c, ldc)
	}
}

func flip(t blas.Transpose) blas.Transpose {
	if t == blas.NoTrans {
		return blas.Trans
	}
	return blas.NoTrans
}

// split returns where to cut n in two: near the middle, at a multiple of the tile.
func split(n int) int { return (n/2 + tile - 1) / tile * tile }
