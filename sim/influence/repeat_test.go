package influence_test

import (
	"fmt"
	"math"
	"testing"

	"untangle/sim/influence"
	"untangle/tests/conformance/oracle"
)

// What repeating a data set m times must do. Write S₁ = Σ_ij X_ij and S₂ = Σ_ij X_ij²
// over all ordered pairs, D₁ = Σ_i X_ii and D₂ = Σ_i X_ii² over the diagonal (X_ii = −q_i).
// Means do not change, so neither Θ nor H nor X does; of m²n² ordered pairs of rows mn
// are a row with itself, and m(m−1)n are a row with a copy of itself. So with N = mn(mn−1)
//
//	V(m) = U₂/N − (U₁/N)²,   U₂ = m²S₂ − mD₂,   U₁ = m²S₁ − mD₁.              (1)
//
// In weights, Z repeated m times is w = m for all points and one copy is a change of w_z
// by 1, so δ to first order is ∂V/∂w_z there. Summed over all mn copies that is
// Σ_z w_z ∂V/∂w_z, which is by Euler's rule the derivative along w itself:
//
//	Σ δ = dV(m)/d ln m, exactly.                                              (2)
//
// As m grows V tends to S₂/n² − (S₁/n²)², a function of w of degree 0, whose derivatives
// are of degree −1, with corrections of one order more:
//
//	m·δ(z) = δ∞(z) + O(1/m)   and   Σ δ = O(1/m).                             (3)
type repeated struct{ n, s1, s2, d1, d2 float64 }

func sumsOf(s set, theta []float64) repeated {
	r := repeated{n: float64(len(s.Rows))}
	for i, row := range s.Influence(theta, damping).X {
		for _, x := range row {
			r.s1, r.s2 = r.s1+x, r.s2+x*x
		}
		r.d1, r.d2 = r.d1+row[i], r.d2+row[i]*row[i]
	}
	return r
}

// variance is V(m) of (1) with its derivative in ln m.
func (r repeated) variance(m float64) (v, slope float64) {
	u1, u2, pairs := m*m*r.s1-m*r.d1, m*m*r.s2-m*r.d2, m*r.n*(m*r.n-1)
	du1, du2, dpairs := 2*m*m*r.s1-m*r.d1, 2*m*m*r.s2-m*r.d2, m*r.n*(2*m*r.n-1)
	mean := u1 / pairs
	dmean := du1/pairs - mean*dpairs/pairs
	return u2/pairs - mean*mean, du2/pairs - u2/pairs*dpairs/pairs - 2*mean*dmean
}

func TestRepeatedDataSets(t *testing.T) {
	copies := []int{1, 2, 3, 16, 32, 64}
	for _, s := range []set{cloud(50, 30, 3, 3), sd(51, 40, 20)} {
		theta := s.Newton(ridge, nil) // the optimum of every repetition
		want := sumsOf(s, theta)
		scaled := map[int][]float64{} // m·δ, by m
		for _, m := range copies {
			again := s.repeat(m)
			st := again.evaluate(t, theta, damping)
			v, slope := want.variance(float64(m))
			near(t, fmt.Sprintf("%s: V of %d copies", s.name, m), st.Variance(), v, 1e-10*v)

			got := delta(t, st, influence.DirectLinear, influence.Step{Ridge: ridge})
			sum, size := 0.0, 0.0
			for i, d := range got {
				sum, size = sum+d, size+math.Abs(d)
				near(t, "δ of a copy", d, got[i%len(s.Rows)], 1e-11*largest(got)) // copies are alike
				scaled[m] = append(scaled[m], float64(m)*d)
			}
			// (2), to the rounding of the terms summed; the model part sums to zero.
			near(t, fmt.Sprintf("%s: Σδ of %d copies", s.name, m), sum, slope, 1e-10*size)
		}
		// (3): each doubling of m halves the distance from the limit. The next order makes
		// that 2·(1 + O(1/m)).
		n := len(s.Rows)
		first := oracle.Distance(scaled[16][:n], scaled[32][:n])
		second := oracle.Distance(scaled[32][:n], scaled[64][:n])
		if r := first / second; r < 1.9 || r > 2.1 {
			t.Errorf("%s: m·δ changes by %g from 16 to 32 copies and by %g from 32 to 64: a ratio of %.3f, want 2", s.name, first, second, r)
		}
	}
}

// Both forms of δ are exact to first order: what they miss of V[Z] − V[Z∖z] after an
// exact refit is of second order, so it falls by four when the data set is doubled,
// while δ itself falls by two.
func TestErrorOfDeltaIsOfSecondOrder(t *testing.T) {
	s := cloud(52, 30, 3, 3)
	theta := s.Newton(ridge, nil)
	for _, direct := range []influence.Direct{influence.DirectLinear, influence.DirectExact} {
		var missed, size [3]float64 // at 16, 32 and 64 copies
		for k := range missed {
			m := 16 << k
			again := s.repeat(m)
			st := again.evaluate(t, theta, damping)
			got := delta(t, st, direct, influence.Step{Ridge: ridge})
			weights := s.Data
			for z := range s.Rows {
				weights.W = make([]float64, len(s.Rows))
				for i := range weights.W {
					weights.W[i] = float64(m)
				}
				weights.W[z]--
				without, _ := weights.Variance(ridge, damping, theta)
				missed[k] += math.Abs(st.Variance() - without - got[z])
				size[k] += math.Abs(got[z])
			}
		}
		t.Logf("direct %d: Σ|error| %.3g, %.3g, %.3g of Σ|δ| %.3g, %.3g, %.3g at 16, 32, 64 copies",
			direct, missed[0], missed[1], missed[2], size[0], size[1], size[2])
		for k := range 2 {
			// 4 and 2, with relative corrections of order 1/m.
			if r := missed[k] / missed[k+1]; r < 3.6 || r > 4.5 {
				t.Errorf("direct %d: the error falls by %.2f per doubling, want 4", direct, r)
			}
			if r := size[k] / size[k+1]; r < 1.95 || r > 2.05 {
				t.Errorf("direct %d: δ falls by %.2f per doubling, want 2", direct, r)
			}
		}
	}
}
