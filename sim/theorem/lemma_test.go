package theorem_test

import (
	"math"
	"testing"

	"untangle/sim/theorem"
	"untangle/tests/conformance/oracle"
)

// lossAt is L_b, ridge included, at the minimizer of Σ w L, by the oracle.
func lossAt(d oracle.Data, w []float64, b int, ridge float64, start []float64) float64 {
	d.W = w
	theta := d.Newton(ridge, start)
	return d.Loss(theta, b) + ridge/2*oracle.Dot(theta, theta)
}

// Lemma 6 as it is printed: second differences for every y, one at a time, summed. The
// sum is minus the first derivative, and the package's one difference agrees with it.
func TestLemma6OnePointAtATime(t *testing.T) {
	const n, ridge = 16, 0.1
	d := twoRules(9, n)
	start := d.Newton(ridge, nil)
	x := influences(d, ridge, n)
	r := measure(t, theorem.Config{N: n, Removals: 1, Seed: 9, Ridge: ridge, Pairs: 3})
	const step = 0.02 // of a weight; ε = step/n
	for _, pair := range r.Lemmas.Pairs {
		a, b := pair.Rows[0], pair.Rows[1]
		at := func(y int, sy, sa float64) float64 {
			w := make([]float64, n)
			for i := range w {
				w[i] = 1
			}
			w[y] += sy * step
			w[a] += sa * step
			return lossAt(d, w, b, ridge, start)
		}
		const eps = step / n
		sum := 0.0
		for y := range n {
			sum += (at(y, 1, 1) - at(y, 1, -1) - at(y, -1, 1) + at(y, -1, -1)) / (4 * eps * eps)
		}
		sum /= n
		// A step of 1/50 of a point moves X by its square: a few 10⁻⁴ of X's size.
		size := math.Max(1, math.Abs(x[a][b]))
		near(t, "(1/n)·Σ_y of the second derivatives", sum, -x[a][b], 2e-3*size)
		near(t, "the package's second derivative", pair.Second, sum, 2e-3*size)
		near(t, "the package's first derivative", pair.AB, x[a][b], 1e-3*size)
		near(t, "the package's closed form", pair.Closed, x[a][b], 1e-6*size)
	}
}

// Lemma 3 and the sign of Lemma 6, for two and three classes.
func TestLemmas(t *testing.T) {
	three, _ := cloud(40, 4, 3)
	for name, c := range map[string]theorem.Config{
		"two rules":     {N: 200, Removals: 1, Points: 2, Pairs: 20, Seed: 1},
		"three classes": {Data: &three, Removals: 1, Points: 2, Pairs: 20},
	} {
		m := measure(t, c).Lemmas
		if len(m.Pairs) != 20 {
			t.Fatalf("%s: %d pairs", name, len(m.Pairs))
		}
		// See the steps in lemma.go: errors of about 10⁻⁴.
		near(t, name+": asymmetry", m.Asymmetry, 0, 1e-3)
		near(t, name+": distance to the closed form", m.ClosedForm, 0, 1e-3)
		near(t, name+": slope of Lemma 6", m.Slope, -1, 2e-3)
		near(t, name+": misfit", m.Misfit, 0, 2e-3)
	}
	if measure(t, theorem.Config{N: 20, Removals: 1, Points: 2, Pairs: -1}).Lemmas != nil {
		t.Error("lemmas without pairs")
	}
}
