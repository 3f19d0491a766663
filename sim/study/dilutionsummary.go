package study

import (
	"encoding/json"

	"untangle/sim/erdpd"
)

// Summary implements [Study]. Comparisons are over the seeds that both arms have.
func (s *dilutionStudy) Summary(results []json.RawMessage) (any, error) {
	cells, values, err := decoded[DilutionCell](results)
	if err != nil {
		return nil, err
	}
	k := len(s.arms)
	groups := make([][]DilutionCell, k)
	first := map[uint64]*erdpd.Result{}
	for j, i := range cells {
		groups[i%k] = append(groups[i%k], values[j])
		if i%k == 0 {
			first[values[j].Seed] = accuracies(values[j])
		}
	}
	out := DilutionSummary{}
	for i, g := range groups {
		out.Arms = append(out.Arms, s.arm(i, g, first))
	}
	return out, nil
}

// accuracies returns a result that knows the clean accuracies only.
func accuracies(c DilutionCell) *erdpd.Result {
	r := &erdpd.Result{}
	for _, a := range c.Curves.Accuracy {
		r.Epochs = append(r.Epochs, erdpd.Epoch{Accuracy: float64(a)})
	}
	return r
}

// arm puts together the seeds of an arm; first holds the runs of the first arm by seed.
func (s *dilutionStudy) arm(i int, g []DilutionCell, first map[uint64]*erdpd.Result) DilutionArmSummary {
	out := DilutionArmSummary{Label: s.d.Arms[i].Label, Arm: s.d.Arms[i].Arm}
	bands := out.Curves.all()
	for m, band := range bands {
		*band = bandOf(g, func(c *DilutionCell) []Brief { return *c.Curves.all()[m] })
	}
	var best, last, epochs, gain, saved, counted []float64
	for _, c := range g {
		run := accuracies(c)
		best, last = append(best, run.Best()), append(last, run.Last().Accuracy)
		base := first[c.Seed]
		if base == nil {
			continue
		}
		target := s.d.Target * base.Best()
		before, _ := base.EpochsTo(target)
		after, reached := run.EpochsTo(target)
		if !reached {
			out.Missed++
		}
		epochs, gain = append(epochs, after), append(gain, run.Last().Accuracy-base.Last().Accuracy)
		cost := 0.0
		if c.Pools != nil {
			cost = float64(c.Pools.Cost)
		}
		saved, counted = append(saved, savedShare(before, after)), append(counted, savedShare(before, after+cost))
	}
	out.Best, out.Last, out.Epochs = estimate(best), estimate(last), estimate(epochs)
	out.Gain, out.Saved, out.SavedCounted = estimate(gain), estimate(saved), estimate(counted)
	pools := func(get func(*DilutionPools) Number) Estimate {
		return over(g, func(c DilutionCell) Number {
			if c.Pools == nil {
				return missing
			}
			return get(c.Pools)
		})
	}
	out.Share, out.Precision = pools(func(p *DilutionPools) Number { return p.Share }), pools(func(p *DilutionPools) Number { return p.Precision })
	out.Recall, out.Base = pools(func(p *DilutionPools) Number { return p.Recall }), pools(func(p *DilutionPools) Number { return p.Base })
	out.AUC, out.Cost = pools(func(p *DilutionPools) Number { return p.AUC }), pools(func(p *DilutionPools) Number { return p.Cost })
	return out
}

// savedShare is the share of epochs saved; nothing can be saved where the target is met
// before training.
func savedShare(before, after float64) float64 {
	if before == 0 {
		return 0
	}
	return 1 - after/before
}

// bandOf is a curve over the seeds.
func bandOf(g []DilutionCell, of func(*DilutionCell) []Brief) Band {
	b := Band{Mean: []Brief{}, Half: []Brief{}}
	if len(g) == 0 {
		return b
	}
	for t := range of(&g[0]) {
		values := make([]float64, len(g))
		for i := range g {
			values[i] = float64(of(&g[i])[t])
		}
		e := estimate(values)
		b.Mean, b.Half = append(b.Mean, Brief(e.Mean)), append(b.Half, Brief(e.Half))
	}
	return b
}
