package erdpd

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/say"
	"untangle/sim/scenario"
)

// Data is what a run trains and tests on.
type Data struct {
	// X is n×(features+1), its last column the constant 1.
	X *mat.Dense
	// Given holds the labels as a learner gets them, True those it should have got.
	Given, True []int
	// TestX and Test are the clean test rows, X's layout.
	TestX *mat.Dense
	Test  []int
	// Classes is C.
	Classes int
	// Side is the side of square images, or 0.
	Side int
}

// Rows returns n.
func (d *Data) Rows() int { return len(d.Given) }

// Inputs returns the number of features, without the constant.
func (d *Data) Inputs() int {
	_, cols := d.X.Dims()
	return cols - 1
}

// Pure reports whether row i has its true label.
func (d *Data) Pure(i int) bool { return d.Given[i] == d.True[i] }

// checkData holds the data of an experiment to the rules of a scenario.
func checkData(d scenario.Data, seed uint64) error {
	return scenario.Scenario{Version: scenario.Version, ID: "dilution", Seed: seed, Data: d,
		Fit: scenario.Fit{Method: scenario.FitNewton, Ridge: deltaRidge}, Influence: scenario.Influence{Damping: deltaDamping},
		Purify: scenario.Purify{Rule: scenario.RuleDelta, PerStep: 1}}.Validate()
}

// Generate makes the data of an experiment under a seed; files holds packed files by
// name, as for [dataset.Generate]. Data of kind "table" go through [Prepare].
func Generate(e Experiment, seed uint64, files map[string][]byte) (*Data, error) {
	if err := checkData(e.Data, seed); err != nil {
		return nil, err
	}
	clean := e.Data
	clean.Noise = scenario.Noise{}
	train, test, err := dataset.Generate(clean, seed, files)
	if err != nil {
		return nil, err
	}
	return Prepare(e, seed, train, test)
}

// Prepare makes the data of an experiment from clean rows: classes are thinned to the
// experiment's imbalance (stream "imbalance"), then labels flipped as its noise asks
// (stream "noise", [dataset.Flip]).
//
// Two kinds of impurity are known to the experimenter: flips, and, for "sd", rows that
// another rule than the first has labeled, since the test rows follow the first. For them
// True is what the first rule says. Noise that a user's own table brings along is unknown
// and counts as true.
func Prepare(e Experiment, seed uint64, train, test *dataset.Dataset) (*Data, error) {
	if err := e.Validate(); err != nil {
		return nil, err
	}
	if test == nil || test.Rows() == 0 {
		return nil, refuse("data.test", say.T("leaves no test rows"), say.T("give clean rows to test on"))
	}
	if len(train.Classes) < 2 {
		return nil, refuse("data", say.T("has one class"), say.T("use labels of two classes or more"))
	}
	rows := imbalanced(train.Y, len(train.Classes), e.Imbalance, dataset.Stream(seed, "imbalance"))
	if len(rows) < scenario.MinRows {
		return nil, refuse("imbalance", say.T("leaves %d rows", len(rows)), say.T("lower it, so that %d rows stay", scenario.MinRows))
	}
	part := &dataset.Dataset{X: take(train.X, rows), Y: pick(train.Y, rows), Classes: train.Classes}
	d := &Data{X: part.X, True: slices.Clone(part.Y), TestX: test.X, Test: test.Y, Classes: len(train.Classes), Side: e.Data.Size}
	if e.Data.Kind == scenario.DataSD {
		for i, r := range rows {
			d.True[i] = dataset.SDLabel(0, train.Codes[r*dataset.Questions:(r+1)*dataset.Questions])
		}
	}
	dataset.Flip(part, dataset.Stream(seed, "noise"), e.Data.Noise)
	d.Given = part.Y
	return d, nil
}

// imbalanced returns the rows that stay, ascending: ⌊share·count + ½⌋ rows of each class,
// at least one of a class that has any.
func imbalanced(y []int, classes int, ratio float64, src *rand.Rand) []int {
	of := make([][]int, classes)
	for i, c := range y {
		of[c] = append(of[c], i)
	}
	var rows []int
	for c, members := range of {
		share := math.Pow(ratio, -float64(c)/float64(classes-1))
		keep := max(min(1, len(members)), int(math.Floor(share*float64(len(members))+.5)))
		if keep < len(members) {
			src.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		}
		rows = append(rows, members[:keep]...)
	}
	slices.Sort(rows)
	return rows
}

func take(x *mat.Dense, rows []int) *mat.Dense {
	_, cols := x.Dims()
	out := mat.NewDense(len(rows), cols, nil)
	for i, r := range rows {
		out.SetRow(i, x.RawRowView(r))
	}
	return out
}

func pick(y, rows []int) []int {
	out := make([]int, len(rows))
	for i, r := range rows {
		out[i] = y[r]
	}
	return out
}
