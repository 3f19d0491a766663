package purify_test

import (
	"encoding/json"
	"slices"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// mates is a crew of loops of the same configuration, which get tasks as JSON and deliver
// at once, but for the entries that are lost.
type mates struct {
	t     *testing.T
	loops []*purify.Loop
	lost  func(entry int) bool
	inbox map[int]float64
	given int
}

func (m *mates) Start(_ int, task *purify.Task) int {
	text, err := json.Marshal(task)
	if err != nil {
		m.t.Fatal(err)
	}
	m.inbox = map[int]float64{}
	for i, loop := range m.loops {
		var copied purify.Task
		if err := json.Unmarshal(text, &copied); err != nil {
			m.t.Fatal(err)
		}
		err := loop.Assist(&copied, i+1, len(m.loops)+1, func(entry int, variance float64) error {
			if entry%(len(m.loops)+1) != i+1 {
				m.t.Errorf("part %d computed entry %d", i+1, entry)
			}
			if !m.lost(entry) {
				m.inbox[entry] = variance
				m.given++
			}
			return nil
		}, nil)
		if err != nil {
			m.t.Fatal(err)
		}
	}
	return len(m.loops) + 1
}

func (m *mates) Take(got func(entry int, variance float64)) {
	for entry, v := range m.inbox {
		got(entry, v)
	}
	clear(m.inbox)
	got(-1, 0) // entries that are none change nothing
	got(1<<20, 0)
}

// A crew of any size changes no bit of a score, whether it delivers or not.
func TestResultDoesNotDependOnTheCrew(t *testing.T) {
	d := dataset.SD(dataset.Stream(3, "data"), []int{24, 16})
	open := func(rule scenario.RuleName, method scenario.FitMethod, crew purify.Crew) *purify.Loop {
		loop, err := purify.NewLoop(purify.Config{X: softmax.NewDesign(d.X), Y: d.Y, Classes: len(d.Classes), Seed: 3, Damping: .01,
			Fit:    scenario.Fit{Method: method, Ridge: 1e-3, Epochs: 2, TargetLoss: .1},
			Purify: scenario.Purify{Rule: rule, PerStep: 2, Steps: 2}, Crew: crew})
		if err != nil {
			t.Fatal(err)
		}
		return loop
	}
	run := func(loop *purify.Loop) (out []float64) {
		for range 2 {
			step, err := loop.Next(nil)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, step.Scores...)
		}
		return out
	}
	for _, c := range []struct {
		rule   scenario.RuleName
		method scenario.FitMethod
	}{{scenario.RuleLooRefit, scenario.FitNewton}, {scenario.RuleLooInfluence, scenario.FitNewton}, {scenario.RuleDeltaRefine, scenario.FitNewton}, {scenario.RuleLooRefit, scenario.FitAdam}} {
		alone := run(open(c.rule, c.method, nil))
		for _, helpers := range []int{0, 1, 2} {
			for name, lost := range map[string]func(int) bool{
				"all comes": func(int) bool { return false }, "some come": func(e int) bool { return e/3%2 == 0 }, "nothing comes": func(int) bool { return true },
			} {
				crew := &mates{t: t, lost: lost}
				for range helpers {
					crew.loops = append(crew.loops, open(c.rule, c.method, nil))
				}
				if got := run(open(c.rule, c.method, crew)); !slices.Equal(got, alone) {
					t.Errorf("%s after %s with %d helpers, %s: other scores than alone", c.rule, c.method, helpers, name)
				}
				if (crew.given > 0) != (helpers > 0 && name != "nothing comes") {
					t.Errorf("%s with %d helpers, %s: %d values were delivered", c.rule, helpers, name, crew.given)
				}
			}
		}
	}
	loop := open(scenario.RuleLooRefit, scenario.FitNewton, nil)
	for name, task := range map[string]purify.Task{
		"no rows":          {},
		"a row beyond":     {Rows: []int{0, 1, 2, 3, 40}, Theta: make([]float64, 4*41)},
		"a wrong Θ":        {Rows: []int{0, 1, 2, 3, 4}, Theta: make([]float64, 4)},
		"a chosen one out": {Rows: []int{0, 1, 2, 3, 4}, Theta: make([]float64, 4*41), Chosen: []int{5}},
	} {
		if err := loop.Assist(&task, 1, 2, func(int, float64) error { return nil }, nil); err == nil {
			t.Errorf("a task of %s was taken", name)
		}
	}
}
