package softmax

import "gonum.org/v1/gonum/floats"

// Derivatives holds the first and second derivatives of the rows' losses at some Θ, in
// contrast space, where the gradient of row i is U_i ⊗ x_i and its Hessian S_i ⊗ x_ixᵢᵀ.
type Derivatives struct {
	// P holds the probabilities, len(rows)×C.
	P []float64
	// U holds Qᵀ(p − e_y), len(rows)×(C−1).
	U []float64
	// S holds Qᵀ(diag(p) − ppᵀ)Q as packed lower entries, len(rows)×m.
	S []float64
	// Loss holds the losses in nats, len(rows).
	Loss []float64
}

// Resize makes the slices fit n rows, keeping memory where it can.
func (d *Derivatives) Resize(n int, b *Basis) {
	d.P = resize(d.P, n*b.C)
	d.U = resize(d.U, n*(b.C-1))
	d.S = resize(d.S, n*b.Pairs())
	d.Loss = resize(d.Loss, n)
}

func resize(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}

// Compute fills d for the problem's rows at Θ (C×d row by row).
func (d *Derivatives) Compute(p *Problem, theta []float64) {
	b := p.Basis
	k, m, c := b.C-1, b.Pairs(), b.C
	d.Resize(len(p.Rows), b)
	p.X.Apply(d.P, p.Rows, theta, c)
	residual := make([]float64, c)
	mean := make([]float64, k) // Qᵀp
	for i, r := range p.Rows {
		pi, y := d.P[i*c:(i+1)*c], p.Y[r]
		logit := pi[y]
		d.Loss[i] = softmaxInPlace(pi) - logit
		copy(residual, pi)
		residual[y]--
		b.Contrast(d.U[i*k:(i+1)*k], residual)
		b.Contrast(mean, pi)
		b.Curvature(d.S[i*m:(i+1)*m], pi, mean)
	}
}

// MeanLoss returns the weighted mean of the losses, without a ridge.
func (d *Derivatives) MeanLoss(p *Problem) float64 {
	if p.Weight == nil {
		return floats.Sum(d.Loss) / float64(len(d.Loss))
	}
	return floats.Dot(p.Weight, d.Loss) / p.Mass()
}
