// Package dataset makes and reads the points a run trains on: the paper's SD-K
// generator, and tables of the user's own. A [Table] is text as given; a [Schema],
// learned from the training table alone, turns tables into a [Dataset] of numbers.
package dataset

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/say"
)

// Dataset is n rows of d features with their labels.
type Dataset struct {
	// X is n×d; its last column is the constant 1 (the bias).
	X *mat.Dense
	// Y holds the n labels, indices into Classes.
	Y []int
	// Classes holds the C sorted label names.
	Classes []string
	// Origin holds the n distributions the rows came from, indices into Origins.
	Origin []int
	// Origins names the distributions; one entry where the truth is not known.
	Origins []string
	// Columns describes the categorical columns as given.
	Columns []Column
	// Codes holds the rows' values in Columns, n×len(Columns), row by row.
	Codes []uint8
	// FileRows holds, for a table of which not all rows are used, the n rows' places in the
	// file, from 0; nil otherwise.
	FileRows []int
	// Source holds, for digits, the n rows' images in the packed file; nil otherwise.
	Source []int
	// Turn holds, for digits, the right angles by which the n rows' images are turned
	// counterclockwise, 0 … 3; nil otherwise.
	Turn []uint8
}

// Column is a categorical column as given.
type Column struct {
	// Name is the column's name.
	Name string
	// Levels holds the sorted distinct values.
	Levels []string
}

// Rows returns n.
func (d *Dataset) Rows() int { return len(d.Y) }

// Outsiders marks the rows of all origins but the most frequent, the first of equals; nil
// where the origins are not known.
func (d *Dataset) Outsiders() []bool {
	if len(d.Origins) < 2 {
		return nil
	}
	rows := make([]int, len(d.Origins))
	for _, o := range d.Origin {
		rows[o]++
	}
	most := slices.Index(rows, slices.Max(rows))
	out := make([]bool, d.Rows())
	for i, o := range d.Origin {
		out[i] = o != most
	}
	return out
}

// FileRow returns the row of the file, from 0, that row i of a table's data is.
func (d *Dataset) FileRow(i int) int {
	if d.FileRows == nil {
		return i
	}
	return d.FileRows[i]
}

// Names for files whose own are not known, which languages have words for.
const (
	TestFile   = "test file"
	LabelsFile = "file of labels"
)

// Error is bad data: where it is, what is wrong, and the way out.
type Error struct {
	// File names the file, or is "" for generated data.
	File string
	// Row is the data row, counted from 1 after the header, or 0 for the file as a whole.
	Row int
	// Line is the line of the file where the row starts, counted from 1, or 0.
	Line int
	// Column names the column, or is "".
	Column string
	// Problem says what is wrong.
	Problem say.Text
	// Remedy says what to do about it.
	Remedy say.Text
}

// Place names the file, row, line and column as far as they are known.
func (e *Error) Place() say.Text {
	at := say.Raw(e.File)
	switch e.File {
	case "":
		at = say.T("data")
	case TestFile:
		at = say.T("test file")
	case LabelsFile:
		at = say.T("file of labels")
	}
	if e.Row > 0 {
		at = say.T("%s, row %d", at, e.Row)
	}
	if e.Line > 0 {
		at = say.T("%s (line %d)", at, e.Line)
	}
	if e.Column != "" {
		at = say.T("%s, column %q", at, clip(e.Column))
	}
	return at
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s; %s", e.Place(), e.Problem, e.Remedy)
}
