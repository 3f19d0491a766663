package study_test

import (
	"encoding/json"
	"math"
	"testing"

	"untangle/sim/divide"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/study"
)

// A small race: curves of precision and ROC are those of the runs, under their ceiling.
func TestRaceCurves(t *testing.T) {
	base := scenario.Scenario{Version: 1, ID: "test", Seed: 3, Data: scenario.Data{Kind: scenario.DataSD, Counts: []int{140, 60}, Test: 50},
		Fit: scenario.Fit{Method: scenario.FitNewton, Ridge: 1e-3, Epochs: 1, TargetLoss: .1}, Influence: scenario.Influence{Damping: .01},
		Purify: scenario.Purify{Rule: scenario.RuleDelta, PerStep: 20, Steps: 3}}
	doc := marshal(t, scenario.Study{Version: 1, Kind: scenario.StudyRace, ID: "test", Base: &base,
		Race: &scenario.Race{Rules: []scenario.RuleName{scenario.RuleLoss, scenario.RuleDelta}, Seeds: 2}})
	s := open(t, doc)
	var results []json.RawMessage
	var cells []study.RaceCell
	for i := range s.Cells() {
		c, err := s.Cell(i, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, c.(study.RaceCell))
		results = append(results, marshal(t, c))
	}
	got, err := s.Summary(results)
	if err != nil {
		t.Fatal(err)
	}
	sum := got.(study.RaceSummary)
	loss := sum.Rules[0]
	for k := 1; k < len(loss.Removed); k++ {
		want := (float64(cells[0].Minority[k])/float64(cells[0].Removed[k]) + float64(cells[2].Minority[k])/float64(cells[2].Removed[k])) / 2
		if math.Abs(float64(loss.Hits[k].Mean)-want) > 1e-9 {
			t.Errorf("after %d rows: precision %v, want %v", loss.Removed[k], loss.Hits[k].Mean, want)
		}
	}
	if loss.Hits[0].N != 0 {
		t.Errorf("before anything is removed: %+v", loss.Hits[0])
	}
	lead := (float64(cells[0].Peak-cells[1].Peak) + float64(cells[2].Peak-cells[3].Peak)) / 2
	if sum.Rules[1].Lead.Mean != 0 || math.Abs(float64(loss.Lead.Mean)-lead) > 1e-9 {
		t.Errorf("leads %v and %v, want %v and 0", loss.Lead.Mean, sum.Rules[1].Lead.Mean, lead)
	}
	found := (float64(cells[0].OrderAUC-cells[1].OrderAUC) + float64(cells[2].OrderAUC-cells[3].OrderAUC)) / 2
	hits := (float64(cells[0].OrderPrecision-cells[1].OrderPrecision) + float64(cells[2].OrderPrecision-cells[3].OrderPrecision)) / 2
	if math.Abs(float64(loss.AUCLead.Mean)-found) > 1e-6 || math.Abs(float64(loss.PrecisionLead.Mean)-hits) > 1e-6 {
		t.Errorf("leads in AUC and precision %v and %v, want %v and %v", loss.AUCLead.Mean, loss.PrecisionLead.Mean, found, hits)
	}
	// The area under the kept points is the AUC, as far as points 1/25 apart can tell.
	for _, c := range cells {
		area := 0.0
		for i := 1; i < len(c.ROC); i++ {
			area += float64(c.ROC[i]+c.ROC[i-1]) / 2 / float64(len(c.ROC)-1)
		}
		if math.Abs(area-float64(c.AUC)) > .03 {
			t.Errorf("%s, seed %d: area %.3f, AUC %.3f", c.Rule, c.Seed, area, c.AUC)
		}
	}
	train, _, err := session.Data(base, session.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if mean := float64(cells[0].OrderAUC+cells[2].OrderAUC) / 2; math.Abs(float64(loss.OrderAUC.Mean)-mean) > 1e-6 || !(mean > .5) {
		t.Errorf("AUC of the order %v, want %v", loss.OrderAUC.Mean, mean)
	}
	top := sum.Ceiling
	want := divide.NewCeiling(train.Origin, divide.Explained(train), 2)
	if top == nil || top.Ambiguous != want.Ambiguous || float64(top.AUC) != want.AUC || float64(top.AUC) < float64(cells[0].AUC) || len(top.Hits) != 4 || top.Hits[3] > 1 || top.Hits[3] < loss.Hits[3].Mean {
		t.Errorf("ceiling %+v", top)
	}
	base.Data = scenario.Data{Kind: scenario.DataPlane, Counts: []int{40, 40}, Test: 20}
	doc = marshal(t, scenario.Study{Version: 1, Kind: scenario.StudyRace, ID: "test", Base: &base, Race: &scenario.Race{Rules: []scenario.RuleName{scenario.RuleLoss}, Seeds: 1}})
	if got, err = open(t, doc).Summary(make([]json.RawMessage, 1)); err != nil || got.(study.RaceSummary).Ceiling != nil {
		t.Errorf("a ceiling where the functions are not known: %+v, %v", got, err)
	}
}
