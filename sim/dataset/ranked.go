package dataset

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"untangle/sim/say"
)

// RankedRow is a row of the list of rows that may not belong.
type RankedRow struct {
	// Row counts the rows of the file from 0, as the command line does, and Line its lines
	// from 1; 0 where there are none.
	Row, Line int
	// Score is the removal rule's; Removed the step in which the row left, from 0, or −1.
	Score   float64
	Removed int
	// Given is the label in the file, Suggested what a model that has not seen the row
	// thinks most likely, and Confidence, 0 … 1, with what probability.
	Given, Suggested string
	Confidence       float64
	// Leverage, 0 … 1, is how far the row decides its own prediction; Warning says in words
	// why a score deserves care, or is "".
	Leverage float64
	Warning  say.Text
}

// RankedHeader names the columns of the list.
var RankedHeader = []string{"rank", "row", "line", "score", "removed_in_step", "given_label", "suggested_label", "suggested_probability", "leverage", "warning"}

// WriteRanked writes the rows as CSV in the order given, rank 1 first; values, unless nil,
// gives each row's own cells, under columns. This file is ours, not the user's: cells from
// the user's file that a spreadsheet would run as a formula get an apostrophe in front
// (OWASP: those that begin with =, +, −, @, tab or CR and are no number). It returns how
// many, so that the user can be told.
func WriteRanked(w io.Writer, rows []RankedRow, columns []string, values func(row int) []string) (changed int, err error) {
	safe := func(s string) string {
		out := NeutralCell(s)
		if out != s {
			changed++
		}
		return out
	}
	cw := csv.NewWriter(w)
	header := append([]string{}, RankedHeader...)
	for _, c := range columns {
		header = append(header, safe(c))
	}
	if err := cw.Write(header); err != nil {
		return changed, fmt.Errorf("dataset: %w", err)
	}
	for k, r := range rows {
		record := []string{strconv.Itoa(k + 1), strconv.Itoa(r.Row), strconv.Itoa(r.Line), number(r.Score), strconv.Itoa(r.Removed),
			safe(r.Given), safe(r.Suggested), number(r.Confidence), number(r.Leverage), safe(r.Warning.String())}
		if values != nil {
			for _, v := range values(r.Row) {
				record = append(record, safe(v))
			}
		}
		if err := cw.Write(record); err != nil {
			return changed, fmt.Errorf("dataset: %w", err)
		}
	}
	cw.Flush()
	if err := cw.Error(); err != nil {
		return changed, fmt.Errorf("dataset: %w", err)
	}
	return changed, nil
}

// number writes a number in full, and nothing for one that is not finite.
func number(v float64) string {
	if v-v != 0 {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// NeutralCell puts an apostrophe before a cell that a spreadsheet would run as a formula.
// Numbers stay.
func NeutralCell(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", firstRune(s)) {
		return s
	}
	if _, isNumber := parse(s); isNumber {
		return s
	}
	return "'" + s
}

// firstRune returns the first character without looking at the rest.
func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}
