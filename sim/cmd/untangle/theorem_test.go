package main_test

import (
	"math"
	"strings"
	"testing"
)

type theorem struct {
	N, Removals                           int
	Variance, ScaledDropU, ScaledDropMean float64
	Claimed, Corrected                    float64
	Sets                                  int
	Exhaustive                            bool
	Features, Classes, Refits             int
	Lemmas                                *struct{ Slope float64 }
	Best                                  struct{ Rows []int }
}

var theoremFields = []string{"n", "removals", "variance", "scaledDropU", "scaledDropMean", "claimed", "corrected",
	"claimedHere", "correctedHere", "sets", "exhaustive", "errorU", "errorMean", "controlled", "plainU", "plainErrorU",
	"deltaU", "deltaMean", "best", "lemmas", "features", "classes", "ridge", "seed", "gradient", "refits"}

// The command of the contract: the claim, its correction, and which of them the numbers are near.
func TestTheorem(t *testing.T) {
	out := lines(t, succeed(t, "theorem", "-n", "800", "-removals", "1"))
	if len(out) != 1 {
		t.Fatalf("%d lines", len(out))
	}
	r := object[theorem](t, out[0], theoremFields...)
	if r.N != 800 || r.Removals != 1 || r.Claimed != 2 || r.Corrected != -2 || !(r.Variance > 0) || !r.Exhaustive || r.Sets != 800 {
		t.Errorf("%+v", r)
	}
	// The term that is left is of order 1/n; at n = 800 it is about .01.
	if !(math.Abs(r.ScaledDropU-r.Corrected) < 0.05 && math.Abs(r.ScaledDropMean) < 0.05) {
		t.Errorf("scaled drops %g and %g", r.ScaledDropU, r.ScaledDropMean)
	}
	if r.Lemmas == nil || math.Abs(r.Lemmas.Slope+1) > 0.01 {
		t.Errorf("Lemma 6: %+v", r.Lemmas)
	}
	if byDefault := succeed(t, "theorem"); byDefault != out[0]+"\n" {
		t.Error("800 points and one removal are not the default")
	}
	brief := lines(t, succeed(t, "theorem", "-n", "800", "-removals", "1", "-json"))
	b := object[theorem](t, brief[0], theoremFields[:7]...)
	if len(brief) != 1 || b.Variance != r.Variance || b.ScaledDropU != r.ScaledDropU || b.ScaledDropMean != r.ScaledDropMean || b.Claimed != 2 || b.Corrected != -2 {
		t.Errorf("-json writes %s", brief[0])
	}
}

func TestTheoremOnOwnData(t *testing.T) {
	csv, _ := example()
	data := write(t, "data.csv", csv)
	own := []string{"theorem", "-data", data, "-label", "kind"}
	fields := append([]string{}, theoremFields...)
	r := object[theorem](t, lines(t, succeed(t, append(own, "-removals", "2", "-samples", "50", "-seed", "4")...))[0], fields...)
	if r.N != 30 || r.Features != 5 || r.Classes != 3 || r.Sets != 50 || len(r.Best.Rows) != 2 {
		t.Errorf("%+v", r)
	}
	all := succeed(t, append(own, "-drops", "-points", "7", "-pairs", "-1")...)
	if !strings.Contains(all, `"drops":[`) || strings.Contains(all, `"lemmas"`) {
		t.Errorf("%s", all)
	}
	if succeed(t, append(own, "-ridge", "1")...) == succeed(t, own...) {
		t.Error("the ridge changes nothing")
	}
}

func TestTheoremUsage(t *testing.T) {
	csv, _ := example()
	data := write(t, "data.csv", csv)
	for _, c := range []struct{ args, says []string }{
		{[]string{"-n", "3"}, []string{"-n is 3", "10 to 20000"}},
		{[]string{"-n", "100", "-removals", "60"}, []string{"-removals is 60", "1 to 50"}},
		{[]string{"-removals", "0"}, []string{"-removals is 0"}},
		{[]string{"-samples", "1"}, []string{"-samples is 1"}},
		{[]string{"-points", "-2"}, []string{"-points is -2"}},
		{[]string{"-pairs", "-2"}, []string{"-pairs is -2", "-1 for none"}},
		{[]string{"-ridge", "0"}, []string{"-ridge is 0"}},
		{[]string{"-ridge", "NaN"}, []string{"-ridge is NaN"}},
		{[]string{"-json", "-drops"}, []string{"-json", "-drops"}},
		{[]string{"-label", "kind"}, []string{"-data"}},
		{[]string{"-data", data, "-label", "kind", "-n", "30"}, []string{"-n is given with -data"}},
		{[]string{"-data", data}, []string{"-label is missing"}},
	} {
		r := run(t, append([]string{"theorem"}, c.args...)...)
		if r.code != 2 || r.stdout != "" {
			t.Errorf("%v: code %d, output %q", c.args, r.code, r.stdout)
		}
		for _, part := range append(c.says, "untangle theorem -h") {
			if !strings.Contains(r.stderr, part) {
				t.Errorf("%v: the message %q does not say %q", c.args, r.stderr, part)
			}
		}
	}
	for _, flag := range []string{"-n", "-removals", "-samples", "-points", "-ridge", "-data", "Examples:\n  untangle theorem"} {
		if out := succeed(t, "theorem", "-h"); !strings.Contains(out, flag) {
			t.Errorf("the help does not mention %q", flag)
		}
	}
}
