package theorem

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// TwoRules draws n points of a logistic problem with two features and two rules: x is
// standard normal in the plane, with a 1 for the bias; 7 points of 10, each by a draw of
// its own, answer to P(y=1) = σ(2x₁ + x₂), the others to σ(−x₁ + 2x₂ − ½). Loss, gradient and Hessian are smooth
// and, with a ridge in every point's loss, all hypotheses of the paper's Section 3 hold.
//
// More points from the same stream extend the same data set. It panics on a nil source.
func TwoRules(src *rand.Rand, n int) Data {
	if src == nil {
		panic("theorem: nil source")
	}
	const share = 0.7
	x, y := mat.NewDense(n, 3, nil), make([]int, n)
	for i := range n {
		a, b := src.NormFloat64(), src.NormFloat64()
		x.SetRow(i, []float64{a, b, 1})
		logit := -a + 2*b - 0.5
		if src.Float64() < share {
			logit = 2*a + b
		}
		if src.Float64() < 1/(1+math.Exp(-logit)) {
			y[i] = 1
		}
	}
	return Data{X: softmax.NewDesign(x), Y: y, Classes: 2}
}
