package conformance_test

import (
	"math"
	"os"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/divide"
	"untangle/sim/purify"
	"untangle/sim/race"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// mixture is the published SD-2 file with its truth, as a problem.
func mixture(t *testing.T) (*dataset.Dataset, *softmax.Problem) {
	t.Helper()
	d := table(t, sd2, sd2)
	d.Origins = []string{"rule 1", "rule 2"}
	for i := range d.Origin {
		d.Origin[i] = i / 700
	}
	x := softmax.NewDesign(d.X)
	return d, &softmax.Problem{X: x, Y: d.Y, Rows: softmax.All(d.Rows()), Basis: softmax.NewBasis(x, len(d.Classes))}
}

// Mixture EM on the published file: π = .683, 92 % of the rows in the right block and .906
// on the clean test set in spec/divide.md, and no router, because the blocks differ only in
// y given x.
func TestEMOnThePublishedFile(t *testing.T) {
	d, p := mixture(t)
	clean := table(t, sd2, test)
	x := softmax.NewDesign(clean.X)
	global, _ := softmax.Newton(p, newton.Ridge, nil)
	good := 0
	for seed := range uint64(4) {
		got, err := divide.EM{}.Random(p, 2, seed, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		a := divide.Agree(got.Blocks, d.Origin, 2, 2)
		router, err := divide.NewRouter(p, got.Blocks, 2, seed, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := divide.Evaluate(got, router, global.Theta, x, clean.Y, make([]int, clean.Rows()), 4)
		t.Logf("seed %d: π %.3f, %.3f of the rows right, adjusted Rand index %.3f; first sub-model %.3f, routed %.3f, global %.3f; %d iterations",
			seed, got.Weights[0], a.Right, a.RandIndex, r.Blocks[0].Accuracy, r.Routed.Accuracy, r.Global.Accuracy, got.Iterations)
		if r.Blocks[0].Accuracy >= .9 && a.Right >= .91 {
			good++
		}
		if v := router.Test; v.Routable || v.Accuracy < v.Low || v.Accuracy > v.High || !strings.HasPrefix(v.Verdict, "No router can work here") {
			t.Errorf("seed %d: router %+v", seed, v)
		}
	}
	// Responsibilities out of fold close half of the gap to the .928 of 700 pure rows.
	got, err := divide.EM{}.Random(p, 2, 1, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err = (divide.EM{}).CrossFit(p, got, 1, nil); err != nil {
		t.Fatal(err)
	}
	accuracy := softmax.Accuracy(x, clean.Y, softmax.All(clean.Rows()), got.Theta[0], 4)
	t.Logf("cross-fitted: first sub-model %.3f", accuracy)
	if accuracy < .912 {
		t.Errorf("cross-fitted, the first sub-model gets %.3f", accuracy)
	}
	if good < 3 {
		t.Errorf("%d of 4 random starts reach .90 on the test set and 91 %% of the rows", good)
	}
}

// The same without looking at the test set: λ by held-out likelihood, then responsibilities
// out of fold. The test set only says what came of it.
func TestHonestEMOnThePublishedFile(t *testing.T) {
	if os.Getenv("UNTANGLE_SLOW") == "" {
		t.Skip("some three hundred runs of EM; ./build.sh conformance runs it")
	}
	_, p := mixture(t)
	clean := table(t, sd2, test)
	x := softmax.NewDesign(clean.X)
	accuracy := func(d *divide.Division) float64 {
		return softmax.Accuracy(x, clean.Y, softmax.All(clean.Rows()), d.Theta[0], 4)
	}
	mean := 0.
	for seed := range uint64(4) {
		seed++
		curve, err := divide.Chooser{Folds: divide.RidgeFolds, EM: divide.EM{Restarts: 3}}.Ridges(p, 2, divide.Ridges, seed, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		e := divide.EM{Ridge: curve[divide.BestHeldOut(curve)].Ridge, Restarts: 3}
		d, err := e.Random(p, 2, seed, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		crossed, err := e.CrossFit(p, d, seed, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("seed %d: λ %g, first sub-model %.3f, cross-fitted %.3f", seed, e.Ridge, accuracy(d), accuracy(crossed))
		near(t, "first sub-model", accuracy(d), .906, .006)
		mean += accuracy(crossed) / 4
	}
	near(t, "cross-fitted, on average", mean, .911, .006)
}

// What no method can beat on the published file.
func TestCeilingsOfThePublishedFile(t *testing.T) {
	d, p := mixture(t)
	c := divide.NewCeiling(d.Origin, divide.Explained(d), 2)
	recall := c.Agreement.Blocks[1].Recall * 300
	t.Logf("%d rows that both rules explain; recall %.0f of 300, adjusted Rand index %.4f, AUC %.4f", c.Ambiguous, recall, c.Agreement.RandIndex, c.AUC)
	near(t, "recall", recall, 238, 1.5) // 238 in spec/math.md; 237 by the labels of the file
	near(t, "adjusted Rand index", c.Agreement.RandIndex, .757, .006)
	got, err := divide.EM{}.Random(p, 2, 1, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	scores, positive := make([]float64, 1000), make([]bool, 1000)
	for i := range scores {
		scores[i], positive[i] = got.R[2*i+1], d.Origin[i] > 0
	}
	if auc := divide.AUC(scores, positive); auc > c.AUC || divide.RandIndex(got.Blocks, d.Origin) > c.Agreement.RandIndex {
		t.Errorf("EM with AUC %.4f is above the ceiling", auc)
	}
}

// The race on the published file. The figures of spec/divide.md are those of the paper's
// training; with the exact fit every rule but chance does better, in the same order, so
// both are held to what they were measured to be.
func TestRaceOnThePublishedFile(t *testing.T) {
	if os.Getenv("UNTANGLE_SLOW") == "" {
		t.Skip("nine runs of 24 steps; ./build.sh conformance runs it")
	}
	d, _ := mixture(t)
	clean := table(t, sd2, test)
	minority := make([]bool, d.Rows())
	for i, o := range d.Origin {
		minority[i] = o > 0
	}
	run := func(name scenario.RuleName, fit scenario.Fit, steps int) *race.Track {
		r, err := race.NewRun(race.Config{Config: purify.Config{X: softmax.NewDesign(d.X), Y: d.Y, Classes: 4, Fit: fit,
			Damping: .01, Seed: 1, Purify: scenario.Purify{PerStep: 10, Steps: steps}},
			Test: &race.Judge{X: softmax.NewDesign(clean.X), Y: clean.Y}, Minority: minority}, name)
		if err != nil {
			t.Fatal(err)
		}
		track, err := r.All(nil)
		if err != nil {
			t.Fatal(err)
		}
		return track
	}
	for _, c := range []struct {
		rule      scenario.RuleName
		minority  int     // among the first 200 removed
		peak, auc float64 // NaN for chance
	}{
		{scenario.RuleRandom, 63, .617, math.NaN()}, {scenario.RuleLoss, 196, .882, .733}, {scenario.RuleSelfInfluence, 190, .875, .732},
		{race.RowInfluence, 195, .879, .731}, {race.OutOfFold, 198, .892, .725}, {scenario.RuleDelta, 199, .894, .80},
		{race.AUM, 179, .826, .73}, {race.EMPosterior, 200, .909, .967},
	} {
		track := run(c.rule, newton, 22)
		_, peak := track.Peak()
		got := track.Points[20].Minority
		t.Logf("%-15s %3d of the first 200, peak %.3f, AUC %.3f, precision %.3f", c.rule, got, peak, track.AUC, track.Precision)
		slack := 8.
		if c.rule == scenario.RuleRandom {
			slack = 16 // 60 expected, standard deviation 5.8
		}
		near(t, string(c.rule)+": minority", float64(got), float64(c.minority), slack)
		near(t, string(c.rule)+": peak", peak, c.peak, .03)
		if !math.IsNaN(c.auc) {
			near(t, string(c.rule)+": AUC", track.AUC, c.auc, .035)
		}
	}
	if track := run(race.KNNShapley, newton, 1); math.Abs(track.AUC-.61) > .03 {
		t.Errorf("knn-shapley: AUC %.3f, want .61", track.AUC)
	}
	if testing.Short() {
		t.Skip("the race with the paper's training takes half a minute")
	}
	for _, c := range []struct {
		rule     scenario.RuleName
		minority int
		peak     float64
	}{{scenario.RuleLoss, 195, .850}, {scenario.RuleSelfInfluence, 181, .820}, {race.RowInfluence, 190, .826}} {
		track := run(c.rule, adam, 20)
		_, peak := track.Peak()
		t.Logf("with the paper's training: %-15s %3d of the first 200, peak %.3f, AUC %.3f", c.rule, track.Points[20].Minority, peak, track.AUC)
		near(t, string(c.rule)+": minority", float64(track.Points[20].Minority), float64(c.minority), 8)
		near(t, string(c.rule)+": peak", peak, c.peak, .03)
		near(t, string(c.rule)+": AUC", track.AUC, .72, .03)
	}
}
