package erdpd

import (
	"math"

	"gonum.org/v1/gonum/stat"

	"untangle/sim/say"
	"untangle/sim/scenario"
)

// withNoise sets the noise rate; the kind stays, or becomes symmetric where there is none.
func withNoise(e Experiment, rate float64) Experiment {
	if e.Data.Noise.Kind == "" || e.Data.Noise.Kind == scenario.NoiseNone {
		e.Data.Noise.Kind = scenario.NoiseSymmetric
	}
	e.Data.Noise.Rate = rate
	if rate == 0 {
		e.Data.Noise = scenario.Noise{Kind: scenario.NoiseNone}
	}
	return e
}

// asNetwork replaces models without gradients by softmax regression.
func asNetwork(e Experiment) Experiment {
	if !e.Model.Gradient() {
		e.Model, e.Train.Rate = Model{Kind: ModelSoftmax}, Default().Train.Rate
	}
	return e
}

// varianceRates are the noise rates over which variance is held against entropy.
var varianceRates = []float64{0, .1, .2, .3, .4, .5}

var varianceClaim = claimKind{
	id:        ClaimVariance,
	statement: say.T("Var[g] is proportional to the entropy of the labels"),
	source:    fromPaper,
	rule: say.T("Over noise rates 0 … .5, undiluted, before and after training: holds if the largest deviation of Var[g] from k·H(Y|X), k by least " +
		"squares, has an upper limit of at most 10%% of the mean of Var[g] in both states; holds under … if instead the correlation of Var[g] " +
		"and H(Y|X), an affine relation, has a lower limit of at least .95 in one state or both; does not hold otherwise."),
	plan: func(base Experiment) []Trial {
		base = asNetwork(base)
		var out []Trial
		for _, rate := range varianceRates {
			out = append(out, Trial{withNoise(base, rate), ArmUndiluted})
		}
		return out
	},
	judge: func(c *Claim, runs runs) error {
		proportional := true
		var affine, text []say.Text
		for _, state := range []struct {
			name say.Text
			at   func(*Result) *Epoch
		}{{say.T("before training"), func(r *Result) *Epoch { return &r.Epochs[0] }}, {say.T("after training"), (*Result).Last}} {
			var off, corr, zero []float64
			for s := range c.Seeds {
				var h, v []float64
				for _, t := range c.Trials {
					r := runs.of(t)[s]
					h, v = append(h, r.NoiseEntropy), append(v, state.at(r).Gradient.Variance)
				}
				off, zero = append(off, deviation(h, v)), append(zero, v[0]/v[len(v)-1])
				corr = append(corr, correlation(h, v))
			}
			d := newFigure(say.T("largest deviation from Var[g] = k·H(Y|X), over the mean of Var[g]"), state.name, none, off)
			r := newFigure(say.T("correlation of Var[g] and H(Y|X)"), state.name, none, corr)
			z := newFigure(say.T("Var[g] at no noise over Var[g] at 50%%"), state.name, none, zero)
			c.Figures = append(c.Figures, d, r, z)
			proportional = proportional && d.High <= .1
			if r.Low >= .95 {
				affine = append(affine, state.name)
			}
			text = append(text, say.T("%s the deviation is %s and the correlation %s; without noise, where H(Y|X) = 0, Var[g] is still %s of that at 50%% noise", state.name, d.Text(), r.Text(), z.Text()))
		}
		switch {
		case proportional:
			c.Verdict, c.Condition = Holds, say.Semicolons(text)
		case len(affine) > 0:
			c.Verdict, c.Condition = HoldsUnder, say.T("an affine instead of a proportional relation, %s: %s", say.List(affine), say.Semicolons(text))
		default:
			c.Verdict, c.Condition = DoesNot, say.Semicolons(text)
		}
		return nil
	},
}

// deviation returns the largest |v − k·h| over the mean of v, k by least squares.
func deviation(h, v []float64) float64 {
	hv, hh := 0.0, 0.0
	for i := range h {
		hv += h[i] * v[i]
		hh += h[i] * h[i]
	}
	worst := 0.0
	for i := range h {
		worst = math.Max(worst, math.Abs(v[i]-hv/math.Max(hh, math.SmallestNonzeroFloat64)*h[i]))
	}
	return worst / math.Max(stat.Mean(v, nil), math.SmallestNonzeroFloat64)
}

// correlation is Pearson's, 0 where one side does not vary.
func correlation(a, b []float64) float64 {
	if r := stat.Correlation(a, b, nil); !math.IsNaN(r) {
		return r
	}
	return 0
}

var boundClaim = claimKind{
	id:        ClaimBound,
	statement: say.T("E[L] − L* ≤ C·Var[g]/t"),
	source:    fromPaper,
	rule: say.T("L is the clean test loss, L* its least value in training on the true labels (same seed), t the epoch. C is fitted: the largest " +
		"(L − L*)·t/Var[g] over the first third of the epochs of all seeds. Per arm, holds if in at least 95%% of the runs the bound stays true " +
		"to the last epoch; holds under … if in one arm only, or if it stays true in 95%% of the runs to two thirds of the epochs; does not hold otherwise."),
	plan: func(base Experiment) []Trial {
		base = asNetwork(base)
		return []Trial{{base, ArmClean}, {base, ArmDiluted}, {base, ArmUndiluted}}
	},
	judge: func(c *Claim, runs runs) error {
		best := over(runs.of(c.Trials[0]), leastLoss)
		found := cases{sentences: true}
		for _, t := range c.Trials[1:] {
			b := fitBound(runs.of(t), best)
			last := newFigure(say.T("last epoch to which the fitted bound holds"), word(t.Arm), say.T("epochs"), b.until)
			slope := newFigure(say.T("slope of ln(L − L*) against ln t, second half"), word(t.Arm), none, b.slope)
			excess := newFigure(say.T("L − L* after the last epoch"), word(t.Arm), say.T("nats"), b.excess)
			excess.Note = say.T("C = %.3g, fitted to the first %d epochs", b.c, b.fitted)
			c.Figures = append(c.Figures, last, slope, excess)
			text := say.T("%s: with C = %.3g from epochs 1–%d the bound holds to epoch %d of %d in 95%% of the runs; L − L* falls as t to the power %s where 1/t is claimed at constant variance", word(t.Arm), b.c, b.fitted, b.common, b.epochs, signed("%.2f", slope.Mean))
			switch {
			case b.common == b.epochs:
				found.yes = append(found.yes, text)
			case 3*b.common >= 2*b.epochs:
				found.yes = append(found.yes, say.T("t ≤ %d only, %s", b.common, text))
				found.no = append(found.no, say.T("t > %d, %s", b.common, word(t.Arm)))
			default:
				found.no = append(found.no, text)
			}
		}
		c.Verdict, c.Condition = found.verdict() // a bound may be a yes and a no: arms are no cases to count
		return nil
	},
}

func leastLoss(r *Result) float64 {
	best := math.Inf(1)
	for _, e := range r.Epochs {
		best = math.Min(best, e.CleanLoss)
	}
	return best
}

// bound is the bound C·Var/t fitted to the runs of an arm.
type bound struct {
	c                    float64
	fitted, epochs       int
	common               int // last epoch to which it holds in 95 % of the runs
	until, slope, excess []float64
}

// minExcess keeps the logarithm of an excess loss finite.
const minExcess = 1e-6

func fitBound(list []*Result, best []float64) bound {
	b := bound{epochs: len(list[0].Epochs) - 1}
	b.fitted = max(1, b.epochs/3)
	for s, r := range list {
		for t := 1; t <= b.fitted; t++ {
			if v := r.Epochs[t].Gradient.Variance; v > 0 {
				b.c = math.Max(b.c, (r.Epochs[t].CleanLoss-best[s])*float64(t)/v)
			}
		}
	}
	broken := make([]int, b.epochs+2) // runs that the bound fails first at epoch t
	for s, r := range list {
		until := b.epochs
		var x, y []float64
		for t := 1; t <= b.epochs; t++ {
			excess := r.Epochs[t].CleanLoss - best[s]
			if until == b.epochs && excess > b.c*r.Epochs[t].Gradient.Variance/float64(t)*(1+rounding) {
				until = t - 1
			}
			if 2*t > b.epochs {
				x, y = append(x, math.Log(float64(t))), append(y, math.Log(math.Max(minExcess, excess)))
			}
		}
		broken[until+1]++
		b.until = append(b.until, float64(until))
		b.excess = append(b.excess, r.Last().CleanLoss-best[s])
		slope := 0.0
		if len(x) > 1 {
			_, slope = stat.LinearRegression(x, y, nil, false)
		}
		b.slope = append(b.slope, slope)
	}
	failed := 0
	for t := 1; t <= b.epochs; t++ {
		if failed += broken[t]; float64(failed) > .05*float64(len(list)) {
			break
		}
		b.common = t
	}
	return b
}
