package divide

import (
	"math"

	"untangle/sim/dataset"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// Categorical is the latent class model of the paper's code: within a block all columns,
// the label among them, are independent, p(x, y) = Σ_k π_k Π_c p_kc(value). It looks for
// blocks that differ in how often values occur; where blocks differ only in y given x, as
// in SD-K, there is nothing for it to find. Kept as the baseline that shows it. The zero
// value means the defaults.
type Categorical struct {
	// Smoothing is added to every count; 0 means .1.
	Smoothing float64
	// Iterations bounds the iterations; 0 means 500.
	Iterations int
	// Tolerance ends EM when an iteration raises the mean log-likelihood by less; 0 means 1e-7.
	Tolerance float64
	// Ridge is λ_r of the blocks' models; 0 means 1e-4.
	Ridge float64
}

// Random divides the rows of p, which index d, from random responsibilities drawn from
// the stream "start" of the seed. It refuses data without categorical columns with a
// [*scenario.Error].
func (m Categorical) Random(d *dataset.Dataset, p *softmax.Problem, k int, seed uint64, record Recorder, tick Tick) (*Division, error) {
	if err := check(p, k); err != nil {
		return nil, err
	}
	if len(d.Columns) == 0 {
		return nil, &scenario.Error{Field: "divide.method", Problem: say.T("is categorical, but the data have no categorical columns"),
			Remedy: say.T("use em, purify, reassign or moe")}
	}
	m.Smoothing, m.Ridge = orDefault(m.Smoothing, .1), orDefault(m.Ridge, 1e-4)
	m.Iterations, m.Tolerance = orDefault(m.Iterations, 500), orDefault(m.Tolerance, 1e-7)
	s := newLatent(m, d, p, k)
	randomResponsibilities(s.r, k, dataset.Stream(seed, "start"))
	out := &Division{R: s.r, Weights: s.weights, Outcome: softmax.EpochLimit}
	blocks, last := make([]int, len(p.Rows)), math.Inf(-1)
	for ; out.Iterations < m.Iterations; out.Iterations++ {
		s.maximize()
		out.LogLikelihood = s.expect()
		moved := harden(blocks, s.r, k)
		if record != nil {
			if err := record(&Iteration{Index: out.Iterations, R: s.r, Weights: s.weights,
				LogLikelihood: out.LogLikelihood, Objective: out.LogLikelihood, Moved: moved}); err != nil {
				return nil, err
			}
		}
		if err := tick.call(out.Iterations, m.Iterations); err != nil {
			return nil, err
		}
		if out.LogLikelihood-last < m.Tolerance {
			out.Outcome = softmax.Converged
			break
		}
		last = out.LogLikelihood
	}
	var err error
	if out.Theta, err = SubModels(p, blocks, k, m.Ridge, tick); err != nil {
		return nil, err
	}
	return out.finish(), nil
}

// latent is a run in progress.
type latent struct {
	Categorical
	k, n    int
	values  [][]int // by column, the rows' values; the label comes last
	levels  []int   // number of values of each column
	weights []float64
	r       []float64
	// logs holds ln p_kc(value) per column, levels×K row by row.
	logs [][]float64
}

func newLatent(m Categorical, d *dataset.Dataset, p *softmax.Problem, k int) *latent {
	n, columns := len(p.Rows), len(d.Columns)
	s := &latent{Categorical: m, k: k, n: n, weights: make([]float64, k), r: make([]float64, n*k)}
	add := func(levels int, value func(row int) int) {
		v := make([]int, n)
		for i, r := range p.Rows {
			v[i] = value(r)
		}
		s.values, s.levels = append(s.values, v), append(s.levels, levels)
		s.logs = append(s.logs, make([]float64, levels*k))
	}
	for c := range columns {
		add(len(d.Columns[c].Levels), func(row int) int { return int(d.Codes[row*columns+c]) })
	}
	add(p.Basis.C, func(row int) int { return p.Y[row] })
	return s
}

func (s *latent) maximize() {
	clear(s.weights)
	for i := range s.n {
		for k := range s.k {
			s.weights[k] += s.r[i*s.k+k] / float64(s.n)
		}
	}
	for c, logs := range s.logs {
		for j := range logs {
			logs[j] = s.Smoothing
		}
		for i, v := range s.values[c] {
			for k := range s.k {
				logs[v*s.k+k] += s.r[i*s.k+k]
			}
		}
		for k := range s.k {
			total := s.weights[k]*float64(s.n) + s.Smoothing*float64(s.levels[c])
			for v := range s.levels[c] {
				logs[v*s.k+k] = math.Log(logs[v*s.k+k] / total)
			}
		}
	}
}

// expect sets the responsibilities and returns the mean of ln p(x, y).
func (s *latent) expect() float64 {
	sum := 0.0
	for i := range s.n {
		row := s.r[i*s.k : (i+1)*s.k]
		for k := range row {
			row[k] = math.Log(s.weights[k])
		}
		for c, values := range s.values {
			logs := s.logs[c][values[i]*s.k:]
			for k := range row {
				row[k] += logs[k]
			}
		}
		sum += normalizeLogs(row)
	}
	return sum / float64(s.n)
}
