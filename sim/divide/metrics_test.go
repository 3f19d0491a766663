package divide_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/divide"
)

// The adjusted Rand index against its definition over pairs.
func TestRandIndex(t *testing.T) {
	src := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		n := 2 + src.IntN(20)
		a, b := make([]int, n), make([]int, n)
		for i := range a {
			a[i], b[i] = src.IntN(3), src.IntN(4)
		}
		both, inA, inB, all := 0.0, 0.0, 0.0, 0.0
		for i := range n {
			for j := range i {
				x, y := a[i] == a[j], b[i] == b[j]
				all++
				both += float(x && y)
				inA += float(x)
				inB += float(y)
			}
		}
		want := 1.0
		if expected := inA * inB / all; (inA+inB)/2 != expected {
			want = (both - expected) / ((inA+inB)/2 - expected)
		}
		near(t, "index", divide.RandIndex(a, b), want, 1e-12)
	}
	near(t, "same, other names", divide.RandIndex([]int{0, 0, 1, 2}, []int{2, 2, 0, 1}), 1, 0)
	near(t, "one block each", divide.RandIndex([]int{0, 0}, []int{0, 0}), 1, 0)
	near(t, "one row", divide.RandIndex([]int{0}, []int{0}), 1, 0)
}

func float(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func TestAgree(t *testing.T) {
	//            block 0 is mostly origin 1; block 1 mostly origin 0; block 2 has one row
	blocks := []int{0, 0, 0, 0, 1, 1, 1, 2}
	truth := []int{1, 1, 1, 0, 0, 0, 1, 0}
	a := divide.Agree(blocks, truth, 3, 2)
	want := []divide.Matched{{Origin: 1, Rows: 4, Right: 3, Precision: .75, Recall: .75, F1: .75},
		{Origin: 0, Rows: 3, Right: 2, Precision: 2. / 3, Recall: .5, F1: 4. / 7}, {Origin: -1, Rows: 1}}
	if !slices.Equal(a.Blocks, want) || a.Right != 5./8 {
		t.Errorf("%+v", a)
	}
}

// AUC, ROC and precision against pairs and sorting, with many ties and NaN.
func TestRankings(t *testing.T) {
	src := rand.New(rand.NewPCG(2, 1))
	for range 50 {
		n := 2 + src.IntN(15)
		scores, positive := make([]float64, n), make([]bool, n)
		for i := range scores {
			scores[i], positive[i] = float64(src.IntN(5)), src.IntN(2) == 0
			if scores[i] == 0 {
				scores[i] = math.NaN() // last
			}
		}
		value := func(i int) float64 {
			if math.IsNaN(scores[i]) {
				return -1
			}
			return scores[i]
		}
		wins, pairs := 0.0, 0.0
		for i := range n {
			for j := range n {
				if positive[i] && !positive[j] {
					pairs++
					wins += float(value(i) > value(j)) + float(value(i) == value(j))/2
				}
			}
		}
		want := .5
		if pairs > 0 {
			want = wins / pairs
		}
		auc := divide.AUC(scores, positive)
		near(t, "AUC", auc, want, 1e-12)
		x, y := divide.ROC(scores, positive)
		area := 0.0
		for i := 1; i < len(x); i++ {
			area += (x[i] - x[i-1]) * (y[i] + y[i-1]) / 2
		}
		if pairs > 0 {
			near(t, "area under the curve", area, auc, 1e-12)
		}
		if x[0] != 0 || y[0] != 0 || x[len(x)-1] != 1 || y[len(y)-1] != 1 {
			t.Errorf("curve %v, %v", x, y)
		}
	}
	// Straight up, slanted, straight up, slanted: between corners by straight line.
	got := divide.TrueRates([]float64{0, 0, .5, .5, 1}, []float64{0, .25, .5, .75, 1}, []float64{0, .25, .5, .75, 1})
	for i, want := range []float64{.25, .375, .75, .875, 1} {
		near(t, "true positive rate", got[i], want, 1e-15)
	}
	scores, positive := []float64{5, 4, 4, 4, 1}, []bool{true, true, false, false, true}
	for k, want := range []float64{0, 1, (1 + 1./3) / 2, (1 + 2./3) / 3, .5, .6} {
		near(t, "precision", divide.PrecisionAt(scores, positive, k), want, 1e-15)
	}
	near(t, "precision beyond the end", divide.PrecisionAt(scores, positive, 9), .6, 1e-15)
	near(t, "precision of nothing", divide.PrecisionAt(nil, nil, 3), 0, 0)
}

func TestCeiling(t *testing.T) {
	// Origins 0 0 0 0 1 1; both functions explain rows 3 and 4.
	truth := []int{0, 0, 0, 0, 1, 1}
	explained := []bool{true, false, true, false, true, false, true, true, true, true, false, true}
	c := divide.NewCeiling(truth, explained, 2)
	if c.Ambiguous != 2 || c.Agreement.Right != 5./6 || c.Agreement.Blocks[1].Recall != .5 {
		t.Errorf("%+v", c)
	}
	// Row 5 above all; row 4 ties with row 3 at a chance of 1/3, above rows 0, 1 and 2.
	for i, want := range []float64{0, 0, 0, 1. / 3, 1. / 3, 1} {
		near(t, "score", c.Scores[i], want, 1e-15)
	}
	near(t, "AUC", c.AUC, (4+3.5)/8, 1e-15)

	d := dataset.SD(dataset.Stream(1, "data"), []int{50, 30})
	e := divide.Explained(d)
	for i := range 80 {
		if !e[2*i+d.Origin[i]] {
			t.Errorf("row %d is not explained by its own rule", i)
		}
	}
	if divide.Explained(dataset.Plane(dataset.Stream(1, "data"), []int{5, 5})) != nil {
		t.Error("the plane is no questionnaire")
	}
}

func TestHeterogeneity(t *testing.T) {
	for _, c := range []struct {
		fractions []float64
		want      float64
	}{{[]float64{1, 0}, 0}, {[]float64{50, 50}, math.Ln2}, {[]float64{.7, .3}, .6108643020548935}, {[]float64{2, 2, 2}, math.Log(3)}, {nil, 0}, {[]float64{0}, 0}} {
		near(t, "E(Z)", divide.Heterogeneity(c.fractions), c.want, 1e-15)
	}
}

func TestStops(t *testing.T) {
	path := divide.Trajectory{
		Removed:    []int{0, 10, 20, 30, 40, 50, 60, 70, 80, 90},
		Variance:   []float64{100, 90, 80, 70, 60, 50, 49.9, 49, 48, 48.5},
		Validation: []float64{.5, .6, .7, .7, .6, .5, .5, .5, .5, .5},
	}
	test := []float64{.5, .6, .65, .7, .75, .8, .7, .6, .6, .6}
	for _, c := range []struct {
		stop  divide.Stop
		step  int
		fired bool
	}{
		{divide.StopPublished(path, .01), 6, true},  // .1/49.9
		{divide.StopPublished(path, .001), 9, true}, // the rise
		{divide.StopPublished(divide.Trajectory{Variance: path.Variance[:4]}, .01), 3, false},
		{divide.StopInflection(path), 5, true}, // −10 a step before, −2/3 after
		{divide.StopInflection(divide.Trajectory{Variance: path.Variance[:4]}), 3, false},
		{divide.StopValidation(path), 2, true},
		{divide.StopValidation(divide.Trajectory{Variance: path.Variance}), 9, false},
		{divide.StopBudget(path, 35), 4, true},
		{divide.StopBudget(path, 91), 9, false},
	} {
		if c.stop.Step != c.step || c.stop.Fired != c.fired {
			t.Errorf("%+v, want step %d, fired %v", c.stop, c.step, c.fired)
		}
		near(t, "regret of "+c.stop.Rule, divide.Regret(test, c.stop), .8-test[c.stop.Step], 1e-15)
	}
}
