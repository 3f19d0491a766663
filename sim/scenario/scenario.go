// Package scenario says what to run: a typed, validated, versioned document.
//
// A scenario is the whole input of a run. Two runs of the same scenario in the
// same build give the same bits, so a scenario is also a permalink, a test case
// and a preset. Nothing here computes; the package imports no numerics, which
// lets the edge worker serve presets without linking them.
package scenario

// Version is the version of the JSON document this build reads and writes.
// A document with a newer version is refused with both versions named.
const Version = 1

// Scenario is what to run. The zero value is not valid; start from a preset or
// from [Default].
type Scenario struct {
	// Version is the version of the document, 1 … [Version].
	Version int `json:"version"`
	// ID names a preset: lower-case letters, digits and dashes, 1 … 64 bytes.
	ID string `json:"id"`
	// Title is one line for a menu, at most 120 bytes.
	Title string `json:"title"`
	// Summary is one or two sentences for a reader, at most 600 bytes.
	Summary string `json:"summary"`
	// Seed feeds every random stream of the run, one stream per purpose.
	// 0 … 2⁵³−1, so that it survives a JavaScript number.
	Seed uint64 `json:"seed"`
	// Data says which points are trained on.
	Data Data `json:"data"`
	// Fit says how the model is trained.
	Fit Fit `json:"fit"`
	// Influence holds the settings of H and X.
	Influence Influence `json:"influence"`
	// Purify says which points leave, and how many at a time.
	Purify Purify `json:"purify"`
	// Marks are published figures to draw beside the run, each with its source.
	Marks []Mark `json:"marks,omitempty"`
}

// DataKind names a source of data.
type DataKind string

const (
	// DataSD generates the paper's synthetic mixture SD-K.
	DataSD DataKind = "sd"
	// DataTable takes rows the user supplies; they never travel in the document.
	DataTable DataKind = "table"
)

// Data says where the training and test points come from.
type Data struct {
	// Kind is "sd" or "table".
	Kind DataKind `json:"kind"`
	// Counts holds, for "sd", the number of training rows drawn from each
	// distribution in order: 1 … 6 entries, each 0 … 100,000, 10 rows or more in all.
	Counts []int `json:"counts,omitempty"`
	// Test is, for "sd", the number of clean test rows drawn from distribution 1, 1 … 100,000.
	Test int `json:"test,omitempty"`
	// Label names, for "table", the column that holds the label.
	Label string `json:"label,omitempty"`
	// Scale is, for "table", "standard" (numeric columns to mean 0 and variance 1; the
	// default) or "none".
	Scale string `json:"scale,omitempty"`
}

// FitMethod names an algorithm that trains softmax regression.
type FitMethod string

const (
	// FitNewton finds the exact minimizer of the ridge-regularized loss.
	FitNewton FitMethod = "newton"
	// FitAdam is the paper's protocol: mini-batch Adam in file order, no ridge.
	FitAdam FitMethod = "adam"
)

// Fit holds the settings of training.
type Fit struct {
	// Method is "newton" or "adam".
	Method FitMethod `json:"method"`
	// Ridge is λ_r in mean loss + λ_r/2‖Θ‖², 10⁻⁸ … 10. Only "newton" uses it.
	Ridge float64 `json:"ridge"`
	// Epochs is the largest number of passes over the data, 1 … 10,000. Only "adam" uses it.
	Epochs int `json:"epochs"`
	// TargetLoss stops training when an epoch's mean batch loss is at most this,
	// 0 … 100. Only "adam" uses it.
	TargetLoss float64 `json:"targetLoss"`
}

// Influence holds the settings of the influence X(z,z′) = −∇L(z′)ᵀH⁻¹∇L(z).
type Influence struct {
	// Damping is λ_d in H = mean Hessian + λ_d·I, 10⁻⁶ … 10.
	Damping float64 `json:"damping"`
}

// RuleName names a removal rule.
type RuleName string

// The removal rules. Each removes the points with the largest score.
const (
	// RuleDelta scores by δ(z) = V[Z] − V[Z∖z] in closed form.
	RuleDelta RuleName = "delta"
	// RuleDeltaRefine refines the best candidates of "delta" by exact refits.
	RuleDeltaRefine RuleName = "delta-refine"
	// RuleLooInfluence recomputes V after the influence update of Θ, once per point (the paper's code).
	RuleLooInfluence RuleName = "loo-influence"
	// RuleLooRefit recomputes V after an exact refit, once per point (the paper's text).
	RuleLooRefit RuleName = "loo-refit"
	// RuleSelfInfluence scores by q(z) = ∇L(z)ᵀH⁻¹∇L(z).
	RuleSelfInfluence RuleName = "self-influence"
	// RuleLoss scores by the point's own loss.
	RuleLoss RuleName = "loss"
	// RuleRandom removes uniformly at random.
	RuleRandom RuleName = "random"
)

// Rules lists every removal rule, in the order a menu shows them.
var Rules = []RuleName{
	RuleDelta, RuleDeltaRefine, RuleLooInfluence, RuleLooRefit,
	RuleSelfInfluence, RuleLoss, RuleRandom,
}

// Purify says which points leave, how many at a time and how often.
type Purify struct {
	// Rule is one of [Rules].
	Rule RuleName `json:"rule"`
	// PerStep is the number of points removed per step, 1 … 10,000.
	PerStep int `json:"perStep"`
	// Steps is the number of removals, 0 … 1,000. A run has Steps+1 frames.
	Steps int `json:"steps"`
}

// Mark is a published value to compare a run with.
type Mark struct {
	// Chart is "variance" or "accuracy".
	Chart string `json:"chart"`
	// Label is what to write beside the mark.
	Label string `json:"label"`
	// Value is the published value, in the chart's unit.
	Value float64 `json:"value"`
	// Removed is the number of points removed where the value was reached,
	// or −1 for a value that holds throughout.
	Removed int `json:"removed"`
	// Source says where the value is published.
	Source string `json:"source"`
}

// Default returns the opening scenario: SD-2 with 700 + 300 rows, 24 removals of 10.
func Default() Scenario {
	s, err := Preset(DefaultPreset)
	if err != nil {
		panic("scenario: the default preset is missing")
	}
	return s
}
