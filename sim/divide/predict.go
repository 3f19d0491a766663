package divide

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/influence"
	"untangle/sim/softmax"
)

// Score is how one way to predict does on the test rows.
type Score struct {
	// Accuracy is the share of test rows predicted right; NaN without rows to judge by.
	Accuracy float64
	// Parameters counts the weights.
	Parameters int
}

// Report compares ways to predict on a test set.
type Report struct {
	// Global is one model for all.
	Global Score
	// Routed takes the sub-model of the routed block.
	Routed Score
	// Oracle takes the sub-model of the true block; NaN where the truth is not known.
	Oracle Score
	// Gated lets a mixture of experts' own gate weigh its experts; NaN for other methods.
	Gated Score
	// Blocks holds each sub-model on all test rows, Own on the test rows of its own block
	// by the truth.
	Blocks, Own []Score
}

// Evaluate judges a division and its router on the rows of a test design with labels y.
// global is Θ of one model for all. truth holds each test row's true block, an index of
// the division (see [Agreement]), or is nil; −1 marks a row whose origin no block has.
func Evaluate(d *Division, router *Router, global []float64, x softmax.Design, y, truth []int, classes int) Report {
	n, features := x.Dims()
	rows, k := softmax.All(n), d.K()
	predicted := make([][]int, k)
	one := classes * features
	out := Report{Global: Score{softmax.Accuracy(x, y, rows, global, classes), one},
		Oracle: Score{math.NaN(), k * one}, Gated: Score{math.NaN(), k * (one + features)}}
	all := func(int) bool { return true }
	for b := range k {
		predicted[b] = make([]int, n)
		softmax.Predict(predicted[b], x, rows, d.Theta[b], classes)
		by := func(int) int { return b }
		out.Blocks = append(out.Blocks, Score{accuracy(predicted, y, by, all), one})
		own := Score{math.NaN(), one}
		if truth != nil {
			own.Accuracy = accuracy(predicted, y, by, func(i int) bool { return truth[i] == b })
		}
		out.Own = append(out.Own, own)
	}
	routed := make([]int, n)
	router.Route(routed, x, rows)
	out.Routed = Score{accuracy(predicted, y, func(i int) int { return routed[i] }, all), k*one + k*features}
	if truth != nil {
		out.Oracle.Accuracy = accuracy(predicted, y, func(i int) int { return truth[i] }, func(i int) bool { return truth[i] >= 0 })
	}
	if d.Gate != nil {
		out.Gated.Accuracy = gatedAccuracy(d, x, y, classes)
	}
	return out
}

// accuracy is that of the model block(i) on the rows judged.
func accuracy(predicted [][]int, y []int, block func(i int) int, judge func(i int) bool) float64 {
	hits, total := 0, 0
	for i := range y {
		if judge(i) {
			total++
			if predicted[block(i)][i] == y[i] {
				hits++
			}
		}
	}
	return float64(hits) / float64(total)
}

// gatedAccuracy predicts the class with the largest Σ_k g_k(x) p_k(y|x).
func gatedAccuracy(d *Division, x softmax.Design, y []int, classes int) float64 {
	n, _ := x.Dims()
	rows, k := softmax.All(n), d.K()
	gate, p, sum := make([]float64, n*k), make([]float64, n*classes), make([]float64, n*classes)
	softmax.Probabilities(gate, x, rows, d.Gate, k)
	for b := range k {
		softmax.Probabilities(p, x, rows, d.Theta[b], classes)
		for i := range n {
			floats.AddScaled(sum[i*classes:(i+1)*classes], gate[i*k+b], p[i*classes:(i+1)*classes])
		}
	}
	hits := 0
	for i := range n {
		if floats.MaxIdx(sum[i*classes:(i+1)*classes]) == y[i] {
			hits++
		}
	}
	return float64(hits) / float64(n)
}

// Variances returns V[X] of each block by itself, at the block's own Newton fit with
// λ_r = ridge and λ_d = damping; NaN for a block of fewer than three rows.
func Variances(p *softmax.Problem, blocks []int, k int, ridge, damping float64, tick Tick) ([]float64, error) {
	theta, err := SubModels(p, blocks, k, ridge, tick)
	if err != nil {
		return nil, err
	}
	state := influence.NewState(p.Basis, damping)
	out := make([]float64, k)
	for b := range k {
		part := *p
		part.Rows = nil
		for i, r := range p.Rows {
			if blocks[i] == b {
				part.Rows = append(part.Rows, r)
			}
		}
		v, err := state.VarianceAt(&part, theta[b])
		switch {
		case err == influence.ErrTooFew:
			v = math.NaN()
		case err != nil:
			return nil, err
		}
		out[b] = v
		if err := tick.call(b+1, k); err != nil {
			return nil, err
		}
	}
	return out, nil
}
