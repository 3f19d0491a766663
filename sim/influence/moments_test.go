package influence_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/influence"
	"untangle/sim/softmax"
	"untangle/tests/conformance/oracle"
)

// relative is what "V by traces = V by the full matrix" is held to: both sum about n²P
// terms of either sign, which loses some four digits of float64's sixteen.
const relative = 1e-10

// Everything by traces in the reduced space is what the full n×n matrix of X in the
// unreduced C·d space says.
func TestMomentsAgainstTheFullMatrix(t *testing.T) {
	for _, s := range []set{sd(1, 70, 30), cloud(2, 60, 5, 3), cloud(3, 50, 4, 2), cloud(4, 40, 2, 6)} {
		for _, damping := range []float64{.001, .01, 1} {
			for at, theta := range map[string][]float64{"optimum": s.fit(t, 1e-3), "random Θ": s.randomTheta(5)} {
				name := fmt.Sprintf("%s, damping %g, at the %s: ", s.name, damping, at)
				st, want := s.evaluate(t, theta, damping), s.Influence(theta, damping)
				skewness, kurtosis, err := st.PairMoments(nil)
				if err != nil {
					t.Fatal(err)
				}
				v := want.Variance()
				near(t, name+"V", st.Variance(), v, relative*v)
				// The mean and the odd moment cancel; their scale is that of X.
				near(t, name+"mean", st.Mean(), want.Mean(), relative*math.Sqrt(v))
				near(t, name+"skewness", skewness, want.Skewness(), relative*math.Abs(want.Kurtosis()))
				near(t, name+"kurtosis", kurtosis, want.Kurtosis(), relative*want.Kurtosis())
				for i, q := range st.SelfInfluence() {
					near(t, name+"self-influence", q, -want.X[i][i], relative*largest(st.SelfInfluence()))
					if q < 0 {
						t.Errorf("%sself-influence %d is %g", name, i, q)
					}
				}
			}
		}
	}
}

// Pairs are counted right across the borders of the blocks in which they are formed.
func TestPairMomentsOfManyRows(t *testing.T) {
	s := cloud(6, 530, 3, 3)
	theta := s.fit(t, 1e-2)
	st, want := s.evaluate(t, theta, .01), s.Influence(theta, .01)
	last, calls := 0, 0
	skewness, kurtosis, err := st.PairMoments(func(done, total int) error {
		if calls++; done != last+1 || done > total {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
		return nil
	})
	if err != nil || calls == 0 {
		t.Fatalf("error %v after %d reports", err, calls)
	}
	near(t, "skewness", skewness, want.Skewness(), relative*want.Kurtosis())
	near(t, "kurtosis", kurtosis, want.Kurtosis(), relative*want.Kurtosis())
	stop := errors.New("stop")
	if _, _, err := st.PairMoments(func(int, int) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("a tick's error comes back as %v", err)
	}
}

// X is what it is named for: the change of another point's loss when a point's weight
// grows (by ε in mean loss + Σ ε_i·loss_i), the model being fitted anew.
func TestInfluenceIsTheDerivativeOfALoss(t *testing.T) {
	const lambda, h = .05, 1e-4 // ridge and damping alike, so that H is the objective's Hessian
	s := cloud(7, 25, 3, 3)
	theta := s.fit(t, lambda)
	phi := s.evaluate(t, theta, lambda).Coordinates()
	n := float64(len(s.Rows))
	for i := range s.Rows {
		// 1/n·Σℓ + εℓ_i + λ/2‖Θ‖² is, over 1 + ε, a weighted mean with ridge λ/(1+ε).
		losses := func(eps float64) []float64 {
			at, out := s.Weighted(i, 1+n*eps).Newton(lambda/(1+eps), theta), make([]float64, len(s.Rows))
			for j := range out {
				out[j] = s.Loss(at, j)
			}
			return out
		}
		up, down, halfUp, halfDown := losses(h), losses(-h), losses(h/2), losses(-h/2)
		for j := range s.Rows {
			got := -mat.Dot(phi.RowView(i), phi.RowView(j))
			wide, narrow := (up[j]-down[j])/(2*h), (halfUp[j]-halfDown[j])/h
			want := narrow + (narrow-wide)/3 // Richardson: truncation h⁴ times ∂⁵L/∂ε⁵
			// |X| ≤ 40, ε's own scale is 1/|X|: (h·40)⁴·40 ≈ 1e-8; rounding 1e-14/h = 1e-10.
			near(t, fmt.Sprintf("X(%d,%d)", i, j), got, want, 1e-7)
		}
	}
}

// Lemma 3: X(z, z′) = X(z′, z), and both are −⟨φ, φ′⟩.
func TestCoordinatesGiveX(t *testing.T) {
	for _, s := range []set{sd(8, 50, 20), cloud(9, 40, 4, 3)} {
		theta := s.randomTheta(10)
		st, want := s.evaluate(t, theta, .01), s.Influence(theta, .01)
		phi := st.Coordinates()
		if n, p := phi.Dims(); n != len(s.Rows) || p != s.Basis.Dim() {
			t.Fatalf("%s: coordinates are %d×%d", s.name, n, p)
		}
		tol := relative * largest(st.SelfInfluence()) // |X| ≤ max q
		for i := range s.Rows {
			for j := range s.Rows {
				near(t, s.name+": symmetry", want.X[i][j], want.X[j][i], tol)
				near(t, s.name+": X", -mat.Dot(phi.RowView(i), phi.RowView(j)), want.X[i][j], tol)
			}
		}
	}
}

func TestUpdateIsThePapersStep(t *testing.T) {
	for _, s := range []set{sd(11, 40, 20), cloud(12, 30, 4, 3)} {
		theta := s.randomTheta(13)
		st, want := s.evaluate(t, theta, .01), s.Influence(theta, .01)
		for i := range s.Rows {
			step := append([]float64(nil), want.Step[i]...)
			for j := range step {
				step[j] /= float64(len(s.Rows))
			}
			// H⁻¹ has norm up to 1/damping = 100.
			got, err := st.Update(i)
			if err != nil {
				t.Fatal(err)
			}
			if d := oracle.Distance(got, step); d > 1e-12 {
				t.Errorf("%s: step of row %d is off by %g", s.name, i, d)
			}
		}
	}
}

// A State may be used again, on fewer rows and another Θ, and remembers nothing.
func TestStateIsAWorkspace(t *testing.T) {
	s := sd(14, 40, 20)
	st := s.evaluate(t, s.randomTheta(15), .01)
	delta(t, st, influence.DirectExact, influence.Step{Ridge: 1e-3})
	part := s
	rows := []int{50, 3, 17, 22, 41, 8, 9, 30, 12, 59, 2, 44}
	part.Problem = &softmax.Problem{X: s.Problem.X, Y: s.Problem.Y, Rows: rows, Basis: s.Basis}
	part.Data = s.Select(rows)
	theta := s.randomTheta(16)
	v, err := st.VarianceAt(part.Problem, theta)
	if err != nil {
		t.Fatal(err)
	}
	want := part.Influence(theta, .01).Variance()
	near(t, "V of a subset", v, want, relative*want)
	fresh := part.evaluate(t, theta, .01)
	if fresh.Variance() != v {
		t.Errorf("V is %.17g in a used state, %.17g in a new one", v, fresh.Variance())
	}
	a, b := delta(t, st, influence.DirectExact, influence.Step{Ridge: 1e-3}), delta(t, fresh, influence.DirectExact, influence.Step{Ridge: 1e-3})
	for i := range a {
		if a[i] != b[i] {
			t.Errorf("δ(%d) is %.17g in a used state, %.17g in a new one", i, a[i], b[i])
		}
	}
}

func TestDegenerateInput(t *testing.T) {
	s := cloud(17, 20, 2, 2)
	st := influence.NewState(s.Basis, .01)
	few := *s.Problem
	few.Rows = []int{0, 1}
	if err := st.Evaluate(&few, s.randomTheta(1)); !errors.Is(err, influence.ErrTooFew) {
		t.Errorf("two rows give the error %v", err)
	}
	nan := s.randomTheta(1)
	nan[0] = math.NaN()
	if err := st.Evaluate(s.Problem, nan); !errors.Is(err, influence.ErrSingular) {
		t.Errorf("a NaN in Θ gives the error %v", err)
	}
	other := cloud(18, 20, 2, 2)
	for name, misuse := range map[string]func(){
		"another basis":  func() { _ = st.Evaluate(other.Problem, s.randomTheta(1)) },
		"a short result": func() { _ = s.evaluate(t, s.randomTheta(1), .01).Delta(make([]float64, 3), 0, influence.Step{}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("misuse is accepted")
				}
			}()
			misuse()
		})
	}
}

// The condition number falls to 1 as the damping drowns the Hessian.
func TestCondition(t *testing.T) {
	s, last := sd(19, 40, 20), math.Inf(1)
	theta := s.fit(t, 1e-3)
	for _, damping := range []float64{1e-4, 1e-2, 1, 1e6} {
		c := s.evaluate(t, theta, damping).Condition()
		if !(c >= 1 && c < last) {
			t.Errorf("damping %g: condition %g after %g", damping, c, last)
		}
		last = c
	}
	near(t, "condition under a damping of 1e6", last, 1, 1e-4) // ‖H̄‖/1e6 ≤ 11·P/1e6
}
