package influence_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/influence"
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
	return set{name,
		&softmax.Problem{X: design, Y: y, Rows: softmax.All(len(y)), Basis: softmax.NewBasis(design, classes)},
		oracle.Read(x, y, classes)}
}

// sd is a small questionnaire mixture: sparse, C = 4, C·d = 164, P ≤ 93.
func sd(seed uint64, counts ...int) set {
	d := dataset.SD(dataset.Stream(seed, "data"), counts)
	return newSet("sd", d.X, d.Y, len(d.Classes))
}

// cloud is n points of overlapping normal distributions: dense, full rank.
func cloud(seed uint64, n, features, classes int) set {
	src := rand.New(rand.NewPCG(seed, 1))
	x, y := mat.NewDense(n, features+1, nil), make([]int, n)
	for i := range n {
		y[i] = src.IntN(classes)
		for f := range features {
			x.Set(i, f, src.NormFloat64()+float64((y[i]*(f+1))%classes)/2)
		}
		x.Set(i, features, 1)
	}
	return newSet("cloud", x, y, classes)
}

// repeat returns the set with every row m times.
func (s set) repeat(m int) set {
	rows := make([]int, 0, m*len(s.Rows))
	for range m {
		rows = append(rows, s.Rows...)
	}
	p := *s.Problem
	p.Rows = rows
	return set{s.name, &p, s.Select(rows)}
}

// fit trains by Newton's method.
func (s set) fit(t *testing.T, ridge float64) []float64 {
	t.Helper()
	fit, _ := softmax.Newton(s.Problem, ridge, nil)
	if fit.Outcome != softmax.Converged {
		t.Fatalf("%s: fit ended as %q", s.name, fit.Outcome)
	}
	return fit.Theta
}

// randomTheta is a Θ that is no optimum of anything.
func (s set) randomTheta(seed uint64) []float64 {
	src := rand.New(rand.NewPCG(seed, 2))
	theta := make([]float64, s.P())
	for i := range theta {
		theta[i] = src.NormFloat64() / 2
	}
	return theta
}

func (s set) evaluate(t *testing.T, theta []float64, damping float64) *influence.State {
	t.Helper()
	st := influence.NewState(s.Basis, damping)
	if err := st.Evaluate(s.Problem, theta); err != nil {
		t.Fatal(err)
	}
	return st
}

func delta(t *testing.T, st *influence.State, direct influence.Direct, step influence.Step) []float64 {
	t.Helper()
	dst := make([]float64, len(st.Problem.Rows))
	if err := st.Delta(dst, direct, step); err != nil {
		t.Fatal(err)
	}
	return dst
}

// near fails unless got is within tol of want.
func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) { // true for NaN
		t.Errorf("%s is %.17g, want %.17g within %.1g (off by %.2g)", what, got, want, tol, got-want)
	}
}

// largest returns max |v|.
func largest(v []float64) float64 {
	m := 0.0
	for _, x := range v {
		m = math.Max(m, math.Abs(x))
	}
	return m
}
