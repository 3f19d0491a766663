// Package divide splits a training set into blocks with a sub-model each, predicts with
// them, and measures how well that went: the two stages of Fig. 1 of arXiv:2603.08649.
//
// Six ways to find blocks: [EM], a mixture of softmax regressions; the same started from
// purified blocks; [Purify], repeated purification; [Reassign], which moves points to the block whose model gets them right;
// [Categorical], a latent class model, and [Experts], a mixture of experts, the two
// baselines of the paper's code. All give a [Division]. [NewRouter] learns which block a
// new x belongs to and says whether x can tell at all.
//
// Every method is deterministic in its seed, reports each iteration to a [Recorder] and
// calls its tick at least once per model it improves.
package divide

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// MaxBlocks bounds K.
const MaxBlocks = 6

// emptyShare is the weight under which a block counts as empty: less than a row of the
// largest table has.
const emptyShare = 1e-9

// Division is a partition of the n rows of a problem into K blocks with their models.
// Blocks come largest first.
type Division struct {
	// Blocks holds the block of each entry of Problem.Rows, 0 … K−1.
	Blocks []int
	// R holds the responsibilities, n×K row by row, each row summing to 1; ones and zeros
	// where the method decides.
	R []float64
	// Weights holds the K shares Σ_i R_ik/n, or the mixture's π. An empty block has 0.
	Weights []float64
	// Theta holds the K sub-models, each C×d row by row; a block without rows has zeros,
	// which predict all classes alike.
	Theta [][]float64
	// Gate holds the gate's weights, K×d row by row, of a mixture of experts; else nil.
	Gate []float64
	// Gated holds each row's block by the gate alone, of a mixture of experts; else nil.
	Gated []int
	// From holds for each block its index in the iterations recorded.
	From []int
	// LogLikelihood is the mean over rows of the mixture's ln p(y|x), in nats (of ln
	// p(x, y) for the categorical mixture); NaN for a method without a likelihood.
	LogLikelihood float64
	// Iterations counts iterations, and Outcome says how they ended: Converged or
	// EpochLimit.
	Iterations int
	Outcome    softmax.Outcome

	reduced [][]float64 // the components of [EM], to go on from
}

// K returns the number of blocks.
func (d *Division) K() int { return len(d.Weights) }

// Empty returns the blocks that hold no row.
func (d *Division) Empty() []int {
	rows := counts(d.Blocks, d.K())
	var out []int
	for k, n := range rows {
		if n == 0 {
			out = append(out, k)
		}
	}
	return out
}

// Rows returns the entries of Problem.Rows in block k, as rows of the design.
func (d *Division) Rows(p *softmax.Problem, k int) []int {
	var out []int
	for i, b := range d.Blocks {
		if b == k {
			out = append(out, p.Rows[i])
		}
	}
	return out
}

// Iteration is the state of a method after an iteration. Its slices are valid until the
// next one and must not be changed.
type Iteration struct {
	// Index counts from 0, the start.
	Index int
	// R and Weights are as in Division, in the order of the method.
	R, Weights []float64
	// Theta holds the present models, nil where the method has none yet.
	Theta [][]float64
	// LogLikelihood is as in Division.
	LogLikelihood float64
	// Objective is what the method raises; NaN where it has no objective.
	Objective float64
	// Ridge is λ of this iteration, which a random start lowers step by step; 0 where the
	// method has none.
	Ridge float64
	// Moved counts the rows whose block is another than in the last iteration.
	Moved int
}

// Recorder sees every iteration; its error ends the work. A nil Recorder is allowed.
type Recorder func(*Iteration) error

// Tick reports progress; an error ends the work. A nil Tick is allowed.
type Tick func(done, total int) error

func (t Tick) call(done, total int) error {
	if t == nil {
		return nil
	}
	return t(done, total)
}

// check refuses a number of blocks that the rows cannot fill.
func check(p *softmax.Problem, k int) error {
	if k < 1 || k > MaxBlocks {
		return &scenario.Error{Field: "divide.blocks", Problem: say.T("is %d", k), Remedy: say.T("use %d to %d", 1, MaxBlocks)}
	}
	if n := len(p.Rows); k > n {
		return &scenario.Error{Field: "divide.blocks", Problem: say.T("is %d, but there are only %d rows", k, n), Remedy: say.T("use fewer blocks or more rows")}
	}
	if p.Weight != nil {
		panic("divide: a problem with weights")
	}
	return nil
}

// oneHot returns responsibilities of 1 in each row's block.
func oneHot(blocks []int, k int) []float64 {
	r := make([]float64, len(blocks)*k)
	for i, b := range blocks {
		r[i*k+b] = 1
	}
	return r
}

// harden sets blocks to each row's largest responsibility and returns how many changed.
func harden(blocks []int, r []float64, k int) (moved int) {
	for i := range blocks {
		if b := floats.MaxIdx(r[i*k : (i+1)*k]); b != blocks[i] {
			blocks[i], moved = b, moved+1
		}
	}
	return moved
}

func counts(blocks []int, k int) []int {
	out := make([]int, k)
	for _, b := range blocks {
		out[b]++
	}
	return out
}

// shares returns the share of rows in each block.
func shares(blocks []int, k int) []float64 {
	out := make([]float64, k)
	for b, n := range counts(blocks, k) {
		out[b] = float64(n) / float64(len(blocks))
	}
	return out
}

// finish sorts the blocks by weight, largest first, and derives what follows from R.
func (d *Division) finish() *Division {
	k := d.K()
	d.From = softmax.All(k)
	slices.SortStableFunc(d.From, func(a, b int) int { return cmp.Compare(d.Weights[b], d.Weights[a]) })
	to := make([]int, k)
	for i, f := range d.From {
		to[f] = i
	}
	d.Weights = pick(d.Weights, d.From)
	d.Theta, d.reduced = pick(d.Theta, d.From), pick(d.reduced, d.From)
	for i := 0; i < len(d.R); i += k {
		copy(d.R[i:i+k], pick(d.R[i:i+k], d.From))
	}
	if d.Gate != nil {
		features := len(d.Gate) / k
		gate := make([]float64, 0, len(d.Gate))
		for _, f := range d.From {
			gate = append(gate, d.Gate[f*features:(f+1)*features]...)
		}
		d.Gate = gate
		for i, b := range d.Gated {
			d.Gated[i] = to[b]
		}
	}
	d.Blocks = make([]int, len(d.R)/k)
	harden(d.Blocks, d.R, k)
	for i, w := range d.Weights {
		if w < emptyShare {
			d.Weights[i] = 0
		}
	}
	return d
}

func pick[T any](v []T, at []int) []T {
	if v == nil {
		return nil
	}
	out := make([]T, len(at))
	for i, a := range at {
		out[i] = v[a]
	}
	return out
}

// noLikelihood marks a method without one.
var noLikelihood = math.NaN()
