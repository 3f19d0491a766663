package softmax

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/say"
)

// Problem is a training set: rows of a design with their labels.
type Problem struct {
	// X is the design, n×d.
	X Design
	// Y holds the labels of all n rows of X, each 0 … Basis.C−1.
	Y []int
	// Rows lists the rows trained on, by index into X.
	Rows []int
	// Weight holds a weight ≥ 0 per entry of Rows, or is nil for ones. The mean loss is
	// Σ w·ℓ / Σ w.
	Weight []float64
	// Basis is the reduced space, from [NewBasis] on X.
	Basis *Basis
}

// Mass returns Σ w, the number of rows where there are no weights.
func (p *Problem) Mass() float64 {
	if p.Weight == nil {
		return float64(len(p.Rows))
	}
	return floats.Sum(p.Weight)
}

// weight returns the weight of entry i of Rows.
func (p *Problem) weight(i int) float64 {
	if p.Weight == nil {
		return 1
	}
	return p.Weight[i]
}

// Outcome says how a fit ended.
type Outcome uint8

const (
	// Converged: the gradient is within the tolerance.
	Converged Outcome = iota
	// EpochLimit: the largest number of epochs or iterations was reached.
	EpochLimit
	// TargetLoss: an epoch's mean batch loss fell to the target.
	TargetLoss
	// Stalled: no step lowers the objective further; the gradient is at rounding level.
	Stalled
)

// Text says it in words.
func (o Outcome) Text() say.Text {
	switch o {
	case Converged:
		return say.T("converged")
	case EpochLimit:
		return say.T("iteration limit")
	case TargetLoss:
		return say.T("target loss reached")
	case Stalled:
		return say.T("no further progress")
	}
	return say.Raw(fmt.Sprintf("Outcome(%d)", uint8(o)))
}

// String implements fmt.Stringer.
func (o Outcome) String() string { return o.Text().String() }

// Fit is a trained model.
type Fit struct {
	// Theta is Θ, C×d row by row.
	Theta []float64
	// Outcome says how training ended.
	Outcome Outcome
	// Iterations counts Newton iterations or epochs.
	Iterations int
	// Gradient is the norm of the gradient of the objective at Theta; NaN for Adam.
	Gradient float64
}

// Probabilities computes p = softmax(Θx) for the rows: dst is len(rows)×C row by row.
func Probabilities(dst []float64, x Design, rows []int, theta []float64, classes int) {
	x.Apply(dst, rows, theta, classes)
	for i := range rows {
		InPlace(dst[i*classes : (i+1)*classes])
	}
}

// InPlace turns logits into probabilities and returns log Σ exp(z). Subtracting
// the largest first keeps every exponential in (0, 1], and the result finite.
func InPlace(z []float64) (logSum float64) {
	top := z[0]
	for _, v := range z[1:] {
		if v > top { // the max built in takes care of NaN, which costs time in wasm
			top = v
		}
	}
	sum := 0.0
	for c, v := range z {
		z[c] = math.Exp(v - top)
		sum += z[c]
	}
	for c := range z {
		z[c] /= sum
	}
	return top + math.Log(sum)
}

// Loss returns −ln p_y from the logits z, by log-sum-exp, which stays finite where p_y
// underflows.
func Loss(z []float64, y int) float64 {
	return floats.LogSumExp(z) - z[y]
}

// Losses computes every row's loss in nats.
func Losses(dst []float64, x Design, y, rows []int, theta []float64, classes int) {
	z := make([]float64, len(rows)*classes)
	x.Apply(z, rows, theta, classes)
	for i, r := range rows {
		dst[i] = Loss(z[i*classes:(i+1)*classes], y[r])
	}
}

// Predict computes the class with the largest logit for the rows; ties go to the
// first class.
func Predict(dst []int, x Design, rows []int, theta []float64, classes int) {
	z := make([]float64, len(rows)*classes)
	x.Apply(z, rows, theta, classes)
	for i := range rows {
		dst[i] = floats.MaxIdx(z[i*classes : (i+1)*classes])
	}
}

// Accuracy returns the share of rows whose predicted class is their label, in [0, 1].
// It is NaN without rows.
func Accuracy(x Design, y, rows []int, theta []float64, classes int) float64 {
	predicted := make([]int, len(rows))
	Predict(predicted, x, rows, theta, classes)
	hits := 0
	for i, r := range rows {
		if predicted[i] == y[r] {
			hits++
		}
	}
	return float64(hits) / float64(len(rows))
}

// All returns the rows 0 … n−1.
func All(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}
