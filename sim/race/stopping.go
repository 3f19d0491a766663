package race

import (
	"math"

	"untangle/sim/divide"
)

// Trajectory returns what a stopping rule may see of a track.
func (t *Track) Trajectory() divide.Trajectory {
	var out divide.Trajectory
	removed := 0
	for _, p := range t.Points {
		out.Removed = append(out.Removed, removed)
		out.Variance = append(out.Variance, p.Variance)
		if !math.IsNaN(p.Validation) {
			out.Validation = append(out.Validation, p.Validation)
		}
		removed += len(p.Removed)
	}
	return out
}

// Stopped is a stopping rule on a track.
type Stopped struct {
	divide.Stop
	// Removed is the number of rows removed at the stop.
	Removed int
	// Accuracy is the test accuracy there, and Regret what the best step has more, ≥ 0;
	// NaN without a test set.
	Accuracy, Regret float64
}

// Stops applies every stopping rule to a track that has ended. tolerance is that of the
// published rule, budget an estimate of the wrong labels (see [NoiseEstimate]). The last
// entry, "best on test", is for reference only: no rule can know it.
func (t *Track) Stops(tolerance float64, budget int) []Stopped {
	path := t.Trajectory()
	stops := []divide.Stop{divide.StopPublished(path, tolerance), divide.StopInflection(path),
		divide.StopValidation(path), divide.StopBudget(path, budget)}
	if best, _ := t.Peak(); best >= 0 {
		stops = append(stops, divide.Stop{Rule: "best on test", Step: best, Fired: true})
	}
	test := make([]float64, len(t.Points))
	for i, p := range t.Points {
		test[i] = p.Accuracy
	}
	var out []Stopped
	for _, s := range stops {
		out = append(out, Stopped{Stop: s, Removed: path.Removed[s.Step], Accuracy: test[s.Step], Regret: divide.Regret(test, s)})
	}
	return out
}
