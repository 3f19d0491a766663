package dataset_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/say"
)

// Cells that a spreadsheet would run get an apostrophe, numbers do not, and it is said
// how many; the original bytes of rows are never touched.
func TestNeutralCells(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+cmd": "'+cmd", "-x": "'-x", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\r=1": "'\r=1", "＝1": "'＝1",
		"-1.5": "-1.5", "+2": "+2", "": "", "a=1": "a=1", "'=1": "'=1", "-": "'-", "-1+1": "'-1+1",
	} {
		if got := dataset.NeutralCell(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestWriteRanked(t *testing.T) {
	var b bytes.Buffer
	rows := []dataset.RankedRow{
		{Row: 3, Line: 5, Score: .25, Removed: 0, Given: "=x", Suggested: "y", Confidence: .75, Leverage: .5},
		{Row: 0, Line: 2, Score: math.NaN(), Removed: -1, Given: "y", Suggested: "=x", Confidence: .5, Leverage: math.NaN(), Warning: say.T("its leverage is too large")},
	}
	changed, err := dataset.WriteRanked(&b, rows, []string{"a", "@b"}, func(row int) []string { return []string{"<b>", []string{"-1", "", "", "+cmd"}[row]} })
	if err != nil || changed != 4 {
		t.Errorf("%d cells changed, %v", changed, err)
	}
	got, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(got) != 3 {
		t.Fatalf("%q, %v", got, err)
	}
	want := []string{
		strings.Join(dataset.RankedHeader, "|") + "|a|'@b",
		"1|3|5|0.25|0|'=x|y|0.75|0.5||<b>|'+cmd",
		"2|0|2||-1|y|'=x|0.5||its leverage is too large|<b>|-1",
	}
	for i, row := range got {
		if strings.Join(row, "|") != want[i] {
			t.Errorf("line %d is %q, want %q", i, strings.Join(row, "|"), want[i])
		}
	}
}
