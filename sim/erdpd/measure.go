package erdpd

import (
	"math"

	"untangle/sim/say"
)

// measure fills everything that does not need training.
func (r *run) measure(i int) *Epoch {
	c := r.d.Classes
	e := &Epoch{Index: i, Alpha: r.alpha}
	if r.result.Pools != nil {
		e.PureRows = PureCount(r.alpha, r.batch)
	}
	if l, ok := r.learn.(*net); ok && r.testX != nil {
		l.m.ProbabilitiesOf(r.testP, r.testX)
	} else {
		r.learn.probabilities(r.testP, r.d.TestX, r.test)
	}
	e.CleanLoss, e.Accuracy = scores(r.testP, r.d.Test, c)
	e.CalibrationError = CalibrationError(r.testP, r.d.Test, c)
	if r.result.Pure != nil {
		m := Mix(r.alpha, r.result.Pure, r.result.Noisy)
		e.Mixture = &m
	}
	if l, ok := r.learn.(*net); ok {
		e.Gradient = r.gradient(l, e)
		if i == 0 {
			r.first = e.Gradient.Batch
		}
		if r.first > 0 {
			r.ratio = e.Gradient.Batch / r.first
		}
		return e
	}
	r.learn.probabilities(r.probeP, r.d.X, r.probe)
	for k, row := range r.probe {
		e.LabelEntropy += Entropy(r.probeP[k*c:(k+1)*c]) / float64(len(r.probe))
		e.Loss += nats(r.probeP[k*c+r.labels[row]]) / float64(len(r.probe))
	}
	return e
}

// gradient measures the gradient on fresh batches of the mixture and on the probe, and
// fills the epoch's figures on the probe in passing.
func (r *run) gradient(l *net, e *Epoch) *Gradient {
	g := &Gradient{}
	r.mixture.reset(len(l.grad))
	for range probeBatches {
		r.mixtureProbe.Batch(r.rows, r.alpha)
		r.mixture.add(l.m, l.m.Gather(r.d.X, r.rows), r.labels, r.rows)
	}
	g.Signal = r.mixture.done()
	g.Variance, g.Batch = r.mixture.perExample(g.Signal), r.mixture.perBatch(g.Signal)
	if g.Variance > 0 {
		g.SNR = g.Signal / g.Variance
	}
	r.probeTotals.reset(len(l.grad))
	for lo := 0; lo < len(r.probe); lo += r.batch {
		rows := r.probe[lo:min(lo+r.batch, len(r.probe))]
		x := r.probeX[lo*r.d.Inputs() : (lo+len(rows))*r.d.Inputs()]
		e.Loss += r.probeTotals.add(l.m, x, r.labels, rows) * float64(len(rows)) / float64(len(r.probe))
		e.LabelEntropy += l.m.LabelEntropy(len(rows)) / float64(len(r.probe))
	}
	signal := r.probeTotals.done()
	g.Probe = r.probeTotals.perExample(signal)
	g.Smoothness = r.smooth.step(l.m.Theta(), r.probeTotals.mean)
	return g
}

// nats returns −ln p, finite where p is 0: a tree may be certain and wrong.
func nats(p float64) float64 { return -math.Log(math.Max(p, minProbability)) }

// minProbability bounds the loss of a certain and wrong prediction at 27.6 nats.
const minProbability = 1e-12

// scores returns the mean loss and the accuracy of probabilities p, n×C, with labels y.
func scores(p []float64, y []int, c int) (loss, accuracy float64) {
	for i, label := range y {
		row := p[i*c : (i+1)*c]
		best := 0
		for k, v := range row {
			if v > row[best] {
				best = k
			}
		}
		if best == label {
			accuracy++
		}
		loss += nats(row[label])
	}
	n := float64(len(y))
	return loss / n, accuracy / n
}

// finite refuses a state in which training has diverged.
func (e *Epoch) finite() error {
	sum := e.CleanLoss + e.Loss + e.LabelEntropy
	if g := e.Gradient; g != nil {
		sum += g.Variance + g.Batch + g.SNR + g.Probe + g.Smoothness
	}
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return refuse("train.rate", say.T("let training diverge in epoch %d", e.Index), say.T("lower the rate, or scale the features"))
	}
	return nil
}
