package purify

import (
	"math/rand/v2"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// Rule scores points; those with the largest scores leave.
type Rule interface {
	// Scores sets dst[i] for row step.Problem.Rows[i]. Of step, only Problem, Fit and
	// State are set, and they must not be changed. NaN marks a point that stays.
	Scores(dst []float64, step *Step, trainer *Trainer, tick Tick) error
}

// NewRule returns the rule of a name. perStep sets how many candidates "delta-refine"
// refits; seed feeds "random".
func NewRule(name scenario.RuleName, perStep int, seed uint64) (Rule, error) {
	switch name {
	case scenario.RuleDelta:
		return delta{}, nil
	case scenario.RuleDeltaRefine:
		return deltaRefine{candidates: max(3*perStep, minCandidates)}, nil
	case scenario.RuleLooInfluence:
		return looInfluence{}, nil
	case scenario.RuleLooRefit:
		return looRefit{}, nil
	case scenario.RuleSelfInfluence:
		return selfInfluence{}, nil
	case scenario.RuleLoss:
		return loss{}, nil
	case scenario.RuleRandom:
		return random{dataset.Stream(seed, "rule")}, nil
	}
	return nil, &scenario.Error{Field: "purify.rule", Problem: say.T("%q is not a removal rule", name),
		Remedy: say.T("use one of %v", scenario.Rules)}
}

// delta scores by δ(z) = V[Z] − V[Z∖z] in closed form.
type delta struct{}

func (delta) Scores(dst []float64, step *Step, trainer *Trainer, tick Tick) error {
	return step.State.DeltaTick(dst, influence.DirectExact, trainer.Step(), tick.pulse("score", 1))
}

// selfInfluence scores by q(z), the paper's "top_i" baseline.
type selfInfluence struct{}

func (selfInfluence) Scores(dst []float64, step *Step, _ *Trainer, _ Tick) error {
	copy(dst, step.State.SelfInfluence())
	return nil
}

// loss scores by the point's own loss.
type loss struct{}

func (loss) Scores(dst []float64, step *Step, _ *Trainer, _ Tick) error {
	copy(dst, step.State.Point.Loss)
	return nil
}

// random scores uniformly at random, a fresh draw at every step.
type random struct{ src *rand.Rand }

func (r random) Scores(dst []float64, _ *Step, _ *Trainer, _ Tick) error {
	for i := range dst {
		dst[i] = r.src.Float64()
	}
	return nil
}

// without returns the problem without entry i of its rows.
func without(p *softmax.Problem, i int) *softmax.Problem {
	out := *p
	out.Rows = append(append(make([]int, 0, len(p.Rows)-1), p.Rows[:i]...), p.Rows[i+1:]...)
	return &out
}
