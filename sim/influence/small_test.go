package influence

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// The largest eigenvalue of SF is that of F½SF½, by gonum, also where S or F is singular.
func TestLargestEigenvalueOfAProduct(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, k := range []int{1, 2, 3, 5, 9} {
		scratch := &small{k: k, s: make([]float64, k*k), f: make([]float64, k*k), product: make([]float64, k*k), v: make([]float64, k)}
		// semidefinite is a random matrix of rank at most rank, full and packed.
		semidefinite := func(rank int) (*mat.SymDense, []float64) {
			full, packed := mat.NewSymDense(k, nil), make([]float64, k*(k+1)/2)
			for range rank {
				u, one := make([]float64, k), make([]float64, len(packed))
				for a := range u {
					u[a] = r.NormFloat64()
				}
				packOuter(one, u, 1)
				for j, v := range one {
					packed[j] += v
				}
			}
			j := 0
			for a := range k {
				for b := range a + 1 {
					full.SetSym(a, b, packed[j])
					j++
				}
			}
			return full, packed
		}
		for trial := range 200 {
			s, sPacked := semidefinite(1 + trial%k)
			f, fPacked := semidefinite(1 + trial/k%(k+2))
			var eig mat.EigenSym
			eig.Factorize(f, true)
			var vectors, root, half, product mat.Dense
			eig.VectorsTo(&vectors)
			d := mat.NewDiagDense(k, nil)
			for a, v := range eig.Values(nil) {
				d.SetDiag(a, math.Sqrt(max(0, v)))
			}
			root.Mul(&vectors, d)
			half.Mul(root.T(), s)
			product.Mul(&half, &root)
			eig.Factorize(mat.NewSymDense(k, product.RawMatrix().Data), false)
			want := eig.Values(nil)[k-1]
			if got := scratch.eigenvalue(sPacked, fPacked); math.Abs(got-want) > 1e-7*want {
				t.Fatalf("order %d, trial %d: %.12g, want %.12g", k, trial, got, want)
			}
		}
	}
}
