package softmax_test

import (
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
	"untangle/tests/conformance/oracle"
)

// apart bounds the distance between two minimizers of an objective that is at least
// ridge-strongly convex, each with a gradient of at most the tolerance.
func apart(ridge float64) float64 { return 2 * softmax.NewtonTolerance / ridge }

func newton(t *testing.T, s set, ridge float64) softmax.Fit {
	t.Helper()
	fit, _ := softmax.Newton(s.Problem, ridge, nil)
	checkFit(t, s, ridge, fit)
	return fit
}

// checkFit holds a fit to its tolerance, with the oracle's gradient in the full space.
func checkFit(t *testing.T, s set, ridge float64, fit softmax.Fit) {
	t.Helper()
	if fit.Outcome != softmax.Converged {
		t.Errorf("%s: outcome %q", s.name, fit.Outcome)
	}
	norm := oracle.Norm(s.MeanGradient(fit.Theta, ridge))
	// The oracle's own gradient rounds at C·d·ε ≈ 1e-14.
	if limit := softmax.NewtonTolerance + 1e-13; !(norm <= limit) {
		t.Errorf("%s: gradient norm %g after %d iterations, want at most %g", s.name, norm, fit.Iterations, limit)
	}
	near(t, s.name+": reported gradient", fit.Gradient, norm, 1e-13)
}

// The reduced basis loses nothing: the optimum is that of Newton's method in all C·d
// coordinates, with its class sums and null space left in.
func TestNewtonFindsTheFullSpaceOptimum(t *testing.T) {
	for _, s := range sets() {
		for _, ridge := range []float64{1e-4, 1e-2, 1} {
			fit := newton(t, s, ridge)
			want := s.Newton(ridge, nil)
			if d := oracle.Distance(fit.Theta, want); d > apart(ridge) {
				t.Errorf("%s, ridge %g: Θ is %g from the full-space optimum, want at most %g", s.name, ridge, d, apart(ridge))
			}
			near(t, s.name+": objective", s.Objective(fit.Theta, ridge), s.Objective(want, ridge), 1e-13)
		}
	}
}

func TestWarmStartFindsTheSameOptimum(t *testing.T) {
	const ridge = 1e-3
	for _, s := range sets() {
		cold, solution := softmax.Newton(s.Problem, ridge, nil)
		_, far := randomTheta(s, 20)
		for i := range far {
			far[i] *= 20
		}
		for name, start := range map[string][]float64{"the solution": solution, "far off": far} {
			kept := slices.Clone(start)
			warm, _ := softmax.Newton(s.Problem, ridge, start)
			checkFit(t, s, ridge, warm)
			if d := oracle.Distance(cold.Theta, warm.Theta); d > apart(ridge) {
				t.Errorf("%s from %s: Θ is %g from the cold start's, want at most %g", s.name, name, d, apart(ridge))
			}
			if !slices.Equal(start, kept) {
				t.Errorf("%s: the start was changed", s.name)
			}
		}
		again, _ := softmax.Newton(s.Problem, ridge, solution)
		if again.Iterations > 1 {
			t.Errorf("%s: %d iterations from the solution", s.name, again.Iterations)
		}
	}
}

func TestWeightsAreRepeatedRows(t *testing.T) {
	const ridge = 1e-3
	for _, s := range sets() {
		repeated, weighted := s, s
		repeated.Problem = &softmax.Problem{X: s.Problem.X, Y: s.Problem.Y, Basis: s.Basis}
		weighted.Problem = &softmax.Problem{X: s.Problem.X, Y: s.Problem.Y, Basis: s.Basis, Rows: s.Rows}
		for i, r := range s.Rows {
			times := (i * 5) % 4 // some rows not at all
			weighted.Weight = append(weighted.Weight, float64(times))
			for range times {
				repeated.Rows = append(repeated.Rows, r)
			}
		}
		weighted.W = weighted.Weight
		repeated.Data = s.Select(repeated.Rows)
		a, b := newton(t, repeated, ridge), newton(t, weighted, ridge)
		if d := oracle.Distance(a.Theta, b.Theta); d > apart(ridge) {
			t.Errorf("%s: weights and repetitions give optima %g apart, want at most %g", s.name, d, apart(ridge))
		}
		if d := oracle.Distance(a.Theta, s.Newton(ridge, nil)); d < 1e-2 {
			t.Errorf("%s: the weights made no difference (%g)", s.name, d)
		}
	}
}

// A class without a row among those trained on keeps a probability, by the ridge.
func TestAbsentClass(t *testing.T) {
	const ridge = 1e-3
	s := cloud(21, 60, 4, 3)
	var rows []int
	for _, r := range s.Rows {
		if s.Problem.Y[r] != 1 {
			rows = append(rows, r)
		}
	}
	s.Problem.Rows, s.Data = rows, s.Select(rows)
	fit := newton(t, s, ridge)
	if d := oracle.Distance(fit.Theta, s.Newton(ridge, nil)); d > apart(ridge) {
		t.Errorf("Θ is %g from the full-space optimum", d)
	}
	for i := range rows {
		if p := s.Probabilities(fit.Theta, i)[1]; p <= 0 || p > .1 {
			t.Errorf("row %d: the absent class has probability %g", i, p)
		}
	}
}

// Separable data have no optimum but for the ridge, even the smallest one allowed.
func TestSeparableData(t *testing.T) {
	const n, ridge = 40, 1e-8
	x, y := mat.NewDense(n, 2, nil), make([]int, n)
	for i := range n {
		x.SetRow(i, []float64{float64(i) - n/2 + .5, 1})
		if i >= n/2 {
			y[i] = 1
		}
	}
	s := newSet("separable", x, y, 2)
	fit := newton(t, s, ridge)
	if got := softmax.Accuracy(s.Problem.X, y, s.Rows, fit.Theta, 2); got != 1 {
		t.Errorf("accuracy %g on separable data", got)
	}
	near(t, "objective", s.Objective(fit.Theta, ridge), s.Objective(s.Newton(ridge, nil), ridge), 1e-12)
}

// Copied and scaled columns leave the optimum unique, by the ridge, and the basis small.
func TestRankDeficientFeatures(t *testing.T) {
	const ridge = 1e-3
	plain := cloud(22, 50, 3, 3)
	wide := mat.NewDense(50, 8, nil)
	for i, row := range plain.Data.X {
		a, b, c := row[0], row[1], row[2]
		wide.SetRow(i, []float64{a, a, 2 * b, b, c, a + b - c, 0, 1})
	}
	s := newSet("rank deficient", wide, plain.Problem.Y, 3)
	if s.Basis.R != 4 {
		t.Errorf("rank %d, want 4", s.Basis.R)
	}
	fit := newton(t, s, ridge)
	if d := oracle.Distance(fit.Theta, s.Newton(ridge, nil)); d > apart(ridge) {
		t.Errorf("Θ is %g from the full-space optimum, want at most %g", d, apart(ridge))
	}
}

// Past the size up to which the row space is computed, results are the same.
func TestManyFeatures(t *testing.T) {
	const n, features, ridge = 24, 270, 1e-2
	x, y := mat.NewDense(n, features, nil), make([]int, n)
	for i := range n {
		for f := range features {
			if (i*i+f)%17 == 0 || f == features-1 {
				x.Set(i, f, 1)
			}
		}
		y[i] = i % 2
	}
	s := newSet("many features", x, y, 2)
	if d := oracle.Distance(newton(t, s, ridge).Theta, s.Newton(ridge, nil)); d > apart(ridge) {
		t.Errorf("Θ is %g from the full-space optimum, want at most %g", d, apart(ridge))
	}
}

func TestFitOnASubsetOfRows(t *testing.T) {
	const ridge = 1e-2
	s := sd(23)
	rows := []int{44, 2, 17, 30, 8, 9, 41, 12, 25, 33, 5, 49}
	s.Problem.Rows, s.Data = rows, s.Select(rows)
	if d := oracle.Distance(newton(t, s, ridge).Theta, s.Newton(ridge, nil)); d > apart(ridge) {
		t.Errorf("Θ is %g from the full-space optimum, want at most %g", d, apart(ridge))
	}
}

func TestOneClassIsRefused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a basis for one class was made")
		}
	}()
	softmax.NewBasis(softmax.NewDesign(mat.NewDense(2, 1, []float64{1, 1})), 1)
}
