package nets

import (
	"math"
	"slices"

	"untangle/sim/dataset"
	"untangle/sim/purify"
)

// Comparison sets influence beside training again, for a sample of rows left out one at a
// time.
type Comparison struct {
	// Rows lists the sample in the order drawn.
	Rows []int
	// Delta and Rise are what Gauss–Newton influence says of each: δ of V, and the rise of
	// the row's own loss; LastDelta is δ of the last layer alone.
	Delta, Rise, LastDelta []float64
	// Retrained and RetrainedRise are the same after training again from the same initial
	// weights with the same order.
	Retrained, RetrainedRise []float64
	// Other and OtherRise are those of training again, with and without the row, from other
	// initial weights in another order: how far training agrees with itself.
	Other, OtherRise []float64
}

// otherStart is added to the seed of the second training.
const otherStart = 1 << 41

// Compare trains on all rows of cfg and again without each of a sample of the given size,
// drawn from the stream "sample". Ticks have the phase "fit".
func Compare(cfg Config, sample int, tick purify.Tick) (*Comparison, error) {
	n := len(cfg.Y)
	out := &Comparison{Rows: dataset.Stream(cfg.Seed, "sample").Perm(n)[:min(sample, n)]}
	done, total := 0, 2*(len(out.Rows)+1)
	report := func() error {
		if tick == nil {
			return nil
		}
		return tick("fit", done, total)
	}
	for k, seed := range []uint64{cfg.Seed, cfg.Seed + otherStart} {
		t, err := NewTrainer(cfg.Nets, cfg.X, cfg.Y, cfg.Classes, seed)
		if err != nil {
			return nil, err
		}
		if _, _, err := t.Fit(all(n), func(int, int) error { return report() }); err != nil {
			return nil, err
		}
		before := t.losses(out.Rows)
		v, err := t.Variance(all(n), cfg.Damping)
		if err != nil {
			return nil, err
		}
		if k == 0 {
			if err := out.predict(t, cfg.Damping, report); err != nil {
				return nil, err
			}
		}
		done++
		for i, row := range out.Rows {
			left := slices.Delete(all(n), row, row+1)
			if _, _, err := t.Fit(left, func(int, int) error { return report() }); err != nil {
				return nil, err
			}
			without, err := t.Variance(left, cfg.Damping)
			if err != nil {
				return nil, err
			}
			rise := t.losses([]int{row})[0] - before[i]
			if k == 0 {
				out.Retrained, out.RetrainedRise = append(out.Retrained, v-without), append(out.RetrainedRise, rise)
			} else {
				out.Other, out.OtherRise = append(out.Other, v-without), append(out.OtherRise, rise)
			}
			done++
		}
	}
	return out, nil
}

// predict takes the scores of the sample at the trained network.
func (c *Comparison) predict(t *Trainer, damping float64, report func() error) error {
	n := len(t.y)
	tick := func(int, int) error { return report() }
	whole, err := t.State(all(n), 0, damping).Scores(tick)
	if err != nil {
		return err
	}
	last, err := t.State(all(n), t.net.Last(), damping).Scores(tick)
	if err != nil {
		return err
	}
	for _, r := range c.Rows {
		c.Delta, c.Rise, c.LastDelta = append(c.Delta, whole.Delta[r]), append(c.Rise, whole.Rise[r]), append(c.LastDelta, last.Delta[r])
	}
	return nil
}

// losses returns −ln p_y of rows.
func (t *Trainer) losses(rows []int) []float64 {
	c := t.net.Spec().Classes
	p, out := make([]float64, len(rows)*c), make([]float64, len(rows))
	t.net.Probabilities(p, t.x, rows)
	for i, r := range rows {
		out[i] = -math.Log(max(p[i*c+t.y[r]], math.SmallestNonzeroFloat64))
	}
	return out
}
