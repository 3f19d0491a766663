package scenario_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"untangle/sim/scenario"
)

// Data documents of every kind, in the order of their fields.
const (
	sd     = `{"kind":"sd","counts":[700,300],"test":1000}`
	plane  = `{"kind":"plane","counts":[300,300],"test":500}`
	moons  = `{"kind":"moons","counts":[300],"test":500}`
	digits = `{"kind":"digits","counts":[300,300],"test":500,"classes":[3,5],"size":14,"rotate":90}`
	large  = `{"kind":"digits","counts":[600],"test":600,"classes":[4,8],"size":28}`
	own    = `{"kind":"table","label":"y","scale":"none"}`
)

// with sets a field of a data document, or takes it out where raw is "".
func with(t *testing.T, doc, field, raw string) []byte {
	t.Helper()
	var data map[string]json.RawMessage
	if err := json.Unmarshal([]byte(doc), &data); err != nil {
		t.Fatal(err)
	}
	if raw == "" {
		delete(data, field)
	} else {
		data[field] = json.RawMessage(raw)
	}
	b, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	return edit(t, "data", string(b))
}

func TestDataRefuses(t *testing.T) {
	for _, c := range []struct{ doc, field, raw, names, problem, remedy string }{
		{plane, "counts", "[600]", "data.counts", "has 1 entries", "2 to 6, one for each region"},
		{plane, "counts", "", "data.counts", "has 0 entries", "2 to 6"},
		{plane, "counts", "[90,90,90,90,90,90,90]", "data.counts", "has 7 entries", "1 to 6"},
		{plane, "counts", "[300,-1]", "data.counts[1]", "is -1", "0 to 100000"},
		{plane, "test", "0", "data.test", "is 0", "1 to 100000"},
		{plane, "classes", "[4,8]", "data.classes", "is for digits only", `another kind than "plane"`},
		{plane, "size", "14", "data.size", "is for digits only", "remove it"},
		{plane, "label", `"y"`, "data.label", "is for tables only", "remove it"},
		{moons, "counts", "[300,300]", "data.counts", "has 2 entries", "both moons together"},
		{moons, "counts", "[9]", "data.counts", "add up to 9 rows", "10 rows or more"},
		{moons, "test", "", "data.test", "is 0", "1 to 100000"},
		{moons, "scale", `"none"`, "data.scale", "is for tables only", "remove it"},
		{moons, "rotate", "90", "data.rotate", "is for digits only", "remove it"},
		{sd, "classes", "[4,8]", "data.classes", "is for digits only", `another kind than "sd"`},
		{sd, "size", "28", "data.size", "is for digits only", "remove it"},
		{own, "rotate", "180", "data.rotate", "is for digits only", "remove it"},
		{digits, "classes", "", "data.classes", "has 0 entries", "2 to 10 digits"},
		{digits, "classes", "[4]", "data.classes", "has 1 entries", "2 to 10 digits"},
		{digits, "classes", "[0,1,2,3,4,5,6,7,8,9,9]", "data.classes", "has 11 entries", "2 to 10 digits"},
		{digits, "classes", "[4,10]", "data.classes[1]", "is 10", "0 to 9"},
		{digits, "classes", "[-1,4]", "data.classes[0]", "is -1", "0 to 9"},
		{digits, "classes", "[8,4]", "data.classes[1]", "is 4 after 8", "ascending"},
		{digits, "classes", "[4,4]", "data.classes[1]", "is 4 after 4", "ascending"},
		{digits, "classes", `["4","8"]`, "data.classes", "given as string", "a whole number"},
		{digits, "size", "", "data.size", "is 0", "14 or 28"},
		{digits, "size", "20", "data.size", "is 20", "14 or 28"},
		{digits, "size", "28", "data.size", "which only the classes 4 and 8 have", "use 14"},
		{digits, "counts", "[9000,501]", "data.counts", "for 10001 digits", "at most 10000"},
		{digits, "rotate", "", "data.rotate", "is 0 for 2 blocks", "90, 180 or 270"},
		{digits, "rotate", "45", "data.rotate", "is 45 for 2 blocks", "90, 180 or 270"},
		{digits, "rotate", "-90", "data.rotate", "is -90 for 2 blocks", "90, 180 or 270"},
		{digits, "counts", "[300]", "data.rotate", "is 90 for a single block", "two blocks or more"},
		{digits, "counts", "[90,90,90,90,90]", "data.counts", "has 5 entries", "at most 4: turned by 90 degrees"},
		{strings.Replace(digits, "90}", "180}", 1), "counts", "[90,90,90]", "data.counts", "has 3 entries", "at most 2: turned by 180 degrees"},
		{sd, "noise", `{"kind":"uniform","rate":0.1}`, "data.noise.kind", `"uniform" is not a kind of noise`, `"none", "symmetric" or "asymmetric"`},
		{sd, "noise", `{"rate":0.1}`, "data.noise.kind", `"" is not a kind of noise`, `"symmetric"`},
		{sd, "noise", `{"kind":"none","rate":0.1}`, "data.noise.rate", `is 0.1 for noise of kind "none"`, "use 0"},
		{large, "noise", `{"kind":"symmetric","rate":0.51}`, "data.noise.rate", "is 0.51", "0 to 0.5"},
		{own, "noise", `{"kind":"asymmetric","rate":-0.1}`, "data.noise.rate", "is -0.1", "0 to 0.5"},
		{own, "noise", `{"kind":"asymmetric","rate":"high"}`, "data.noise.rate", "given as string", "a number"},
		{own, "noise", `0.3`, "data.noise", "given as number", "an object"},
		{own, "noise", `{"kind":"symmetric","rates":0.1}`, "rates", "is not a field", "correct its name"},
	} {
		_, err := scenario.Decode(with(t, c.doc, c.field, c.raw))
		var e *scenario.Error
		if !errors.As(err, &e) || e.Field != c.names || !strings.Contains(e.Problem.String(), c.problem) || !strings.Contains(e.Remedy.String(), c.remedy) {
			t.Errorf("%s with %s %s: %v; want %s, %s, %s", c.doc, c.field, c.raw, err, c.names, c.problem, c.remedy)
		}
	}
}

func TestDataAccepts(t *testing.T) {
	for _, c := range []struct{ doc, field, raw string }{
		{plane, "counts", "[100,100,100,100,100,100]"}, {plane, "counts", "[0,250]"}, {plane, "noise", `{"kind":"symmetric","rate":0.5}`},
		{moons, "counts", "[250]"}, {moons, "noise", `{"kind":"none","rate":0}`},
		{digits, "counts", "[100,100,100,100]"}, {digits, "rotate", "180"}, {digits, "rotate", "270"},
		{digits, "classes", "[0,1,2,3,4,5,6,7,8,9]"}, {digits, "counts", "[9000,500]"},
		{large, "noise", `{"kind":"asymmetric","rate":0}`}, {large, "size", "14"},
		{sd, "noise", `{"kind":"symmetric","rate":0.3}`}, {own, "noise", `{"kind":"symmetric","rate":0.2}`},
		{sd, "label", `"y"`}, {own, "test", "5"}, // always have been let pass
	} {
		if _, err := scenario.Decode(with(t, c.doc, c.field, c.raw)); err != nil {
			t.Errorf("%s with %s %s: %v", c.doc, c.field, c.raw, err)
		}
	}
}

// A document keeps its bytes: no field shows up that it did not have.
func TestDataSurvivesEncoding(t *testing.T) {
	for _, doc := range []string{sd, plane, moons, digits, large, own,
		`{"kind":"digits","counts":[600],"test":600,"classes":[4,8],"size":28,"noise":{"kind":"symmetric","rate":0.3}}`,
		`{"kind":"sd","counts":[700,300],"test":1000,"noise":{"kind":"none","rate":0}}`} {
		s, err := scenario.Decode(edit(t, "data", doc))
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(s.Data)
		if err != nil || string(b) != doc {
			t.Errorf("%s became %s (%v)", doc, b, err)
		}
		encoded, err := scenario.Encode(s)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := scenario.Decode(encoded); err != nil || !reflect.DeepEqual(back, s) {
			t.Errorf("%s came back as %+v (%v)", doc, back, err)
		}
	}
}

// The number of steps is held to the rows of every kind that knows them.
func TestStepsOfEveryKind(t *testing.T) {
	for _, c := range []struct {
		doc  string
		rows int // −1 where the document does not know them
	}{{sd, 1000}, {plane, 600}, {moons, 300}, {digits, 600}, {large, 600}, {own, -1}} {
		s, err := scenario.Decode(edit(t, "data", c.doc))
		if err != nil {
			t.Fatal(err)
		}
		if c.rows < 0 {
			s.Purify.Steps = scenario.MaxSteps
			if err := s.Validate(); err != nil || s.Data.Generated() {
				t.Errorf("%s: %v", c.doc, err)
			}
			continue
		}
		s.Purify.PerStep, s.Purify.Steps = 10, (c.rows-scenario.MinRows)/10
		if err := s.Validate(); err != nil || !s.Data.Generated() || s.Data.Rows() != c.rows {
			t.Errorf("%s: %d rows, %v", c.doc, s.Data.Rows(), err)
		}
		s.Purify.Steps++
		var e *scenario.Error
		if err := s.Validate(); !errors.As(err, &e) || e.Field != "purify.steps" {
			t.Errorf("%s with %d steps of 10: %v", c.doc, s.Purify.Steps, err)
		}
	}
}

func TestFilesAndNoise(t *testing.T) {
	for doc, want := range map[string][]string{sd: nil, own: nil, digits: {scenario.Digits14}, large: {scenario.Digits48}} {
		s, err := scenario.Decode(edit(t, "data", doc))
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Data.Files(); !slices.Equal(got, want) {
			t.Errorf("%s needs %v, want %v", doc, got, want)
		}
	}
	for _, c := range []struct {
		noise scenario.Noise
		want  bool
	}{{scenario.Noise{}, false}, {scenario.Noise{Kind: "none"}, false}, {scenario.Noise{Kind: "symmetric"}, false},
		{scenario.Noise{Kind: "symmetric", Rate: .1}, true}, {scenario.Noise{Kind: "asymmetric", Rate: .1}, true}} {
		if got := (scenario.Data{Noise: c.noise}).Noisy(); got != c.want {
			t.Errorf("%+v is noisy: %t", c.noise, got)
		}
	}
}
