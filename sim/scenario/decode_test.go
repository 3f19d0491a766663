package scenario_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"untangle/sim/scenario"
)

// edit changes a document before it is decoded: path is a dotted path in the default
// preset, raw the JSON to put there, or "" to take the field out.
func edit(t *testing.T, path, raw string) []byte {
	t.Helper()
	doc, err := scenario.PresetJSON(scenario.DefaultPreset)
	if err != nil {
		t.Fatal(err)
	}
	if path == "" {
		return []byte(raw)
	}
	var tree map[string]any
	if err := json.Unmarshal(doc, &tree); err != nil {
		t.Fatal(err)
	}
	at, names := tree, strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		at = at[name].(map[string]any)
	}
	if last := names[len(names)-1]; raw == "" {
		delete(at, last)
	} else {
		at[last] = json.RawMessage(raw)
	}
	out, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func text(n int) string { return `"` + strings.Repeat("x", n) + `"` }

// TestDecodeRefuses holds every limit to its value: the last good one passes, in
// TestDecodeAccepts, and the first bad one does not.
func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct {
		name, path, raw string
		// field is what the error must name; problem and remedy are parts of its message.
		field, problem, remedy string
	}{
		{"empty", "", "", "(document)", "is not JSON", "correct it"},
		{"broken JSON", "", `{"version": 1,`, "(document)", "is not JSON at byte 14", "correct it"},
		{"not JSON", "", `version = 1`, "(document)", "is not JSON at byte 1", "correct it"},
		{"a comma too many", "", `{"version": 1,}`, "(document)", "is not JSON at byte 15", "correct it"},
		{"a list", "", `[]`, "(document)", "given as array", "an object"},
		{"a number", "", `3`, "(document)", "given as number", "an object"},
		{"null", "", `null`, "version", "is missing", `add "version": 1`},
		{"two documents", "", `{"version": 1} {"version": 1}`, "(document)", "is not JSON at byte 16", "correct it"},
		{"huge", "", `{"version": 1, "title": "` + strings.Repeat("x", 1<<16) + `"}`, "(document)", "is too long", "65536 bytes"},

		{"no version", "version", "", "version", "is missing", "1"},
		{"version null", "version", "null", "version", "is missing", "1"},
		{"newer version", "version", "2", "version", "2 is newer than this build reads (1)", "newer Untangle"},
		{"much newer version", "version", "1000000", "version", "is newer", "newer Untangle"},
		{"version 0", "version", "0", "version", "0 is not a version", "use 1"},
		{"version as text", "version", `"1"`, "version", "given as string", "a whole number"},
		{"version not whole", "version", "1.5", "version", "given as number 1.5", "a whole number"},
		{"unknown field", "speed", "1", "speed", "is not a field", "correct its name"},
		{"unknown field inside", "fit.momentum", "1", "momentum", "is not a field", "correct its name"},

		{"no id", "id", "", "id", `"" is not a name`, "1 to 64"},
		{"id too long", "id", text(65), "id", "is not a name", "1 to 64"},
		{"id in capitals", "id", `"SD2"`, "id", `"SD2" is not a name`, "lower-case"},
		{"id with a slash", "id", `"../sd2"`, "id", "is not a name", "lower-case"},
		{"title too long", "title", text(121), "title", "has 121 bytes", "at most 120"},
		{"summary too long", "summary", text(601), "summary", "has 601 bytes", "at most 600"},
		{"seed too large", "seed", "9007199254740992", "seed", "9007199254740992 is too large", "2^53-1"},
		{"negative seed", "seed", "-1", "seed", "given as number -1", "0 or more"},
		{"seed past 64 bits", "seed", "18446744073709551616", "seed", "given as number", "a whole number"},

		{"no kind of data", "data.kind", "", "data.kind", `"" is not a source`, `"sd", "plane", "moons", "digits" or "table"`},
		{"unknown kind of data", "data.kind", `"mnist"`, "data.kind", `"mnist" is not a source`, `"sd", "plane", "moons", "digits" or "table"`},
		{"data as a number", "data", "3", "data", "given as number", "an object"},
		{"no counts", "data.counts", "", "data.counts", "has 0 entries", "1 to 6"},
		{"empty counts", "data.counts", "[]", "data.counts", "has 0 entries", "1 to 6"},
		{"seven counts", "data.counts", "[500,500,500,500,500,500,500]", "data.counts", "has 7 entries", "1 to 6"},
		{"negative count", "data.counts", "[700,-1]", "data.counts[1]", "is -1", "0 to 100000"},
		{"count too large", "data.counts", "[700,300,100001]", "data.counts[2]", "is 100001", "0 to 100000"},
		{"too few rows", "data.counts", "[5,4]", "data.counts", "add up to 9 rows", "10 rows or more"},
		{"counts as text", "data.counts", `["a"]`, "data.counts", "given as string", "a whole number"},
		{"no test rows", "data.test", "0", "data.test", "is 0", "1 to 100000"},
		{"too many test rows", "data.test", "100001", "data.test", "is 100001", "1 to 100000"},
		{"table without a label", "data", `{"kind": "table"}`, "data.label", "is missing", "name the column"},
		{"unknown scaling", "data", `{"kind": "table", "label": "y", "scale": "log"}`, "data.scale", `"log" is not a scaling`, `"standard", "unit" or "none"`},

		{"no method", "fit.method", "", "fit.method", `"" is not a way`, `"newton" or "adam"`},
		{"unknown method", "fit.method", `"sgd"`, "fit.method", `"sgd" is not a way`, `"newton" or "adam"`},
		{"ridge too small", "fit.ridge", "9e-9", "fit.ridge", "is 9e-09", "1e-08 to 10"},
		{"ridge zero", "fit.ridge", "0", "fit.ridge", "is 0", "1e-08 to 10"},
		{"ridge negative", "fit.ridge", "-1", "fit.ridge", "is -1", "1e-08 to 10"},
		{"ridge too large", "fit.ridge", "10.0001", "fit.ridge", "is 10.0001", "1e-08 to 10"},
		{"ridge infinite", "fit.ridge", "1e999", "fit.ridge", "given as number 1e999", "a number"},
		{"no epochs", "fit", `{"method": "adam", "ridge": 0, "epochs": 0, "targetLoss": 0.1}`, "fit.epochs", "is 0", "1 to 10000"},
		{"too many epochs", "fit", `{"method": "adam", "ridge": 0, "epochs": 10001, "targetLoss": 0.1}`, "fit.epochs", "is 10001", "1 to 10000"},
		{"target loss negative", "fit", `{"method": "adam", "ridge": 0, "epochs": 1, "targetLoss": -0.1}`, "fit.targetLoss", "is -0.1", "0 to 100"},
		{"target loss too large", "fit", `{"method": "adam", "ridge": 0, "epochs": 1, "targetLoss": 101}`, "fit.targetLoss", "is 101", "0 to 100"},

		{"damping too small", "influence.damping", "9e-7", "influence.damping", "is 9e-07", "1e-06 to 10"},
		{"no damping", "influence.damping", "", "influence.damping", "is 0", "1e-06 to 10"},
		{"damping too large", "influence.damping", "11", "influence.damping", "is 11", "1e-06 to 10"},

		{"unknown rule", "purify.rule", `"magic"`, "purify.rule", `"magic" is not a removal rule`, "delta-refine"},
		{"none per step", "purify.perStep", "0", "purify.perStep", "is 0", "1 to 10000"},
		{"too many per step", "purify.perStep", "10001", "purify.perStep", "is 10001", "1 to 10000"},
		{"negative steps", "purify.steps", "-1", "purify.steps", "is -1", "0 to 1000"},
		{"too many steps", "purify.steps", "1001", "purify.steps", "is 1001", "0 to 1000"},
		{"steps past the data", "purify.steps", "100", "purify.steps", "100 removals of 10 would leave 0 of 1000 rows", "at most 99 steps"},

		{"unknown chart", "marks", `[{"chart": "speed", "label": "a", "value": 1, "removed": 0, "source": "b"}]`, "marks[0].chart", `"speed" is not a chart`, "accuracy"},
		{"mark without a label", "marks", `[{"chart": "accuracy", "value": 1, "removed": 0, "source": "b"}]`, "marks[0]", "incomplete", "label"},
		{"mark without a source", "marks", `[{"chart": "accuracy", "label": "a", "value": 1, "removed": 0}]`, "marks[0]", "incomplete", "source"},
		{"mark before the start", "marks", `[{"chart": "accuracy", "label": "a", "value": 1, "removed": -2, "source": "b"}]`, "marks[0]", "incomplete", "removed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := scenario.Decode(edit(t, c.path, c.raw))
			var e *scenario.Error
			if !errors.As(err, &e) {
				t.Fatalf("the error is %v, not a *scenario.Error", err)
			}
			if e.Field != c.field || !strings.Contains(e.Problem.String(), c.problem) || !strings.Contains(e.Remedy.String(), c.remedy) {
				t.Errorf("got field %q, problem %q, remedy %q; want %q, %q, %q", e.Field, e.Problem.String(), e.Remedy.String(), c.field, c.problem, c.remedy)
			}
			if want := fmt.Sprintf("scenario: %s: %s; %s", e.Field, e.Problem.String(), e.Remedy.String()); e.Error() != want {
				t.Errorf("the message is %q, want %q", e, want)
			}
		})
	}
}

func TestDecodeAccepts(t *testing.T) {
	for _, c := range []struct{ name, path, raw string }{
		{"as it is", "seed", "1"},
		{"longest id", "id", text(64)}, {"longest title", "title", text(120)}, {"longest summary", "summary", text(600)},
		{"no title", "title", ""}, {"seed 0", "seed", "0"}, {"largest seed", "seed", "9007199254740991"},
		{"six counts", "data.counts", "[250,0,0,0,0,0]"}, {"largest count", "data.counts", "[100000]"},
		{"fewest and most test rows", "data.test", "1"}, {"most test rows", "data.test", "100000"},
		{"smallest ridge", "fit.ridge", "1e-8"}, {"largest ridge", "fit.ridge", "10"},
		{"adam without a ridge", "fit", `{"method": "adam", "ridge": 0, "epochs": 10000, "targetLoss": 0}`},
		{"adam, one epoch", "fit", `{"method": "adam", "ridge": 0, "epochs": 1, "targetLoss": 100}`},
		{"smallest damping", "influence.damping", "1e-6"}, {"largest damping", "influence.damping", "10"},
		{"no steps", "purify.steps", "0"}, {"as many steps as leave ten rows", "purify.steps", "99"},
		{"most steps, most per step", "data", `{"kind": "table", "label": "y", "scale": "none"}`},
		{"no marks", "marks", ""}, {"a mark throughout", "marks", `[{"chart": "variance", "label": "a", "value": 1, "removed": -1, "source": "b"}]`},
	} {
		if _, err := scenario.Decode(edit(t, c.path, c.raw)); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for _, rule := range scenario.Rules {
		if _, err := scenario.Decode(edit(t, "purify.rule", `"`+string(rule)+`"`)); err != nil {
			t.Errorf("rule %s: %v", rule, err)
		}
	}
}

func TestTrailingText(t *testing.T) {
	doc := edit(t, "seed", "1")
	for _, tail := range []string{"x", "{}", " null", "]"} {
		if _, err := scenario.Decode(append(doc[:len(doc):len(doc)], tail...)); err == nil {
			t.Errorf("a document with %q after it is accepted", tail)
		}
	}
	if _, err := scenario.Decode(append(doc[:len(doc):len(doc)], " \n\t"...)); err != nil {
		t.Errorf("white space after the document: %v", err)
	}
}

// Every embedded preset is valid, named as its file, and written as Encode writes it,
// but for lists of numbers, which a person keeps on one line.
func TestPresets(t *testing.T) {
	ids := scenario.Presets()
	if len(ids) < 3 || !slices.IsSorted(ids) || scenario.Default().ID != scenario.DefaultPreset {
		t.Fatalf("presets %v, default %q", ids, scenario.Default().ID)
	}
	for _, id := range ids {
		doc, err := scenario.PresetJSON(id)
		if err != nil {
			t.Fatal(err)
		}
		s, err := scenario.Preset(id)
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if s.ID != id {
			t.Errorf("the file of %q holds %q", id, s.ID)
		}
		if s.Title == "" || s.Summary == "" {
			t.Errorf("%s has no title or summary", id)
		}
		encoded, err := scenario.Encode(s)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		back, err := scenario.Decode(encoded)
		if err != nil || !reflect.DeepEqual(back, s) {
			t.Errorf("%s: encoded and decoded it is %+v (%v), was %+v", id, back, err, s)
		}
		if got, want := strings.Fields(string(doc)), strings.Fields(string(encoded)); strings.Join(got, "") != strings.Join(want, "") {
			t.Errorf("%s is not in canonical form; want\n%s", id, encoded)
		}
	}
}

func TestUnknownPresets(t *testing.T) {
	for _, id := range []string{"", "nope", "../presets/sd2", "sd2.json", "SD2", "sd2/", "\x00"} {
		for _, err := range []error{func() error { _, err := scenario.Preset(id); return err }(), func() error { _, err := scenario.PresetJSON(id); return err }()} {
			var e *scenario.Error
			if !errors.As(err, &e) || e.Field != "preset" || !strings.Contains(e.Problem.String(), fmt.Sprintf("%q", id)) || !strings.Contains(e.Remedy.String(), "sd2") {
				t.Errorf("preset %q: %v", id, err)
			}
		}
	}
}

func TestEncodeRefusesWhatDecodeWould(t *testing.T) {
	s := scenario.Default()
	s.Purify.PerStep = 0
	if b, err := scenario.Encode(s); err == nil {
		t.Errorf("an invalid scenario was written: %s", b)
	}
	var zero scenario.Scenario
	if zero.Validate() == nil {
		t.Error("the zero scenario is valid")
	}
}

func FuzzDecode(f *testing.F) {
	for _, id := range scenario.Presets() {
		doc, err := scenario.PresetJSON(id)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(doc)
	}
	for _, s := range []string{"", "{", "[]", "null", `{"version": 2}`, `{"version": 1, "": 0}`, `{"version":1,"id":"a","data":{"kind":"table","label":"y"},"fit":{"method":"adam","epochs":1},"influence":{"damping":1},"purify":{"rule":"loss","perStep":1}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		s, err := scenario.Decode(doc)
		if err != nil {
			var e *scenario.Error
			if !errors.As(err, &e) || e.Field == "" || e.Problem.Empty() || e.Remedy.Empty() {
				t.Fatalf("%v is no complaint a person can act on", err)
			}
			return
		}
		encoded, err := scenario.Encode(s)
		if err != nil {
			t.Fatalf("a decoded scenario cannot be written: %v", err)
		}
		if len(encoded) > 1<<16 {
			return // indented, a document of many marks can outgrow the limit
		}
		back, err := scenario.Decode(encoded)
		if err != nil {
			t.Fatalf("a written scenario cannot be read: %v\n%s", err, encoded)
		}
		again, err := scenario.Encode(back)
		if err != nil || string(again) != string(encoded) {
			t.Fatalf("%s\nbecame\n%s (%v)", encoded, again, err)
		}
	})
}
