package theorem_test

import (
	"math"
	"slices"
	"testing"

	"untangle/sim/theorem"
)

// Standard errors are honest: over many seeds, the root mean square of the distances to
// the mean over all sets is that of the standard errors. (Not of their ratios: δ has a
// heavy tail, and a sample that misses it is too sure of itself.)
func TestStandardErrors(t *testing.T) {
	data, _ := cloud(16, 2, 2)
	rms := func(c theorem.Config, truth float64, of func(r theorem.Result) (value, err float64)) float64 {
		const seeds = 80
		miss, claimed := 0.0, 0.0
		for seed := range uint64(seeds) {
			c.Data, c.Pairs, c.Seed = &data, -1, seed
			value, err := of(measure(t, c))
			miss += (value - truth) * (value - truth)
			claimed += err * err
		}
		return math.Sqrt(miss / claimed)
	}
	one := measure(t, theorem.Config{Data: &data, Removals: 1, Pairs: -1})
	two := measure(t, theorem.Config{Data: &data, Removals: 2, Pairs: -1})
	if !one.Exhaustive || !two.Exhaustive {
		t.Fatal("not all sets")
	}
	// With 80 seeds and normal errors the ratio is within .25 of 1 (3 standard deviations);
	// heavy tails add to that.
	for name, z := range map[string]float64{
		"points under u": rms(theorem.Config{Removals: 1, Points: 8}, one.ScaledDropU, func(r theorem.Result) (float64, float64) { return r.ScaledDropU, r.ErrorU }),
		"sets, plain":    rms(theorem.Config{Removals: 2, Samples: 30}, two.ScaledDropU, func(r theorem.Result) (float64, float64) { return r.PlainU, r.PlainErrorU }),
		"sets under u":   rms(theorem.Config{Removals: 2, Samples: 30}, two.ScaledDropU, func(r theorem.Result) (float64, float64) { return r.ScaledDropU, r.ErrorU }),
		"sets, mean":     rms(theorem.Config{Removals: 2, Samples: 30}, two.ScaledDropMean, func(r theorem.Result) (float64, float64) { return r.ScaledDropMean, r.ErrorMean }),
	} {
		if !(z > 0.7 && z < 1.4) {
			t.Errorf("%s: distances are %.2f times the standard errors", name, z)
		}
	}
}

// The best set found is at least the greedy one, and as good as it says; from two draws
// and the exchanges, it is near the best of all 364 sets.
func TestSearch(t *testing.T) {
	const n, s, ridge = 14, 3, 0.1
	for _, seed := range []uint64{1, 2, 3, 4, 5} {
		d := twoRules(seed, n)
		all := measure(t, theorem.Config{N: n, Removals: s, Seed: seed, Pairs: -1})
		r := measure(t, theorem.Config{N: n, Removals: s, Samples: 2, Seed: seed, Pairs: -1})
		if r.Exhaustive || !slices.IsSorted(r.Best.Rows) || len(slices.Compact(slices.Clone(r.Best.Rows))) != s {
			t.Fatalf("%+v", r.Best)
		}
		near(t, "the best V under u", r.Best.VarianceU, variance(influences(without(d, r.Best.Rows...), ridge, n)), 1e-8)
		near(t, "the best V under the mean", r.Best.VarianceMean, variance(influences(without(d, r.Best.Rows...), ridge, n-s)), 1e-8)
		greedy := []int{0, 1, 2}
		drops := slices.Clone(r.Drops)
		for i := range greedy {
			greedy[i] = slices.Index(drops, slices.Max(drops))
			drops[greedy[i]] = math.Inf(-1)
		}
		if v := variance(influences(without(d, greedy...), ridge, n-s)); r.Best.VarianceMean > v+1e-8 {
			t.Errorf("seed %d: the best set has V = %g, the greedy one %g", seed, r.Best.VarianceMean, v)
		}
		// 11 exchanges per weak member, one pass: the optimum itself, on these five data sets.
		near(t, "the best V of all", r.Best.VarianceU, all.Best.VarianceU, 1e-8)
	}
}
