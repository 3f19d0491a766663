package oracle

import "math"

// Influence holds X of a training set at some Θ.
type Influence struct {
	// X holds X(z_i, z_j) = −g_jᵀH⁻¹g_i for all pairs, n×n. Its diagonal is −q, the
	// negative self-influence: X between two copies of a row.
	X [][]float64
	// G holds the gradients, n×(C·d), and Step the vectors H⁻¹g_i.
	G, Step [][]float64
	w       []float64
	mass    float64
}

// Influence evaluates X at Θ with H = mean Hessian + damping·I.
func (d Data) Influence(theta []float64, damping float64) *Influence {
	return d.InfluenceAt(everywhere(theta), damping)
}

// InfluenceAt evaluates X with row i's gradient and Hessian taken at a Θ of its own.
func (d Data) InfluenceAt(at func(i int) []float64, damping float64) *Influence {
	inf := &Influence{mass: d.Mass()}
	factor := Cholesky(d.hessian(at, damping))
	for i := range d.X {
		g := d.Gradient(at(i), i)
		inf.G = append(inf.G, g)
		inf.Step = append(inf.Step, factor.Solve(g))
		inf.w = append(inf.w, d.weight(i))
	}
	inf.X = make([][]float64, len(d.X))
	for i := range inf.X {
		inf.X[i] = make([]float64, len(d.X))
		for j := range inf.X[i] {
			inf.X[i][j] = -Dot(inf.G[j], inf.Step[i])
		}
	}
	return inf
}

// moment returns the mean over ordered pairs of different rows of f(X). Copies of a row
// are different rows: row i has w_i(w_i − 1) pairs with itself.
func (inf *Influence) moment(f func(x float64) float64) float64 {
	sum := 0.0
	for i, row := range inf.X {
		for j, x := range row {
			pairs := inf.w[i] * inf.w[j]
			if i == j {
				pairs -= inf.w[i]
			}
			sum += pairs * f(x)
		}
	}
	return sum / (inf.mass * (inf.mass - 1))
}

// Mean returns E[X].
func (inf *Influence) Mean() float64 { return inf.moment(func(x float64) float64 { return x }) }

// Variance returns V[X] = E[(X − E[X])²].
func (inf *Influence) Variance() float64 { return inf.central(2) }

// Skewness returns E[(X − E[X])³]/V^{3/2}.
func (inf *Influence) Skewness() float64 { return inf.central(3) / math.Pow(inf.Variance(), 1.5) }

// Kurtosis returns E[(X − E[X])⁴]/V².
func (inf *Influence) Kurtosis() float64 { return inf.central(4) / math.Pow(inf.Variance(), 2) }

func (inf *Influence) central(k int) float64 {
	mean := inf.Mean()
	return inf.moment(func(x float64) float64 {
		v := 1.0
		for range k {
			v *= x - mean
		}
		return v
	})
}

// Variance fits by Newton with the ridge and returns V with the damping. start may be
// nil; the fit comes back to start a neighboring one.
func (d Data) Variance(ridge, damping float64, start []float64) (v float64, theta []float64) {
	theta = d.Newton(ridge, start)
	return d.Influence(theta, damping).Variance(), theta
}
