package purify_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// Step 0 is the state before any removal and lists what leaves next; the last step has
// an empty list; then comes io.EOF, as often as one asks.
func TestStepsOfALoop(t *testing.T) {
	for _, rule := range scenario.Rules {
		t.Run(string(rule), func(t *testing.T) {
			s := cloud(40, 3, 3, rule)
			loop := start(t, s.Config)
			left := softmax.All(40)
			for k := range s.Purify.Steps + 1 {
				step := next(t, loop)
				if step.Index != k || !slices.Equal(step.Problem.Rows, left) || len(step.Scores) != len(left) {
					t.Fatalf("step %d has index %d, rows %v and %d scores; want rows %v", k, step.Index, step.Problem.Rows, len(step.Scores), left)
				}
				if step.State.Problem != step.Problem || step.Fit.Outcome != softmax.Converged {
					t.Errorf("step %d: the state is of another problem, or the fit ended as %q", k, step.Fit.Outcome)
				}
				if k == s.Purify.Steps {
					if len(step.Removed) != 0 || largest(step.Scores) != 0 {
						t.Errorf("the last step removes %v with scores up to %g", step.Removed, largest(step.Scores))
					}
					break
				}
				if want := leaders(left, step.Scores, 3); !slices.Equal(step.Removed, want) {
					t.Errorf("step %d removes %v, the largest scores are of %v", k, step.Removed, want)
				}
				left = slices.DeleteFunc(slices.Clone(left), func(r int) bool { return slices.Contains(step.Removed, r) })
			}
			for range 2 {
				if step, err := loop.Next(nil); err != io.EOF || step != nil {
					t.Errorf("after the last step come %v and %v", step, err)
				}
			}
		})
	}
}

func TestLoopWithoutRemovals(t *testing.T) {
	s := cloud(20, 3, 3, scenario.RuleLooRefit)
	s.Purify.Steps = 0
	loop := start(t, s.Config)
	if step := next(t, loop); step.Index != 0 || len(step.Removed) != 0 || len(step.Problem.Rows) != 20 {
		t.Errorf("step %+v", step)
	}
	if _, err := loop.Next(nil); err != io.EOF {
		t.Errorf("after the only step comes %v", err)
	}
}

// The same bits come out on one processor and on several.
func TestResultDoesNotDependOnProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, rule := range scenario.Rules {
		// P = 150 in the dense problem, past the size from which products run in parallel.
		for name, s := range map[string]set{"sd": sd(rule, 25, 15), "dense": cloud(60, 49, 4, rule)} {
			if name == "dense" && rule != scenario.RuleDelta {
				continue
			}
			var scores []float64
			var removed []int
			for _, processors := range []int{1, 4} {
				runtime.GOMAXPROCS(processors)
				loop := start(t, s.Config)
				first := next(t, loop)
				got := slices.Concat(first.Scores, []float64{first.State.Variance()}, first.Fit.Theta)
				out := slices.Clone(first.Removed)
				second := next(t, loop)
				got, out = append(got, second.Scores...), append(out, second.Removed...)
				if scores != nil && (!slices.Equal(got, scores) || !slices.Equal(out, removed)) {
					t.Errorf("%s, %s: %d processors give other bits than one", rule, name, processors)
				}
				scores, removed = got, out
			}
		}
	}
}

// A tick's error ends the work in every phase that reports, and comes back.
func TestTickErrorCancels(t *testing.T) {
	// Only one worker reports; alone, it is sure to have work.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	adam := scenario.Fit{Method: scenario.FitAdam, Epochs: 50}
	newton := scenario.Fit{Method: scenario.FitNewton, Ridge: ridge}
	for _, c := range []struct {
		rule  scenario.RuleName
		fit   scenario.Fit
		phase string
		total int
	}{
		{scenario.RuleDelta, adam, "fit", 50},
		{scenario.RuleLooRefit, newton, "score", 40},
		{scenario.RuleLooInfluence, newton, "score", 40},
		{scenario.RuleDeltaRefine, newton, "score", 40}, // 60 candidates of 40 rows
		{scenario.RuleLooRefit, adam, "score", 40},
	} {
		t.Run(fmt.Sprintf("%s %s %s", c.rule, c.fit.Method, c.phase), func(t *testing.T) {
			s := cloud(40, 3, 3, c.rule)
			s.Fit = c.fit
			stop, calls := errors.New("stop"), 0
			_, err := start(t, s.Config).Next(func(phase string, done, total int) error {
				if done < 0 || done > total {
					t.Errorf("%s: %d of %d", phase, done, total)
				}
				if phase != c.phase {
					return nil
				}
				if calls++; total != c.total {
					t.Errorf("%s reports a total of %d, want %d", phase, total, c.total)
				}
				if calls == 2 {
					return stop
				}
				return nil
			})
			if !errors.Is(err, stop) || calls != 2 {
				t.Errorf("error %v after %d reports", err, calls)
			}
		})
	}
}

// Progress changes nothing.
func TestTickChangesNothing(t *testing.T) {
	s := cloud(40, 3, 3, scenario.RuleLooRefit)
	quiet := next(t, start(t, s.Config))
	loud, err := start(t, s.Config).Next(func(string, int, int) error { return nil })
	if err != nil || !slices.Equal(quiet.Scores, loud.Scores) {
		t.Errorf("scores differ with a tick (%v)", err)
	}
}

type recorder struct {
	steps []int
	fail  error
	at    int
}

func (r *recorder) Record(s *purify.Step) error {
	r.steps = append(r.steps, s.Index)
	if s.Index == r.at {
		return r.fail
	}
	return nil
}

func TestRunRecordsEveryStep(t *testing.T) {
	s := cloud(40, 3, 3, scenario.RuleDelta)
	var all recorder
	if err := start(t, s.Config).Run(&all, nil); err != nil || !slices.Equal(all.steps, []int{0, 1, 2}) {
		t.Errorf("steps %v, error %v", all.steps, err)
	}
	full := recorder{fail: errors.New("the disk is full"), at: 1}
	if err := start(t, s.Config).Run(&full, nil); !errors.Is(err, full.fail) || !slices.Equal(full.steps, []int{0, 1}) {
		t.Errorf("steps %v, error %v", full.steps, err)
	}
	stop := errors.New("stop")
	s.Fit = scenario.Fit{Method: scenario.FitAdam, Epochs: 5}
	if err := start(t, s.Config).Run(&recorder{}, func(string, int, int) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("a tick's error comes back from Run as %v", err)
	}
}

func TestBadConfigurations(t *testing.T) {
	for _, c := range []struct {
		name            string
		change          func(*purify.Config)
		field, mentions string
	}{
		{"unknown rule", func(c *purify.Config) { c.Purify.Rule = "magic" }, "purify.rule", `"magic"`},
		{"unknown fit", func(c *purify.Config) { c.Fit.Method = "sgd" }, "fit.method", `"sgd"`},
		{"too many removals", func(c *purify.Config) { c.Purify.Steps = 11 }, "purify.steps", "at most 10 steps"},
		{"no row left", func(c *purify.Config) { c.Purify.Steps, c.Purify.PerStep = 1, 1000 }, "purify.steps", "leave 0 of 40 rows"},
	} {
		cfg := cloud(40, 3, 3, scenario.RuleDelta).Config
		c.change(&cfg)
		_, err := purify.NewLoop(cfg)
		var e *scenario.Error
		if !errors.As(err, &e) || e.Field != c.field || !strings.Contains(e.Error(), c.mentions) {
			t.Errorf("%s: the error is %v", c.name, err)
		}
	}
	edge := cloud(40, 3, 3, scenario.RuleLoss).Config
	edge.Purify.Steps = 10 // 30 of 40 rows leave, 10 stay
	if err := start(t, edge).Run(&recorder{}, nil); err != nil {
		t.Errorf("removing down to ten rows: %v", err)
	}
}

// Removing every row of a class must not stop a run.
func TestAClassThatDisappears(t *testing.T) {
	s := cloud(40, 3, 3, scenario.RuleLoss)
	for i := range s.Config.Y {
		s.Config.Y[i] = i % 2
	}
	s.Config.Y[4], s.Config.Y[9] = 2, 2
	s.Purify.PerStep, s.Purify.Steps = 5, 6
	loop := start(t, s.Config)
	gone := []int{}
	for range 7 {
		gone = append(gone, next(t, loop).Removed...)
	}
	if !slices.Contains(gone, 4) || !slices.Contains(gone, 9) {
		t.Errorf("rows 4 and 9, alone in their class, are not among %v", gone)
	}
}

// Fits start from the last one to save time, and end where any fit would.
func TestWarmStartsChangeNothing(t *testing.T) {
	s := sd(scenario.RuleDelta, 60, 40)
	loop := start(t, s.Config)
	next(t, loop)
	step := next(t, loop)
	cold, _ := softmax.Newton(step.Problem, ridge, nil)
	for i, v := range step.Fit.Theta {
		near(t, "Θ", v, cold.Theta[i], 2*softmax.NewtonTolerance/ridge)
	}
}

// Data beyond the memory, and rules that need pairs which are out of reach, are refused
// before anything is computed.
func TestTooLargeDataAreRefused(t *testing.T) {
	design := func(n, d int) softmax.Design {
		x := mat.NewDense(n, d, nil)
		for i := range n {
			x.Set(i, i%d, 1)
			x.Set(i, d-1, 1)
		}
		return softmax.NewDesign(x)
	}
	config := func(n, d, classes int, rule scenario.RuleName) purify.Config {
		return purify.Config{X: design(n, d), Y: make([]int, n), Classes: classes, Damping: .01,
			Fit:    scenario.Fit{Method: scenario.FitNewton, Ridge: 1e-3},
			Purify: scenario.Purify{Rule: rule, PerStep: 10, Steps: 2}}
	}
	for _, c := range []struct {
		cfg   purify.Config
		field string
	}{
		{config(900, 500, 200, scenario.RuleLoss), "data"},
		{config(4000, 785, 10, scenario.RuleDelta), "purify.rule"},
	} {
		_, err := purify.NewLoop(c.cfg)
		var e *scenario.Error
		if !errors.As(err, &e) || e.Field != c.field || e.Remedy.Empty() {
			t.Errorf("%s: %v", c.field, err)
		}
	}
	if _, err := purify.NewLoop(config(4000, 785, 10, scenario.RuleLoss)); err != nil {
		t.Errorf("a rule that needs no pairs: %v", err)
	}
}
