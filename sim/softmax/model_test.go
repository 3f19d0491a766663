package softmax_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

func TestProbabilitiesSumToOneAndAgreeWithTheOracle(t *testing.T) {
	for _, s := range sets() {
		theta, _ := randomTheta(s, 7)
		c := s.C
		p := make([]float64, len(s.Rows)*c)
		softmax.Probabilities(p, s.Problem.X, s.Rows, theta, c)
		losses := make([]float64, len(s.Rows))
		softmax.Losses(losses, s.Problem.X, s.Problem.Y, s.Rows, theta, c)
		for i := range s.Rows {
			sum := 0.0
			for k, want := range s.Probabilities(theta, i) {
				// Logits of order 10 from sums of 41 terms: 1e-14 relative in exp.
				near(t, s.name+": probability", p[i*c+k], want, 1e-13)
				sum += p[i*c+k]
			}
			near(t, s.name+": sum of probabilities", sum, 1, 4e-16) // C roundings
			near(t, s.name+": loss", losses[i], s.Loss(theta, i), 1e-13)
		}
	}
}

// Logits that overflow or vanish when exponentiated give finite, exact limits.
func TestExtremeLogits(t *testing.T) {
	for _, c := range []struct {
		name  string
		z     []float64
		y     int
		p     []float64 // by hand
		loss  float64   // by hand
		class int
	}{
		{"large", []float64{1000, 0}, 0, []float64{1, 0}, 0, 0},
		{"large and wrong", []float64{1000, 0}, 1, []float64{1, 0}, 1000, 0},
		{"very negative", []float64{-5000, -5000 - math.Ln2}, 1, []float64{2. / 3, 1. / 3}, math.Log(3), 0},
		{"huge", []float64{1e300, -1e300, 0}, 1, []float64{1, 0, 0}, 2e300, 0},
		{"equal and large", []float64{1e6, 1e6, 1e6, 1e6}, 2, []float64{.25, .25, .25, .25}, math.Log(4), 0},
		{"a tie goes to the first class", []float64{-1, 3, 3}, 2, []float64{math.Exp(-4) / (2 + math.Exp(-4)), 1 / (2 + math.Exp(-4)), 1 / (2 + math.Exp(-4))}, math.Log(2 + math.Exp(-4)), 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			// One row, whose only feature is the bias, so that Θ is the logits.
			x := softmax.NewDesign(mat.NewDense(1, 1, []float64{1}))
			p := make([]float64, len(c.z))
			softmax.Probabilities(p, x, []int{0}, c.z, len(c.z))
			for k := range p {
				near(t, "probability", p[k], c.p[k], 1e-12) // 5000 has an ulp of 9e-13
			}
			// Log-sum-exp rounds at the size of the largest logit.
			size := math.Max(1, math.Abs(c.z[0]))
			near(t, "loss", softmax.Loss(c.z, c.y), c.loss, 4e-16*size)
			class := []int{-1}
			softmax.Predict(class, x, []int{0}, c.z, len(c.z))
			if class[0] != c.class {
				t.Errorf("predicts class %d, want %d", class[0], c.class)
			}
		})
	}
}

func TestAccuracyCountsHits(t *testing.T) {
	// Θ = identity on two indicator features: the class is the feature that is set.
	x := softmax.NewDesign(mat.NewDense(4, 2, []float64{1, 0, 0, 1, 1, 0, 0, 1}))
	theta := []float64{1, 0, 0, 1}
	if got := softmax.Accuracy(x, []int{0, 1, 1, 1}, []int{0, 1, 2, 3}, theta, 2); got != .75 {
		t.Errorf("accuracy %g, want 3 of 4", got)
	}
	if got := softmax.Accuracy(x, []int{0, 1, 1, 1}, []int{2}, theta, 2); got != 0 {
		t.Errorf("accuracy on row 2 alone is %g, want 0", got)
	}
	if got := softmax.Accuracy(x, nil, nil, theta, 2); !math.IsNaN(got) {
		t.Errorf("accuracy without rows is %g, want NaN", got)
	}
}
