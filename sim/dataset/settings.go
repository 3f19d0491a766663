package dataset

import (
	"slices"
	"strings"

	"untangle/sim/say"
)

// Scaling says how numeric columns are scaled.
type Scaling int

const (
	// ScaleStandard shifts and scales to mean 0 and variance 1 over the training rows.
	ScaleStandard Scaling = iota
	// ScaleNone keeps the values.
	ScaleNone
	// ScaleUnit divides all numeric columns by the largest magnitude among the training
	// rows of them all, so that the columns keep their proportions; pixels come to [0, 1].
	ScaleUnit
)

// Missing says what becomes of missing cells; see [scenario.Missing].
type Missing int

const (
	MissingRefuse Missing = iota
	MissingDrop
	MissingFill
)

// Settings say what a table's columns are for.
type Settings struct {
	// Label names the column of the labels.
	Label string
	// Features names the columns to use, in any order; nil for all but Label and Truth.
	Features []string
	// Truth names the column of the rows' origins, or is "".
	Truth string
	// Scaling is for numeric columns.
	Scaling Scaling
	// Missing is for missing cells. A cell is missing when it is empty; where they are
	// dropped or filled, also when it is NA, N/A, NaN, null or ?, in any case.
	Missing Missing
}

// missing reports whether a cell stands for a missing value.
func missing(s string) bool {
	if len(s) > 4 {
		return false
	}
	switch s {
	case "", "?", "NA", "na", "N/A", "n/a", "NaN", "nan", "NAN", "null", "NULL", "Null":
		return true
	}
	return strings.EqualFold(s, "nan") || strings.EqualFold(s, "null") || strings.EqualFold(s, "n/a") || strings.EqualFold(s, "na")
}

// gap reports whether a cell is missing under the settings.
func (s *Settings) gap(t *Table, row, column int) bool {
	if t.Array != nil && column < t.Array.features {
		v := t.Array.at(t.FileRow(row), column)
		return s.Missing != MissingRefuse && v != v
	}
	cell := t.Cell(row, column)
	return cell == "" || s.Missing != MissingRefuse && missing(cell)
}

// columns returns the feature columns of a table, in the order of the table.
func (s *Settings) columns(t *Table) ([]int, error) {
	out := []int{}
	if len(s.Features) == 0 {
		for i, h := range t.Header {
			if h != s.Label && h != s.Truth {
				out = append(out, i)
			}
		}
		if len(out) == 0 {
			return nil, &Error{File: t.Name, Column: s.Label, Problem: say.T("is the only column"), Remedy: say.T("give at least one feature column")}
		}
		return out, nil
	}
	for _, name := range s.Features {
		i, err := t.column(name)
		if err != nil {
			return nil, err
		}
		if name == s.Label || name == s.Truth {
			return nil, &Error{File: t.Name, Column: name, Problem: say.T("is the label or the truth, and a feature as well"), Remedy: say.T("leave it out of the features")}
		}
		out = append(out, i)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// complete returns the table without the rows that the settings leave out: those with a
// gap in a used column under [MissingDrop], those without a label under [MissingFill].
// It also returns how many rows that is.
func (s *Settings) complete(t *Table, tick Tick) (*Table, int, error) {
	if s.Missing == MissingRefuse {
		return t, 0, nil
	}
	used := []int{}
	label, err := t.column(s.Label)
	if err != nil {
		return nil, 0, err
	}
	if s.Missing == MissingDrop {
		if used, err = s.columns(t); err != nil {
			return nil, 0, err
		}
		if t.Array != nil && !t.Array.kind.float() {
			used = used[:0] // integers are never missing
		}
	}
	used = append(used, label)
	kept, n := []int{}, t.Len()
	for r := range n {
		if !slices.ContainsFunc(used, func(c int) bool { return s.gap(t, r, c) }) {
			kept = append(kept, r)
		}
		if r%1000 == 0 && tick != nil {
			if err := tick(r, n); err != nil {
				return nil, 0, err
			}
		}
	}
	switch {
	case len(kept) == n:
		return t, 0, nil
	case len(kept) == 0:
		return nil, 0, &Error{File: t.Name, Problem: say.T("has a missing value in every row"), Remedy: say.T("leave out the columns that are empty, or fill missing values")}
	}
	return t.Select(kept), n - len(kept), nil
}

// float reports whether numbers of the type may be NaN.
func (k numberType) float() bool { return k == typeFloat32 || k == typeFloat64 }

// learnTruth returns the names of the origins in a table: the values of the truth column,
// sorted, or "clean" and "flipped" where these are labels.
func (s *Schema) learnTruth(t *Table) error {
	s.origins = []string{"data"}
	if s.settings.Truth == "" {
		return nil
	}
	at, err := t.column(s.settings.Truth)
	if err != nil {
		return err
	}
	values := distinct(t, at, maxClasses+1)
	labels := !slices.ContainsFunc(values, func(v string) bool { _, ok := slices.BinarySearch(s.classes, v); return !ok })
	switch {
	case labels:
		s.origins, s.truthIsLabel = []string{"clean", "flipped"}, true
	case len(values) > maxClasses:
		return &Error{File: t.Name, Column: s.settings.Truth, Problem: say.T("has more than %d different values", maxClasses), Remedy: say.T("choose a column that names few groups")}
	default:
		s.origins = values
	}
	return nil
}

// origin returns the origin of a row, or 0 where the table does not tell.
func (s *Schema) origin(t *Table, row, truth, label int) int {
	if truth < 0 {
		return 0
	}
	v := t.Cell(row, truth)
	if s.truthIsLabel {
		if v == t.Cell(row, label) {
			return 0
		}
		return 1
	}
	k, _ := slices.BinarySearch(s.origins, v)
	return min(k, len(s.origins)-1)
}

// distinct returns the sorted distinct values of a column, or the first limit found.
func distinct(t *Table, column, limit int) []string {
	seen, out := map[string]bool{}, []string{}
	for r := range t.Len() {
		if v := t.Cell(r, column); !seen[v] {
			seen[v] = true
			if out = append(out, v); len(out) == limit {
				break
			}
		}
	}
	slices.Sort(out)
	return out
}
