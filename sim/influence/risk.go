package influence

import (
	"fmt"
	"math"

	"untangle/sim/softmax"
)

// RiskKind names a reason to distrust a figure.
type RiskKind uint8

const (
	// RiskFit: Newton's method did not reach its tolerance. Value is the gradient's norm.
	RiskFit RiskKind = iota
	// RiskCondition: H is so ill-conditioned that rounding shows. Value is its condition
	// number.
	RiskCondition
	// RiskLeverage: a point carries so much of H that leaving it out is a large step, and δ,
	// which steps from the model with it, extrapolates. Value is its leverage, in [0, 1].
	RiskLeverage
	// RiskSeparable: the model gives (nearly) every point its own label, so that only the
	// ridge keeps Θ finite. Value is the share of points for which it does not.
	RiskSeparable
	// RiskDamping: the damping outweighs the data in most directions. Value is the share of
	// parameters that the data determine, tr(H̄H⁻¹) of those there could be.
	RiskDamping
	// RiskEstimate: V is an estimate. Value is its relative standard error.
	RiskEstimate
)

// Limits beyond which a risk is told.
const (
	// conditionLimit leaves six of sixteen digits.
	conditionLimit = 1e10
	// separableLimit is the share of points with less than half of the probability on their
	// own label. At 0 the data are separable, by Θ itself.
	separableLimit = .01
	// dampingLimit: below it V is as much a function of λ_d as of the data.
	dampingLimit = .5
)

// Risk is a reason to distrust a figure, with the value that passed a limit.
type Risk struct {
	Kind         RiskKind
	Value, Limit float64
}

// String tells the risk in plain words.
func (r Risk) String() string {
	switch r.Kind {
	case RiskFit:
		return fmt.Sprintf("The fit stopped before its minimum (gradient %.1g, asked for %.1g): V and δ belong to a model that is not the best one. A larger ridge helps.", r.Value, r.Limit)
	case RiskCondition:
		return fmt.Sprintf("The Hessian is nearly singular (condition number %.1g): the last digits of V are rounding. A larger damping helps.", r.Value)
	case RiskLeverage:
		return fmt.Sprintf("One point alone holds up to %.0f %% of a direction of the model (leverage): δ of such points is extrapolated. The rule delta-refine trains anew for them.", 100*r.Value)
	case RiskSeparable:
		return fmt.Sprintf("The model gets %.1f %% of its training points right with more than half of the probability: the classes are (nearly) separable, and the ridge decides how large the weights and V are.", 100*(1-r.Value))
	case RiskDamping:
		return fmt.Sprintf("The damping outweighs the data: they determine %.0f %% of the parameters. V changes about as much with the damping as with the data.", 100*r.Value)
	case RiskEstimate:
		return fmt.Sprintf("V is estimated from random probes; its standard error is %.1f %%.", 100*r.Value)
	}
	return fmt.Sprintf("Risk(%d)", uint8(r.Kind))
}

// Risks returns what deserves care in the figures of the last Evaluate, and of a Delta
// after it, for the fit they are computed at. It costs one pass over the losses.
func (s *State) Risks(fit softmax.Fit) []Risk {
	var out []Risk
	note := func(kind RiskKind, value, limit float64, there bool) {
		if there {
			out = append(out, Risk{kind, value, limit})
		}
	}
	newton := !math.IsNaN(fit.Gradient)
	note(RiskFit, fit.Gradient, softmax.NewtonTolerance, newton && fit.Outcome != softmax.Converged)
	ill := s.Condition()
	note(RiskCondition, ill, conditionLimit, !(ill <= conditionLimit))
	note(RiskLeverage, min(1, s.leverage), LeverageLimit, s.leverage > LeverageLimit)
	missed := 0
	for _, l := range s.Point.Loss {
		if !(l < math.Ln2) {
			missed++
		}
	}
	share := float64(missed) / float64(s.n)
	note(RiskSeparable, share, separableLimit, share <= separableLimit)
	parameters := min(float64(s.b.Dim()), float64(s.n*s.b.Contrasts()))
	determined := s.effective / parameters
	note(RiskDamping, determined, dampingLimit, determined < dampingLimit)
	relative := s.StandardError() / s.Variance()
	note(RiskEstimate, relative, 0, relative > 0)
	return out
}

// EffectiveParameters returns tr(H̄H⁻¹), the number of parameters that the data determine
// against the damping; NaN where it is unknown (CG).
func (s *State) EffectiveParameters() float64 { return s.effective }
