package dataset

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"

	"untangle/sim/say"
)

// What a preview looks at: enough to guess by, and little enough not to be waited for.
const (
	previewBytes = 8 << 20
	previewRows  = 10_000
)

// Preview looks at the beginning of a file (8 MB or 10,000 rows of text) and guesses what
// its columns are. Errors are those of [ReadAny] that show there.
func Preview(name string, raw []byte, options Options) (*Summary, error) {
	o := &reading{name: name, total: len(raw), options: options, rows: previewRows}
	size := len(raw)
	first := raw
	switch {
	case bytes.HasPrefix(raw, []byte("\x1f\x8b")) && len(raw) > 4:
		size = int(binary.LittleEndian.Uint32(raw[len(raw)-4:]))
	case len(raw) <= previewBytes || isIDX(raw) || bytes.HasPrefix(raw, []byte(npyMagic)) || bytes.HasPrefix(raw, []byte("PK")):
	case len(raw) <= MaxFile: // else read refuses it
		first, o.cut = raw[:previewBytes], true
	}
	t, err := o.read(first)
	if err != nil {
		return nil, err
	}
	s := &Summary{Name: name, Rows: t.Len(), Looked: t.Len(), Exact: true, Columns: []ColumnSummary{}, Head: [][]string{},
		Shape: []int{}, Features: []string{}, Missing: "refuse", Classes: []Count{}, Warnings: o.warnings}
	if s.Warnings == nil {
		s.Warnings = []Warning{}
	}
	if t.Array != nil {
		s.describeArray(t, o.arrayFormat)
		return s, nil
	}
	s.describeText(t, size)
	return s, nil
}

func (s *Summary) warn(code, column string, text say.Text) {
	s.Warnings = append(s.Warnings, Warning{code, column, text})
}

func (s *Summary) describeArray(t *Table, format string) {
	s.Format = format
	s.ArrayFeatures, s.Shape = t.Array.features, append(s.Shape, t.Array.shape...)
	s.Label = ArrayLabel
	if t.Test != nil {
		s.TestRows = t.Test.Len()
	}
	s.Columns = append(s.Columns, describeColumn(t, t.Array.features, nil))
	s.count(t, t.Array.features)
	s.Encoded = t.Array.features + 1
	s.estimate()
}

func (s *Summary) describeText(t *Table, size int) {
	s.Format, s.Charset = "csv", t.Source.set.String()
	if t.Source.form != delimited {
		s.Format = "json"
	}
	if last := t.Source.end[len(t.Rows)-1]; len(t.Rows) == previewRows || last < size-size/50 && size > previewBytes {
		s.Exact = false
		s.Rows = int(float64(len(t.Rows)) * float64(size-t.Source.head) / float64(max(1, last-t.Source.head)))
	}
	values := make([]map[string]int, len(t.Header))
	for i := range t.Header {
		values[i] = map[string]int{}
		s.Columns = append(s.Columns, describeColumn(t, i, values[i]))
	}
	for _, row := range t.Rows[:min(8, len(t.Rows))] {
		short := make([]string, len(row))
		for i, c := range row {
			short[i] = shorten(c, 80)
		}
		s.Head = append(s.Head, short)
	}
	s.guess(t)
	s.warnColumns()
	if s.Label != "" {
		s.count(t, slices.Index(t.Header, s.Label))
	}
	s.estimate()
}

// count counts the classes.
func (s *Summary) count(t *Table, label int) {
	counts := map[string]int{}
	for r := range t.Len() {
		if v := t.Cell(r, label); v != "" {
			counts[v]++
		}
	}
	for v, n := range counts {
		s.Classes = append(s.Classes, Count{v, n})
	}
	sortCounts(s.Classes)
	if len(s.Classes) > maxClasses {
		s.warn("many-classes", s.Label, say.T("Column %q has %d different values; a label may have %d.", clip(s.Label), len(s.Classes), maxClasses))
		s.Classes = s.Classes[:maxClasses]
	}
	for _, c := range s.Classes {
		if c.Count < 10 {
			s.warn("tiny-class", s.Label, say.T("Class %q has %d rows. A model learns little from so few, and may take them for noise; leave the class out or join it with another.", clip(c.Value), c.Count))
			break
		}
	}
}

// sortCounts puts the most frequent values first, equally frequent ones by name.
func sortCounts(c []Count) {
	slices.SortFunc(c, func(a, b Count) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Value, b.Value)
	})
}

// estimate says what the data take and warns where that is too much.
func (s *Summary) estimate() {
	classes := max(2, len(s.Classes))
	n, d := float64(s.Rows), float64(s.Encoded)
	p := float64(classes-1) * d
	// X, one row of classes for probabilities, gradients and their images, and three P×P matrices.
	s.Megabytes = 8 * (n*d + 6*n*float64(classes) + 3*p*p) / 1e6
	if limit := float64(MaxNumbers); n*d > limit {
		s.warn("too-large", "", say.T("About %d rows with %d features are more numbers than are held at once (%d million). Use a sample of %d rows, fewer classes or fewer columns.",
			s.Rows, s.Encoded, MaxNumbers/1_000_000, MaxNumbers/max(1, s.Encoded)))
	}
	if s.ArrayFeatures == 0 && (s.Rows > MaxRows || s.Rows*len(s.Columns) > MaxCells) {
		s.warn("too-large", "", say.T("About %d rows with %d columns are more than are read at once (%d rows, %d million cells). Give a part of the file.",
			s.Rows, len(s.Columns), MaxRows, MaxCells/1_000_000))
	}
	if p > n {
		s.warn("wide", "", say.T("There are %d weights for %d rows: a model can fit almost any labels. Let cross-validation choose the ridge, or give fewer columns or more rows.", int(p), s.Rows))
	}
}
