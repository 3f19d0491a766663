package dataset

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"untangle/sim/say"
)

// Limits of a table. They bound memory before it is spent.
const (
	// MaxFile is the largest file, in bytes, and the largest content of a packed one.
	MaxFile = 256 << 20
	// MaxRows, MaxColumns and MaxCells bound a table of text: 10⁷ cells take about
	// 160 MB beside their text. MaxColumns also bounds the features that they become.
	MaxRows    = 200_000
	MaxColumns = 2_000
	MaxCells   = 10_000_000
	// MaxFeatures bounds the numbers in a row of a binary file.
	MaxFeatures = 4_096
	// MaxNumbers bounds rows × features of a data set: 2·10⁷ numbers are 160 MB.
	MaxNumbers = 20_000_000
)

// Table is a table of text, or of an [Array]'s numbers, as given.
type Table struct {
	// Name names the file in messages.
	Name string
	// Header holds the column names, all different.
	Header []string
	// Rows holds the cells; every row has len(Header) of them. Nil for an array.
	Rows [][]string
	// Lines holds the line of the file at which each row starts, counted from 1; nil
	// for a table that did not come from a text file.
	Lines []int
	// Array holds all columns but the last, and Labels the last one, [ArrayLabel]; nil for text.
	Array  *Array
	Labels []string
	// Index holds the row of the file each row is, from 0; nil when it is all of them.
	Index []int
	// Source tells where the rows are in the file; nil for a table that did not come
	// from a text file. It counts rows of the file.
	Source *Source
	// block is where the next cells go.
	block []string
	// Test is the test table that came in the same file, or nil.
	Test *Table
}

// Len returns the number of rows.
func (t *Table) Len() int {
	if t.Array != nil {
		return len(t.Labels)
	}
	return len(t.Rows)
}

// FileRow returns the row of the file, from 0, that row i is.
func (t *Table) FileRow(i int) int {
	if t.Index == nil {
		return i
	}
	return t.Index[i]
}

// Line returns the line of the file at which row i starts, counted from 1, or 0.
func (t *Table) Line(i int) int {
	if t.Lines == nil {
		return 0
	}
	return t.Lines[i]
}

// Cell returns a cell as text; numbers of an array in the shortest form that reads back
// as the same number.
func (t *Table) Cell(row, column int) string {
	switch {
	case t.Array == nil:
		return t.Rows[row][column]
	case column == t.Array.features:
		return t.Labels[row]
	}
	return strconv.FormatFloat(t.Array.at(t.FileRow(row), column), 'g', -1, 64)
}

// Select returns the table of the given rows, which it shares.
func (t *Table) Select(rows []int) *Table {
	out := *t
	out.Test, out.Rows, out.Lines, out.Labels = nil, nil, nil, nil
	out.Index = make([]int, 0, len(rows))
	for _, r := range rows {
		out.Index = append(out.Index, t.FileRow(r))
		if t.Array != nil {
			out.Labels = append(out.Labels, t.Labels[r])
			continue
		}
		out.Rows = append(out.Rows, t.Rows[r])
		if t.Lines != nil {
			out.Lines = append(out.Lines, t.Lines[r])
		}
	}
	return &out
}

// fail places an error at a row and column of the table.
func (t *Table) fail(row, column int, problem, remedy say.Text) *Error {
	e := &Error{File: t.Name, Row: t.FileRow(row) + 1, Line: t.Line(row), Problem: problem, Remedy: remedy}
	if column >= 0 {
		e.Column = t.Header[column]
	}
	return e
}

// checkHeader trims and checks the names of the columns. The first may lack a name, as
// the row names do that R and pandas write.
func (o *reading) checkHeader(t *Table) error {
	if len(t.Header) > MaxColumns {
		return &Error{File: t.Name, Problem: say.T("has %d columns", len(t.Header)), Remedy: say.T("keep at most %d", MaxColumns)}
	}
	seen := make(map[string]int, len(t.Header))
	for i, h := range t.Header {
		h = strings.TrimSpace(h)
		if h == "" && i == 0 && len(t.Header) > 2 && !slices.Contains(t.Header, "row") {
			h = "row"
			o.warn("unnamed", h, say.T("The first column has no name; it is called \"row\". If it numbers the rows, do not use it as a feature."))
		}
		t.Header[i] = h
		if h == "" {
			return &Error{File: t.Name, Line: 1, Problem: say.T("column %d has no name", i+1), Remedy: say.T("name it in the header row")}
		}
		if j, dup := seen[h]; dup {
			return &Error{File: t.Name, Line: 1, Column: h, Problem: say.T("columns %d and %d have the same name", j+1, i+1), Remedy: say.T("rename one")}
		}
		seen[h] = i
	}
	return nil
}

// add appends a row of text, copying the list of its cells.
func (t *Table) add(cells []string, line int) error {
	row := len(t.Rows) + 1
	if len(cells) != len(t.Header) {
		return &Error{File: t.Name, Row: row, Line: line,
			Problem: say.T("has %d cells where the header has %d columns", len(cells), len(t.Header)),
			Remedy:  say.T("add or remove cells, or quote a cell that contains a comma")}
	}
	if err := t.limit(row, len(t.Header), line); err != nil {
		return err
	}
	// Cells are cut from blocks: one allocation for many rows.
	if cap(t.block)-len(t.block) < len(cells) {
		t.block = make([]string, 0, max(len(cells), 1<<12))
	}
	from := len(t.block)
	for _, c := range cells {
		t.block = append(t.block, strings.TrimSpace(c))
	}
	t.Rows = append(t.Rows, t.block[from:len(t.block):len(t.block)])
	t.Lines = append(t.Lines, line)
	return nil
}

// limit refuses a row past the limits.
func (t *Table) limit(row, columns, line int) error {
	if row <= MaxRows && row*columns <= MaxCells {
		return nil
	}
	return &Error{File: t.Name, Row: row, Line: line, Problem: say.T("is past the limit"),
		Remedy: say.T("keep at most %d rows and %d cells in all", MaxRows, MaxCells)}
}

// checkSize refuses a data set that is too large, before it is made.
func (t *Table) checkSize(features int) error {
	limit, rows := MaxColumns, t.Len()
	if t.Array != nil {
		limit = 2 * MaxFeatures
	}
	if features > limit {
		return &Error{File: t.Name, Problem: say.T("has %d features over %d rows once categories are spread out", features, rows),
			Remedy: say.T("keep at most %d features: remove columns that are different in every row, such as names and identifiers", limit)}
	}
	if rows*features > MaxNumbers {
		return &Error{File: t.Name,
			Problem: say.T("has %d rows with %d features each, which take %d MB as numbers", rows, features, rows*features/125_000),
			Remedy:  say.T("keep at most %d MB: use fewer columns, fewer classes or a sample of at most %d rows", MaxNumbers/125_000, MaxNumbers/max(1, features))}
	}
	return nil
}

// column returns the index of a column, or an *Error that lists the columns.
func (t *Table) column(name string) (int, error) {
	if i := slices.Index(t.Header, name); i >= 0 {
		return i, nil
	}
	names := t.Header
	if t.Array != nil && len(names) > 4 {
		names = []string{names[0], "…", names[len(names)-2], names[len(names)-1]}
	}
	have := strings.Join(strings.Fields(shorten(strings.Join(names[:min(len(names), 200)], ", "), 200)), " ") // one line
	return 0, &Error{File: t.Name, Column: name, Problem: say.T("there is no such column"), Remedy: say.T("the columns are %v", have)}
}

// parse reads a decimal number; NaN and infinities count as numbers here and are
// refused, with their place, by number. Hexadecimal and digit separators, which
// strconv knows, are text: in a table they are codes more often than numbers.
func parse(s string) (float64, bool) {
	if s == "" || s[0] > '9' && s[0] != 'i' && s[0] != 'I' && s[0] != 'n' && s[0] != 'N' || strings.ContainsAny(s, "xX_") {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil || math.IsInf(v, 0)
}

// number returns the finite number in row r and column i.
func (t *Table) number(r, i int) (float64, error) {
	remedy := say.T("give a finite number or remove the row")
	if t.Array != nil {
		v := t.Array.at(t.FileRow(r), i)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return 0, t.fail(r, i, say.T("%g is not a finite number", v), remedy)
		}
		return v, nil
	}
	v, ok := parse(t.Rows[r][i])
	switch {
	case !ok:
		return 0, t.fail(r, i, say.T("%q is not a number, as the training column is", clip(t.Rows[r][i])), remedy)
	case math.IsNaN(v) || math.IsInf(v, 0):
		return 0, t.fail(r, i, say.T("%q is not a finite number", clip(t.Rows[r][i])), remedy)
	}
	return v, nil
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
