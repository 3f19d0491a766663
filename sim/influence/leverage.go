package influence

import (
	"math"
	"slices"
)

// LeverageLimit is the leverage beyond which leaving a row out is a large step: the step of
// Θ is proportional to 1/(1 − leverage), which it doubles. δ extrapolates there.
const LeverageLimit = .5

// leverages sets State.leverage to the largest leverage of a row, from xᵀAx per row, if
// it is larger, and returns their sum, the effective number of parameters tr(H̄A). It keeps
// the forms for LeverageOf, by reference: they are this State's memory, which holds the
// last of them.
//
// The leverage of a point is the largest eigenvalue of S·EᵀAE/n: where it reaches 1, H
// without the point is singular.
func (s *State) leverages(forms []float64) float64 {
	k, m, n := s.b.Contrasts(), s.b.Pairs(), float64(s.n)
	if known := func(f []float64) bool { return &f[0] == &forms[0] }; !slices.ContainsFunc(s.forms, known) {
		s.forms = append(s.forms, forms)
	}
	s.bounds = grow(s.bounds, s.n)
	sum, first := 0.0, 0
	for i := range s.n {
		// The trace bounds the eigenvalue from above.
		s.bounds[i] = innerPacked(s.Point.S[i*m:(i+1)*m], forms[i*m:(i+1)*m], k) / n
		sum += s.bounds[i]
		if s.bounds[i] > s.bounds[first] {
			first = i
		}
	}
	pair := func(i int) (curvature, form []float64) { return s.Point.S[i*m : (i+1)*m], forms[i*m : (i+1)*m] }
	top := s.small.eigenvalue(pair(first)) / n // which leaves few of the others to ask
	for i, bound := range s.bounds {
		if bound > top && s.small.bound(pair(i))/n > top {
			top = max(top, s.small.eigenvalue(pair(i))/n)
		}
	}
	if !(s.leverage >= top) {
		s.leverage = top
	}
	return sum
}

// Leverage returns the largest leverage of a row since the last Evaluate: under the damping,
// and after a Delta with DirectExact under the ridge. NaN where it is unknown (CG without
// a Delta).
func (s *State) Leverage() float64 { return s.leverage }

// LeverageOf returns the leverage of row i, an index into Problem.Rows, in [0, 1]: the
// share of the curvature of the loss that the row alone holds in the direction in which it
// holds most. It is that under the damping, or under the ridge if a Delta with DirectExact came after the
// last Evaluate and it is larger. NaN where it is unknown (CG without a Delta).
//
// A Delta has the damping λ_d(n−1)/n; the difference is of the order of the leverage/n.
func (s *State) LeverageOf(i int) float64 {
	m, out := s.b.Pairs(), math.NaN()
	for _, forms := range s.forms {
		h := s.small.eigenvalue(s.Point.S[i*m:(i+1)*m], forms[i*m:(i+1)*m]) / float64(s.n)
		if !(out >= h) {
			out = h
		}
	}
	return min(1, out)
}
