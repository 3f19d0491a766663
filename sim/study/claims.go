package study

import (
	"encoding/json"
	"math"

	"untangle/sim/erdpd"
	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/session"
)

// claimsStudy is an opened study of kind "claims".
type claimsStudy struct {
	c      *scenario.Claims
	base   erdpd.Experiment
	trials []erdpd.Trial
	needs  []claimNeeds
	plans  [][]bool // of each claim, by trial
	data   dilutionData
}

// claimNeeds says what the claims look at in a trial.
type claimNeeds struct{ mixture, ends, bound bool }

func openClaims(doc scenario.Study, sources session.Sources) (*claimsStudy, error) {
	s := &claimsStudy{c: doc.Claims, data: dilutionData{files: sources.Files}}
	var err error
	if s.base, err = erdpd.Decode(s.c.Experiment); err != nil {
		return nil, within("claims.experiment", err)
	}
	if s.trials, err = erdpd.Trials(s.ids(), s.base); err != nil {
		return nil, within("claims", err)
	}
	s.needs = make([]claimNeeds, len(s.trials))
	for _, id := range s.ids() {
		if err := s.plan(id); err != nil {
			return nil, within("claims", err)
		}
	}
	_, err = s.data.get(s.base, s.c.Seed)
	return s, err
}

func (s *claimsStudy) ids() []erdpd.ClaimID {
	out := make([]erdpd.ClaimID, len(s.c.IDs))
	for i, id := range s.c.IDs {
		out[i] = erdpd.ClaimID(id)
	}
	return out
}

// plan marks the trials of a claim and what it looks at.
func (s *claimsStudy) plan(id erdpd.ClaimID) error {
	trials, err := erdpd.Plan(id, s.base)
	if err != nil {
		return err
	}
	of := map[string]bool{}
	for _, t := range trials {
		of[t.Key()] = true
	}
	row := make([]bool, len(s.trials))
	for i, t := range s.trials {
		if !of[t.Key()] {
			continue
		}
		row[i] = true
		n := &s.needs[i]
		n.mixture = n.mixture || id == erdpd.ClaimMixture || id == erdpd.ClaimDerivative
		n.ends = n.ends || id == erdpd.ClaimVariance
		n.bound = n.bound || id == erdpd.ClaimBound
	}
	s.plans = append(s.plans, row)
	return nil
}

// Cells implements [Study].
func (s *claimsStudy) Cells() int { return len(s.trials) * s.c.Seeds }

// Cell implements [Study].
func (s *claimsStudy) Cell(i int, _ Partial, tick purify.Tick) (any, error) {
	k := i % len(s.trials)
	t, seed := s.trials[k], s.c.Seed+uint64(i/len(s.trials))
	d, err := s.data.get(t.Experiment, seed)
	if err != nil {
		return nil, err
	}
	r, err := erdpd.Run(t.Experiment, d, seed, t.Arm, nil, tick.Of("train"))
	if err != nil {
		return nil, err
	}
	return claimCell(k, r, s.needs[k], len(d.Test)), nil
}

// claimCell keeps what is needed of a run that was tested on so many rows.
func claimCell(k int, r *erdpd.Result, n claimNeeds, tested int) ClaimCell {
	out := ClaimCell{Trial: k, Seed: r.Seed, Rows: r.Rows, Tested: tested}
	if n.ends {
		out.NoiseEntropy = Number(r.NoiseEntropy)
	}
	before := 0
	for i, e := range r.Epochs {
		right := int(math.Round(e.Accuracy * float64(tested)))
		out.Right = append(out.Right, right-before)
		before = right
		if n.bound {
			out.Loss = append(out.Loss, Number(e.CleanLoss))
		}
		if n.bound || n.ends && (i == 0 || i == len(r.Epochs)-1) {
			out.Variance = append(out.Variance, Number(e.Gradient.Variance))
		}
	}
	if p := r.Pools; p != nil {
		out.Pools = &ClaimPools{Count: p.Count, Precision: Number(p.Precision), Base: Number(p.Base), AUC: Number(p.AUC), Cost: Number(p.CostEpochs)}
		if n.mixture && r.Pure != nil {
			out.Pure, out.Noisy = countsOf(r.Pure, p.Count), countsOf(r.Noisy, r.Rows-p.Count)
		}
	}
	return out
}

// countsOf turns shares of so many rows back into counts.
func countsOf(shares []float64, rows int) []int {
	out := make([]int, len(shares))
	for i, p := range shares {
		out[i] = int(math.Round(p * float64(rows)))
	}
	return out
}

// result turns a cell back into a run, as far as the claims need it.
func (s *claimsStudy) result(c ClaimCell) (*erdpd.Result, error) {
	if c.Trial < 0 || c.Trial >= len(s.trials) {
		return nil, &scenario.Error{Field: "results", Problem: say.T("has trial %d of %d", c.Trial, len(s.trials)), Remedy: say.T("compute the study again")}
	}
	t := s.trials[c.Trial]
	r := &erdpd.Result{Experiment: t.Experiment, Arm: t.Arm, Seed: c.Seed, Rows: c.Rows, NoiseEntropy: float64(c.NoiseEntropy)}
	right := 0
	for i, more := range c.Right {
		right += more
		e := erdpd.Epoch{Index: i, Accuracy: float64(right) / float64(max(1, c.Tested)), Gradient: &erdpd.Gradient{}}
		switch {
		case len(c.Loss) == len(c.Right) && len(c.Variance) == len(c.Right):
			e.CleanLoss, e.Gradient.Variance = float64(c.Loss[i]), float64(c.Variance[i])
		case len(c.Variance) > 0 && i == 0:
			e.Gradient.Variance = float64(c.Variance[0])
		case len(c.Variance) > 0 && i == len(c.Right)-1:
			e.Gradient.Variance = float64(c.Variance[len(c.Variance)-1])
		}
		r.Epochs = append(r.Epochs, e)
	}
	if p := c.Pools; p != nil {
		r.Pools = &erdpd.Pools{Count: p.Count, Precision: float64(p.Precision), Base: float64(p.Base), AUC: float64(p.AUC), CostEpochs: float64(p.Cost)}
		r.Pure, r.Noisy = sharesOf(c.Pure), sharesOf(c.Noisy)
	}
	return r, nil
}

// sharesOf turns counts into shares; nil stays.
func sharesOf(counts []int) []float64 {
	if counts == nil {
		return nil
	}
	total := 0
	for _, c := range counts {
		total += c
	}
	out := make([]float64, len(counts))
	for i, c := range counts {
		out[i] = float64(c) / float64(max(1, total))
	}
	return out
}

// Summary implements [Study]. A claim is judged by the seeds that all its trials have.
func (s *claimsStudy) Summary(results []json.RawMessage) (any, error) {
	_, values, err := decoded[ClaimCell](results)
	if err != nil {
		return nil, err
	}
	runs := make([]*erdpd.Result, len(values))
	for i, v := range values {
		if runs[i], err = s.result(v); err != nil {
			return nil, err
		}
	}
	out := ClaimsSummary{}
	for k, id := range s.ids() {
		var own []*erdpd.Result
		perSeed := map[uint64]int{}
		for i, v := range values {
			if s.plans[k][v.Trial] {
				own = append(own, runs[i])
				perSeed[v.Seed]++
			}
		}
		card, err := s.card(id, k, own, perSeed)
		if err != nil {
			return nil, err
		}
		out.Cards = append(out.Cards, card)
	}
	return out, nil
}

// card judges a claim where two seeds or more are whole.
func (s *claimsStudy) card(id erdpd.ClaimID, k int, own []*erdpd.Result, perSeed map[uint64]int) (ClaimCard, error) {
	trials, whole := 0, 0
	for _, in := range s.plans[k] {
		if in {
			trials++
		}
	}
	for _, n := range perSeed {
		if n == trials {
			whole++
		}
	}
	judge := erdpd.Describe
	if whole >= 2 {
		judge = func(id erdpd.ClaimID, base erdpd.Experiment) (*erdpd.Claim, error) { return erdpd.Judge(id, base, own) }
	}
	c, err := judge(id, s.base)
	if err != nil {
		return ClaimCard{}, err
	}
	out := ClaimCard{ID: string(c.ID), Statement: c.Statement, Source: c.Source, Rule: c.Rule, Verdict: string(c.Verdict), Condition: c.Condition,
		Interval: c.Interval, Yes: c.Yes, Cases: c.Cases, Figures: []ClaimFigure{}, Seeds: whole, Trials: trials, Command: command(id, s.base, s.c.Seeds, s.c.Seed)}
	for _, f := range c.Figures {
		out.Figures = append(out.Figures, ClaimFigure{f.Name, f.Settings, f.Unit, Number(f.Mean), Number(f.Low), Number(f.High), f.N, f.Note})
	}
	return out, nil
}
