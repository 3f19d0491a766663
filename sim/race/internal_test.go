package race

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s is %.12g, want %.12g within %.1g", what, got, want, tol)
	}
}

// KNN-Shapley in closed form against Shapley's definition over all coalitions, for the
// utility Σ of hits among the K nearest of the coalition, over K.
func TestKNNShapleyAgainstAllCoalitions(t *testing.T) {
	const n = 9 // eight others: more than K, so both ends of the recursion are met
	src := rand.New(rand.NewPCG(5, 5))
	x, y := mat.NewDense(n, 3, nil), make([]int, n)
	for i := range n {
		x.SetRow(i, []float64{src.NormFloat64(), src.NormFloat64(), 1})
		y[i] = src.IntN(2)
	}
	for _, size := range []int{n, 4} { // with 4 rows all others are neighbors
		cfg := purify.Config{X: softmax.NewDesign(x), Y: y, Rows: softmax.All(size), Classes: 2}
		rule, err := newNeighbors(cfg)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]float64, size)
		if err := rule.Scores(got, &purify.Step{Problem: problem(cfg)}, nil, nil); err != nil {
			t.Fatal(err)
		}
		want := make([]float64, size)
		for query := range size {
			for player := range size {
				if player != query {
					want[player] -= shapley(x, y, query, player, size) / float64(size)
				}
			}
		}
		for i := range want {
			near(t, "score", got[i], want[i], 1e-12)
		}
	}
}

func shapley(x *mat.Dense, y []int, query, player, n int) float64 {
	var others []int
	for i := range n {
		if i != query && i != player {
			others = append(others, i)
		}
	}
	value := 0.0
	for set := range 1 << len(others) {
		var coalition []int
		for b, o := range others {
			if set>>b&1 == 1 {
				coalition = append(coalition, o)
			}
		}
		s, m := len(coalition), len(others)+1
		weight := math.Gamma(float64(s)+1) * math.Gamma(float64(m-s)) / math.Gamma(float64(m)+1)
		value += weight * (hits(x, y, query, append(slices.Clone(coalition), player)) - hits(x, y, query, coalition))
	}
	return value
}

func hits(x *mat.Dense, y []int, query int, coalition []int) float64 {
	distance := func(i int) float64 { return squaredDistance(x.RawRowView(i), x.RawRowView(query)) }
	order := slices.Clone(coalition)
	slices.SortFunc(order, func(a, b int) int {
		if distance(a) < distance(b) {
			return -1
		}
		return 1
	})
	sum := 0.0
	for _, i := range order[:min(nearest, len(order))] {
		if y[i] == y[query] {
			sum += 1. / nearest
		}
	}
	return sum
}

// Rows at the same distance must not come in the order of the file.
func TestKNNTiesAreShuffled(t *testing.T) {
	x := mat.NewDense(40, 2, nil)
	for i := range 40 {
		x.SetRow(i, []float64{0, 1})
	}
	r := &neighbors{cfg: purify.Config{X: softmax.NewDesign(x), Y: make([]int, 40), Rows: softmax.All(40), Classes: 2, Seed: 1}}
	if err := r.sort(nil); err != nil {
		t.Fatal(err)
	}
	if slices.IsSorted(r.order[0]) || len(r.order[0]) != 39 || slices.Contains(r.order[0], 0) {
		t.Errorf("order %v", r.order[0])
	}
}

// Along an order the marginal values telescope: their sum is the accuracy where the order
// was cut less that of nothing, and the cut is within the tolerance of the accuracy with
// all rows.
func TestSampledValuesTelescope(t *testing.T) {
	d := dataset.SD(dataset.Stream(1, "data"), []int{40, 20})
	x := softmax.NewDesign(d.X)
	p := &softmax.Problem{X: x, Y: d.Y, Rows: softmax.All(60), Basis: softmax.NewBasis(x, 4)}
	v := newValuer(p, softmax.All(30), softmax.All(60)[30:])
	dst := make([]float64, 60)
	if err := v.sample(dst, dataset.Stream(1, "orders"), func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, s := range dst {
		sum -= s * sampledOrders
		if i >= 30 && s != 0 {
			t.Errorf("row %d of the other half has a value", i)
		}
	}
	near(t, "sum of the values", sum, v.full-v.empty, sampledTolerance)
}

// The confident joint, worked by hand.
func TestConfidentJoint(t *testing.T) {
	// Thresholds: t₀ = (.9+.8+.1)/3 = .6, t₁ = (.7+.6+.2+.5)/4 = .5.
	y := []int{0, 0, 0, 1, 1, 1, 1}
	p := []float64{.9, .1, .8, .2, .1, .9, .3, .7, .4, .6, .8, .2, .5, .5}
	j := newJoint(p, y, 2)
	if !slices.Equal(j.guess, []int{0, 0, 1, 1, 1, 0, 1}) || !slices.Equal(j.count[0], []float64{2, 1}) || !slices.Equal(j.count[1], []float64{1, 3}) {
		t.Errorf("guesses %v, joint %v", j.guess, j.count)
	}
	near(t, "errors", j.errors(), 2, 1e-12)
	want := []bool{false, false, true, false, false, true, false}
	for _, f := range []scenario.RuleName{ConfidentRate, ConfidentClass, ConfidentBoth, ConfidentJoint} {
		if got := j.flag(f); !slices.Equal(got, want) {
			t.Errorf("%s flags %v", f, got)
		}
	}
	// A row that reaches no threshold is not counted, and Q is scaled up for it: row 1 at
	// .55 is below t₀ = .6 (t₀ is then (1+.55+.25)/3) and t₁.
	p = []float64{1, 0, .55, .45, .25, .75, .3, .7, .4, .6, .8, .2, .5, .5}
	j = newJoint(p, y, 2)
	if j.guess[1] != -1 || !slices.Equal(j.count[0], []float64{1, 1}) {
		t.Errorf("guesses %v, joint %v", j.guess, j.count)
	}
	near(t, "errors", j.errors(), 1.5+1, 1e-12)
	if n := j.flag(ConfidentClass); n[1] || !n[2] { // two of class 0 by count, but row 1 is most likely of its class
		t.Errorf("flags %v", n)
	}
	empty := newJoint([]float64{.9, .1, 0}, []int{0}, 3)
	if !slices.Equal(empty.flag(ConfidentRate), []bool{false}) || empty.errors() != 0 {
		t.Error("labels that nobody has count")
	}
}

// Every row is visited once per epoch, and margins of rows that fit grow.
func TestWatch(t *testing.T) {
	d := dataset.SD(dataset.Stream(1, "data"), []int{70})
	x := softmax.NewDesign(d.X)
	p := &softmax.Problem{X: x, Y: d.Y, Rows: softmax.All(70)[3:], Basis: softmax.NewBasis(x, 4)}
	visits, last := make([]int, 67), make([]float64, 67)
	if err := watch(p, dataset.Stream(1, "epochs"), nil, func(i int, m float64) { visits[i]++; last[i] = m }); err != nil {
		t.Fatal(err)
	}
	positive := 0
	for i, v := range visits {
		if v != watchEpochs {
			t.Fatalf("row %d was visited %d times", i, v)
		}
		if last[i] > 0 {
			positive++
		}
	}
	if positive < 60 {
		t.Errorf("after training %d of 67 rows of a pure set fit", positive)
	}
	z := []float64{1, 2, 0}
	near(t, "margin", margin(z, 1), -1, 0)
	residual(z, 1, 2)
	e := math.E
	near(t, "residual", z[1], (e*e/(e+e*e+1)-1)/2, 1e-15)
	near(t, "sum of residuals", z[0]+z[1]+z[2], 0, 1e-15)
}
