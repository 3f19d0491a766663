package race

import (
	"math"
	"math/rand/v2"

	"untangle/sim/divide"
	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// The settings of "tmc-shapley".
const (
	sampledRows      = 200  // the most rows it takes
	sampledOrders    = 10   // permutations per half
	sampledTolerance = .01  // of accuracy, at which a permutation is cut short
	sampledRidge     = 1e-2 // of the model it values; a small one is slow and tells less
	sampledSteps     = 2    // Newton steps per row that joins, from the model before it
	sampledFirst     = 20   // Newton steps of the model of all rows
)

// sampled is the Shapley value of training rows for the model itself by truncated Monte
// Carlo (Ghorbani and Zou 2019): along random orders, a row's value is how much it changes
// the accuracy on validation rows when it joins those before it; an order is cut short
// once the accuracy is within a tolerance of that with all rows. Half of the rows are
// valued on the other half, and the other way around, so that no clean rows are needed.
type sampled struct{ seed uint64 }

func newSampled(cfg purify.Config) (purify.Rule, error) {
	if len(cfg.Rows) > sampledRows {
		return nil, &scenario.Error{Field: "race.rules",
			Problem: say.T("%q trains a model for every row of every order; %d rows are too many", TMCShapley, len(cfg.Rows)),
			Remedy:  say.T("use at most %d rows, or %q", sampledRows, KNNShapley)}
	}
	return &sampled{seed: cfg.Seed}, nil
}

func (r *sampled) Scores(dst []float64, step *purify.Step, _ *purify.Trainer, tick purify.Tick) error {
	src := stream(r.seed, "orders")
	p := step.Problem
	order := src.Perm(len(p.Rows))
	half := len(order) / 2
	clear(dst)
	done := 0
	report := func() error {
		done++
		if tick == nil {
			return nil
		}
		return tick("score", min(done, 2*sampledOrders*half), 2*sampledOrders*half)
	}
	for _, sides := range [][2][]int{{order[:half], order[half:]}, {order[half:], order[:half]}} {
		v := newValuer(p, sides[0], sides[1])
		for range sampledOrders {
			if err := v.sample(dst, src, report); err != nil {
				return err
			}
		}
	}
	return nil
}

// valuer values the entries of one half on the other.
type valuer struct {
	p     *softmax.Problem
	train []int // entries of p.Rows
	held  []int // rows of the design
	full  float64
	empty float64
}

func newValuer(p *softmax.Problem, train, held []int) *valuer {
	v := &valuer{p: p, train: train}
	counts := make([]float64, p.Basis.C)
	for _, i := range held {
		v.held = append(v.held, p.Rows[i])
		counts[p.Y[p.Rows[i]]] += 1 / float64(len(held))
	}
	v.empty = counts[0] // Θ = 0 predicts the first class
	rows := make([]int, len(train))
	for j, i := range train {
		rows[j] = p.Rows[i]
	}
	v.full, _ = v.accuracy(rows, nil, sampledFirst)
	return v
}

// sample walks along one order.
func (v *valuer) sample(dst []float64, src *rand.Rand, report func() error) error {
	order := src.Perm(len(v.train))
	var rows []int
	var warm []float64
	before := v.empty
	for _, j := range order {
		if math.Abs(v.full-before) < sampledTolerance && len(rows) > 0 {
			break
		}
		i := v.train[j]
		rows = append(rows, v.p.Rows[i])
		now, next := v.accuracy(rows, warm, sampledSteps)
		if err := report(); err != nil {
			return err
		}
		dst[i] -= (now - before) / sampledOrders // a small value leaves first
		before, warm = now, next
	}
	return nil
}

// accuracy trains on the rows and judges on the other half.
func (v *valuer) accuracy(rows []int, warm []float64, steps int) (float64, []float64) {
	part := *v.p
	part.Rows = rows
	theta, next := divide.Approach(&part, sampledRidge, warm, steps)
	return softmax.Accuracy(v.p.X, v.p.Y, v.held, theta, v.p.Basis.C), next
}
