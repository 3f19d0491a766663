package dataset

import (
	"math"
	"slices"

	"untangle/sim/say"
)

// arrayChunk is how many numbers of an array are worked on between two ticks.
const arrayChunk = 1 << 18

// moments are running sums over the rows of an array, one entry per feature.
type moments struct {
	sum, square, top []float64
	count            []int
}

// learnArray learns all columns of an array in two passes over its rows, which lie one
// after the other: first the means, then the deviations from them.
func (s *Schema) learnArray(t *Table, columns []int, tick Tick) error {
	d := t.Array.features
	m := moments{make([]float64, d), make([]float64, d), make([]float64, d), make([]int, d)}
	err := s.eachNumber(t, columns, tick, func(c int, v float64) {
		m.sum[c] += v
		m.top[c] = max(m.top[c], math.Abs(v))
		m.count[c]++
	})
	if err != nil {
		return err
	}
	for _, c := range columns {
		if m.count[c] == 0 {
			return &Error{File: t.Name, Column: t.Header[c], Problem: say.T("has no number"), Remedy: say.T("leave the column out")}
		}
		m.sum[c] /= float64(m.count[c])
	}
	if s.settings.Scaling == ScaleStandard {
		if err := s.eachNumber(t, columns, tick, func(c int, v float64) { m.square[c] += (v - m.sum[c]) * (v - m.sum[c]) }); err != nil {
			return err
		}
	}
	for _, i := range columns {
		c := coder{name: t.Header[i], scale: 1, gaps: m.count[i] < t.Len()}
		if err := s.setScale(t.Name, &c, m.sum[i], math.Sqrt(m.square[i]/float64(m.count[i])), m.top[i]); err != nil {
			return err
		}
		s.columns = append(s.columns, c)
	}
	return nil
}

// eachNumber calls f for the numbers in the columns, row by row. Missing ones are left
// out where they are filled, and otherwise refused like other numbers that are not finite.
func (s *Schema) eachNumber(t *Table, columns []int, tick Tick, f func(c int, v float64)) error {
	row := make([]float64, t.Array.features)
	step := max(1, arrayChunk/len(row))
	for r := range t.Len() {
		t.Array.Row(row, t.FileRow(r))
		for _, c := range columns {
			v := row[c]
			if v-v != 0 { // NaN or infinite
				if s.settings.Missing == MissingFill && v != v {
					continue
				}
				return t.fail(r, c, say.T("%g is not a finite number", v), say.T("give a finite number, or drop or fill missing ones"))
			}
			f(c, v)
		}
		if tick != nil && r%step == 0 {
			if err := tick(r, t.Len()); err != nil {
				return err
			}
		}
	}
	return nil
}

// encodeArray writes the features of an array's rows.
func (s *Schema) encodeArray(d *Dataset, t *Table, tick Tick) error {
	at := make([]int, len(s.columns))
	for k := range s.columns {
		at[k] = slices.Index(t.Header, s.columns[k].name)
		if at[k] < 0 || at[k] == t.Array.features || s.columns[k].levels != nil {
			return &Error{File: t.Name, Column: s.columns[k].name, Problem: say.T("there is no such column of numbers"),
				Remedy: say.T("give a file with the columns of the training file; this one has %d features", t.Array.features)}
		}
	}
	row := make([]float64, t.Array.features)
	step := max(1, arrayChunk/len(row))
	for r := range t.Len() {
		t.Array.Row(row, t.FileRow(r))
		dst := d.X.RawRowView(r)
		for k := range s.columns {
			c := &s.columns[k]
			v := row[at[k]]
			switch {
			case v != v && s.settings.Missing == MissingFill:
				v = c.fill
				if c.gaps {
					dst[1] = 1
				}
			case v-v != 0:
				_, err := t.number(r, at[k])
				return err
			}
			dst[0] = (v - c.mean) * c.scale
			dst = dst[c.width():]
		}
		if tick != nil && r%step == 0 {
			if err := tick(r, t.Len()); err != nil {
				return err
			}
		}
	}
	return nil
}
