package dataset_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/tests/hostile"
)

func preview(t *testing.T, raw string) *dataset.Summary {
	t.Helper()
	s, err := dataset.Preview("data.csv", []byte(raw), dataset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Every kind of column is told, and what to do about it.
func TestPreviewKinds(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,name,when,size,color,same,note,species,truth\n")
	for i := range 60 {
		size := fmt.Sprint(float64(i*i%17) / 2)
		if i == 7 {
			size = "NA"
		}
		fmt.Fprintf(&b, "%d,n%dx,2024-03-%02d,%s,%s,1,\"a longer note, number %d, with its own words\",%s,%s\n", i+1, i, i%28+1, size,
			[]string{"red", "blue", "green"}[i%3], i, []string{"x", "y"}[i/5%2], []string{"x", "y"}[i%2])
	}
	s := preview(t, b.String())
	want := map[string]dataset.ColumnKind{"id": dataset.KindIdentifier, "name": dataset.KindIdentifier, "when": dataset.KindDate, "size": dataset.KindNumeric,
		"color": dataset.KindCategory, "same": dataset.KindConstant, "note": dataset.KindText, "species": dataset.KindCategory, "truth": dataset.KindCategory}
	for _, c := range s.Columns {
		if c.Kind != want[c.Name] {
			t.Errorf("%s is called %s, not %s", c.Name, c.Kind, want[c.Name])
		}
	}
	if s.Label != "species" || s.Truth != "truth" || !slices.Equal(s.Features, []string{"size", "color"}) || s.Missing != "drop" || s.Encoded != 5 {
		t.Errorf("label %q, truth %q, features %q, missing %q, %d features", s.Label, s.Truth, s.Features, s.Missing, s.Encoded)
	}
	size := s.Columns[3]
	if size.Missing != 1 || size.Distinct != 9 || size.Min != 0 || size.Max != 8 || s.Rows != 60 || !s.Exact || len(s.Head) != 8 {
		t.Errorf("size %+v; %d rows, exact %v, %d shown", size, s.Rows, s.Exact, len(s.Head))
	}
	codes := map[string]bool{}
	for _, w := range s.Warnings {
		codes[w.Code+" "+w.Column] = true
	}
	for _, c := range []string{"identifier id", "identifier name", "date when", "constant same", "text note", "missing "} {
		if !codes[c] {
			t.Errorf("no warning %q among %v", c, s.Warnings)
		}
	}
	if fmt.Sprint(s.Classes) != "[{x 30} {y 30}]" {
		t.Errorf("classes %v", s.Classes)
	}
}

func TestPreviewOfTrouble(t *testing.T) {
	has := func(s *dataset.Summary, code string) bool {
		return slices.ContainsFunc(s.Warnings, func(w dataset.Warning) bool { return w.Code == code })
	}
	if s := preview(t, "a,kind\n1,x\n2,y\n3,x\n4,y\n"); !has(s, "tiny-class") || has(s, "wide") {
		t.Errorf("two rows a class: %v", s.Warnings)
	}
	colors := "a,b,kind\n"
	for i := range 40 {
		colors += fmt.Sprintf("v%d,w%d,%c\n", i/2, (i+1)/2%20, 'x'+rune(i%2))
	}
	if s := preview(t, colors); !has(s, "wide") {
		t.Errorf("20 + 20 categories over 40 rows: %v", s.Warnings)
	}
	if s := preview(t, "a,b\n1.5,2.5\n3.5,4.5\n5.5,1.25\n"); s.Label != "" || !has(s, "no-label") {
		t.Errorf("no label: %q, %v", s.Label, s.Warnings)
	}
	if _, err := dataset.Preview("x", nil, dataset.Options{}); err == nil {
		t.Error("an empty file has a preview")
	} else {
		complaintOf(t, err)
	}
}

// A preview of a large file looks at its beginning and estimates the rest.
func TestPreviewOfALargeFile(t *testing.T) {
	row := "123.456,some ünicode text that goes on,x\n1,short,y\n"
	raw := "a,b,kind\n" + strings.Repeat(row, 250_000) // 13 MB, 500,000 rows
	for name, bytes := range map[string][]byte{"plain": []byte(raw), "UTF-16": hostile.UTF16(raw, true, true), "gzip": hostile.Gzip(append([]byte(raw), noise(200_000)...)),
		"JSON": []byte(strings.Repeat("{\"a\":1,\"b\":\"ünicode\",\"kind\":\"x\"}\n{\"a\":2,\"b\":\"c\",\"kind\":\"y\"}\n", 250_000))} {
		s, err := dataset.Preview(name, bytes, dataset.Options{})
		if err != nil {
			t.Fatal(name, err)
		}
		if s.Exact || s.Rows < 450_000 || s.Rows > 550_000 || s.Looked != 10_000 || s.Label != "kind" {
			t.Errorf("%s: %d rows (exact %v), %d looked at, label %q", name, s.Rows, s.Exact, s.Looked, s.Label)
		}
		if !slices.ContainsFunc(s.Warnings, func(w dataset.Warning) bool { return w.Code == "too-large" }) {
			t.Errorf("%s: nothing is said of its size: %v", name, s.Warnings)
		}
	}
	// Rows so long that 8 MB hold few: cut within a row and within a character.
	long := "a,kind\n" + strings.Repeat(strings.Repeat("ü", 1_000_003)+",x\n", 6)
	if s := preview(t, long); s.Looked != 4 && s.Looked != 3 || s.Rows != 6 || s.Charset != "UTF-8" {
		t.Errorf("long rows: %d looked at, of %d, %s", s.Looked, s.Rows, s.Charset)
	}
}

func TestPreviewOfArrays(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/paper/Image_test.npz")
	if err != nil {
		t.Skip("the paper's files are not there:", err)
	}
	s := preview(t, string(raw))
	if s.Format != "npz" || s.Rows != 600 || s.ArrayFeatures != 784 || !slices.Equal(s.Shape, []int{28, 28}) || s.Label != "label" || fmt.Sprint(s.Classes) != "[{4 300} {8 300}]" {
		t.Errorf("%+v", s)
	}
	if b, err := json.Marshal(s); err != nil || strings.Contains(string(b), "null") {
		t.Errorf("%v, %s", err, b)
	}
}

// A packed pair is called what it is, not what holds it.
func TestPreviewNamesPackedArrays(t *testing.T) {
	labels := hostile.IDX([]uint32{3}, []byte{0, 1, 1})
	for want, raw := range map[string][]byte{
		"idx": hostile.IDX([]uint32{3, 2, 2}, make([]byte, 12)),
		"npy": hostile.NPY(hostile.Header("|u1", "(3, 4)", false), make([]byte, 12)),
	} {
		for _, packed := range []bool{false, true} {
			file, beside := raw, labels
			if packed {
				file, beside = hostile.Gzip(raw), hostile.Gzip(labels)
			}
			s, err := dataset.Preview("x", file, dataset.Options{Labels: beside})
			if err != nil || s.Format != want {
				t.Errorf("%s, packed %v: %+v (%v)", want, packed, s, err)
			}
		}
	}
}
