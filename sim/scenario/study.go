package scenario

import "encoding/json"

// StudyVersion is the version of the study document this build reads and writes.
const StudyVersion = 1

// StudyKind names a question asked of many runs.
type StudyKind string

// The kinds of study.
const (
	// StudySweep varies settings of a scenario and measures each, over seeds.
	StudySweep StudyKind = "sweep"
	// StudyTheorem measures the paper's Lemmas 3 and 6 and its theorems by exact refits.
	StudyTheorem StudyKind = "theorem"
	// StudyDivide splits a data set into blocks by several methods and predicts.
	StudyDivide StudyKind = "divide"
	// StudyRace runs several removal rules on the same data.
	StudyRace StudyKind = "race"
	// StudyDilution trains with and without dilution by pure data (ERDPD).
	StudyDilution StudyKind = "dilution"
	// StudyClaims measures the claims made for dilution, each with a verdict.
	StudyClaims StudyKind = "claims"
	// StudyNets purifies networks, whose loss is not convex.
	StudyNets StudyKind = "nets"
)

// Study is a question asked of many runs. It consists of cells, each computed on its
// own, in any order and on any worker, and a summary of those that are there. Like a
// scenario it is a document: the same study in the same build gives the same bits.
type Study struct {
	// Version is the version of the document, 1 … [StudyVersion].
	Version int `json:"version"`
	// Kind says which of the parts below is present.
	Kind StudyKind `json:"kind"`
	// ID names the study: lower-case letters, digits and dashes, 1 … 64 bytes.
	ID string `json:"id"`
	// Title is one line for a menu, at most 120 bytes.
	Title string `json:"title"`
	// Summary is one or two sentences for a reader, at most 600 bytes.
	Summary string `json:"summary"`
	// Base is the scenario that the cells vary, or whose data they use. "dilution" and
	// "claims" have none, and "theorem" may do without: it then makes a problem on which all hypotheses
	// hold.
	Base *Scenario `json:"base,omitempty"`
	// Sweep is the part of the kind "sweep".
	Sweep *Sweep `json:"sweep,omitempty"`
	// Theorem is the part of the kind "theorem".
	Theorem *Theorem `json:"theorem,omitempty"`
	// Race is the part of the kind "race".
	Race *Race `json:"race,omitempty"`
	// Divide is the part of the kind "divide".
	Divide *Divide `json:"divide,omitempty"`
	// Dilution is the part of the kind "dilution".
	Dilution *Dilution `json:"dilution,omitempty"`
	// Claims is the part of the kind "claims".
	Claims *Claims `json:"claims,omitempty"`
	// Nets is the part of the kind "nets".
	Nets *Nets `json:"nets,omitempty"`
	// Marks are published figures to draw beside the study, each with its source.
	Marks []StudyMark `json:"marks,omitempty"`
}

// Sweep varies fields of the base scenario. Its cells are the points of the grid of all
// axes (the last one running fastest) times the replications; replication r uses the
// seed Base.Seed + r. The first replication of every point comes before the second of any.
type Sweep struct {
	// Axes holds what is varied, 1 or 2 axes.
	Axes []Axis `json:"axes"`
	// Seeds is the number of replications, 1 … 100.
	Seeds int `json:"seeds"`
	// Purified measures the rows that are left after the removals of the scenario, in place
	// of all rows.
	Purified bool `json:"purified,omitempty"`
}

// Axis is one field of a scenario and the values it takes.
type Axis struct {
	// Field is the path of the field, such as "data.counts" or "fit.epochs".
	Field string `json:"field"`
	// Label names the axis in a chart, at most 60 bytes.
	Label string `json:"label"`
	// Values holds the values of the field as they stand in a document, 1 … 500.
	Values []json.RawMessage `json:"values" tstype:"unknown[]"`
	// At holds the place of each value along the axis. It may be left out where the
	// values are numbers themselves.
	At []float64 `json:"at,omitempty"`
}

// Theorem measures what leaving out s of n points does to V on average, for several n.
// Its cells are the sizes times the replications, the sizes running fastest; replication r
// uses the seed Seed + r.
type Theorem struct {
	// Sizes holds the numbers of points n, 1 … 20 of them, each 10 … 20,000. With a base
	// scenario so many of its rows are drawn at random; 0, or a number beyond the rows, is
	// all of them, which are measured once, in the first replication alone.
	Sizes []int `json:"sizes"`
	// Removals is s, the number of points left out at a time, 1 … half of the smallest n.
	Removals int `json:"removals"`
	// Samples is the number of sets drawn where s > 1, 2 … 100,000.
	Samples int `json:"samples"`
	// Ridge is λ inside every point's loss, 10⁻⁶ … 100.
	Ridge float64 `json:"ridge"`
	// Seeds is the number of replications, 1 … 100.
	Seeds int `json:"seeds"`
	// Seed is the first seed.
	Seed uint64 `json:"seed"`
}

// Race runs removal rules on the data of the base scenario, with its fit, points per step
// and steps. Its cells are the rules times the replications, the rules running fastest;
// replication r uses the seed Base.Seed + r.
type Race struct {
	// Rules holds the names of 1 … 18 rules, of [Rules] or of package race.
	Rules []RuleName `json:"rules"`
	// Seeds is the number of replications, 1 … 100.
	Seeds int `json:"seeds"`
}

// DivideMethod names a way to find blocks.
type DivideMethod string

// The ways to find blocks.
const (
	// DivideEM is a mixture of softmax regressions from a random start.
	DivideEM DivideMethod = "em"
	// DivideEMPurify is the same mixture, started from the blocks of DividePurify.
	DivideEMPurify DivideMethod = "em-purify"
	// DividePurify is repeated purification.
	DividePurify DivideMethod = "purify"
	// DivideReassign moves rows to the block whose model gets them right.
	DivideReassign DivideMethod = "reassign"
	// DivideExperts is a mixture of experts with a linear gate.
	DivideExperts DivideMethod = "moe"
	// DivideCategorical is a latent class model of x and y together.
	DivideCategorical DivideMethod = "categorical"
)

// DivideMethods lists every way to find blocks, in the order a menu shows them.
var DivideMethods = []DivideMethod{DivideEM, DivideEMPurify, DividePurify, DivideReassign, DivideExperts, DivideCategorical}

// Divide splits the training rows of the base scenario into blocks by several methods,
// fits a sub-model to each block and a router. Its cells are first the picture (the
// influence map, one global model), then the methods times the starts, the methods
// running fastest, then one per number of blocks of the curve.
type Divide struct {
	// Blocks is K, 1 … 6.
	Blocks int `json:"blocks"`
	// Methods holds 1 … 6 of [DivideMethods].
	Methods []DivideMethod `json:"methods"`
	// Starts is the number of starts of each method, 1 … 20; start s uses the seed
	// Base.Seed + s for its start and Base.Seed for the data.
	Starts int `json:"starts"`
	// Ridge is λ of the mixture, 10⁻⁸ … 10.
	Ridge float64 `json:"ridge"`
	// Curve is the largest number of blocks to judge by held-out likelihood, 0 … 6; 0
	// leaves the curve out.
	Curve int `json:"curve"`
}

// Dilution trains the arms of an experiment under the same seeds. Its cells are the arms
// times the replications, the arms running fastest; replication r uses the seed Seed + r.
type Dilution struct {
	// Experiment is an erdpd.Experiment, every field given; package study checks it.
	Experiment json.RawMessage `json:"experiment" tstype:"erdpd.Experiment"`
	// Arms holds 1 … 6 arms; the first is what the others are compared with.
	Arms []DilutionArm `json:"arms"`
	// Target is the accuracy to reach, as a share of the best one of the first arm under
	// the same seed, 0.5 … 1.
	Target float64 `json:"target"`
	// Seeds is the number of replications, 1 … 100.
	Seeds int `json:"seeds"`
	// Seed is the first seed.
	Seed uint64 `json:"seed"`
}

// DilutionArm is one side of the comparison.
type DilutionArm struct {
	// Label names it in a chart, 1 … 40 bytes.
	Label string `json:"label"`
	// Arm is "undiluted", "diluted" or "clean".
	Arm string `json:"arm"`
	// Changes sets fields of the experiment, by path, for this arm alone.
	Changes []DilutionChange `json:"changes,omitempty"`
}

// DilutionChange gives a field another value.
type DilutionChange struct {
	// Field is the path of the field, such as "schedule.kind".
	Field string `json:"field"`
	// Value is the value as it stands in a document.
	Value json.RawMessage `json:"value" tstype:"unknown"`
}

// Claims measures claims on variations of an experiment. Its cells are the trials that the
// claims need, each once, times the replications, the trials running fastest.
type Claims struct {
	// Experiment is an erdpd.Experiment, every field given; package study checks it.
	Experiment json.RawMessage `json:"experiment" tstype:"erdpd.Experiment"`
	// IDs names 1 … 20 claims of package erdpd.
	IDs []string `json:"ids"`
	// Seeds is the number of replications, 2 … 100.
	Seeds int `json:"seeds"`
	// Seed is the first seed.
	Seed uint64 `json:"seed"`
}

// StudyMark is a published value to compare a study with.
type StudyMark struct {
	// Measure is the measure it belongs to, such as "variance" or "testAccuracy".
	Measure string `json:"measure"`
	// Label is what to write beside the mark.
	Label string `json:"label"`
	// At is the place on the first axis; nil for a value that holds throughout.
	At *float64 `json:"at,omitempty"`
	// Value is the published value, in the measure's unit.
	Value float64 `json:"value"`
	// Source says where the value is published.
	Source string `json:"source"`
}
