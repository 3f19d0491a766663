package dataset

import (
	"math"
	"slices"
	"strings"

	"untangle/sim/say"
)

// describeColumn tells what a column of the rows looked at is like; values, unless nil,
// is an empty map that is filled with the counts.
func describeColumn(t *Table, i int, values map[string]int) ColumnSummary {
	c := ColumnSummary{Name: t.Header[i], Samples: []string{}, Min: math.Inf(1), Max: math.Inf(-1)}
	if values == nil {
		values = map[string]int{}
	}
	n, numbers, dates, words, rising := t.Len(), 0, 0, 0, true
	last := math.Inf(-1)
	for r := range n {
		v := t.Cell(r, i)
		if missing(v) {
			c.Missing++
			continue
		}
		values[v]++
		if x, ok := parse(v); ok && x-x == 0 {
			numbers++
			c.Min, c.Max = min(c.Min, x), max(c.Max, x)
			rising = rising && x > last && x == math.Floor(x)
			last = x
			continue
		}
		if looksLikeDate(v) {
			dates++
		}
		if len(v) > 30 || strings.Count(v, " ") > 3 {
			words++
		}
	}
	c.Distinct = len(values)
	c.Samples = samples(values)
	c.Kind = kindOf(&c, n-c.Missing, numbers, dates, words, rising)
	if c.Kind != KindNumeric {
		c.Min, c.Max = 0, 0
	}
	return c
}

// kindOf guesses the kind of a column from counts over its n values that are not missing.
func kindOf(c *ColumnSummary, n, numbers, dates, words int, rising bool) ColumnKind {
	switch {
	case c.Distinct <= 1:
		return KindConstant
	case 20*dates >= 19*n:
		return KindDate
	case numbers == n && rising && n >= 20 && c.Max-c.Min < 2*float64(n):
		return KindIdentifier // numbered rows, a few of them gone
	case numbers == n:
		return KindNumeric
	case 2*words > n && 2*c.Distinct > n:
		return KindText
	case 2*c.Distinct > n && n >= 10:
		return KindIdentifier
	}
	return KindCategory
}

// samples returns the five most frequent values, cut short.
func samples(values map[string]int) []string {
	counts := make([]Count, 0, len(values))
	for v, n := range values {
		counts = append(counts, Count{v, n})
	}
	sortCounts(counts)
	out := []string{}
	for _, c := range counts[:min(5, len(counts))] {
		out = append(out, clip(c.Value))
	}
	return out
}

// looksLikeDate recognizes 2024-05-17, 2024/05/17, 17.05.2024 and 5/17/24, with or
// without a time behind them.
func looksLikeDate(s string) bool {
	day, _, _ := strings.Cut(strings.Replace(s, "T", " ", 1), " ")
	if len(day) < 6 || len(day) > 10 {
		return false
	}
	parts := strings.FieldsFunc(day, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(parts) != 3 {
		return false
	}
	for _, p := range parts {
		if len(p) < 1 || len(p) > 4 || strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return true
}

// Names by which labels and truths are known, the likelier first.
var (
	labelNames = []string{"label", "labels", "class", "target", "y", "outcome", "species", "category", "diagnosis", "kind", "type", "result"}
	truthNames = []string{"truth", "true_label", "true label", "truelabel", "original_label", "clean_label", "origin_truth", "origin"}
)

// guess suggests the label, the truth, the features and what to do with missing values.
func (s *Summary) guess(t *Table) {
	s.Truth = s.named(truthNames)
	s.Label = s.guessLabel()
	if s.Truth == s.Label {
		s.Truth = ""
	}
	s.Encoded = 1
	gaps := 0
	for _, c := range s.Columns {
		if c.Name == s.Label || c.Name == s.Truth {
			continue
		}
		switch {
		case c.Kind == KindNumeric:
			s.Encoded++
		case c.Kind == KindCategory && c.Distinct <= 200:
			s.Encoded += c.Distinct
		default:
			continue
		}
		s.Features = append(s.Features, c.Name)
		gaps = max(gaps, c.Missing)
	}
	if i := slices.Index(t.Header, s.Label); i >= 0 {
		gaps = max(gaps, s.Columns[i].Missing)
	}
	switch {
	case gaps == 0:
	case 20*gaps <= s.Looked:
		s.Missing = "drop"
	default:
		s.Missing = "fill"
	}
}

// named returns the first column with one of the names that could be a label.
func (s *Summary) named(names []string) string {
	for _, name := range names {
		for _, c := range s.Columns {
			if strings.EqualFold(c.Name, name) && c.Distinct >= 2 && c.Distinct <= maxClasses {
				return c.Name
			}
		}
	}
	return ""
}

// guessLabel goes by name, else takes the last column of categories, or of few whole
// numbers.
func (s *Summary) guessLabel() string {
	if name := s.named(labelNames); name != "" {
		return name
	}
	for _, c := range slices.Backward(s.Columns) {
		small := c.Kind == KindNumeric && c.Distinct <= 10 && c.Min == math.Floor(c.Min) && c.Max == math.Floor(c.Max)
		if c.Name != s.Truth && c.Distinct >= 2 && c.Distinct <= maxClasses && (c.Kind == KindCategory || small) {
			return c.Name
		}
	}
	return ""
}

// warnColumns warns of columns that are better left out.
func (s *Summary) warnColumns() {
	if s.Label == "" {
		s.warn("no-label", "", say.T("No column looks like a label: choose one with 2 to %d different values.", maxClasses))
	}
	gaps := 0
	for _, c := range s.Columns {
		if c.Missing > 0 {
			gaps++
		}
		if c.Name == s.Label || c.Name == s.Truth || len(s.Warnings) >= 20 {
			continue
		}
		switch c.Kind {
		case KindIdentifier:
			s.warn("identifier", c.Name, say.T("Column %q is different in almost every row (%d values in %d rows), like a name or a number of the row; it is left out.", clip(c.Name), c.Distinct, s.Looked))
		case KindConstant:
			s.warn("constant", c.Name, say.T("Column %q is the same in every row; it is left out.", clip(c.Name)))
		case KindText:
			s.warn("text", c.Name, say.T("Column %q is free text, which this model does not read; it is left out.", clip(c.Name)))
		case KindDate:
			s.warn("date", c.Name, say.T("Column %q looks like dates; it is left out. Give the month or the weekday as a column of its own if it matters.", clip(c.Name)))
		case KindCategory:
			if c.Distinct > 200 {
				s.warn("many-levels", c.Name, say.T("Column %q has %d categories; it is left out.", clip(c.Name), c.Distinct))
			}
		}
	}
	if gaps > 0 {
		s.warn("missing", "", say.T("Columns with missing values: %d. %s", gaps, map[string]say.Text{
			"refuse": say.T("None of them is suggested as a feature."),
			"drop":   say.T("Few rows are concerned, so leaving these rows out is suggested."),
			"fill":   say.T("Many rows are concerned, so filling them is suggested: numbers by the column’s mean, with a column that says where; among categories, missing is one."),
		}[s.Missing]))
	}
}
