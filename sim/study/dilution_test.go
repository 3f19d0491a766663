package study_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"untangle/sim/erdpd"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/study"
)

// moons returns a small experiment.
func moons() erdpd.Experiment {
	e := erdpd.Default()
	e.Data = scenario.Data{Kind: scenario.DataMoons, Counts: []int{120}, Test: 100, Noise: scenario.Noise{Kind: scenario.NoiseSymmetric, Rate: .2}}
	e.Train.Epochs, e.Train.Batch, e.Train.Rate = 4, 20, .05
	e.Purity.Keep, e.Purity.Warmup = .6, 3
	return e
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func dilutionDoc(t *testing.T, change func(*scenario.Dilution)) []byte {
	t.Helper()
	d := &scenario.Dilution{Experiment: marshal(t, moons()), Target: .95, Seeds: 3, Seed: 5, Arms: []scenario.DilutionArm{
		{Label: "undiluted", Arm: "undiluted"}, {Label: "diluted", Arm: "diluted"},
		{Label: "held", Arm: "diluted", Changes: []scenario.DilutionChange{{Field: "schedule.kind", Value: json.RawMessage(`"static"`)}}},
	}}
	if change != nil {
		change(d)
	}
	return marshal(t, scenario.Study{Version: 1, Kind: scenario.StudyDilution, ID: "test", Dilution: d})
}

func open(t *testing.T, doc []byte) study.Study {
	t.Helper()
	s, err := study.Open(doc, session.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func into[T any](t *testing.T, raw []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func summaryOf[T any](t *testing.T, s study.Study, results []json.RawMessage) T {
	t.Helper()
	v, err := s.Summary(results)
	if err != nil {
		t.Fatal(err)
	}
	b, err := study.Encode(v)
	if err != nil {
		t.Fatal(err)
	}
	return into[T](t, b)
}

// Cells are the runs of erdpd, whatever cells came before.
func TestDilutionCells(t *testing.T) {
	s := open(t, dilutionDoc(t, nil))
	if s.Cells() != 9 {
		t.Fatalf("%d cells, want 3 arms × 3 seeds", s.Cells())
	}
	results := compute(t, s, upTo(9))
	backward := upTo(9)
	slices.Reverse(backward)
	for i, r := range compute(t, open(t, dilutionDoc(t, nil)), backward) {
		if string(r) != string(results[i]) {
			t.Errorf("cell %d depends on the order", i)
		}
	}
	e := moons()
	e.Schedule.Kind = erdpd.ScheduleStatic
	d, err := erdpd.Generate(e, 6, nil)
	if err != nil {
		t.Fatal(err)
	}
	want, err := erdpd.Run(e, d, 6, erdpd.ArmDiluted, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := into[study.DilutionCell](t, results[5])
	for k, epoch := range want.Epochs {
		if !near(float64(got.Curves.Accuracy[k]), epoch.Accuracy, 5e-3) || !near(float64(got.Curves.Variance[k]), epoch.Gradient.Variance, 5e-3) || !near(float64(got.Alpha[k]), .95, 1e-3) {
			t.Errorf("epoch %d is %v, %v, want %+v", k, got.Curves.Accuracy[k], got.Curves.Variance[k], epoch)
		}
	}
	if got.Picture != nil || got.Pools == nil || !near(float64(got.Pools.Precision), want.Pools.Precision, 1e-3) {
		t.Errorf("pools %+v, picture %v", got.Pools, got.Picture)
	}
}

func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*math.Max(1e-9, math.Abs(b))
}

// The picture is of the first seed's diluted arms, and its batches come from the pools.
func TestDilutionPicture(t *testing.T) {
	results := compute(t, open(t, dilutionDoc(t, nil)), upTo(4))
	for i := range 4 {
		c := into[study.DilutionCell](t, results[i])
		if (c.Picture != nil) != (i == 1 || i == 2) {
			t.Fatalf("cell %d: picture %v", i, c.Picture)
		}
		p := c.Picture
		if p == nil {
			continue
		}
		if len(p.Purity) != 120 || len(p.Draws) != 4 || strings.Count(p.Pure, "1") != 72 || strings.Count(p.Right, "0") != 24 {
			t.Fatalf("%+v", p)
		}
		for e, draw := range p.Draws {
			if len(draw) != 20 || (i == 2 && p.DrawPure[e] != 19) {
				t.Errorf("epoch %d draws %d rows, %d pure", e+1, len(draw), p.DrawPure[e])
			}
			for k, row := range draw {
				if (p.Pure[row] == '1') != (k < p.DrawPure[e]) {
					t.Errorf("epoch %d: row %d is in the wrong part of the batch", e+1, row)
				}
			}
		}
		m := p.Mixture
		for k := range m.Alpha {
			if m.Entropy[k] < m.Chord[k]-1e-4 {
				t.Errorf("H(P′) = %v below the chord %v at %v", m.Entropy[k], m.Chord[k], m.Alpha[k])
			}
		}
		if m.Entropy[0] != m.Chord[0] || m.Entropy[40] != m.Chord[40] {
			t.Error("the chord does not meet the curve at its ends")
		}
	}
}

// The summary's comparisons by hand, from cells written down.
func TestDilutionSummary(t *testing.T) {
	s := open(t, dilutionDoc(t, func(d *scenario.Dilution) { d.Arms, d.Target = d.Arms[:2], 1 }))
	cell := func(arm int, seed, cost string, accuracy string) json.RawMessage {
		pools := "null"
		if cost != "" {
			pools = `{"share":0.5,"precision":0.9,"cost":` + cost + `}`
		}
		return json.RawMessage(`{"arm":` + string(rune('0'+arm)) + `,"seed":` + seed + `,"curves":{"accuracy":` + accuracy + `},"pools":` + pools + `}`)
	}
	results := []json.RawMessage{
		cell(0, "5", "", "[0,0.5,0.7,0.8,0.8]"), cell(1, "5", "0.5", "[0,0.8,0.9,0.9,0.9]"), // 3 epochs, 1 epoch
		cell(0, "6", "", "[0,0.2,0.4,0.6,0.8]"), cell(1, "6", "0.5", "[0,0.2,0.4,0.6,0.7]"), // 4 epochs, never: 5
		nil, cell(1, "7", "0.5", "[0,1,1,1,1]"), // no partner
	}
	sum := summaryOf[study.DilutionSummary](t, s, results)
	plain, mixed := sum.Arms[0], sum.Arms[1]
	for _, c := range []struct {
		name string
		got  study.Estimate
		n    int
		mean float64
	}{
		{"epochs, undiluted", plain.Epochs, 2, 3.5}, {"epochs, diluted", mixed.Epochs, 2, 3},
		{"saved", mixed.Saved, 2, (2./3 - .25) / 2}, {"saved, counted", mixed.SavedCounted, 2, (.5 - .375) / 2},
		{"gain", mixed.Gain, 2, 0}, {"last", mixed.Last, 3, 2.6 / 3}, {"best", plain.Best, 2, .8},
		{"precision", mixed.Precision, 3, .9}, {"share", plain.Share, 0, math.NaN()},
	} {
		if m := float64(c.got.Mean); c.got.N != c.n || !(near(m, c.mean, 1e-5) || math.Abs(m-c.mean) < 1e-9 || m != m && c.mean != c.mean) {
			t.Errorf("%s: %+v, want %v of %d", c.name, c.got, c.mean, c.n)
		}
	}
	if mixed.Missed != 1 || plain.Missed != 0 {
		t.Errorf("missed %d and %d", mixed.Missed, plain.Missed)
	}
	if a := mixed.Curves.Accuracy; len(a.Mean) != 5 || !near(float64(a.Mean[1]), 2./3, 5e-3) {
		t.Errorf("band %+v", a)
	}
}

func TestDilutionRefuses(t *testing.T) {
	for field, change := range map[string]func(*scenario.Dilution){
		"dilution.experiment":              func(d *scenario.Dilution) { d.Experiment = nil },
		"dilution.experiment.train.epochs": func(d *scenario.Dilution) { e := moons(); e.Train.Epochs = 0; d.Experiment = marshal(t, e) },
		"dilution.experiment.epochs":       func(d *scenario.Dilution) { d.Experiment = json.RawMessage(`{"epochs":3}`) },
		"dilution.arms":                    func(d *scenario.Dilution) { d.Arms = nil },
		"dilution.arms[0].arm":             func(d *scenario.Dilution) { d.Arms[0].Arm = "mixed" },
		"dilution.arms[0].label":           func(d *scenario.Dilution) { d.Arms[0].Label = "" },
		"dilution.arms[2].schedule.start": func(d *scenario.Dilution) {
			d.Arms[2].Changes[0] = scenario.DilutionChange{Field: "schedule.start", Value: json.RawMessage(`2`)}
		},
		"dilution.arms[2].tau":        func(d *scenario.Dilution) { d.Arms[2].Changes[0].Field = "tau" },
		"dilution.arms[2].changes[0]": func(d *scenario.Dilution) { d.Arms[2].Changes[0].Value = nil },
		"dilution.target":             func(d *scenario.Dilution) { d.Target = .2 },
		"dilution.seeds":              func(d *scenario.Dilution) { d.Seeds = 101 },
		"dilution.seed":               func(d *scenario.Dilution) { d.Seed = 1 << 53 },
	} {
		var typed *scenario.Error
		if _, err := study.Open(dilutionDoc(t, change), session.Sources{}); !errors.As(err, &typed) || typed.Field != field || typed.Remedy.Empty() {
			t.Errorf("%v, want field %q", err, field)
		}
	}
}

// A cancel is an error of a tick.
func TestDilutionCancels(t *testing.T) {
	enough := errors.New("enough")
	_, err := open(t, dilutionDoc(t, nil)).Cell(1, nil, func(_ string, done, _ int) error {
		if done > 2 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) {
		t.Errorf("%v", err)
	}
}

// The first seed tells of every epoch as it comes.
func TestDilutionPartials(t *testing.T) {
	s := open(t, dilutionDoc(t, nil))
	for cell, want := range map[int]int{1: 5, 4: 0} {
		n := 0
		_, err := s.Cell(cell, func(state any) error {
			n++
			if c := state.(study.DilutionCell); len(c.Curves.Accuracy) != n {
				t.Errorf("state %d has %d epochs", n, len(c.Curves.Accuracy))
			}
			return nil
		}, nil)
		if err != nil || n != want {
			t.Errorf("cell %d: %d states, %v, want %d", cell, n, err, want)
		}
	}
}
