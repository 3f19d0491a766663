package dataset_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
	"untangle/tests/hostile"
)

// sane fails unless reading, previewing, and using a file end in an error that a person
// can act on or in a table whose parts fit together. Rows written must be read again.
func sane(t *testing.T, name string, raw []byte, options dataset.Options) {
	t.Helper()
	if s, err := dataset.Preview(name, raw, options); err != nil {
		complaintOf(t, err)
	} else if _, err := json.Marshal(s); err != nil || s.Looked < 1 || s.Rows < 0 {
		t.Fatalf("the preview of %d rows, of which %d were looked at, gives %v", s.Rows, s.Looked, err)
	}
	table, warnings, err := dataset.ReadAny(name, raw, options, nil)
	if err != nil {
		complaintOf(t, err)
		return
	}
	for _, w := range warnings {
		if w.Code == "" || w.Text.Empty() || len(w.Text.String()) > 1000 {
			t.Fatalf("warning %+v", w)
		}
	}
	n := table.Len()
	if n == 0 || len(table.Header) == 0 {
		t.Fatalf("%d rows of %d columns", n, len(table.Header))
	}
	seen := map[string]bool{}
	for _, h := range table.Header {
		if h == "" || seen[h] {
			t.Fatalf("the column %q is without name, or comes twice", h)
		}
		seen[h] = true
	}
	for _, r := range []int{0, n / 2, n - 1} {
		for c := range table.Header {
			_ = table.Cell(r, c)
		}
	}
	d := scenario.Data{Kind: scenario.DataTable, Label: table.Header[len(table.Header)-1], Missing: scenario.MissingFill}
	l, err := dataset.LoadTable(dataset.File{Name: name, Bytes: raw, Labels: options.Labels, LabelsName: options.LabelsName}, nil, d, 1, nil)
	if err != nil {
		complaintOf(t, err)
	} else {
		for _, v := range l.Train.X.RawMatrix().Data {
			if v-v != 0 {
				t.Fatalf("a feature is %g", v)
			}
		}
	}
	writeAndReadAgain(t, table)
}

// writeAndReadAgain writes every second row and reads them again: the same cells.
func writeAndReadAgain(t *testing.T, table *dataset.Table) {
	t.Helper()
	var rows []int
	for r := 0; r < table.Len(); r += 2 {
		rows = append(rows, r)
	}
	var b bytes.Buffer
	var err error
	if table.Array != nil {
		err = table.WriteNPZ(&b, rows)
	} else {
		err = table.Source.WriteRows(&b, rows)
	}
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := dataset.ReadAny("again", b.Bytes(), dataset.Options{}, nil)
	if err != nil || again.Len() != len(rows) {
		if ambiguous(table, b.Bytes()) {
			return
		}
		t.Fatalf("%d of %d rows written and read again: %v\n%q", len(rows), table.Len(), err, clipped(b.Bytes()))
	}
	for k, r := range rows[:min(len(rows), 50)] {
		for c := range table.Header[:min(len(table.Header), 50)] {
			if table.Cell(r, c) != again.Cell(k, min(c, len(again.Header)-1)) && !ambiguous(table, b.Bytes()) {
				t.Fatalf("row %d, column %d was %q and is %q", r, c, table.Cell(r, c), again.Cell(k, c))
			}
		}
	}
}

// ambiguous reports whether what is guessed from a file, its delimiter, its character set,
// its decimal commas or the keys of its objects, may be guessed otherwise from a part of it.
func ambiguous(table *dataset.Table, part []byte) bool {
	if table.Array != nil {
		return false
	}
	text := string(part)
	several := 0
	for _, d := range []string{",", ";", "\t", "|"} {
		if strings.Contains(text, d) {
			several++
		}
	}
	return several != 1 || len(table.Header) == 1 || strings.ContainsAny(text, "{\x00") || strings.ToValidUTF8(text, "") != text || strings.Contains(text, "\"")
}

func clipped(b []byte) []byte { return b[:min(len(b), 300)] }

func FuzzReadAny(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s), []byte(nil))
	}
	for _, s := range []string{
		"a;b\n1,5;x\n2,5;y\n", "a\tb\r1\tx\r2\ty\r", "a|b\n1|x\r\n2|y\r3|x", "\xff\xfea\x00,\x00b\x00\n\x001\x00,\x00x\x00\n\x00",
		"{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":null}\n", "[{\"a\":1.50},{\"a\":true,\"c\":[1]}]", "{\"a\":{\"b\":{}}}", "[[1]]", "caf\xe9,b\n1,2\n",
		",a,b\n1,2,x\n2,3,y\n", "=1+1,<script>\n@x,-2\n",
	} {
		f.Add([]byte(s), []byte(nil))
		f.Add(hostile.Gzip([]byte(s)), []byte(nil))
	}
	x, y := hostile.NPY(hostile.Header("|u1", "(4, 2)", false), []byte("abcdefgh")), hostile.NPY(hostile.Header("<i4", "(4,)", false), make([]byte, 16))
	f.Add(x, y)
	f.Add(hostile.NPZ(false, hostile.In("X_train.npy", x), hostile.In("y_train.npy", y)), []byte(nil))
	f.Add(hostile.NPZ(true, hostile.In("X.npy", x), hostile.In("y.npy", y)), []byte(nil))
	f.Add(hostile.IDX([]uint32{4, 1, 2}, []byte("abcdefgh")), hostile.IDX([]uint32{4}, []byte("\x00\x01\x00\x01")))
	f.Fuzz(func(t *testing.T, raw, labels []byte) {
		sane(t, "data", raw, dataset.Options{Labels: labels})
	})
}

// FuzzNPY fuzzes headers and data apart, so that headers that make sense are tried.
func FuzzNPY(f *testing.F) {
	f.Add(hostile.Header("|u1", "(4, 2)", false), []byte("abcdefgh"), true)
	f.Add(hostile.Header("<f8", "(2, 2)", true), make([]byte, 32), false)
	f.Add(hostile.Header(">i2", "(3, 1, 2)", true), make([]byte, 12), true)
	f.Add(hostile.Header("<f4", "(0, 9223372036854775807)", false), []byte{}, true)
	f.Add(hostile.Header("|O", "(1L, )", false), []byte{1}, true)
	f.Fuzz(func(t *testing.T, head string, data []byte, packed bool) {
		if len(head) > 60000 {
			return
		}
		x, y := hostile.NPY(head, data), hostile.NPY(hostile.Header("|u1", "(4,)", false), []byte{0, 1, 0, 1})
		sane(t, "x.npy", x, dataset.Options{Labels: y})
		sane(t, "x.npz", hostile.NPZ(packed, hostile.In("X_train.npy", x), hostile.In("y_train.npy", y)), dataset.Options{})
	})
}

// FuzzIDX fuzzes shapes and data apart.
func FuzzIDX(f *testing.F) {
	f.Add(byte(8), uint32(4), uint32(2), []byte("abcdefgh"))
	f.Add(byte(13), uint32(2), uint32(1), make([]byte, 8))
	f.Add(byte(14), uint32(1<<31), uint32(1<<31), []byte{})
	f.Fuzz(func(t *testing.T, kind byte, n, d uint32, data []byte) {
		raw := hostile.IDX([]uint32{n, d}, data)
		raw[2] = kind
		labels := hostile.IDX([]uint32{n}, bytes.Repeat([]byte{1, 2}, int(min(n, 1000))/2+1))
		sane(t, "images", raw, dataset.Options{Labels: labels, LabelsName: "labels"})
		sane(t, "images.gz", hostile.Gzip(raw), dataset.Options{Labels: hostile.Gzip(labels)})
	})
}

// FuzzJSON fuzzes objects put together from parts, so that most of them are JSON.
func FuzzJSON(f *testing.F) {
	f.Add("a", "1.50", "\"x\"", false)
	f.Add("", "null", "[1]", true)
	f.Add("a\\u0000", "1e999", "{}", true)
	f.Fuzz(func(t *testing.T, key, first, second string, list bool) {
		rows := []string{}
		for i, v := range []string{first, second, first, second} {
			rows = append(rows, fmt.Sprintf("{%q:%s,\"kind\":%d}", key, v, i%2))
		}
		text := strings.Join(rows, "\n")
		if list {
			text = "[" + strings.Join(rows, ",") + "]"
		}
		sane(t, "data.json", []byte(text), dataset.Options{})
	})
}
