package network

import (
	"gonum.org/v1/gonum/floats"

	"untangle/sim/softmax"
)

// Batch is examples with their targets.
type Batch struct {
	// X is n×Inputs row by row, as from [Net.Gather].
	X []float64
	// Y holds the n labels.
	Y []int
	// Weight holds n weights ≥ 0, or is nil for ones.
	Weight []float64
	// Smoothing is ε in the target (1−ε)·e_y + ε/C, 0 … 1.
	Smoothing float64
}

// Gradient computes the mean over the batch of weight times loss, and its gradient in
// grad, which has the length of Theta. norms, unless nil, gets each example's ‖w·g‖²;
// its length is n.
func (m *Net) Gradient(grad []float64, b Batch, norms []float64) (loss float64) {
	n, c := len(b.Y), m.spec.Classes
	if len(grad) != len(m.theta) || len(b.X) != n*m.spec.Inputs || n == 0 || (norms != nil && len(norms) != n) {
		panic("network: the batch does not fit")
	}
	delta := m.outputs(n)
	logits := m.forward(b.X, n)
	for i, y := range b.Y {
		w := 1.0
		if b.Weight != nil {
			w = b.Weight[i]
		}
		loss += w * lossDerivative(delta[i*c:(i+1)*c], logits[i*c:(i+1)*c], y, b.Smoothing, w)
	}
	clear(grad)
	clear(norms)
	m.backward(grad, b.X, norms, n)
	floats.Scale(1/float64(n), grad)
	return loss / float64(n)
}

// outputs returns the workspace of derivatives in the logits.
func (m *Net) outputs(n int) []float64 {
	last := len(m.layers) - 1
	m.deltas[last] = resize(m.deltas[last], n*m.spec.Classes)
	return m.deltas[last]
}

// lossDerivative sets d to w times the loss's derivative p − t in the logits z, and
// returns the loss −Σ t ln p = ln Σ exp(z) − Σ t z, finite where a p underflows.
func lossDerivative(d, z []float64, y int, smoothing, w float64) float64 {
	share := smoothing / float64(len(z))
	expected := (1-smoothing)*z[y] + share*floats.Sum(z)
	copy(d, z)
	loss := softmax.InPlace(d) - expected
	for k := range d {
		d[k] = w * (d[k] - share)
	}
	d[y] -= w * (1 - smoothing)
	return loss
}

// backward carries the derivatives in the last layer's output back to the first.
func (m *Net) backward(grad, x, norms []float64, n int) {
	for i := len(m.layers) - 1; i >= 0; i-- {
		in, dIn := x, []float64(nil)
		if i > 0 {
			m.deltas[i-1] = resize(m.deltas[i-1], len(m.acts[i-1]))
			in, dIn = m.acts[i-1], m.deltas[i-1]
		}
		m.layers[i].backward(dIn, grad[m.at[i]:m.at[i+1]], m.deltas[i], m.acts[i], in, norms, n)
	}
}

// Jacobian computes the derivatives of one example's C logits in the parameters, C×P row
// by row, and its probabilities. x has Inputs entries. The Gauss–Newton Hessian of the
// loss is Jᵀ(diag(p) − ppᵀ)J, exact where the logits are linear in the parameters.
func (m *Net) Jacobian(jac, p, x []float64) {
	c := m.spec.Classes
	if len(jac) != c*len(m.theta) || len(p) != c || len(x) != m.spec.Inputs {
		panic("network: the Jacobian does not fit")
	}
	copy(p, m.forward(x, 1))
	softmax.InPlace(p)
	clear(jac)
	for k := range c {
		delta := m.outputs(1)
		clear(delta)
		delta[k] = 1
		m.backward(jac[k*len(m.theta):(k+1)*len(m.theta)], x, nil, 1)
	}
}
