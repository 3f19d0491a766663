// Package oracle computes what the core computes, the long way: textbook formulas,
// dense, in the unreduced C·d space, with the full n×n matrix of X. It shares no code
// with the core and imports no numerics, so that an error would have to be made twice.
// Tests compare with it; nothing else uses it.
package oracle

import "math"

// Data is a training set. Θ is C×d, flattened class by class, everywhere.
type Data struct {
	// X holds n rows of d features, the bias included.
	X [][]float64
	// Y holds the labels, 0 … C−1.
	Y []int
	// C is the number of classes.
	C int
	// W holds how often each row is there; nil for once. Any number ≥ 0 will do: every
	// formula is the one for whole numbers, read as a function of real ones.
	W []float64
}

// Matrix is what Data is read from; gonum's matrices have these methods.
type Matrix interface {
	Dims() (r, c int)
	At(i, j int) float64
}

// Read copies rows of a matrix with their labels.
func Read(x Matrix, y []int, classes int) Data {
	n, d := x.Dims()
	out := Data{X: make([][]float64, n), Y: append([]int(nil), y...), C: classes}
	for i := range out.X {
		out.X[i] = make([]float64, d)
		for f := range d {
			out.X[i][f] = x.At(i, f)
		}
	}
	return out
}

// Select returns the rows with the given numbers, in that order.
func (d Data) Select(rows []int) Data {
	out := Data{C: d.C}
	for _, r := range rows {
		out.X, out.Y = append(out.X, d.X[r]), append(out.Y, d.Y[r])
		if d.W != nil {
			out.W = append(out.W, d.W[r])
		}
	}
	return out
}

// Without returns the rows but row z.
func (d Data) Without(z int) Data {
	var rows []int
	for i := range d.X {
		if i != z {
			rows = append(rows, i)
		}
	}
	return d.Select(rows)
}

// Weighted returns the data with row z there w times and every other one once.
func (d Data) Weighted(z int, w float64) Data {
	d.W = make([]float64, len(d.X))
	for i := range d.W {
		d.W[i] = 1
	}
	d.W[z] = w
	return d
}

// P returns C·d.
func (d Data) P() int { return d.C * len(d.X[0]) }

func (d Data) weight(i int) float64 {
	if d.W == nil {
		return 1
	}
	return d.W[i]
}

// Mass returns the number of rows, repetitions included.
func (d Data) Mass() float64 {
	sum := 0.0
	for i := range d.X {
		sum += d.weight(i)
	}
	return sum
}

func (d Data) logits(theta []float64, i int) []float64 {
	z, dim := make([]float64, d.C), len(d.X[i])
	for c := range z {
		for f, x := range d.X[i] {
			z[c] += theta[c*dim+f] * x
		}
	}
	return z
}

// Probabilities returns softmax(Θx) of row i.
func (d Data) Probabilities(theta []float64, i int) []float64 {
	z := d.logits(theta, i)
	top := math.Inf(-1)
	for _, v := range z {
		top = math.Max(top, v)
	}
	sum := 0.0
	for c := range z {
		z[c] = math.Exp(z[c] - top)
		sum += z[c]
	}
	for c := range z {
		z[c] /= sum
	}
	return z
}

// Loss returns −ln p_y = ln(1 + Σ_{c≠y} exp(z_c − z_y)) of row i.
func (d Data) Loss(theta []float64, i int) float64 {
	z := d.logits(theta, i)
	top := 0.0
	for _, v := range z {
		top = math.Max(top, v-z[d.Y[i]])
	}
	sum := 0.0
	for _, v := range z {
		sum += math.Exp(v - z[d.Y[i]] - top)
	}
	return top + math.Log(sum)
}

// MeanLoss returns the mean loss, without a ridge.
func (d Data) MeanLoss(theta []float64) float64 {
	sum := 0.0
	for i := range d.X {
		sum += d.weight(i) * d.Loss(theta, i)
	}
	return sum / d.Mass()
}

// Objective returns mean loss + ridge/2·‖Θ‖².
func (d Data) Objective(theta []float64, ridge float64) float64 {
	return d.MeanLoss(theta) + ridge/2*Dot(theta, theta)
}

// Gradient returns (p − e_y) ⊗ x of row i.
func (d Data) Gradient(theta []float64, i int) []float64 {
	p := d.Probabilities(theta, i)
	p[d.Y[i]]--
	g := make([]float64, 0, d.P())
	for _, r := range p {
		for _, x := range d.X[i] {
			g = append(g, r*x)
		}
	}
	return g
}

// MeanGradient returns the gradient of the objective.
func (d Data) MeanGradient(theta []float64, ridge float64) []float64 {
	sum := make([]float64, d.P())
	for i := range d.X {
		Add(sum, d.weight(i)/d.Mass(), d.Gradient(theta, i))
	}
	Add(sum, ridge, theta)
	return sum
}

// Hessian returns the mean of (diag(p) − ppᵀ) ⊗ xxᵀ, plus v on the diagonal.
func (d Data) Hessian(theta []float64, v float64) [][]float64 {
	return d.hessian(everywhere(theta), v)
}

// everywhere is the same Θ for every row.
func everywhere(theta []float64) func(i int) []float64 {
	return func(int) []float64 { return theta }
}

func (d Data) hessian(at func(i int) []float64, v float64) [][]float64 {
	dim, mass := len(d.X[0]), d.Mass()
	h := Square(d.P())
	for i, x := range d.X {
		p := d.Probabilities(at(i), i)
		for c := range p {
			for e := range p {
				s := -p[c] * p[e]
				if c == e {
					s += p[c]
				}
				s *= d.weight(i) / mass
				for f, xf := range x {
					if xf != 0 {
						Add(h[c*dim+f][e*dim:(e+1)*dim], s*xf, x)
					}
				}
			}
		}
	}
	for j := range h {
		h[j][j] += v
	}
	return h
}

// Newton minimizes the objective from start (nil for zero), as far as float64 allows:
// it goes on until a step no longer lowers the norm of the gradient.
func (d Data) Newton(ridge float64, start []float64) []float64 {
	theta := make([]float64, d.P())
	copy(theta, start)
	for range 200 {
		g := d.MeanGradient(theta, ridge)
		step := Solve(d.Hessian(theta, ridge), g)
		next, t := make([]float64, len(theta)), 1.0
		for ; t > 1e-9; t /= 2 {
			copy(next, theta)
			Add(next, -t, step)
			// The objective is convex; far off it must fall, and near the optimum, where
			// that drowns in rounding, the gradient must.
			if d.Objective(next, ridge) < d.Objective(theta, ridge)-1e-4*t*Dot(g, step) ||
				Norm(d.MeanGradient(next, ridge)) < .9*Norm(g) {
				break
			}
		}
		if t <= 1e-9 {
			break
		}
		theta = next
	}
	return theta
}
