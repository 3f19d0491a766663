package tree

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// newtonRidge is λ in a leaf's step −G/(H+λ), which keeps the step of a pure leaf finite.
const newtonRidge = 1

// newton is the target of a boosting tree: first and second derivatives per row. The
// score G²/(H+λ) is twice what the leaf's step lowers the loss by, to second order.
type newton struct {
	g, h []float64 // of all rows
}

func (t newton) size() int { return 2 }

func (t newton) count(hist []float64, code []uint8, rows []int) {
	for _, r := range rows {
		at := 2 * int(code[r])
		hist[at] += t.g[r]
		hist[at+1] += t.h[r]
	}
}

func (t newton) score(s []float64) float64 { return s[0] * s[0] / (s[1] + newtonRidge) }

func (t newton) leaf(dst, s []float64) []float64 { return append(dst, -s[0]/(s[1]+newtonRidge)) }

// Boosting is gradient boosting of the softmax loss with one tree per class and round,
// fitted to first and second derivatives (Friedman 2001; Newton steps as in Chen and
// Guestrin 2016). Use [NewBoosting].
type Boosting struct {
	b       *Bins
	x       *mat.Dense
	classes int
	rate    float64
	s       Settings
	trees   []*Tree   // round by round, one per class
	logits  []float64 // of the training rows, n×C
	g, h    []float64
}

// NewBoosting returns an ensemble without trees on training features x, binned in b; rate
// is the shrinkage, 0 … 1.
func NewBoosting(b *Bins, x *mat.Dense, classes int, rate float64, s Settings) *Boosting {
	return &Boosting{b: b, x: x, classes: classes, rate: rate, s: s,
		logits: make([]float64, b.n*classes), g: make([]float64, b.n*classes), h: make([]float64, b.n*classes)}
}

// Round adds one tree per class, fitted to rows with labels y of all rows. rows may
// repeat. src draws features, and pulse, if not nil, is called at every node and ends the
// work with its error.
func (m *Boosting) Round(y, rows []int, src *rand.Rand, pulse func() error) error {
	n, c := m.b.n, m.classes
	p := make([]float64, c)
	for i := range n {
		softmax(p, m.logits[i*c:(i+1)*c])
		for k, v := range p {
			m.g[k*n+i], m.h[k*n+i] = v, v*(1-v)
		}
		m.g[y[i]*n+i]--
	}
	first := len(m.trees)
	for k := range c {
		t, err := grow(m.b, slices.Clone(rows), newton{m.g[k*n : (k+1)*n], m.h[k*n : (k+1)*n]}, m.s, src, pulse)
		if err != nil {
			m.trees = m.trees[:first]
			return err
		}
		m.trees = append(m.trees, t)
	}
	for i := range n {
		m.addRound(m.logits[i*c:(i+1)*c], m.x.RawRowView(i), first)
	}
	return nil
}

// addRound adds the trees from first on, one round, to the logits of x.
func (m *Boosting) addRound(logits, x []float64, first int) {
	for k := range logits {
		logits[k] += m.rate * m.trees[first+k].Leaf(x)[0]
	}
}

// Probabilities computes p for rows of x: dst is len(rows)×C row by row.
func (m *Boosting) Probabilities(dst []float64, x *mat.Dense, rows []int) {
	logits := make([]float64, m.classes)
	for i, r := range rows {
		clear(logits)
		for first := 0; first < len(m.trees); first += m.classes {
			m.addRound(logits, x.RawRowView(r), first)
		}
		softmax(dst[i*m.classes:(i+1)*m.classes], logits)
	}
}

// softmax sets p to the probabilities of logits z.
func softmax(p, z []float64) {
	top, sum := slices.Max(z), 0.0
	for k, v := range z {
		p[k] = math.Exp(v - top)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
}
