package dataset

import (
	"math"
	"slices"

	"untangle/sim/say"
	"untangle/sim/scenario"
)

// File is a file of the user's own.
type File struct {
	// Name names it in messages; the format is recognized by content.
	Name string
	// Bytes is what it holds. It is kept; do not change it.
	Bytes []byte
	// Labels and LabelsName are the second file of a pair; see [Options].
	Labels     []byte
	LabelsName string
}

// Loaded is a user's table, ready to run.
type Loaded struct {
	// Train is what is trained on. Train.FileRow names its rows as the file counts them.
	Train *Dataset
	// Test is the test file, the test arrays of the training file or the rows held out;
	// nil without any.
	Test *Dataset
	// Table is the whole training file, and Used its rows in Train.
	Table, Used *Table
	// Warnings tell of data that deserve care.
	Warnings []Warning
}

// LoadTable reads a user's files and turns them into numbers as d says: first the rows
// that d.Only and d.Missing leave out, then the sample, then the rows held out, each from
// a stream of its own; the schema is learned from the training rows alone. Labels are
// flipped last, where d.Noise asks for it. d must be valid and a table; test may be nil.
func LoadTable(train File, test *File, d scenario.Data, seed uint64, tick Tick) (*Loaded, error) {
	table, warnings, err := ReadAny(train.Name, train.Bytes, Options{train.Labels, train.LabelsName}, tick)
	if err != nil {
		return nil, err
	}
	l := &Loaded{Table: table, Warnings: warnings}
	settings := settingsOf(d, table)
	used, err := l.choose(table, settings, d, tick)
	if err != nil {
		return nil, err
	}
	if d.Sample > 0 && d.Sample < used.Len() {
		used = used.Select(sample(used.Len(), d.Sample, seed))
	}
	testTable, err := l.testTable(table, test, settings, d, tick)
	if err != nil {
		return nil, err
	}
	held := testTable == nil && d.Holdout > 0
	if held {
		label, err := used.column(settings.Label)
		if err != nil {
			return nil, err
		}
		kept, out := split(used, label, d.Holdout, seed)
		testTable, used = used.Select(out), used.Select(kept)
		if len(out) == 0 {
			return nil, &scenario.Error{Field: "data.holdout", Problem: say.T("%g of %d rows leaves no test row", d.Holdout, used.Len()), Remedy: say.T("hold out a larger share, or none")}
		}
	}
	schema, err := LearnTable(used, settings, tick)
	if err != nil {
		return nil, err
	}
	if l.Train, err = schema.EncodeTick(used, tick); err != nil {
		return nil, err
	}
	AddNoise(l.Train, seed, d)
	l.Used = used
	if testTable == nil {
		return l, nil
	}
	schema.lenient = held
	if l.Test, err = schema.EncodeTick(testTable, tick); err != nil {
		return nil, err
	}
	if schema.unknown > 0 {
		l.warn("unknown-held-out", "", say.T("%d cells of the rows held out hold values that no training row has; they count as none.", schema.unknown))
	}
	return l, nil
}

func (l *Loaded) warn(code, column string, text say.Text) {
	l.Warnings = append(l.Warnings, Warning{code, column, text})
}

// settingsOf translates the fields of a scenario.
func settingsOf(d scenario.Data, t *Table) Settings {
	s := Settings{Label: d.Label, Features: d.Features, Truth: d.Truth}
	switch d.Scale {
	case "none":
		s.Scaling = ScaleNone
	case "unit":
		s.Scaling = ScaleUnit
	case "":
		if t.Array != nil {
			s.Scaling = ScaleUnit
		}
	}
	switch d.Missing {
	case scenario.MissingDrop:
		s.Missing = MissingDrop
	case scenario.MissingFill:
		s.Missing = MissingFill
	}
	return s
}

// choose returns the rows of the wanted labels without those that are incomplete.
func (l *Loaded) choose(t *Table, s Settings, d scenario.Data, tick Tick) (*Table, error) {
	label, err := t.column(s.Label)
	if err != nil {
		return nil, err
	}
	if len(d.Only) > 0 {
		rows := []int{}
		for r := range t.Len() {
			if slices.Contains(d.Only, t.Cell(r, label)) {
				rows = append(rows, r)
			}
		}
		if len(rows) == 0 {
			return nil, &Error{File: t.Name, Column: s.Label, Problem: say.T("has no row with one of the labels %q", d.Only), Remedy: say.T("choose labels that occur")}
		}
		t = t.Select(rows)
	}
	t, dropped, err := s.complete(t, tick)
	if err != nil {
		return nil, err
	}
	if dropped > 0 {
		l.warn("dropped", "", say.T("%d rows of %q with missing values are left out; %d are used.", dropped, clip(t.Name), t.Len()))
	}
	return t, nil
}

// testTable returns the test file, or the test arrays of the training file, without
// incomplete rows and rows of other labels; nil without any.
func (l *Loaded) testTable(train *Table, test *File, s Settings, d scenario.Data, tick Tick) (*Table, error) {
	t := train.Test
	if test != nil {
		read, warnings, err := ReadAny(test.Name, test.Bytes, Options{test.Labels, test.LabelsName}, tick)
		if err != nil {
			return nil, err
		}
		if l.Warnings = append(l.Warnings, warnings...); read.Test != nil {
			read = read.Test
		}
		t = read
	}
	if t == nil {
		return nil, nil
	}
	return l.choose(t, s, d, tick)
}

// sample draws count of the rows, ascending, from the stream "sample".
func sample(n, count int, seed uint64) []int {
	rows := Stream(seed, "sample").Perm(n)[:count]
	slices.Sort(rows)
	return rows
}

// split holds out a share of the rows of each class, rounded, from the stream "split";
// two rows of each class always stay.
func split(t *Table, label int, share float64, seed uint64) (kept, out []int) {
	src := Stream(seed, "split")
	byClass := map[string][]int{}
	var order []string // of first occurrence: no map order
	for r := range t.Len() {
		v := t.Cell(r, label)
		if byClass[v] == nil {
			order = append(order, v)
		}
		byClass[v] = append(byClass[v], r)
	}
	for _, v := range order {
		rows := byClass[v]
		take := min(int(math.Round(share*float64(len(rows)))), len(rows)-2)
		for i := range max(0, take) {
			j := i + src.IntN(len(rows)-i)
			rows[i], rows[j] = rows[j], rows[i]
		}
		out = append(out, rows[:max(0, take)]...)
		kept = append(kept, rows[max(0, take):]...)
	}
	slices.Sort(kept)
	slices.Sort(out)
	return kept, out
}
