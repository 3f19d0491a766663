package dataset

import (
	"bytes"
	"fmt"
	"io"
	"slices"
)

// Source tells where the rows of a table are in the bytes of its file, so that rows can
// be written exactly as they came: quotes, spaces, line ends and character set included.
type Source struct {
	// raw holds the file, unpacked if it came packed.
	raw []byte
	// text is needed until the places in it are turned into places in raw.
	text decoded
	form sourceForm
	set  charset
	// head is the end of the header; row i is raw[start[i]:end[i]].
	head       int
	start, end []int
}

type sourceForm uint8

const (
	delimited sourceForm = iota
	jsonLines
	jsonArray
)

// add appends a row by its place in the text.
func (s *Source) add(start, end int) {
	s.start, s.end = append(s.start, start), append(s.end, end)
}

// finish turns places in the text into places in the file.
func (s *Source) finish() {
	d := s.text
	s.set = d.set
	at, place := 0, d.mark
	move := func(to int) int {
		if d.set == utf8Text {
			return d.mark + to
		}
		place += d.width(d.text[at:to])
		at = to
		return place
	}
	s.head = move(s.head)
	for i := range s.start {
		s.start[i] = move(s.start[i])
		s.end[i] = move(s.end[i])
	}
	s.text = decoded{}
}

// Rows returns the number of rows of the file.
func (s *Source) Rows() int { return len(s.start) }

// JSON reports whether the file is JSON rather than delimited text.
func (s *Source) JSON() bool { return s.form != delimited }

// Row returns the bytes of a row of the file, with its line end if it has one.
func (s *Source) Row(i int) []byte { return s.raw[s.start[i]:s.end[i]] }

// in returns text in the character set of the file.
func (s *Source) in(text string) []byte {
	var out []byte
	for _, b := range []byte(text) { // ASCII
		switch s.set {
		case utf16LE:
			out = append(out, b, 0)
		case utf16BE:
			out = append(out, 0, b)
		default:
			out = append(out, b)
		}
	}
	return out
}

// WriteRows writes a file of the given rows of this file, in the order of the file and
// with their original bytes: the header (or what takes its place in JSON), then each
// row. Values are not changed in any way; a spreadsheet that opens the file runs formulas
// in it as it would in the original. Rows out of range panic.
func (s *Source) WriteRows(w io.Writer, rows []int) error {
	rows = slices.Clone(rows)
	slices.Sort(rows)
	put := func(b []byte) error {
		if _, err := w.Write(b); err != nil {
			return fmt.Errorf("dataset: %w", err)
		}
		return nil
	}
	open, between, closing := s.raw[:s.head], s.in("\n"), []byte(nil)
	if s.form == jsonArray {
		open, between, closing = append(slices.Clone(open), s.in("[\n")...), s.in(",\n"), s.in("\n]\n")
	}
	if err := put(open); err != nil {
		return err
	}
	for k, r := range rows {
		row := s.Row(r)
		if err := put(row); err != nil {
			return err
		}
		if k+1 < len(rows) && (s.form == jsonArray || !s.endsLine(row)) {
			if err := put(between); err != nil {
				return err
			}
		}
	}
	return put(closing)
}

// endsLine reports whether a row ends with a line end.
func (s *Source) endsLine(row []byte) bool {
	return bytes.HasSuffix(row, s.in("\n")) || bytes.HasSuffix(row, s.in("\r"))
}

// Except returns the rows 0 … n−1 that are not among the given ones, ascending.
func Except(n int, rows []int) []int {
	gone := make([]bool, n)
	for _, r := range rows {
		gone[r] = true
	}
	out := make([]int, 0, n)
	for r := range n {
		if !gone[r] {
			out = append(out, r)
		}
	}
	return out
}
