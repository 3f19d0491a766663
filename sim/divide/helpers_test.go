package divide_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/divide"
	"untangle/sim/softmax"
)

// problem makes a training set of all rows.
func problem(x *mat.Dense, y []int, classes int) *softmax.Problem {
	design := softmax.NewDesign(x)
	return &softmax.Problem{X: design, Y: y, Rows: softmax.All(len(y)), Basis: softmax.NewBasis(design, classes)}
}

// sd is a questionnaire mixture as a problem.
func sd(seed uint64, counts ...int) (*dataset.Dataset, *softmax.Problem) {
	d := dataset.SD(dataset.Stream(seed, "data"), counts)
	return d, problem(d.X, d.Y, len(d.Classes))
}

// plane is two regions of the plane whose rules contradict each other.
func plane(seed uint64, counts ...int) (*dataset.Dataset, *softmax.Problem) {
	d := dataset.Plane(dataset.Stream(seed, "data"), counts)
	return d, problem(d.X, d.Y, len(d.Classes))
}

// cloud is n points of overlapping normal distributions, a fifth of them mislabeled.
func cloud(n, features, classes int) *softmax.Problem {
	src := rand.New(rand.NewPCG(7, uint64(n)))
	x, y := mat.NewDense(n, features+1, nil), make([]int, n)
	for i := range n {
		y[i] = i % classes
		for f := range features {
			x.Set(i, f, src.NormFloat64()+float64((y[i]*(f+1))%classes))
		}
		x.Set(i, features, 1)
		if i%5 == 0 {
			y[i] = (y[i] + 1) % classes
		}
	}
	return problem(x, y, classes)
}

// near fails unless got is within tol of want.
func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) { // true for NaN
		t.Errorf("%s is %.12g, want %.12g within %.1g", what, got, want, tol)
	}
}

// sound fails unless a division has the form it promises, with nothing but finite numbers.
func sound(t *testing.T, what string, d *divide.Division, n, k int) {
	t.Helper()
	if len(d.Blocks) != n || len(d.R) != n*k || d.K() != k || len(d.Theta) != k || len(d.From) != k {
		t.Fatalf("%s: %d blocks, %d responsibilities, K %d, %d models, %d names", what, len(d.Blocks), len(d.R), d.K(), len(d.Theta), len(d.From))
	}
	sum := 0.0
	for b, w := range d.Weights {
		sum += w
		if !(w >= 0 && w <= 1) || b > 0 && w > d.Weights[b-1] {
			t.Errorf("%s: weights %v", what, d.Weights)
		}
	}
	near(t, what+": sum of the weights", sum, 1, 1e-6)
	for i, b := range d.Blocks {
		row, total := d.R[i*k:(i+1)*k], 0.0
		for j, r := range row {
			total += r
			if !(r >= 0 && r <= 1+1e-12) || r > row[b] {
				t.Fatalf("%s: row %d is in block %d of %v, but %d has more", what, i, b, row, j)
			}
		}
		near(t, what+": sum of responsibilities", total, 1, 1e-9)
	}
	for k, theta := range d.Theta {
		for _, v := range theta {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%s: a weight of model %d is %g", what, k, v)
			}
		}
	}
}

// right returns the share of rows in the block matched to their origin.
func right(d *divide.Division, truth *dataset.Dataset) float64 {
	return divide.Agree(d.Blocks, truth.Origin, d.K(), len(truth.Origins)).Right
}
