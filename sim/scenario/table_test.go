package scenario_test

import (
	"errors"
	"strings"
	"testing"

	"untangle/sim/scenario"
)

// table is a valid scenario of a table.
func table() scenario.Scenario {
	s := scenario.Default()
	s.Data = scenario.Data{Kind: scenario.DataTable, Label: "kind"}
	return s
}

// The fields of a table: the ends of their ranges pass, what lies beyond is refused by name.
func TestTableFields(t *testing.T) {
	for name, set := range map[string]func(d *scenario.Data){
		"as before": func(*scenario.Data) {}, "unit": func(d *scenario.Data) { d.Scale = "unit" }, "features": func(d *scenario.Data) { d.Features = []string{"a", "b"} },
		"truth": func(d *scenario.Data) { d.Truth = "t" }, "drop": func(d *scenario.Data) { d.Missing = scenario.MissingDrop }, "fill": func(d *scenario.Data) { d.Missing = scenario.MissingFill },
		"refuse": func(d *scenario.Data) { d.Missing = scenario.MissingRefuse }, "holdout": func(d *scenario.Data) { d.Holdout = scenario.MaxHoldout }, "only": func(d *scenario.Data) { d.Only = []string{"x", "y"} },
		"sample": func(d *scenario.Data) { d.Sample = 10 }, "noise": func(d *scenario.Data) { d.Noise = scenario.Noise{Kind: scenario.NoiseSymmetric, Rate: .2} },
	} {
		s := table()
		set(&s.Data)
		doc, err := scenario.Encode(s)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		back, err := scenario.Decode(doc)
		again, err2 := scenario.Encode(back)
		if err := errors.Join(err, err2); err != nil || string(again) != string(doc) {
			t.Errorf("%s: %v, came back as %s", name, err, again)
		}
	}
	for _, c := range []struct {
		field string
		set   func(d *scenario.Data)
	}{
		{"data.scale", func(d *scenario.Data) { d.Scale = "log" }}, {"data.missing", func(d *scenario.Data) { d.Missing = "guess" }}, {"data.truth", func(d *scenario.Data) { d.Truth = "kind" }},
		{"data.features[1]", func(d *scenario.Data) { d.Features = []string{"a", "kind"} }}, {"data.features[0]", func(d *scenario.Data) { d.Truth, d.Features = "t", []string{"t"} }},
		{"data.features[1]", func(d *scenario.Data) { d.Features = []string{"a", "a"} }}, {"data.features[0]", func(d *scenario.Data) { d.Features = []string{""} }},
		{"data.features[0]", func(d *scenario.Data) { d.Features = []string{strings.Repeat("x", 1001)} }}, {"data.features", func(d *scenario.Data) { d.Features = make([]string, 2001) }},
		{"data.holdout", func(d *scenario.Data) { d.Holdout = .91 }}, {"data.holdout", func(d *scenario.Data) { d.Holdout = -.1 }},
		{"data.only", func(d *scenario.Data) { d.Only = []string{"x"} }}, {"data.only[2]", func(d *scenario.Data) { d.Only = []string{"x", "y", "x"} }},
		{"data.sample", func(d *scenario.Data) { d.Sample = 9 }}, {"data.sample", func(d *scenario.Data) { d.Sample = 200_001 }}, {"data.sample", func(d *scenario.Data) { d.Sample = -1 }},
	} {
		s := table()
		c.set(&s.Data)
		var e *scenario.Error
		if err := s.Validate(); !errors.As(err, &e) || e.Field != c.field || e.Problem.Empty() || e.Remedy.Empty() {
			t.Errorf("%s: %v", c.field, err)
		}
	}
}

// Data that are generated have none of these fields.
func TestTableFieldsAreForTables(t *testing.T) {
	for field, set := range map[string]func(d *scenario.Data){
		"data.features": func(d *scenario.Data) { d.Features = []string{"a"} }, "data.truth": func(d *scenario.Data) { d.Truth = "t" }, "data.missing": func(d *scenario.Data) { d.Missing = scenario.MissingDrop },
		"data.holdout": func(d *scenario.Data) { d.Holdout = .5 }, "data.only": func(d *scenario.Data) { d.Only = []string{"a", "b"} }, "data.sample": func(d *scenario.Data) { d.Sample = 10 },
	} {
		s := scenario.Default()
		set(&s.Data)
		var e *scenario.Error
		if err := s.Validate(); !errors.As(err, &e) || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
