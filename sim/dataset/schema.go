package dataset

import (
	"math"
	"slices"

	"untangle/sim/say"
)

// Schema turns tables into numbers the way the training table was turned: which
// columns are categorical and with what levels, means and scales of the others, and
// the labels. Learn it with [Learn] or [LearnTable].
type Schema struct {
	settings Settings
	classes  []string
	columns  []coder
	origins  []string
	// truthIsLabel: the truth column holds labels, the origin says whether they agree.
	truthIsLabel bool
	// lenient encodes values that the training rows lack, as none, and counts them in
	// unknown: for rows held out by chance, about which nobody can do anything.
	lenient bool
	unknown int
}

// coder turns one column into features: one per level, or one scaled number and, if
// numbers are missing, one that says where.
type coder struct {
	name string
	// levels holds the sorted distinct values of a categorical column; nil for a numeric one.
	levels []string
	// mean and scale turn v into (v − mean)·scale; a missing number counts as fill.
	mean, scale, fill float64
	// gaps: a feature of its own is 1 where the number is missing.
	gaps bool
}

func (c *coder) width() int {
	if c.levels == nil && c.gaps {
		return 2
	}
	return max(1, len(c.levels))
}

// maxClasses bounds the labels, and the origins.
const maxClasses = 64

// Features returns d: all one-hot columns, the numeric columns, and the bias.
func (s *Schema) Features() int {
	d := 1
	for i := range s.columns {
		d += s.columns[i].width()
	}
	return d
}

// Learn reads the schema of a training table of which all columns are used; see [LearnTable].
func Learn(t *Table, label string, scaling Scaling) (*Schema, error) {
	return LearnTable(t, Settings{Label: label, Scaling: scaling}, nil)
}

// LearnTable reads the schema of a training table. A column is categorical unless every
// value (that is not missing, where missing ones are filled) parses as a number; the
// label column is always categorical. Errors are [*Error]s: a missing column, fewer than
// two classes, a class with one row, a value that is empty in a numeric column, NaN or
// infinite, or too many features; or an error of tick.
func LearnTable(t *Table, settings Settings, tick Tick) (*Schema, error) {
	at, err := t.column(settings.Label)
	if err != nil {
		return nil, err
	}
	s := &Schema{settings: settings}
	if s.classes, err = learnClasses(t, at); err != nil {
		return nil, err
	}
	if err := s.learnTruth(t); err != nil {
		return nil, err
	}
	columns, err := settings.columns(t)
	if err != nil {
		return nil, err
	}
	if t.Array != nil {
		err = s.learnArray(t, columns, tick)
	} else {
		err = s.learnText(t, columns, tick)
	}
	if err != nil {
		return nil, err
	}
	if settings.Scaling == ScaleUnit {
		s.unitScale()
	}
	return s, t.checkSize(s.Features())
}

func learnClasses(t *Table, at int) ([]string, error) {
	count, first := map[string]int{}, map[string]int{}
	for i := range t.Len() {
		v := t.Cell(i, at)
		if v == "" {
			return nil, t.fail(i, at, say.T("the label is empty"), say.T("fill it in or remove the row"))
		}
		if count[v]++; count[v] == 1 {
			first[v] = i
		}
	}
	classes := make([]string, 0, len(count))
	for v := range count {
		classes = append(classes, v)
	}
	slices.Sort(classes)
	if len(classes) < 2 {
		return nil, &Error{File: t.Name, Column: t.Header[at],
			Problem: say.T("has the single class %q", clip(classes[0])), Remedy: say.T("give rows of at least two classes")}
	}
	if len(classes) > maxClasses {
		return nil, &Error{File: t.Name, Column: t.Header[at],
			Problem: say.T("has %d classes", len(classes)), Remedy: say.T("choose a label column with at most %d different values", maxClasses)}
	}
	for _, v := range classes {
		if count[v] == 1 {
			return nil, t.fail(first[v], at, say.T("is the only row of class %q", clip(v)), say.T("remove it or add rows of its class"))
		}
	}
	return classes, nil
}

// learnText learns columns of text one by one.
func (s *Schema) learnText(t *Table, columns []int, tick Tick) error {
	for k, i := range columns {
		c, err := s.learnColumn(t, i)
		if err != nil {
			return err
		}
		s.columns = append(s.columns, c)
		// Checked as it grows: one-hot columns of identifiers add up quickly.
		if err := t.checkSize(s.Features()); err != nil {
			return err
		}
		if tick != nil {
			if err := tick(k, len(columns)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Schema) learnColumn(t *Table, i int) (coder, error) {
	c := coder{name: t.Header[i], scale: 1}
	numbers, blanks, text, blank := 0, 0, 0, -1
	for r, row := range t.Rows {
		if s.settings.gap(t, r, i) {
			blanks, blank = blanks+1, r
		} else if _, ok := parse(row[i]); ok {
			numbers++
		} else {
			text++
		}
	}
	if numbers == 0 || text > 0 || blanks > 0 && s.settings.Missing == MissingRefuse {
		if blanks > 0 && numbers > 0 && text == 0 {
			return c, t.fail(blank, i, say.T("is empty in a column of numbers"), say.T("fill it in or remove the row"))
		}
		c.levels = distinct(t, i, math.MaxInt)
		return c, nil
	}
	c.gaps = blanks > 0
	return c, s.learnNumbers(t, i, &c, numbers)
}

// learnNumbers sets the mean and scale of a numeric column.
func (s *Schema) learnNumbers(t *Table, i int, c *coder, count int) error {
	sum, top := 0.0, 0.0
	each := func(add func(v float64)) error {
		for r := range t.Rows {
			if c.gaps && s.settings.gap(t, r, i) {
				continue
			}
			v, err := t.number(r, i)
			if err != nil {
				return err
			}
			add(v)
		}
		return nil
	}
	if err := each(func(v float64) { sum, top = sum+v, max(top, math.Abs(v)) }); err != nil {
		return err
	}
	ss, mean := 0.0, sum/float64(count)
	if err := each(func(v float64) { ss += (v - mean) * (v - mean) }); err != nil {
		return err
	}
	return s.setScale(t.Name, c, mean, math.Sqrt(ss/float64(count)), top)
}

// setScale sets the scale of a numeric column from its mean, standard deviation and
// largest magnitude.
func (s *Schema) setScale(file string, c *coder, mean, sd, top float64) error {
	c.fill = mean
	if (math.IsInf(mean, 0) || math.IsInf(sd, 0)) && (c.gaps || s.settings.Scaling == ScaleStandard) {
		return &Error{File: file, Column: c.name, Problem: say.T("its numbers are too large to average"), Remedy: say.T("rescale the column")}
	}
	switch s.settings.Scaling {
	case ScaleUnit:
		c.scale = top // until all columns are known; see unitScale
	case ScaleStandard:
		c.mean = mean
		if sd > 0 { // a constant column becomes zeros
			c.scale = 1 / sd
		}
	}
	return nil
}

// unitScale divides all numeric columns by their common largest magnitude.
func (s *Schema) unitScale() {
	top := 0.0
	for _, c := range s.columns {
		if c.levels == nil {
			top = max(top, c.scale)
		}
	}
	if top == 0 || math.IsInf(1/top, 0) {
		top = 1
	}
	for i := range s.columns {
		s.columns[i].scale = 1 / top
	}
}
