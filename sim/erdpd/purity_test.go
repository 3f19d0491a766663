package erdpd_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/erdpd"
	"untangle/sim/network"
	"untangle/sim/scenario"
)

func TestAUCByHand(t *testing.T) {
	// Positives score 3 and 1, negatives 2, 1 and 0: of six pairs 3>2, 3>1, 3>0, 1>0 are
	// right, 1=1 is half, 1<2 is wrong: 4.5/6.
	score := []float64{3, 2, 1, 1, 0}
	near(t, "AUC", erdpd.AUC(score, func(i int) bool { return i == 0 || i == 3 }), .75, 1e-15)
	near(t, "AUC without negatives", erdpd.AUC(score, func(int) bool { return true }), .5, 0)
	near(t, "AUC of a constant", erdpd.AUC([]float64{1, 1, 1}, func(i int) bool { return i == 1 }), .5, 1e-15)
}

func TestShareAboveByHand(t *testing.T) {
	got := make([]float64, 5)
	erdpd.ShareAbove(got, []float64{5, -1, 2, 2, 9})
	if want := []float64{.2, .8, .4, .4, 0}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Two groups of losses far apart are told apart; purity falls with the loss, also below
// the lower mean; equal losses are pure.
func TestLossPurity(t *testing.T) {
	src := dataset.Stream(1, "losses")
	loss := make([]float64, 500)
	for i := range loss {
		loss[i] = math.Abs(.2 + .05*src.NormFloat64())
		if i >= 300 {
			loss[i] = 2 + .5*src.NormFloat64()
		}
	}
	purity := slices.Clone(loss)
	erdpd.LossPurity(purity)
	for i, v := range purity {
		if (i < 300) != (v > .5) {
			t.Fatalf("loss %g has purity %g", loss[i], v)
		}
		for j, w := range purity {
			if loss[i] < loss[j] && v < w {
				t.Fatalf("loss %g has purity %g, and %g has %g", loss[i], v, loss[j], w)
			}
		}
	}
	for i := range loss { // the lower group is the wide one
		loss[i] = 1 + .5*src.NormFloat64()
		if i >= 300 {
			loss[i] = 1.6 + .02*src.NormFloat64()
		}
	}
	purity = slices.Clone(loss)
	erdpd.LossPurity(purity)
	for i, v := range purity {
		for j, w := range purity {
			if loss[i] < loss[j] && v < w {
				t.Fatalf("a wide lower group: loss %g has purity %g, and %g has %g", loss[i], v, loss[j], w)
			}
		}
	}
	flat := []float64{.3, .3, .3}
	erdpd.LossPurity(flat)
	if !slices.Equal(flat, []float64{1, 1, 1}) {
		t.Errorf("equal losses give %v", flat)
	}
}

// The probability estimators against a network trained here: the same streams, the same
// epochs, and then p read off by hand.
func TestProbabilityEstimators(t *testing.T) {
	e := small()
	d := blobs(t, e, 300, 50, 12, 3)
	m, err := network.New(network.Spec{Inputs: 12, Classes: 3})
	if err != nil {
		t.Fatal(err)
	}
	m.Init(dataset.Stream(5, "purity init 0"))
	rows := make([]int, 300)
	for i := range rows {
		rows[i] = i
	}
	if _, _, err := m.Train(d.X, d.Given, rows, network.Training{Rate: e.Train.Rate, Epochs: e.Purity.Warmup, Batch: 32, TargetLoss: -1},
		dataset.Stream(5, "purity order 0"), nil); err != nil {
		t.Fatal(err)
	}
	p := make([]float64, 900)
	m.Probabilities(p, d.X, rows)
	for _, name := range []erdpd.EstimatorName{erdpd.EstimateConfidence, erdpd.EstimateGiven} {
		e.Purity.Estimator = name
		pools, err := erdpd.NewPools(e, d, 5, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			want := p[3*i+d.Given[i]]
			if name == erdpd.EstimateConfidence {
				want = slices.Max(p[3*i : 3*i+3])
			}
			if pools.Purity[i] != want {
				t.Fatalf("%s of row %d is %g, want %g", name, i, pools.Purity[i], want)
			}
		}
		near(t, "the cost", pools.CostEpochs, float64(e.Purity.Warmup), 1e-12)
	}
}

// Every estimator but "truth" is blind to the truth; those that look at the given label
// beat chance, and precision, recall and AUC are those of a count by hand.
func TestEstimatorsAreBlindAndMeasured(t *testing.T) {
	e := small()
	e.Purity.Warmup = 4
	d := blobs(t, e, 240, 50, 12, 3)
	for _, name := range erdpd.Estimators {
		for _, folds := range []int{0, 4} {
			e.Purity.Estimator, e.Purity.Folds = name, folds
			pools, err := erdpd.NewPools(e, d, 3, nil)
			if err != nil {
				t.Fatal(name, err)
			}
			blind := *d
			blind.True = slices.Clone(d.True)
			for i := range blind.True {
				blind.True[i] = (blind.True[i] + 1) % 3
			}
			other, err := erdpd.NewPools(e, &blind, 3, nil)
			if err != nil {
				t.Fatal(name, err)
			}
			if same := slices.Equal(pools.Purity, other.Purity); same == (name == erdpd.EstimateTruth) {
				t.Errorf("%s: purity is the same under another truth: %v", name, same)
			}
			hits, right := 0.0, 0.0
			for i, v := range pools.Purity {
				if !(v >= 0 && v <= 1) {
					t.Errorf("%s: purity %g", name, v)
				}
				if d.Pure(i) {
					right++
					if v > e.Purity.Threshold {
						hits++
					}
				}
			}
			near(t, string(name)+": recall", pools.Recall, hits/right, 1e-12)
			near(t, string(name)+": precision", pools.Precision, hits/math.Max(1, float64(pools.Count)), 1e-12)
			near(t, string(name)+": base", pools.Base, right/240, 1e-12)
			if len(pools.Pure)+len(pools.Noisy) != 240 || len(pools.Pure) != pools.Count {
				t.Errorf("%s: the pools hold %d and %d rows", name, len(pools.Pure), len(pools.Noisy))
			}
			switch name {
			case erdpd.EstimateTruth:
				near(t, "AUC of the truth", pools.AUC, 1, 0)
			case erdpd.EstimateRandom, erdpd.EstimateConfidence:
			default:
				if pools.AUC < .6 {
					t.Errorf("%s, %d folds: AUC %.3f", name, folds, pools.AUC)
				}
			}
		}
	}
}

// A confident model takes wrong labels for pure: confidence does not tell them apart, and
// the probability of the given label does.
func TestConfidenceIgnoresTheLabel(t *testing.T) {
	e := small()
	e.Purity.Warmup = 10
	d := blobs(t, e, 600, 50, 12, 3)
	area := map[erdpd.EstimatorName]float64{}
	for _, name := range []erdpd.EstimatorName{erdpd.EstimateConfidence, erdpd.EstimateGiven} {
		e.Purity.Estimator = name
		pools, err := erdpd.NewPools(e, d, 2, nil)
		if err != nil {
			t.Fatal(err)
		}
		area[name] = pools.AUC
	}
	if area[erdpd.EstimateConfidence] > .65 || area[erdpd.EstimateGiven] < .9 {
		t.Errorf("AUC %v", area)
	}
}

// A kept share holds exactly that many rows, the purest; ties do not go by row.
func TestKeepAShare(t *testing.T) {
	e := small()
	e.Purity.Keep, e.Purity.Estimator = .25, erdpd.EstimateGiven
	d := blobs(t, e, 200, 30, 6, 4)
	pools, err := erdpd.NewPools(e, d, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	least, most := 1.0, 0.0
	for _, r := range pools.Pure {
		least = math.Min(least, pools.Purity[r])
	}
	for _, r := range pools.Noisy {
		most = math.Max(most, pools.Purity[r])
	}
	if pools.Count != 50 || len(pools.Noisy) != 150 || least < most || pools.Threshold != most {
		t.Errorf("%d and %d rows, purities from %g and up to %g, threshold %g", pools.Count, len(pools.Noisy), least, most, pools.Threshold)
	}
	e.Purity.Estimator = erdpd.EstimateTruth // 140 rows are tied
	if pools, err = erdpd.NewPools(e, d, 1, nil); err != nil {
		t.Fatal(err)
	}
	if pools.Precision != 1 || pools.Count != 50 || pools.Pure[49] < 100 {
		t.Errorf("precision %g of %d rows, the last %d", pools.Precision, pools.Count, pools.Pure[49])
	}
}

// Folds cost (folds − 1) times the warm-up, an ensemble its size times.
func TestCostOfEstimates(t *testing.T) {
	e := small()
	d := blobs(t, e, 120, 30, 6, 3)
	e.Purity.Folds = 4
	pools, err := erdpd.NewPools(e, d, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the cost of four folds", pools.CostEpochs, 3*float64(e.Purity.Warmup), 1e-12)
	e.Purity.Estimator, e.Purity.Members = erdpd.EstimateAgreement, 5
	if pools, err = erdpd.NewPools(e, d, 1, nil); err != nil {
		t.Fatal(err)
	}
	near(t, "the cost of five members", pools.CostEpochs, 5*float64(e.Purity.Warmup), 1e-12)
}

// A threshold that leaves a pool empty is refused where the schedule draws from it, and
// only there.
func TestEmptyPools(t *testing.T) {
	e := small()
	e.Train.Epochs = 1
	d := blobs(t, e, 120, 30, 6, 3)
	e.Purity.Estimator = erdpd.EstimateRandom // in [0, 1)
	for _, c := range []struct {
		threshold, alpha float64
		want             string
	}{
		{1, .5, "D_p is empty"}, {1, 1, "D_p is empty"}, {1, 0, ""},
		{0, .5, "D_n is empty"}, {0, 0, "D_n is empty"}, {0, 1, ""},
		{.5, .5, ""}, {.5, 0, ""}, {.5, 1, ""},
	} {
		e.Purity.Threshold, e.Schedule = c.threshold, erdpd.Schedule{Kind: erdpd.ScheduleStatic, Start: c.alpha}
		r, err := erdpd.Run(e, d, 1, erdpd.ArmDiluted, nil, nil)
		var typed *scenario.Error
		switch {
		case c.want == "" && err != nil:
			t.Errorf("τ = %g, α = %g: %v", c.threshold, c.alpha, err)
		case c.want == "":
			if got := r.Last().PureRows; got != erdpd.PureCount(c.alpha, 32) || r.Last().DrawPure != got {
				t.Errorf("τ = %g, α = %g: %d pure rows, %d drawn", c.threshold, c.alpha, got, r.Last().DrawPure)
			}
			if (r.Last().Mixture != nil) != (c.threshold == .5) {
				t.Errorf("τ = %g: mixture %v", c.threshold, r.Last().Mixture)
			}
		case !errors.As(err, &typed) || typed.Field != "purity.threshold" || !strings.Contains(typed.Problem.String(), c.want) || typed.Remedy.Empty():
			t.Errorf("τ = %g, α = %g: %v, want %q", c.threshold, c.alpha, err, c.want)
		}
	}
}
