package wire_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"untangle/sim/wire"
)

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		text string
		want wire.Message
	}{
		{`{"kind":"hello","version":1,"build":"abc"}`, &wire.Hello{Kind: wire.KindHello, Version: 1, Build: "abc"}},
		// Another version is not the decoder's business: the core answers it by name.
		{`{"kind":"hello","version":99,"build":""}`, &wire.Hello{Kind: wire.KindHello, Version: 99}},
		{`{"kind":"open","run":3,"scenario":"{}","detail":true}`, &wire.Open{Kind: wire.KindOpen, Run: 3, Scenario: "{}", Detail: true}},
		{`{"kind":"open","run":4,"scenario":"","table":{"name":"a.csv","train":"own/train","labels":"","test":"own/test","testLabels":""},"detail":false}`,
			&wire.Open{Kind: wire.KindOpen, Run: 4, Table: &wire.Table{Name: "a.csv", Train: "own/train", Test: "own/test"}}},
		{`{"kind":"preview","ask":2,"table":{"name":"a.csv","train":"own/train"}}`, &wire.Preview{Kind: wire.KindPreview, Ask: 2, Table: wire.Table{Name: "a.csv", Train: "own/train"}}},
		{`{"kind":"tune","run":6,"ask":3,"scenario":"{}","table":{"name":"a"}}`, &wire.Tune{Kind: wire.KindTune, Run: 6, Ask: 3, Scenario: "{}", Table: wire.Table{Name: "a"}}},
		{`{"kind":"review","run":7,"ask":4}`, &wire.Review{Kind: wire.KindReview, Run: 7, Ask: 4}},
		{`{"kind":"cells","ask":5,"rows":[0,2],"find":"x"}`, &wire.Cells{Kind: wire.KindCells, Ask: 5, Rows: []int{0, 2}, Find: "x"}},
		{`{"kind":"export","ask":6,"what":"kept","removed":[1]}`, &wire.Export{Kind: wire.KindExport, Ask: 6, What: "kept", Removed: []int{1}}},
		{`{"kind":"next","run":3,"frames":2}`, &wire.Next{Kind: wire.KindNext, Run: 3, Frames: 2}},
		{`{"kind":"file","name":"digits14.bin"}`, &wire.File{Kind: wire.KindFile, Name: "digits14.bin"}},
		{`{"kind":"study","run":5,"document":"{}"}`, &wire.Study{Kind: wire.KindStudy, Run: 5, Document: "{}"}},
		{`{"kind":"compute","run":5,"cell":7}`, &wire.Compute{Kind: wire.KindCompute, Run: 5, Cell: 7}},
		{`{"kind":"summarize","run":5,"results":[null,{"a":1}]}`, &wire.Summarize{Kind: wire.KindSummarize, Run: 5, Results: []json.RawMessage{[]byte("null"), []byte(`{"a":1}`)}}},
		{` {"run":3,"kind":"cancel"} ` + "\n", &wire.Cancel{Kind: wire.KindCancel, Run: 3}},
	} {
		got, err := wire.Decode([]byte(c.text))
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s is %+v (%v), want %+v", c.text, got, err, c.want)
		}
		// What is decoded is written back with nothing lost.
		b, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := wire.Decode(b); err != nil || !reflect.DeepEqual(back, got) {
			t.Errorf("%s was written as %s and read as %+v (%v)", c.text, b, back, err)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, place, problem string }{
		{"nothing", "", "(message)", "unexpected end"},
		{"broken JSON", `{"kind":"hello"`, "(message)", "unexpected end"},
		{"not JSON", "hello", "(message)", "invalid character"},
		{"a list", `["hello"]`, "(message)", "array"},
		{"a number", `1`, "(message)", "number"},
		{"null", `null`, "kind", `"" is not a message`},
		{"no kind", `{"run":1}`, "kind", `"" is not a message`},
		{"unknown kind", `{"kind":"dance"}`, "kind", `"dance" is not a message`},
		{"kind as a number", `{"kind":1}`, "(message)", "number"},
		{"a message of the core", `{"kind":"done","run":1,"reason":"complete"}`, "kind", `"done" is not a message`},
		{"an error", `{"kind":"error"}`, "kind", `"error" is not a message`},
		{"unknown field", `{"kind":"next","run":1,"frames":1,"fast":true}`, "(message)", "fast"},
		{"field of another message", `{"kind":"cancel","run":1,"frames":1}`, "(message)", "frames"},
		{"unknown field of a table", `{"kind":"open","run":1,"scenario":"","table":{"rows":[]},"detail":false}`, "(message)", "rows"},
		{"run as text", `{"kind":"next","run":"1","frames":1}`, "(message)", "run"},
		{"frames not whole", `{"kind":"next","run":1,"frames":1.5}`, "(message)", "frames"},
		{"two messages", `{"kind":"cancel","run":1}{"kind":"cancel","run":2}`, "(message)", "invalid character"},
		{"trailing text", `{"kind":"cancel","run":1} x`, "(message)", "invalid character"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := wire.Decode([]byte(c.text))
			var e *wire.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %+v and the error %v, want a *wire.Error", m, err)
			}
			if m != nil {
				t.Errorf("a message came with the error: %+v", m)
			}
			if e.Kind != wire.KindError || e.Code != "message" || e.Place != c.place || !strings.Contains(e.Problem, c.problem) || e.Remedy == "" {
				t.Errorf("got %+v; want place %q and a problem with %q", e, c.place, c.problem)
			}
			for _, part := range []string{e.Code, e.Place, e.Problem, e.Remedy} {
				if !strings.Contains(e.Error(), part) {
					t.Errorf("%q lacks %q", e, part)
				}
			}
		})
	}
}

// An answer to a bad message is itself JSON of the kind "error".
func TestErrorsCanBeSent(t *testing.T) {
	_, err := wire.Decode([]byte(`{"kind":"dance"}`))
	b, marshalErr := json.Marshal(err)
	if marshalErr != nil {
		t.Fatal(marshalErr)
	}
	var back wire.Error
	if err := json.Unmarshal(b, &back); err != nil || back.Kind != wire.KindError || !strings.Contains(back.Problem, "dance") {
		t.Errorf("%s (%v)", b, err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{"kind":"hello","version":1,"build":"abc"}`, `{"kind":"open","run":4,"scenario":"{}","table":{"name":"a","train":"b","test":"c"},"detail":false}`,
		`{"kind":"next","run":3,"frames":2}`, `{"kind":"cancel","run":3}`, `{"kind":"error"}`, `[]`, ``, `{"kind":"next","kind":"cancel"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := wire.Decode(b)
		if err != nil {
			var e *wire.Error
			if !errors.As(err, &e) || e.Code != "message" || e.Place == "" || e.Problem == "" || e.Remedy == "" || m != nil {
				t.Fatalf("message %+v and error %v", m, err)
			}
			return
		}
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := wire.Decode(text); err != nil || !reflect.DeepEqual(back, m) {
			t.Fatalf("%s was written as %s and read as %+v (%v)", b, text, back, err)
		}
	})
}
