package nets

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// Scores says of each of n rows what leaving it out should do, by Gauss–Newton influence.
type Scores struct {
	// Variance is V with all rows.
	Variance float64
	// Delta is δ(z) = V[Z] − V[Z∖z]: the pairs and the Hessian without z exactly, and the
	// answer of the parameters, ΔΘ = H[Z∖z]⁻¹ g_z/(n−1), to first order in the linearized
	// network.
	Delta []float64
	// Self is q(z) = g_zᵀ H⁻¹ g_z.
	Self []float64
	// Rise is by how much z's own loss rises when the network is trained without it, to
	// first order: g_zᵀ ΔΘ.
	Rise []float64
}

// Scores computes the scores of all rows; all together cost a few times what V costs.
// tick may be nil.
func (s *State) Scores(tick softmax.Tick) (Scores, error) {
	x, err := s.Influence(tick)
	if err != nil {
		return Scores{}, err
	}
	out := Scores{Variance: Variance(x, s.n), Delta: make([]float64, s.n), Self: make([]float64, s.n), Rise: make([]float64, s.n)}
	for i := range out.Self {
		out.Self[i] = -x[i*s.n+i]
	}
	// H of Z∖z is n/(n−1)·(H̄ + λ'I − h_z/n) with λ' = λ(n−1)/n: one base for all z.
	t, err := s.solved(s.damping*float64(s.n-1)/float64(s.n), tick)
	if err != nil {
		return Scores{}, err
	}
	d := &without{s: s, t: t}
	d.prepare()
	for z := range s.n {
		out.Delta[z], out.Rise[z] = d.row(z, out.Variance)
		if tick != nil {
			if err := tick(z, s.n); err != nil {
				return Scores{}, err
			}
		}
	}
	return out, nil
}

// without computes V of the other rows, one row at a time.
type without struct {
	s *State
	t []float64 // J B⁻¹ Jᵀ of the base B = H̄ + λ'I, nC×nC
	// u[j] is J B⁻¹ g_j, nC long, and x[i,j] = −g_iᵀ B⁻¹ g_j.
	u, x []float64
	// slope is dV/d(logits), n×C, where the logits move with Θ and J stays.
	slope []float64
	w     []float64 // of one row: (C−1)×n
}

func (d *without) prepare() {
	s := d.s
	n, c, nc := s.n, s.c, s.n*s.c
	d.u, d.x, d.w = make([]float64, n*nc), make([]float64, n*n), make([]float64, (c-1)*n)
	for j := range n {
		for a := range c {
			floats.AddScaled(d.u[j*nc:(j+1)*nc], s.r[j*c+a], d.t[(j*c+a)*nc:(j*c+a+1)*nc])
		}
		for i := range n {
			d.x[i*n+j] = -floats.Dot(s.r[i*c:(i+1)*c], d.u[j*nc+i*c:j*nc+(i+1)*c])
		}
	}
	d.differentiate()
}

// differentiate computes slope. With a_ij = dV/dX_ij over unordered pairs, the gradients'
// part of dV/dp_i is −Σ_j a_ij u_ij, where u_ij is the part of u[j] at row i; the
// Hessian's is (1/2n)(diag M − 2Mp_i) with M = Σ_{jk} a_jk u_ij u_ikᵀ.
func (d *without) differentiate() {
	s := d.s
	n, c, nc := s.n, s.c, s.n*s.c
	pairs := float64(n) * float64(n-1) / 2
	s1, _ := sums(d.x, n)
	a := make([]float64, n*n)
	for i := range a {
		a[i] = 2*d.x[i]/pairs - 2*s1/(pairs*pairs)
	}
	for i := range n {
		a[i*n+i] = 0
	}
	au := make([]float64, n*nc) // A·u
	blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, general(a, n, n), general(d.u, n, nc), 0, general(au, n, nc))
	d.slope = make([]float64, nc)
	dp, m := make([]float64, c), make([]float64, c*c)
	for i := range n {
		for k := range c {
			dp[k] = -au[i*nc+i*c+k]
		}
		clear(m)
		for j := range n {
			left, right := d.u[j*nc+i*c:j*nc+(i+1)*c], au[j*nc+i*c:j*nc+(i+1)*c]
			for k, v := range left {
				floats.AddScaled(m[k*c:(k+1)*c], v, right)
			}
		}
		p := s.p[i*c : (i+1)*c]
		for k := range c {
			dp[k] += (m[k*c+k] - 2*floats.Dot(m[k*c:(k+1)*c], p)) / (2 * float64(n))
		}
		mean := floats.Dot(p, dp)
		for k := range c {
			d.slope[i*c+k] = p[k] * (dp[k] - mean)
		}
	}
}

// calm and wild are the leverages up to which a row's step is trusted, and from which its
// change is scaled instead, as in package influence, where they were measured. (That package
// also scales small leverages, by exponents measured for softmax regression alone.)
const calm, wild = .4, .5

// row returns δ(z), given V of all rows, and the rise of z's own loss. The logits move by
// J B⁻¹g_z/n with the leverage of z, B⁻¹ + B⁻¹J_zᵀR_z(nI − R_zᵀT_zzR_z)⁻¹R_zᵀJ_zB⁻¹ in place
// of B⁻¹; where that leverage is large, the sum of what changes without it is scaled.
func (d *without) row(z int, v float64) (delta, rise float64) {
	s := d.s
	n, c, k, nc := s.n, s.c, s.c-1, s.n*s.c
	low := d.leverage(z)
	direct := v - d.variance(z)

	plain := append([]float64(nil), d.u[z*nc:(z+1)*nc]...)
	floats.Scale(1/float64(n), plain)
	e := mat.NewVecDense(k, nil)
	for a := range k {
		e.SetVec(a, d.w[a*n+z])
	}
	gain := mat.Dot(e, e)
	if err := e.SolveVec(low.T(), e); err != nil {
		panic("nets: " + err.Error())
	}
	step := append([]float64(nil), plain...)
	root := s.roots[z*c*k : (z+1)*c*k]
	for b := range c {
		v := floats.Dot(root[b*k:(b+1)*k], e.RawVector().Data)
		floats.AddScaled(step, v/float64(n), d.t[(z*c+b)*nc:(z*c+b+1)*nc])
	}
	rise = floats.Dot(s.r[z*c:(z+1)*c], step[z*c:(z+1)*c])
	delta = direct - d.answer(z, step)
	q := -d.x[z*n+z]
	if !(q > 0) {
		return delta, rise
	}
	scale := 1 + gain/q // 1/(1 − h)
	if h := 1 - 1/scale; h > calm {
		part := min(1, (h-calm)/(wild-calm))
		delta = (1-part)*delta + part*scale*(direct-d.answer(z, plain))
	}
	return delta, rise
}

// answer is dV along a movement of the logits. The weight of z goes from 1 to 0 while they
// move, so half of its own part counts.
func (d *without) answer(z int, move []float64) float64 {
	c := d.s.c
	return floats.Dot(d.slope, move) - floats.Dot(d.slope[z*c:(z+1)*c], move[z*c:(z+1)*c])/2
}

// leverage factors nI − R_zᵀT_zzR_z = LLᵀ and sets w_i = L⁻¹R_zᵀu_zi for every row i, so that
// X without z is −(n−1)/n·(g_iᵀB⁻¹g_j + w_i·w_j).
func (d *without) leverage(z int) *mat.TriDense {
	s := d.s
	n, c, k, nc := s.n, s.c, s.c-1, s.n*s.c
	root := mat.NewDense(c, k, s.roots[z*c*k:(z+1)*c*k])
	own := mat.NewDense(c, c, nil)
	for a := range c {
		own.SetRow(a, d.t[(z*c+a)*nc+z*c:(z*c+a)*nc+(z+1)*c])
	}
	var right, block mat.Dense
	right.Mul(own, root)
	block.Mul(root.T(), &right)
	sym := mat.NewSymDense(k, nil)
	for a := range k {
		for b := a; b < k; b++ {
			sym.SetSym(a, b, -block.At(a, b))
		}
		sym.SetSym(a, a, float64(n)-block.At(a, a))
	}
	var chol mat.Cholesky
	if !chol.Factorize(sym) {
		panic("nets: the Hessian without a row is not positive definite") // λ > 0
	}
	var low mat.TriDense
	chol.LTo(&low)
	for i := range n {
		at := d.u[i*nc+z*c : i*nc+(z+1)*c]
		for a := range k {
			v := 0.0
			for b := range c {
				v += root.At(b, a) * at[b]
			}
			for b := range a {
				v -= low.At(a, b) * d.w[b*n+i]
			}
			d.w[a*n+i] = v / low.At(a, a)
		}
	}
	return &low
}

// variance is V over the pairs without z.
func (d *without) variance(z int) float64 {
	n, k := d.s.n, d.s.c-1
	scale := -float64(n-1) / float64(n)
	s1, s2 := 0.0, 0.0
	row := make([]float64, n)
	for i := range n {
		if i == z {
			continue
		}
		x := row[:n-i-1]
		for j, v := range d.x[i*n+i+1 : (i+1)*n] {
			x[j] = -v
		}
		for a := range k {
			floats.AddScaled(x, d.w[a*n+i], d.w[a*n+i+1:(a+1)*n])
		}
		if z > i {
			x[z-i-1] = 0
		}
		s1 += floats.Sum(x)
		s2 += floats.Dot(x, x)
	}
	pairs := float64(n-1) * float64(n-2) / 2
	mean := scale * s1 / pairs
	return scale*scale*s2/pairs - mean*mean
}
