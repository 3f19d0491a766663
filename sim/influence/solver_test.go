package influence_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/influence"
	"untangle/sim/softmax"
	"untangle/tests/conformance/oracle"
)

// wide is n points with more features than points, most of them zero as in pictures, and
// some of them always.
func wide(seed uint64, n, features, classes int) set {
	src := rand.New(rand.NewPCG(seed, 3))
	x, y := mat.NewDense(n, features+1, nil), make([]int, n)
	for i := range n {
		y[i] = i % classes
		for f := range features {
			if f%5 != 4 && src.Float64() < .25 {
				x.Set(i, f, src.Float64()+float64((y[i]+f)%classes)/4)
			}
		}
		x.Set(i, features, 1)
	}
	return newSet("wide", x, y, classes)
}

// by returns the set on the basis of a solver.
func (s set) by(solver softmax.Solver) set {
	p := *s.Problem
	p.Basis = softmax.NewBasisFor(p.X, s.C, solver)
	return set{s.name, &p, s.Data}
}

var solvers = []softmax.Solver{softmax.Primal, softmax.Dual, softmax.CG}

// wideSets are problems with fewer rows than features and, for the dual to hold there as
// well, with more.
func wideSets() []set {
	return []set{wide(60, 30, 45, 2), wide(61, 24, 30, 4), sd(62, 20, 12), cloud(63, 40, 5, 3)}
}

// All solvers give the numbers of the oracle's n×n matrix, and the same δ of every kind.
func TestSolversAgree(t *testing.T) {
	for _, s := range wideSets() {
		theta := s.Newton(1e-3, nil)
		want := s.Influence(theta, .01)
		var first [][]float64
		for _, solver := range solvers {
			name := fmt.Sprintf("%s of %d classes, %v", s.name, s.C, solver)
			with := s.by(solver)
			st := with.evaluate(t, theta, .01)
			if st.Solver() != solver {
				t.Errorf("%s: solver %v", name, st.Solver())
			}
			v := want.Variance()
			near(t, name+": V", st.Variance(), v, 1e-8*v)
			near(t, name+": mean", st.Mean(), want.Mean(), 1e-8*math.Sqrt(v))
			for i, q := range st.SelfInfluence() {
				near(t, name+": self-influence", q, -want.X[i][i], 1e-8*largest(st.SelfInfluence()))
			}
			skewness, kurtosis, err := st.PairMoments(nil)
			if err != nil {
				t.Fatal(err)
			}
			near(t, name+": skewness", skewness, want.Skewness(), 1e-8*math.Abs(want.Kurtosis()))
			near(t, name+": kurtosis", kurtosis, want.Kurtosis(), 1e-8*math.Abs(want.Kurtosis()))
			step, err := st.Update(1)
			if err != nil {
				t.Fatal(err)
			}
			var got [][]float64
			for _, how := range []influence.Step{{Ridge: 1e-3}, {Paper: true}} {
				for _, direct := range []influence.Direct{influence.DirectExact, influence.DirectLinear} {
					got = append(got, delta(t, st, direct, how))
				}
			}
			m := draw(t, st, nil)
			withinSelfInfluence(t, st, m)
			moved := draw(t, st, &[2][]float64{want.X[0], want.X[1]})
			got = append(got, step, m[0], m[1], moved[0], moved[1])
			if first == nil {
				first = got
				continue
			}
			for i := range got {
				if d := oracle.Distance(got[i], first[i]); d > 1e-8*oracle.Norm(first[i]) {
					t.Errorf("%s: result %d differs from that of the first solver by %.2g of %.2g", name, i, d, oracle.Norm(first[i]))
				}
			}
		}
	}
}

// Fits with all solvers end at the minimum of the oracle's objective.
func TestFitsOfAllSolvers(t *testing.T) {
	for _, s := range wideSets() {
		want := s.Newton(1e-3, nil)
		for _, solver := range solvers {
			fit, warm := softmax.Newton(s.by(solver).Problem, 1e-3, nil)
			if fit.Outcome != softmax.Converged {
				t.Errorf("%s, %v: %v", s.name, solver, fit.Outcome)
			}
			if g := oracle.Norm(s.MeanGradient(fit.Theta, 1e-3)); g > 2*softmax.NewtonTolerance {
				t.Errorf("%s, %v: gradient %g", s.name, solver, g)
			}
			// The objective is ridge-strongly convex.
			if d := oracle.Distance(fit.Theta, want); d > 2*softmax.NewtonTolerance/1e-3 {
				t.Errorf("%s, %v: Θ is %g from the minimum", s.name, solver, d)
			}
			again, _ := softmax.Newton(s.by(solver).Problem, 1e-3, warm)
			if again.Iterations > 1 {
				t.Errorf("%s, %v: %d iterations from the solution", s.name, solver, again.Iterations)
			}
		}
	}
}

// Where all pairs are out of reach V is an estimate that says how far off it may be.
func TestProbesEstimateTheVariance(t *testing.T) {
	s := cloud(64, 9000, 60, 3)
	fit, _ := softmax.Newton(s.Problem, 1e-3, nil)
	want := s.by(softmax.Primal).evaluate(t, fit.Theta, .01)
	free := s.by(softmax.CG)
	st := free.evaluate(t, fit.Theta, .01)
	if influence.ColumnWork(free.Problem) < 5e11 || st.StandardError() == 0 {
		t.Fatalf("all pairs are within reach: %g flops", influence.ColumnWork(free.Problem))
	}
	v, e := want.Variance(), st.StandardError()
	t.Logf("V is %.5f, estimated as %.5f ± %.5f", v, st.Variance(), e)
	if d := math.Abs(st.Variance() - v); d > 4*e || e > .2*v {
		t.Errorf("V is %g, estimated as %g ± %g", v, st.Variance(), e)
	}
	if d := math.Abs(st.Mean() - want.Mean()); d > .1*math.Sqrt(v) {
		t.Errorf("mean is %g, estimated as %g", want.Mean(), st.Mean())
	}
	// Each q has a relative error of √(2/Probes), so their relative errors have that spread.
	spread, q := 0.0, want.SelfInfluence()
	for i, x := range st.SelfInfluence() {
		spread += (x/q[i] - 1) * (x/q[i] - 1) / float64(len(q))
	}
	if expected := 2. / influence.Probes; spread < .7*expected || spread > 1.3*expected {
		t.Errorf("relative mean squared error of q is %g, want %g", spread, expected)
	}
	if st.StandardError() == 0 || kinds(st.Risks(fit))[influence.RiskEstimate].Value != e/st.Variance() {
		t.Error("the estimate is not told")
	}
	// Axes that follow an earlier map are exact.
	before := draw(t, want, nil)
	exact, got := draw(t, want, &before), draw(t, st, &before)
	for axis := range exact {
		if d := oracle.Distance(exact[axis], got[axis]); d > 1e-4*oracle.Norm(exact[axis]) {
			t.Errorf("axis %d of the followed map is off by %g of %g", axis, d, oracle.Norm(exact[axis]))
		}
	}
	withinSelfInfluence(t, st, draw(t, st, nil))
	var size *softmax.SizeError
	if err := st.Delta(make([]float64, len(s.Rows)), influence.DirectExact, influence.Step{}); !errors.As(err, &size) {
		t.Errorf("δ of %d rows by conjugate gradients: %v", len(s.Rows), err)
	}
}

// Whatever the solver, work ends soon after a tick says so.
func TestWorkEndsWithItsTick(t *testing.T) {
	enough := errors.New("enough")
	for _, s := range wideSets()[:2] {
		theta := s.Newton(1e-3, nil)
		for _, solver := range solvers {
			with := s.by(solver)
			st := influence.NewState(with.Basis, .01)
			for after := range 2 {
				left := after
				tick := func(int, int) error {
					if left--; left < 0 {
						return enough
					}
					return nil
				}
				if err := st.EvaluateTick(with.Problem, theta, tick); !errors.Is(err, enough) {
					t.Errorf("%s, %v: evaluation past tick %d: %v", s.name, solver, after, err)
				}
				if err := st.Evaluate(with.Problem, theta); err != nil {
					t.Fatal(err)
				}
				left = after
				if err := st.DeltaTick(make([]float64, len(s.Rows)), influence.DirectExact, influence.Step{Ridge: 1e-3}, tick); !errors.Is(err, enough) {
					t.Errorf("%s, %v: δ past tick %d: %v", s.name, solver, after, err)
				}
				left = after
				if _, _, err := softmax.NewtonTick(with.Problem, 1e-3, nil, tick); !errors.Is(err, enough) {
					t.Errorf("%s, %v: fit past tick %d: %v", s.name, solver, after, err)
				}
			}
		}
	}
}
