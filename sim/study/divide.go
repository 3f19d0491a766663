package study

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"untangle/sim/dataset"
	"untangle/sim/divide"
	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/softmax"
)

// mapUnits is the map coordinate of the edge of the picture in a DividePicture.
const mapUnits = 1000

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
	switch {
	case i == 0:
		return s.picture(tick)
	case i <= runs:
		return s.method(d.Methods[(i-1)%len(d.Methods)], (i-1)/len(d.Methods), partial, tick.Of("divide"))
	}
	c, err := divide.Chooser{EM: divide.EM{Ridge: d.Ridge}}.Judge(s.problem, i-runs, s.doc.Base.Seed, tick.Of("blocks"))
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
		Ambiguous: missing, CeilingRight: missing, CeilingRand: missing, CeilingRecall: []int{}}
	for i := range f.MapX {
		out.X = append(out.X, int(math.Round(mapUnits*float64(f.MapX[i])/f.Extent)))
		out.Y = append(out.Y, int(math.Round(mapUnits*float64(f.MapY[i])/f.Extent)))
	}
	out.Labels, out.Origins = digitsOf(s.train.Y), digitsOf(s.train.Origin)
	if explained := divide.Explained(s.train); explained != nil {
		c := divide.NewCeiling(s.train.Origin, explained, len(s.train.Origins))
		out.Ambiguous, out.CeilingRight, out.CeilingRand = Number(c.Ambiguous), Number(c.Agreement.Right), Number(c.Agreement.RandIndex)
		of := make([]int, len(s.train.Origins))
		for _, o := range s.train.Origin {
			of[o]++
		}
		out.CeilingRecall = make([]int, len(of))
		for _, m := range c.Agreement.Blocks {
			if m.Origin >= 0 {
				out.CeilingRecall[m.Origin] = int(math.Round(m.Recall * float64(of[m.Origin])))
			}
		}
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
		return nil, &scenario.Error{Field: "results", Problem: say.T("has another number of entries than the study has cells"), Remedy: say.T("give one per cell")}
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
		choices := make([]divide.Choice, len(curve))
		for i, c := range curve {
			choices[i] = divide.Choice{Blocks: c.Blocks, HeldOut: float64(c.HeldOut), BIC: float64(c.BIC)}
		}
		out.BestHeldOut, out.BestBIC = curve[divide.BestHeldOut(choices)].Blocks, curve[divide.BestBIC(choices)].Blocks
	}
	return out, nil
}
