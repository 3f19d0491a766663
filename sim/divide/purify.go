package divide

import (
	"io"
	"slices"

	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// Purify divides by repeated purification: remove rows by a rule, stop by a rule; the rows
// kept are a block, the rows removed are the next data set. The zero value means the
// defaults.
type Purify struct {
	// Rule removes; "" means "delta".
	Rule scenario.RuleName
	// PerStep is the number of rows removed per step; 0 means 1 % of those at hand, at
	// least 1.
	PerStep int
	// Fit and Damping are as in [purify.Config]; the zero Fit means newton with 1e-4, and
	// 0 means .01.
	Fit     scenario.Fit
	Damping float64
	// Stop picks the step whose rows are kept; nil means [StopInflection].
	Stop func(Trajectory) Stop
	// Ridge is λ_r of the blocks' models; 0 means 1e-4.
	Ridge float64
	// Seed feeds the streams of [purify.Config].
	Seed uint64
}

func (m Purify) withDefaults() Purify {
	if m.Rule == "" {
		m.Rule = scenario.RuleDelta
	}
	if m.Fit.Method == "" {
		m.Fit = scenario.Fit{Method: scenario.FitNewton, Ridge: 1e-4}
	}
	if m.Stop == nil {
		m.Stop = StopInflection
	}
	m.Damping, m.Ridge = orDefault(m.Damping, .01), orDefault(m.Ridge, 1e-4)
	return m
}

// Divide makes K blocks with K−1 purifications, each of which may remove at most the
// share (K−1)/K of its rows, since the block it keeps is the largest of those left. It
// records every removal and, at the end, where it stopped.
func (m Purify) Divide(p *softmax.Problem, k int, record Recorder, tick Tick) (*Division, error) {
	if err := check(p, k); err != nil {
		return nil, err
	}
	m = m.withDefaults()
	blocks := make([]int, len(p.Rows)) // of every row, by entry of p.Rows
	s := &purification{Purify: m, p: p, k: k, blocks: blocks, record: record, tick: tick, entry: map[int]int{}}
	for i, r := range p.Rows {
		s.entry[r] = i
	}
	rows := slices.Clone(p.Rows)
	slices.Sort(rows)
	for b := range k - 1 {
		steps, perStep := s.budget(len(rows), b)
		if steps < 1 && b > 0 {
			break // too little is left to divide; the other blocks stay empty
		}
		if steps < 1 {
			return nil, &scenario.Error{Field: "divide.blocks",
				Problem: say.T("is %d, too many to purify %d rows into, %d at a time", k, len(rows), perStep),
				Remedy:  say.T("use fewer blocks, fewer rows per step, or more than %d rows", scenario.MinRows+perStep)}
		}
		var err error
		if rows, err = s.split(rows, b, steps, perStep); err != nil {
			return nil, err
		}
	}
	theta, err := SubModels(p, blocks, k, m.Ridge, tick)
	if err != nil {
		return nil, err
	}
	d := &Division{R: oneHot(blocks, k), Weights: shares(blocks, k), Theta: theta, LogLikelihood: noLikelihood,
		Iterations: s.index, Outcome: softmax.Converged}
	return d.finish(), nil
}

// purification is a run in progress.
type purification struct {
	Purify
	p      *softmax.Problem
	k      int
	blocks []int
	entry  map[int]int // entry of p.Rows by row
	index  int
	record Recorder
	tick   Tick
}

// budget returns how many steps of how many rows may lead from n rows to block b.
func (s *purification) budget(n, b int) (steps, perStep int) {
	perStep = orDefault(s.PerStep, max(1, n/100))
	return min((n-max(scenario.MinRows, n/(s.k-b)))/perStep, scenario.MaxSteps), perStep
}

// split purifies the rows into block b and what is left, which it puts into block b+1
// and returns.
func (s *purification) split(rows []int, b, steps, perStep int) ([]int, error) {
	loop, err := purify.NewLoop(purify.Config{X: s.p.X, Y: s.p.Y, Rows: rows, Classes: s.p.Basis.C, Fit: s.Fit,
		Damping: s.Damping, Seed: s.Seed, Purify: scenario.Purify{Rule: s.Rule, PerStep: perStep, Steps: steps}})
	if err != nil {
		return nil, err
	}
	var path Trajectory
	var order []int // rows in the order they leave
	for {
		step, err := loop.Next(func(string, int, int) error { return s.tick.call(len(path.Removed), steps+1) })
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		path.Removed = append(path.Removed, len(order))
		path.Variance = append(path.Variance, step.State.Variance())
		if err := s.report(step.Fit.Theta, b, len(step.Removed)); err != nil {
			return nil, err
		}
		for _, r := range step.Removed {
			s.blocks[s.entry[r]] = b + 1
			order = append(order, r)
		}
	}
	stop := path.Removed[s.Stop(path).Step]
	for _, r := range order[stop:] { // went too far: these come back
		s.blocks[s.entry[r]] = b
	}
	if err := s.report(nil, b, len(order)-stop); err != nil {
		return nil, err
	}
	rest := slices.Clone(order[:stop])
	slices.Sort(rest)
	return rest, nil
}

// report records the blocks; theta is the model of block b, the only one fitted so far.
func (s *purification) report(theta []float64, b, moved int) error {
	defer func() { s.index++ }()
	if s.record == nil {
		return nil
	}
	it := &Iteration{Index: s.index, R: oneHot(s.blocks, s.k), Weights: shares(s.blocks, s.k),
		LogLikelihood: noLikelihood, Objective: noLikelihood, Moved: moved}
	if theta != nil {
		it.Theta = make([][]float64, s.k)
		it.Theta[b] = theta
	}
	return s.record(it)
}
