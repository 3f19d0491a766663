package kernel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"

	"untangle/wasm/kernel"
)

var (
	stock gonum.Implementation
	ours  kernel.Implementation
)

// sizes are below, at and above the tile, the leaf and the blocks.
var sizes = []int{1, 3, 4, 5, 23, 31, 93, 130, 300}

func random(src *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = src.NormFloat64()
	}
	return v
}

// same compares two results whose sums were taken in different orders: the difference
// of a sum of k products is at most about k·2⁻⁵²·Σ|products|, and Σ|products| is about
// k for these inputs.
func same(t *testing.T, what string, got, want []float64, k int) {
	t.Helper()
	tol := float64(k*k+10) * 0x1p-50
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tol) {
			t.Fatalf("%s: element %d is %g, want %g", what, i, got[i], want[i])
		}
	}
}

func TestDgemmEqualsGonum(t *testing.T) {
	src := rand.New(rand.NewPCG(1, 1))
	for _, m := range sizes {
		for _, n := range []int{1, 7, 93, 515} {
			for _, k := range []int{2, 93, 257} {
				for _, tA := range []blas.Transpose{blas.NoTrans, blas.Trans} {
					for _, tB := range []blas.Transpose{blas.NoTrans, blas.Trans} {
						lda, ldb, ldc := k+1, n+2, n+3
						if tA == blas.Trans {
							lda = m + 1
						}
						if tB == blas.Trans {
							ldb = k + 2
						}
						a, b := random(src, lda*max(m, k)), random(src, ldb*max(k, n))
						got := random(src, ldc*m)
						want := append([]float64(nil), got...)
						stock.Dgemm(tA, tB, m, n, k, -1.5, a, lda, b, ldb, .5, want, ldc)
						ours.Dgemm(tA, tB, m, n, k, -1.5, a, lda, b, ldb, .5, got, ldc)
						same(t, fmt.Sprintf("%c%c %d×%d×%d", tA, tB, m, n, k), got, want, k)
					}
				}
			}
		}
	}
}

func TestDsyrkAndDsymmEqualGonum(t *testing.T) {
	src := rand.New(rand.NewPCG(2, 2))
	for _, n := range sizes {
		for _, ul := range []blas.Uplo{blas.Upper, blas.Lower} {
			for _, tA := range []blas.Transpose{blas.NoTrans, blas.Trans} {
				k := 57
				lda := max(n, k) + 1
				a, got := random(src, lda*lda), random(src, (n+2)*n)
				want := append([]float64(nil), got...)
				stock.Dsyrk(ul, tA, n, k, 2, a, lda, .5, want, n+2)
				ours.Dsyrk(ul, tA, n, k, 2, a, lda, .5, got, n+2)
				same(t, fmt.Sprintf("syrk %c%c %d", ul, tA, n), got, want, k)
			}
			for _, s := range []blas.Side{blas.Left, blas.Right} {
				m := 61
				order := m
				if s == blas.Right {
					order = n
				}
				a, b := random(src, order*order), random(src, m*n)
				got := random(src, m*n)
				want := append([]float64(nil), got...)
				stock.Dsymm(s, ul, m, n, 2, a, order, b, n, .5, want, n)
				ours.Dsymm(s, ul, m, n, 2, a, order, b, n, .5, got, n)
				same(t, fmt.Sprintf("symm %c%c %d", s, ul, n), got, want, order)
			}
		}
	}
}

func TestTrianglesEqualGonum(t *testing.T) {
	src := rand.New(rand.NewPCG(3, 3))
	for _, m := range sizes {
		for _, n := range sizes {
			for _, s := range []blas.Side{blas.Left, blas.Right} {
				order := m
				if s == blas.Right {
					order = n
				}
				a := random(src, order*(order+1))
				for i := range order {
					for j := range order { // well conditioned: the test is of the algebra
						a[i*(order+1)+j] /= float64(order)
					}
					a[i*(order+1)+i] = 2 + src.Float64()
				}
				for _, ul := range []blas.Uplo{blas.Upper, blas.Lower} {
					for _, tA := range []blas.Transpose{blas.NoTrans, blas.Trans} {
						for _, d := range []blas.Diag{blas.NonUnit, blas.Unit} {
							what := fmt.Sprintf("%c%c%c%c %d×%d", s, ul, tA, d, m, n)
							b := random(src, m*(n+1))
							got, want := append([]float64(nil), b...), append([]float64(nil), b...)
							stock.Dtrsm(s, ul, tA, d, m, n, -2, a, order+1, want, n+1)
							ours.Dtrsm(s, ul, tA, d, m, n, -2, a, order+1, got, n+1)
							same(t, "trsm "+what, got, want, order)
							copy(got, b)
							copy(want, b)
							stock.Dtrmm(s, ul, tA, d, m, n, -2, a, order+1, want, n+1)
							ours.Dtrmm(s, ul, tA, d, m, n, -2, a, order+1, got, n+1)
							same(t, "trmm "+what, got, want, order)
						}
					}
				}
			}
		}
	}
}

// BenchmarkNativeGonum times gonum's own product on this machine, the peer of the
// benchmark in the tab.
func BenchmarkNativeGonum(b *testing.B) {
	for _, n := range []int{164, 512} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			src := rand.New(rand.NewPCG(1, 1))
			x, y, z := random(src, n*n), random(src, n*n), make([]float64, n*n)
			for b.Loop() {
				stock.Dgemm(blas.NoTrans, blas.NoTrans, n, n, n, 1, x, n, y, n, 0, z, n)
			}
			b.ReportMetric(2*math.Pow(float64(n), 3)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
