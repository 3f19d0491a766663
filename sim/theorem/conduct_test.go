package theorem_test

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/scenario"
	"untangle/sim/softmax"
	"untangle/sim/theorem"
)

// In data that look the same from every point, all δ are equal. Then no single removal
// lowers V under u: the existence that Corollary 1 draws from the positive sign fails.
func TestSymmetricDataHaveNoPointToRemove(t *testing.T) {
	const copies = 8 // of the four points (±1, label 0 or 1); with 4·8 points the four models are mirror images
	x, y := mat.NewDense(4*copies, 2, nil), make([]int, 4*copies)
	for i := range y {
		x.SetRow(i, []float64{float64(1 - 2*(i%2)), 1})
		y[i] = i / 2 % 2
	}
	r := measure(t, theorem.Config{Data: &theorem.Data{X: softmax.NewDesign(x), Y: y, Classes: 2}, Removals: 1})
	near(t, "the spread of δ", r.DeltaU.Max-r.DeltaU.Min, 0, 1e-6)
	if r.DeltaU.Positive != 0 || r.Best.ScaledDropU > -1 || r.Best.VarianceU <= r.Variance {
		t.Errorf("a removal lowers V: %+v", r.Best)
	}
}

func TestTheSameConfigGivesTheSameBits(t *testing.T) {
	c := theorem.Config{N: 60, Removals: 4, Samples: 20, Seed: 11}
	a := measure(t, c)
	ticks, last := 0, 0
	b, err := theorem.Measure(c, func(done, total int) error {
		if done < last || done > total {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		ticks, last = ticks+1, done
		return nil
	})
	if err != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("another result with a tick: %v", err)
	}
	if ticks < b.Refits {
		t.Errorf("%d ticks for %d refits", ticks, b.Refits)
	}
	c.Seed++
	if measure(t, c).Variance == a.Variance {
		t.Error("the seed changes nothing")
	}
}

func TestMoreOfTheSamePoints(t *testing.T) {
	few, many := twoRules(6, 20), twoRules(6, 50)
	if !reflect.DeepEqual(few.X, many.X[:20]) || !reflect.DeepEqual(few.Y, many.Y[:20]) {
		t.Error("50 points do not begin with the 20")
	}
}

func TestACancelEndsTheWork(t *testing.T) {
	stop := errors.New("stop")
	for _, after := range []int{0, 1, 30, 100} {
		left := after
		_, err := theorem.Measure(theorem.Config{N: 100, Removals: 1}, func(int, int) error {
			if left--; left < 0 {
				return stop
			}
			return nil
		})
		if !errors.Is(err, stop) || left != -1 {
			t.Errorf("after %d ticks: %v, %d more", after, err, -1-left)
		}
	}
}

func TestBadSettings(t *testing.T) {
	flat := mat.NewDense(12, 1, nil)
	for i := range 12 {
		flat.Set(i, 0, 1)
	}
	same := &theorem.Data{X: softmax.NewDesign(flat), Y: make([]int, 12), Classes: 2}
	for _, c := range []struct {
		field  string
		config theorem.Config
	}{
		{"theorem.n", theorem.Config{N: 3, Removals: 1}},
		{"theorem.n", theorem.Config{N: 100_000, Removals: 1}},
		{"theorem.n", theorem.Config{N: 13, Removals: 1, Data: same}},
		{"theorem.removals", theorem.Config{N: 20}},
		{"theorem.removals", theorem.Config{N: 20, Removals: 11}},
		{"theorem.samples", theorem.Config{N: 20, Removals: 1, Samples: 1}},
		{"theorem.samples", theorem.Config{N: 20, Removals: 1, Samples: -5}},
		{"theorem.points", theorem.Config{N: 20, Removals: 1, Points: 21}},
		{"theorem.points", theorem.Config{N: 20, Removals: 5, Points: 4}},
		{"theorem.pairs", theorem.Config{N: 20, Removals: 1, Pairs: -2}},
		{"theorem.ridge", theorem.Config{N: 20, Removals: 1, Ridge: -1}},
		{"theorem.ridge", theorem.Config{N: 20, Removals: 1, Ridge: math.NaN()}},
		{"theorem.seed", theorem.Config{N: 20, Removals: 1, Seed: 1 << 60}},
		{"theorem.data", theorem.Config{Data: same, Removals: 1}},
	} {
		_, err := theorem.Measure(c.config, nil)
		var e *scenario.Error
		if !errors.As(err, &e) || e.Field != c.field || e.Problem.Empty() || e.Remedy.Empty() {
			t.Errorf("%+v: %v, want an error of %s", c.config, err, c.field)
		}
	}
}

// Results are plain data: they survive JSON, which has no NaN.
func TestResultIsPlainData(t *testing.T) {
	r := measure(t, theorem.Config{N: 30, Removals: 2, Samples: 10})
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back theorem.Result
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(r, back) {
		t.Errorf("%v, or another result after JSON", err)
	}
	if !strings.HasPrefix(string(b), `{"n":30,"removals":2,"variance":`) {
		t.Errorf("%s", b)
	}
}
