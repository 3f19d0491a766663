package dataset_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
)

func read(t *testing.T, text string) *dataset.Table {
	t.Helper()
	table, err := dataset.ReadCSV("data.csv", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func learn(t *testing.T, text string, scaling dataset.Scaling) (*dataset.Schema, *dataset.Dataset) {
	t.Helper()
	table := read(t, text)
	s, err := dataset.Learn(table, "kind", scaling)
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.Encode(table)
	if err != nil {
		t.Fatal(err)
	}
	return s, d
}

// A table by hand: numbers 1, 2, 4, 5 have mean 3 and variance 10/4; sorted categories
// are one-hot; the bias comes last; labels are sorted.
func TestEncodingByHand(t *testing.T) {
	const text = "size,kind,color\n1,no,red\n2,yes,blue\n4,no,green\n5,yes,red\n"
	s, d := learn(t, text, dataset.ScaleStandard)
	if s.Features() != 5 {
		t.Errorf("%d features, want 1 number, 3 levels and the bias", s.Features())
	}
	sd := math.Sqrt(2.5)
	want := [][]float64{{-2 / sd, 0, 0, 1, 1}, {-1 / sd, 1, 0, 0, 1}, {1 / sd, 0, 1, 0, 1}, {2 / sd, 0, 0, 1, 1}}
	for i, row := range want {
		for f, v := range row {
			if got := d.X.At(i, f); math.Abs(got-v) > 1e-15 {
				t.Errorf("row %d, feature %d is %g, want %g", i, f, got, v)
			}
		}
	}
	if !slices.Equal(d.Y, []int{0, 1, 0, 1}) || !slices.Equal(d.Classes, []string{"no", "yes"}) {
		t.Errorf("labels %v of %v", d.Y, d.Classes)
	}
	if len(d.Columns) != 1 || d.Columns[0].Name != "color" || !slices.Equal(d.Columns[0].Levels, []string{"blue", "green", "red"}) || !slices.Equal(d.Codes, []uint8{2, 0, 1, 2}) {
		t.Errorf("columns %v with codes %v", d.Columns, d.Codes)
	}
	if !slices.Equal(d.Origins, []string{"data"}) || slices.Max(d.Origin) != 0 {
		t.Errorf("origins %v, %v", d.Origins, d.Origin)
	}
	if _, plain := learn(t, text, dataset.ScaleNone); plain.X.At(2, 0) != 4 {
		t.Errorf("unscaled, the third size is %g, want 4", plain.X.At(2, 0))
	}
}

func TestKindsOfColumns(t *testing.T) {
	for name, c := range map[string]struct {
		cells    []string // of one column, over four rows
		features int      // without the bias
	}{
		"numbers":                  {[]string{"1", "-2.5", "3e4", "1E2"}, 1},
		"hexadecimal is text":      {[]string{"0x1", "2", "3", "1_000"}, 4},
		"one cell is text":         {[]string{"1", "2", "three", "4"}, 4},
		"a constant number":        {[]string{"7", "7", "7", "7"}, 1},
		"a constant text":          {[]string{"a", "a", "a", "a"}, 1},
		"empty cells are a level":  {[]string{"a", "", "b", ""}, 3},
		"empty beside mixed cells": {[]string{"1", "", "b", "2"}, 4},
		"all empty":                {[]string{"", "", "", ""}, 1},
	} {
		text := "a,kind\n"
		for i, cell := range c.cells {
			text += "\"" + cell + "\"," + []string{"x", "y"}[i%2] + "\n"
		}
		s, d := learn(t, text, dataset.ScaleStandard)
		if s.Features() != c.features+1 {
			t.Errorf("%s: %d features, want %d and the bias", name, s.Features(), c.features)
		}
		for _, v := range d.X.RawMatrix().Data {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s: a feature is %g", name, v)
			}
		}
	}
}

// The training table alone sets means, scales and levels; columns may come in another
// order, and columns the schema does not know are ignored.
func TestTestTableIsEncodedAsTheTrainingTable(t *testing.T) {
	s, d := learn(t, "size,color,kind\n1,red,x\n3,blue,y\n1,red,y\n3,blue,x\n", dataset.ScaleStandard)
	test, err := s.Encode(read(t, "note,kind,color,size\nhello,y,blue,5\n,x,red,1\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []float64{3, 1, 0, 1} // (5 − 2)/1, blue, not red, bias
	if got := test.X.RawRowView(0); !slices.Equal(got, want) {
		t.Errorf("the first test row is %v, want %v", got, want)
	}
	if got := test.X.RawRowView(1); !slices.Equal(got, d.X.RawRowView(0)) {
		t.Errorf("a row that occurs in the training file is %v in the test file, %v there", got, d.X.RawRowView(0))
	}
	if !slices.Equal(test.Y, []int{1, 0}) {
		t.Errorf("labels %v", test.Y)
	}
}

// Labels are categories even where they are numbers, and sort as text.
func TestNumericLabels(t *testing.T) {
	_, d := learn(t, "a,kind\n1,10\n2,9\n3,10\n4,9\n", dataset.ScaleStandard)
	if !slices.Equal(d.Classes, []string{"10", "9"}) || !slices.Equal(d.Y, []int{0, 1, 0, 1}) {
		t.Errorf("classes %v, labels %v", d.Classes, d.Y)
	}
}

// A column with more levels than a byte holds is encoded, but not shown by the inspector.
func TestManyLevels(t *testing.T) {
	var b strings.Builder
	b.WriteString("a,b,kind\n")
	for i := range 600 {
		b.WriteString("v" + string(rune('a'+i%20)) + string(rune('a'+i/20)) + ",w,")
		b.WriteString([]string{"x", "y"}[i%2] + "\n")
	}
	s, d := learn(t, b.String(), dataset.ScaleStandard)
	if s.Features() != 602 || len(d.Columns) != 1 || d.Columns[0].Name != "b" || len(d.Codes) != 600 {
		t.Errorf("%d features; columns shown %d, codes %d", s.Features(), len(d.Columns), len(d.Codes))
	}
}
