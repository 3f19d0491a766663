package erdpd

import (
	"math"

	"untangle/sim/say"
	"untangle/sim/scenario"
)

// The α at which mixtures are looked at: 0.05 … 0.95.
const gridSteps = 20

func diluted(base Experiment) []Trial { return []Trial{{base, ArmDiluted}} }

// eachMixture calls f for every run of the claim's first trial with its mixtures. Runs
// without two pools have no mixture.
func eachMixture(c *Claim, runs runs, f func(grid []Mixture)) error {
	for _, r := range runs.of(c.Trials[0]) {
		if r.Pure == nil {
			return &scenario.Error{Field: "results", Problem: say.T("of seed %d have an empty pool, so there is no mixture", r.Seed), Remedy: say.T("choose a threshold that leaves rows on both sides")}
		}
		grid := make([]Mixture, 0, gridSteps-1)
		for k := 1; k < gridSteps; k++ {
			grid = append(grid, Mix(float64(k)/gridSteps, r.Pure, r.Noisy))
		}
		f(grid)
	}
	return nil
}

// rounding is the largest difference of entropies that counts as none.
const rounding = 1e-9

var mixtureClaim = claimKind{
	id:        ClaimMixture,
	statement: say.T("H(αP_p + (1−α)P_n) ≤ αH(P_p) + (1−α)H(P_n), by concavity"),
	source:    fromPaper,
	rule: say.T("Holds if H(P′) stays at or below the chord (within 1e-9 nats) at every α = .05 … .95 in every run; " +
		"holds under … if in some runs; does not hold if in every run it rises above the chord somewhere."),
	plan: diluted,
	judge: func(c *Claim, runs runs) error {
		var gaps, at []float64
		below, points, above := 0, 0, 0
		err := eachMixture(c, runs, func(grid []Mixture) {
			best, where := math.Inf(-1), 0.0
			for _, m := range grid {
				gap := m.Entropy - m.Chord
				points++
				if gap > rounding {
					above++
				}
				if gap > best {
					best, where = gap, m.Alpha
				}
			}
			if best <= rounding {
				below++
			}
			gaps, at = append(gaps, best), append(at, where)
		})
		if err != nil {
			return err
		}
		gap := newFigure(say.T("largest H(P′) − chord"), c.Trials[0].label(), say.T("nats"), gaps)
		c.Figures = []Figure{gap, newFigure(say.T("α of the largest gap"), c.Trials[0].label(), none, at)}
		c.Condition = say.T("H(P′) lies above the chord at %d of %d pairs of run and α, by up to %s nats: entropy is concave, so the inequality runs the other way unless P_p = P_n", above, points, gap.Text())
		switch {
		case below == len(gaps):
			c.Verdict = Holds
			c.Condition = say.T("in every run H(P′) equals the chord: the pools do not differ")
		case below > 0:
			c.Verdict = HoldsUnder
			c.Condition = say.T("P_p = P_n, which %d of %d runs have; else %s", below, len(gaps), c.Condition)
		default:
			c.Verdict = DoesNot
		}
		return nil
	},
}

var derivativeClaim = claimKind{
	id:        ClaimDerivative,
	statement: say.T("dH/dα = H(P_p) − H(P_n) < 0, so entropy falls as α grows"),
	source:    fromPaper,
	rule: say.T("Holds if at every α = .05 … .95 in every run the slope is negative and the formula is right within 1e-6 nats; " +
		"holds under α > a if the slope is negative in every run above some a ≤ .9; does not hold otherwise."),
	plan: diluted,
	judge: func(c *Claim, runs runs) error {
		var worst, peak []float64
		last, points, rising := 0.0, 0, 0
		err := eachMixture(c, runs, func(grid []Mixture) {
			off, top := 0.0, 0.0
			for _, m := range grid {
				points++
				off = math.Max(off, math.Abs(m.Slope-m.PaperSlope))
				if m.Slope >= 0 {
					rising++
					top = m.Alpha
				}
			}
			last = math.Max(last, top)
			worst, peak = append(worst, off), append(peak, top)
		})
		if err != nil {
			return err
		}
		label := c.Trials[0].label()
		off := newFigure(say.T("largest error of the formula H_p − H_n"), label, say.T("nats"), worst)
		c.Figures = []Figure{off, newFigure(say.T("largest α at which H still rises"), label, none, peak)}
		wrong := say.T("the slope is −Σ(P_p − P_n) ln P′, from which the formula is off by up to %s nats; H rises with α at %d of %d pairs of run and α", off.Text(), rising, points)
		switch {
		case rising == 0 && maxOf(worst) <= 1e-6:
			c.Verdict, c.Condition = Holds, say.T("at every α measured")
		case last <= .9:
			c.Verdict, c.Condition = HoldsUnder, say.T("α > %.2f, as for the sign; %s", last, wrong)
		default:
			c.Verdict, c.Condition = DoesNot, wrong
		}
		return nil
	},
}

func maxOf(v []float64) float64 {
	m := math.Inf(-1)
	for _, x := range v {
		m = math.Max(m, x)
	}
	return m
}

var confidenceClaim = claimKind{
	id:        ClaimConfidence,
	statement: say.T("Rows whose largest p(y|x) is above τ are pure"),
	source:    fromPaper,
	rule: say.T("With τ such that half of the rows are in D_p, and against the truth: holds if the lower limit of the precision of D_p is at least .95; holds under … if the precision " +
		"less the share of right labels among all rows has a lower limit above 0; does not hold otherwise."),
	plan: func(base Experiment) []Trial { return estimators(base, EstimateConfidence, EstimateGiven) },
	judge: func(c *Claim, runs runs) error {
		own, given := runs.of(c.Trials[0]), runs.of(c.Trials[1])
		precision := newFigure(say.T("precision of D_p"), c.Trials[0].label(), none, over(own, func(r *Result) float64 { return r.Pools.Precision }))
		gain := newFigure(say.T("precision less the base rate"), c.Trials[0].label(), none, over(own, func(r *Result) float64 { return r.Pools.Precision - r.Pools.Base }))
		area := newFigure(say.T("AUC against the truth"), c.Trials[0].label(), none, over(own, func(r *Result) float64 { return r.Pools.AUC }))
		other := newFigure(say.T("AUC against the truth"), c.Trials[1].label(), none, over(given, func(r *Result) float64 { return r.Pools.AUC }))
		c.Figures = []Figure{precision, gain, area, other}
		text := say.T("precision %s, %s above the base rate; AUC %s, where p(given label|x) has %s. Confidence never looks at the label, so a confident model takes a wrong one for pure", precision.Text(), gain.Text(), area.Text(), other.Text())
		switch {
		case precision.Low >= .95:
			c.Verdict, c.Condition = Holds, text
		case gain.Low > 0:
			c.Verdict, c.Condition = HoldsUnder, say.T("a weaker reading, purer than chance: %s", text)
		default:
			c.Verdict, c.Condition = DoesNot, text
		}
		return nil
	},
}

// estimators varies the purity estimator, with half of the rows in D_p each time: one
// threshold does not fit them all.
func estimators(base Experiment, names ...EstimatorName) []Trial {
	var out []Trial
	for _, name := range names {
		base.Purity.Estimator, base.Purity.Keep = name, .5
		base.Train.Continue = base.Train.Continue && base.Purity.single()
		out = append(out, Trial{base, ArmDiluted})
	}
	return out
}

var bridgeClaim = claimKind{
	id:        ClaimBridge,
	statement: say.T("Purity by δ, from the variance of influence, tells right from wrong labels better than the other estimators"),
	source:    fromUs,
	rule: say.T("Per estimator (confidence, p(given label|x), agreement, loss): better if the interval of the paired difference in AUC lies above 0, not " +
		"better if it lies below. Holds if better than every one, does not hold if not better than more than half of them or better than none; " +
		"holds under … those with a yes otherwise; not decided if every interval holds both."),
	plan: func(base Experiment) []Trial {
		return estimators(base, EstimateDelta, EstimateConfidence, EstimateGiven, EstimateAgreement, EstimateLoss)
	},
	judge: func(c *Claim, runs runs) error {
		var found cases
		own := runs.of(c.Trials[0])
		c.Figures = []Figure{newFigure(say.T("AUC against the truth"), c.Trials[0].label(), none, over(own, func(r *Result) float64 { return r.Pools.AUC }))}
		for _, t := range c.Trials[1:] {
			other := runs.of(t)
			c.Figures = append(c.Figures, newFigure(say.T("AUC against the truth"), t.label(), none, over(other, func(r *Result) float64 { return r.Pools.AUC })))
			d := newFigure(say.T("AUC of δ less this one’s"), t.label(), none, paired(own, other, func(a, b *Result) float64 { return a.Pools.AUC - b.Pools.AUC }))
			accuracy := newFigure(say.T("last clean accuracy with δ less this one’s"), t.label(), none, paired(own, other, lastGain))
			c.Figures = append(c.Figures, d, accuracy)
			found.add(word(t.Experiment.Purity.Estimator), d, 0)
		}
		c.judged(&found)
		if 2*len(found.no) > len(c.Trials)-1 {
			c.Verdict = DoesNot // it is "better than the others", and most of them are better
		}
		return nil
	},
}
