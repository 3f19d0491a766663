package theorem

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"untangle/sim/dataset"
)

// Distribution describes numbers, one per point.
type Distribution struct {
	Mean float64 `json:"mean"`
	// SD has the divisor n−1.
	SD     float64 `json:"sd"`
	Min    float64 `json:"min"`
	Q05    float64 `json:"q05"`
	Q25    float64 `json:"q25"`
	Median float64 `json:"median"`
	Q75    float64 `json:"q75"`
	Q95    float64 `json:"q95"`
	Max    float64 `json:"max"`
	// Positive is the share above zero, 0 … 1.
	Positive float64 `json:"positive"`
}

// describe summarizes at least two numbers.
func describe(values []float64) Distribution {
	sorted := slices.Sorted(slices.Values(values))
	quantile := func(p float64) float64 { return stat.Quantile(p, stat.LinInterp, sorted, nil) }
	positive := 0
	for _, v := range values {
		if v > 0 {
			positive++
		}
	}
	d := Distribution{Min: sorted[0], Q05: quantile(.05), Q25: quantile(.25), Median: quantile(.5), Q75: quantile(.75),
		Q95: quantile(.95), Max: sorted[len(sorted)-1], Positive: float64(positive) / float64(len(values))}
	d.Mean, d.SD = stat.MeanStdDev(values, nil)
	return d
}

// scaledU turns a scaled drop n·(V − V_mean)/V into n·(V − V_u)/V for sets of s points.
func (l *lab) scaledU(drop float64, s int) float64 {
	n, r := float64(l.c.N), l.c.ratio(s)
	return n - r*r*(n-drop)
}

// scaledDrop refits without the set and returns n·(V − V_mean)/V.
func (l *lab) scaledDrop(set []int) (float64, error) {
	v, err := l.without(set)
	return float64(l.c.N) * (l.v - v) / l.v, err
}

// single measures δ of single points, which for s = 1 is the theorem itself.
func (l *lab) single(r *Result) error {
	r.Rows = l.points
	r.Drops = make([]float64, len(l.points))
	under := make([]float64, len(l.points))
	for i, z := range l.points {
		var err error
		if r.Drops[i], err = l.scaledDrop([]int{z}); err != nil {
			return err
		}
		under[i] = l.scaledU(r.Drops[i], 1)
	}
	r.DeltaMean, r.DeltaU = describe(r.Drops), describe(under)
	if l.c.Removals > 1 {
		return nil
	}
	r.Sets, r.Exhaustive = len(l.points), len(l.points) == l.c.N
	r.ScaledDropMean, r.ScaledDropU = r.DeltaMean.Mean, r.DeltaU.Mean
	if !r.Exhaustive { // drawn without replacement
		m, n := float64(r.Sets), float64(l.c.N)
		rest := math.Sqrt((1 - m/n) / m)
		r.ErrorMean, r.ErrorU = r.DeltaMean.SD*rest, r.DeltaU.SD*rest
	}
	r.PlainU, r.PlainErrorU = r.ScaledDropU, r.ErrorU
	l.best(r, []int{l.points[order(r.Drops)[0]]}, slices.Max(r.Drops), r.Sets)
	return nil
}

// order returns the indices of values from the largest value down.
func order(values []float64) []int {
	idx := make([]int, len(values))
	for i := range idx {
		idx[i] = i
	}
	slices.SortStableFunc(idx, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	return idx
}

// best records a set as the best.
func (l *lab) best(r *Result, set []int, drop float64, tried int) {
	n, ratio := float64(l.c.N), l.c.ratio(len(set))
	v := l.v * (1 - drop/n)
	r.Best = Best{Rows: set, VarianceMean: v, VarianceU: ratio * ratio * v,
		ScaledDropMean: drop, ScaledDropU: l.scaledU(drop, len(set)), Tried: tried}
}

// several measures sets of s > 1 points, all of them or a sample.
func (l *lab) several(r *Result) error {
	sets, all := l.sets()
	drops := make([]float64, len(sets))
	for i, set := range sets {
		var err error
		if drops[i], err = l.scaledDrop(set); err != nil {
			return err
		}
	}
	r.Sets, r.Exhaustive = len(sets), all
	l.average(r, sets, drops)
	top := order(drops)[0]
	return l.search(r, sets[top], drops[top])
}

// sets returns all sets of s points where there are at most Samples, else so many draws.
func (l *lab) sets() (sets [][]int, all bool) {
	n, s := l.c.N, l.c.Removals
	count := 1.0
	for i := range s {
		count *= float64(n-i) / float64(i+1)
	}
	if math.Round(count) <= float64(l.c.Samples) {
		return combinations(n, s), true
	}
	src := dataset.Stream(l.c.Seed, "theorem sets")
	sets = make([][]int, l.c.Samples)
	pool := make([]int, n)
	for i := range pool {
		pool[i] = i
	}
	for i := range sets {
		for k := range s { // the first s of a Fisher–Yates shuffle
			j := k + src.IntN(n-k)
			pool[k], pool[j] = pool[j], pool[k]
		}
		sets[i] = slices.Sorted(slices.Values(pool[:s]))
	}
	return sets, false
}

// combinations returns the sets of s of 0 … n−1 in lexicographic order.
func combinations(n, s int) [][]int {
	var out [][]int
	at := make([]int, s)
	for i := range at {
		at[i] = i
	}
	for {
		out = append(out, slices.Clone(at))
		i := s - 1
		for ; i >= 0 && at[i] == n-s+i; i-- {
		}
		if i < 0 {
			return out
		}
		at[i]++
		for k := i + 1; k < s; k++ {
			at[k] = at[k-1] + 1
		}
	}
}

// average estimates the mean drop over all sets. The drop of a set is nearly the sum of
// its points' δ. Where δ is known for all points, so is the mean of that sum over all
// sets, s times the mean δ, and only the small difference is left to sample.
func (l *lab) average(r *Result, sets [][]int, drops []float64) {
	s := l.c.Removals
	squeeze := l.c.ratio(s) * l.c.ratio(s) // d(scaledU)/d(scaled mean)
	errorOf := func(sd float64) float64 {
		if r.Exhaustive {
			return 0
		}
		return sd / math.Sqrt(float64(len(drops)))
	}
	mean, sd := stat.MeanStdDev(drops, nil)
	r.PlainU, r.PlainErrorU = l.scaledU(mean, s), squeeze*errorOf(sd)
	if !r.Exhaustive && len(r.Rows) == l.c.N {
		rest := slices.Clone(drops)
		for i, set := range sets {
			for _, z := range set {
				rest[i] -= r.Drops[z]
			}
		}
		mean, sd = stat.MeanStdDev(rest, nil)
		mean += float64(s) * r.DeltaMean.Mean
		r.Controlled = true
	}
	r.ScaledDropMean, r.ErrorMean = mean, errorOf(sd)
	r.ScaledDropU, r.ErrorU = l.scaledU(mean, s), squeeze*errorOf(sd)
}

// exchangeTries bounds the exchanges of search: weakest members times best outsiders.
const exchangeTries = 5*10 + 1

// search looks for a set with a large drop: the points with the largest δ (greedy), then
// exchanges of a weak member for a strong outsider, kept where V falls. The answer is the
// best of that, and of the sets measured.
func (l *lab) search(r *Result, sampled []int, sampledDrop float64) error {
	s := l.c.Removals
	ranked := order(r.Drops)
	set := make([]int, s)
	for i := range set {
		set[i] = r.Rows[ranked[i]]
	}
	sorted := func() []int { return slices.Sorted(slices.Values(set)) }
	drop, err := l.scaledDrop(sorted())
	if err != nil {
		return err
	}
	tried := r.Sets + 1
	outside := ranked[s:min(len(ranked), s+10)]
	for i := s - 1; i >= max(0, s-5); i-- {
		for k, candidate := range outside {
			if candidate < 0 {
				continue // already in
			}
			before := set[i]
			set[i] = r.Rows[candidate]
			d, err := l.scaledDrop(sorted())
			if err != nil {
				return err
			}
			tried++
			if d <= drop {
				set[i] = before
				continue
			}
			drop, outside[k] = d, -1
		}
	}
	best := sorted()
	if sampledDrop > drop {
		best, drop = sampled, sampledDrop
	}
	l.best(r, best, drop, tried)
	return nil
}
