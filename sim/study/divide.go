package study

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"untangle/sim/dataset"
	"untangle/sim/divide"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/softmax"
)

// mapUnits is the map coordinate of the edge of the picture in a DividePicture.
const mapUnits = 1000

// historyStates is the largest number of states kept of a method's way; they are evenly
// spaced, the first and the last among them.
const historyStates = 24

// DividePicture is the first cell: what is drawn and compared with.
type DividePicture struct {
	// X and Y are the influence map of all rows under one model, in thousandths of the
	// picture's half width.
	X []int `json:"x"`
	Y []int `json:"y"`
	// Labels and Origins hold a digit per row (letters from the tenth on).
	Labels  string `json:"labels"`
	Origins string `json:"origins"`
	// Names names the origins.
	Names []string `json:"names"`
	// Variance is V of all rows, Heterogeneity E(Z) in nats (null where not known), Global
	// the test accuracy of the one model.
	Variance      Number `json:"variance"`
	Heterogeneity Number `json:"heterogeneity"`
	Global        Number `json:"global"`
	// Ambiguous counts the rows that several functions explain; CeilingRight and
	// CeilingRand are the largest share of rows in the right block and the largest adjusted
	// Rand index that knowing every function would give. Null where not known.
	Ambiguous    Number `json:"ambiguous"`
	CeilingRight Number `json:"ceilingRight"`
	CeilingRand  Number `json:"ceilingRand"`
}

// DivideState is a state on a method's way.
type DivideState struct {
	// Index counts iterations. R holds the responsibilities of blocks 0 … K−2 for each row
	// in turn, a hexadecimal digit each, 0 for none and f for all; LogLikelihood is null
	// for a method without one.
	Index         int      `json:"index"`
	R             string   `json:"r"`
	Weights       []Number `json:"weights"`
	LogLikelihood Number   `json:"logLikelihood"`
}

// DivideCell is a method from one start.
type DivideCell struct {
	Method string `json:"method"`
	Start  int    `json:"start"`
	// History holds states on the way (of the first start only), the last one the result.
	History []DivideState `json:"history"`
	// Order holds for each block its index in the states.
	Order []int `json:"order"`
	// Blocks holds the block of each row, a digit each, the largest block first.
	Blocks  string   `json:"blocks"`
	Weights []Number `json:"weights"`
	// Variance is V of each block by itself, Heterogeneity its E(Z).
	Variance      []Number `json:"variance"`
	Heterogeneity []Number `json:"heterogeneity"`
	// Accuracy is each sub-model's on the test rows; Own that on the test rows of its own
	// block, null where not known.
	Accuracy []Number `json:"accuracy"`
	Own      []Number `json:"own"`
	// Routed, Oracle and Gated are the accuracies of the routed sub-models, of the
	// sub-models of the true blocks, and of a mixture of experts by its own gate.
	Routed Number `json:"routed"`
	Oracle Number `json:"oracle"`
	Gated  Number `json:"gated"`
	// Parameters counts the weights of the sub-models with the router.
	Parameters int `json:"parameters"`
	// Routability compares the router with always choosing the largest block.
	RouterAccuracy Number `json:"routerAccuracy"`
	Majority       Number `json:"majority"`
	MajorityLow    Number `json:"majorityLow"`
	MajorityHigh   Number `json:"majorityHigh"`
	Routable       bool   `json:"routable"`
	Verdict        string `json:"verdict"`
	// RandIndex, Right, and Precision, Recall and F1 of each block compare with the truth;
	// null where not known.
	RandIndex Number   `json:"randIndex"`
	Right     Number   `json:"right"`
	Precision []Number `json:"precision"`
	Recall    []Number `json:"recall"`
	F1        []Number `json:"f1"`
	// LogLikelihood is the mean ln p(y|x), Iterations their number, Outcome how they ended.
	LogLikelihood Number `json:"logLikelihood"`
	Iterations    int    `json:"iterations"`
	Outcome       string `json:"outcome"`
	// Empty lists the blocks without rows.
	Empty []int `json:"empty"`
}

// DivideChoice judges a number of blocks.
type DivideChoice struct {
	Blocks        int    `json:"blocks"`
	LogLikelihood Number `json:"logLikelihood"`
	HeldOut       Number `json:"heldOut"`
	BIC           Number `json:"bic"`
	Parameters    int    `json:"parameters"`
}

// DivideSummary puts the starts of each method together.
type DivideSummary struct {
	Methods []DivideMethodSummary `json:"methods"`
	// Best is the number of blocks with the largest held-out likelihood, 0 where no curve
	// was asked for or it is not whole.
	Best int `json:"best"`
}

// DivideMethodSummary is a method over its starts.
type DivideMethodSummary struct {
	Method    string   `json:"method"`
	RandIndex Estimate `json:"randIndex"`
	Right     Estimate `json:"right"`
	First     Estimate `json:"first"`
	Routed    Estimate `json:"routed"`
}

// divideStudy is an opened study of kind "divide".
type divideStudy struct {
	doc         scenario.Study
	train, test *dataset.Dataset
	problem     *softmax.Problem
	sources     session.Sources
}

func openDivide(doc scenario.Study, sources session.Sources) (*divideStudy, error) {
	s := &divideStudy{doc: doc, sources: sources}
	var err error
	if s.train, s.test, err = session.Data(*doc.Base, sources); err != nil {
		return nil, err
	}
	x := softmax.NewDesign(s.train.X)
	s.problem = &softmax.Problem{X: x, Y: s.train.Y, Rows: softmax.All(s.train.Rows()), Basis: softmax.NewBasis(x, len(s.train.Classes))}
	return s, nil
}

// Cells implements [Study].
func (s *divideStudy) Cells() int {
	d := s.doc.Divide
	return 1 + len(d.Methods)*d.Starts + d.Curve
}

// Cell implements [Study]. The partial states of a method are its iterations.
func (s *divideStudy) Cell(i int, partial Partial, tick purify.Tick) (any, error) {
	d := s.doc.Divide
	runs := len(d.Methods) * d.Starts
	work := func(name string) divide.Tick {
		if tick == nil {
			return nil
		}
		return func(done, total int) error { return tick(name, done, total) }
	}
	switch {
	case i == 0:
		return s.picture(tick)
	case i <= runs:
		return s.method(d.Methods[(i-1)%len(d.Methods)], (i-1)/len(d.Methods), partial, work("divide"))
	}
	c, err := divide.Chooser{EM: divide.EM{Ridge: d.Ridge}}.Judge(s.problem, i-runs, s.doc.Base.Seed, work("blocks"))
	return DivideChoice{c.Blocks, Number(c.LogLikelihood), Number(c.HeldOut), Number(c.BIC), c.Parameters}, err
}

// picture computes the map and what the methods are compared with.
func (s *divideStudy) picture(tick purify.Tick) (any, error) {
	sc := *s.doc.Base
	sc.Purify.Steps = 0
	run, err := session.Open(sc, s.sources)
	if err != nil {
		return nil, err
	}
	f, err := run.Next(tick)
	if err != nil {
		return nil, err
	}
	out := DividePicture{Names: s.train.Origins, Variance: Number(f.Variance), Heterogeneity: Number(run.Heterogeneity()), Global: Number(f.TestAccuracy),
		Ambiguous: missing, CeilingRight: missing, CeilingRand: missing}
	for i := range f.MapX {
		out.X = append(out.X, int(math.Round(mapUnits*float64(f.MapX[i])/f.Extent)))
		out.Y = append(out.Y, int(math.Round(mapUnits*float64(f.MapY[i])/f.Extent)))
	}
	out.Labels, out.Origins = digitsOf(s.train.Y), digitsOf(s.train.Origin)
	if explained := divide.Explained(s.train); explained != nil {
		c := divide.NewCeiling(s.train.Origin, explained, len(s.train.Origins))
		out.Ambiguous, out.CeilingRight, out.CeilingRand = Number(c.Ambiguous), Number(c.Agreement.Right), Number(c.Agreement.RandIndex)
	}
	return out, nil
}

// digitsOf writes small numbers, a character each.
func digitsOf(v []int) string {
	var b strings.Builder
	for _, x := range v {
		b.WriteString(strconv.FormatInt(int64(min(x, 35)), 36))
	}
	return b.String()
}

// run divides by a method from a start.
func (s *divideStudy) run(m scenario.DivideMethod, start int, record divide.Recorder, tick divide.Tick) (*divide.Division, error) {
	d, base := s.doc.Divide, s.doc.Base
	seed, k := base.Seed+uint64(start), d.Blocks
	ridge := base.Fit.Ridge
	if base.Fit.Method != scenario.FitNewton || ridge == 0 {
		ridge = 1e-4 // sub-models are always fitted exactly
	}
	em := divide.EM{Ridge: d.Ridge}
	pure := divide.Purify{PerStep: base.Purify.PerStep, Fit: base.Fit, Damping: base.Influence.Damping, Ridge: ridge, Seed: seed}
	switch m {
	case scenario.DivideEM:
		return em.Random(s.problem, k, seed, record, tick)
	case scenario.DivideEMPurify:
		first, err := pure.Divide(s.problem, k, nil, tick)
		if err != nil {
			return nil, err
		}
		return em.From(s.problem, first.Blocks, k, record, tick)
	case scenario.DividePurify:
		return pure.Divide(s.problem, k, record, tick)
	case scenario.DivideReassign:
		return divide.Reassign{Ridge: ridge}.Random(s.problem, k, seed, record, tick)
	case scenario.DivideExperts:
		return divide.Experts{}.Random(s.problem, k, seed, record, tick)
	}
	return divide.Categorical{Ridge: ridge}.Random(s.train, s.problem, k, seed, record, tick)
}

// method computes a method's cell.
func (s *divideStudy) method(m scenario.DivideMethod, start int, partial Partial, tick divide.Tick) (any, error) {
	history := history{k: s.doc.Divide.Blocks, keep: start == 0}
	d, err := s.run(m, start, func(it *divide.Iteration) error {
		state := history.add(it)
		if partial == nil || start > 0 {
			return nil
		}
		return partial(state)
	}, tick)
	if err != nil {
		return nil, err
	}
	out := DivideCell{Method: string(m), Start: start, History: history.thinned(), Order: d.From, Blocks: digitsOf(d.Blocks), Weights: numbers(d.Weights),
		LogLikelihood: Number(d.LogLikelihood), Iterations: d.Iterations, Outcome: d.Outcome.String(), Empty: append([]int{}, d.Empty()...)}
	if err := s.measure(&out, d, tick); err != nil {
		return nil, err
	}
	return out, nil
}

// measure fills in the blocks' variances, the truth, and how well the blocks predict.
func (s *divideStudy) measure(out *DivideCell, d *divide.Division, tick divide.Tick) error {
	base, k := s.doc.Base, d.K()
	ridge := max(base.Fit.Ridge, 1e-4)
	v, err := divide.Variances(s.problem, d.Blocks, k, ridge, base.Influence.Damping, tick)
	if err != nil {
		return err
	}
	out.Variance = numbers(v)
	truth := s.truth(out, d)
	router, err := divide.NewRouter(s.problem, d.Blocks, k, base.Seed, tick)
	if err != nil {
		return err
	}
	t := router.Test
	out.RouterAccuracy, out.Majority, out.MajorityLow, out.MajorityHigh = Number(t.Accuracy), Number(t.Majority), Number(t.Low), Number(t.High)
	out.Routable, out.Verdict = t.Routable, t.Verdict
	out.Routed, out.Oracle, out.Gated = missing, missing, missing
	for range k {
		out.Accuracy, out.Own = append(out.Accuracy, missing), append(out.Own, missing)
	}
	if s.test == nil {
		return nil
	}
	classes := len(s.train.Classes)
	global := make([]float64, len(d.Theta[0])) // the one model is judged in the picture
	r := divide.Evaluate(d, router, global, softmax.NewDesign(s.test.X), s.test.Y, truth, classes)
	out.Routed, out.Oracle, out.Gated, out.Parameters = Number(r.Routed.Accuracy), Number(r.Oracle.Accuracy), Number(r.Gated.Accuracy), r.Routed.Parameters
	for b := range k {
		out.Accuracy[b], out.Own[b] = Number(r.Blocks[b].Accuracy), Number(r.Own[b].Accuracy)
	}
	return nil
}

// truth compares with the true origins, and returns each test row's true block, nil where
// that is not known.
func (s *divideStudy) truth(out *DivideCell, d *divide.Division) []int {
	origins := len(s.train.Origins)
	out.RandIndex, out.Right = missing, missing
	for range d.K() {
		out.Heterogeneity = append(out.Heterogeneity, missing)
		out.Precision, out.Recall, out.F1 = append(out.Precision, missing), append(out.Recall, missing), append(out.F1, missing)
	}
	if origins < 2 {
		return nil
	}
	a := divide.Agree(d.Blocks, s.train.Origin, d.K(), origins)
	out.RandIndex, out.Right = Number(a.RandIndex), Number(a.Right)
	match := map[string]int{}
	for b, m := range a.Blocks {
		out.Precision[b], out.Recall[b], out.F1[b] = Number(m.Precision), Number(m.Recall), Number(m.F1)
		out.Heterogeneity[b] = Number(s.heterogeneity(d.Blocks, b))
		if m.Origin >= 0 {
			match[s.train.Origins[m.Origin]] = b
		}
	}
	if s.test == nil || len(s.test.Origins) == 0 {
		return nil
	}
	rows := make([]int, s.test.Rows())
	for i, o := range s.test.Origin {
		b, known := match[s.test.Origins[o]]
		if !known {
			b = -1
		}
		rows[i] = b
	}
	return rows
}

// heterogeneity returns E(Z) of a block, NaN for an empty one.
func (s *divideStudy) heterogeneity(blocks []int, block int) float64 {
	share, rows := make([]float64, len(s.train.Origins)), 0.0
	for i, b := range blocks {
		if b == block {
			share[s.train.Origin[i]]++
			rows++
		}
	}
	for o := range share {
		share[o] /= rows
	}
	return divide.Heterogeneity(share)
}

// history keeps states on a method's way.
type history struct {
	k      int
	keep   bool
	states []DivideState
}

// add encodes an iteration and keeps it.
func (h *history) add(it *divide.Iteration) DivideState {
	n := len(it.R) / h.k
	r := make([]byte, 0, n*max(0, h.k-1))
	for i := range n {
		for b := range h.k - 1 {
			r = strconv.AppendInt(r, int64(math.Round(15*it.R[i*h.k+b])), 16)
		}
	}
	s := DivideState{Index: it.Index, R: string(r), Weights: numbers(it.Weights), LogLikelihood: Number(it.LogLikelihood)}
	if h.keep {
		h.states = append(h.states, s)
	}
	return s
}

// thinned returns at most historyStates of the states.
func (h *history) thinned() []DivideState {
	n := len(h.states)
	if n <= historyStates {
		return append([]DivideState{}, h.states...)
	}
	out := make([]DivideState, historyStates)
	for i := range out {
		out[i] = h.states[i*(n-1)/(historyStates-1)]
	}
	return out
}

func numbers(v []float64) []Number {
	out := make([]Number, len(v))
	for i, x := range v {
		out[i] = Number(x)
	}
	return out
}

// Summary implements [Study].
func (s *divideStudy) Summary(results []json.RawMessage) (any, error) {
	d := s.doc.Divide
	m := len(d.Methods)
	_, _, err := decoded[DividePicture](results[:min(1, len(results))])
	if err != nil {
		return nil, err
	}
	runs := m * d.Starts
	if len(results) != s.Cells() {
		return nil, &scenario.Error{Field: "results", Problem: "has another number of entries than the study has cells", Remedy: "give one per cell"}
	}
	cells, values, err := decoded[DivideCell](results[1 : 1+runs])
	if err != nil {
		return nil, err
	}
	groups := make([][]DivideCell, m)
	for k, i := range cells {
		groups[i%m] = append(groups[i%m], values[k])
	}
	out := DivideSummary{}
	for k, g := range groups {
		out.Methods = append(out.Methods, DivideMethodSummary{Method: string(d.Methods[k]),
			RandIndex: over(g, func(c DivideCell) Number { return c.RandIndex }),
			Right:     over(g, func(c DivideCell) Number { return c.Right }),
			First:     over(g, func(c DivideCell) Number { return c.Accuracy[0] }),
			Routed:    over(g, func(c DivideCell) Number { return c.Routed })})
	}
	_, curve, err := decoded[DivideChoice](results[1+runs:])
	if err != nil {
		return nil, err
	}
	if len(curve) == d.Curve && d.Curve > 0 {
		best := curve[0]
		for _, c := range curve {
			if c.HeldOut > best.HeldOut {
				best = c
			}
		}
		out.Best = best.Blocks
	}
	return out, nil
}
