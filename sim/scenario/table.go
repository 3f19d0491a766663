package scenario

import (
	"fmt"
	"slices"

	"untangle/sim/say"
)

// Missing says what becomes of rows with empty cells.
type Missing string

const (
	// MissingRefuse refuses a table with an empty cell among numbers; in a column of
	// categories, empty is a category. The default.
	MissingRefuse Missing = "refuse"
	// MissingDrop leaves out rows with a missing cell in a column that is used.
	MissingDrop Missing = "drop"
	// MissingFill puts the column's mean in place of a missing number and adds a column
	// that says where; among categories, missing is a category. Rows without a label are
	// left out.
	MissingFill Missing = "fill"
)

// Limits of the fields for tables.
const (
	MaxHoldout    = 0.9
	MaxNames      = 2_000
	maxColumnName = 1_000
)

// validateTable checks the fields of a table.
func (d Data) validateTable() error {
	if d.Label == "" {
		return &Error{"data.label", say.T("is missing"), say.T("name the column that holds the label")}
	}
	if d.Scale != "" && d.Scale != "standard" && d.Scale != "unit" && d.Scale != "none" {
		return &Error{"data.scale", say.T("%q is not a scaling", d.Scale), say.T(`use "standard", "unit" or "none"`)}
	}
	if !slices.Contains([]Missing{"", MissingRefuse, MissingDrop, MissingFill}, d.Missing) {
		return &Error{"data.missing", say.T("%q is not a way with empty cells", d.Missing), say.T(`use "refuse", "drop" or "fill"`)}
	}
	if d.Truth != "" && d.Truth == d.Label {
		return &Error{"data.truth", say.T("is the label"), say.T("name another column, or none")}
	}
	if err := names("data.features", d.Features); err != nil {
		return err
	}
	for i, f := range d.Features {
		if f == d.Label || f == d.Truth {
			return &Error{fmt.Sprintf("data.features[%d]", i), say.T("%q is the label or the truth", f), say.T("leave it out")}
		}
	}
	if err := names("data.only", d.Only); err != nil {
		return err
	}
	if len(d.Only) == 1 {
		return &Error{"data.only", say.T("has 1 entry"), say.T("give at least two labels, or none to use all")}
	}
	if d.Sample != 0 && (d.Sample < MinRows || d.Sample > 2*MaxCount) {
		return &Error{"data.sample", say.T("is %d", d.Sample), say.T("use %d to %d, or 0 for all rows", MinRows, 2*MaxCount)}
	}
	return within("data.holdout", d.Holdout, 0, MaxHoldout)
}

// names checks a list of names: none empty, none twice.
func names(field string, list []string) error {
	if len(list) > MaxNames {
		return &Error{field, say.T("has %d entries", len(list)), say.T("give at most %d", MaxNames)}
	}
	seen := make(map[string]bool, len(list))
	for i, n := range list {
		at := fmt.Sprintf("%s[%d]", field, i)
		if n == "" || len(n) > maxColumnName {
			return &Error{at, say.T("has %d bytes", len(n)), say.T("use %d to %d", 1, maxColumnName)}
		}
		if seen[n] {
			return &Error{at, say.T("%.40q comes twice", n), say.T("name each once")}
		}
		seen[n] = true
	}
	return nil
}

// foreignTable refuses the fields of a table in data that are generated. Label and Scale
// are older than this rule and are checked on their own.
func (d Data) foreignTable() error {
	remedy := say.T("remove it, or use another kind than %q", d.Kind)
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"features", len(d.Features) > 0}, {"truth", d.Truth != ""}, {"missing", d.Missing != ""},
		{"holdout", d.Holdout != 0}, {"only", len(d.Only) > 0}, {"sample", d.Sample != 0},
	} {
		if f.set && d.Kind != DataTable {
			return &Error{"data." + f.name, say.T("is for tables only"), remedy}
		}
	}
	return nil
}
