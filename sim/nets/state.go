package nets

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"

	"untangle/sim/network"
	"untangle/sim/softmax"
)

// State holds what the influence of n rows on each other needs: with J, nC×P, the
// Jacobian of their logits and S_i = diag(p_i) − p_i p_iᵀ = R_i R_iᵀ, the Gauss–Newton
// Hessian is H = (1/n) Σ J_iᵀ S_i J_i + λI, a row's gradient is g_i = J_iᵀ(p_i − e_y), and
// X_ij = −g_iᵀ H⁻¹ g_j. P is large and nC is small, so H is never formed: by Woodbury
//
//	J H⁻¹ Jᵀ = (1/λ)·(K − KR (nλI + RᵀKR)⁻¹ RᵀK),   K = JJᵀ.
type State struct {
	n, c    int
	damping float64
	kernel  []float64 // K, nC×nC
	p, r    []float64 // n×C: probabilities, and p − e_y
	y       []int
	roots   []float64 // R_i, n×C×(C−1)
	kr, rkr []float64 // KR, nC×m, and RᵀKR, m×m, with m = n(C−1)
}

// NewState takes the network as it is, with rows x, n×Inputs as from network.Net.Gather,
// and their labels. from is the first layer whose parameters count. damping is λ > 0.
func NewState(m *network.Net, x []float64, y []int, from int, damping float64) *State {
	n, c := len(y), m.Spec().Classes
	s := &State{n: n, c: c, damping: damping, kernel: make([]float64, n*c*n*c), p: make([]float64, n*c), y: y}
	m.Tangents(s.kernel, s.p, x, from)
	s.r = append([]float64(nil), s.p...)
	s.roots = make([]float64, n*c*(c-1))
	for i, label := range y {
		s.r[i*c+label]--
		root(s.roots[i*c*(c-1):(i+1)*c*(c-1)], s.p[i*c:(i+1)*c])
	}
	s.kr = s.timesRoots(s.kernel, n*c)
	s.rkr = s.timesRoots(transpose(s.kr, n*c, n*(c-1)), n*(c-1))
	return s
}

// root sets R, C×(C−1) row by row, with R·Rᵀ = diag(p) − ppᵀ: its Cholesky factor, whose
// last column is zero. With t_k the sum of p from k on, R_kk² = p_k t_{k+1}/t_k and
// R_jk = −R_kk p_j/t_{k+1} for j > k.
func root(dst, p []float64) {
	c := len(p)
	clear(dst)
	rest := floats.Sum(p)
	for k := range c - 1 {
		next := floats.Sum(p[k+1:])
		if rest > 0 && next > 0 {
			d := math.Sqrt(p[k] * next / rest)
			dst[k*(c-1)+k] = d
			for j := k + 1; j < c; j++ {
				dst[j*(c-1)+k] = -d * p[j] / next
			}
		}
		rest = next
	}
}

// timesRoots returns A·blockdiag(R) for A of the given rows and nC columns.
func (s *State) timesRoots(a []float64, rows int) []float64 {
	c, k := s.c, s.c-1
	out := make([]float64, rows*s.n*k)
	for i := range rows {
		from, to := a[i*s.n*c:(i+1)*s.n*c], out[i*s.n*k:(i+1)*s.n*k]
		for j := range s.n {
			root := s.roots[j*c*k : (j+1)*c*k]
			for a, v := range from[j*c : (j+1)*c] {
				floats.AddScaled(to[j*k:(j+1)*k], v, root[a*k:(a+1)*k])
			}
		}
	}
	return out
}

// factor returns U with UᵀU = nλI + RᵀKR.
func (s *State) factor(damping float64, tick softmax.Tick) (blas64.Triangular, error) {
	m := s.n * (s.c - 1)
	a := blas64.Symmetric{N: m, Stride: m, Data: append([]float64(nil), s.rkr...), Uplo: blas.Upper}
	for i := range m {
		a.Data[i*m+i] += float64(s.n) * damping
	}
	u, ok, err := softmax.Cholesky(a, tick)
	if err == nil && !ok {
		panic("nets: the damped Hessian is not positive definite") // λ > 0 is validated
	}
	return u, err
}

// Influence returns X, n×n, under the damping. tick may be nil.
func (s *State) Influence(tick softmax.Tick) ([]float64, error) {
	u, err := s.factor(s.damping, tick)
	if err != nil {
		return nil, err
	}
	n, c, m := s.n, s.c, s.n*(s.c-1)
	x := make([]float64, n*n)
	y := make([]float64, m*n) // U⁻ᵀRᵀg
	for i := range n {
		for a := range c {
			r := s.r[i*c+a]
			for j := range n {
				x[i*n+j] -= r * floats.Dot(s.kernel[(i*c+a)*n*c+j*c:(i*c+a)*n*c+(j+1)*c], s.r[j*c:(j+1)*c]) / s.damping
			}
			for k, v := range s.kr[(i*c+a)*m : (i*c+a+1)*m] {
				y[k*n+i] += r * v
			}
		}
	}
	right := general(y, m, n)
	blas64.Trsm(blas.Left, blas.Trans, 1, u, right)
	blas64.Gemm(blas.Trans, blas.NoTrans, 1/s.damping, right, right, 1, general(x, n, n))
	return x, nil
}

// solved returns T = J H⁻¹ Jᵀ, nC×nC, under a damping.
func (s *State) solved(damping float64, tick softmax.Tick) ([]float64, error) {
	u, err := s.factor(damping, tick)
	if err != nil {
		return nil, err
	}
	nc, m := s.n*s.c, s.n*(s.c-1)
	q := general(transpose(s.kr, nc, m), m, nc)
	blas64.Trsm(blas.Left, blas.Trans, 1, u, q)
	t := append([]float64(nil), s.kernel...)
	blas64.Syrk(blas.Trans, -1/damping, q, 1/damping, blas64.Symmetric{N: nc, Stride: nc, Data: t, Uplo: blas.Upper})
	for i := range nc {
		for j := range i {
			t[i*nc+j] = t[j*nc+i]
		}
	}
	return t, nil
}

// Variance returns V, the variance of X over unordered pairs of two rows.
func Variance(x []float64, n int) float64 {
	s1, s2 := sums(x, n)
	pairs := float64(n) * float64(n-1) / 2
	return s2/pairs - (s1/pairs)*(s1/pairs)
}

// sums returns Σ X and Σ X² over pairs i < j.
func sums(x []float64, n int) (s1, s2 float64) {
	for i := range n {
		for _, v := range x[i*n+i+1 : (i+1)*n] {
			s1 += v
			s2 += v * v
		}
	}
	return s1, s2
}

func transpose(a []float64, rows, cols int) []float64 {
	out := make([]float64, len(a))
	for i := range rows {
		for j, v := range a[i*cols : (i+1)*cols] {
			out[j*rows+i] = v
		}
	}
	return out
}

func general(data []float64, rows, cols int) blas64.General {
	return blas64.General{Rows: rows, Cols: cols, Stride: cols, Data: data}
}
