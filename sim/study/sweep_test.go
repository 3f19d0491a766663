package study_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/study"
)

// document returns a small sweep over compositions and damping, with changes applied.
func document(t *testing.T, change func(*scenario.Study)) []byte {
	t.Helper()
	base := scenario.Default()
	base.Data.Counts, base.Data.Test, base.Purify.Steps = []int{60, 0}, 50, 0
	base.Marks = nil
	s := scenario.Study{Version: 1, Kind: scenario.StudySweep, ID: "test", Base: &base, Sweep: &scenario.Sweep{
		Axes: []scenario.Axis{
			{Field: "data.counts", Label: "mix", Values: raw(`[60,0]`, `[45,15]`, `[30,30]`), At: []float64{0, 15, 30}},
			{Field: "influence.damping", Label: "damping", Values: raw(`0.01`, `0.1`)},
		}, Seeds: 2}}
	if change != nil {
		change(&s)
	}
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func raw(values ...string) []json.RawMessage {
	out := make([]json.RawMessage, len(values))
	for i, v := range values {
		out[i] = json.RawMessage(v)
	}
	return out
}

// compute returns the encoded result of each cell, in an order of one's own.
func compute(t *testing.T, s study.Study, order []int) []json.RawMessage {
	t.Helper()
	out := make([]json.RawMessage, s.Cells())
	for _, i := range order {
		v, err := s.Cell(i, nil, nil)
		if err != nil {
			t.Fatalf("cell %d: %v", i, err)
		}
		if out[i], err = study.Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// Every cell is the run of its own scenario, whichever cells came before it.
func TestSweepCells(t *testing.T) {
	s, err := study.Open(document(t, nil), session.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if s.Cells() != 12 {
		t.Fatalf("%d cells, want 3 compositions × 2 dampings × 2 seeds", s.Cells())
	}
	forward := upTo(12)
	backward := upTo(12)
	for i := range backward {
		backward[i] = 11 - i
	}
	results := compute(t, s, forward)
	for i, r := range compute(t, s, backward) {
		if string(r) != string(results[i]) {
			t.Errorf("cell %d depends on the order: %s and %s", i, r, results[i])
		}
	}
	// Cell 6+3: the second replication, composition 1 of 3, damping 1 of 2.
	sc := scenario.Default()
	sc.Data.Counts, sc.Data.Test, sc.Purify.Steps, sc.Marks = []int{45, 15}, 50, 0, nil
	sc.Influence.Damping = 0.1
	sc.Seed++
	run, err := session.Open(sc, session.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := run.Next(nil)
	if err != nil {
		t.Fatal(err)
	}
	var got study.Measures
	if err := json.Unmarshal(results[9], &got); err != nil {
		t.Fatal(err)
	}
	// Results keep six digits.
	for name, pair := range map[string][2]float64{
		"V": {float64(got.Variance), f.Variance}, "skewness": {float64(got.Skewness), f.Skewness},
		"accuracy": {float64(got.TestAccuracy), f.TestAccuracy}, "loss": {float64(got.Loss), f.Loss},
	} {
		if math.Abs(pair[0]-pair[1]) > 1e-5*math.Abs(pair[1]) {
			t.Errorf("%s of cell 9 is %g, and the run has %g", name, pair[0], pair[1])
		}
	}
	want := -0.75*math.Log(0.75) - 0.25*math.Log(0.25)
	if math.Abs(float64(got.Heterogeneity)-want) > 1e-5 {
		t.Errorf("E(Z) of 45 + 15 is %g, want %g", got.Heterogeneity, want)
	}
}

// The summary of some of the cells is that of the same cells alone.
func TestSweepSummary(t *testing.T) {
	s, err := study.Open(document(t, nil), session.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	results := compute(t, s, upTo(12))
	sum := func(r []json.RawMessage) study.SweepSummary {
		v, err := s.Summary(r)
		if err != nil {
			t.Fatal(err)
		}
		return v.(study.SweepSummary)
	}
	all := sum(results)
	var a, b study.Measures
	if json.Unmarshal(results[2], &a) != nil || json.Unmarshal(results[8], &b) != nil {
		t.Fatal("results cannot be read")
	}
	p := all.Points[2]
	if p.Variance.N != 2 || p.At[0] != 15 || p.At[1] != 0.01 {
		t.Errorf("point 2 has %d replications at %v", p.Variance.N, p.At)
	}
	mean := float64(a.Variance+b.Variance) / 2
	half := 12.706204736 * math.Abs(float64(a.Variance-b.Variance)) / 2 // t(0.975; 1)·sd/√2
	if math.Abs(float64(p.Variance.Mean)-mean) > 1e-9*mean || math.Abs(float64(p.Variance.Half)-half) > 1e-6*half {
		t.Errorf("mean %g ± %g, want %g ± %g", p.Variance.Mean, p.Variance.Half, mean, half)
	}
	if all.Pairs != 12 || !(all.Correlation > 0) {
		t.Errorf("correlation %g of %d cells", all.Correlation, all.Pairs)
	}
	results[8] = nil
	if some := sum(results); some.Points[2].Variance.N != 1 || some.Points[2].Variance.Mean != a.Variance || some.Points[0].Variance.N != 2 {
		t.Errorf("without cell 8: %+v", some.Points[2].Variance)
	}
	if none := sum(make([]json.RawMessage, 12)); none.Points[0].Variance.N != 0 || none.Correlation == none.Correlation {
		t.Error("a summary of nothing has figures")
	}
}

// A bad value is refused when the study is opened, by its place.
func TestSweepRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*scenario.Study)
		want   []string
	}{
		"unknown field":      {func(s *scenario.Study) { s.Sweep.Axes[1].Field = "influence.dampening" }, []string{"dampening", "is not a field"}},
		"inside a number":    {func(s *scenario.Study) { s.Sweep.Axes[1].Field = "seed.x" }, []string{"values[0]"}},
		"value out of range": {func(s *scenario.Study) { s.Sweep.Axes[1].Values = raw("0.01", "99") }, []string{"sweep.axes[1].values[1]", "influence.damping"}},
		"wrong type":         {func(s *scenario.Study) { s.Sweep.Axes[0].Values[1] = json.RawMessage(`"many"`) }, []string{"sweep.axes"}},
		"no seeds":           {func(s *scenario.Study) { s.Sweep.Seeds = 0 }, []string{"sweep.seeds"}},
		"no base":            {func(s *scenario.Study) { s.Base = nil }, []string{"base", "missing"}},
		"another kind":       {func(s *scenario.Study) { s.Kind = "dance" }, []string{"kind"}},
		"places missing":     {func(s *scenario.Study) { s.Sweep.Axes[0].At = nil }, []string{"sweep.axes[0].values[0]", "not a number"}},
		"newer version":      {func(s *scenario.Study) { s.Version = 9 }, []string{"version"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := study.Open(document(t, c.change), session.Sources{})
			var e *scenario.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want a *scenario.Error", err)
			}
			for _, w := range c.want {
				if !strings.Contains(e.Error(), w) {
					t.Errorf("%q does not say %q", e.Error(), w)
				}
			}
		})
	}
}

// A tick's error ends a cell and comes back.
func TestSweepCancel(t *testing.T) {
	s, err := study.Open(document(t, nil), session.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("stop")
	if _, err := s.Cell(0, nil, func(string, int, int) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("got %v, want the tick's error", err)
	}
}

// The studies that ship can be opened as they are; those on digits ask for their file.
func TestShippedStudies(t *testing.T) {
	ids := scenario.Studies()
	if len(ids) == 0 {
		t.Fatal("no studies ship")
	}
	for _, id := range ids {
		doc, err := scenario.StudyJSON(id)
		if err != nil {
			t.Fatal(err)
		}
		s, err := study.Open(doc, session.Sources{})
		var file *dataset.Error
		if errors.As(err, &file) && file.File == scenario.Digits14 && strings.Contains(string(doc), `"digits"`) {
			continue // packed by the build; the parity tests and the recordings open these
		}
		if err != nil || s.Cells() < 1 {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// A purified sweep measures the rows that are left, as the last frame of the run does.
func TestPurifiedSweepIsTheEndOfTheRun(t *testing.T) {
	doc := document(t, func(s *scenario.Study) {
		s.Base.Data.Counts, s.Base.Purify = []int{45, 15}, scenario.Purify{Rule: scenario.RuleDelta, PerStep: 5, Steps: 1}
		s.Sweep = &scenario.Sweep{Purified: true, Seeds: 1, Axes: []scenario.Axis{{Field: "purify.steps", Label: "steps", Values: raw("0", "2")}}}
	})
	s, err := study.Open(doc, session.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	got := compute(t, s, []int{0, 1})
	base := scenario.Default()
	base.Data.Counts, base.Data.Test, base.Marks = []int{45, 15}, 50, nil
	base.Purify = scenario.Purify{Rule: scenario.RuleDelta, PerStep: 5, Steps: 2}
	run, err := session.Open(base, session.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	left := []float64{45, 15} // rows of each rule
	for step := range 3 {
		f, err := run.Next(nil)
		if err != nil {
			t.Fatal(err)
		}
		if step != 1 {
			var m study.Measures
			if err := json.Unmarshal(got[step/2], &m); err != nil {
				t.Fatal(err)
			}
			p := left[1] / (left[0] + left[1])
			if want := -p*math.Log(p) - (1-p)*math.Log(1-p); math.Abs(float64(m.Heterogeneity)-want) > 1e-5 {
				t.Errorf("after %d removals E(Z) is %g, want %g", step, m.Heterogeneity, want)
			}
			if v := float64(m.Variance); math.Abs(v-f.Variance) > 1e-5*f.Variance || math.Abs(float64(m.TestAccuracy)-f.TestAccuracy) > 1e-6 {
				t.Errorf("after %d removals %+v, the run has V %g, accuracy %g", step, m, f.Variance, f.TestAccuracy)
			}
		}
		for _, r := range f.Removed {
			left[run.Points().Origin[r]]--
		}
	}
}
