package softmax_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
)

// Each row's probabilities are those of a model trained on the other folds: with as many
// folds as rows, exactly those of the fit without the row.
func TestOutOfFoldLeavesOut(t *testing.T) {
	s := cloud(5, 24, 3, 3)
	got, err := softmax.OutOfFold(s.Problem, 24, .01, dataset.Stream(1, "split"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 24 {
		rest := *s.Problem
		rest.Rows = slices.Delete(softmax.All(24), i, i+1)
		fit, _ := softmax.Newton(&rest, .01, nil)
		want := make([]float64, 3)
		softmax.Probabilities(want, s.Problem.X, []int{i}, fit.Theta, 3)
		for c := range want {
			near(t, "probability", got[3*i+c], want[c], 1e-7) // two fits to a gradient of 1e-9, over the ridge
		}
	}
}

// Folds hold each class in equal shares; the same stream deals the same folds; rows that
// do not take part change nothing.
func TestOutOfFoldOfSomeRows(t *testing.T) {
	s := cloud(6, 60, 3, 2)
	part := *s.Problem
	part.Rows = nil
	for i := range 60 {
		if i%3 != 1 {
			part.Rows = append(part.Rows, i)
		}
	}
	a, err := softmax.OutOfFold(&part, 5, .01, dataset.Stream(1, "split"), nil)
	if err != nil || len(a) != 2*len(part.Rows) {
		t.Fatalf("%d probabilities, %v", len(a), err)
	}
	for i := 0; i < len(a); i += 2 {
		if sum := a[i] + a[i+1]; math.Abs(sum-1) > 1e-12 || !(a[i] >= 0) {
			t.Errorf("row %d: %g and %g", i/2, a[i], a[i+1])
		}
	}
	if b, _ := softmax.OutOfFold(&part, 5, .01, dataset.Stream(1, "split"), nil); !slices.Equal(a, b) {
		t.Error("the same stream gives other folds")
	}
	if b, _ := softmax.OutOfFold(&part, 5, .01, dataset.Stream(2, "split"), nil); slices.Equal(a, b) {
		t.Error("another stream gives the same folds")
	}
}

// On flipped labels the out-of-fold model prefers the true class, where a model that has
// seen the row is swayed by its label.
func TestOutOfFoldSuggestsTheTruth(t *testing.T) {
	d := dataset.Moons(dataset.Stream(3, "data"), 200)
	truth := slices.Clone(d.Y)
	for i := 0; i < 200; i += 10 {
		d.Y[i] = 1 - d.Y[i]
	}
	s := newSet("moons", d.X, d.Y, 2)
	p, err := softmax.OutOfFold(s.Problem, 5, .01, dataset.Stream(1, "split"), nil)
	if err != nil {
		t.Fatal(err)
	}
	hits := 0
	for i := 0; i < 200; i += 10 {
		if p[2*i+truth[i]] > .5 {
			hits++
		}
	}
	if hits < 15 { // no line parts the moons, so some suggestions are wrong
		t.Errorf("%d of 20 flipped rows are suggested their true label", hits)
	}
}

func TestOutOfFoldTicks(t *testing.T) {
	s := cloud(7, 40, 3, 2)
	last, stop := -1, errors.New("enough")
	_, err := softmax.OutOfFold(s.Problem, 4, .01, dataset.Stream(1, "split"), func(done, total int) error {
		if done < last || done > total {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
		return nil
	})
	if err != nil || last < 3*softmax.NewtonIterations {
		t.Errorf("%v, the last tick is %d", err, last)
	}
	if _, err := softmax.OutOfFold(s.Problem, 4, .01, dataset.Stream(1, "split"), func(int, int) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("canceled, it ends with %v", err)
	}
	for _, folds := range []int{0, 1, 41} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%d folds do not panic", folds)
				}
			}()
			softmax.OutOfFold(s.Problem, folds, .01, dataset.Stream(1, "split"), nil)
		}()
	}
}

// The ridge chosen has the smallest loss of the list, each that of its own folds; it is
// larger for many features of few rows, and the folds are the same for every ridge.
func TestChooseRidge(t *testing.T) {
	narrow, wide := cloud(8, 90, 2, 2), cloud(8, 30, 20, 2)
	few, losses, err := softmax.ChooseRidge(narrow.Problem, 5, dataset.Stream(1, "split"), nil)
	if err != nil || len(losses) != len(softmax.Ridges) {
		t.Fatal(err, losses)
	}
	if k := slices.Index(softmax.Ridges, few); losses[k] != slices.Min(losses) {
		t.Errorf("ridge %g has loss %g; the losses are %g", few, losses[k], losses)
	}
	many, _, err := softmax.ChooseRidge(wide.Problem, 5, dataset.Stream(1, "split"), nil)
	if err != nil || many <= few {
		t.Errorf("ridge %g for 20 features and 30 rows, %g for 2 and 90: %v", many, few, err)
	}
	src := dataset.Stream(1, "split")
	same := rand.New(rand.NewPCG(src.Uint64(), src.Uint64()))
	p, err := softmax.OutOfFold(narrow.Problem, 5, softmax.Ridges[3], same, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := 0.0
	for i, y := range narrow.Problem.Y {
		want -= math.Log(p[2*i+y]) / 90
	}
	near(t, "loss", losses[3], want, 1e-12)
	stop := errors.New("enough")
	if _, _, err := softmax.ChooseRidge(wide.Problem, 5, src, func(done, total int) error {
		if done > total {
			t.Errorf("%d of %d", done, total)
		}
		return stop
	}); !errors.Is(err, stop) {
		t.Errorf("canceled, it ends with %v", err)
	}
}
