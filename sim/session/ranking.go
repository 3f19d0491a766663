package session

import (
	"fmt"
	"io"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// Folds is how many models suggest labels of rows that stay, and how many choose a ridge.
const Folds = 5

// SuggestionRidge is the ridge of models that suggest labels after an adam fit, which has none.
const SuggestionRidge = 1e-3

// Removal is a place in the order in which rows of a table leave.
type Removal struct {
	// Row is a row of the data set; Step is the step in which it left, from 0, or −1.
	Row, Step int
	// Score is the rule's when the row left, or now, and so is Leverage, in [0, 1], NaN where
	// it is not known; see [influence.State.LeverageOf].
	Score, Leverage float64
}

// Leaving lists the rows that a step removes.
func Leaving(step *purify.Step) []Removal {
	out := make([]Removal, len(step.Removed))
	for k, r := range step.Removed {
		at, _ := slices.BinarySearch(step.Problem.Rows, r)
		out[k] = Removal{Row: r, Step: step.Index, Score: step.Scores[at], Leverage: step.State.LeverageOf(at)}
	}
	return out
}

// Order puts together the rows that have left and the others by the scores of the last
// step, largest first.
func Order(gone []Removal, last *purify.Step) []Removal {
	out := append(make([]Removal, 0, len(gone)+len(last.Scores)), gone...)
	for _, i := range purify.Rank(last.Scores) {
		out = append(out, Removal{Row: last.Problem.Rows[i], Step: -1, Score: last.Scores[i], Leverage: last.State.LeverageOf(i)})
	}
	return out
}

// Suggest returns class probabilities by models that have not seen the row, n×C: for the
// rows of the last step those of the other folds, for the others (removed) the model of
// that step. ridge is that of the folds' models, seed feeds the stream "split".
func Suggest(train *dataset.Dataset, last *purify.Step, ridge float64, seed uint64, tick purify.Tick) ([]float64, error) {
	n, c, p := train.Rows(), len(train.Classes), last.Problem
	out := make([]float64, n*c)
	softmax.Probabilities(out, p.X, softmax.All(n), last.Fit.Theta, c)
	inside, err := softmax.OutOfFold(p, min(Folds, len(p.Rows)), ridge, dataset.Stream(seed, "split"), tick.Of("suggest"))
	if err != nil {
		return nil, fmt.Errorf("suggested labels: %w", err)
	}
	for i, r := range p.Rows {
		copy(out[r*c:(r+1)*c], inside[i*c:(i+1)*c])
	}
	return out, nil
}

// RankedRows turns an order into rows of the ranked list. probabilities are those of
// [Suggest]; rule is the one that scored.
func RankedRows(loaded *dataset.Loaded, order []Removal, probabilities []float64, rule scenario.RuleName) []dataset.RankedRow {
	train := loaded.Train
	c := len(train.Classes)
	out := make([]dataset.RankedRow, len(order))
	for k, o := range order {
		p := probabilities[o.Row*c : (o.Row+1)*c]
		best := floats.MaxIdx(p)
		out[k] = dataset.RankedRow{Row: train.FileRow(o.Row), Line: loaded.Used.Line(o.Row), Score: o.Score, Removed: o.Step,
			Given: train.Classes[train.Y[o.Row]], Suggested: train.Classes[best], Confidence: p[best], Leverage: o.Leverage, Warning: caution(o, rule)}
	}
	return out
}

// caution says why a row's score deserves care, or "".
func caution(o Removal, rule scenario.RuleName) say.Text {
	switch {
	case math.IsNaN(o.Score):
		return say.T("its leverage is too large: the model cannot be evaluated without it")
	case !(o.Leverage > influence.LeverageLimit):
		return say.Text{}
	case rule == scenario.RuleDelta:
		return say.T("leverage %.2f: the model bends to this row, so its score is extrapolated; delta-refine trains anew without it", o.Leverage)
	case rule == scenario.RuleSelfInfluence || rule == scenario.RuleLoss:
		return say.T("leverage %.2f: the model bends to this row, so its score is lower than that of a model without it", o.Leverage)
	}
	return say.T("leverage %.2f: the model bends to this row; the suggested label comes from one that has not seen it", o.Leverage)
}

// WriteRanked writes the ranked list as CSV, with the rows' own cells where the table has
// any. It returns how many cells were changed so that no spreadsheet runs them.
func WriteRanked(w io.Writer, t *dataset.Table, rows []dataset.RankedRow) (changed int, err error) {
	if t.Array != nil {
		return dataset.WriteRanked(w, rows, nil, nil)
	}
	return dataset.WriteRanked(w, rows, t.Header, func(row int) []string { return t.Rows[row] })
}

// WriteRows writes rows of the file: their original bytes, or an NPZ of arrays.
func WriteRows(w io.Writer, t *dataset.Table, rows []int) error {
	if t.Source != nil {
		return t.Source.WriteRows(w, rows)
	}
	return t.WriteNPZ(w, rows)
}

// ridgeOf returns the ridge of models that suggest labels.
func ridgeOf(f scenario.Fit) float64 {
	if f.Method == scenario.FitAdam {
		return SuggestionRidge
	}
	return f.Ridge
}
