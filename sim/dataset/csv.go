package dataset

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"untangle/sim/say"
)

// ReadCSV reads delimited text with a header row; see [ReadAny] for what it understands.
// Every error is an [*Error] with its place, or an error of r.
func ReadCSV(name string, r io.Reader) (*Table, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("dataset: %s: %w", name, err)
	}
	if len(raw) > MaxFile {
		return nil, fileSizeError(name, len(raw))
	}
	o := &reading{name: name, total: len(raw)}
	return o.text(raw, (*reading).csv)
}

// delimiters are the characters that may separate cells, the likelier first.
var delimiters = []byte(",;\t|")

// csv reads delimited text.
func (o *reading) csv(d decoded, raw []byte) (*Table, error) {
	text, err := o.lineEnds(d.text)
	if err != nil {
		return nil, err
	}
	rd := csv.NewReader(bytes.NewReader(text))
	rd.Comma = o.delimiter(text)
	rd.FieldsPerRecord = -1 // counted here, so that the message can name the row
	t := &Table{Name: o.name, Source: &Source{raw: raw, text: d}}
	if t.Header, err = rd.Read(); err != nil {
		return nil, t.syntax(err, 0)
	}
	if err := o.checkHeader(t); err != nil {
		return nil, err
	}
	rd.ReuseRecord = true // the cells are kept, the list that holds them is not
	at := int(rd.InputOffset())
	t.Source.head = at
	for told := 0; ; {
		cells, err := rd.Read()
		if errors.Is(err, io.EOF) || o.cut && len(t.Rows) > 0 && int(rd.InputOffset()) == len(text) {
			break // a preview's last row may not be whole
		}
		if err != nil {
			return nil, t.syntax(err, len(t.Rows)+1)
		}
		line, _ := rd.FieldPos(0)
		if err := t.add(cells, line); err != nil {
			return nil, err
		}
		end := int(rd.InputOffset())
		at += len(text[at:end]) - len(bytes.TrimLeft(text[at:end], "\r\n")) // blank lines before it
		t.Source.add(at, end)
		if at = end; len(t.Rows) == o.rows {
			break
		}
		if at-told >= chunk {
			told = at
			if err := o.tell(at); err != nil {
				return nil, err
			}
		}
	}
	if len(t.Rows) == 0 {
		return nil, &Error{File: o.name, Problem: say.T("has a header row but no rows below it"), Remedy: say.T("give at least one row")}
	}
	if rd.Comma != ',' {
		o.decimalCommas(t)
	}
	t.Source.finish()
	return t, nil
}

// delimiter guesses what separates cells: the one of [delimiters] that the header row has
// outside quotes; of several, the one that most often gives the first rows as many cells
// as the header, and then the one that gives the most.
func (o *reading) delimiter(text []byte) rune {
	sample := text[:min(len(text), 1<<16)]
	best, bestSame, bestCells := delimiters[0], -1, 0
	for _, c := range delimiters {
		rd := csv.NewReader(bytes.NewReader(sample))
		rd.Comma, rd.FieldsPerRecord, rd.LazyQuotes, rd.ReuseRecord = rune(c), -1, true, true
		header, err := rd.Read()
		if err != nil || len(header) < 2 {
			continue
		}
		cells, same := len(header), 0
		for range 50 {
			row, err := rd.Read()
			if err != nil {
				break
			}
			if len(row) == cells {
				same++
			}
		}
		if same > bestSame || same == bestSame && cells > bestCells {
			best, bestSame, bestCells = c, same, cells
		}
	}
	return rune(best)
}

// lineEnds returns the text with line ends that encoding/csv knows: a CR that stands
// alone outside quotes becomes an LF, in a copy. Lengths do not change.
func (o *reading) lineEnds(text []byte) ([]byte, error) {
	if bytes.IndexByte(text, '\r') < 0 {
		return text, nil
	}
	quoted, own := false, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\r' && !quoted && (i+1 == len(text) || text[i+1] != '\n'):
			if !own {
				text, own = bytes.Clone(text), true
			}
			text[i] = '\n'
		}
		if i%chunk == 0 {
			if err := o.tell(0); err != nil {
				return nil, err
			}
		}
	}
	return text, nil
}

// decimalCommas turns decimal commas into points, in columns of text separated by
// something else in which every cell is a number then, and some have a comma.
func (o *reading) decimalCommas(t *Table) {
	for i, name := range t.Header {
		commas, numbers := 0, 0
		for _, row := range t.Rows {
			cell := row[i]
			if k := strings.IndexByte(cell, ','); k >= 0 {
				commas++
				cell = cell[:k] + "." + cell[k+1:]
			}
			if _, ok := parse(cell); ok {
				numbers++
			} else if !missing(cell) {
				numbers = -1
				break
			}
		}
		if commas == 0 || numbers <= 0 {
			continue
		}
		for _, row := range t.Rows {
			row[i] = strings.Replace(row[i], ",", ".", 1)
		}
		o.warn("decimal-comma", name, say.T("Column %q is read as numbers with decimal commas.", clip(name)))
	}
}

// syntax turns an error of encoding/csv into an *Error.
func (t *Table) syntax(err error, row int) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return &Error{File: t.Name, Row: row, Line: p.StartLine,
			Problem: say.T("is not CSV: %v", p.Err), Remedy: say.T("check the quotes from that line on")}
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
