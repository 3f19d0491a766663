package race

import (
	"math"
	"math/rand/v2"

	"untangle/sim/purify"
	"untangle/sim/softmax"
)

// The training that "aum" and "forgetting" watch: stochastic gradient descent with
// momentum in batches in an order drawn anew per epoch.
const (
	watchEpochs   = 30
	watchBatch    = 32
	watchRate     = .1
	watchMomentum = .9
)

// margins watches the margin z_y − max_{k≠y} z_k of every row's logits over the epochs of
// training from zero, each measured as the row is visited. The area under the margin (Pleiss et al.
// 2020) is its mean. A forgetting event (Toneva et al. 2019) is an epoch in which a row is
// wrong that was right the epoch before; a row that is never right counts as forgotten in
// every epoch. Rows forgotten equally often rank by the area.
type margins struct {
	seed       uint64
	forgetting bool
}

func (r *margins) Scores(dst []float64, step *purify.Step, _ *purify.Trainer, tick purify.Tick) error {
	n := len(step.Problem.Rows)
	area, events, right, ever := make([]float64, n), make([]int, n), make([]bool, n), make([]bool, n)
	src := stream(r.seed, "epochs") // the same order at every step, so that only the rows differ
	err := watch(step.Problem, src, tick, func(i int, margin float64) {
		area[i] += margin / watchEpochs
		now := margin > 0
		if right[i] && !now {
			events[i]++
		}
		right[i], ever[i] = now, ever[i] || now
	})
	if err != nil {
		return err
	}
	for i := range dst {
		dst[i] = -area[i]
		if r.forgetting {
			if !ever[i] {
				events[i] = watchEpochs
			}
			dst[i] = float64(events[i]) - math.Atan(area[i])/math.Pi // less than ½ either way
		}
	}
	return nil
}

// watch trains and reports every visit of entry i of the problem's rows.
func watch(p *softmax.Problem, src *rand.Rand, tick purify.Tick, visit func(i int, margin float64)) error {
	c, d := p.Basis.C, p.Basis.D
	theta, speed, grad := make([]float64, c*d), make([]float64, c*d), make([]float64, c*d)
	rows, z := make([]int, watchBatch), make([]float64, watchBatch*c)
	for epoch := range watchEpochs {
		order := src.Perm(len(p.Rows))
		for lo := 0; lo < len(order); lo += watchBatch {
			batch := order[lo:min(lo+watchBatch, len(order))]
			rows, z = rows[:len(batch)], z[:len(batch)*c]
			for j, i := range batch {
				rows[j] = p.Rows[i]
			}
			p.X.Apply(z, rows, theta, c)
			for j, i := range batch {
				y, row := p.Y[rows[j]], z[j*c:(j+1)*c]
				visit(i, -margin(row, y))
				residual(row, y, float64(len(batch)))
			}
			clear(grad)
			p.X.AddOuter(grad, rows, z, c)
			for k, g := range grad {
				speed[k] = watchMomentum*speed[k] - watchRate*g
				theta[k] += speed[k]
			}
		}
		if tick != nil {
			if err := tick("score", epoch+1, watchEpochs); err != nil {
				return err
			}
		}
	}
	return nil
}

// margin returns max_{k≠y} p_k − p_y.
func margin(p []float64, y int) float64 {
	top := math.Inf(-1)
	for k, v := range p {
		if k != y {
			top = max(top, v)
		}
	}
	return top - p[y]
}

// residual turns logits into (p − e_y)/n.
func residual(z []float64, y int, n float64) {
	top, sum := z[0], 0.0
	for _, v := range z {
		top = max(top, v)
	}
	for k, v := range z {
		z[k] = math.Exp(v - top)
		sum += z[k]
	}
	for k := range z {
		z[k] /= sum * n
	}
	z[y] -= 1 / n
}
