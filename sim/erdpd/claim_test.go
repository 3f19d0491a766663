package erdpd_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"

	"untangle/sim/erdpd"
	"untangle/sim/say"
	"untangle/sim/scenario"
)

func TestFigureByHand(t *testing.T) {
	// Mean 2 and s = 1 of three values; t(.975; 2) = 4.30265, so ± 4.30265/√3 = 2.48414.
	f := erdpd.NewFigure(say.T("x"), say.T("y"), say.Text{}, []float64{1, 2, 3})
	near(t, "mean", f.Mean, 2, 1e-12)
	near(t, "low", f.Low, 2-2.48414, 1e-5)
	near(t, "high", f.High, 2+2.48414, 1e-5)
}

// fake makes results of every trial of a claim's plan under three seeds; fill sets what
// the claim looks at.
func fake(t *testing.T, id erdpd.ClaimID, fill func(trial int, r *erdpd.Result)) []*erdpd.Result {
	t.Helper()
	plan, err := erdpd.Plan(id, erdpd.Default())
	if err != nil {
		t.Fatal(err)
	}
	var out []*erdpd.Result
	for i, trial := range plan {
		for seed := range uint64(3) {
			r := &erdpd.Result{Experiment: trial.Experiment, Arm: trial.Arm, Seed: 3 - seed, Rows: 100, Classes: 2}
			if trial.Arm == erdpd.ArmDiluted {
				r.Pools = &erdpd.Pools{Count: 60, Base: .7}
			}
			fill(i, r)
			out = append(out, r)
		}
	}
	return out
}

func judge(t *testing.T, id erdpd.ClaimID, results []*erdpd.Result) *erdpd.Claim {
	t.Helper()
	c, err := erdpd.Judge(id, erdpd.Default(), results)
	if err != nil {
		t.Fatal(id, err)
	}
	if c.Statement.Empty() || c.Rule.Empty() || c.Condition.Empty() || len(c.Figures) == 0 || !slices.Equal(c.Seeds, []uint64{1, 2, 3}) {
		t.Errorf("%s: incomplete: %+v", id, c)
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatalf("%s: %v", id, err) // NaN or infinity
	}
	// Results that traveled as JSON, as from a worker, are judged alike.
	traveled := make([]*erdpd.Result, len(results))
	for i, r := range results {
		if err := json.Unmarshal(marshal(t, r), &traveled[i]); err != nil {
			t.Fatal(err)
		}
	}
	again, err := erdpd.Judge(id, erdpd.Default(), traveled)
	if err != nil || string(marshal(t, again)) != string(text) {
		t.Errorf("%s: judged otherwise after a journey: %v", id, err)
	}
	return c
}

// curve is a run whose clean accuracy rises by step per epoch to top, a little different
// for each seed.
func curve(r *erdpd.Result, step, top float64) {
	r.Epochs = nil
	for i := range 31 {
		r.Epochs = append(r.Epochs, erdpd.Epoch{Index: i, Accuracy: math.Min(top, (step+1e-5*float64(r.Seed))*float64(i)), Gradient: &erdpd.Gradient{Variance: 1}})
	}
}

// Every verdict follows from the data: results made to order give each of them.
func TestVerdictsFollowTheData(t *testing.T) {
	skewed, even := []float64{.9, .05, .05, 0}, []float64{.25, .25, .25, .25}
	pools := func(pure, noisy []float64) func(int, *erdpd.Result) {
		return func(_ int, r *erdpd.Result) { r.Pure, r.Noisy = pure, noisy }
	}
	variance := func(f func(h float64, seed uint64) float64) func(int, *erdpd.Result) {
		return func(i int, r *erdpd.Result) {
			r.NoiseEntropy = float64(i) / 10
			r.Epochs = []erdpd.Epoch{{Gradient: &erdpd.Gradient{Variance: f(r.NoiseEntropy, r.Seed)}}, {Gradient: &erdpd.Gradient{Variance: f(r.NoiseEntropy, r.Seed)}}}
		}
	}
	loss := func(diluted, plain float64) func(int, *erdpd.Result) {
		return func(i int, r *erdpd.Result) {
			curve(r, .03, .9)
			for k := range r.Epochs {
				r.Epochs[k].CleanLoss = []float64{.2, diluted, plain}[i]
				if decay := []float64{0, 1, 1}[i]; k > 0 && r.Epochs[k].CleanLoss == 0 {
					r.Epochs[k].CleanLoss = .2 + decay/float64(k)
				}
			}
		}
	}
	faster := func(mixed, known float64) func(int, *erdpd.Result) {
		return func(i int, r *erdpd.Result) { curve(r, []float64{.04, mixed, known}[i%3], .8) }
	}
	last := func(of ...float64) func(int, *erdpd.Result) {
		return func(i int, r *erdpd.Result) {
			r.Epochs = []erdpd.Epoch{{Accuracy: of[i] + 1e-4*float64(r.Seed)*float64(i%3)}}
		}
	}
	quality := func(precision float64, area ...float64) func(int, *erdpd.Result) {
		return func(i int, r *erdpd.Result) {
			r.Pools.Precision, r.Pools.AUC = precision, area[i]+1e-4*float64(r.Seed)*float64(i%2)
			r.Epochs = []erdpd.Epoch{{Accuracy: .5}}
		}
	}
	for _, c := range []struct {
		name string
		id   erdpd.ClaimID
		fill func(int, *erdpd.Result)
		want erdpd.Verdict
	}{
		{"equal pools", erdpd.ClaimMixture, pools(even, even), erdpd.Holds},
		{"different pools", erdpd.ClaimMixture, pools(skewed, even), erdpd.DoesNot},
		{"one seed with equal pools", erdpd.ClaimMixture, func(_ int, r *erdpd.Result) {
			if r.Pure, r.Noisy = skewed, even; r.Seed == 2 {
				r.Pure = even
			}
		}, erdpd.HoldsUnder},
		{"falling entropy", erdpd.ClaimDerivative, pools(skewed, even), erdpd.HoldsUnder},
		{"rising entropy", erdpd.ClaimDerivative, pools(even, skewed), erdpd.DoesNot},
		{"proportional", erdpd.ClaimVariance, variance(func(h float64, s uint64) float64 { return 2 * h * (1 + .001*float64(s)) }), erdpd.Holds},
		{"affine", erdpd.ClaimVariance, variance(func(h float64, s uint64) float64 { return 1 + h + .001*float64(s) }), erdpd.HoldsUnder},
		{"unrelated", erdpd.ClaimVariance, variance(func(h float64, s uint64) float64 { return 1 + math.Sin(40*h+float64(s)) }), erdpd.DoesNot},
		{"excess like 1/t", erdpd.ClaimBound, loss(0, 0), erdpd.Holds},
		{"excess that stays", erdpd.ClaimBound, loss(.7, .7), erdpd.DoesNot},
		{"one arm that stays", erdpd.ClaimBound, loss(0, .7), erdpd.HoldsUnder},
		{"half the epochs", erdpd.ClaimFaster, faster(.08, .08), erdpd.Holds},
		{"half if purity is known", erdpd.ClaimFaster, faster(.04, .08), erdpd.HoldsUnder},
		{"no change", erdpd.ClaimFaster, faster(.04, .04), erdpd.DoesNot},
		{"no gain", erdpd.ClaimTrees, last(.5, .6, .5, .5, .5, .5, .5, .5), erdpd.Holds},
		{"a forest gains", erdpd.ClaimTrees, last(.5, .6, .5, .5, .5, .6, .5, .5), erdpd.HoldsUnder},
		{"all gain", erdpd.ClaimTrees, last(.5, .6, .5, .6, .5, .6, .5, .6), erdpd.DoesNot},
		{"annealing helps", erdpd.ClaimAnnealing, last(.5, .6, .6, .6), erdpd.Holds},
		{"linear helps", erdpd.ClaimAnnealing, last(.5, .4, .6, .4), erdpd.HoldsUnder},
		{"annealing hurts", erdpd.ClaimAnnealing, last(.5, .4, .4, .4), erdpd.DoesNot},
		{"pure", erdpd.ClaimConfidence, quality(.97, .9, .9), erdpd.Holds},
		{"purer than chance", erdpd.ClaimConfidence, quality(.8, .6, .9), erdpd.HoldsUnder},
		{"chance", erdpd.ClaimConfidence, quality(.7, .5, .9), erdpd.DoesNot},
		{"δ is best", erdpd.ClaimBridge, quality(.9, .95, .5, .9, .9, .9), erdpd.Holds},
		{"δ beats two", erdpd.ClaimBridge, quality(.9, .8, .5, .6, .9, .9), erdpd.HoldsUnder},
		{"δ beats confidence only", erdpd.ClaimBridge, quality(.9, .8, .5, .9, .9, .9), erdpd.DoesNot},
		{"δ is worst", erdpd.ClaimBridge, quality(.9, .4, .5, .9, .9, .9), erdpd.DoesNot},
	} {
		if got := judge(t, c.id, fake(t, c.id, c.fill)); got.Verdict != c.want {
			t.Errorf("%s, %s: %q (%s), want %q", c.id, c.name, got.Verdict, got.Condition, c.want)
		}
	}
}

// Intervals that hold both answers decide nothing.
func TestUndecided(t *testing.T) {
	noisy := fake(t, erdpd.ClaimAnnealing, func(i int, r *erdpd.Result) {
		r.Epochs = []erdpd.Epoch{{Accuracy: .5 + .1*float64(i)*(float64(r.Seed)-2)}}
	})
	if got := judge(t, erdpd.ClaimAnnealing, noisy); got.Verdict != erdpd.Undecided {
		t.Errorf("%q: %s", got.Verdict, got.Condition)
	}
}

func TestJudgeNeedsEveryTrial(t *testing.T) {
	all := fake(t, erdpd.ClaimTrees, func(_ int, r *erdpd.Result) { r.Epochs = []erdpd.Epoch{{Accuracy: .5}} })
	for name, results := range map[string][]*erdpd.Result{"nothing": nil, "a trial short": all[3:], "one seed": {all[0], all[3], all[6], all[9], all[12], all[15], all[18], all[21]}} {
		var typed *scenario.Error
		if _, err := erdpd.Judge(erdpd.ClaimTrees, erdpd.Default(), results); !errors.As(err, &typed) || typed.Field != "results" {
			t.Errorf("%s: error %v", name, err)
		}
	}
	var typed *scenario.Error
	if _, err := erdpd.Plan("perpetual-motion", erdpd.Default()); !errors.As(err, &typed) || typed.Field != "claim" {
		t.Errorf("an unknown claim: %v", err)
	}
	doubled := append(slices.Clone(all), all...)
	judge(t, erdpd.ClaimTrees, doubled) // the same run twice counts once
	c, err := erdpd.Judge(erdpd.ClaimTrees, erdpd.Default(), all[1:])
	if err != nil || !slices.Equal(c.Seeds, []uint64{1, 2}) {
		t.Errorf("with one run short of three seeds: %v, %v", c, err)
	}
}

// Every plan holds valid experiments, and arms without pools share runs across claims.
func TestPlans(t *testing.T) {
	base := erdpd.Default()
	base.Train.Reweight, base.Train.Continue = true, true
	keys := map[string]int{}
	for _, id := range erdpd.ClaimIDs() {
		plan, err := erdpd.Plan(id, base)
		if err != nil {
			t.Fatal(err)
		}
		for _, trial := range plan {
			if err := trial.Experiment.Validate(); err != nil {
				t.Errorf("%s: %v", id, err)
			}
			keys[trial.Key()]++
		}
	}
	shared := false
	for _, n := range keys {
		shared = shared || n > 2
	}
	if !shared {
		t.Error("no two claims share a run")
	}
	trials, err := erdpd.Trials(erdpd.ClaimIDs(), base)
	if err != nil || len(trials) != len(keys) {
		t.Errorf("%d trials of %d keys, %v", len(trials), len(keys), err)
	}
}

// A whole claim, from plan to verdict, on real runs: their pools differ, so that entropy
// lies above the chord.
func TestClaimOnRealRuns(t *testing.T) {
	base := small()
	base.Train.Epochs = 8
	plan, err := erdpd.Plan(erdpd.ClaimMixture, base)
	if err != nil {
		t.Fatal(err)
	}
	var results []*erdpd.Result
	for seed := range uint64(3) {
		for _, trial := range plan {
			results = append(results, run(t, trial.Experiment, blobs(t, trial.Experiment, 300, 60, 9, 4), seed, trial.Arm))
		}
	}
	c, err := erdpd.Judge(erdpd.ClaimMixture, base, results)
	if err != nil || c.Verdict != erdpd.DoesNot || c.Figures[0].Low <= 0 {
		t.Errorf("%+v, %v", c, err)
	}
}
