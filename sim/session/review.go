package session

import (
	"io"
	"slices"
	"strings"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// Review lists the rows of a user's table in the order in which they would leave: those
// that have left, then the others by their scores now. All lists have one entry per row.
type Review struct {
	// Row is the row of the file, from 0; Line its line, from 1, or 0; Index the row of
	// the run, as its points count them.
	Row   []int `json:"row"`
	Line  []int `json:"line"`
	Index []int `json:"index"`
	// Score is the rule's when the row left, or now; null where it cannot be computed.
	Score []Number `json:"score"`
	// Removed is the step in which the row left, from 0, or −1.
	Removed []int `json:"removed"`
	// Given and Suggested are labels, indices into Classes; Suggested is the likeliest in
	// the eyes of a model that has not seen the row, and Confidence its probability.
	Given      []int    `json:"given"`
	Suggested  []int    `json:"suggested"`
	Confidence []Number `json:"confidence"`
	// Leverage is how far the row decides its own prediction, 0 … 1, when it left, or now;
	// null where not known. Warning says why a score deserves care, as leverage near 1, or "".
	Leverage []Number   `json:"leverage"`
	Warning  []say.Text `json:"warning" tstype:"say.Said[]"`
	// Classes names the labels, and Columns the file's columns; none for arrays.
	Classes []string `json:"classes"`
	Columns []string `json:"columns"`
	// Kept is "csv", "json" or "npz": what rows are exported as.
	Kept string `json:"kept"`
	// ranked is the same for dataset.WriteRanked.
	ranked []dataset.RankedRow
}

// Review scores the rows that are left and lets models that have not seen a row suggest its
// label: for rows that have left the model of those that stay, for the others one of five
// trained without it. It removes nothing. It panics for data that are no table.
func (s *Session) Review(tick purify.Tick) (*Review, error) {
	if s.loaded == nil {
		panic("session: no table to review")
	}
	last, err := s.loop.Score(tick)
	if err != nil {
		return nil, err
	}
	p, err := Suggest(s.train, last, ridgeOf(s.scenario.Fit), s.scenario.Seed, tick)
	if err != nil {
		return nil, err
	}
	return s.list(Order(s.gone, last), p), nil
}

func (s *Session) list(order []Removal, probabilities []float64) *Review {
	train, c := s.train, len(s.train.Classes)
	out := &Review{Classes: train.Classes, Columns: []string{}, Kept: "npz", ranked: RankedRows(s.loaded, order, probabilities, s.scenario.Purify.Rule)}
	if t := s.loaded.Table; t.Array == nil {
		out.Columns, out.Kept = t.Header, "csv"
		if t.Source != nil && t.Source.JSON() {
			out.Kept = "json"
		}
	}
	for k, row := range out.ranked {
		r := order[k].Row
		out.Row, out.Line, out.Index = append(out.Row, row.Row), append(out.Line, row.Line), append(out.Index, r)
		out.Score, out.Removed = append(out.Score, Number(row.Score)), append(out.Removed, row.Removed)
		out.Given, out.Suggested = append(out.Given, train.Y[r]), append(out.Suggested, floats.MaxIdx(probabilities[r*c:(r+1)*c]))
		out.Confidence, out.Leverage = append(out.Confidence, Number(row.Confidence)), append(out.Leverage, Number(row.Leverage))
		out.Warning = append(out.Warning, row.Warning)
	}
	return out
}

// Cells returns the cells of rows of the file; none for arrays. Rows out of range are left
// empty.
func (s *Session) Cells(rows []int) [][]string {
	t := s.loaded.Table
	out := make([][]string, len(rows))
	for k, r := range rows {
		out[k] = []string{}
		if t.Array == nil && r >= 0 && r < len(t.Rows) {
			out[k] = t.Rows[r]
		}
	}
	return out
}

// Find returns the rows of the file of which a cell holds the text, in any case; for
// arrays, none.
func (s *Session) Find(text string) []int {
	out := []int{}
	text = strings.ToLower(text)
	for r, cells := range s.loaded.Table.Rows {
		if slices.ContainsFunc(cells, func(c string) bool { return strings.Contains(strings.ToLower(c), text) }) {
			out = append(out, r)
		}
	}
	return out
}

// Export writes a file: "kept" (the rows of the user's file but the removed ones, with
// their original bytes), "removed" (those alone) or "ranked" (the review as CSV, which
// must not be nil). removed holds rows of the file. It returns how many cells of the
// ranked list were changed so that no spreadsheet runs them.
func (s *Session) Export(w io.Writer, what string, removed []int, review *Review) (changed int, err error) {
	t := s.loaded.Table
	n := t.Len()
	if slices.ContainsFunc(removed, func(r int) bool { return r < 0 || r >= n }) {
		return 0, &scenario.Error{Field: "removed", Problem: say.T("names a row that the file, of %d rows, does not have", n), Remedy: say.T("run again")}
	}
	switch what {
	case "kept":
		removed = dataset.Except(n, removed)
	case "removed":
	case "ranked":
		if review == nil {
			return 0, &scenario.Error{Field: "what", Problem: say.T(`is "ranked", and nothing has been ranked`), Remedy: say.T("run again")}
		}
		return WriteRanked(w, t, review.ranked)
	default:
		return 0, &scenario.Error{Field: "what", Problem: say.T("%q is not a file", what), Remedy: say.T(`use "kept", "removed" or "ranked"`)}
	}
	return 0, WriteRows(w, t, removed)
}

// ChooseRidge returns the ridge whose models err least on rows they have not seen, the
// ridges tried, and their mean losses there; see [softmax.ChooseRidge].
func ChooseRidge(train *dataset.Dataset, seed uint64, tick purify.Tick) (best float64, ridges, losses []float64, err error) {
	x := softmax.NewDesign(train.X)
	p := &softmax.Problem{X: x, Y: train.Y, Rows: softmax.All(train.Rows()), Basis: softmax.NewBasis(x, len(train.Classes))}
	best, losses, err = softmax.ChooseRidge(p, min(Folds, train.Rows()), dataset.Stream(seed, "split"), tick.Of("ridge"))
	return best, softmax.Ridges, losses, err
}
