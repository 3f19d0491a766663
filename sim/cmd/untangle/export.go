package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/softmax"
)

// outFlags name the files a purification writes beside its steps.
type outFlags struct {
	kept, removed, ranked string
}

func (o *outFlags) declare(f *flag.FlagSet) {
	f.StringVar(&o.kept, "kept", "", "write the rows that stay to this `file`: original bytes, original order")
	f.StringVar(&o.removed, "removed", "", "write the rows that leave to this `file` in the same way")
	f.StringVar(&o.ranked, "ranked", "", "write all rows to this `file` as CSV, first removed first, with suggested labels")
}

func (o *outFlags) any() bool { return o.kept != "" || o.removed != "" || o.ranked != "" }

// ranking is the order in which a purification would remove the rows: those removed, then
// the others by their last scores.
type ranking struct {
	// rows are rows of the data set, not of the file.
	rows    []int
	score   []float64
	removed []int // the step, or −1
}

// rankedFrom puts together the rows removed and the last step's scores.
func rankedFrom(gone ranking, last *purify.Step) ranking {
	for _, i := range purify.Rank(last.Scores) {
		gone.rows = append(gone.rows, last.Problem.Rows[i])
		gone.score = append(gone.score, last.Scores[i])
		gone.removed = append(gone.removed, -1)
	}
	return gone
}

// folds is how many models suggest labels of rows that stay.
const folds = 5

// suggest returns the class probabilities of models that have not seen the row, n×C: for
// the rows of the problem those of the other folds, for the others (removed) the model
// trained on the problem.
func suggest(train *dataset.Dataset, p *softmax.Problem, theta []float64, ridge float64, seed uint64, tick func(done, total int) error) ([]float64, error) {
	n, c := train.Rows(), len(train.Classes)
	out := make([]float64, n*c)
	softmax.Probabilities(out, p.X, softmax.All(n), theta, c)
	// Rows left are ten or more, so five folds are always possible.
	inside, err := softmax.OutOfFold(p, min(folds, len(p.Rows)), ridge, dataset.Stream(seed, "split"), tick)
	if err != nil {
		return nil, err
	}
	for i, r := range p.Rows {
		copy(out[r*c:(r+1)*c], inside[i*c:(i+1)*c])
	}
	return out, nil
}

// suggestionRidge is the ridge of models that suggest labels after an adam fit, which has none.
const suggestionRidge = 1e-3

// rankedRows turns a ranking into rows of the list.
func rankedRows(loaded *dataset.Loaded, order ranking, probabilities []float64) []dataset.RankedRow {
	train := loaded.Train
	c := len(train.Classes)
	out := make([]dataset.RankedRow, len(order.rows))
	for k, r := range order.rows {
		p := probabilities[r*c : (r+1)*c]
		best := 0
		for j, v := range p {
			if v > p[best] {
				best = j
			}
		}
		row := dataset.RankedRow{Row: train.FileRow(r), Line: loaded.Used.Line(r), Score: order.score[k], Removed: order.removed[k],
			Given: train.Classes[train.Y[r]], Suggested: train.Classes[best], Confidence: p[best], Leverage: math.NaN()}
		if math.IsNaN(row.Score) {
			row.Warning = "its leverage is too large: the model cannot be evaluated without it"
		}
		out[k] = row
	}
	return out
}

// writeRanked writes the list with the rows' own cells, and says what it changed in them.
func writeRanked(env *environment, w io.Writer, loaded *dataset.Loaded, rows []dataset.RankedRow) error {
	var columns []string
	var values func(row int) []string
	if t := loaded.Table; t.Array == nil {
		columns, values = t.Header, func(row int) []string { return t.Rows[row] }
	}
	changed, err := dataset.WriteRanked(w, rows, columns, values)
	if err == nil && changed > 0 {
		fmt.Fprintf(env.stderr, "warning: %d cells of the list that a spreadsheet would run as formulas have an apostrophe in front\n", changed)
	}
	return err
}

// writeFiles writes what the flags ask for.
func (o *outFlags) writeFiles(env *environment, loaded *dataset.Loaded, order ranking, probabilities func() ([]float64, error)) error {
	gone := []int{}
	for k, r := range order.rows {
		if order.removed[k] >= 0 {
			gone = append(gone, loaded.Train.FileRow(r))
		}
	}
	if source := loaded.Table.Source; source != nil {
		if err := writeTo(o.kept, func(w io.Writer) error { return source.WriteRows(w, dataset.Except(source.Rows(), gone)) }); err != nil {
			return err
		}
		if err := writeTo(o.removed, func(w io.Writer) error { return source.WriteRows(w, gone) }); err != nil {
			return err
		}
	} else {
		if err := writeTo(o.kept, func(w io.Writer) error { return loaded.Table.WriteNPZ(w, dataset.Except(loaded.Table.Len(), gone)) }); err != nil {
			return err
		}
		if err := writeTo(o.removed, func(w io.Writer) error { return loaded.Table.WriteNPZ(w, gone) }); err != nil {
			return err
		}
	}
	if o.ranked == "" {
		return nil
	}
	p, err := probabilities()
	if err != nil {
		return err
	}
	return writeTo(o.ranked, func(w io.Writer) error { return writeRanked(env, w, loaded, rankedRows(loaded, order, p)) })
}

// writeTo writes a file; "" names none.
func writeTo(path string, write func(w io.Writer) error) error {
	if path == "" {
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	err = write(b)
	return errors.Join(err, b.Flush(), f.Close())
}
