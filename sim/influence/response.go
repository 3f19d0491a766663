package influence

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/softmax"
)

// response is how V answers to the move of Θ when a row is left out: the model part of
// δ. With a = dV/dΘ, A = (H̄ + λ_r·I)⁻¹ and E, T as in [downdate] (T for this A),
//
//	linear        aᵀA(g − ḡ)/n
//	withLeverage  (a − ½·E·share)ᵀ(A + A E T EᵀA)(g − ḡ)/n
//
// The second is the step of a Newton iteration on Z∖z from the old Θ, but for λ_r in
// place of λ_r(n−1)/n. V is a function
// of the row's own weight too, through its share of a; that weight falls from 1 to 0 as
// Θ moves, and one half is its mean. (TestDeltaRanksAsExactRefitsDo holds the whole
// to exact refits.)
type response struct {
	k, n  int
	s     *State
	paper bool
	base  float64   // aᵀAḡ
	quads []float64 // per row, xᵀA_{ab}x packed; none to first order
	ya    []float64 // per row, mat(A a)·x
	yg    []float64 // per row, mat(A ḡ)·x
	share []float64 // per row, its own share of a
	v, w  []float64 // scratch, k

	a, before, mean []float64 // A·dV/dΘ, dV/dΘ and A·ḡ, reduced
}

func (s *State) newResponse(r *reverse, direct Direct, step Step, tick softmax.Tick) (*response, error) {
	k, m := s.b.Contrasts(), s.b.Pairs()
	p := &s.back
	p.k, p.n, p.s, p.paper, p.base, p.share = k, s.n, s, step.Paper, 0, r.shares
	p.ya, p.yg, p.quads = grow(p.ya, s.n*k), grow(p.yg, s.n*k), grow(p.quads, s.n*m)
	quads := p.quads
	if direct == DirectLinear {
		quads = nil
	}
	p.a, p.mean = grow(p.a, len(s.s)), grow(p.mean, len(s.s))
	p.v, p.w = grow(p.v, k), grow(p.w, k)
	if err := r.adjoint(p.a, tick); err != nil {
		return nil, err
	}
	floats.ScaleTo(p.mean, 1/float64(s.n), s.s) // ḡ
	p.before = append(p.before[:0], p.a...)
	if err := s.via.response(quads, p.a, p.mean, step, tick); err != nil {
		return nil, err
	}
	clear(p.yg)
	if !step.Paper { // the paper's step has no mean
		p.base = floats.Dot(p.before, p.mean)
		s.apply(p.yg, p.mean)
		if quads != nil {
			s.leverages(quads)
		}
	}
	s.apply(p.ya, p.a)
	return p, nil
}

// linear returns aᵀΔΘ of leaving row i out, to first order.
func (p *response) linear(i int) float64 {
	return (floats.Dot(p.ya[i*p.k:(i+1)*p.k], p.s.Point.U[i*p.k:(i+1)*p.k]) - p.base) / float64(p.n)
}

// Leverages: up to low, δ is scaled by them, up to calm a point's step is trusted, and from
// wild on the step without leverage is taken instead.
const low, calm, wild = .25, .4, .5

// without returns V[Z] − V[Z∖z] for row i, given the direct part: V[Z] − V of Z∖z at the
// old Θ. d is scratch. With the leverage h of the row's gradient,
//
//	1/(1 − h) = gᵀ(A + A E T EᵀA)g / gᵀAg,
//
// it is (direct − withLeverage) / (1 − h)^1.5 up to h = .25: direct and model part nearly
// cancel, and what is left is too small by about that. (TestDeltaRanksAsExactRefitsDo
// logs how near it comes to exact refits.) Beyond, the exponent falls to 0 at h = .4. From
// .5 on it is
//
//	(direct − (a − ½·E·share)ᵀA(g − ḡ)/n) / (1 − h),
//
// as leave-one-out residuals are scaled in linear regression: a step that large, as with
// hundreds of features and as few rows, leaves the neighborhood in which V is linear.
// Between .4 and .5 it is a mean of the two.
func (p *response) without(i int, direct float64, d *downdate) float64 {
	step, plain, scale := p.withLeverage(i, d)
	h := 1 - 1/scale
	part, exponent := ramp(h, calm, wild), 1.5*(1-ramp(h, low, calm))
	return (1-part)*math.Pow(scale, exponent)*(direct-step) + part*scale*(direct-plain)
}

// ramp rises from 0 at lo to 1 at hi.
func ramp(x, lo, hi float64) float64 { return max(0, min(1, (x-lo)/(hi-lo))) }

// withLeverage returns (a − ½ own share)ᵀΔΘ for the step on Z∖z, the same for the step
// without leverage, and 1/(1 − h). d is scratch. The paper's step has no leverage, only
// the share.
func (p *response) withLeverage(i int, d *downdate) (step, plain, scale float64) {
	k, m := p.k, d.m
	n := float64(p.n)
	u := p.s.Point.U[i*k : (i+1)*k]
	quad, share := p.quads[i*m:(i+1)*m], p.share[i*k:(i+1)*k]
	// v = EᵀA(g − ḡ), and with leverage w = EᵀA(I + E T EᵀA)(g − ḡ).
	softmax.MulPacked(p.v, quad, u)
	floats.Sub(p.v, p.yg[i*k:(i+1)*k])
	along := p.linear(i) * n
	plain = (along - floats.Dot(share, p.v)/2) / n
	if p.paper {
		return plain, plain, 1
	}
	if !d.woodbury(p.s.Point.S[i*m:(i+1)*m], quad, n) {
		return p.linear(i), plain, 1 // leverage 1; the direct part is NaN already
	}
	tv := d.au
	for a := range k {
		tv[a] = floats.Dot(d.t[a*k:(a+1)*k], p.v)
	}
	softmax.MulPacked(p.w, quad, tv)
	floats.Add(p.w, p.v)
	along += floats.Dot(p.ya[i*k:(i+1)*k], tv)
	step = (along - floats.Dot(share, p.w)/2) / n
	softmax.MulPacked(p.w, quad, u) // EᵀAg
	if q := floats.Dot(u, p.w); q > 0 {
		return step, plain, 1 + form(d.t, p.w)/q
	}
	return step, plain, 1 // a gradient of zero
}
