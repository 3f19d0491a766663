package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"untangle/sim/say"
)

// jsonReader reads objects of plain values as rows. Columns are the keys in the order in
// which they first occur; a key that an object lacks, and null, become an empty cell.
type jsonReader struct {
	o      *reading
	t      *Table
	dec    *json.Decoder
	column map[string]int
	text   []byte
}

// json reads objects, one after the other (JSON lines) or in a list.
func (o *reading) json(d decoded, raw []byte) (*Table, error) {
	if d.set == latin1 {
		return nil, &Error{File: o.name, Problem: say.T("is JSON that is not UTF-8"), Remedy: say.T("save it as UTF-8")}
	}
	j := &jsonReader{o: o, dec: json.NewDecoder(bytes.NewReader(d.text)), column: map[string]int{}, text: d.text,
		t: &Table{Name: o.name, Source: &Source{raw: raw, text: d, form: jsonLines}}}
	j.dec.UseNumber()
	if bytes.TrimLeft(d.text, " \t\r\n")[0] == '[' {
		j.t.Source.form = jsonArray
		if _, err := j.dec.Token(); err != nil {
			return nil, j.syntax(err)
		}
	}
	if err := j.rows(); err != nil {
		return nil, err
	}
	if len(j.t.Rows) == 0 || len(j.t.Header) == 0 {
		return nil, &Error{File: o.name, Problem: say.T("has no rows"), Remedy: say.T("give at least one object with a value")}
	}
	for i, row := range j.t.Rows { // keys that came later
		for len(row) < len(j.t.Header) {
			row = append(row, "")
		}
		j.t.Rows[i] = row
	}
	j.t.Source.finish()
	return j.t, nil
}

func (j *jsonReader) rows() error {
	line, at, told := 1, 0, 0
	for j.dec.More() {
		before := int(j.dec.InputOffset())
		cells, err := j.object()
		if err != nil {
			if j.o.cut && len(j.t.Rows) > 0 && j.ended(err) {
				return nil // a preview's last row may not be whole
			}
			return err
		}
		end := int(j.dec.InputOffset())
		start := before + bytes.IndexByte(j.text[before:end], '{')
		line += bytes.Count(j.text[at:start], []byte("\n"))
		at = start
		if err := j.t.limit(len(j.t.Rows)+1, len(j.t.Header), line); err != nil {
			return err
		}
		if j.t.Source.form == jsonLines { // with its line end
			end += len(lineEnd(j.text[end:]))
		}
		j.t.Rows, j.t.Lines = append(j.t.Rows, cells), append(j.t.Lines, line)
		j.t.Source.add(start, end)
		if len(j.t.Rows) == j.o.rows {
			return nil
		}
		if end-told >= chunk/4 {
			told = end
			if err := j.o.tell(end); err != nil {
				return err
			}
		}
	}
	return j.end()
}

// lineEnd returns the line end that text begins with, perhaps after spaces.
func lineEnd(text []byte) []byte {
	rest := bytes.TrimLeft(text, " \t")
	blank := len(text) - len(rest)
	switch {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		return text[:blank+2]
	case len(rest) > 0 && (rest[0] == '\n' || rest[0] == '\r'):
		return text[:blank+1]
	}
	return nil
}

// end checks what follows the last object.
func (j *jsonReader) end() error {
	if j.t.Source.form == jsonArray {
		if _, err := j.dec.Token(); err != nil && !(j.o.cut && j.ended(err)) {
			return j.syntax(err)
		}
	}
	if _, err := j.dec.Token(); !errors.Is(err, io.EOF) && !j.o.cut {
		if err == nil {
			return j.bad("", say.T("has text after the last object"), jsonRemedy)
		}
		return j.syntax(err)
	}
	return nil
}

func (j *jsonReader) ended(error) bool {
	return len(j.text)-int(j.dec.InputOffset()) < chunk
}

// object reads one row.
func (j *jsonReader) object() ([]string, error) {
	token, err := j.dec.Token()
	if err != nil {
		return nil, j.syntax(err)
	}
	if token != json.Delim('{') {
		return nil, j.bad("", say.T("is %s, not an object", tokenWords(token)), say.T("give one object {…} per row"))
	}
	cells := make([]string, len(j.t.Header))
	set := make(map[string]bool, len(j.t.Header))
	for j.dec.More() {
		key, err := j.dec.Token()
		if err != nil {
			return nil, j.syntax(err)
		}
		name := strings.TrimSpace(key.(string)) // keys are strings, or Token fails
		if name == "" {
			return nil, j.bad("", say.T("has a value without a name"), say.T("name it"))
		}
		if set[name] {
			return nil, j.bad(name, say.T("comes twice in one object"), say.T("rename one"))
		}
		set[name] = true
		value, err := j.dec.Token()
		if err != nil {
			return nil, j.syntax(err)
		}
		at, known := j.column[name]
		if !known {
			if len(j.t.Header) == MaxColumns {
				return nil, j.bad("", say.T("has more than %d columns", MaxColumns), say.T("keep at most %d", MaxColumns))
			}
			at = len(j.t.Header)
			j.column[name] = at
			j.t.Header = append(j.t.Header, name)
			cells = append(cells, "")
		}
		if d, nested := value.(json.Delim); nested {
			return nil, j.bad(name, say.T("holds %s", tokenWords(d)), say.T("give plain values, one column for each"))
		}
		cells[at] = cellOf(value)
	}
	if _, err := j.dec.Token(); err != nil {
		return nil, j.syntax(err)
	}
	return cells, nil
}

// cellOf writes a plain value; numbers keep their digits.
func cellOf(value json.Token) string {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case bool:
		return fmt.Sprint(v)
	}
	return "" // null
}

func tokenWords(t json.Token) say.Text {
	switch t {
	case json.Delim('['):
		return say.T("a list")
	case json.Delim('{'):
		return say.T("an object")
	case nil:
		return say.T("null")
	}
	return say.T("a plain value")
}

func (j *jsonReader) bad(column string, problem, remedy say.Text) error {
	return &Error{File: j.o.name, Row: len(j.t.Rows) + 1, Line: j.line(), Column: column, Problem: problem, Remedy: remedy}
}

// line returns the line that is being read.
func (j *jsonReader) line() int {
	return 1 + bytes.Count(j.text[:min(int(j.dec.InputOffset()), len(j.text))], []byte("\n"))
}

func (j *jsonReader) syntax(err error) error {
	var syn *json.SyntaxError
	problem := say.T("ends in the middle of a value")
	if errors.As(err, &syn) || !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		problem = say.T("is not JSON: %s", shorten(err.Error(), 80))
	}
	return j.bad("", problem, jsonRemedy)
}

var jsonRemedy = say.T("give one object per line, or a list of objects")
