package divide

import (
	"gonum.org/v1/gonum/floats"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
)

// Reassign is the loop of the paper's code: fit a model per block, then move every point
// that its own model gets wrong to the block whose model gets it right (of several, the
// one with the largest p_y), until nothing moves. It has no objective and may cycle, so
// the iterations are bounded. The zero value means the defaults.
type Reassign struct {
	// Ridge is λ_r of the blocks' models; 0 means 1e-4.
	Ridge float64
	// Iterations bounds the iterations; 0 means 50.
	Iterations int
}

// Random starts from blocks drawn uniformly from the stream "start" of the seed.
func (m Reassign) Random(p *softmax.Problem, k int, seed uint64, record Recorder, tick Tick) (*Division, error) {
	if err := check(p, k); err != nil {
		return nil, err
	}
	src := dataset.Stream(seed, "start")
	blocks := make([]int, len(p.Rows))
	for i := range blocks {
		blocks[i] = src.IntN(k)
	}
	return m.From(p, blocks, k, record, tick)
}

// From starts from the blocks of another division.
func (m Reassign) From(p *softmax.Problem, blocks []int, k int, record Recorder, tick Tick) (*Division, error) {
	if err := check(p, k); err != nil {
		return nil, err
	}
	m.Ridge, m.Iterations = orDefault(m.Ridge, 1e-4), orDefault(m.Iterations, 50)
	blocks = append([]int(nil), blocks...)
	fit := blockFitter{p: p, k: k, ridge: m.Ridge, tick: tick}
	d := &Division{LogLikelihood: noLikelihood, Outcome: softmax.EpochLimit}
	moved := 0
	for ; ; d.Iterations++ {
		var err error
		if d.Theta, err = fit.models(blocks); err != nil {
			return nil, err
		}
		d.R, d.Weights = oneHot(blocks, k), shares(blocks, k)
		if record != nil {
			if err := record(&Iteration{Index: d.Iterations, R: d.R, Weights: d.Weights, Theta: d.Theta,
				LogLikelihood: noLikelihood, Objective: noLikelihood, Ridge: m.Ridge, Moved: moved}); err != nil {
				return nil, err
			}
		}
		if d.Iterations == m.Iterations {
			break
		}
		if moved = reassign(p, blocks, d.Theta); moved == 0 {
			d.Outcome = softmax.Converged
			break
		}
	}
	return d.finish(), nil
}

// reassign moves the points and returns how many moved.
func reassign(p *softmax.Problem, blocks []int, theta [][]float64) (moved int) {
	classes := p.Basis.C
	probabilities := make([][]float64, len(theta))
	for k := range theta {
		probabilities[k] = make([]float64, len(p.Rows)*classes)
		softmax.Probabilities(probabilities[k], p.X, p.Rows, theta[k], classes)
	}
	for i, r := range p.Rows {
		right := func(k int) (bool, float64) {
			row := probabilities[k][i*classes : (i+1)*classes]
			return floats.MaxIdx(row) == p.Y[r], row[p.Y[r]]
		}
		if ok, _ := right(blocks[i]); ok {
			continue
		}
		best, to := 0.0, blocks[i]
		for k := range theta {
			if ok, v := right(k); ok && v > best {
				best, to = v, k
			}
		}
		if to != blocks[i] {
			blocks[i] = to
			moved++
		}
	}
	return moved
}

// blockFitter fits a model to each block, starting from the last one.
type blockFitter struct {
	p     *softmax.Problem
	k     int
	ridge float64
	tick  Tick
	warm  [][]float64
}

// models returns Θ of every block, zeros for one without rows.
func (f *blockFitter) models(blocks []int) ([][]float64, error) {
	if f.warm == nil {
		f.warm = make([][]float64, f.k)
	}
	out := make([][]float64, f.k)
	for k := range f.k {
		part := *f.p
		part.Rows = nil
		for i, b := range blocks {
			if b == k {
				part.Rows = append(part.Rows, f.p.Rows[i])
			}
		}
		if len(part.Rows) == 0 {
			out[k] = make([]float64, f.p.Basis.C*f.p.Basis.D)
			continue
		}
		fit, warm, err := softmax.NewtonTick(&part, f.ridge, f.warm[k], func(int, int) error { return f.tick.call(k, f.k) })
		if err != nil {
			return nil, err
		}
		out[k], f.warm[k] = fit.Theta, warm
	}
	return out, nil
}

// SubModels fits a model to each of the K blocks by Newton's method: Θ, C×d row by row,
// zeros for a block without rows.
func SubModels(p *softmax.Problem, blocks []int, k int, ridge float64, tick Tick) ([][]float64, error) {
	f := blockFitter{p: p, k: k, ridge: ridge, tick: tick}
	return f.models(blocks)
}
