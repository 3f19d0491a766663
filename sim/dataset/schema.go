package dataset

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// Scaling says how numeric columns are scaled.
type Scaling int

const (
	// ScaleStandard shifts and scales to mean 0 and variance 1 over the training rows.
	ScaleStandard Scaling = iota
	// ScaleNone keeps the values.
	ScaleNone
)

// Schema turns tables into numbers the way the training table was turned: which
// columns are categorical and with what levels, means and scales of the others, and
// the labels. Learn it with [Learn].
type Schema struct {
	label   string
	classes []string
	columns []coder
}

// coder turns one column into features: one per level, or one scaled number.
type coder struct {
	name string
	// levels holds the sorted distinct values of a categorical column; nil for a numeric one.
	levels []string
	// mean and scale turn v into (v − mean)·scale.
	mean, scale float64
}

func (c *coder) width() int { return max(1, len(c.levels)) }

// Features returns d: all one-hot columns, the numeric columns, and the bias.
func (s *Schema) Features() int {
	d := 1
	for i := range s.columns {
		d += s.columns[i].width()
	}
	return d
}

// Learn reads the schema of a training table. A column is categorical unless every
// value parses as a number; the label column is always categorical. Errors are
// [*Error]s: a missing label column, fewer than two classes, a class with one row,
// a value that is empty in a numeric column, NaN or infinite, or too many features.
func Learn(t *Table, label string, scaling Scaling) (*Schema, error) {
	at, err := t.column(label)
	if err != nil {
		return nil, err
	}
	s := &Schema{label: label}
	if s.classes, err = learnClasses(t, at); err != nil {
		return nil, err
	}
	for i := range t.Header {
		if i == at {
			continue
		}
		c, err := learnColumn(t, i, scaling)
		if err != nil {
			return nil, err
		}
		s.columns = append(s.columns, c)
	}
	if len(s.columns) == 0 {
		return nil, &Error{File: t.Name, Column: label, Problem: "is the only column", Remedy: "give at least one feature column"}
	}
	if d := s.Features(); d > MaxColumns || d*len(t.Rows) > 2*MaxCells {
		return nil, &Error{File: t.Name,
			Problem: fmt.Sprintf("has %d features over %d rows once categories are spread out", d, len(t.Rows)),
			Remedy:  "remove columns that are different in every row, such as names and identifiers"}
	}
	return s, nil
}

func learnClasses(t *Table, at int) ([]string, error) {
	count, first := map[string]int{}, map[string]int{}
	for i, row := range t.Rows {
		v := row[at]
		if v == "" {
			return nil, &Error{File: t.Name, Row: i + 1, Line: t.line(i), Column: t.Header[at],
				Problem: "the label is empty", Remedy: "fill it in or remove the row"}
		}
		if count[v]++; count[v] == 1 {
			first[v] = i
		}
	}
	classes := make([]string, 0, len(count))
	for v := range count {
		classes = append(classes, v)
	}
	slices.Sort(classes)
	if len(classes) < 2 {
		return nil, &Error{File: t.Name, Column: t.Header[at],
			Problem: fmt.Sprintf("has the single class %q", clip(classes[0])), Remedy: "give rows of at least two classes"}
	}
	if len(classes) > 64 {
		return nil, &Error{File: t.Name, Column: t.Header[at],
			Problem: fmt.Sprintf("has %d classes", len(classes)), Remedy: "choose a label column with at most 64 different values"}
	}
	for _, v := range classes {
		if count[v] == 1 {
			i := first[v]
			return nil, &Error{File: t.Name, Row: i + 1, Line: t.line(i), Column: t.Header[at],
				Problem: fmt.Sprintf("is the only row of class %q", clip(v)), Remedy: "remove it or add rows of its class"}
		}
	}
	return classes, nil
}

func learnColumn(t *Table, i int, scaling Scaling) (coder, error) {
	c := coder{name: t.Header[i], scale: 1}
	numbers, blank := 0, -1
	for r, row := range t.Rows {
		if row[i] == "" {
			blank = r
		} else if _, ok := parse(row[i]); ok {
			numbers++
		}
	}
	if numbers < len(t.Rows) {
		if blank >= 0 && numbers > 0 && everyOtherIsNumber(t, i) {
			return c, &Error{File: t.Name, Row: blank + 1, Line: t.line(blank), Column: c.name,
				Problem: "is empty in a column of numbers", Remedy: "fill it in or remove the row"}
		}
		seen := map[string]bool{}
		for _, row := range t.Rows {
			if !seen[row[i]] {
				seen[row[i]] = true
				c.levels = append(c.levels, row[i])
			}
		}
		slices.Sort(c.levels)
		return c, nil
	}
	sum := 0.0
	for r := range t.Rows {
		v, err := t.number(r, i)
		if err != nil {
			return c, err
		}
		sum += v
	}
	if scaling == ScaleNone {
		return c, nil
	}
	c.mean = sum / float64(len(t.Rows))
	ss := 0.0
	for r := range t.Rows {
		v, _ := t.number(r, i) // parsed above
		ss += (v - c.mean) * (v - c.mean)
	}
	sd := math.Sqrt(ss / float64(len(t.Rows)))
	if math.IsInf(c.mean, 0) || math.IsInf(sd, 0) {
		return c, &Error{File: t.Name, Column: c.name, Problem: "its numbers are too large to average", Remedy: "rescale the column"}
	}
	if sd > 0 { // a constant column becomes zeros
		c.scale = 1 / sd
	}
	return c, nil
}

func everyOtherIsNumber(t *Table, i int) bool {
	for _, row := range t.Rows {
		if row[i] == "" {
			continue
		}
		if _, ok := parse(row[i]); !ok {
			return false
		}
	}
	return true
}

// parse reads a decimal number; NaN and infinities count as numbers here and are
// refused, with their place, by number. Hexadecimal and digit separators, which
// strconv knows, are text: in a table they are codes more often than numbers.
func parse(s string) (float64, bool) {
	if strings.ContainsAny(s, "xX_") {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil || math.IsInf(v, 0)
}

// number returns the finite number in row r and column i.
func (t *Table) number(r, i int) (float64, error) {
	bad := func(problem string) error {
		return &Error{File: t.Name, Row: r + 1, Line: t.line(r), Column: t.Header[i], Problem: problem, Remedy: "give a finite number or remove the row"}
	}
	v, ok := parse(t.Rows[r][i])
	switch {
	case !ok:
		return 0, bad(fmt.Sprintf("%q is not a number, as the training column is", clip(t.Rows[r][i])))
	case math.IsNaN(v) || math.IsInf(v, 0):
		return 0, bad(fmt.Sprintf("%q is not a finite number", clip(t.Rows[r][i])))
	}
	return v, nil
}

// Encode turns a table into numbers. Columns are found by name; columns the schema
// does not know are ignored. A missing column, a category or label that the training
// table lacks, or a number that is not finite gives an [*Error].
func (s *Schema) Encode(t *Table) (*Dataset, error) {
	n := len(t.Rows)
	d := &Dataset{X: mat.NewDense(n, s.Features(), nil), Y: make([]int, n), Classes: s.classes,
		Origin: make([]int, n), Origins: []string{"data"}}
	at, err := t.column(s.label)
	if err != nil {
		return nil, err
	}
	for r, row := range t.Rows {
		k, ok := slices.BinarySearch(s.classes, row[at])
		if !ok {
			return nil, t.unknown(r, at, "label")
		}
		d.Y[r] = k
	}
	feature, shown := 0, []int(nil)
	for ci := range s.columns {
		c := &s.columns[ci]
		if at, err = t.column(c.name); err != nil {
			return nil, err
		}
		for r := range t.Rows {
			if err := c.encode(t, r, at, d.X.RawRowView(r)[feature:]); err != nil {
				return nil, err
			}
		}
		if c.levels != nil && len(c.levels) <= math.MaxUint8 {
			d.Columns = append(d.Columns, Column{c.name, c.levels})
			shown = append(shown, at)
		}
		feature += c.width()
	}
	d.Codes = make([]uint8, 0, n*len(shown))
	for r, row := range t.Rows {
		for k, at := range shown {
			code, _ := slices.BinarySearch(d.Columns[k].Levels, row[at]) // found by encode
			d.Codes = append(d.Codes, uint8(code))
		}
		d.X.Set(r, feature, 1)
	}
	return d, nil
}

// encode writes one cell's features to dst.
func (c *coder) encode(t *Table, r, at int, dst []float64) error {
	if c.levels == nil {
		v, err := t.number(r, at)
		if err != nil {
			return err
		}
		dst[0] = (v - c.mean) * c.scale
		return nil
	}
	k, ok := slices.BinarySearch(c.levels, t.Rows[r][at])
	if !ok {
		return t.unknown(r, at, "category")
	}
	dst[k] = 1
	return nil
}

func (t *Table) unknown(r, at int, what string) error {
	return &Error{File: t.Name, Row: r + 1, Line: t.line(r), Column: t.Header[at],
		Problem: fmt.Sprintf("the %s %q does not occur in the training file", what, clip(t.Rows[r][at])),
		Remedy:  "remove the row, or add it to the training file"}
}

// fromCodes builds a data set from level codes; every column must be categorical.
func (s *Schema) fromCodes(codes []uint8, labels []int) *Dataset {
	n, d := len(labels), s.Features()
	out := &Dataset{X: mat.NewDense(n, d, nil), Y: labels, Classes: s.classes, Codes: codes}
	for i := range s.columns {
		out.Columns = append(out.Columns, Column{s.columns[i].name, s.columns[i].levels})
	}
	for r := range n {
		row, feature := out.X.RawRowView(r), 0
		for c := range s.columns {
			row[feature+int(codes[r*len(s.columns)+c])] = 1
			feature += s.columns[c].width()
		}
		row[feature] = 1
	}
	return out
}

// clip shortens a cell for a message.
func clip(s string) string { return shorten(s, 40) }

// shorten cuts s after limit characters.
func shorten(s string, limit int) string {
	for i := range s {
		if limit == 0 {
			return s[:i] + "…"
		}
		limit--
	}
	return s
}
