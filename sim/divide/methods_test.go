package divide_test

import (
	"errors"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/divide"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// methods runs every method from the same seed.
func methods(d *dataset.Dataset, p *softmax.Problem, k int) map[string]func() (*divide.Division, error) {
	return map[string]func() (*divide.Division, error){
		"em":       func() (*divide.Division, error) { return divide.EM{}.Random(p, k, 1, nil, nil) },
		"reassign": func() (*divide.Division, error) { return divide.Reassign{}.Random(p, k, 1, nil, nil) },
		"purify":   func() (*divide.Division, error) { return divide.Purify{}.Divide(p, k, nil, nil) },
		"experts":  func() (*divide.Division, error) { return divide.Experts{Epochs: 60}.Random(p, k, 1, nil, nil) },
		"categorical": func() (*divide.Division, error) {
			return divide.Categorical{}.Random(d, p, k, 1, nil, nil)
		},
	}
}

// When reassignment ends, a row that its own model gets wrong is one that no model gets right.
func TestReassignEndsWhereNothingMoves(t *testing.T) {
	_, p := sd(5, 140, 60)
	last := -1
	d, err := divide.Reassign{}.Random(p, 2, 3, func(it *divide.Iteration) error { last = it.Moved; return nil }, nil)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, "reassign", d, 200, 2)
	if d.Outcome != softmax.Converged {
		t.Skipf("it cycled, as it may: outcome %v", d.Outcome)
	}
	if last <= 0 {
		t.Errorf("the iteration before the last moved %d rows", last)
	}
	predicted := [2][]int{make([]int, 200), make([]int, 200)}
	for b := range predicted {
		softmax.Predict(predicted[b], p.X, p.Rows, d.Theta[b], 4)
	}
	for i, b := range d.Blocks {
		if predicted[b][i] != p.Y[i] && predicted[1-b][i] == p.Y[i] {
			t.Errorf("row %d is in block %d, which gets it wrong, and block %d gets it right", i, b, 1-b)
		}
	}
}

// Purification stops where its rule says: the rows removed until then are the second block.
func TestPurifyDividesAtTheStop(t *testing.T) {
	_, p := sd(6, 140, 60)
	var moved []int
	got, err := divide.Purify{PerStep: 5, Stop: stopAt}.Divide(p, 2, func(it *divide.Iteration) error {
		moved = append(moved, it.Moved)
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, "purify", got, 200, 2)
	if n := len(got.Rows(p, 1)); n != 35 {
		t.Errorf("%d rows in the second block, want 7 steps of 5", n)
	}
	if want := append(slices.Repeat([]int{5}, 20), 0, 65); !slices.Equal(moved, want) { // half of 200 rows may leave
		t.Errorf("moved %v, want %v", moved, want)
	}
	three, err := divide.Purify{PerStep: 5, Stop: stopAt}.Divide(p, 3, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, "purify in three", three, 200, 3)
}

// stopAt stops after seven steps, or as many as there are.
func stopAt(path divide.Trajectory) divide.Stop {
	return divide.Stop{Rule: "test", Step: min(7, len(path.Removed)-1), Fired: true}
}

// The rows removed are of the minority far more often than by chance. One sample of this
// size says little (15 … 26 of 35 rows), so several are taken together.
func TestPurifyRemovesTheMinority(t *testing.T) {
	minority := 0
	for seed := uint64(1); seed <= 6; seed++ {
		d, p := sd(seed, 140, 60)
		got, err := divide.Purify{PerStep: 5, Stop: stopAt}.Divide(p, 2, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range got.Rows(p, 1) {
			minority += d.Origin[r]
		}
	}
	if minority < 108 { // 18 of 35 a sample; 63 by chance, with a standard deviation of 6
		t.Errorf("%d of 210 rows removed are of the minority", minority)
	}
}

// The latent class model finds blocks that differ in their values, which is what it is for,
// and nothing where only the rule differs.
func TestCategoricalFindsValuesNotRules(t *testing.T) {
	d, p := sd(7, 300, 200)
	blind, err := divide.Categorical{}.Random(d, p, 2, 1, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, "categorical", blind, 500, 2)
	if a := divide.RandIndex(blind.Blocks, d.Origin); a > .1 {
		t.Errorf("adjusted Rand index %.3f from values that are the same in both blocks", a)
	}
	// Block 1 now answers B wherever it would answer D.
	b, letters := slices.Index(dataset.Letters, "B"), slices.Index(dataset.Letters, "D")
	for i := range d.Rows() {
		for q := range dataset.Questions {
			if at := i*dataset.Questions + q; d.Origin[i] == 1 && int(d.Codes[at]) == letters {
				d.Codes[at] = uint8(b)
			}
		}
	}
	last := -1e300
	seeing, err := divide.Categorical{}.Random(d, p, 2, 1, func(it *divide.Iteration) error {
		if it.LogLikelihood < last-1e-6 { // smoothing is not in the likelihood, so it may give way a little
			t.Errorf("the likelihood falls from %g to %g", last, it.LogLikelihood)
		}
		last = it.LogLikelihood
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a := divide.RandIndex(seeing.Blocks, d.Origin); a < .7 {
		t.Errorf("adjusted Rand index %.3f where the values tell", a)
	}
}

// The gate of a mixture of experts routes by itself where x tells the block. Two ways to
// cut the plane are equally good, so its blocks need not be the regions.
func TestExpertsOnThePlane(t *testing.T) {
	d, p := plane(1, 300, 200)
	got, err := divide.Experts{}.Random(p, 2, 1, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, "experts", got, 500, 2)
	gate := make([]int, 500)
	softmax.Predict(gate, p.X, p.Rows, got.Gate, 2)
	if !slices.Equal(gate, got.Gated) {
		t.Error("the rows gated are not those of the gate's weights")
	}
	router, err := divide.NewRouter(p, got.Blocks, 2, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r := divide.Evaluate(got, router, got.Theta[0], p.X, p.Y, d.Origin, 2); r.Gated.Accuracy < .93 {
		t.Errorf("with its gate it gets %.3f of the rows right", r.Gated.Accuracy)
	}
}

func TestSubModelsAndVariances(t *testing.T) {
	_, p := sd(8, 60, 40)
	blocks := make([]int, 100)
	for i := range blocks {
		blocks[i] = i % 2 * 2 // none in block 1
	}
	theta, err := divide.SubModels(p, blocks, 3, 1e-2, nil)
	if err != nil {
		t.Fatal(err)
	}
	part := *p
	part.Rows = nil
	for i := 0; i < 100; i += 2 {
		part.Rows = append(part.Rows, i)
	}
	want, _ := softmax.Newton(&part, 1e-2, nil)
	for i, v := range want.Theta {
		near(t, "Θ", theta[0][i], v, 1e-7)
		if theta[1][i] != 0 {
			t.Fatal("the model of an empty block is not zero")
		}
	}
	v, err := divide.Variances(p, blocks, 3, 1e-2, .01, nil)
	if err != nil || !(v[0] > 0 && v[2] > 0) || v[1] == v[1] {
		t.Errorf("variances %v (%v), want numbers and NaN for the empty block", v, err)
	}
}

// Data that leave a method nothing to go by: it gives a division, or says what is wrong.
func TestDegenerateData(t *testing.T) {
	same := func(n int, y func(i int) int) *dataset.Dataset {
		d := &dataset.Dataset{X: mat.NewDense(n, 3, nil), Classes: []string{"a", "b", "c"}, Origin: make([]int, n), Origins: []string{""},
			Columns: []dataset.Column{{Name: "q", Levels: []string{"x"}}}, Codes: make([]uint8, n)}
		for i := range n {
			d.X.SetRow(i, []float64{2, -1, 1})
			d.Y = append(d.Y, y(i))
		}
		return d
	}
	for name, d := range map[string]*dataset.Dataset{
		"identical points, three labels": same(40, func(i int) int { return i % 3 }),
		"identical points, one label":    same(40, func(int) int { return 1 }),
		"as many rows as blocks":         same(3, func(i int) int { return i }),
	} {
		p := problem(d.X, d.Y, 3)
		for method, run := range methods(d, p, 3) {
			got, err := run()
			if method == "purify" && d.Rows() < 10 {
				var e *scenario.Error
				if !errors.As(err, &e) || e.Field != "divide.blocks" {
					t.Errorf("%s, purify: %v", name, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s, %s: %v", name, method, err)
				continue
			}
			sound(t, name+", "+method, got, d.Rows(), 3)
			r, err := divide.NewRouter(p, got.Blocks, 3, 1, nil)
			if err != nil || r.Test.Verdict == "" || r.Test.Accuracy != r.Test.Accuracy || r.Test.Routable {
				t.Errorf("%s, %s: router %+v, %v", name, method, r, err)
			}
		}
	}
}

func TestNumberOfBlocks(t *testing.T) {
	d, p := sd(8, 3, 2)
	for _, k := range []int{-1, 0, 6, 7} { // five rows
		for method, run := range methods(d, p, k) {
			_, err := run()
			var e *scenario.Error
			if !errors.As(err, &e) || e.Field != "divide.blocks" || e.Remedy.Empty() {
				t.Errorf("%s with %d blocks: %v", method, k, err)
			}
		}
	}
	bare := *d
	bare.Columns = nil
	_, err := divide.Categorical{}.Random(&bare, p, 2, 1, nil, nil)
	var e *scenario.Error
	if !errors.As(err, &e) || e.Field != "divide.method" {
		t.Errorf("no columns: %v", err)
	}
}
