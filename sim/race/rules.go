package race

import (
	"math/rand/v2"
	"slices"

	"untangle/sim/dataset"
	"untangle/sim/divide"
	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
)

// The rivals.
const (
	// RowInfluence scores by g'ᵀBg − q² = Σ_{j≠i} X(z_i, z_j)², B = AMA: how much a point
	// acts on all others.
	RowInfluence scenario.RuleName = "row-influence"
	// OutOfFold scores by −ln p_y, p from a model that has not seen the point.
	OutOfFold scenario.RuleName = "out-of-fold"
	// ConfidentRate, ConfidentClass, ConfidentBoth and ConfidentJoint are the four filters
	// of confident learning.
	ConfidentRate  scenario.RuleName = "confident-rate"
	ConfidentClass scenario.RuleName = "confident-class"
	ConfidentBoth  scenario.RuleName = "confident-both"
	ConfidentJoint scenario.RuleName = "confident-joint"
	// KNNShapley scores by the negative Shapley value for a nearest-neighbor classifier.
	KNNShapley scenario.RuleName = "knn-shapley"
	// TMCShapley scores by the negative Shapley value for the model itself, by sampling;
	// for few rows only.
	TMCShapley scenario.RuleName = "tmc-shapley"
	// AUM scores by the negative area under the margin over the epochs of training.
	AUM scenario.RuleName = "aum"
	// Forgetting scores by how often training unlearns a point.
	Forgetting scenario.RuleName = "forgetting"
	// EMPosterior scores by the log-odds that a point is not of the largest component of a
	// mixture of two.
	EMPosterior scenario.RuleName = "em-posterior"
)

// rivals lists the rules of this package, in the order a menu shows them.
var rivals = []scenario.RuleName{RowInfluence, OutOfFold, ConfidentRate, ConfidentClass, ConfidentBoth,
	ConfidentJoint, KNNShapley, TMCShapley, AUM, Forgetting, EMPosterior}

// Rules lists every rule that can race: those of purify, then the rivals.
func Rules() []scenario.RuleName {
	out := slices.Clone(scenario.Rules)
	for _, name := range rivals {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// folds is the number of folds of the rules that look out of fold.
const folds = 5

// NewRule returns a rule of this package or of purify for runs of cfg, whose Rows must be
// set. An unknown name and data a rule cannot take give a [*scenario.Error]. The rules
// here remember models between steps to start from, so each run needs its own.
func NewRule(name scenario.RuleName, cfg purify.Config) (purify.Rule, error) {
	switch name {
	case RowInfluence:
		return rowInfluence{}, nil
	case OutOfFold:
		return &outOfFold{folding: newFolding(cfg)}, nil
	case ConfidentRate, ConfidentClass, ConfidentBoth, ConfidentJoint:
		return &confident{folding: newFolding(cfg), filter: name}, nil
	case KNNShapley:
		return newNeighbors(cfg)
	case TMCShapley:
		return newSampled(cfg)
	case AUM:
		return &margins{seed: cfg.Seed}, nil
	case Forgetting:
		return &margins{seed: cfg.Seed, forgetting: true}, nil
	case EMPosterior:
		return &posterior{seed: cfg.Seed}, nil
	}
	if slices.Contains(scenario.Rules, name) {
		return purify.NewRule(name, cfg.Purify.PerStep, cfg.Seed)
	}
	return nil, &scenario.Error{Field: "race.rules", Problem: say.T("%q is not a removal rule", name),
		Remedy: say.T("use one of %v", Rules())}
}

// folding keeps the models out of fold from step to step. The folds are dealt once, so a
// row stays in its fold as others leave.
type folding struct {
	ridge float64
	seed  uint64
	cross *divide.CrossFit
}

func newFolding(cfg purify.Config) folding {
	ridge := cfg.Fit.Ridge
	if ridge == 0 { // an adam fit has none
		ridge = 1e-4
	}
	return folding{ridge: ridge, seed: cfg.Seed}
}

// probabilities returns the class probabilities out of fold, n×C.
func (f *folding) probabilities(step *purify.Step, tick purify.Tick) ([]float64, error) {
	p := step.Problem
	if f.cross == nil {
		f.cross = divide.NewCrossFit(p, divide.Folds(len(p.Rows), folds, f.seed), folds)
	} else {
		f.cross.Restrict(p)
	}
	out := make([]float64, len(p.Rows)*p.Basis.C)
	return out, f.cross.Probabilities(out, f.ridge, tick.Of("score"))
}

func stream(seed uint64, purpose string) *rand.Rand { return dataset.Stream(seed, purpose) }
