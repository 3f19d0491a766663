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

	residual, mean []float64 // scratch: p − e_y and Qᵀp
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

// derivativeRows is the number of rows between two ticks, a multiple of block.
const derivativeRows = 4096

// Compute fills d for the problem's rows at Θ (C×d row by row).
func (d *Derivatives) Compute(p *Problem, theta []float64) {
	_ = d.ComputeTick(p, theta, nil) // no tick, no error
}

// ComputeTick is Compute with ticks between blocks of rows.
func (d *Derivatives) ComputeTick(p *Problem, theta []float64, tick Tick) error {
	d.Resize(len(p.Rows), p.Basis)
	d.residual, d.mean = resize(d.residual, p.Basis.C), resize(d.mean, p.Basis.C-1)
	for lo := 0; lo < len(p.Rows); lo += derivativeRows {
		hi := min(lo+derivativeRows, len(p.Rows))
		p.X.Apply(d.P[lo*p.Basis.C:hi*p.Basis.C], p.Rows[lo:hi], theta, p.Basis.C)
		d.compute(p, lo, hi)
		if err := call(tick, hi, len(p.Rows)); err != nil {
			return err
		}
	}
	return nil
}

// compute turns the logits in P of the rows lo … hi−1 into everything.
func (d *Derivatives) compute(p *Problem, lo, hi int) {
	b := p.Basis
	k, m, c := b.C-1, b.Pairs(), b.C
	residual, mean := d.residual, d.mean
	for i := lo; i < hi; i++ {
		r := p.Rows[i]
		pi, y := d.P[i*c:(i+1)*c], p.Y[r]
		logit := pi[y]
		d.Loss[i] = InPlace(pi) - logit
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
