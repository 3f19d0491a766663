package softmax_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
	"untangle/tests/conformance/oracle"
)

func adam(t *testing.T, s set, a softmax.Adam, seed uint64) softmax.Fit {
	t.Helper()
	fit, err := a.Fit(s.Problem, dataset.Stream(seed, "init"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return fit
}

// naiveAdam is Algorithm 1 of Kingma and Ba (2015), with the paper's protocol: weights
// uniform in ±1/√(d−1), batches in file order. It returns Θ and the epochs' losses.
func naiveAdam(d oracle.Data, src *rand.Rand, rate float64, batch, epochs int) (theta, losses []float64) {
	theta = make([]float64, d.P())
	bound := 1 / math.Sqrt(float64(len(d.X[0])-1))
	for i := range theta {
		theta[i] = (2*src.Float64() - 1) * bound
	}
	m, v, t := make([]float64, d.P()), make([]float64, d.P()), 0.0
	for range epochs {
		loss, batches := 0.0, 0.0
		for lo := 0; lo < len(d.X); lo += batch {
			rows := make([]int, 0, batch)
			for r := lo; r < min(lo+batch, len(d.X)); r++ {
				rows = append(rows, r)
			}
			part := d.Select(rows)
			g := part.MeanGradient(theta, 0)
			loss, batches, t = loss+part.MeanLoss(theta), batches+1, t+1
			for i := range theta {
				m[i] = .9*m[i] + .1*g[i]
				v[i] = .999*v[i] + .001*g[i]*g[i]
				mHat, vHat := m[i]/(1-math.Pow(.9, t)), v[i]/(1-math.Pow(.999, t))
				theta[i] -= rate * mHat / (math.Sqrt(vHat) + 1e-8)
			}
		}
		losses = append(losses, loss/batches)
	}
	return theta, losses
}

func TestAdamAgainstItsAlgorithm(t *testing.T) {
	for _, s := range sets() {
		a := softmax.Adam{Rate: 1e-3, Epochs: 40, Batch: 16} // the last batch is not full
		fit := adam(t, s, a, 5)
		want, _ := naiveAdam(s.Data, dataset.Stream(5, "init"), 1e-3, 16, 40)
		// Rounding of 1e-16 grows where a gradient is near zero and m̂/√v̂ turns; with
		// 160 steps of 1e-3 it stays far below 1e-10.
		if d := oracle.Distance(fit.Theta, want); d > 1e-10 {
			t.Errorf("%s: Θ is %g from the textbook's", s.name, d)
		}
		if fit.Outcome != softmax.EpochLimit || fit.Iterations != 40 || !math.IsNaN(fit.Gradient) {
			t.Errorf("%s: ended as %v after %d epochs with gradient %g", s.name, fit.Outcome, fit.Iterations, fit.Gradient)
		}
	}
}

func TestAdamIsDeterministicBySeed(t *testing.T) {
	s := sd(30)
	a := softmax.PaperAdam(20, 0)
	one, two, other := adam(t, s, a, 1), adam(t, s, a, 1), adam(t, s, a, 2)
	if !slices.Equal(one.Theta, two.Theta) {
		t.Error("one seed gave two results")
	}
	if slices.Equal(one.Theta, other.Theta) {
		t.Error("two seeds gave one result")
	}
}

func TestAdamStopsAtTheTargetLoss(t *testing.T) {
	s := cloud(31, 40, 5, 3)
	_, losses := naiveAdam(s.Data, dataset.Stream(3, "init"), .05, 16, 60)
	target := losses[29] // any loss on the way; training has not come to rest there
	first := slices.IndexFunc(losses, func(l float64) bool { return l <= target+1e-9 })
	a := softmax.Adam{Rate: .05, Epochs: 60, TargetLoss: target + 1e-9, Batch: 16}
	fit := adam(t, s, a, 3)
	if fit.Outcome != softmax.TargetLoss || fit.Iterations != first+1 {
		t.Errorf("ended as %q after %d epochs, want the target after %d", fit.Outcome, fit.Iterations, first+1)
	}
	a.TargetLoss = slices.Min(losses) - 1e-3
	if fit := adam(t, s, a, 3); fit.Outcome != softmax.EpochLimit || fit.Iterations != 60 {
		t.Errorf("with a target out of reach, ended as %q after %d epochs", fit.Outcome, fit.Iterations)
	}
}

func TestAdamReportsAndStops(t *testing.T) {
	s := sd(32)
	enough := errors.New("enough")
	var seen []int
	_, err := softmax.PaperAdam(50, 0).Fit(s.Problem, dataset.Stream(1, "init"), func(done, total int) error {
		if seen = append(seen, done); total != 50 {
			t.Errorf("total is %d, want 50", total)
		}
		if done == 3 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || !slices.Equal(seen, []int{1, 2, 3}) {
		t.Errorf("error %v after epochs %v", err, seen)
	}
}

func TestPaperAdamHasThePapersSettings(t *testing.T) {
	want := softmax.Adam{Rate: 1e-3, Epochs: 1000, TargetLoss: .1, Batch: 64} // the protocol of the paper's code
	if got := softmax.PaperAdam(1000, .1); got != want {
		t.Errorf("settings %+v, want %+v", got, want)
	}
}

func TestAdamWithoutASourcePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a nil source was accepted")
		}
	}()
	s := sd(33)
	softmax.PaperAdam(1, 0).Fit(s.Problem, nil, nil)
}

func TestOutcomesHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for o := softmax.Converged; o <= softmax.Stalled; o++ {
		if o.String() == "" || seen[o.String()] {
			t.Errorf("outcome %d has the name %q", o, o.String())
		}
		seen[o.String()] = true
	}
	if got := softmax.Outcome(9).String(); got != "Outcome(9)" {
		t.Errorf("an unknown outcome is %q", got)
	}
}
