package erdpd

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"untangle/sim/dataset"
	"untangle/sim/say"
)

// Tick reports progress; an error it returns ends the work and comes back from the call
// at hand. A nil Tick is allowed.
type Tick func(done, total int) error

// Pools is the split of the training rows by purity, and how good it is.
type Pools struct {
	// Purity holds each row's purity, 0 … 1.
	Purity []float64 `json:"-"`
	// Pure and Noisy are D_p and D_n, ascending.
	Pure  []int `json:"-"`
	Noisy []int `json:"-"`
	// Count is |D_p|.
	Count int `json:"count"`
	// Threshold is τ, or the largest purity outside D_p where the experiment keeps a share.
	Threshold float64 `json:"threshold"`
	// Precision is the share of D_p whose labels are right, against the truth; 0 for an
	// empty D_p.
	Precision float64 `json:"precision"`
	// Recall is the share of the rows with right labels that are in D_p.
	Recall float64 `json:"recall"`
	// Base is the share of all rows whose labels are right: the precision of chance.
	Base float64 `json:"base"`
	// AUC is the chance that a row with a right label has a higher purity than one with a
	// wrong label, ties counting half; 0.5 is chance, and stands where one kind is missing.
	// Unlike precision and recall it does not depend on τ.
	AUC float64 `json:"auc"`
	// CostEpochs is what the estimate cost, in epochs over all rows. For "delta" it counts
	// the Newton iterations of its fit, each one pass over the rows; the influence itself
	// is not counted.
	CostEpochs float64 `json:"costEpochs"`

	warm []float64 // parameters of the one network behind the estimate, or nil
}

// NewPools estimates the purity of every row and splits the rows at τ. The estimate sees
// the given labels only, "truth" aside. Randomness comes from the streams "purity …" of
// the seed.
func NewPools(e Experiment, d *Data, seed uint64, tick Tick) (*Pools, error) {
	p := &Pools{Purity: make([]float64, d.Rows()), Threshold: e.Purity.Threshold}
	est := estimate{e, d, seed, tick, p}
	var err error
	switch e.Purity.Estimator {
	case EstimateTruth:
		for i := range p.Purity {
			if d.Pure(i) {
				p.Purity[i] = 1
			}
		}
	case EstimateRandom:
		src := dataset.Stream(seed, "purity random")
		for i := range p.Purity {
			p.Purity[i] = src.Float64()
		}
	case EstimateAgreement:
		err = est.agreement()
	case EstimateDelta:
		err = est.delta()
	default:
		err = est.probabilities()
	}
	if err != nil {
		return nil, err
	}
	p.choose(e.Purity.Keep, dataset.Stream(seed, "purity ties"))
	p.measure(d)
	return p, nil
}

// choose fills the pools: the rows above τ, or the share keep of the rows.
func (p *Pools) choose(keep float64, src *rand.Rand) {
	if keep > 0 {
		order := src.Perm(len(p.Purity))
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.Purity[b], p.Purity[a]) })
		count := min(len(order)-1, max(1, PureCount(keep, len(order)))) // both pools have a row
		p.Pure, p.Noisy = order[:count:count], order[count:]
		p.Threshold = p.Purity[p.Noisy[0]]
		slices.Sort(p.Pure)
		slices.Sort(p.Noisy)
		return
	}
	for i, v := range p.Purity {
		if v > p.Threshold {
			p.Pure = append(p.Pure, i)
		} else {
			p.Noisy = append(p.Noisy, i)
		}
	}
}

// measure holds the pools against the truth.
func (p *Pools) measure(d *Data) {
	hits, right := 0, 0
	for i := range p.Purity {
		if d.Pure(i) {
			right++
		}
	}
	for _, r := range p.Pure {
		if d.Pure(r) {
			hits++
		}
	}
	p.Count = len(p.Pure)
	p.Precision = float64(hits) / float64(max(1, p.Count))
	p.Recall = float64(hits) / float64(max(1, right))
	p.Base = float64(right) / float64(d.Rows())
	p.AUC = auc(p.Purity, d.Pure)
}

// check refuses schedules that draw from an empty pool.
func (p *Pools) check(s Schedule, epochs, batch int) error {
	low, high := s.Range(float64(epochs))
	if n := PureCount(high, batch); len(p.Pure) == 0 && n > 0 {
		return refuse("purity.threshold", say.T("is %g, and no row has a larger purity (the largest is %.3g), so D_p is empty while the schedule draws %d of %d rows of a batch from it", p.Threshold, slices.Max(p.Purity), n, batch), say.T("lower the threshold below the largest purity, warm up longer, or use α = 0"))
	}
	if n := batch - PureCount(low, batch); len(p.Noisy) == 0 && n > 0 {
		return refuse("purity.threshold", say.T("is %g, and every row has a larger purity (the least is %.3g), so D_n is empty while the schedule draws %d of %d rows of a batch from it", p.Threshold, slices.Min(p.Purity), n, batch), say.T("raise the threshold to the least purity or above, warm up longer, or use α = 1 throughout"))
	}
	return nil
}

// auc is the area under the ROC curve by ranks, ties shared (Mann and Whitney).
func auc(score []float64, positive func(int) bool) float64 {
	order := make([]int, len(score))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[a], score[b]) })
	ranks, count := 0.0, 0
	for lo := 0; lo < len(order); {
		hi := lo
		for hi < len(order) && score[order[hi]] == score[order[lo]] {
			hi++
		}
		for _, i := range order[lo:hi] {
			if positive(i) {
				ranks += float64(lo+hi+1) / 2
				count++
			}
		}
		lo = hi
	}
	if count == 0 || count == len(score) {
		return .5
	}
	c := float64(count)
	return (ranks - c*(c+1)/2) / (c * (float64(len(score)) - c))
}
