package divide

import "gonum.org/v1/gonum/floats"

// Trajectory is what a purification measured at steps 0, 1, 2, …, as a stopping rule may
// see it. Removed and Variance have an entry per step; Validation has too, or is nil.
type Trajectory struct {
	// Removed counts the rows removed before each step.
	Removed []int
	// Variance holds V[X].
	Variance []float64
	// Validation holds the accuracy on validation rows: clean ones, or a noisy part of
	// the training set held out. Never the test set.
	Validation []float64
}

// Stop is where a rule stops.
type Stop struct {
	// Rule names the rule.
	Rule string
	// Step is the step whose rows are kept, 0 … steps.
	Step int
	// Fired is false where the rule never asked to stop and Step is the last step.
	Fired bool
}

// StopPublished is the rule of the paper's code: stop at the first step k with
// (V_{k−1} − V_k)/V_k < tol, signed, so that a rise stops as well.
func StopPublished(t Trajectory, tol float64) Stop {
	for k := 1; k < len(t.Variance); k++ {
		if (t.Variance[k-1]-t.Variance[k])/t.Variance[k] < tol {
			return Stop{"published", k, true}
		}
	}
	return Stop{"published", len(t.Variance) - 1, false}
}

// smoothing is the number of steps on each side over which the slope of V is measured.
const smoothing = 3

// StopInflection looks for what the paper speculates about, the turn of V from falling
// fast to falling slowly: the step with the largest difference between the mean slope
// of the three steps after and before it. It needs the trajectory as a whole, so in
// practice one purifies past the turn and goes back. With fewer than three steps it does
// not fire.
func StopInflection(t Trajectory) Stop {
	n, best, at := len(t.Variance), 0.0, -1
	for k := 1; k < n-1; k++ {
		// Near the ends the windows are as wide as they can be.
		lo, hi := min(smoothing, k), min(smoothing, n-1-k)
		before := (t.Variance[k] - t.Variance[k-lo]) / float64(lo)
		after := (t.Variance[k+hi] - t.Variance[k]) / float64(hi)
		if lo == smoothing && hi == smoothing && after-before > best {
			best, at = after-before, k
		}
	}
	if at < 0 {
		return Stop{"inflection", n - 1, false}
	}
	return Stop{"inflection", at, true}
}

// StopValidation stops at the best validation accuracy, the first of equals. Without
// validation rows it does not fire.
func StopValidation(t Trajectory) Stop {
	if len(t.Validation) == 0 {
		return Stop{"validation", len(t.Variance) - 1, false}
	}
	return Stop{"validation", floats.MaxIdx(t.Validation), true}
}

// StopBudget stops at the first step with at least budget rows removed, an estimate of
// how many rows carry a wrong label; see NoiseEstimate of package race.
func StopBudget(t Trajectory, budget int) Stop {
	for k, removed := range t.Removed {
		if removed >= budget {
			return Stop{"budget", k, true}
		}
	}
	return Stop{"budget", len(t.Removed) - 1, false}
}

// Regret returns how much test accuracy a stop gives away against the best step of the
// trajectory, ≥ 0. The best step is for reference; no rule can know it.
// It is NaN without test accuracies.
func Regret(test []float64, s Stop) float64 {
	return floats.Max(test) - test[s.Step]
}
