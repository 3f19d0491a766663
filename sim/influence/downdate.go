package influence

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/softmax"
)

// downdate computes V of Z∖z at the old Θ for one row at a time, in O(C³) each.
//
// With E = I ⊗ x (P×k, k = C−1), the point's Hessian is h = E S Eᵀ and its gradient
// g = E u. The inverse of H_z = n/(n−1)·(H̄ + λ'I − h/n) is, by Woodbury,
//
//	A_z = κ(A + A E T EᵀA),   κ = (n−1)/n,   T = (nI − S·EᵀAE)⁻¹ S,
//
// and with N = M − ggᵀ everything V needs reduces to the k×k matrices a = EᵀAE,
// b = EᵀAMAE, c = EᵀAMAMAE, d = EᵀA(Σ q g gᵀ)AE and the vector y = EᵀAs:
//
//	tr(A_z N A_z N)/κ² = tr(AMAM) − 2uᵀbu + q² + 2⟨T, Y⟩ + tr(TFTF)
//	F = b − (au)(au)ᵀ,   Y = c − (bu)(au)ᵀ − (au)(bu)ᵀ + q(au)(au)ᵀ
//	Σ_j q_j(z)/κ = tr(AM) − q + ⟨T, F⟩
//	s_zᵀA_z s_z/κ = sᵀAs − 2uᵀy + q + (y − au)ᵀT(y − au)
//	Σ_j q_j(z)²/κ² ≈ Σ q_j² − q² + 2(⟨T, d⟩ − q (au)ᵀT(au))
//
// The last line leaves out Σ_j (g_jᵀAETEᵀAg_j)², which is n⁻² of the whole.
type downdate struct {
	r             *reverse
	k, m          int
	sAs           float64
	left, t, f, y []float64 // k×k
	au, bu, d     []float64 // k
}

func newDowndate(r *reverse) *downdate {
	k := r.s.b.Contrasts()
	square := func() []float64 { return make([]float64, k*k) }
	return &downdate{r: r, k: k, m: r.s.b.Pairs(), sAs: r.around,
		left: square(), t: square(), f: square(), y: square(),
		au: make([]float64, k), bu: make([]float64, k), d: make([]float64, k)}
}

// variance returns V of Z without row i at the old Θ; NaN where the point's leverage
// is 1, so that H without it is singular.
func (d *downdate) variance(i int) float64 {
	r, k, m := d.r, d.k, d.m
	s := r.s
	n := float64(s.n)
	u := s.Point.U[i*k : (i+1)*k]
	a, b, c, weighted := r.at(i)
	q := r.q[i]
	softmax.MulPacked(d.au, a, u)
	softmax.MulPacked(d.bu, b, u)
	if !d.woodbury(s.Point.S[i*m:(i+1)*m], a, n) {
		return math.NaN()
	}
	unpack(d.f, b, k)
	unpack(d.y, c, k)
	for p := range k {
		for e := range k {
			d.f[p*k+e] -= d.au[p] * d.au[e]
			d.y[p*k+e] += q*d.au[p]*d.au[e] - d.bu[p]*d.au[e] - d.au[p]*d.bu[e]
		}
	}
	kappa := (n - 1) / n
	square := r.square - 2*formPacked(b, u) + q*q + 2*inner(d.t, d.y) + d.quartic()
	self := r.trace - q + inner(d.t, d.f)

	ys := r.ys[i*k : (i+1)*k]
	floats.SubTo(d.d, ys, d.au)
	around := d.sAs - 2*floats.Dot(u, ys) + q + form(d.t, d.d)

	unpack(d.f, weighted, k)
	selfSquares := r.q2 - q*q + 2*(inner(d.t, d.f)-q*form(d.t, d.au))

	pairs := (n - 1) * (n - 2)
	mean := kappa * (self - around) / pairs
	return kappa*kappa*(square-selfSquares)/pairs - mean*mean
}

// woodbury sets t = (nI − S·a)⁻¹S and reports whether it exists.
func (d *downdate) woodbury(s, a []float64, n float64) bool {
	k := d.k
	unpack(d.t, s, k)
	unpack(d.f, a, k)
	for p := range k {
		for e := range k {
			v := 0.0
			for c := range k {
				v += d.t[p*k+c] * d.f[c*k+e]
			}
			d.left[p*k+e] = -v
		}
		d.left[p*k+p] += n
	}
	return solveSmall(d.left, d.t, k)
}

// quartic returns tr(TFTF).
func (d *downdate) quartic() float64 {
	k, tf := d.k, d.left // left is free after woodbury
	for p := range k {
		for e := range k {
			v := 0.0
			for c := range k {
				v += d.t[p*k+c] * d.f[c*k+e]
			}
			tf[p*k+e] = v
		}
	}
	sum := 0.0
	for p := range k {
		for e := range k {
			sum += tf[p*k+e] * tf[e*k+p]
		}
	}
	return sum
}

// inner returns ⟨T, F⟩ of full k×k matrices.
func inner(t, f []float64) float64 { return floats.Dot(t, f) }

// form returns vᵀTv.
func form(t, v []float64) float64 {
	k, sum := len(v), 0.0
	for p, vp := range v {
		sum += vp * floats.Dot(t[p*k:(p+1)*k], v)
	}
	return sum
}
