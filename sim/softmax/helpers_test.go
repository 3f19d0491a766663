package softmax_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
	"untangle/tests/conformance/oracle"
)

// set is a training set in the form of the core and in that of the oracle.
type set struct {
	name string
	*softmax.Problem
	oracle.Data
}

func newSet(name string, x *mat.Dense, y []int, classes int) set {
	design := softmax.NewDesign(x)
	n, _ := design.Dims()
	return set{name,
		&softmax.Problem{X: design, Y: y, Rows: softmax.All(n), Basis: softmax.NewBasis(design, classes)},
		oracle.Read(x, y, classes)}
}

// sd is a small questionnaire mixture: sparse, C = 4, d = 41, rank 31.
func sd(seed uint64) set {
	d := dataset.SD(dataset.Stream(seed, "data"), []int{35, 15})
	return newSet("sd", d.X, d.Y, len(d.Classes))
}

// cloud is n points of a normal distribution with overlapping classes: dense, full rank.
func cloud(seed uint64, n, features, classes int) set {
	src := rand.New(rand.NewPCG(seed, 1))
	x, y := mat.NewDense(n, features+1, nil), make([]int, n)
	for i := range n {
		y[i] = i % classes
		for f := range features {
			x.Set(i, f, src.NormFloat64()+float64((y[i]*(f+1))%classes)/2)
		}
		x.Set(i, features, 1)
	}
	return newSet("cloud", x, y, classes)
}

// sets are problems of both forms and of two, three and four classes.
func sets() []set { return []set{sd(1), cloud(2, 40, 5, 3), cloud(3, 30, 4, 2)} }

// randomTheta is a Θ in the span of the basis with entries of order one.
func randomTheta(s set, seed uint64) (theta, reduced []float64) {
	src := rand.New(rand.NewPCG(seed, 2))
	reduced = make([]float64, s.Basis.Dim())
	for i := range reduced {
		reduced[i] = src.NormFloat64()
	}
	theta = make([]float64, s.P())
	s.Basis.Weights(theta, reduced)
	return theta, reduced
}

// near fails unless got is within tol of want.
func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) { // true for NaN
		t.Errorf("%s is %.17g, want %.17g within %.1g", what, got, want, tol)
	}
}
