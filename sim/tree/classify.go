package tree

import (
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// classes is the target of a classification tree; its score is minus the Gini impurity
// times the rows, up to a constant.
type classes struct {
	y     []int // of all rows
	total int
}

func (t classes) size() int { return t.total }

func (t classes) count(hist []float64, code []uint8, rows []int) {
	for _, r := range rows {
		hist[int(code[r])*t.total+t.y[r]]++
	}
}

func (t classes) score(s []float64) float64 {
	if n := floats.Sum(s); n > 0 {
		return floats.Dot(s, s) / n
	}
	return 0
}

func (t classes) leaf(dst, s []float64) []float64 {
	n := max(1, floats.Sum(s))
	for _, v := range s {
		dst = append(dst, v/n)
	}
	return dst
}

// Classify grows a classification tree (CART, Breiman et al. 1984, Gini impurity) on rows
// of the bins with labels y of all rows, each below count. rows may repeat, and is not
// changed. src draws features, and pulse, if not nil, is called at every node and ends the
// work with its error.
func Classify(b *Bins, y, rows []int, count int, s Settings, src *rand.Rand, pulse func() error) (*Tree, error) {
	return grow(b, slices.Clone(rows), classes{y, count}, s, src, pulse)
}

// Forest is the mean of classification trees (Breiman 2001). The zero value is empty.
type Forest []*Tree

// Probabilities computes the mean of the trees' class shares for rows of x: dst is
// len(rows)×C row by row. Without trees all classes are alike.
func (f Forest) Probabilities(dst []float64, x *mat.Dense, rows []int) {
	c := len(dst) / max(1, len(rows))
	for i, r := range rows {
		p, row := dst[i*c:(i+1)*c], x.RawRowView(r)
		for k := range p {
			p[k] = 0
			if len(f) == 0 {
				p[k] = 1 / float64(c)
			}
		}
		for _, t := range f {
			floats.AddScaled(p, 1/float64(len(f)), t.Leaf(row))
		}
	}
}
