package divide

import (
	"cmp"
	"math"
	"slices"

	"untangle/sim/softmax"
)

// ranked groups entries by score, largest first; NaN comes last. group(lo, hi, positives)
// sees each run of equal scores.
func ranked(scores []float64, positive []bool, group func(lo, hi, positives int)) {
	if len(scores) != len(positive) {
		panic("divide: scores of other rows")
	}
	order := softmax.All(len(scores))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	same := func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
	for lo := 0; lo < len(order); {
		hi, positives := lo, 0
		for hi < len(order) && same(scores[order[hi]], scores[order[lo]]) {
			if positive[order[hi]] {
				positives++
			}
			hi++
		}
		group(lo, hi, positives)
		lo = hi
	}
}

// AUC returns the area under the ROC curve of a ranking: the chance that a positive entry
// scores above a negative one, a tie counting half. It is ½ where either kind is missing.
func AUC(scores []float64, positive []bool) float64 {
	above, wins, total := 0, 0.0, 0
	for _, p := range positive {
		if p {
			total++
		}
	}
	negatives := len(positive) - total
	if total == 0 || negatives == 0 {
		return .5
	}
	ranked(scores, positive, func(lo, hi, positives int) {
		wins += float64(hi-lo-positives) * (float64(above) + float64(positives)/2)
		above += positives
	})
	return wins / float64(total) / float64(negatives)
}

// PrecisionAt returns the share of positives among the k entries with the largest scores;
// of entries that tie across the border, the share expected at random. k is cut to the
// number of entries; with none the result is 0.
func PrecisionAt(scores []float64, positive []bool, k int) float64 {
	k = min(k, len(scores))
	if k <= 0 {
		return 0
	}
	hits := 0.0
	ranked(scores, positive, func(lo, hi, positives int) {
		if lo < k {
			hits += float64(positives) * float64(min(hi, k)-lo) / float64(hi-lo)
		}
	})
	return hits / float64(k)
}

// ROC returns the curve's corners from (0, 0) to (1, 1): false and true positive rates.
// Ties make one slanted piece. Without positives, or negatives, that rate stays 0 until
// the last corner.
func ROC(scores []float64, positive []bool) (falseRate, trueRate []float64) {
	total := 0
	for _, p := range positive {
		if p {
			total++
		}
	}
	falseRate, trueRate = []float64{0}, []float64{0}
	above := 0
	ranked(scores, positive, func(lo, hi, positives int) {
		above += positives
		falseRate = append(falseRate, ratio(hi-above, len(positive)-total))
		trueRate = append(trueRate, ratio(above, total))
	})
	last := len(falseRate) - 1
	if last > 0 {
		falseRate[last], trueRate[last] = 1, 1
	}
	return falseRate, trueRate
}

// TrueRates returns the true positive rates of a curve from [ROC] at ascending false
// positive rates in [0, 1], between two corners by straight line: what curves of several
// rankings are averaged by. Where the curve rises straight up it is the upper end.
func TrueRates(falseRate, trueRate, at []float64) []float64 {
	out, k := make([]float64, len(at)), 0
	for i, x := range at {
		for k+1 < len(falseRate) && falseRate[k+1] <= x {
			k++
		}
		out[i] = trueRate[k]
		if k+1 < len(falseRate) {
			share := (x - falseRate[k]) / (falseRate[k+1] - falseRate[k])
			out[i] += share * (trueRate[k+1] - trueRate[k])
		}
	}
	return out
}
