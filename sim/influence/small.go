package influence

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// Helpers for symmetric matrices of contrasts, packed as in softmax.Basis: entry
// (a, b), b ≤ a, at a(a+1)/2 + b.

// packOuter sets dst = v·u uᵀ, packed.
func packOuter(dst, u []float64, v float64) {
	j := 0
	for a, ua := range u {
		for _, ub := range u[:a+1] {
			dst[j] = v * ua * ub
			j++
		}
	}
}

// formPacked returns uᵀKu.
func formPacked(k, u []float64) float64 {
	sum, j := 0.0, 0
	for a, ua := range u {
		half := 0.0
		for _, ub := range u[:a] {
			half += k[j] * ub
			j++
		}
		sum += ua * (2*half + k[j]*ua)
		j++
	}
	return sum
}

// innerPacked returns ⟨K, L⟩ = tr(KL).
func innerPacked(k, l []float64, contrasts int) float64 {
	sum, j := 0.0, 0
	for a := range contrasts {
		for range a {
			sum += 2 * k[j] * l[j]
			j++
		}
		sum += k[j] * l[j]
		j++
	}
	return sum
}

// unpack writes the packed K as a full n×n matrix, row by row.
func unpack(dst, k []float64, n int) {
	j := 0
	for a := range n {
		for b := range a + 1 {
			dst[a*n+b], dst[b*n+a] = k[j], k[j]
			j++
		}
	}
}

// solveSmall solves Ax = B for n×n A and B in place: B becomes x, A is destroyed. It
// pivots by rows and reports whether A was regular.
func solveSmall(a, b []float64, n int) bool {
	for c := range n {
		p := c
		for r := c + 1; r < n; r++ {
			if abs(a[r*n+c]) > abs(a[p*n+c]) {
				p = r
			}
		}
		if a[p*n+c] == 0 {
			return false
		}
		if p != c {
			for j := range n {
				a[p*n+j], a[c*n+j] = a[c*n+j], a[p*n+j]
				b[p*n+j], b[c*n+j] = b[c*n+j], b[p*n+j]
			}
		}
		for r := c + 1; r < n; r++ {
			f := a[r*n+c] / a[c*n+c]
			for j := c; j < n; j++ {
				a[r*n+j] -= f * a[c*n+j]
			}
			for j := range n {
				b[r*n+j] -= f * b[c*n+j]
			}
		}
	}
	for c := n - 1; c >= 0; c-- {
		for j := range n {
			v := b[c*n+j]
			for k := c + 1; k < n; k++ {
				v -= a[c*n+k] * b[k*n+j]
			}
			b[c*n+j] = v / a[c*n+c]
		}
	}
	return true
}

func abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}

// full returns the memory of a symmetric matrix, of which the upper triangle is stored,
// as a dense one; see fillLower.
func full(s *mat.SymDense) *mat.Dense {
	raw := s.RawSymmetric()
	return mat.NewDense(raw.N, raw.N, raw.Data)
}

// fillLower copies the upper triangle to the lower one, in tiles that stay in cache.
func fillLower(a *mat.SymDense) {
	const tile = 32
	raw := a.RawSymmetric()
	for lo := 0; lo < raw.N; lo += tile {
		for left := 0; left <= lo; left += tile {
			for i := lo; i < min(lo+tile, raw.N); i++ {
				for j := left; j < min(left+tile, i); j++ {
					raw.Data[i*raw.Stride+j] = raw.Data[j*raw.Stride+i]
				}
			}
		}
	}
}

// traceProduct returns tr(AB) for square matrices of one size.
func traceProduct(a, b *mat.Dense) float64 {
	x, y := a.RawMatrix(), b.RawMatrix()
	sum := 0.0
	for i := range x.Rows {
		for j, v := range x.Data[i*x.Stride : i*x.Stride+x.Cols] {
			sum += v * y.Data[j*y.Stride+i]
		}
	}
	return sum
}

// symmetric copies the mean of a matrix and its transpose into a symmetric one, which
// may share its memory.
func symmetric(dst *mat.SymDense, src *mat.Dense) {
	d, s := dst.RawSymmetric(), src.RawMatrix()
	for i := range d.N {
		for j := i; j < d.N; j++ {
			d.Data[i*d.Stride+j] = (s.Data[i*s.Stride+j] + s.Data[j*s.Stride+i]) / 2
		}
	}
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// small is scratch for one row's matrices of contrasts.
type small struct {
	c, k         int
	s, f         []float64 // k×k
	product      []float64 // k×k
	v, w, u, tmp []float64 // k
	form         []float64 // packed
	class        []float64 // C
	class2       []float64
}

func newSmall(b *softmax.Basis) *small {
	k := b.Contrasts()
	vec := func() []float64 { return make([]float64, k) }
	return &small{c: b.C, k: k, s: make([]float64, k*k), f: make([]float64, k*k), product: make([]float64, k*k), v: vec(), w: vec(), u: vec(), tmp: vec(),
		form: make([]float64, b.Pairs()), class: make([]float64, b.C), class2: make([]float64, b.C)}
}

// bound returns an upper bound of the largest eigenvalue of SF for packed positive
// semidefinite S and F, from the mean and the variance of all k (Wolkowicz and Styan,
// 1980); it is that eigenvalue for k = 2.
func (t *small) bound(s, f []float64) float64 {
	k := t.k
	unpack(t.s, s, k)
	unpack(t.f, f, k)
	trace, square := 0.0, 0.0
	product := t.product
	for a := range k {
		for b := range k {
			product[a*k+b] = dot(t.s[a*k:(a+1)*k], t.f[b*k:(b+1)*k]) // F is symmetric
		}
		trace += product[a*k+a]
	}
	for a := range k {
		for b := range k {
			square += product[a*k+b] * product[b*k+a]
		}
	}
	mean := trace / float64(k)
	return mean + math.Sqrt(max(0, float64(k-1)*(square/float64(k)-mean*mean)))
}

// eigenvalue returns the largest eigenvalue of SF for packed positive semidefinite S and
// F: that of LᵀFL with S = LLᵀ. NaN where they hold no numbers.
func (t *small) eigenvalue(s, f []float64) float64 {
	switch k := t.k; k {
	case 1:
		return s[0] * f[0]
	case 2:
		return t.bound(s, f)
	default:
		l, lf, form := t.s, t.product, t.f
		cholesky(l, s, k)
		unpack(form, f, k)
		for a := range k {
			for b := range k {
				sum := 0.0
				for c := a; c < k; c++ {
					sum += l[c*k+a] * form[c*k+b]
				}
				lf[a*k+b] = sum
			}
		}
		for a := range k {
			for b := a; b < k; b++ { // of a symmetric matrix the upper triangle is read
				sum := 0.0
				for c := b; c < k; c++ {
					sum += lf[a*k+c] * l[c*k+b]
				}
				form[a*k+b] = sum
			}
		}
		var eig mat.EigenSym
		if !eig.Factorize(mat.NewSymDense(k, form), false) {
			return math.NaN()
		}
		return max(0, eig.Values(t.v)[k-1])
	}
}

// cholesky writes L with S = LLᵀ for packed positive semidefinite S as a full n×n matrix,
// row by row, zero above the diagonal. Where nothing is left of the diagonal, its column
// is zero.
func cholesky(l, s []float64, n int) {
	clear(l)
	at := func(a, b int) float64 { return s[a*(a+1)/2+b] - dot(l[a*n:a*n+b], l[b*n:b*n+b]) }
	for b := range n {
		d := at(b, b)
		if !(d > 0) {
			continue
		}
		l[b*n+b] = math.Sqrt(d)
		for a := b + 1; a < n; a++ {
			l[a*n+b] = at(a, b) / l[b*n+b]
		}
	}
}
