package dataset

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits of a table. They bound memory before it is spent: 10⁷ cells of a one-hot
// table are about 80 MB.
const (
	MaxRows    = 200_000
	MaxColumns = 2_000
	MaxCells   = 10_000_000
)

// Table is a table of text as given.
type Table struct {
	// Name names the file in messages.
	Name string
	// Header holds the column names, all different.
	Header []string
	// Rows holds the cells; every row has len(Header) of them.
	Rows [][]string
	// Lines holds the line of the file at which each row starts, counted from 1; nil
	// for a table that did not come from a file.
	Lines []int
}

// ReadCSV reads comma-separated text with a header row. Line ends may be LF or CRLF,
// and a byte order mark is skipped; cells and names are trimmed of spaces. Every
// error is an [*Error] with its place, or an error of r.
func ReadCSV(name string, r io.Reader) (*Table, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("dataset: %s: %w", name, err)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, &Error{File: name, Problem: "is empty", Remedy: "give a CSV file with a header row and at least one row below it"}
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return nil, &Error{File: name, Problem: "has NUL bytes, so it is not CSV text in UTF-8",
			Remedy: "save it as CSV in UTF-8"}
	}
	rd := csv.NewReader(bytes.NewReader(text))
	rd.FieldsPerRecord = -1 // counted here, so that the message can name the row
	t := &Table{Name: name}
	if t.Header, err = rd.Read(); err != nil {
		return nil, t.syntax(err, 0)
	}
	if err := t.checkHeader(); err != nil {
		return nil, err
	}
	for {
		cells, err := rd.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, t.syntax(err, len(t.Rows)+1)
		}
		line, _ := rd.FieldPos(0)
		if err := t.add(cells, line); err != nil {
			return nil, err
		}
	}
	if len(t.Rows) == 0 {
		return nil, &Error{File: name, Problem: "has a header row but no rows below it", Remedy: "give at least one row"}
	}
	return t, nil
}

func (t *Table) checkHeader() error {
	if len(t.Header) > MaxColumns {
		return &Error{File: t.Name, Problem: fmt.Sprintf("has %d columns", len(t.Header)), Remedy: fmt.Sprintf("keep at most %d", MaxColumns)}
	}
	seen := make(map[string]int, len(t.Header))
	for i, h := range t.Header {
		h = strings.TrimSpace(h)
		t.Header[i] = h
		if h == "" {
			return &Error{File: t.Name, Line: 1, Problem: fmt.Sprintf("column %d has no name", i+1), Remedy: "name it in the header row"}
		}
		if j, dup := seen[h]; dup {
			return &Error{File: t.Name, Line: 1, Column: h, Problem: fmt.Sprintf("columns %d and %d have the same name", j+1, i+1), Remedy: "rename one"}
		}
		seen[h] = i
	}
	return nil
}

func (t *Table) add(cells []string, line int) error {
	row := len(t.Rows) + 1
	if len(cells) != len(t.Header) {
		return &Error{File: t.Name, Row: row, Line: line,
			Problem: fmt.Sprintf("has %d cells where the header has %d columns", len(cells), len(t.Header)),
			Remedy:  "add or remove cells, or quote a cell that contains a comma"}
	}
	if row > MaxRows || row*len(t.Header) > MaxCells {
		return &Error{File: t.Name, Row: row, Line: line, Problem: "is past the limit",
			Remedy: fmt.Sprintf("keep at most %d rows and %d cells in all", MaxRows, MaxCells)}
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	t.Rows = append(t.Rows, cells)
	t.Lines = append(t.Lines, line)
	return nil
}

// syntax turns an error of encoding/csv into an *Error.
func (t *Table) syntax(err error, row int) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return &Error{File: t.Name, Row: row, Line: p.StartLine,
			Problem: fmt.Sprintf("is not CSV: %v", p.Err), Remedy: "check the quotes from that line on"}
	}
	return fmt.Errorf("dataset: %s: %w", t.Name, err)
}

// WriteCSV writes the table with LF line ends.
func (t *Table) WriteCSV(w io.Writer) error {
	cw := csv.NewWriter(w)
	if err := cw.Write(t.Header); err != nil {
		return fmt.Errorf("dataset: %w", err)
	}
	if err := cw.WriteAll(t.Rows); err != nil {
		return fmt.Errorf("dataset: %w", err)
	}
	return nil
}

// column returns the index of a column, or an *Error that lists the columns.
func (t *Table) column(name string) (int, error) {
	for i, h := range t.Header {
		if h == name {
			return i, nil
		}
	}
	have := strings.Join(strings.Fields(shorten(strings.Join(t.Header, ", "), 200)), " ") // one line
	remedy := "the columns are " + have
	if len(t.Header) == 1 && strings.ContainsAny(t.Header[0], ";\t") {
		remedy = "the cells seem to be separated by semicolons or tabs; save the file with commas"
	}
	return 0, &Error{File: t.Name, Column: name, Problem: "there is no such column", Remedy: remedy}
}

// line returns the line of row i (from 0), or 0.
func (t *Table) line(i int) int {
	if t.Lines == nil {
		return 0
	}
	return t.Lines[i]
}
