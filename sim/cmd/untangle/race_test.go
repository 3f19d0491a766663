package main_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// The order in which a race judges the default rule is the ranked list of purify: the figures
// beside a list on the page can be had from the command line.
func TestRaceOrderIsTheRankedList(t *testing.T) {
	text, truth := "x,kind,truth\n", []bool{}
	for i := range 60 {
		x, wrong := float64(i%20)-9.5, i%7 == 0
		text += fmt.Sprintf("%g,%c,%v\n", x, "ab"[map[bool]int{true: 1}[(x > 0) != wrong]], wrong)
		truth = append(truth, wrong)
	}
	data, list := write(t, "data.csv", text), filepath.Join(t.TempDir(), "ranked.csv")
	flags := []string{"-data", data, "-label", "kind", "-truth", "truth", "-per-step", "2", "-steps", "4"}
	run(t, append([]string{"purify", "-ranked", list}, flags...)...)
	raw, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil || len(records) != 61 {
		t.Fatalf("%d records (%v)", len(records), err)
	}
	above, wrong, won := 0, 9, 0
	for _, r := range records[1:] {
		row, err := strconv.Atoi(r[1])
		if err != nil {
			t.Fatal(err)
		}
		if truth[row] {
			above++
		} else {
			won += above
		}
	}
	out := lines(t, succeed(t, append([]string{"race", "-rules", "delta,random"}, flags...)...))
	var got struct{ OrderAUC, OrderPrecision float64 }
	if err := json.Unmarshal([]byte(out[0]), &got); err != nil {
		t.Fatal(err)
	}
	if want := float64(won) / float64(wrong*(60-wrong)); math.Abs(got.OrderAUC-want) > 1e-12 || !(want > .5) {
		t.Errorf("AUC of the order %g, of the list %g", got.OrderAUC, want)
	}
}
