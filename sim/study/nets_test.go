package study_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/study"
)

const smallNets = `{"version":1,"kind":"nets","id":"n","title":"","summary":"","base":{"version":1,"id":"n","title":"","summary":"","seed":1,
"data":{"kind":"sd","counts":[40,20],"test":50},"fit":{"method":"newton","ridge":0.01,"epochs":1,"targetLoss":0.1},"influence":{"damping":0.01},
"purify":{"rule":"delta","perStep":3,"steps":2}},
"nets":{"hidden":[6],"rate":0.01,"epochs":8,"batch":16,"targetLoss":0,"rules":["random","delta","softmax"],"candidates":5,"sample":5,"seeds":2}}`

func TestNetsStudy(t *testing.T) {
	s, err := study.Open([]byte(smallNets), session.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if s.Cells() != 8 {
		t.Fatalf("%d cells, want (3 rules and a comparison) × 2 seeds", s.Cells())
	}
	results := make([]json.RawMessage, s.Cells())
	partials := 0
	for i := range results {
		cell, err := s.Cell(i, func(any) error { partials++; return nil }, nil)
		if err != nil {
			t.Fatal(err)
		}
		if results[i], err = study.Encode(cell); err != nil {
			t.Fatal(err)
		}
	}
	if partials != 6*3 {
		t.Errorf("%d partial states, want 3 of each run", partials)
	}
	summary := func(r []json.RawMessage) study.NetsSummary {
		v, err := s.Summary(r)
		if err != nil {
			t.Fatal(err)
		}
		return v.(study.NetsSummary)
	}
	whole := summary(results)
	if whole.Minority != 20 || whole.Parameters != 6*41+4*7 {
		t.Errorf("minority %d, %d parameters", whole.Minority, whole.Parameters)
	}
	var cells [8]study.NetsCell
	for i, r := range results {
		if err := json.Unmarshal(r, &cells[i]); err != nil {
			t.Fatal(err)
		}
	}
	// The gain is paired by seed: cells 0 and 4 are random, 1 and 5 are δ.
	want := ((cells[1].Accuracy[2] - cells[0].Accuracy[2]) + (cells[5].Accuracy[2] - cells[4].Accuracy[2])) / 2
	if got := whole.Rules[1]; got.Gain.N != 2 || math.Abs(float64(got.Gain.Mean-want)) > 1e-6 || got.Verdict == "" {
		t.Errorf("gain %+v, verdict %q, want %g", got.Gain, got.Verdict, want)
	}
	if r := whole.Rules[0]; r.Gain.N != 0 || r.Verdict != "" {
		t.Errorf("random is compared with itself: %+v", r)
	}
	if whole.RankDelta.N != 2 || len(cells[3].Compared.Rows) != 5 || len(cells[3].Compared.Retrained) != 5 {
		t.Errorf("comparison %+v", cells[3].Compared)
	}
	// What is there stays, and nothing is said of what is not.
	some := append([]json.RawMessage{results[0]}, make([]json.RawMessage, 7)...)
	if part := summary(some); part.Rules[0].Start.N != 1 || part.Rules[1].Verdict != "" || part.RankDelta.N != 0 {
		t.Errorf("of one cell: %+v", part)
	}
}

func TestNetsRefusals(t *testing.T) {
	for _, c := range []struct{ from, to, field string }{
		{`"hidden":[6]`, `"hidden":[0]`, "nets.hidden[0]"},
		{`"hidden":[6]`, `"conv":[2]`, "nets.conv"},
		{`"epochs":8`, `"epochs":0`, "nets.epochs"},
		{`"softmax"]`, `"random"]`, "nets.rules[2]"},
		{`"softmax"],"candidates":5`, `"softmax","retrain"],"candidates":2`, "nets.candidates"},
		{`"seeds":2`, `"seeds":0`, "nets.seeds"},
		{`"steps":2`, `"steps":30`, "base.purify.steps"},
		{`[40,20]`, `[900,200]`, "base.data"},
		{`"rate":0.01`, `"rate":-1`, "nets.rate"},
	} {
		doc := strings.Replace(smallNets, c.from, c.to, 1)
		_, err := study.Open([]byte(doc), session.Sources{})
		e, ok := err.(*scenario.Error)
		if !ok || e.Field != c.field || e.Problem.Empty() || e.Remedy.Empty() {
			t.Errorf("%s: %v, want a refusal of %s", c.to, err, c.field)
		}
	}
}
