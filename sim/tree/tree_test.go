package tree_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/tree"
)

func newBins(t *testing.T, x *mat.Dense, d int) *tree.Bins {
	t.Helper()
	b, err := tree.NewBins(x, d, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func count(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// By hand: six points on a line, labels 0 0 1 1 1 0. A split is as good as Σ s²/n over its
// sides: after the first point 1 + (4+9)/5 = 3.6, after the second 2 + (9+1)/4 = 4.5, after
// the third (4+1)/3 + (4+1)/3 = 3.33, after the fourth (4+4)/4 + (1+1)/2 = 3, after the
// fifth (4+9)/5 + 1 = 3.6; no split has 3.
func TestSplitByHand(t *testing.T) {
	x := mat.NewDense(6, 1, []float64{1, 2, 3, 4, 5, 6})
	y := []int{0, 0, 1, 1, 1, 0}
	b := newBins(t, x, 1)
	stump, err := tree.Classify(b, y, count(6), 2, tree.Settings{Depth: 1}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for v, want := range map[float64][]float64{1: {1, 0}, 2: {1, 0}, 2.5: {.25, .75}, 3: {.25, .75}, 9: {.25, .75}} {
		if got := stump.Leaf([]float64{v}); !slices.Equal(got, want) {
			t.Errorf("the leaf of %g is %v, want %v", v, got, want)
		}
	}
	full, err := tree.Classify(b, y, count(6), 2, tree.Settings{Depth: 5}, nil, nil)
	if err != nil || full.Leaves() != 3 {
		t.Fatalf("%d leaves, want 3 (%v)", full.Leaves(), err)
	}
	for i, label := range y {
		if full.Leaf(x.RawRowView(i))[label] != 1 {
			t.Errorf("the full tree is unsure of row %d", i)
		}
	}
	large, err := tree.Classify(b, y, count(6), 2, tree.Settings{Depth: 5, MinLeaf: 3}, nil, nil)
	if err != nil || large.Leaves() != 2 {
		t.Errorf("with three rows per leaf there are %d leaves (%v)", large.Leaves(), err)
	}
}

// One boosting round by hand: two points apart, p = ½ each, so that for class 0 g = ∓½
// and h = ¼; each leaf's step is ±½/(¼+1) = ±.4.
func TestBoostingRoundByHand(t *testing.T) {
	x := mat.NewDense(2, 1, []float64{0, 1})
	m := tree.NewBoosting(newBins(t, x, 1), x, 2, .5, tree.Settings{Depth: 2})
	if err := m.Round([]int{0, 1}, count(2), nil, nil); err != nil {
		t.Fatal(err)
	}
	p := make([]float64, 4)
	m.Probabilities(p, x, count(2))
	if want := 1 / (1 + math.Exp(-.4)); !(math.Abs(p[0]-want) <= 1e-15 && math.Abs(p[3]-want) <= 1e-15) {
		t.Errorf("p = %v, want %g for the right class", p, want)
	}
}

// rings are two classes that only products of features tell apart.
func rings(n int) (*mat.Dense, []int) {
	src := rand.New(rand.NewPCG(1, 1))
	x, y := mat.NewDense(n, 3, nil), make([]int, n)
	for i := range n {
		u, v := src.NormFloat64(), src.NormFloat64()
		x.SetRow(i, []float64{u, v, src.NormFloat64()})
		if u*u+v*v > 1.4 {
			y[i] = 1
		}
	}
	return x, y
}

func accuracy(p []float64, y []int, classes int) float64 {
	hits := 0.0
	for i, label := range y {
		if floats.MaxIdx(p[i*classes:(i+1)*classes]) == label {
			hits++
		}
	}
	return hits / float64(len(y))
}

// On held-out rows a forest and boosting beat a single tree, and all beat the largest
// class, which has about half of the rows.
func TestEnsemblesLearn(t *testing.T) {
	x, y := rings(1200)
	train := x.Slice(0, 400, 0, 3).(*mat.Dense)
	held, rows := count(1200)[400:], count(400)
	b := newBins(t, train, 3)
	src := rand.New(rand.NewPCG(2, 2))
	s := tree.Settings{Depth: 8, Features: 2}
	var forest tree.Forest
	boost := tree.NewBoosting(b, train, 2, .3, tree.Settings{Depth: 3})
	for range 40 {
		sample := make([]int, 400)
		for i := range sample {
			sample[i] = src.IntN(400)
		}
		grown, err := tree.Classify(b, y, sample, 2, s, src, nil)
		if err != nil {
			t.Fatal(err)
		}
		forest = append(forest, grown)
		if err := boost.Round(y, rows, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	p := make([]float64, 2*len(held))
	got := map[string]float64{}
	forest[:1].Probabilities(p, x, held)
	got["tree"] = accuracy(p, y[400:], 2)
	forest.Probabilities(p, x, held)
	got["forest"] = accuracy(p, y[400:], 2)
	boost.Probabilities(p, x, held)
	got["boosting"] = accuracy(p, y[400:], 2)
	if got["tree"] < .8 || got["forest"] < got["tree"] || got["boosting"] < got["tree"] {
		t.Errorf("held-out accuracies %v", got)
	}
	tree.Forest(nil).Probabilities(p, x, held)
	if p[0] != .5 {
		t.Errorf("an empty forest says %v", p[:2])
	}
}

func TestSameSourceSameTree(t *testing.T) {
	x, y := rings(200)
	b := newBins(t, x, 3)
	var seen [2][]float64
	for k := range seen {
		g, err := tree.Classify(b, y, count(200), 2, tree.Settings{Depth: 6, Features: 1}, rand.New(rand.NewPCG(3, 3)), nil)
		if err != nil {
			t.Fatal(err)
		}
		seen[k] = make([]float64, 400)
		tree.Forest{g}.Probabilities(seen[k], x, count(200))
	}
	if !slices.Equal(seen[0], seen[1]) {
		t.Error("the same source grew two trees")
	}
}

func TestPulseEndsTheWork(t *testing.T) {
	x, y := rings(100)
	stop := errors.New("stop")
	nodes := 0
	_, err := tree.Classify(newBins(t, x, 3), y, count(100), 2, tree.Settings{Depth: 6}, nil, func() error {
		if nodes++; nodes == 4 {
			return stop
		}
		return nil
	})
	if err != stop || nodes != 4 {
		t.Errorf("%d nodes, error %v", nodes, err)
	}
	if _, err := tree.NewBins(x, 3, func() error { return stop }); err != stop {
		t.Errorf("binning goes on: %v", err)
	}
}

// Quantile bins of a continuous feature split it no worse than a 32nd of the rows.
func TestBinsFollowQuantiles(t *testing.T) {
	n := 3200
	x, y := mat.NewDense(n, 1, nil), make([]int, n)
	for i := range n {
		x.Set(i, 0, math.Exp(float64(i)/200)) // far from evenly spread
		if i >= 1234 {
			y[i] = 1
		}
	}
	g, err := tree.Classify(newBins(t, x, 1), y, count(n), 2, tree.Settings{Depth: 1}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := make([]float64, 2*n)
	tree.Forest{g}.Probabilities(p, x, count(n))
	if a := accuracy(p, y, 2); a < 1-.5/32-.001 {
		t.Errorf("accuracy %.4f", a)
	}
}
