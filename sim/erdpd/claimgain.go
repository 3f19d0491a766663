package erdpd

import (
	"fmt"
	"math"

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
	statement: "Dilution reaches a target accuracy in 10–30 % fewer epochs under 20–40 % symmetric noise",
	source:    "white paper",
	rule: "The targets are 95 % and 100 % of the undiluted arm's best clean accuracy under the same seed. Per noise rate and target: with the purity estimate " +
		"of the experiment, the epochs it costs counted and not counted, and with purity known. The saved share is " +
		"1 − E_diluted/E_undiluted; yes if its interval lies above .10, no if below. Holds if yes in all cases with the estimate counted; holds under … those with " +
		"a yes; does not hold if none is a yes and some are a no; not decided if every interval holds both.",
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
			rate := fmt.Sprintf("%.0f %% noise", 100*c.Trials[i].Experiment.Data.Noise.Rate)
			for _, share := range targetShares {
				settings := fmt.Sprintf("%s, target %.0f %%", rate, 100*share)
				three := []Figure{saved(plain, mixed, settings+", purity estimate counted", share, true),
					saved(plain, mixed, settings+", purity estimate not counted", share, false), saved(plain, known, settings+", purity known", share, false)}
				counted, cases = append(counted, three[0]), append(cases, three...)
				c.Figures = append(c.Figures, three...)
				c.Figures = append(c.Figures, epochsFigure(plain, plain, settings+", undiluted", share), epochsFigure(mixed, plain, settings+", diluted", share))
			}
			c.Figures = append(c.Figures,
				newFigure("best clean accuracy, diluted less undiluted", rate, "", paired(mixed, plain, func(a, b *Result) float64 { return a.Best() - b.Best() })),
				newFigure("last clean accuracy, diluted less undiluted", rate, "", paired(mixed, plain, lastGain)),
				newFigure("last clean accuracy, diluted less undiluted", rate+", purity known", "", paired(known, plain, lastGain)), naturalFigure(mixed, rate))
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
func fasterVerdict(all, counted []Figure) (Verdict, string) {
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
		return verdict, "in every case: " + join(found.yes)
	}
	text := fmt.Sprintf("no in %d of %d cases and not decided in %d, where the mean saved share lies between %s and %s", len(found.no), len(all), len(found.open),
		signs.Replace(fmt.Sprintf("%.2f", low)), signs.Replace(fmt.Sprintf("%.2f", high)))
	if len(found.yes) > 0 {
		text = join(found.yes) + "; " + text
	}
	return verdict, text
}

// lastGain is the difference in clean accuracy after the last epoch.
func lastGain(a, b *Result) float64 { return a.Last().Accuracy - b.Last().Accuracy }

// naturalFigure is the share of the rows in D_p: a schedule dilutes while α is above it,
// and adds noise below it.
func naturalFigure(list []*Result, settings string) Figure {
	return newFigure("|D_p|/n, the α that changes nothing", settings, "", over(list, func(r *Result) float64 { return float64(r.Pools.Count) / float64(r.Rows) }))
}

// saved is the share of epochs that dilution saves. A run that never reaches the target
// counts with one epoch more than it has, which understates what it costs.
func saved(plain, mixed []*Result, settings string, share float64, counted bool) Figure {
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
	f := newFigure("share of epochs saved", settings, "", values)
	if missed > 0 {
		f.Note = fmt.Sprintf("%d of %d diluted runs never reach the target and count with one epoch more than they have", missed, len(mixed))
	}
	return f
}

func epochsFigure(list, plain []*Result, settings string, share float64) Figure {
	return newFigure("epochs to the target", settings, "epochs", paired(list, plain, func(a, b *Result) float64 {
		epochs, _ := a.EpochsTo(share * b.Best())
		return epochs
	}))
}

// littleGain is the gain in accuracy below which it counts as little.
const littleGain = 0.01

var treesClaim = claimKind{
	id:        ClaimTrees,
	statement: "Decision trees, forests and boosting gain little from dilution",
	source:    "white paper",
	rule: "Per model: little if the interval of the paired gain in clean accuracy after the last round, diluted less undiluted, lies below .01, and not " +
		"little if above. " + casesRule + " A network stands beside them and does not enter.",
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
			gain := newFigure("gain in last clean accuracy", string(kind), "", paired(mixed, plain, lastGain))
			c.Figures = append(c.Figures, gain, newFigure("last clean accuracy, undiluted", string(kind), "", over(plain, func(r *Result) float64 { return r.Last().Accuracy })))
			if i > 0 {
				found.add(string(kind), gain, littleGain)
			}
		}
		found.yes, found.no = found.no, found.yes // the claim is that the gain is small
		c.judged(&found)
		c.Condition += fmt.Sprintf("; %s gains %s", c.Trials[0].Experiment.Model.Kind, c.Figures[0])
		return nil
	},
}

var annealingClaim = claimKind{
	id:        ClaimAnnealing,
	statement: "α must be annealed: training on the pure pool throughout overspecializes",
	source:    "white paper",
	rule: "Against α held at 0.9, per annealed schedule: needed if the interval of the paired difference in clean accuracy after the last epoch, " +
		"annealed less held, lies above 0, not needed if below. " + casesRule,
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
		drop := newFigure("best less last clean accuracy", c.Trials[0].Experiment.Schedule.label(), "", over(static, func(r *Result) float64 { return r.Best() - r.Last().Accuracy }))
		c.Figures = []Figure{drop, newFigure("last clean accuracy", c.Trials[0].Experiment.Schedule.label(), "", over(static, func(r *Result) float64 { return r.Last().Accuracy }))}
		for _, t := range c.Trials[1:] {
			gain := newFigure("last clean accuracy, annealed less held", t.Experiment.Schedule.label(), "", paired(runs.of(t), static, lastGain))
			c.Figures = append(c.Figures, gain)
			found.add(t.Experiment.Schedule.label(), gain, 0)
		}
		c.judged(&found)
		natural := naturalFigure(static, "")
		c.Figures = append(c.Figures, natural)
		c.Condition += fmt.Sprintf(". Held at 0.9, accuracy falls %s from its best; |D_p| is %s of the rows, and a schedule below that share adds noise instead of diluting it", drop, natural)
		return nil
	},
}
