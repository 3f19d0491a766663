package influence

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/say"
	"untangle/sim/softmax"
)

// errEigen reports eigenvectors that did not converge, which takes numbers that are none.
var errEigen error = &say.Error{Place: say.T("the run"), Problem: say.T("the leading axes of the map do not converge"),
	Remedy: say.T("raise the damping or scale the features")}

// leading returns the two largest eigenvalues of a positive semidefinite operator of
// order n, and their vectors, by Lanczos' method with full reorthogonalization. The
// residual is at most 1e-12 of the largest eigenvalue. In one dimension the second is 0.
func leading(n int, apply func(dst, src []float64) error, tick softmax.Tick) (values [2]float64, vectors [2][]float64, err error) {
	var basis [][]float64
	var alpha, beta []float64
	v := make([]float64, n)
	for i := range v {
		v[i] = 1 + float64((i*i)%13)/7 // no structure of the data is orthogonal to it
	}
	floats.Scale(1/floats.Norm(v, 2), v)
	for len(basis) < n {
		basis = append(basis, slices.Clone(v))
		w := make([]float64, n)
		if err := apply(w, v); err != nil {
			return values, vectors, err
		}
		alpha = append(alpha, floats.Dot(w, v))
		for range 2 { // once more is enough (Parlett, The symmetric eigenvalue problem, 6.9)
			for _, b := range basis {
				floats.AddScaled(w, -floats.Dot(w, b), b)
			}
		}
		norm := floats.Norm(w, 2)
		m := len(basis)
		if m == n || m%10 == 0 || !(norm > 1e-14*math.Abs(alpha[0])) {
			ritz, s, ok := tridiagonal(alpha, beta)
			if !ok {
				return values, vectors, errEigen
			}
			last := 0.0
			for j := m - 1; j >= max(0, m-2); j-- {
				last = max(last, math.Abs(norm*s.At(m-1, j)))
			}
			if m == n || last <= 1e-12*ritz[m-1] || !(norm > 1e-14*math.Abs(alpha[0])) {
				return pick(basis, ritz, s, n)
			}
		}
		beta = append(beta, norm)
		floats.ScaleTo(v, 1/norm, w)
		if err := tell(tick, m, n); err != nil {
			return values, vectors, err
		}
	}
	return values, vectors, errEigen
}

// tridiagonal returns the eigenvalues, ascending, and vectors of Lanczos' matrix.
func tridiagonal(alpha, beta []float64) ([]float64, *mat.Dense, bool) {
	m := len(alpha)
	t := mat.NewSymDense(m, nil)
	for i, a := range alpha {
		t.SetSym(i, i, a)
		if i < m-1 {
			t.SetSym(i, i+1, beta[i])
		}
	}
	var eig mat.EigenSym
	if !eig.Factorize(t, true) {
		return nil, nil, false
	}
	var s mat.Dense
	eig.VectorsTo(&s)
	return eig.Values(nil), &s, true
}

// pick returns the two largest Ritz pairs.
func pick(basis [][]float64, ritz []float64, s *mat.Dense, n int) (values [2]float64, vectors [2][]float64, err error) {
	m := len(basis)
	for axis := range vectors {
		vectors[axis] = make([]float64, n)
		if j := m - 1 - axis; j >= 0 {
			values[axis] = ritz[j]
			for i, b := range basis {
				floats.AddScaled(vectors[axis], s.At(i, j), b)
			}
		}
	}
	return values, vectors, nil
}
