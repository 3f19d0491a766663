package tree

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
)

// Settings bound a tree.
type Settings struct {
	// Depth is the largest number of splits from the root to a leaf.
	Depth int
	// MinLeaf is the least number of rows in a leaf.
	MinLeaf int
	// Features is the number of features tried per split, drawn at random; 0 means all.
	Features int
}

// Tree is a grown tree.
type Tree struct {
	nodes []node
	width int
	value []float64 // of the leaves, width numbers each
}

// node is a split, or a leaf where feature is −1.
type node struct {
	feature     int32
	left, right int32 // nodes; of a leaf, left is its number
	threshold   float64
}

// Leaf returns the values of the leaf that x falls in: the shares of the classes, or the
// step of a boosting tree. It must not be changed.
func (t *Tree) Leaf(x []float64) []float64 {
	at := int32(0)
	for {
		n := &t.nodes[at]
		switch {
		case n.feature < 0:
			return t.value[int(n.left)*t.width : (int(n.left)+1)*t.width]
		case x[n.feature] <= n.threshold:
			at = n.left
		default:
			at = n.right
		}
	}
}

// Leaves returns the number of leaves.
func (t *Tree) Leaves() int { return len(t.value) / t.width }

// target is what a tree is grown to. A row's share of the statistics of a node is m
// numbers; a split is as good as the sum of its sides' scores.
type target interface {
	// size returns m.
	size() int
	// count adds the shares of the rows to hist, m numbers per bin.
	count(hist []float64, code []uint8, rows []int)
	// score returns how well statistics of a node's rows go together; larger is better.
	score(s []float64) float64
	// leaf appends a leaf's values.
	leaf(dst, s []float64) []float64
}

// grower grows one tree.
type grower struct {
	Settings
	b       *Bins
	target  target
	src     *rand.Rand
	pulse   func() error
	tree    *Tree
	feature []int     // a permutation, of which a prefix is tried
	hist    []float64 // maxBins × m
	sides   []float64 // 2 × m
	rows    [maxBins]int
	spare   []int
}

// grow returns the tree of the rows, which it reorders. src chooses features; it may be
// nil where all are tried. pulse, if not nil, is called at every node and ends the work.
func grow(b *Bins, rows []int, t target, s Settings, src *rand.Rand, pulse func() error) (*Tree, error) {
	if len(rows) == 0 || (s.Features > 0 && src == nil) {
		panic("tree: growing needs rows, and a source to draw features")
	}
	g := &grower{Settings: s, b: b, target: t, src: src, pulse: pulse, tree: &Tree{},
		hist: make([]float64, maxBins*t.size()), sides: make([]float64, 2*t.size())}
	for f := range b.d {
		g.feature = append(g.feature, f)
	}
	if err := g.node(rows, 0); err != nil {
		return nil, err
	}
	g.tree.width = len(t.leaf(nil, g.sides[:t.size()]))
	return g.tree, nil
}

// node appends the node of the rows and all below it.
func (g *grower) node(rows []int, depth int) error {
	if g.pulse != nil {
		if err := g.pulse(); err != nil {
			return err
		}
	}
	at := len(g.tree.nodes)
	g.tree.nodes = append(g.tree.nodes, node{feature: -1})
	f, bin := -1, 0
	if depth < g.Depth && len(rows) >= 2*max(1, g.MinLeaf) {
		f, bin = g.split(rows)
	}
	if f < 0 {
		g.leaf(at, rows)
		return nil
	}
	left := g.partition(rows, f, bin)
	n := node{feature: int32(f), threshold: g.b.edge[f][bin], left: int32(at + 1)}
	if err := g.node(rows[:left], depth+1); err != nil {
		return err
	}
	n.right = int32(len(g.tree.nodes))
	g.tree.nodes[at] = n
	return g.node(rows[left:], depth+1)
}

// leaf makes node at a leaf of the rows.
func (g *grower) leaf(at int, rows []int) {
	m := g.target.size()
	total := g.sides[:m]
	g.total(total, rows)
	before := len(g.tree.value)
	g.tree.value = g.target.leaf(g.tree.value, total)
	g.tree.nodes[at].left = int32(before / (len(g.tree.value) - before))
}

// total sums the rows' shares.
func (g *grower) total(dst []float64, rows []int) {
	m := g.target.size()
	clear(g.hist)
	g.target.count(g.hist, g.b.code[:g.b.n], rows)
	clear(dst)
	for b := range maxBins {
		floats.Add(dst, g.hist[b*m:(b+1)*m])
	}
}

// minGain keeps rounding from passing as a gain.
const minGain = 1e-9

// split returns the best feature and the last bin of its left side, or −1. The first of
// equals wins, in the order tried.
func (g *grower) split(rows []int) (feature, bin int) {
	m, tried := g.target.size(), g.b.d
	if g.Features > 0 && g.Features < g.b.d {
		tried = g.Features
		for i := range tried {
			j := i + g.src.IntN(g.b.d-i)
			g.feature[i], g.feature[j] = g.feature[j], g.feature[i]
		}
	}
	left, right := g.sides[:m], g.sides[m:]
	g.total(right, rows)
	best := g.target.score(right) + minGain
	feature = -1
	least := max(1, g.MinLeaf)
	for _, f := range g.feature[:tried] {
		bins := len(g.b.edge[f]) + 1
		code := g.b.code[f*g.b.n : (f+1)*g.b.n]
		clear(g.rows[:bins])
		for _, r := range rows {
			g.rows[code[r]]++
		}
		if g.rows[code[rows[0]]] == len(rows) {
			continue // one value
		}
		clear(g.hist[:bins*m])
		g.target.count(g.hist, code, rows)
		clear(right)
		for b := range bins {
			if g.rows[b] > 0 {
				floats.Add(right, g.hist[b*m:(b+1)*m])
			}
		}
		clear(left)
		before := 0
		for b := range bins - 1 {
			if g.rows[b] == 0 {
				continue // the same split as before
			}
			share := g.hist[b*m : (b+1)*m]
			floats.Add(left, share)
			floats.Sub(right, share)
			before += g.rows[b]
			if before < least || len(rows)-before < least {
				continue
			}
			if v := g.target.score(left) + g.target.score(right); v > best {
				best, feature, bin = v, f, b
			}
		}
	}
	return feature, bin
}

// partition moves the rows of the left side to the front, in order, and returns their
// number.
func (g *grower) partition(rows []int, f, bin int) (left int) {
	code := g.b.code[f*g.b.n : (f+1)*g.b.n]
	g.spare = g.spare[:0]
	for _, r := range rows {
		if int(code[r]) <= bin {
			rows[left] = r
			left++
		} else {
			g.spare = append(g.spare, r)
		}
	}
	copy(rows[left:], g.spare)
	return left
}
