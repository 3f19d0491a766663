package session_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/trace"
)

// small is the opening scenario on fewer rows.
func small(rule scenario.RuleName) scenario.Scenario {
	s := scenario.Default()
	s.Data.Counts, s.Data.Test = []int{50, 30}, 40
	s.Purify = scenario.Purify{Rule: rule, PerStep: 4, Steps: 3}
	return s
}

// own is a table of text; test may be "".
func own(name, train, test string) *session.Table {
	out := &session.Table{Train: dataset.File{Name: name, Bytes: []byte(train)}}
	if test != "" {
		out.Test = &dataset.File{Name: "test file", Bytes: []byte(test)}
	}
	return out
}

func open(t *testing.T, s scenario.Scenario, table *session.Table) *session.Session {
	t.Helper()
	run, err := session.Open(s, session.Sources{Table: table})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func frames(t *testing.T, run *session.Session) []*trace.Frame {
	t.Helper()
	var out []*trace.Frame
	for {
		f, err := run.Next(nil)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
}

func TestFramesOfARun(t *testing.T) {
	run := open(t, small(scenario.RuleDelta), nil)
	h, p := run.Header(), run.Points()
	if h.Version != trace.Version || h.Rows != 80 || h.TestRows != 40 || h.Features != 41 || len(h.Classes) != 4 || len(h.Origins) != 2 || len(h.Columns) != 10 {
		t.Errorf("header %+v", h)
	}
	if len(p.Label) != 80 || len(p.Codes) != 800 || !slices.Equal(p.Origin, append(make([]uint8, 50), bytes.Repeat([]byte{1}, 30)...)) {
		t.Errorf("points %+v", p)
	}
	all := frames(t, run)
	if len(all) != 4 {
		t.Fatalf("%d frames of 3 steps", len(all))
	}
	gone := map[int32]bool{}
	for k, f := range all {
		if f.Step != k || f.Kept != 80-4*k || len(f.MapX) != 80 || len(f.Score) != 80 || f.Extent != all[0].Extent || !(f.Variance > 0) {
			t.Errorf("frame %d: step %d, %d rows kept, extent %g, V %g", k, f.Step, f.Kept, f.Extent, f.Variance)
		}
		if want := 4; k < 3 && len(f.Removed) != want || k == 3 && len(f.Removed) != 0 {
			t.Errorf("frame %d removes %v", k, f.Removed)
		}
		for r := range int32(80) {
			if inside := math.Abs(float64(f.MapX[r])) <= f.Extent*(1+1e-6); k == 0 && !inside {
				t.Errorf("row %d lies outside the first map", r)
			}
			// A row that left stays where it stood.
			if last := all[max(0, k-1)]; gone[r] && (f.MapX[r] != last.MapX[r] || f.Score[r] != last.Score[r] || f.Predicted[r] != last.Predicted[r]) {
				t.Errorf("frame %d: row %d changed after it left", k, r)
			}
		}
		for _, r := range f.Removed {
			if gone[r] {
				t.Errorf("row %d leaves twice", r)
			}
			gone[r] = true
		}
		for name, v := range map[string]float64{"train accuracy": f.TrainAccuracy, "test accuracy": f.TestAccuracy} {
			if !(v >= 0 && v <= 1) {
				t.Errorf("frame %d: %s is %g", k, name, v)
			}
		}
		if math.IsNaN(f.Skewness) || !(f.Kurtosis >= 1) || !(f.Condition >= 1) { // kurtosis ≥ 1 for any distribution
			t.Errorf("frame %d: skewness %g, kurtosis %g, condition %g", k, f.Skewness, f.Kurtosis, f.Condition)
		}
	}
}

// Rows leave in the order of their score.
func TestRemovedHaveTheLargestScores(t *testing.T) {
	f := frames(t, open(t, small(scenario.RuleSelfInfluence), nil))[0]
	order := make([]int32, 80)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		if f.SelfInfluence[a] > f.SelfInfluence[b] {
			return -1
		}
		return 1
	})
	if !slices.Equal(f.Removed, order[:4]) || !slices.Equal(f.Score, f.SelfInfluence) {
		t.Errorf("removed %v, the largest are %v", f.Removed, order[:4])
	}
}

func TestRecordIsDeterministic(t *testing.T) {
	for _, rule := range []scenario.RuleName{scenario.RuleDelta, scenario.RuleRandom, scenario.RuleLooRefit} {
		one, err := session.Record(small(rule), session.Sources{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		two, err := session.Record(small(rule), session.Sources{}, func(string, int, int) error { return nil })
		if err != nil || !bytes.Equal(one, two) {
			t.Errorf("%s: two recordings differ (%v)", rule, err)
		}
		run, err := trace.DecodeRun(one)
		if err != nil || len(run.Frames) != 4 || run.Header.Scenario.Purify.Rule != rule || run.Frames[0].Score != nil {
			t.Errorf("%s: recording reads as %+v (%v)", rule, run, err)
		}
		other := small(rule)
		other.Seed = 2
		if three, err := session.Record(other, session.Sources{}, nil); err != nil || bytes.Equal(one, three) {
			t.Errorf("%s: two seeds give one recording (%v)", rule, err)
		}
	}
}

// A change of rule leaves the data alone: every purpose has its own stream.
func TestStreamsDoNotShift(t *testing.T) {
	a, b := open(t, small(scenario.RuleRandom), nil), open(t, small(scenario.RuleDelta), nil)
	frames(t, a)
	if !slices.Equal(a.Points().Codes, b.Points().Codes) {
		t.Error("the rule changes the data")
	}
}

const csv = "size,color,kind\n1,red,x\n2,blue,y\n3,red,y\n4,blue,x\n5,red,x\n6,blue,y\n7,red,y\n8,blue,x\n9,red,x\n10,red,y\n11,blue,x\n12,blue,y\n"

func tableScenario() scenario.Scenario {
	s := scenario.Default()
	s.Data = scenario.Data{Kind: scenario.DataTable, Label: "kind"}
	s.Purify = scenario.Purify{Rule: scenario.RuleDelta, PerStep: 1, Steps: 2}
	return s
}

func TestOwnTable(t *testing.T) {
	run := open(t, tableScenario(), own("mine.csv", csv, csv))
	if h := run.Header(); h.Rows != 12 || h.TestRows != 12 || h.Features != 4 || !slices.Equal(h.Origins, []string{"data"}) {
		t.Errorf("header %+v", h)
	}
	if w := run.Warnings(); len(w) != 0 {
		t.Errorf("warnings %v", w)
	}
	if all := frames(t, run); len(all) != 3 || math.IsNaN(all[2].TestAccuracy) {
		t.Errorf("%d frames", len(all))
	}
	alone := open(t, tableScenario(), own("mine.csv", csv, ""))
	if all := frames(t, alone); !math.IsNaN(all[0].TestAccuracy) {
		t.Errorf("test accuracy %g without a test file", all[0].TestAccuracy)
	}
	if w := fmt.Sprint(alone.Warnings()); !strings.Contains(w, "no test file") {
		t.Errorf("warnings %q", w)
	}
	named := strings.NewReplacer("red,x", "ann,x", "red,y", "bob,y").Replace(csv)
	for i, r := range "abcdefgh" {
		named = strings.Replace(named, "blue", strings.Repeat(string(r), i+1), 1)
	}
	if w := fmt.Sprint(open(t, tableScenario(), own("m", named, "")).Warnings()); !strings.Contains(w, `"color"`) {
		t.Errorf("a column that is different in most rows gives the warnings %q", w)
	}
}

func TestBadInput(t *testing.T) {
	invalid, ragged := small(scenario.RuleDelta), strings.Replace(csv, "3,red,y", "3,red", 1)
	invalid.Fit.Ridge = 0
	many := tableScenario()
	many.Purify.Steps = 3
	for _, c := range []struct {
		name     string
		scenario scenario.Scenario
		table    *session.Table
		says     []string
	}{
		{"invalid scenario", invalid, nil, []string{"fit.ridge"}},
		{"no table", tableScenario(), nil, []string{"data.kind", "no table"}},
		{"empty table", tableScenario(), own("mine.csv", "", ""), []string{"mine.csv", "is empty"}},
		{"ragged row", tableScenario(), own("mine.csv", ragged, ""), []string{"mine.csv, row 3 (line 4)", "has 2 cells"}},
		{"ragged test row", tableScenario(), own("mine.csv", csv, ragged), []string{"test", "row 3 (line 4)"}},
		{"unknown category", tableScenario(), own("mine.csv", csv, strings.Replace(csv, "red", "pink", 1)), []string{"test", "row 1", `"pink"`}},
		{"too many removals", many, own("mine.csv", csv, ""), []string{"purify.steps", "at most 2 steps"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := session.Open(c.scenario, session.Sources{Table: c.table})
			var a *scenario.Error
			var b *dataset.Error
			if !errors.As(err, &a) && !errors.As(err, &b) {
				t.Fatalf("the error is %v, not a typed one", err)
			}
			for _, part := range c.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
		})
	}
}

// A run that is stopped says so, with the step it was at.
func TestStoppedRun(t *testing.T) {
	stop := errors.New("stop")
	tick := func(string, int, int) error { return stop }
	s := small(scenario.RuleDelta)
	s.Fit = scenario.Fit{Method: scenario.FitAdam, Epochs: 5}
	if _, err := open(t, s, nil).Next(tick); !errors.Is(err, stop) || !strings.Contains(err.Error(), "step 0") {
		t.Errorf("the error is %v", err)
	}
	// The end of a run alone, likewise: in a removal, and where the rows left are measured.
	for at, want := range []string{"step 0", "step 1", "step 2"} {
		fits := 0
		nth := func(phase string, done, _ int) error {
			if phase == "fit" && done == 1 {
				fits++
			}
			if fits > at {
				return stop
			}
			return nil
		}
		s.Purify.Steps = 2
		if _, err := open(t, s, nil).Final(nth); !errors.Is(err, stop) || !strings.Contains(err.Error(), want) {
			t.Errorf("stopped in fit %d, the error is %v", at, err)
		}
	}
	if _, err := session.Record(s, session.Sources{}, tick); !errors.Is(err, stop) {
		t.Errorf("recording gives %v", err)
	}
}
