package study

import (
	"encoding/json"
	"slices"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/softmax"
	"untangle/sim/theorem"
)

// TheoremCell is one measurement. Its fields are those of theorem.Result, rounded, with δ
// of single points as a histogram.
type TheoremCell struct {
	// N and Removals are n and s; Classes is C, Features d with the bias.
	N        int `json:"n"`
	Removals int `json:"removals"`
	Features int `json:"features"`
	Classes  int `json:"classes"`
	// Variance is V of all points.
	Variance Number `json:"variance"`
	// DropU and DropMean are n·(V − mean V_M)/V under both Hessians, with the standard
	// errors of the sampling of sets.
	DropU     Number `json:"dropU"`
	DropMean  Number `json:"dropMean"`
	ErrorU    Number `json:"errorU"`
	ErrorMean Number `json:"errorMean"`
	// ClaimedHere and CorrectedHere are ±2s·n/(n−2).
	ClaimedHere   Number `json:"claimedHere"`
	CorrectedHere Number `json:"correctedHere"`
	// Sets is the number of sets measured; Exhaustive says that these are all.
	Sets       int  `json:"sets"`
	Exhaustive bool `json:"exhaustive"`
	// Spread holds the quantiles 0, .05, .25, .5, .75, .95, 1 of n·δ(z)/V of single points
	// under u, SpreadSD its standard deviation, Positive the share of points above zero.
	Spread   []Number `json:"spread"`
	SpreadSD Number   `json:"spreadSD"`
	Positive Number   `json:"positive"`
	// BestU is n·(V − V_M)/V of the best M found under u, BestTried the number of sets
	// compared. BestRows holds its rows, 20 at most; those of a table as its file counts them.
	BestU     Number `json:"bestU"`
	BestRows  []int  `json:"bestRows"`
	BestTried int    `json:"bestTried"`
	// Asymmetry, ClosedForm, Slope and Misfit are the lemmas', see theorem.Lemmas.
	Asymmetry  Number `json:"asymmetry"`
	ClosedForm Number `json:"closedForm"`
	Slope      Number `json:"slope"`
	Misfit     Number `json:"misfit"`
	// Pairs holds ∂L_b/∂ε_a and (1/n)Σ_y ∂²L_b/∂ε_y∂ε_a of each pair measured.
	Pairs [][2]Number `json:"pairs"`
	// Refits counts the exact refits.
	Refits int `json:"refits"`
}

// TheoremSummary has the sizes with their replications.
type TheoremSummary struct {
	// Sizes has one entry per size.
	Sizes []TheoremSize `json:"sizes"`
	// Slope is the mean slope of Lemma 6 over all cells; −1 is right, +1 is printed.
	Slope Estimate `json:"slope"`
	// Asymmetry is the largest of all cells.
	Asymmetry Number `json:"asymmetry"`
}

// TheoremSize is one n.
type TheoremSize struct {
	// N is n, 0 while no cell of it is there.
	N int `json:"n"`
	// Whole says that these are all rows of given data: one measurement, without an interval.
	Whole bool `json:"whole,omitempty"`
	// DropU and DropMean are over replications.
	DropU    Estimate `json:"dropU"`
	DropMean Estimate `json:"dropMean"`
	// Claimed and Corrected are ±2s·n/(n−2).
	Claimed   Number `json:"claimed"`
	Corrected Number `json:"corrected"`
}

// theoremStudy is an opened study of kind "theorem".
type theoremStudy struct {
	t     *scenario.Theorem
	train *dataset.Dataset // nil: made anew for each size and seed
	sizes []int
	cells []theoremPlace
}

// theoremPlace is what a cell measures: which of the sizes, and which replication of it.
type theoremPlace struct{ size, replication int }

func openTheorem(doc scenario.Study, sources session.Sources) (*theoremStudy, error) {
	s := &theoremStudy{t: doc.Theorem, sizes: doc.Theorem.Sizes}
	if doc.Base != nil {
		var err error
		if s.train, _, err = session.Data(*doc.Base, sources); err != nil {
			return nil, err
		}
		s.fit()
	}
	for r := range s.t.Seeds {
		for k := range s.sizes {
			// Every draw of all rows is the same: repeating it would pass for agreement.
			if r == 0 || !s.whole(k) {
				s.cells = append(s.cells, theoremPlace{k, r})
			}
		}
	}
	return s, nil
}

// fit makes the sizes those of the data: all rows are one of them, however many ask for them.
func (s *theoremStudy) fit() {
	s.sizes = nil
	rows := len(s.train.Y)
	for _, n := range s.t.Sizes {
		if n == 0 || n > rows {
			n = rows
		}
		if !slices.Contains(s.sizes, n) {
			s.sizes = append(s.sizes, n)
		}
	}
}

// whole says whether size k is all rows of given data.
func (s *theoremStudy) whole(k int) bool { return s.train != nil && s.sizes[k] == len(s.train.Y) }

// Cells implements [Study].
func (s *theoremStudy) Cells() int { return len(s.cells) }

// Cell implements [Study].
func (s *theoremStudy) Cell(i int, _ Partial, tick purify.Tick) (any, error) {
	at := s.cells[i]
	c := theorem.Config{N: s.sizes[at.size], Removals: s.t.Removals, Samples: s.t.Samples, Ridge: s.t.Ridge, Seed: s.t.Seed + uint64(at.replication)}
	var drawn []int
	if s.train != nil {
		drawn, c.Data = s.draw(c.N, c.Seed)
	}
	r, err := theorem.Measure(c, tick.Of("refits"))
	if err != nil {
		return nil, err
	}
	for k, row := range r.Best.Rows {
		if drawn != nil {
			r.Best.Rows[k] = s.train.FileRow(drawn[row])
		}
	}
	return theoremCell(r), nil
}

// draw returns n rows of the data in the order of the file, from the stream "theorem rows",
// and what they hold.
func (s *theoremStudy) draw(n int, seed uint64) ([]int, *theorem.Data) {
	rows := dataset.Stream(seed, "theorem rows").Perm(len(s.train.Y))[:n]
	slices.Sort(rows)
	_, d := s.train.X.Dims()
	x, y := mat.NewDense(n, d, nil), make([]int, n)
	for k, r := range rows {
		copy(x.RawRowView(k), s.train.X.RawRowView(r))
		y[k] = s.train.Y[r]
	}
	return rows, &theorem.Data{X: softmax.NewDesign(x), Y: y, Classes: len(s.train.Classes)}
}

func theoremCell(r theorem.Result) TheoremCell {
	d := r.DeltaU
	out := TheoremCell{N: r.N, Removals: r.Removals, Features: r.Features, Classes: r.Classes, Variance: Number(r.Variance),
		DropU: Number(r.ScaledDropU), DropMean: Number(r.ScaledDropMean), ErrorU: Number(r.ErrorU), ErrorMean: Number(r.ErrorMean),
		ClaimedHere: Number(r.ClaimedHere), CorrectedHere: Number(r.CorrectedHere), Sets: r.Sets, Exhaustive: r.Exhaustive,
		SpreadSD: Number(d.SD), Positive: Number(d.Positive),
		BestU: Number(r.Best.ScaledDropU), BestRows: r.Best.Rows[:min(20, len(r.Best.Rows))], BestTried: r.Best.Tried, Refits: r.Refits, Pairs: [][2]Number{}}
	for _, v := range []float64{d.Min, d.Q05, d.Q25, d.Median, d.Q75, d.Q95, d.Max} {
		out.Spread = append(out.Spread, Number(v))
	}
	if l := r.Lemmas; l != nil {
		out.Asymmetry, out.ClosedForm, out.Slope, out.Misfit = Number(l.Asymmetry), Number(l.ClosedForm), Number(l.Slope), Number(l.Misfit)
		for _, p := range l.Pairs {
			out.Pairs = append(out.Pairs, [2]Number{Number(p.AB), Number(p.Second)})
		}
	}
	return out
}

// Summary implements [Study].
func (s *theoremStudy) Summary(results []json.RawMessage) (any, error) {
	if len(results) != s.Cells() {
		return nil, &scenario.Error{Field: "results", Problem: say.T("has another number of entries than the study has cells"), Remedy: say.T("give one per cell")}
	}
	cells, values, err := decoded[TheoremCell](results)
	if err != nil {
		return nil, err
	}
	out := TheoremSummary{Sizes: make([]TheoremSize, len(s.sizes))}
	var slopes []float64
	groups := make([][]TheoremCell, len(s.sizes))
	for j, i := range cells {
		v := values[j]
		k := s.cells[i].size
		groups[k] = append(groups[k], v)
		slopes = append(slopes, float64(v.Slope))
		out.Asymmetry = max(out.Asymmetry, v.Asymmetry)
	}
	out.Slope = estimate(slopes)
	for j, group := range groups {
		size := TheoremSize{Whole: s.whole(j), DropU: over(group, func(c TheoremCell) Number { return c.DropU }), DropMean: over(group, func(c TheoremCell) Number { return c.DropMean })}
		if len(group) > 0 {
			size.N, size.Claimed, size.Corrected = group[0].N, group[0].ClaimedHere, group[0].CorrectedHere
		}
		out.Sizes[j] = size
	}
	return out, nil
}
