package dataset_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"untangle/sim/dataset"
)

// seeds are texts from which the fuzzers start: good, bad, and nearly good.
var seeds = []string{
	good, "", "a,kind\n1,x\n2,y\n3,x\n4,y\n", "\xef\xbb\xbfa,kind\r\n1,x\r\n2,x\r\n-1e9,y\r\n0,y\r\n",
	"a,kind\n1e308,x\n-1e308,y\nNaN,x\n", "a,kind\n5e-324,x\n0,y\n5e-324,x\n1e-160,y\n",
	"a,kind\n\"1\n2\",x\n\"\"\"\",y\n,x\n , y \n", "a,a\n1,2\n", "a,kind\n1\n", "\"", "a\x00b\n", "kind\nx\ny\n", "é,ü\n\xff,\xfe\n",
}

// complaintOf checks that an error is a *dataset.Error a person can act on.
func complaintOf(t *testing.T, err error) {
	t.Helper()
	var e *dataset.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is not a *dataset.Error", err)
	}
	if e.File == "" || e.Problem.Empty() || e.Remedy.Empty() || len(e.Error()) > 1000 {
		t.Fatalf("%q says too little or too much", e)
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := dataset.ReadCSV("data.csv", strings.NewReader(text))
		if err != nil {
			complaintOf(t, err)
			return
		}
		if len(table.Rows) == 0 || len(table.Lines) != len(table.Rows) {
			t.Fatalf("%d rows, %d lines", len(table.Rows), len(table.Lines))
		}
		lines, last := strings.Count(text, "\n")+strings.Count(text, "\r")+1, 1
		for i, row := range table.Rows {
			if len(row) != len(table.Header) {
				t.Fatalf("row %d has %d of %d cells", i, len(row), len(table.Header))
			}
			if l := table.Lines[i]; l <= last || l > lines {
				t.Fatalf("row %d starts on line %d, after %d, of %d", i, l, last, lines)
			}
			last = table.Lines[i]
		}
		if len(table.Header) == 1 || strings.HasPrefix(table.Header[0], "\xef\xbb\xbf") {
			return // a blank line is no row, and a byte order mark no name, when read again
		}
		if strings.ContainsAny(text, ";\t|\x00") || !utf8.ValidString(text) {
			return // the delimiter or the character set may be guessed otherwise
		}
		var again bytes.Buffer
		if err := table.WriteCSV(&again); err != nil {
			t.Fatal(err)
		}
		back, err := dataset.ReadCSV("again", &again)
		if err != nil {
			t.Fatalf("written and read again: %v", err)
		}
		if fmt.Sprintf("%q%q", back.Header, back.Rows) != fmt.Sprintf("%q%q", table.Header, table.Rows) {
			t.Fatalf("%q %q came back as %q %q", table.Header, table.Rows, back.Header, back.Rows)
		}
	})
}

func FuzzLearnAndEncode(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, "kind", true)
		f.Add(s, "a", false)
	}
	f.Fuzz(func(t *testing.T, text, label string, scaled bool) {
		table, err := dataset.ReadCSV("data.csv", strings.NewReader(text))
		if err != nil {
			return
		}
		scaling := dataset.ScaleNone
		if scaled {
			scaling = dataset.ScaleStandard
		}
		schema, err := dataset.Learn(table, label, scaling)
		if err != nil {
			complaintOf(t, err)
			return
		}
		d, err := schema.Encode(table)
		if err != nil {
			t.Fatalf("the table that the schema was learned from: %v", err)
		}
		n, features := d.X.Dims()
		if n != len(table.Rows) || features != schema.Features() || d.Rows() != n || len(d.Codes) != n*len(d.Columns) {
			t.Fatalf("%d×%d of %d rows and %d features, %d codes", n, features, len(table.Rows), schema.Features(), len(d.Codes))
		}
		count := make([]int, len(d.Classes))
		for i, y := range d.Y {
			count[y]++
			for f, v := range d.X.RawRowView(i) {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("feature %d of row %d is %g", f, i, v)
				}
			}
			if d.X.At(i, features-1) != 1 {
				t.Fatalf("row %d has no bias", i)
			}
		}
		for c, k := range count {
			if k < 2 {
				t.Fatalf("class %q has %d rows", d.Classes[c], k)
			}
		}
		for i := range n {
			for c, column := range d.Columns {
				if int(d.Codes[i*len(d.Columns)+c]) >= len(column.Levels) {
					t.Fatalf("row %d has a code outside column %q", i, column.Name)
				}
			}
		}
	})
}
