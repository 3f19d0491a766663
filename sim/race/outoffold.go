package race

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/purify"
)

// rowInfluence scores by Σ_{j≠i} X_ij². With φ the influence coordinates X_ij = −φ_iᵀφ_j,
// so the sum is φ_iᵀ(ΦᵀΦ)φ_i − q_i².
type rowInfluence struct{}

func (rowInfluence) Scores(dst []float64, step *purify.Step, _ *purify.Trainer, _ purify.Tick) error {
	phi := step.State.Coordinates()
	_, p := phi.Dims()
	gram := mat.NewDense(p, p, nil)
	gram.Mul(phi.T(), phi)
	var half mat.Dense
	half.Mul(phi, gram)
	q := step.State.SelfInfluence()
	for i := range dst {
		dst[i] = floats.Dot(phi.RawRowView(i), half.RawRowView(i)) - q[i]*q[i]
	}
	return nil
}

// smallest keeps a logarithm finite where a probability underflows.
const smallest = 1e-300

// outOfFold scores by −ln p_y out of fold.
type outOfFold struct{ folding }

func (r *outOfFold) Scores(dst []float64, step *purify.Step, _ *purify.Trainer, tick purify.Tick) error {
	p, err := r.probabilities(step, tick)
	if err != nil {
		return err
	}
	c := step.Problem.Basis.C
	for i, row := range step.Problem.Rows {
		dst[i] = -math.Log(math.Max(p[i*c+step.Problem.Y[row]], smallest))
	}
	return nil
}
