package divide

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
)

// Router predicts the block of a new x: softmax regression from x to the blocks, with
// the ridge that has the least loss out of fold.
type Router struct {
	// K is the number of blocks.
	K int
	// Theta holds the weights, K×d row by row; zeros, which choose block 0, where only one
	// block has rows.
	Theta []float64
	// Ridge is the λ_r chosen.
	Ridge float64
	// Test says whether routing works.
	Test Routability
}

// Routability compares a router, out of fold, with always choosing the largest block.
type Routability struct {
	// Rows is n.
	Rows int
	// Accuracy is the share of rows routed to their block out of fold.
	Accuracy float64
	// Majority is the share of the largest block; Low and High bound it (Wilson, 95 %).
	Majority, Low, High float64
	// Routable is whether Accuracy is above High.
	Routable bool
	// Verdict says it in words.
	Verdict string
}

// routerRidges are tried from the largest down. The largest leaves next to nothing but
// the blocks' shares, which is the right answer where x carries no signal.
var routerRidges = []float64{10, 1, .1, 1e-2, 1e-3, 1e-4}

// routerFolds is the number of folds of the test.
const routerFolds = 5

// NewRouter trains a router on the blocks of p's rows; folds come from the stream "folds"
// of the seed.
func NewRouter(p *softmax.Problem, blocks []int, k int, seed uint64, tick Tick) (*Router, error) {
	if err := check(p, k); err != nil {
		return nil, err
	}
	if len(blocks) != len(p.Rows) {
		panic("divide: blocks of another problem")
	}
	r := &Router{K: k, Theta: make([]float64, k*p.Basis.D), Ridge: routerRidges[0]}
	sizes := shares(blocks, k)
	r.Test.Rows, r.Test.Majority = len(blocks), floats.Max(sizes)
	r.Test.Low, r.Test.High = wilson(r.Test.Majority, len(blocks))
	if floats.Max(sizes) > 1-.5/float64(len(blocks)) || len(blocks) < 2*routerFolds {
		r.Theta[floats.MaxIdx(sizes)*p.Basis.D+p.Basis.D-1] = 1 // the bias
		r.Test.Accuracy, r.Test.Verdict = r.Test.Majority, "All rows are in one block; there is nothing to route."
		if len(blocks) < 2*routerFolds {
			r.Test.Verdict = fmt.Sprintf("%d rows are too few to tell whether a router works.", len(blocks))
		}
		return r, nil
	}
	if err := r.train(routing(p, blocks, k), Folds(len(blocks), routerFolds, seed), tick); err != nil {
		return nil, err
	}
	r.judge()
	return r, nil
}

// routing is the problem of predicting the block.
func routing(p *softmax.Problem, blocks []int, k int) *softmax.Problem {
	n, _ := p.X.Dims()
	y := make([]int, n)
	for i, r := range p.Rows {
		y[r] = blocks[i]
	}
	return &softmax.Problem{X: p.X, Y: y, Rows: p.Rows, Basis: softmax.NewBasis(p.X, k)}
}

// train chooses the ridge by the loss out of fold, which, unlike the accuracy, is hardly
// flattered by the choice among six, and fits all rows with it.
func (r *Router) train(p *softmax.Problem, folds []int, tick Tick) error {
	best, calls := math.Inf(1), 0
	count := func(int, int) error {
		calls++
		return tick.call(min(calls, 1000), 1000)
	}
	cross := NewCrossFit(p, folds, routerFolds)
	probabilities := make([]float64, len(p.Rows)*r.K)
	for _, ridge := range routerRidges {
		if err := cross.Probabilities(probabilities, ridge, count); err != nil {
			return err
		}
		loss, hits := 0.0, 0
		for i, row := range p.Rows {
			q := probabilities[i*r.K : (i+1)*r.K]
			loss -= math.Log(math.Max(q[p.Y[row]], smallest))
			if floats.MaxIdx(q) == p.Y[row] {
				hits++
			}
		}
		if loss < best {
			best, r.Ridge = loss, ridge
			r.Test.Accuracy = float64(hits) / float64(len(p.Rows))
		}
	}
	fit, _, err := softmax.NewtonTick(p, r.Ridge, nil, count)
	r.Theta = fit.Theta
	return err
}

func (r *Router) judge() {
	t := &r.Test
	t.Routable = t.Accuracy > t.High
	figures := fmt.Sprintf("%.1f %% out of fold, against %.1f %% for always choosing the largest block (95 %% interval %.1f to %.1f %%)",
		100*t.Accuracy, 100*t.Majority, 100*t.Low, 100*t.High)
	if t.Routable {
		t.Verdict = "A router works here: x tells the blocks apart, " + figures + "."
		return
	}
	t.Verdict = "No router can work here: the blocks differ only in y given x. Routing gets " + figures + "."
}

// wilson returns the 95 % score interval of a share of n.
func wilson(share float64, n int) (low, high float64) {
	const z = 1.959963984540054
	m := float64(n)
	center := (share + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(share*(1-share)/m+z*z/(4*m*m))
	return math.Max(0, center-half), math.Min(1, center+half)
}

// Route computes the block of each row of x.
func (r *Router) Route(dst []int, x softmax.Design, rows []int) {
	softmax.Predict(dst, x, rows, r.Theta, r.K)
}

// Folds deals n rows to k folds of equal size, give or take one, in an order drawn from
// the stream "folds" of the seed.
func Folds(n, k int, seed uint64) []int {
	out := make([]int, n)
	for i, at := range dataset.Stream(seed, "folds").Perm(n) {
		out[at] = i % k
	}
	return out
}
