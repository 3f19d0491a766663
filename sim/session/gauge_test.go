package session_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"untangle/sim/scenario"
	"untangle/sim/session"
)

// wide is a table of n rows with d numbers, of which the first one decides the label.
func wide(n, d int, noisy bool) string {
	var s strings.Builder
	for j := range d {
		fmt.Fprintf(&s, "x%d,", j)
	}
	s.WriteString("kind\n")
	for i := range n {
		first := 0
		for j := range d {
			v := (i*(2*j+7)*131 + j*j*17 + i*i*(j+3)) % 1009
			if j == 0 {
				first = v
			}
			fmt.Fprintf(&s, "%d,", v)
		}
		fmt.Fprintf(&s, "%c\n", "ab"[map[bool]int{true: 1}[(first > 500) != (noisy && i%5 == 0)]])
	}
	return s.String()
}

// flipped is a table of n rows with d numbers of noise and one that decides the label, but
// for three rows in ten.
func flipped(n, d int) string {
	r := rand.New(rand.NewPCG(5, 5))
	var s strings.Builder
	for j := range d + 1 {
		fmt.Fprintf(&s, "x%d,", j)
	}
	s.WriteString("kind\n")
	for range n {
		first := r.NormFloat64()
		fmt.Fprintf(&s, "%.3f,", first)
		for range d {
			fmt.Fprintf(&s, "%.3f,", r.NormFloat64())
		}
		fmt.Fprintf(&s, "%c\n", "ab"[map[bool]int{true: 1}[(first > 0) != (r.Float64() < .3)]])
	}
	return s.String()
}

func trialScenario(rule scenario.RuleName) scenario.Scenario {
	s := tableScenario()
	s.Fit = scenario.Fit{Method: scenario.FitNewton, Ridge: 1e-4}
	s.Purify = scenario.Purify{Rule: rule, PerStep: 2, Steps: 3}
	return s
}

func foresee(t *testing.T, text string, rule scenario.RuleName, now func() float64) *session.Gauge {
	t.Helper()
	s := trialScenario(rule)
	loaded, err := session.Load(s, own("mine.csv", text, ""), nil)
	if err != nil {
		t.Fatal(err)
	}
	g, err := session.Foresee(loaded, s, now, nil)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// A clock that moves by one per look makes every part of every trial take 1.
func steady() func() float64 {
	at := 0.0
	return func() float64 { at++; return at }
}

func TestForeseeScales(t *testing.T) {
	small := foresee(t, wide(200, 3, true), scenario.RuleDelta, steady())
	if !small.Exact || small.TrialRows != 200 || small.Features != 4 || small.Step != 3 || small.Fit != 1 { // measure, map, moments; scoring took no longer than measuring
		t.Errorf("200 rows: %+v", small)
	}
	// Two trials of equal length: half of fit, influence and map grows with the rows (five
	// times as many), and the moments over pairs with their square.
	large := foresee(t, wide(3000, 3, true), scenario.RuleDelta, steady())
	if want := 2*3 + 25.0; large.Exact || large.TrialRows != 600 || math.Abs(float64(large.Step)-want) > 1e-9 {
		t.Errorf("3,000 rows: %+v, want a step of %g", large, want)
	}
	// Beyond 4,000 rows there are no such moments.
	if huge := foresee(t, wide(5000, 3, true), scenario.RuleDelta, steady()); math.Abs(float64(huge.Step)-2*(.5+.5*5000/600)) > 1e-9 {
		t.Errorf("5,000 rows: %+v", huge)
	}
	if !(large.Megabytes > small.Megabytes && small.Megabytes > 0) {
		t.Errorf("memory %g and %g", small.Megabytes, large.Megabytes)
	}
}

// What deserves care at the settings is told before they are run, and no more than the run
// itself will tell: a trial of fewer rows is separable and damped where the whole is not.
func TestForeseeNamesRisks(t *testing.T) {
	if g := foresee(t, wide(200, 3, false), scenario.RuleDelta, steady()); !strings.Contains(strings.Join(g.Risks, " "), "separable") {
		t.Errorf("separable classes: %v", g.Risks)
	}
	if g := foresee(t, wide(200, 3, true), scenario.RuleDelta, steady()); strings.Contains(strings.Join(g.Risks, " "), "separable") {
		t.Errorf("noisy classes: %v", g.Risks)
	}
	text := flipped(1200, 100)
	g := foresee(t, text, scenario.RuleDelta, steady())
	if g.Exact || len(g.Risks) > 0 {
		t.Errorf("a trial of %d of %d rows: %v", g.TrialRows, g.Rows, g.Risks)
	}
	run, err := session.Open(trialScenario(scenario.RuleDelta), session.Sources{Table: own("mine.csv", text, "")})
	if err != nil {
		t.Fatal(err)
	}
	if f, err := run.Measure(nil); err != nil || f.Risks != 0 {
		t.Errorf("the run has risks %b (%v)", f.Risks, err)
	}
	if part := foresee(t, flipped(300, 100), scenario.RuleDelta, steady()); !part.Exact || len(part.Risks) == 0 {
		t.Errorf("as many rows as the trial has, alone, have no risks; then this test says nothing")
	}
}
