package influence

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/say"
	"untangle/sim/softmax"
)

// Probes is the number of random probes of each kind.
const Probes = 16

// probed estimates V where neither P×P matrices nor n systems are within reach, from two
// kinds of random probes of ±1, one system with H each:
//
//	Σ_ij X_ij² = E‖GᵀA G ε‖²                       (Hutchinson, 1989; G has columns g_i)
//	q_i = gᵢᵀA H A gᵢ = E(gᵢᵀA b)²,  E bbᵀ = H     (Spielman and Srivastava, 2008)
//
// with b = √λ ζ + Σ_i E_i Qᵀ(√p∘ξ − p·√pᵀξ)/√n. Σ q_i² is the mean of products of
// different probes, which has no bias; sᵀAs is exact. The standard error of V is that of
// the jackknife over probes. Each q_i has a relative standard error of √(2/Probes) = .35.
type probed struct {
	s      *State
	h      *conjugate
	phi    []float64 // Probes×n, gᵢᵀA b
	second []float64 // per probe, ‖GᵀA G ε‖²
	stderr float64
	ill    float64
}

func (v *probed) evaluate(tick softmax.Tick) (sums, error) {
	s := v.s
	if err := v.h.factor(s.Damping, tick); err != nil {
		return sums{}, err
	}
	n, k := s.n, s.b.Contrasts()
	v.phi, v.second = grow(v.phi, Probes*n), grow(v.second, Probes)
	src := dataset.Stream(1, "probes")
	sign := func() float64 { return float64(2*int(src.Uint64()>>63) - 1) }
	w, z, out := make([]float64, n*k), make([]float64, s.b.Dim()), make([]float64, n)
	xi, contrast := make([]float64, s.b.C), make([]float64, k)
	for r := range Probes {
		for i := range n {
			e := sign()
			for a := range k {
				w[i*k+a] = e * s.Point.U[i*k+a]
			}
		}
		if err := v.image(out, w, nil, z, tick); err != nil {
			return sums{}, err
		}
		v.second[r] = floats.Dot(out, out)
		for i := range n {
			p := s.Point.P[i*s.b.C : (i+1)*s.b.C]
			for c := range xi {
				xi[c] = sign() * math.Sqrt(p[c])
			}
			v.spread(w[i*k:(i+1)*k], p, xi, contrast, n)
		}
		if err := v.image(v.phi[r*n:(r+1)*n], w, sign, z, tick); err != nil {
			return sums{}, err
		}
		if err := tell(tick, r+1, Probes); err != nil {
			return sums{}, err
		}
	}
	around := append([]float64(nil), s.s...)
	if err := v.h.solveTo(around, probeTolerance, tick); err != nil {
		return sums{}, err
	}
	var err error
	if v.ill, err = v.h.condition(tick); err != nil {
		return sums{}, err
	}
	return v.estimate(floats.Dot(around, s.s)), nil
}

// spread sets w = Qᵀ(xi − p·Σ xi)/√n from xi = ξ√p: its covariance is S/n.
func (v *probed) spread(w, p, xi, contrast []float64, n int) {
	floats.AddScaled(xi, -floats.Sum(xi), p)
	v.s.b.Contrast(contrast, xi)
	floats.ScaleTo(w, 1/math.Sqrt(float64(n)), contrast)
}

// image sets dst = GᵀA(Σ E_i w_i + √λ ζ), with ζ if signs are given. z is scratch.
func (v *probed) image(dst, w []float64, sign func() float64, z []float64, tick softmax.Tick) error {
	s := v.s
	s.scatter(z, w)
	if sign != nil {
		for i := range z {
			z[i] += math.Sqrt(s.Damping) * sign()
		}
	}
	if err := v.h.solveTo(z, probeTolerance, tick); err != nil {
		return err
	}
	s.project(dst, z)
	return nil
}

// estimate computes the sums and q from the probes, and the standard error of V.
func (v *probed) estimate(around float64) sums {
	n := v.s.n
	clear(v.s.q)
	var norms [Probes]float64
	square := make([]float64, n)
	for r := range Probes {
		for i, x := range v.phi[r*n : (r+1)*n] {
			v.s.q[i] += x * x
			norms[r] += x * x * x * x
		}
	}
	// of returns the sums without probe r, or of all for r < 0.
	of := func(r int) sums {
		count, out := float64(Probes), sums{around: around}
		copy(square, v.s.q)
		second, own := floats.Sum(v.second), floats.Sum(norms[:])
		if r >= 0 {
			count--
			second -= v.second[r]
			own -= norms[r]
			for i, x := range v.phi[r*n : (r+1)*n] {
				square[i] -= x * x
			}
		}
		out.trace, out.square = floats.Sum(square)/count, second/count
		out.q2 = (floats.Dot(square, square) - own) / (count * (count - 1))
		return out
	}
	var without [Probes]float64
	for r := range without {
		u1, u2 := of(r).u()
		mean := u1 / v.s.pairs()
		without[r] = u2/v.s.pairs() - mean*mean
	}
	mean, spread := floats.Sum(without[:])/Probes, 0.0
	for _, x := range without {
		spread += (x - mean) * (x - mean)
	}
	v.stderr = math.Sqrt(spread * (Probes - 1) / Probes)
	all := of(-1)
	floats.Scale(1.0/Probes, v.s.q)
	return all
}

func (v *probed) reverse(*reverse, float64, softmax.Tick) error {
	return v.s.tooLong(say.T("δ of %d rows and %d parameters", v.s.n, v.s.b.Dim()))
}
func (v *probed) response(_, _, _ []float64, _ Step, _ softmax.Tick) error {
	return v.s.tooLong(say.T("δ of %d rows and %d parameters", v.s.n, v.s.b.Dim()))
}
func (v *probed) solve(w []float64, tick softmax.Tick) error {
	return v.h.solveTo(w, probeTolerance, tick)
}
func (v *probed) condition() float64 { return v.ill }
func (v *probed) error() float64     { return v.stderr }

func (v *probed) moments(float64, softmax.Tick) (second, third, fourth float64, err error) {
	return math.NaN(), math.NaN(), math.NaN(), nil
}

// lead draws the two leading principal axes of the probes' coordinates gᵢᵀA b/√Probes,
// whose inner products estimate X.
func (v *probed) lead(x, y []float64, _ softmax.Tick) error {
	n := v.s.n
	gram := mat.NewSymDense(Probes, nil)
	for r := range Probes {
		for t := range r + 1 {
			gram.SetSym(r, t, floats.Dot(v.phi[r*n:(r+1)*n], v.phi[t*n:(t+1)*n]))
		}
	}
	var eig mat.EigenSym
	if !eig.Factorize(gram, true) {
		return errEigen
	}
	var vectors mat.Dense
	eig.VectorsTo(&vectors)
	for axis, dst := range [][]float64{x, y} {
		clear(dst)
		for r := range Probes {
			floats.AddScaled(dst, vectors.At(r, Probes-1-axis)/math.Sqrt(Probes), v.phi[r*n:(r+1)*n])
		}
	}
	return nil
}

// follow is exact: two systems with H.
func (v *probed) follow(x, y []float64, before *[2][]float64, tick softmax.Tick) error {
	s, k := v.s, v.s.b.Contrasts()
	w, z := make([]float64, s.n*k), make([]float64, s.b.Dim())
	for axis, dst := range [][]float64{x, y} {
		for i, b := range before[axis] {
			for a := range k {
				w[i*k+a] = b * s.Point.U[i*k+a]
			}
		}
		if err := v.image(dst, w, nil, z, tick); err != nil {
			return err
		}
	}
	if !followed(x, y, before) {
		return v.lead(x, y, tick)
	}
	return nil
}
