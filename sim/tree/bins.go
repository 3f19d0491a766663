// Package tree grows decision trees on binned features: single classification trees,
// random forests and gradient boosting. It is small, deterministic and free of
// dependencies beside gonum's matrix; the Go libraries of trees that exist either only
// evaluate trees grown elsewhere, need cgo, or have not been kept for years.
package tree

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// maxBins is the largest number of bins of a feature. Gray images of 16 levels keep every
// value; a continuous feature loses what lies within a 32nd of its rows.
const maxBins = 32

// Bins is the features of a training set, each as the number of the bin its value falls
// in, which turns the search for a split into counting.
type Bins struct {
	n, d int
	code []uint8     // feature by feature: code[f·n+i]
	edge [][]float64 // per feature, the largest value of each bin but the last, ascending
}

// NewBins bins the first d columns of x by quantiles of all its rows. Values that are
// distinct and at most 32 keep a bin each. pulse, if not nil, is called for every feature
// and ends the work with its error.
func NewBins(x *mat.Dense, d int, pulse func() error) (*Bins, error) {
	n, cols := x.Dims()
	if d < 1 || d > cols {
		panic("tree: more features than columns")
	}
	b := &Bins{n: n, d: d, code: make([]uint8, n*d), edge: make([][]float64, d)}
	values := make([]float64, n)
	for f := range d {
		if pulse != nil {
			if err := pulse(); err != nil {
				return nil, err
			}
		}
		mat.Col(values, f, x)
		slices.Sort(values)
		b.edge[f] = edges(values)
		for i := range n {
			at, _ := slices.BinarySearch(b.edge[f], x.At(i, f))
			b.code[f*n+i] = uint8(at)
		}
	}
	return b, nil
}

// edges returns the edges of a feature from its sorted values.
func edges(sorted []float64) []float64 {
	var e []float64
	distinct := slices.Compact(slices.Clone(sorted))
	if len(distinct) <= maxBins {
		return distinct[:len(distinct)-1]
	}
	top := sorted[len(sorted)-1]
	for k := 1; k < maxBins; k++ {
		v := sorted[k*len(sorted)/maxBins]
		if v < top && (len(e) == 0 || v > e[len(e)-1]) {
			e = append(e, v)
		}
	}
	return e
}
