package influence

import (
	"gonum.org/v1/gonum/floats"

	"untangle/sim/softmax"
)

// Direct selects how far δ goes beyond first order.
type Direct int

const (
	// DirectExact takes the terms a removed point carries away exactly, and lets Θ
	// answer with the point's leverage (see downdate.go and response.go). The default: it
	// ranks rows nearer to exact refits than the derivative (TestDeltaRanksAsExactRefitsDo).
	DirectExact Direct = iota
	// DirectLinear is the derivative of V in the point's weight, for every row.
	DirectLinear
)

// Step selects how Θ answers to the loss of a point.
type Step struct {
	// Ridge is λ_r: Θ moves by (H̄ + λ_r·I)⁻¹(g − ḡ)/n, the first-order change of the
	// exact minimizer. Used unless Paper is set.
	Ridge float64
	// Paper moves Θ by H⁻¹g/n with the damped H, as the paper's code does.
	Paper bool
}

// Delta computes for every row of the problem
//
//	δ(z) = V[Z] − V[Z∖z],
//
// the drop in variance when z is left out, in dst (one value per row, in the order of
// Problem.Rows), from the last Evaluate. All rows together cost a few evaluations of
// V: one reverse pass gives dV/dΘ, and the model part of every row is its inner
// product with that row's step. Purification removes the rows with the largest δ.
//
// The paper computes δ once per point (its Section 4); the closed form is ours.
func (s *State) Delta(dst []float64, direct Direct, step Step) error {
	return s.DeltaTick(dst, direct, step, nil)
}

// rowTick is the number of rows between two ticks of the loops over rows.
const rowTick = 1024

// DeltaTick is Delta for large problems: tick is called now and then with how much of the
// part at hand is done, and ends the work with its error. It may be nil.
func (s *State) DeltaTick(dst []float64, direct Direct, step Step, tick softmax.Tick) error {
	if len(dst) != s.n {
		panic("influence: dst does not fit the rows")
	}
	base := s.Damping
	if direct == DirectExact {
		// H of Z∖z is n/(n−1)·(H̄ + λ'I − h/n) with λ' = λ(n−1)/n: the same base for all z.
		base *= (float64(s.n) - 1) / float64(s.n)
	}
	r, err := s.newReverse(base, tick)
	if err != nil {
		return err
	}
	p, err := s.newResponse(r, direct, step, tick)
	if err != nil {
		return err
	}
	if direct == DirectLinear {
		r.linear(dst)
		for i := range dst {
			dst[i] -= p.linear(i)
		}
		return nil
	}
	v, down := s.Variance(), newDowndate(r)
	for i := range dst {
		dst[i] = p.without(i, v-down.variance(i), down)
		if i%rowTick == 0 {
			if err := tell(tick, i, len(dst)); err != nil {
				return err
			}
		}
	}
	return nil
}

// reverse is the reverse pass of V at one Θ: what all points' δ share.
type reverse struct {
	s *State
	sums
	u1, u2 float64
	k      float64   // dV/dU₁ = −2U₁/N²
	q      []float64 // self-influence under the damping
	// Per row, packed matrices of contrasts xᵀK_{ab}x: for K = A, and side by side for
	// B = AMA, C = AMAMA and D = A(Σ q g gᵀ)A.
	a, bcd []float64
	ys     []float64 // per row, mat(As)·x
	shares []float64 // per row, its share of dV/dΘ in contrasts
}

// at returns row i's matrices for K = A, B, C and D.
func (r *reverse) at(i int) (a, b, c, d []float64) {
	m := r.s.b.Pairs()
	bcd := r.bcd[3*m*i : 3*m*(i+1)]
	return r.a[m*i : m*(i+1)], bcd[:m], bcd[m : 2*m], bcd[2*m:]
}

// grownReverse returns r, or a new one, with memory for the state's rows.
func grownReverse(r *reverse, s *State) *reverse {
	if r == nil {
		r = &reverse{s: s}
	}
	k, m := s.b.Contrasts(), s.b.Pairs()
	r.q, r.ys, r.shares = grow(r.q, s.n), grow(r.ys, s.n*k), grow(r.shares, s.n*k)
	r.a, r.bcd = grow(r.a, s.n*m), grow(r.bcd, s.n*3*m)
	return r
}

func (s *State) newReverse(damping float64, tick softmax.Tick) (*reverse, error) {
	s.rev = grownReverse(s.rev, s)
	r := s.rev
	if err := s.via.reverse(r, damping, tick); err != nil {
		return nil, err
	}
	r.u1, r.u2 = r.sums.u()
	r.k = -2 * r.u1 / (s.pairs() * s.pairs())
	return r, nil
}

// adjoint computes dV/dΘ in reduced coordinates, and in shares each row's own share of it
// in contrasts: the row contributes share ⊗ x.
func (r *reverse) adjoint(sum []float64, tick softmax.Tick) error {
	s := r.s
	b := s.b
	k, m, pairs, n := b.Contrasts(), b.Pairs(), s.pairs(), float64(s.n)
	out, t := r.shares, s.small
	u, tmp := t.u, t.tmp // contraction of dV/dg with x
	form, full, v := t.form, t.f, t.class2
	for i := range s.n {
		g, ys := s.Point.U[i*k:(i+1)*k], r.ys[i*k:(i+1)*k]
		ka, kb, _, _ := r.at(i)
		// dV/dg_i = (4Bg − 4qAg)/N + k(−2As + 2Ag), contracted with x.
		softmax.MulPacked(u, kb, g)
		floats.Scale(4/pairs, u)
		softmax.MulPacked(tmp, ka, g)
		floats.AddScaled(u, 2*r.k-4*r.q[i]/pairs, tmp)
		floats.AddScaled(u, -2*r.k, ys)
		softmax.MulPacked(out[i*k:(i+1)*k], s.Point.S[i*m:(i+1)*m], u)
		// dV/dH̄ = E acts through the third derivative of the loss.
		r.hessianForm(form, i)
		unpack(full, form, k)
		r.third(v, full, s.Point.P[i*b.C:(i+1)*b.C])
		b.Contrast(tmp, v)
		floats.AddScaled(out[i*k:(i+1)*k], 1/n, tmp)
		if i%rowTick == 0 {
			if err := tell(tick, i, s.n); err != nil {
				return err
			}
		}
	}
	s.scatter(sum, out)
	return nil
}

// hessianForm computes xᵀEx of row i, packed, for E = dV/dH̄ = (2D − 2C)/N + k(As sᵀA − B).
func (r *reverse) hessianForm(dst []float64, i int) {
	k := r.s.b.Contrasts()
	_, b, c, d := r.at(i)
	packOuter(dst, r.ys[i*k:(i+1)*k], r.k)
	for j := range dst {
		dst[j] += 2/r.s.pairs()*(d[j]-c[j]) - r.k*b[j]
	}
}

// third computes v = S·w with w_c = K_cc − 2Σ_e K_ce p_e for the symmetric K = Q·form·Qᵀ
// in class space: the derivative of ⟨S, K⟩ in the logits.
func (r *reverse) third(v, form, p []float64) {
	b, t := r.s.b, r.s.small
	k := b.Contrasts()
	// K p = Q·form·Qᵀp
	b.Contrast(t.v, p)
	for a := range k {
		t.w[a] = floats.Dot(form[a*k:(a+1)*k], t.v)
	}
	b.Expand(t.class, t.w)
	mean := 0.0
	for c := range b.C {
		q := b.Row(c)
		diag := 0.0
		for a, qa := range q {
			diag += qa * floats.Dot(form[a*k:(a+1)*k], q)
		}
		v[c] = diag - 2*t.class[c]
		mean += p[c] * v[c]
	}
	for c := range v {
		v[c] = p[c] * (v[c] - mean)
	}
}

// linear sets dst to the direct part to first order in the point's weight.
func (r *reverse) linear(dst []float64) {
	s := r.s
	k, m, n, pairs := s.b.Contrasts(), s.b.Pairs(), float64(s.n), s.pairs()
	form := s.small.form
	mean := 0.0
	for i := range dst {
		r.hessianForm(form, i)
		dst[i] = innerPacked(s.Point.S[i*m:(i+1)*m], form, k)
		mean += dst[i]
	}
	mean /= n
	common := (2*n - 1) * (-r.u2/(pairs*pairs) + 2*r.u1*r.u1/(pairs*pairs*pairs))
	for i := range dst {
		g := s.Point.U[i*k : (i+1)*k]
		q := r.q[i]
		_, b, _, _ := r.at(i)
		bg := formPacked(b, g)
		sg := floats.Dot(r.ys[i*k:(i+1)*k], g)
		dst[i] = (2*bg-q*q)/pairs + r.k*(q-2*sg) + (dst[i]-mean)/n + common
	}
}
