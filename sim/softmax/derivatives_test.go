package softmax_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
	"untangle/tests/conformance/oracle"
)

// gradientOf returns the sum of the rows' gradients in reduced coordinates.
func gradientOf(s set, d *softmax.Derivatives) []float64 {
	b := s.Basis
	sum, g := make([]float64, b.Contrasts()*b.D), make([]float64, b.Dim())
	s.Problem.X.AddOuter(sum, s.Rows, d.U, b.Contrasts())
	b.ReduceVec(g, sum)
	return g
}

// hessianOf returns the sum of the rows' Hessians in reduced coordinates.
func hessianOf(s set, d *softmax.Derivatives) *mat.SymDense {
	b := s.Basis
	packed, h := make([]float64, b.D*b.D*b.Pairs()), mat.NewSymDense(b.Dim(), nil)
	s.Problem.X.AddGram(packed, s.Rows, d.S, b.Pairs())
	b.ReduceGram(h, packed)
	return h
}

// lossAt is the oracle's total loss at reduced coordinates.
func lossAt(s set, reduced []float64) float64 {
	theta := make([]float64, s.P())
	s.Basis.Weights(theta, reduced)
	return s.MeanLoss(theta) * float64(len(s.Rows))
}

func shifted(v []float64, i int, h float64) []float64 {
	out := append([]float64(nil), v...)
	out[i] += h
	return out
}

func TestGradientAgainstDifferencesOfTheLoss(t *testing.T) {
	for _, s := range sets() {
		theta, at := randomTheta(s, 11)
		var d softmax.Derivatives
		d.Compute(s.Problem, theta)
		near(t, s.name+": mean loss", d.MeanLoss(s.Problem), s.MeanLoss(theta), 1e-13)
		g := gradientOf(s, &d)
		const h = 1e-5
		for i := range g {
			want := (lossAt(s, shifted(at, i, h)) - lossAt(s, shifted(at, i, -h))) / (2 * h)
			// Truncation h²/6·f‴ ≈ 1e-11·50 rows; rounding of a loss of 200: 3e-14/h = 3e-9.
			near(t, fmt.Sprintf("%s: gradient[%d]", s.name, i), g[i], want, 2e-8)
		}
		// Nothing is lost by reduction: the norm is that of the C·d gradient.
		full := s.MeanGradient(theta, 0)
		near(t, s.name+": norm of the gradient", oracle.Norm(g)/float64(len(s.Rows)), oracle.Norm(full), 1e-13)
	}
}

// Every row's own gradient, Q·U ⊗ x, is the oracle's (p − e) ⊗ x.
func TestRowGradients(t *testing.T) {
	for _, s := range sets() {
		theta, _ := randomTheta(s, 12)
		var d softmax.Derivatives
		d.Compute(s.Problem, theta)
		k := s.Basis.Contrasts()
		residual := make([]float64, s.C)
		for i := range s.Rows {
			s.Basis.Expand(residual, d.U[i*k:(i+1)*k])
			want := s.Gradient(theta, i)
			for j, w := range want {
				dim := s.Basis.D
				near(t, s.name+": row gradient", residual[j/dim]*s.Data.X[i][j%dim], w, 1e-14)
			}
			near(t, s.name+": row loss", d.Loss[i], s.Loss(theta, i), 1e-13)
		}
	}
}

func TestHessianAgainstDifferences(t *testing.T) {
	for _, s := range sets() {
		theta, at := randomTheta(s, 13)
		var d, e softmax.Derivatives
		d.Compute(s.Problem, theta)
		hess := hessianOf(s, &d)
		here := lossAt(s, at)
		const h, wide = 1e-5, 1e-3
		for i := range at {
			// One column by central differences of the gradient: error as above.
			s.Basis.Weights(theta, shifted(at, i, h))
			d.Compute(s.Problem, theta)
			s.Basis.Weights(theta, shifted(at, i, -h))
			e.Compute(s.Problem, theta)
			up, down := gradientOf(s, &d), gradientOf(s, &e)
			for j := range at {
				near(t, fmt.Sprintf("%s: Hessian[%d,%d]", s.name, i, j), hess.At(i, j), (up[j]-down[j])/(2*h), 2e-8)
			}
			// The diagonal by second differences of the loss alone: truncation h²/12·f⁗ is
			// 1e-7·50 rows, rounding 4·3e-14/h² = 1e-7.
			second := (lossAt(s, shifted(at, i, wide)) - 2*here + lossAt(s, shifted(at, i, -wide))) / (wide * wide)
			near(t, fmt.Sprintf("%s: second difference %d", s.name, i), hess.At(i, i), second, 5e-6)
		}
	}
}

// Weighted means are those of the oracle.
func TestWeightedMeanLoss(t *testing.T) {
	s := sd(14)
	s.Weight = make([]float64, len(s.Rows))
	for i := range s.Weight {
		s.Weight[i] = float64(i%4) / 2
	}
	s.W = s.Weight
	theta, _ := randomTheta(s, 15)
	var d softmax.Derivatives
	d.Compute(s.Problem, theta)
	near(t, "weighted mean loss", d.MeanLoss(s.Problem), s.MeanLoss(theta), 1e-13)
	near(t, "mass", s.Problem.Mass(), s.Data.Mass(), 0)
}

func TestBasisIsOrthonormal(t *testing.T) {
	for _, s := range append(sets(), cloud(16, 12, 3, 6)) {
		b := s.Basis
		rank := b.D
		if s.name == "sd" {
			rank = 31 // ten questions with three free columns each, and the bias
		}
		if b.R != rank || b.Dim() != (b.C-1)*rank {
			t.Fatalf("%s: rank %d and P = %d, want %d and %d", s.name, b.R, b.Dim(), rank, (b.C-1)*rank)
		}
		// Weights is an isometry into Θ whose class sums vanish.
		columns := make([][]float64, b.Dim())
		for i := range columns {
			columns[i] = make([]float64, b.C*b.D)
			b.Weights(columns[i], shifted(make([]float64, b.Dim()), i, 1))
			for f := range b.D {
				sum := 0.0
				for c := range b.C {
					sum += columns[i][c*b.D+f]
				}
				near(t, s.name+": class sum", sum, 0, 1e-15)
			}
			for j := range i + 1 {
				want := 0.0
				if i == j {
					want = 1
				}
				near(t, s.name+": inner product", oracle.Dot(columns[i], columns[j]), want, 1e-13)
			}
		}
	}
}

// LiftForm and Quad give gᵀKg of every row for a symmetric K.
func TestQuadraticFormsOfRows(t *testing.T) {
	for _, s := range sets() {
		b := s.Basis
		theta, v := randomTheta(s, 17)
		var d softmax.Derivatives
		d.Compute(s.Problem, theta)
		p := b.Dim()
		form := mat.NewSymDense(p, nil)
		for i := range p {
			for j := range i + 1 {
				form.SetSym(i, j, math.Sin(float64(3*i+j))+v[i]*v[j])
			}
		}
		packed, quad := make([]float64, b.D*b.D*b.Pairs()), make([]float64, len(s.Rows)*b.Pairs())
		b.LiftForm(packed, form)
		s.Problem.X.Quad(quad, s.Rows, packed, b.Pairs())
		for i := range s.Rows {
			one := s
			one.Problem = &softmax.Problem{X: s.Problem.X, Y: s.Problem.Y, Rows: s.Rows[i : i+1], Basis: b}
			row := softmax.Derivatives{U: d.U[i*b.Contrasts() : (i+1)*b.Contrasts()]}
			g := mat.NewVecDense(p, gradientOf(one, &row))
			got, j := 0.0, i*b.Pairs()
			for a, ua := range row.U {
				for _, ub := range row.U[:a] {
					got += 2 * quad[j] * ua * ub
					j++
				}
				got += quad[j] * ua * ua
				j++
			}
			// P² = 8,649 terms of order 1.
			near(t, s.name+": form", got, mat.Inner(g, form, g), 1e-10)
		}
	}
}
