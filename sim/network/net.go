package network

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// layer is one step of the network. Activations are row-major, one row per example;
// images are stored pixel by pixel with their channels side by side.
type layer interface {
	// sizes returns the width of a row before and after.
	sizes() (in, out int)
	// params returns the number of parameters, and how many inputs feed one unit.
	params() (count, fanIn int)
	// bind hands over the parameters, a slice of Net.theta.
	bind(theta []float64)
	// forward computes out from n rows of in.
	forward(out, in []float64, n int)
	// backward takes the loss's derivatives in out, n rows that it may overwrite, adds
	// those in the parameters to grad, sets those in in to dIn unless that is nil, and
	// adds each row's squared norm of its own share of grad to norms unless that is nil.
	// in and out are those of the last forward.
	backward(dIn, grad, dOut, out, in, norms []float64, n int)
}

// Net is a network with its parameters and workspace. It is not safe for concurrent use.
type Net struct {
	spec   Spec
	theta  []float64
	layers []layer
	at     []int // layer l's parameters are theta[at[l]:at[l+1]]

	acts, deltas [][]float64 // per layer: its output, and the derivatives in it
	gather       []float64
	probability  []float64
}

// New returns a network with all parameters zero. It refuses what [Spec.Validate] does.
func New(spec Spec) (*Net, error) {
	if err := spec.Validate(); err != nil {
		return nil, err
	}
	m := &Net{spec: spec, layers: spec.layers(), at: []int{0}}
	total := 0
	for _, l := range m.layers {
		count, _ := l.params()
		total += count
		m.at = append(m.at, total)
	}
	m.theta = make([]float64, total)
	for i, l := range m.layers {
		l.bind(m.theta[m.at[i]:m.at[i+1]])
	}
	m.acts, m.deltas = make([][]float64, len(m.layers)), make([][]float64, len(m.layers))
	return m, nil
}

// Spec returns the shape.
func (m *Net) Spec() Spec { return m.spec }

// Theta returns the parameters, layer by layer, each layer's weights (one row per unit)
// before its biases. It is the network's own slice: changing it changes the network.
func (m *Net) Theta() []float64 { return m.theta }

// Init draws every parameter uniformly from ±1/√(inputs of its unit), the initial
// weights of the library that the paper's code uses. It panics on a nil source.
func (m *Net) Init(src *rand.Rand) {
	if src == nil {
		panic("network: nil source")
	}
	for l := range m.layers {
		_, fanIn := m.layers[l].params()
		bound := 1 / math.Sqrt(float64(max(1, fanIn)))
		for i := m.at[l]; i < m.at[l+1]; i++ {
			m.theta[i] = bound * (2*src.Float64() - 1)
		}
	}
}

// forward runs n rows of x, n×Inputs, and returns the logits, n×C, in the workspace.
func (m *Net) forward(x []float64, n int) []float64 {
	in := x
	for i, l := range m.layers {
		_, width := l.sizes()
		m.acts[i] = resize(m.acts[i], n*width)
		l.forward(m.acts[i], in, n)
		in = m.acts[i]
	}
	return in
}

// block is the number of rows that [Net.Probabilities] takes at a time, so that the
// workspace stays in cache.
const block = 128

// Probabilities computes p for rows of x, whose first Inputs columns are the features:
// dst is len(rows)×C row by row.
func (m *Net) Probabilities(dst []float64, x *mat.Dense, rows []int) {
	c := m.spec.Classes
	if len(dst) != len(rows)*c {
		panic("network: dst does not fit the rows")
	}
	for lo := 0; lo < len(rows); lo += block {
		part := rows[lo:min(lo+block, len(rows))]
		m.ProbabilitiesOf(dst[lo*c:(lo+len(part))*c], m.Gather(x, part))
	}
}

// ProbabilitiesOf is Probabilities for features that lie side by side, n×Inputs, as from
// [Net.Gather].
func (m *Net) ProbabilitiesOf(dst, x []float64) {
	c, d := m.spec.Classes, m.spec.Inputs
	n := len(x) / d
	if len(x) != n*d || len(dst) != n*c {
		panic("network: dst does not fit the rows")
	}
	for lo := 0; lo < n; lo += block {
		hi := min(lo+block, n)
		copy(dst[lo*c:hi*c], m.forward(x[lo*d:hi*d], hi-lo))
	}
	for i := range n {
		softmax.InPlace(dst[i*c : (i+1)*c])
	}
}

// Gather copies the features of rows of x side by side, len(rows)×Inputs. The result is
// valid until the next call.
func (m *Net) Gather(x *mat.Dense, rows []int) []float64 {
	d := m.spec.Inputs
	m.gather = resize(m.gather, len(rows)*d)
	for i, r := range rows {
		copy(m.gather[i*d:(i+1)*d], x.RawRowView(r))
	}
	return m.gather
}

// LabelEntropy returns Σ H(p) in nats over the rows of the last forward pass, which
// [Net.Gradient] makes. From the logits z, H = ln Σ exp(z) − Σ p z takes one logarithm a
// row.
func (m *Net) LabelEntropy(rows int) float64 {
	c, last := m.spec.Classes, len(m.layers)-1
	total := 0.0
	m.probability = resize(m.probability, c)
	for i := range rows {
		z := m.acts[last][i*c : (i+1)*c]
		copy(m.probability, z)
		total += softmax.InPlace(m.probability)
		for k, p := range m.probability {
			total -= p * z[k]
		}
	}
	return total
}

// resize returns s with length n, its contents undefined.
func resize(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}

func general(data []float64, rows, cols int) blas64.General {
	return blas64.General{Rows: rows, Cols: cols, Stride: cols, Data: data}
}
