package session_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/softmax"
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
	near := func(what string, got session.Number, want float64) {
		t.Helper()
		if !(math.Abs(float64(got)-want) <= 1e-9*math.Abs(want)) {
			t.Errorf("%s is %g, want %g", what, got, want)
		}
	}
	// Up to 300 rows are timed as they are: influence, map and moments take 1 each, three fits
	// 1 together. Two rows leave in each of three steps.
	small := foresee(t, wide(200, 3, true), scenario.RuleDelta, steady())
	if !small.Exact || small.TrialRows != 200 || small.Features != 4 {
		t.Errorf("200 rows: %+v", small)
	}
	near("step", small.Step, 3)
	near("run", small.Run, 3+2*(.99+.98+.97)+.99*.99+.98*.98+.97*.97)
	near("ridge", small.Tune, 1./3*9*5*.8)
	// A short first trial leaves time for a second with ten times the rows.
	if large := foresee(t, wide(3000, 3, true), scenario.RuleDelta, steady()); !large.Exact || large.TrialRows != 3000 || large.Step != 3 {
		t.Errorf("3,000 rows: %+v", large)
	}
	// Two trials of equal length: half of influence and map grows with the rows, and the
	// moments over pairs with their square.
	larger := foresee(t, wide(3900, 3, true), scenario.RuleDelta, steady())
	if larger.Exact || larger.TrialRows != 3000 {
		t.Errorf("3,900 rows: %+v", larger)
	}
	near("step of 3,900 rows", larger.Step, 2*(.5+.5*1.3)+1.3*1.3)
	// Beyond 4,000 rows there are no such moments.
	near("step of 5,000 rows", foresee(t, wide(5000, 3, true), scenario.RuleDelta, steady()).Step, 2*(.5+.5*5/3.))
	if !(larger.Megabytes > small.Megabytes && small.Megabytes > 0) {
		t.Errorf("memory %g and %g", small.Megabytes, larger.Megabytes)
	}
}

func TestTrialRidgeIsInTheMiddle(t *testing.T) {
	if middle := softmax.Ridges[len(softmax.Ridges)/2]; session.TrialRidge != middle {
		t.Errorf("a trial is timed with %g, the middle of what is tried is %g", session.TrialRidge, middle)
	}
}

// Rows that are left out one by one are timed until there is enough to tell what each takes:
// on a clock that moves by 10 per look, one look per row, some twenty of them.
func TestForeseeCutsOneByOneShort(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // every row has its look
	looks := 0
	g := foresee(t, wide(200, 3, true), scenario.RuleLooInfluence, func() float64 { looks++; return 10 * float64(looks) })
	if looks > 50 {
		t.Errorf("%d looks for 200 rows", looks)
	}
	if want := 200*10 + 3*10.; !(math.Abs(float64(g.Step)-want) < 1e-9*want) { // fit, map and moments
		t.Errorf("step is %g, want %g", g.Step, want)
	}
}

// longest is the longest time, in milliseconds, of a trial that is made again.
const longest = 800.

// A clock that moves by so much per look makes all trials last; what is spent stays bounded.
func TestForeseeIsBounded(t *testing.T) {
	for _, each := range []float64{1, 20, 60, 90, 100, 180, 190, 400, 5000} {
		at := 0.0
		foresee(t, wide(3000, 3, true), scenario.RuleDelta, func() float64 { at += each; return at })
		// Two trials of two sizes, or of one size and twice as long, or a single one. A trial looks
		// six times; what it sums are four spans and a third of the last.
		if most := max(2*longest*6/(4+1./3), 6*each); at > most {
			t.Errorf("%g ms per part: %g ms, want at most %g", each, at, most)
		}
	}
}

// What is foretold of a run of the usual kind is what it takes, within what a busy machine
// can do to a clock.
func TestForeseeForetells(t *testing.T) {
	clock := func() float64 { return float64(time.Since(began).Microseconds()) / 1000 }
	text := flipped(900, 60)
	g := foresee(t, text, scenario.RuleDelta, clock)
	from := clock()
	run, err := session.Open(trialScenario(scenario.RuleDelta), session.Sources{Table: own("mine.csv", text, "")})
	if err != nil {
		t.Fatal(err)
	}
	frames(t, run)
	if took := clock() - from; !(float64(g.Run) > took/6 && float64(g.Run) < 6*took) {
		t.Errorf("foretold %g ms, taken %g", g.Run, took)
	}
}

var began = time.Now()

// What deserves care at the settings is told before they are run, and no more than the run
// itself will tell: a trial of fewer rows is separable and damped where the whole is not.
func TestForeseeNamesRisks(t *testing.T) {
	if g := foresee(t, wide(200, 3, false), scenario.RuleDelta, steady()); !strings.Contains(strings.Join(g.Risks, " "), "separable") {
		t.Errorf("separable classes: %v", g.Risks)
	}
	if g := foresee(t, wide(200, 3, true), scenario.RuleDelta, steady()); strings.Contains(strings.Join(g.Risks, " "), "separable") {
		t.Errorf("noisy classes: %v", g.Risks)
	}
	text := flipped(4000, 100)
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
