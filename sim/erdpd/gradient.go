package erdpd

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/network"
)

// variance accumulates gradients batch by batch.
type variance struct {
	grad, mean, norms     []float64
	y                     []int
	squares, batchSquares float64
	rows, batches         int
}

// reset prepares for p parameters.
func (v *variance) reset(p int) {
	if len(v.grad) != p {
		v.grad, v.mean = make([]float64, p), make([]float64, p)
	}
	clear(v.mean)
	v.squares, v.batchSquares, v.rows, v.batches = 0, 0, 0, 0
}

// add takes one batch of rows with labels y (of all rows) at the network's parameters and
// returns its mean loss. x holds the rows' features side by side.
func (v *variance) add(m *network.Net, x []float64, y, rows []int) float64 {
	if cap(v.norms) < len(rows) {
		v.norms, v.y = make([]float64, len(rows)), make([]int, len(rows))
	}
	norms, labels := v.norms[:len(rows)], v.y[:len(rows)]
	for i, r := range rows {
		labels[i] = y[r]
	}
	loss := m.Gradient(v.grad, network.Batch{X: x, Y: labels}, norms)
	v.squares += floats.Sum(norms)
	v.batchSquares += floats.Dot(v.grad, v.grad)
	v.rows += len(rows)
	v.batches++
	floats.AddScaled(v.mean, float64(len(rows)), v.grad)
	return loss
}

// done turns the sum of gradients into ḡ and returns ‖ḡ‖².
func (v *variance) done() (signal float64) {
	floats.Scale(1/float64(v.rows), v.mean)
	return floats.Dot(v.mean, v.mean)
}

// perExample returns mean‖g‖² − ‖ḡ‖² after done. Rounding may leave a little less than 0.
func (v *variance) perExample(signal float64) float64 {
	return math.Max(0, v.squares/float64(v.rows)-signal)
}

// perBatch returns Σ‖g_b − ḡ‖²/(K−1) for batches of equal size after done.
func (v *variance) perBatch(signal float64) float64 {
	k := float64(v.batches)
	return math.Max(0, (v.batchSquares-k*signal)/(k-1))
}

// smoothness follows the probe's gradient from epoch to epoch.
type smoothness struct {
	theta, grad []float64
}

// step returns ‖∇L(θ′) − ∇L(θ)‖/‖θ′ − θ‖ against the last call, 0 at the first or where θ
// stayed, and keeps copies.
func (s *smoothness) step(theta, grad []float64) float64 {
	out := 0.0
	if s.theta != nil {
		if moved := floats.Distance(theta, s.theta, 2); moved > 0 {
			out = floats.Distance(grad, s.grad, 2) / moved
		}
	}
	s.theta, s.grad = append(s.theta[:0], theta...), append(s.grad[:0], grad...)
	return out
}
