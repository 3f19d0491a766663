package study_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"untangle/sim/erdpd"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/study"
)

func claimsDoc(t *testing.T, ids ...erdpd.ClaimID) []byte {
	t.Helper()
	c := &scenario.Claims{Experiment: marshal(t, moons()), Seeds: 3, Seed: 5}
	for _, id := range ids {
		c.IDs = append(c.IDs, string(id))
	}
	return marshal(t, scenario.Study{Version: 1, Kind: scenario.StudyClaims, ID: "test", Claims: c})
}

// What a cell keeps is enough: every claim is judged as from the whole runs.
func TestClaimsAsFromWholeRuns(t *testing.T) {
	ids := erdpd.ClaimIDs()
	s := open(t, claimsDoc(t, ids...))
	trials, err := erdpd.Trials(ids, moons())
	if err != nil {
		t.Fatal(err)
	}
	if s.Cells() != 3*len(trials) {
		t.Fatalf("%d cells, want 3 seeds of %d trials", s.Cells(), len(trials))
	}
	got := summaryOf[study.ClaimsSummary](t, s, compute(t, s, upTo(s.Cells())))
	var runs []*erdpd.Result
	for seed := uint64(5); seed < 8; seed++ {
		for _, trial := range trials {
			d, err := erdpd.Generate(trial.Experiment, seed, nil)
			if err != nil {
				t.Fatal(err)
			}
			r, err := erdpd.Run(trial.Experiment, d, seed, trial.Arm, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			runs = append(runs, r)
		}
	}
	for k, id := range ids {
		want, err := erdpd.Judge(id, moons(), runs)
		if err != nil {
			t.Fatal(err)
		}
		card := got.Cards[k]
		if card.ID != string(id) || card.Verdict != string(want.Verdict) || card.Seeds != 3 || len(card.Figures) != len(want.Figures) {
			t.Errorf("%s: %q over %d seeds, want %q", id, card.Verdict, card.Seeds, want.Verdict)
			continue
		}
		for i, f := range want.Figures {
			// Numbers have six digits, and accuracies of 100 test rows lose nothing.
			if g := card.Figures[i]; g.Name.String() != f.Name.String() || g.N != f.N || !(near(float64(g.Mean), f.Mean, 1e-4) || math.Abs(float64(g.Mean)-f.Mean) < 1e-5) {
				t.Errorf("%s: %s (%s) is %v, want %v", id, g.Name, g.Settings, g.Mean, f.Mean)
			}
		}
	}
}

// A claim without two whole seeds has words and no verdict.
func TestClaimsUnderWay(t *testing.T) {
	s := open(t, claimsDoc(t, erdpd.ClaimMixture, erdpd.ClaimConfidence))
	results := compute(t, s, []int{0, 1, 2, 3})
	sum := summaryOf[study.ClaimsSummary](t, s, results)
	mixture, confidence := sum.Cards[0], sum.Cards[1]
	if mixture.Verdict == "" || mixture.Seeds != 2 || mixture.Trials != 1 {
		t.Errorf("two seeds are there: %+v", mixture)
	}
	if confidence.Verdict != "" || confidence.Seeds != 1 || confidence.Statement.Empty() || confidence.Rule.Empty() || confidence.Trials != 2 {
		t.Errorf("one seed is there: %+v", confidence)
	}
	if !strings.HasPrefix(mixture.Command, "untangle dilute -claims mixture-entropy -kind moons -counts 120 -test-rows 100 -noise 0.2 -epochs 4") || !strings.HasSuffix(mixture.Command, "-seeds 3 -seed 5") {
		t.Errorf("command %q", mixture.Command)
	}
}

func TestClaimsRefuse(t *testing.T) {
	var typed *scenario.Error
	for field, doc := range map[string][]byte{
		"claims.claim":  claimsDoc(t, "free-lunch"),
		"claims.ids":    claimsDoc(t),
		"claims.ids[1]": claimsDoc(t, erdpd.ClaimTrees, erdpd.ClaimTrees),
		"claims.seeds":  []byte(strings.Replace(string(claimsDoc(t, erdpd.ClaimTrees)), `"seeds":3`, `"seeds":1`, 1)),
	} {
		if _, err := study.Open(doc, session.Sources{}); !errors.As(err, &typed) || typed.Field != field || typed.Remedy.Empty() {
			t.Errorf("%v, want field %q", err, field)
		}
	}
	s := open(t, claimsDoc(t, erdpd.ClaimMixture))
	if _, err := s.Summary([]json.RawMessage{json.RawMessage(`{"trial":9}`)}); !errors.As(err, &typed) || typed.Field != "results" {
		t.Errorf("an unknown trial: %v", err)
	}
}

// The studies that ship open, and hold every field of their experiment.
func TestShippedDilutions(t *testing.T) {
	for _, id := range scenario.Studies() {
		doc, err := scenario.StudyJSON(id)
		if err != nil {
			t.Fatal(err)
		}
		s, err := scenario.DecodeStudy(doc)
		if err != nil {
			t.Fatal(err)
		}
		var raw json.RawMessage
		switch s.Kind {
		case scenario.StudyDilution:
			raw = s.Dilution.Experiment
		case scenario.StudyClaims:
			raw = s.Claims.Experiment
		default:
			continue
		}
		e, err := erdpd.Decode(raw)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		var given, whole map[string]any
		if err := errors.Join(json.Unmarshal(raw, &given), json.Unmarshal(marshal(t, e), &whole)); err != nil {
			t.Fatal(err)
		}
		if string(marshal(t, given)) != string(marshal(t, whole)) {
			t.Errorf("%s leaves fields to their defaults:\n%s\n%s", id, marshal(t, given), marshal(t, whole))
		}
	}
}
