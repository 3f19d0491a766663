package purify_test

import (
	"fmt"
	"slices"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
	"untangle/tests/conformance/oracle"
)

// naive scores every row the long way, for the rules that have one.
var naive = map[scenario.RuleName]func(d oracle.Data, theta []float64) []float64{
	scenario.RuleLooRefit: func(d oracle.Data, theta []float64) []float64 {
		v := d.Influence(theta, damping).Variance()
		return each(d, func(z int) float64 {
			without, _ := d.Without(z).Variance(ridge, damping, theta)
			return v - without
		})
	},
	scenario.RuleLooInfluence: func(d oracle.Data, theta []float64) []float64 {
		inf := d.Influence(theta, damping)
		v := inf.Variance()
		return each(d, func(z int) float64 {
			moved := slices.Clone(theta)
			oracle.Add(moved, 1/float64(len(d.X)), inf.Step[z])
			return v - d.Without(z).Influence(moved, damping).Variance()
		})
	},
	scenario.RuleSelfInfluence: func(d oracle.Data, theta []float64) []float64 {
		x := d.Influence(theta, damping).X
		return each(d, func(z int) float64 { return -x[z][z] })
	},
	scenario.RuleLoss: func(d oracle.Data, theta []float64) []float64 {
		return each(d, func(z int) float64 { return d.Loss(theta, z) })
	},
}

func each(d oracle.Data, f func(z int) float64) []float64 {
	out := make([]float64, len(d.X))
	for z := range out {
		out[z] = f(z)
	}
	return out
}

// leaders returns the k rows with the largest scores, largest first.
func leaders(rows []int, scores []float64, k int) []int {
	order := slices.Clone(rows)
	at := func(row int) float64 { return scores[slices.Index(rows, row)] }
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case at(a) > at(b):
			return -1
		case at(a) < at(b):
			return 1
		}
		return 0
	})
	return order[:k]
}

// Every rule removes what brute force in the full space says, at every step.
func TestRulesAgainstBruteForce(t *testing.T) {
	for rule, score := range naive {
		for name, s := range map[string]set{"cloud": cloud(36, 3, 3, rule), "sd": sd(rule, 20, 12)} {
			if name == "sd" && rule == scenario.RuleLooRefit && testing.Short() {
				continue
			}
			t.Run(fmt.Sprintf("%s/%s", rule, name), func(t *testing.T) {
				loop := start(t, s.Config)
				for k := range s.Purify.Steps {
					step := next(t, loop)
					rest := s.Select(step.Problem.Rows)
					theta := rest.Newton(ridge, nil)
					want := score(rest, theta)
					for i, got := range step.Scores {
						// Fits within 1e-9 of a vanishing gradient: Θ within 1e-9/ridge = 1e-7, most
						// often far closer, and V's slope in Θ is of V's own size.
						near(t, fmt.Sprintf("step %d: score of row %d", k, step.Problem.Rows[i]), got, want[i], 1e-6*largest(want))
					}
					v := rest.Influence(theta, damping).Variance()
					near(t, "V", step.State.Variance(), v, 1e-6*v)
					if out := leaders(step.Problem.Rows, want, 3); !slices.Equal(step.Removed, out) {
						t.Errorf("step %d removes %v, brute force %v", k, step.Removed, out)
					}
				}
			})
		}
	}
}

// With adam, a refit is the same training on the other rows: same seed, file order.
func TestRefitsByAdam(t *testing.T) {
	s := cloud(30, 3, 3, scenario.RuleLooRefit)
	s.Fit = scenario.Fit{Method: scenario.FitAdam, Epochs: 30, TargetLoss: 0}
	s.Purify.Steps = 1
	step := next(t, start(t, s.Config))
	train := func(rows []int) []float64 {
		p := *step.Problem
		p.Rows = rows
		fit, err := softmax.PaperAdam(30, 0).Fit(&p, dataset.Stream(s.Seed, "init"), nil)
		if err != nil {
			t.Fatal(err)
		}
		return fit.Theta
	}
	v := s.Influence(train(step.Problem.Rows), damping).Variance()
	want := each(s.Data, func(z int) float64 {
		rows := slices.Delete(slices.Clone(step.Problem.Rows), z, z+1)
		return v - s.Select(rows).Influence(train(rows), damping).Variance()
	})
	for i, got := range step.Scores {
		near(t, fmt.Sprintf("score of row %d", i), got, want[i], 1e-10*v)
	}
}

// delta-refine makes the best max(40, 3·perStep) rows of "delta" exact and leaves the
// others behind them, in their order.
func TestDeltaRefine(t *testing.T) {
	plain, exact, refined := sd(scenario.RuleDelta, 60, 40), sd(scenario.RuleLooRefit, 60, 40), sd(scenario.RuleDeltaRefine, 60, 40)
	a, b, c := next(t, start(t, plain.Config)), next(t, start(t, exact.Config)), next(t, start(t, refined.Config))
	byDelta, byRefine := leaders(a.Problem.Rows, a.Scores, 100), leaders(c.Problem.Rows, c.Scores, 100)
	best := byDelta[:40]
	lowest := c.Scores[best[0]]
	for _, r := range best {
		near(t, fmt.Sprintf("score of candidate %d", r), c.Scores[r], b.Scores[r], 1e-9*largest(b.Scores))
		lowest = min(lowest, c.Scores[r])
	}
	if want := leaders(best, pick(b.Scores, best), 40); !slices.Equal(byRefine[:40], want) {
		t.Errorf("the candidates come as %v, by exact values as %v", byRefine[:40], want)
	}
	if !slices.Equal(byRefine[40:], byDelta[40:]) {
		t.Errorf("the others come as %v, by delta as %v", byRefine[40:], byDelta[40:])
	}
	for _, r := range byDelta[40:] {
		if c.Scores[r] > lowest {
			t.Errorf("row %d, never refitted, scores %g, above a candidate's %g", r, c.Scores[r], lowest)
		}
	}
	// The test is empty where refitting changes nothing.
	if slices.Equal(byRefine[:40], best) {
		t.Error("delta had the order of the candidates right already; choose another problem")
	}
}

func pick(v []float64, at []int) []float64 {
	out := make([]float64, len(at))
	for i, k := range at {
		out[i] = v[k]
	}
	return out
}

// "delta" is the closed form of package influence, with Θ moving as the fit says.
func TestDeltaFollowsTheFit(t *testing.T) {
	for _, c := range []struct {
		fit  scenario.Fit
		step influence.Step
	}{
		{scenario.Fit{Method: scenario.FitNewton, Ridge: ridge}, influence.Step{Ridge: ridge}},
		{scenario.Fit{Method: scenario.FitAdam, Epochs: 30}, influence.Step{Paper: true}},
	} {
		s := sd(scenario.RuleDelta, 40, 20)
		s.Fit = c.fit
		step := next(t, start(t, s.Config))
		want := make([]float64, len(step.Scores))
		if err := step.State.Delta(want, influence.DirectExact, c.step); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(step.Scores, want) {
			t.Errorf("%s: the scores are not those of the step %+v", c.fit.Method, c.step)
		}
	}
}

// With many rows per step there are three candidates for each.
func TestDeltaRefineOfManyRows(t *testing.T) {
	plain, exact, refined := cloud(120, 2, 2, scenario.RuleDelta), cloud(120, 2, 2, scenario.RuleLooRefit), cloud(120, 2, 2, scenario.RuleDeltaRefine)
	refined.Purify.PerStep, refined.Purify.Steps = 25, 1
	a, b, c := next(t, start(t, plain.Config)), next(t, start(t, exact.Config)), next(t, start(t, refined.Config))
	refitted := 0
	for _, r := range leaders(a.Problem.Rows, a.Scores, 120)[:75] {
		near(t, fmt.Sprintf("score of candidate %d", r), c.Scores[r], b.Scores[r], 1e-9*largest(b.Scores))
		if a.Scores[r] != c.Scores[r] {
			refitted++
		}
	}
	if refitted < 75 {
		t.Errorf("%d of 75 candidates were refitted", refitted)
	}
}

func TestRandomRuleFollowsItsSeed(t *testing.T) {
	draw := func(seed uint64) (first, second []float64) {
		s := sd(scenario.RuleRandom, 60, 40)
		s.Seed = seed
		loop := start(t, s.Config)
		return slices.Clone(next(t, loop).Scores), slices.Clone(next(t, loop).Scores)
	}
	a, b := draw(1)
	again, _ := draw(1)
	other, _ := draw(2)
	if !slices.Equal(a, again) {
		t.Error("one seed gave two orders")
	}
	if slices.Equal(a, other) || slices.Equal(a[:97], b) {
		t.Error("another seed, or another step, gave the same scores")
	}
	// Spread over (0, 1): the mean of 100 has a standard deviation of .029.
	mean := 0.0
	for _, v := range a {
		mean += v / 100
		if v < 0 || v >= 1 {
			t.Errorf("score %g", v)
		}
	}
	near(t, "mean score", mean, .5, .12)
}

func TestRankPutsTiesInOrderAndNaNLast(t *testing.T) {
	nan := 0.0
	nan /= nan
	if got, want := purify.Rank([]float64{1, nan, 3, 1, nan, -5, 3}), []int{2, 6, 0, 3, 5, 1, 4}; !slices.Equal(got, want) {
		t.Errorf("rank %v, want %v", got, want)
	}
	if got := purify.Rank(nil); len(got) != 0 {
		t.Errorf("rank of nothing is %v", got)
	}
}
