package study

import (
	"math"
	"slices"
	"sync"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Estimate is a mean over replications.
type Estimate struct {
	// N is the number of replications that have a value.
	N int `json:"n"`
	// Mean is their mean, null without any.
	Mean Number `json:"mean"`
	// SD is their standard deviation (divisor N−1), null with fewer than two.
	SD Number `json:"sd"`
	// Half is half the width of the 95 % confidence interval of the mean by Student's t,
	// null with fewer than two.
	Half Number `json:"half"`
}

// estimate puts together the values of replications; NaN counts as missing.
func estimate(values []float64) Estimate {
	nan := Number(math.NaN())
	e := Estimate{Mean: nan, SD: nan, Half: nan}
	values = slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	e.N = len(values)
	if e.N == 0 {
		return e
	}
	mean, sd := stat.MeanStdDev(values, nil)
	e.Mean = Number(mean)
	if e.N < 2 {
		return e
	}
	e.SD, e.Half = Number(sd), Number(quantile(e.N-1)*sd/math.Sqrt(float64(e.N)))
	return e
}

// quantiles holds Student's 97.5 % quantile by degrees of freedom less 1, up to those of
// 100 replications: a summary asks for the same one at every point of every curve, and it
// is found by bisection.
var quantiles [99]func() float64

func init() {
	for i := range quantiles {
		quantiles[i] = sync.OnceValue(func() float64 { return student(i + 1) })
	}
}

func quantile(freedom int) float64 {
	if freedom <= len(quantiles) {
		return quantiles[freedom-1]()
	}
	return student(freedom)
}

func student(freedom int) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(freedom)}.Quantile(0.975)
}

// spearman returns the rank correlation of x and y, ties given their mean rank; NaN for
// fewer than three pairs or where one of them does not vary.
func spearman(x, y []float64) float64 {
	if len(x) != len(y) {
		panic("study: spearman of unequal lengths")
	}
	if len(x) < 3 || slices.Min(x) == slices.Max(x) || slices.Min(y) == slices.Max(y) {
		return math.NaN()
	}
	return stat.Correlation(ranks(x), ranks(y), nil)
}

// ranks returns the rank of each value from 1 up, the mean rank for ties.
func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return 0
	})
	out := make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for k := i; k < j; k++ {
			out[order[k]] = float64(i+j+1) / 2
		}
		i = j
	}
	return out
}
