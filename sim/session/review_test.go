package session_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
	"untangle/sim/session"
)

// mixed is a table of 60 rows of which every seventh has the other label.
func mixed() string {
	s := "x,y,kind\n"
	for i := range 60 {
		x := float64(i%20) - 9.5
		s += fmt.Sprintf("%g,%d,%c\n", x, i*i%13, "ab"[map[bool]int{true: 1}[(x > 0) != (i%7 == 0)]])
	}
	return s
}

func reviewed(t *testing.T, steps int) (*session.Session, *session.Review, []int) {
	t.Helper()
	s := tableScenario()
	s.Fit = scenario.Fit{Method: scenario.FitNewton, Ridge: .01}
	s.Purify = scenario.Purify{Rule: scenario.RuleDelta, PerStep: 2, Steps: steps}
	run := open(t, s, own("mine.csv", mixed(), ""))
	var left []int
	for _, f := range frames(t, run) {
		for _, r := range f.Removed {
			left = append(left, int(r))
		}
	}
	review, err := run.Review(nil)
	if err != nil {
		t.Fatal(err)
	}
	return run, review, left
}

// The rows that left come first, in that order; then the others by their scores; every row
// once. A row is on its own line.
func TestReviewListsEveryRowOnce(t *testing.T) {
	_, r, left := reviewed(t, 3)
	if len(left) != 6 || !slices.Equal(r.Index[:6], left) || !slices.Equal(r.Removed[:7], []int{0, 0, 1, 1, 2, 2, -1}) {
		t.Errorf("first are %v in steps %v, left have %v", r.Index[:7], r.Removed[:7], left)
	}
	if rows := slices.Sorted(slices.Values(r.Row)); len(rows) != 60 || rows[0] != 0 || rows[59] != 59 || len(slices.Compact(rows)) != 60 {
		t.Errorf("rows %v", rows)
	}
	for k := 7; k < 60; k++ {
		if !(r.Score[k-1] >= r.Score[k]) {
			t.Errorf("score %g comes before %g", r.Score[k-1], r.Score[k])
		}
	}
	for k, row := range r.Row {
		if r.Line[k] != row+2 {
			t.Errorf("row %d is on line %d", row, r.Line[k])
		}
	}
}

// Suggestions come from models that have not seen the row: of the rows with the other
// label nearly all are told their own.
func TestReviewSuggestsTheTruth(t *testing.T) {
	_, r, _ := reviewed(t, 4)
	right, hits := 0, 0
	for k, row := range r.Row {
		truth := 0
		if float64(row%20)-9.5 > 0 {
			truth = 1
		}
		if r.Suggested[k] == truth {
			right++
		}
		if k < 8 && r.Given[k] != truth {
			hits++
		}
		if !(r.Confidence[k] >= .5 && r.Confidence[k] <= 1) {
			t.Errorf("row %d: confidence %g of two classes", row, r.Confidence[k])
		}
	}
	if right < 54 || hits < 7 {
		t.Errorf("%d of 60 suggestions are right, %d of the first 8 rows do not belong", right, hits)
	}
}

func TestReviewAsJSON(t *testing.T) {
	_, r, _ := reviewed(t, 1)
	b, err := json.Marshal(r)
	if err != nil || !strings.Contains(string(b), `"leverage":[0.`) || !strings.Contains(string(b), `"kept":"csv"`) {
		t.Errorf("%s (%v)", b, err)
	}
}

// A row that alone has a value bends the model to itself; the list says so.
func TestReviewWarnsOfLeverage(t *testing.T) {
	s := tableScenario()
	s.Fit = scenario.Fit{Method: scenario.FitNewton, Ridge: 1e-4}
	s.Influence.Damping = 1e-4
	s.Purify = scenario.Purify{Rule: scenario.RuleDelta, PerStep: 1, Steps: 1}
	text := strings.Replace(strings.ReplaceAll(mixed(), ",kind\n", ",odd,kind\n"), "\n", "\n0,0,1,a\n0,0,1,b\n", 1)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, l := range lines[3:] {
		at := strings.LastIndex(l, ",")
		lines[i+3] = l[:at] + ",0" + l[at:]
	}
	run := open(t, s, own("mine.csv", strings.Join(lines, "\n"), ""))
	frames(t, run)
	r, err := run.Review(nil)
	if err != nil {
		t.Fatal(err)
	}
	for k, row := range r.Row {
		odd, warned := row < 2, strings.Contains(r.Warning[k].String(), "leverage 0.")
		if high := r.Leverage[k] > .4; high != odd || warned != (r.Leverage[k] > .5) {
			t.Errorf("row %d: leverage %g, warning %q", row, r.Leverage[k], r.Warning[k])
		}
	}
}

// The rows kept and removed are the file's own bytes.
func TestExport(t *testing.T) {
	run, r, _ := reviewed(t, 1)
	lines := strings.SplitAfter(mixed(), "\n")
	export := func(what string, removed []int) string {
		var out bytes.Buffer
		if _, err := run.Export(&out, what, removed, r); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if got, want := export("removed", []int{4, 1}), lines[0]+lines[2]+lines[5]; got != want {
		t.Errorf("removed: %q, want %q", got, want)
	}
	if got, want := export("kept", []int{0}), lines[0]+strings.Join(lines[2:], ""); got != want {
		t.Errorf("kept: %q, want %q", got, want)
	}
	if got := export("ranked", nil); strings.Count(got, "\n") != 61 || !strings.HasPrefix(got, "rank,row,line,score,") {
		t.Errorf("ranked: %q", got)
	}
	for _, c := range []struct {
		what    string
		removed []int
		review  *session.Review
		says    string
	}{{"kept", []int{60}, r, "60 rows"}, {"kept", []int{-1}, r, "60 rows"}, {"all", nil, r, `"all"`}, {"ranked", nil, nil, "nothing has been ranked"}} {
		_, err := run.Export(&bytes.Buffer{}, c.what, c.removed, c.review)
		var e *scenario.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s of %v: %v, want a *scenario.Error with %q", c.what, c.removed, err, c.says)
		}
	}
}

func TestCellsAndFind(t *testing.T) {
	run, _, _ := reviewed(t, 0)
	if got := run.Cells([]int{1, 60, -1}); !slices.Equal(got[0], []string{"-8.5", "1", "a"}) || len(got[1])+len(got[2]) != 0 {
		t.Errorf("cells %v", got)
	}
	if got := run.Find("-8.5"); !slices.Equal(got, []int{1, 21, 41}) {
		t.Errorf("rows with -8.5: %v", got)
	}
}

// A table that has been loaded is not read again, and gives the same run.
func TestLoadedTable(t *testing.T) {
	s := tableScenario()
	loaded, err := session.Load(s, own("mine.csv", csv, ""), nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := session.Open(s, session.Sources{Loaded: loaded})
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, s, own("mine.csv", csv, ""))
	for k, f := range frames(t, a) {
		if k == 0 && f.Variance != frames(t, b)[0].Variance {
			t.Error("the runs differ")
		}
	}
	stop := errors.New("stop")
	if _, err := session.Load(s, own("mine.csv", csv, ""), func(string, int, int) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("stopped reading gives %v", err)
	}
	var e *dataset.Error
	if _, err := session.Load(s, own("mine.csv", "kind", ""), nil); !errors.As(err, &e) {
		t.Errorf("a bad table gives %v", err)
	}
}

func TestChooseRidge(t *testing.T) {
	loaded, err := session.Load(tableScenario(), own("mine.csv", mixed(), ""), nil)
	if err != nil {
		t.Fatal(err)
	}
	best, ridges, losses, err := session.ChooseRidge(loaded.Train, 1, nil)
	if err != nil || len(ridges) != len(losses) || losses[slices.Index(ridges, best)] != slices.Min(losses) {
		t.Errorf("%g of %v with losses %v (%v)", best, ridges, losses, err)
	}
}
