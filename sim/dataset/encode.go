package dataset

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/say"
)

// Encode turns a table into numbers. Columns are found by name; columns the schema
// does not know are ignored. A missing column, a category or label that the training
// table lacks, or a number that is not finite gives an [*Error].
func (s *Schema) Encode(t *Table) (*Dataset, error) { return s.EncodeTick(t, nil) }

// EncodeTick is Encode that reports progress in rows of a column, or columns.
func (s *Schema) EncodeTick(t *Table, tick Tick) (*Dataset, error) {
	n := t.Len()
	if err := t.checkSize(s.Features()); err != nil {
		return nil, err
	}
	d := &Dataset{X: mat.NewDense(n, s.Features(), nil), Y: make([]int, n), Classes: s.classes,
		Origin: make([]int, n), Origins: s.origins, FileRows: t.Index}
	at, err := t.column(s.settings.Label)
	if err != nil {
		return nil, err
	}
	truth := -1
	if s.settings.Truth != "" {
		truth = slices.Index(t.Header, s.settings.Truth) // a test table need not have it
	}
	for r := range n {
		k, ok := slices.BinarySearch(s.classes, t.Cell(r, at))
		if !ok {
			return nil, t.unknown(r, at, say.T("label"))
		}
		d.Y[r], d.Origin[r] = k, s.origin(t, r, truth, at)
		d.X.Set(r, s.Features()-1, 1)
	}
	if t.Array != nil {
		return d, s.encodeArray(d, t, tick)
	}
	return d, s.encodeText(d, t, tick)
}

func (s *Schema) encodeText(d *Dataset, t *Table, tick Tick) error {
	feature, shown := 0, []int(nil)
	for ci := range s.columns {
		c := &s.columns[ci]
		at, err := t.column(c.name)
		if err != nil {
			return err
		}
		for r := range t.Rows {
			if err := s.encodeCell(c, t, r, at, d.X.RawRowView(r)[feature:]); err != nil {
				return err
			}
		}
		if c.levels != nil && len(c.levels) <= math.MaxUint8 {
			d.Columns = append(d.Columns, Column{c.name, c.levels})
			shown = append(shown, at)
		}
		feature += c.width()
		if tick != nil {
			if err := tick(ci, len(s.columns)); err != nil {
				return err
			}
		}
	}
	d.Codes = make([]uint8, 0, len(t.Rows)*len(shown))
	for _, row := range t.Rows {
		for k, at := range shown {
			code, _ := slices.BinarySearch(d.Columns[k].Levels, row[at]) // found by encodeCell, unless lenient
			d.Codes = append(d.Codes, uint8(min(code, len(d.Columns[k].Levels)-1)))
		}
	}
	return nil
}

// encodeCell writes one cell's features to dst.
func (s *Schema) encodeCell(c *coder, t *Table, r, at int, dst []float64) error {
	if c.levels == nil {
		if s.settings.Missing == MissingFill && s.settings.gap(t, r, at) {
			dst[0] = (c.fill - c.mean) * c.scale
			if c.gaps {
				dst[1] = 1
			}
			return nil
		}
		v, err := t.number(r, at)
		if err != nil {
			if !s.lenient {
				return err
			}
			v = c.fill
			s.unknown++
		}
		dst[0] = (v - c.mean) * c.scale
		return nil
	}
	k, ok := slices.BinarySearch(c.levels, t.Rows[r][at])
	switch {
	case ok:
		dst[k] = 1
	case s.lenient:
		s.unknown++
	default:
		return t.unknown(r, at, say.T("category"))
	}
	return nil
}

func (t *Table) unknown(r, at int, what say.Text) error {
	return t.fail(r, at, say.T("the %s %q does not occur in the training file", what, clip(t.Cell(r, at))), say.T("remove the row, or add it to the training file"))
}

// fromCodes builds a data set from level codes; every column must be categorical.
func (s *Schema) fromCodes(codes []uint8, labels []int) *Dataset {
	n, d := len(labels), s.Features()
	out := &Dataset{X: mat.NewDense(n, d, nil), Y: labels, Classes: s.classes, Codes: codes}
	for i := range s.columns {
		out.Columns = append(out.Columns, Column{s.columns[i].name, s.columns[i].levels})
	}
	for r := range n {
		row, feature := out.X.RawRowView(r), 0
		for c := range s.columns {
			row[feature+int(codes[r*len(s.columns)+c])] = 1
			feature += s.columns[c].width()
		}
		row[feature] = 1
	}
	return out
}
