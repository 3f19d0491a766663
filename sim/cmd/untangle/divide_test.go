package main_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

type divided struct {
	Blocks         []int
	Weights        []float64
	Accuracy       []*float64
	Routed, Global *float64
	Oracle, Gated  *float64
	LogLikelihood  *float64
	Iterations     int
	Outcome        string
	Empty          []int
	Routability    struct {
		Accuracy, Majority, Low, High float64
		Routable                      bool
		Verdict                       string
	}
	Truth *struct {
		RandIndex, Right float64
		Blocks           []struct {
			Origin                string
			Rows                  int
			Precision, Recall, F1 float64
		}
	}
	Curve []struct {
		Blocks                      int
		LogLikelihood, HeldOut, BIC float64
		Parameters                  int
	}
	EMRidge float64
	Ridges  []struct{ Ridge, LogLikelihood, HeldOut float64 }
}

var dividedFields = []string{"blocks", "weights", "accuracy", "routed", "global", "oracle", "routability", "gated", "logLikelihood", "iterations", "outcome", "empty"}

// withTruth adds a column that tells where the rows of a mixture come from.
func withTruth(t *testing.T, csv string, counts ...int) string {
	t.Helper()
	rows := lines(t, csv)
	out := []string{rows[0] + ",from"}
	at := 1
	for k, n := range counts {
		for range n {
			out = append(out, fmt.Sprintf("%s,rule%d", rows[at], k+1))
			at++
		}
	}
	return strings.Join(out, "\n") + "\n"
}

func TestDivide(t *testing.T) {
	train := write(t, "train.csv", withTruth(t, succeed(t, "generate", "-counts", "140,60", "-seed", "2"), 140, 60))
	test := write(t, "test.csv", withTruth(t, succeed(t, "generate", "-counts", "200", "-seed", "2", "-stream", "test"), 200))
	for _, method := range []string{"em", "purify", "reassign", "moe", "categorical"} {
		args := []string{"divide", "-data", train, "-label", "Q10", "-truth", "from", "-blocks", "2", "-method", method, "-json"}
		full := object[divided](t, lines(t, succeed(t, append(args, "-test", test)...))[0], append(dividedFields, "truth")...)
		if len(full.Blocks) != 200 || len(full.Weights) != 2 || len(full.Accuracy) != 2 || full.Truth == nil || full.Routability.Verdict == "" {
			t.Errorf("%s: %+v", method, full)
			continue
		}
		for _, b := range full.Blocks {
			if b < 0 || b > 1 {
				t.Fatalf("%s: block %d", method, b)
			}
		}
		for name, v := range map[string]*float64{"global": full.Global, "routed": full.Routed, "first": full.Accuracy[0], "oracle": full.Oracle} {
			if v == nil || *v < 0 || *v > 1 {
				t.Errorf("%s: %s accuracy %v", method, name, v)
			}
		}
		if (full.Gated != nil) != (method == "moe") || (full.LogLikelihood != nil) != slices.Contains([]string{"em", "moe", "categorical"}, method) {
			t.Errorf("%s: gated %v, likelihood %v", method, full.Gated, full.LogLikelihood)
		}
		blind := object[divided](t, lines(t, succeed(t, args...))[0], append(dividedFields, "truth")...)
		if blind.Global != nil || blind.Accuracy[0] != nil || blind.Oracle != nil || !slices.Equal(blind.Blocks, full.Blocks) {
			t.Errorf("%s: without a test file %+v", method, blind)
		}
		again := object[divided](t, lines(t, succeed(t, append(args, "-seed", "1")...))[0], append(dividedFields, "truth")...)
		if !slices.Equal(again.Blocks, full.Blocks) || !slices.Equal(again.Weights, full.Weights) {
			t.Errorf("%s: the seed is not 1 by default, or does not decide", method)
		}
	}
}

func TestDivideChoosesTheNumberOfBlocks(t *testing.T) {
	if testing.Short() {
		t.Skip("24 runs of EM")
	}
	var b strings.Builder
	b.WriteString("x,y,kind\n")
	for i := range 60 { // in every other row the rule is turned around
		fmt.Fprintf(&b, "%d,%d,%c\n", i*i%17, i*7%11, "ab"[min(1, i*i%17/8)^i%2])
	}
	got := object[divided](t, lines(t, succeed(t, "divide", "-data", write(t, "train.csv", b.String()), "-label", "kind", "-blocks", "0", "-em-ridge", "0.001"))[0], append(dividedFields, "curve")...)
	best := 0
	for i, c := range got.Curve {
		if c.Blocks != i+1 || c.Parameters <= 0 {
			t.Errorf("point %+v", c)
		}
		if c.BIC < got.Curve[best].BIC {
			best = i
		}
	}
	if len(got.Curve) != 6 || len(got.Weights) != best+1 {
		t.Errorf("%d blocks by the curve %+v", len(got.Weights), got.Curve)
	}
	// The same data with λ to be chosen: the division is the one that the λ chosen gives.
	data := []string{"divide", "-data", write(t, "train.csv", b.String()), "-label", "kind", "-restarts", "1", "-em-ridge"}
	got = object[divided](t, lines(t, succeed(t, append(data, "0")...))[0], append(dividedFields, "emRidge", "ridges")...)
	best = 0
	for i, c := range got.Ridges {
		if c.HeldOut > got.Ridges[best].HeldOut {
			best = i
		}
	}
	if len(got.Ridges) != 7 || got.EMRidge != got.Ridges[best].Ridge {
		t.Fatalf("λ %g by the curve %+v", got.EMRidge, got.Ridges)
	}
	again := object[divided](t, lines(t, succeed(t, append(data, fmt.Sprint(got.EMRidge))...))[0], dividedFields...)
	if !slices.Equal(again.Blocks, got.Blocks) {
		t.Error("the λ chosen is not the one used")
	}
}

type raced struct {
	Rule           string
	Peak           *float64
	PeakStep       int
	AUC, Precision *float64
	Kept           []int
	Variance       []float64
	TestAccuracy   []*float64
	Minority       []*int
	Removed        [][]int
	Stops          []struct {
		Rule             string
		Step             int
		Fired            bool
		Accuracy, Regret *float64
	}
}

var racedFields = []string{"rule", "peak", "peakStep", "auc", "precision", "orderAUC", "orderPrecision", "kept", "variance", "testAccuracy", "minority", "removed"}

func TestRace(t *testing.T) {
	train := write(t, "train.csv", withTruth(t, succeed(t, "generate", "-counts", "100,50", "-seed", "3"), 100, 50))
	out := lines(t, succeed(t, "race", "-data", train, "-label", "Q10", "-rules", "loss, em-posterior,delta", "-steps", "2", "-per-step", "4"))
	if len(out) != 3 {
		t.Fatalf("%d lines for three rules", len(out))
	}
	// Without -truth the column "from" is a feature and nothing is known of the truth.
	first := object[raced](t, out[0], racedFields...)
	if first.Rule != "loss" || first.Peak != nil || first.PeakStep != -1 || first.AUC != nil || first.Minority[0] != nil || !slices.Equal(first.Kept, []int{150, 146, 142}) {
		t.Errorf("%+v", first)
	}
	args := []string{"race", "-data", train, "-test", write(t, "test2.csv", withTruth(t, succeed(t, "generate", "-counts", "100", "-seed", "3", "-stream", "test"), 100)),
		"-label", "Q10", "-truth", "from", "-steps", "3", "-per-step", "4"}
	for i, line := range lines(t, succeed(t, append(args, "-rules", "delta,out-of-fold")...)) {
		r := object[raced](t, line, racedFields...)
		removed := 0
		for k, list := range r.Removed {
			minority := 0
			for _, row := range slices.Concat(r.Removed[:k]...) {
				if row >= 100 {
					minority++
				}
			}
			if r.Minority[k] == nil || *r.Minority[k] != minority || (len(list) == 4) != (k < 3) {
				t.Errorf("%s, step %d: %v of the minority, want %d", r.Rule, k, r.Minority[k], minority)
			}
			removed += len(list)
		}
		if r.Rule != []string{"delta", "out-of-fold"}[i] || removed != 12 || *r.AUC < .5 || *r.Peak != *r.TestAccuracy[r.PeakStep] {
			t.Errorf("%+v", r)
		}
		// "purify" does the same as the race under its rules.
		if r.Rule == "delta" {
			for k, line := range lines(t, succeed(t, "purify", "-data", train, "-label", "Q10", "-truth", "from", "-steps", "3", "-per-step", "4")) {
				var s struct {
					Variance float64
					Removed  []int
				}
				if err := json.Unmarshal([]byte(line), &s); err != nil || s.Variance != r.Variance[k] || !slices.Equal(s.Removed, r.Removed[k]) {
					t.Errorf("step %d of purify: %s, of the race: V %g, removed %v", k, line, r.Variance[k], r.Removed[k])
				}
			}
		}
	}
	stops := object[raced](t, lines(t, succeed(t, append(args, "-rules", "loss", "-stops")...))[0], append(racedFields, "stops")...)
	if len(stops.Stops) != 5 || stops.Kept[0] != 120 || stops.Stops[4].Rule != "best on test" || *stops.Stops[4].Regret != 0 {
		t.Errorf("%+v", stops)
	}
}

func TestWrongUsageOfDivideAndRace(t *testing.T) {
	data := write(t, "train.csv", succeed(t, "generate", "-counts", "20,10"))
	both := []string{"-data", data, "-label", "Q10"}
	for _, c := range []struct {
		args []string
		says []string
	}{
		{[]string{"divide", "-label", "Q10"}, []string{"-data is missing"}},
		{append([]string{"divide", "-method", "magic"}, both...), []string{`"magic"`, "reassign"}},
		{append([]string{"divide", "-blocks", "7"}, both...), []string{"-blocks is 7", "1 to 6"}},
		{append([]string{"divide", "-blocks", "-1"}, both...), []string{"-blocks is -1"}},
		{append([]string{"divide", "-blocks", "0", "-method", "moe"}, both...), []string{"-blocks is 0", "em"}},
		{append([]string{"divide", "-start", "zero"}, both...), []string{`"zero"`, "purify"}},
		{append([]string{"divide", "-em-ridge", "NaN"}, both...), []string{"-em-ridge", "NaN"}},
		{append([]string{"divide", "-em-ridge", "0", "-blocks", "0"}, both...), []string{"-em-ridge", "-blocks"}},
		{append([]string{"divide", "-em-ridge", "0", "-method", "purify"}, both...), []string{"-em-ridge", "only em"}},
		{append([]string{"divide", "-restarts", "0"}, both...), []string{"-restarts is 0"}},
		{append([]string{"divide", "-cross-fit", "-method", "moe"}, both...), []string{"-cross-fit", "em"}},
		{append([]string{"divide", "-per-step", "-2"}, both...), []string{"-per-step"}},
		{append([]string{"divide", "-json=false"}, both...), []string{"-json"}},
		{append([]string{"divide", "-method", "purify", "-per-step", "30"}, both...), []string{"-blocks is 2", "30 rows"}},
		{append([]string{"race", "-rules", "loss,magic"}, both...), []string{`"magic"`, "knn-shapley"}},
		{append([]string{"race", "-rules", ""}, both...), []string{"-rules is empty"}},
		{append([]string{"race", "-rules", "loss,loss"}, both...), []string{`"loss" twice`}},
		{append([]string{"race", "-steps", "9"}, both...), []string{"-steps"}},
		{append([]string{"race", "-format", "csv"}, both...), []string{`"csv"`}},
	} {
		r := run(t, c.args...)
		if r.code != 2 || r.stdout != "" {
			t.Errorf("%v: code %d, output %q", c.args, r.code, r.stdout)
		}
		for _, part := range c.says {
			if !strings.Contains(r.stderr, part) {
				t.Errorf("%v: the message %q does not say %q", c.args, r.stderr, part)
			}
		}
	}
	big := write(t, "big.csv", succeed(t, "generate", "-counts", "201"))
	if r := run(t, "race", "-data", big, "-label", "Q10", "-rules", "tmc-shapley"); r.code != 2 || !strings.Contains(r.stderr, "201 rows are too many") {
		t.Errorf("code %d, %q", r.code, r.stderr)
	}
}
