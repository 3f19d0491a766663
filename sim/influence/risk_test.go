package influence_test

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/influence"
	"untangle/sim/softmax"
)

func kinds(risks []influence.Risk) map[influence.RiskKind]influence.Risk {
	out := map[influence.RiskKind]influence.Risk{}
	for _, r := range risks {
		out[r.Kind] = r
	}
	return out
}

// risks fits by Newton's method, evaluates, computes δ, and returns the risks.
func risks(t *testing.T, s set, ridge, damping float64) map[influence.RiskKind]influence.Risk {
	t.Helper()
	fit, _ := softmax.Newton(s.Problem, ridge, nil)
	st := s.evaluate(t, fit.Theta, damping)
	delta(t, st, influence.DirectExact, influence.Step{Ridge: ridge})
	return kinds(st.Risks(fit))
}

// line is points on a line, label 1 right of zero, and their mirror images with the other
// label if the classes are to overlap.
func line(overlap bool) set {
	x, y := []float64{}, []int{}
	for i := -10; i <= 10; i++ {
		if i == 0 {
			continue
		}
		right := 0
		if i > 0 {
			right = 1
		}
		x, y = append(x, float64(i)/10, 1), append(y, right)
		if overlap {
			x, y = append(x, float64(i)/10, 1), append(y, 1-right)
		}
	}
	return newSet("line", mat.NewDense(len(y), 2, x), y, 2)
}

func TestRisksAreTold(t *testing.T) {
	calm := risks(t, line(true), 1e-3, 1e-3)
	if len(calm) != 0 {
		t.Errorf("overlapping classes on a line: %v", calm)
	}
	if r, there := risks(t, line(false), 1e-3, 1e-3)[influence.RiskSeparable]; !there || r.Value != 0 {
		t.Errorf("separable classes: %v, %v", r, there)
	}
	// H̄ of the line is (Σp(1−p)x², Σp(1−p))/n, at most 1/4.
	if r, there := risks(t, line(true), 1e-3, 1)[influence.RiskDamping]; !there || !(r.Value < .25) {
		t.Errorf("damping of 1: %v, %v", r, there)
	}
	// A feature that is 10⁶ in one point only: its own direction, all of its Hessian.
	s := line(true)
	n := len(s.Rows)
	far := mat.NewDense(n, 3, nil)
	for i := range n {
		far.Set(i, 1, s.Data.X[i][0])
		far.Set(i, 2, 1)
	}
	far.Set(4, 0, 3)
	lonely := risks(t, newSet("lonely", far, s.Problem.Y, 2), 1e-6, 1e-3)
	if r, there := lonely[influence.RiskLeverage]; !there || !(r.Value > .5 && r.Value <= 1) {
		t.Errorf("a direction of one point: %v, %v", r, there)
	}
	// Scales that differ by 10⁶ square to a condition number of 10¹², with no damping.
	for i := range n {
		far.Set(i, 0, 1e6*s.Data.X[n-1-i][0]*s.Data.X[i][0])
	}
	if r, there := risks(t, newSet("scales", far, s.Problem.Y, 2), 1e-3, 1e-9)[influence.RiskCondition]; !there || !(r.Value > 1e10) {
		t.Errorf("features of 10⁶: %v, %v", r, there)
	}
}

func TestUnfinishedFitIsTold(t *testing.T) {
	s := line(true)
	fit, _ := softmax.Newton(s.Problem, 1e-3, nil)
	st := s.evaluate(t, fit.Theta, .01)
	fit.Outcome, fit.Gradient = softmax.EpochLimit, 1e-3
	if r := kinds(st.Risks(fit)); len(r) != 1 || r[influence.RiskFit].Value != 1e-3 {
		t.Errorf("Newton at its limit: %v", r)
	}
	fit.Gradient = math.NaN() // Adam, which is not meant to reach a minimum
	if r := st.Risks(fit); len(r) != 0 {
		t.Errorf("Adam at its limit: %v", r)
	}
}

// Effective parameters and leverage are those of the definitions, over all points.
func TestLeverageSumsToEffectiveParameters(t *testing.T) {
	for _, s := range wideSets() {
		theta := s.Newton(1e-3, nil)
		for _, solver := range []softmax.Solver{softmax.Primal, softmax.Dual} {
			st := s.by(solver).evaluate(t, theta, .01)
			// tr(H̄H⁻¹) = Σ h/(h + λ) over the eigenvalues of H̄.
			h := s.Hessian(theta, 0)
			p := len(h)
			dense := mat.NewSymDense(p, nil)
			for i := range p {
				for j := range i + 1 {
					dense.SetSym(i, j, h[i][j])
				}
			}
			var eig mat.EigenSym
			eig.Factorize(dense, false)
			want := 0.0
			for _, v := range eig.Values(nil) {
				want += max(0, v) / (max(0, v) + .01)
			}
			near(t, s.name+": effective parameters", st.EffectiveParameters(), want, 1e-9*want)
			if l := st.Leverage(); !(l > want/float64(len(s.Rows)*s.Basis.Contrasts()) && l < 1) {
				t.Errorf("%s: leverage %g, with %g effective parameters", s.name, l, want)
			}
		}
	}
}

// A row's own leverage is the largest eigenvalue of its share of the Hessian against the
// whole; the largest of all is Leverage, and with two classes they sum to the effective
// parameters. After a Delta under a smaller ridge it can only be larger.
func TestLeverageOfRows(t *testing.T) {
	for _, s := range wideSets() {
		theta := s.Newton(1e-3, nil)
		for _, solver := range []softmax.Solver{softmax.Primal, softmax.Dual} {
			st := s.by(solver).evaluate(t, theta, .01)
			n, sum, top := len(s.Rows), 0.0, 0.0
			before := make([]float64, n)
			for i := range before {
				before[i] = st.LeverageOf(i)
				sum += before[i]
				top = max(top, before[i])
			}
			near(t, s.name+": largest leverage", top, st.Leverage(), 1e-9)
			k := float64(s.Basis.Contrasts())
			if want := st.EffectiveParameters(); k == 1 {
				near(t, s.name+": sum of leverages", sum, want, 1e-9*want)
			} else if !(sum > want/k && sum < want) {
				t.Errorf("%s: leverages sum to %g, with %g effective parameters of %g contrasts", s.name, sum, want, k)
			}
			if err := st.Delta(make([]float64, n), influence.DirectExact, influence.Step{Ridge: 1e-3}); err != nil {
				t.Fatal(err)
			}
			for i, h := range before {
				if l := st.LeverageOf(i); !(l > h && l <= 1) {
					t.Errorf("%s: row %d has leverage %g under the ridge, %g under the damping", s.name, i, l, h)
				}
			}
		}
	}
}

func TestRisksAreSentences(t *testing.T) {
	for kind := influence.RiskFit; kind <= influence.RiskEstimate; kind++ {
		text := influence.Risk{Kind: kind, Value: .75, Limit: .5}.String()
		if !strings.HasSuffix(text, ".") || strings.Contains(text, "Risk(") || strings.Contains(text, "%!") {
			t.Errorf("risk %d says %q", kind, text)
		}
	}
}
