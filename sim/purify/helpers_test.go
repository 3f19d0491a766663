package purify_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
	"untangle/tests/conformance/oracle"
)

// The settings of the small problems: a ridge large enough that two fits within the
// tolerance of Newton's method are alike to many digits.
const (
	ridge   = 1e-2
	damping = 1e-2
)

// set is a training set as a configuration and in the form of the oracle.
type set struct {
	purify.Config
	oracle.Data
}

func newSet(x *mat.Dense, y []int, classes int, rule scenario.RuleName) set {
	return set{purify.Config{X: softmax.NewDesign(x), Y: y, Classes: classes, Damping: damping, Seed: 1,
		Fit:    scenario.Fit{Method: scenario.FitNewton, Ridge: ridge},
		Purify: scenario.Purify{Rule: rule, PerStep: 3, Steps: 2}},
		oracle.Read(x, y, classes)}
}

// cloud is n points of overlapping normal distributions, a tenth of them mislabeled.
func cloud(n, features, classes int, rule scenario.RuleName) set {
	src := rand.New(rand.NewPCG(7, uint64(n)))
	x, y := mat.NewDense(n, features+1, nil), make([]int, n)
	for i := range n {
		y[i] = i % classes
		for f := range features {
			x.Set(i, f, src.NormFloat64()+float64((y[i]*(f+1))%classes))
		}
		x.Set(i, features, 1)
		if i%10 == 0 {
			y[i] = (y[i] + 1) % classes
		}
	}
	return newSet(x, y, classes, rule)
}

// sd is a questionnaire mixture.
func sd(rule scenario.RuleName, counts ...int) set {
	d := dataset.SD(dataset.Stream(2, "data"), counts)
	return newSet(d.X, d.Y, len(d.Classes), rule)
}

func start(t *testing.T, cfg purify.Config) *purify.Loop {
	t.Helper()
	loop, err := purify.NewLoop(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return loop
}

func next(t *testing.T, loop *purify.Loop) *purify.Step {
	t.Helper()
	step, err := loop.Next(nil)
	if err != nil {
		t.Fatal(err)
	}
	return step
}

// near fails unless got is within tol of want.
func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) { // true for NaN
		t.Errorf("%s is %.17g, want %.17g within %.1g", what, got, want, tol)
	}
}

func largest(v []float64) float64 {
	m := 0.0
	for _, x := range v {
		m = math.Max(m, math.Abs(x))
	}
	return m
}
