package theorem_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
	"untangle/sim/theorem"
	"untangle/tests/conformance/oracle"
)

// cloud is n points of a small softmax problem in the form of the package and of the oracle.
func cloud(n, features, classes int) (theorem.Data, oracle.Data) {
	src := rand.New(rand.NewPCG(7, uint64(n)))
	x, y := mat.NewDense(n, features+1, nil), make([]int, n)
	for i := range n {
		y[i] = src.IntN(classes)
		for f := range features {
			x.Set(i, f, src.NormFloat64()+float64((y[i]*(f+1))%classes)/2)
		}
		x.Set(i, features, 1)
	}
	return theorem.Data{X: softmax.NewDesign(x), Y: y, Classes: classes}, oracle.Read(x, y, classes)
}

// twoRules is the built-in problem, read back row by row for the oracle.
func twoRules(seed uint64, n int) oracle.Data {
	d := theorem.TwoRules(dataset.Stream(seed, "data"), n)
	x := mat.NewDense(n, 3, nil)
	d.X.Apply(x.RawMatrix().Data, softmax.All(n), []float64{1, 0, 0, 0, 1, 0, 0, 0, 1}, 3)
	return oracle.Read(x, d.Y, d.Classes)
}

// influences is the brute force: X of every pair, by the oracle's derivatives in all C·d
// coordinates, with the ridge in every point's loss and the Hessian (1/divisor)·Σh.
func influences(d oracle.Data, ridge, divisor float64) [][]float64 {
	n := len(d.Y)
	theta := d.Newton(ridge, nil)
	h := d.Hessian(theta, ridge) // the mean of ∇²ℓ, and the ridge
	for _, row := range h {
		for j := range row {
			row[j] *= float64(n) / divisor
		}
	}
	factor := oracle.Cholesky(h)
	g, solved := make([][]float64, n), make([][]float64, n)
	for i := range n {
		g[i] = d.Gradient(theta, i)
		oracle.Add(g[i], ridge, theta)
		solved[i] = factor.Solve(g[i])
	}
	x := make([][]float64, n)
	for i := range n {
		x[i] = make([]float64, n)
		for j := range n {
			x[i][j] = -oracle.Dot(g[j], solved[i])
		}
	}
	return x
}

// variance is that of X over unordered pairs, in two passes.
func variance(x [][]float64) float64 {
	mean, v, pairs := 0.0, 0.0, float64(len(x)*(len(x)-1)/2)
	for i := range x {
		for j := range i {
			mean += x[i][j] / pairs
		}
	}
	for i := range x {
		for j := range i {
			v += (x[i][j] - mean) * (x[i][j] - mean) / pairs
		}
	}
	return v
}

// without returns the data without the rows of set.
func without(d oracle.Data, set ...int) oracle.Data {
	var rows []int
	for i := range d.Y {
		keep := true
		for _, z := range set {
			keep = keep && i != z
		}
		if keep {
			rows = append(rows, i)
		}
	}
	return d.Select(rows)
}

func measure(t *testing.T, c theorem.Config) theorem.Result {
	t.Helper()
	r, err := theorem.Measure(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.12g, want %.12g within %g", what, got, want, tolerance)
	}
}
