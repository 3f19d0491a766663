package erdpd

import (
	"math"

	"untangle/sim/say"
	"untangle/sim/scenario"
)

// targetShares set the targets of "epochs to target": shares of the best clean accuracy of
// the undiluted arm under the same seed.
var targetShares = []float64{.95, 1}

// fasterRates are the noise rates of the paper's claim.
var fasterRates = []float64{.2, .3, .4}

// leastSaved is the lower end of the paper's 10–30 %.
const leastSaved = 0.1

var fasterClaim = claimKind{
	id:        ClaimFaster,
	statement: say.T("Dilution reaches a target accuracy in 10–30%% fewer epochs under 20–40%% symmetric noise"),
	source:    fromPaper,
	rule: say.T("The targets are 95%% and 100%% of the undiluted arm’s best clean accuracy under the same seed. Per noise rate and target: with the purity estimate " +
		"of the experiment, the epochs it costs counted and not counted, and with purity known. The saved share is " +
		"1 − E_diluted/E_undiluted; yes if its interval lies above .10, no if below. Holds if yes in all cases with the estimate counted; holds under … those with " +
		"a yes; does not hold if none is a yes and some are a no; not decided if every interval holds both."),
	plan: func(base Experiment) []Trial {
		base = asNetwork(base)
		base.Data.Noise.Kind = scenario.NoiseSymmetric
		var out []Trial
		for _, rate := range fasterRates {
			e := withNoise(base, rate)
			out = append(out, Trial{e, ArmUndiluted}, Trial{e, ArmDiluted})
			e.Purity.Estimator, e.Purity.Threshold, e.Purity.Keep, e.Train.Continue = EstimateTruth, .5, 0, false
			out = append(out, Trial{e, ArmDiluted})
		}
		return out
	},
	judge: func(c *Claim, runs runs) error {
		var cases, counted []Figure
		for i := 0; i < len(c.Trials); i += 3 {
			plain, mixed, known := runs.of(c.Trials[i]), runs.of(c.Trials[i+1]), runs.of(c.Trials[i+2])
			rate := say.T("%.0f%% noise", 100*c.Trials[i].Experiment.Data.Noise.Rate)
			for _, share := range targetShares {
				settings := say.T("%s, target %.0f%%", rate, 100*share)
				three := []Figure{saved(plain, mixed, say.T("%s, purity estimate counted", settings), share, true),
					saved(plain, mixed, say.T("%s, purity estimate not counted", settings), share, false), saved(plain, known, say.T("%s, purity known", settings), share, false)}
				counted, cases = append(counted, three[0]), append(cases, three...)
				c.Figures = append(c.Figures, three...)
				c.Figures = append(c.Figures, epochsFigure(plain, plain, say.T("%s, undiluted", settings), share), epochsFigure(mixed, plain, say.T("%s, diluted", settings), share))
			}
			c.Figures = append(c.Figures,
				newFigure(say.T("best clean accuracy, diluted less undiluted"), rate, none, paired(mixed, plain, func(a, b *Result) float64 { return a.Best() - b.Best() })),
				newFigure(say.T("last clean accuracy, diluted less undiluted"), rate, none, paired(mixed, plain, lastGain)),
				newFigure(say.T("last clean accuracy, diluted less undiluted"), say.T("%s, purity known", rate), none, paired(known, plain, lastGain)), naturalFigure(mixed, rate))
		}
		c.Verdict, c.Condition = fasterVerdict(cases, counted)
		c.Cases = len(cases)
		for _, f := range cases {
			if f.Low > leastSaved {
				c.Yes++
			}
		}
		return nil
	},
}

// fasterVerdict applies the rule of the claim. There are too many cases to list those
// without a yes.
func fasterVerdict(all, counted []Figure) (Verdict, say.Text) {
	var found, main cases
	low, high := math.Inf(1), math.Inf(-1)
	for _, f := range all {
		found.add(f.Settings, f, leastSaved)
		if f.Low <= leastSaved {
			low, high = math.Min(low, f.Mean), math.Max(high, f.Mean)
		}
	}
	for _, f := range counted {
		main.add(f.Settings, f, leastSaved)
	}
	verdict, _ := found.verdict()
	if v, _ := main.verdict(); v == Holds || verdict == Holds {
		verdict = v
	}
	others := len(found.no) + len(found.open)
	if others == 0 {
		return verdict, say.T("in every case: %s", say.List(found.yes))
	}
	text := say.T("no in %d of %d cases and not decided in %d, where the mean saved share lies between %s and %s", len(found.no), len(all), len(found.open),
		signed("%.2f", low), signed("%.2f", high))
	if len(found.yes) > 0 {
		text = say.Semicolons([]say.Text{say.List(found.yes), text})
	}
	return verdict, text
}

// lastGain is the difference in clean accuracy after the last epoch.
func lastGain(a, b *Result) float64 { return a.Last().Accuracy - b.Last().Accuracy }

// naturalFigure is the share of the rows in D_p: a schedule dilutes while α is above it,
// and adds noise below it.
func naturalFigure(list []*Result, settings say.Text) Figure {
	return newFigure(say.T("|D_p|/n, the α that changes nothing"), settings, none, over(list, func(r *Result) float64 { return float64(r.Pools.Count) / float64(r.Rows) }))
}

// saved is the share of epochs that dilution saves. A run that never reaches the target
// counts with one epoch more than it has, which understates what it costs.
func saved(plain, mixed []*Result, settings say.Text, share float64, counted bool) Figure {
	missed := 0
	values := paired(plain, mixed, func(a, b *Result) float64 {
		before, _ := a.EpochsTo(share * a.Best())
		after, reached := b.EpochsTo(share * a.Best())
		if !reached {
			missed++
		}
		if counted {
			after += b.Pools.CostEpochs
		}
		if before == 0 {
			return 0 // the target is met before training
		}
		return 1 - after/before
	})
	f := newFigure(say.T("share of epochs saved"), settings, none, values)
	if missed > 0 {
		f.Note = say.T("%d of %d diluted runs never reach the target and count with one epoch more than they have", missed, len(mixed))
	}
	return f
}

func epochsFigure(list, plain []*Result, settings say.Text, share float64) Figure {
	return newFigure(say.T("epochs to the target"), settings, say.T("epochs"), paired(list, plain, func(a, b *Result) float64 {
		epochs, _ := a.EpochsTo(share * b.Best())
		return epochs
	}))
}

// littleGain is the gain in accuracy below which it counts as little.
const littleGain = 0.01

var treesClaim = claimKind{
	id:        ClaimTrees,
	statement: say.T("Decision trees, forests and boosting gain little from dilution"),
	source:    fromPaper,
	rule: say.T("%s %s %s", say.T("Per model: little if the interval of the paired gain in clean accuracy after the last round, diluted less undiluted, lies below .01, and not "+
		"little if above."), casesRule, say.T("A network stands beside them and does not enter.")),
	plan: func(base Experiment) []Trial {
		e := asNetwork(base)
		out := []Trial{{e, ArmUndiluted}, {e, ArmDiluted}}
		for _, kind := range []ModelKind{ModelTree, ModelForest, ModelBoosting} {
			e := base
			e.Model = Model{Kind: kind}
			e.Train.Reweight, e.Train.Continue = false, false
			if e.Train.Rate = .3; e.Schedule.Kind == ScheduleVariance {
				e.Schedule.Kind = ScheduleLinear
			}
			out = append(out, Trial{e, ArmUndiluted}, Trial{e, ArmDiluted})
		}
		return out
	},
	judge: func(c *Claim, runs runs) error {
		var found cases
		for i := 0; i < len(c.Trials); i += 2 {
			plain, mixed := runs.of(c.Trials[i]), runs.of(c.Trials[i+1])
			kind := c.Trials[i].Experiment.Model.Kind
			gain := newFigure(say.T("gain in last clean accuracy"), word(kind), none, paired(mixed, plain, lastGain))
			c.Figures = append(c.Figures, gain, newFigure(say.T("last clean accuracy, undiluted"), word(kind), none, over(plain, func(r *Result) float64 { return r.Last().Accuracy })))
			if i > 0 {
				found.add(word(kind), gain, littleGain)
			}
		}
		found.yes, found.no = found.no, found.yes // the claim is that the gain is small
		c.judged(&found)
		c.Condition = say.T("%s; %s gains %s", c.Condition, word(c.Trials[0].Experiment.Model.Kind), c.Figures[0].Text())
		return nil
	},
}

var annealingClaim = claimKind{
	id:        ClaimAnnealing,
	statement: say.T("α must be annealed: training on the pure pool throughout overspecializes"),
	source:    fromPaper,
	rule: say.T("%s %s", say.T("Against α held at 0.9, per annealed schedule: needed if the interval of the paired difference in clean accuracy after the last epoch, "+
		"annealed less held, lies above 0, not needed if below."), casesRule),
	plan: func(base Experiment) []Trial {
		base = asNetwork(base)
		var out []Trial
		for _, s := range []Schedule{{ScheduleStatic, .9, .9, 0}, {ScheduleExponential, .9, .3, .1}, {ScheduleLinear, 1, .5, 0}, {ScheduleVariance, .9, .5, 0}} {
			base.Schedule = s
			out = append(out, Trial{base, ArmDiluted})
		}
		return out
	},
	judge: func(c *Claim, runs runs) error {
		var found cases
		static := runs.of(c.Trials[0])
		drop := newFigure(say.T("best less last clean accuracy"), c.Trials[0].Experiment.Schedule.label(), none, over(static, func(r *Result) float64 { return r.Best() - r.Last().Accuracy }))
		c.Figures = []Figure{drop, newFigure(say.T("last clean accuracy"), c.Trials[0].Experiment.Schedule.label(), none, over(static, func(r *Result) float64 { return r.Last().Accuracy }))}
		for _, t := range c.Trials[1:] {
			gain := newFigure(say.T("last clean accuracy, annealed less held"), t.Experiment.Schedule.label(), none, paired(runs.of(t), static, lastGain))
			c.Figures = append(c.Figures, gain)
			found.add(t.Experiment.Schedule.label(), gain, 0)
		}
		c.judged(&found)
		natural := naturalFigure(static, none)
		c.Figures = append(c.Figures, natural)
		c.Condition = say.T("%s. Held at 0.9, accuracy falls %s from its best; |D_p| is %s of the rows, and a schedule below that share adds noise instead of diluting it", c.Condition, drop.Text(), natural.Text())
		return nil
	},
}
