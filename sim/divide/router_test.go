package divide_test

import (
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/divide"
	"untangle/sim/softmax"
)

// On the plane x tells the block: a mixture of experts finds rules that a router can tell
// apart, and routed prediction beats one model by far. This is where dividing wins.
func TestRoutingWinsOnThePlane(t *testing.T) {
	for seed := range uint64(3) {
		d, p := plane(seed, 500, 300)
		test := dataset.Plane(dataset.Stream(seed, "test"), []int{500, 300})
		global, _ := softmax.Newton(p, 1e-4, nil)
		judge := func(name string, got *divide.Division, truth []int) divide.Report {
			router, err := divide.NewRouter(p, got.Blocks, 2, seed, nil)
			if err != nil {
				t.Fatal(err)
			}
			r := divide.Evaluate(got, router, global.Theta, softmax.NewDesign(test.X), test.Y, truth, 2)
			t.Logf("seed %d, %s: %.3f of the rows right; global %.3f, routed %.3f, oracle %.3f; %s", seed, name,
				right(got, d), r.Global.Accuracy, r.Routed.Accuracy, r.Oracle.Accuracy, router.Test.Verdict)
			if r.Routed.Accuracy < r.Global.Accuracy+.15 {
				t.Errorf("seed %d, %s: routed %.3f, global %.3f", seed, name, r.Routed.Accuracy, r.Global.Accuracy)
			}
			if !router.Test.Routable || !strings.HasPrefix(router.Test.Verdict, "A router works here") {
				t.Errorf("seed %d, %s: verdict %q", seed, name, router.Test.Verdict)
			}
			return r
		}
		moe, err := divide.Experts{}.Random(p, 2, seed, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		judge("experts", moe, nil)
		// From the true blocks: the best there is.
		best, err := divide.Reassign{}.From(p, d.Origin, 2, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := judge("truth", best, test.Origin) // block 0 has 500 rows, so blocks are origins
		if r.Oracle.Accuracy < r.Routed.Accuracy-.01 || r.Own[0].Accuracy < .95 || r.Blocks[0].Accuracy > .8 {
			t.Errorf("report %+v", r)
		}
		if r.Global.Parameters != 6 || r.Routed.Parameters != 18 || r.Oracle.Parameters != 12 {
			t.Errorf("parameters %d, %d, %d", r.Global.Parameters, r.Routed.Parameters, r.Oracle.Parameters)
		}
	}
}

// On SD-K x tells nothing: the router does no better than always choosing the largest
// block, whatever the seed, and it is said in words.
func TestNoRouteInQuestionnaires(t *testing.T) {
	for seed := range uint64(5) {
		d, p := sd(20+seed, 350, 150)
		router, err := divide.NewRouter(p, d.Origin, 2, seed, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := router.Test
		near(t, "majority", r.Majority, .7, 1e-12)
		if r.Routable || r.Accuracy < r.Low || r.Accuracy > r.High || !strings.HasPrefix(r.Verdict, "No router can work here") {
			t.Errorf("seed %d: %+v", seed, r)
		}
	}
}

func TestRouterOfOneBlock(t *testing.T) {
	_, p := sd(1, 30, 20)
	for _, k := range []int{1, 3} {
		blocks := slices.Repeat([]int{k - 1}, 50)
		r, err := divide.NewRouter(p, blocks, k, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		to := make([]int, 50)
		r.Route(to, p.X, p.Rows)
		if !slices.Equal(to, blocks) || r.Test.Routable || r.Test.Accuracy != 1 {
			t.Errorf("K = %d: routes to %v, %+v", k, to, r.Test)
		}
	}
}

func TestFolds(t *testing.T) {
	f := divide.Folds(23, 5, 1)
	sizes := make([]int, 5)
	for _, v := range f {
		sizes[v]++
	}
	slices.Sort(sizes)
	if !slices.Equal(sizes, []int{4, 4, 5, 5, 5}) || !slices.Equal(f, divide.Folds(23, 5, 1)) || slices.Equal(f, divide.Folds(23, 5, 2)) {
		t.Errorf("folds %v", f)
	}
}

// Out of fold means that no row takes part in the model that predicts it.
func TestCrossFit(t *testing.T) {
	_, p := sd(1, 60, 40)
	fold := divide.Folds(100, 5, 1)
	cross := divide.NewCrossFit(p, fold, 5)
	got, part := make([]float64, 400), make([]float64, 4)
	for _, left := range [][]int{p.Rows, p.Rows[10:]} {
		now := *p
		now.Rows = left
		cross.Restrict(&now)
		if err := cross.Probabilities(got[:4*len(left)], 1e-2, nil); err != nil {
			t.Fatal(err)
		}
		for _, i := range []int{0, 17, len(left) - 1} {
			others := now
			others.Rows = nil
			for _, r := range left {
				if fold[r] != fold[left[i]] {
					others.Rows = append(others.Rows, r)
				}
			}
			fit, _ := softmax.Newton(&others, 1e-2, nil)
			softmax.Probabilities(part, p.X, left[i:i+1], fit.Theta, 4)
			for c, v := range part {
				near(t, "p out of fold", got[4*i+c], v, 1e-6)
			}
		}
	}
}

// The held-out likelihood prefers two blocks to one where there are two, and the curve
// has its figures right.
func TestChooser(t *testing.T) {
	_, p := sd(3, 700, 300)
	seen := 0
	chooser := divide.Chooser{EM: divide.EM{Ridge: 3e-4}, Folds: 4}
	curve, err := chooser.Blocks(p, 2, 1, func(divide.Choice) error { seen++; return nil }, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range curve {
		t.Logf("%+v", c)
	}
	if seen != 2 || divide.BestHeldOut(curve) != 1 {
		t.Errorf("%d points, best by held-out likelihood %d of %+v", seen, divide.BestHeldOut(curve), curve)
	}
	c := curve[1]
	if c.Parameters != 2*p.Basis.Dim()+1 || c.Blocks != 2 || c.Ridge != 3e-4 || c.HeldOut >= c.LogLikelihood {
		t.Errorf("%+v", c)
	}
	near(t, "BIC", c.BIC, -2000*c.LogLikelihood+float64(c.Parameters)*6.907755278982137, 1e-6) // ln 1000
	ridges, err := chooser.Ridges(p, 2, []float64{3e-4, 1}, 1, nil, nil)
	if err != nil || ridges[0] != c || ridges[1].Ridge != 1 || divide.BestBIC(ridges) != 0 {
		t.Errorf("ridges %+v (%v)", ridges, err)
	}
}
