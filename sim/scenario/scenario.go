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
	// DataPlane generates regions of the plane, each labeled by a rule of its own, so
	// that x tells which rule holds.
	DataPlane DataKind = "plane"
	// DataMoons generates two interleaved half circles, a problem no linear model solves.
	DataMoons DataKind = "moons"
	// DataDigits draws handwritten digits from a packed file that comes with the page.
	DataDigits DataKind = "digits"
	// DataTable takes rows the user supplies; they never travel in the document.
	DataTable DataKind = "table"
)

// Data says where the training and test points come from.
type Data struct {
	// Kind is "sd", "plane", "moons", "digits" or "table". All but "table" are generated
	// from the scenario alone.
	Kind DataKind `json:"kind"`
	// Counts holds, for generated data, the number of training rows of each block in
	// order, each 0 … 100,000, 10 rows or more in all. The blocks are for "sd" the 1 … 6
	// distributions, for "plane" the 2 … 6 regions, for "moons" one, for "digits" one, or
	// 2 … 4 that Rotate tells apart.
	Counts []int `json:"counts,omitempty"`
	// Test is, for generated data, the number of clean test rows, 1 … 100,000. They are
	// drawn from distribution 1 for "sd", and from the blocks in proportion to Counts for
	// the others.
	Test int `json:"test,omitempty"`
	// TestMix draws, for "sd", the test rows from the distributions in proportion to Counts
	// as well, as in the paper's Figs. 5 and 7.
	TestMix bool `json:"testMix,omitempty"`
	// Classes holds, for "digits", the digits to tell apart: 2 … 10 of 0 … 9, ascending.
	// Rows are spread evenly over them.
	Classes []int `json:"classes,omitempty"`
	// Size is, for "digits", the side of an image in pixels: 14, or 28 for the classes 4 and 8.
	Size int `json:"size,omitempty"`
	// Rotate is, for "digits" of several blocks, by how many degrees each block is turned
	// against the one before it, counterclockwise: 90, 180 or 270, so that no two blocks
	// coincide. Labels keep their meaning.
	Rotate int `json:"rotate,omitempty"`
	// Label names, for "table", the column that holds the label.
	Label string `json:"label,omitempty"`
	// Scale is, for "table", "standard" (numeric columns to mean 0 and variance 1; the
	// default for text), "unit" (numeric columns divided by the largest magnitude among
	// them all; the default for arrays, such as images) or "none".
	Scale string `json:"scale,omitempty"`
	// Features names, for "table", the columns to use; none for all but Label and Truth.
	Features []string `json:"features,omitempty"`
	// Truth names, for "table", a column that tells where a row comes from, for comparison
	// only; "" for none. Where its values are labels, rows are "clean" if it agrees with
	// Label and "flipped" otherwise.
	Truth string `json:"truth,omitempty"`
	// Missing says, for "table", what becomes of empty cells: "refuse" (the default),
	// "drop" or "fill".
	Missing Missing `json:"missing,omitempty"`
	// Holdout is, for "table" without a test file, the share of rows of each class that
	// becomes the test set, 0 … 0.9, drawn from the stream "split".
	Holdout float64 `json:"holdout,omitempty"`
	// Only lists, for "table", the labels whose rows are used; none for all.
	Only []string `json:"only,omitempty"`
	// Sample is, for "table", the largest number of rows that is used, drawn from the
	// stream "sample"; 0 for all.
	Sample int `json:"sample,omitempty"`
	// Noise says which training labels are flipped after the data are made; none by
	// default. Test labels stay.
	Noise Noise `json:"noise,omitzero"`
}

// NoiseKind says how flipped labels are chosen.
type NoiseKind string

const (
	// NoiseNone flips no label.
	NoiseNone NoiseKind = "none"
	// NoiseSymmetric gives rows of every class another label, any other with the same chance.
	NoiseSymmetric NoiseKind = "symmetric"
	// NoiseAsymmetric gives rows the next class in sorted order; rows of the last class stay.
	NoiseAsymmetric NoiseKind = "asymmetric"
)

// Noise is label noise of known truth.
type Noise struct {
	// Kind is "none", "symmetric" or "asymmetric".
	Kind NoiseKind `json:"kind"`
	// Rate is the share of flipped labels among the rows whose label can flip, 0 … 0.5,
	// rounded to a whole number of rows; 0 for "none".
	Rate float64 `json:"rate"`
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
