package erdpd

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// Settings of the two-Gaussian fit. Losses are scaled to [0, 1] first, so that the floor
// on the variances means the same for every model.
const (
	emIterations = 100
	emTolerance  = 1e-5 // change of a posterior at which the fit ends
	emFloor      = 1e-4 // of a variance
)

// lossPurity replaces losses ≥ 0 by the posterior that each belongs to the lower of two
// Gaussians fitted to all of them by expectation maximization (as in DivideMix, Li et
// al. 2020). Losses that are all alike give purity 1.
//
// The Gaussians have variances of their own, and a wide one would claim the losses on the
// far side of the other; a loss outside the two means therefore counts as the nearer mean.
// Between the means the posterior falls, so that purity falls with the loss.
func lossPurity(v []float64) {
	low, high := floats.Min(v), floats.Max(v)
	if high-low < 1e-12 {
		for i := range v {
			v[i] = 1
		}
		return
	}
	for i := range v {
		v[i] = (v[i] - low) / (high - low)
	}
	g := fitTwo(v)
	for i, x := range v {
		v[i] = g.lower(math.Min(g.mean[1], math.Max(x, g.mean[0])))
	}
}

// two is a mixture of two Gaussians, the one with the lower mean first.
type two struct {
	weight, mean, variance [2]float64
	// At x the log-odds of the upper one are bias + curve[0]·(x−mean[0])² − curve[1]·(x−mean[1])².
	bias  float64
	curve [2]float64
}

// fitTwo starts from the lower and the upper half of the range.
func fitTwo(v []float64) two {
	g := two{weight: [2]float64{.5, .5}, mean: [2]float64{0, 1}, variance: [2]float64{.1, .1}}
	g.prepare()
	r := make([]float64, len(v))
	for range emIterations {
		change := 0.0
		for i, x := range v {
			next := g.lower(x)
			change = math.Max(change, math.Abs(next-r[i]))
			r[i] = next
		}
		g = momentsOf(v, r)
		if change < emTolerance {
			break
		}
	}
	if g.mean[0] > g.mean[1] {
		g.weight[0], g.weight[1] = g.weight[1], g.weight[0]
		g.mean[0], g.mean[1] = g.mean[1], g.mean[0]
		g.variance[0], g.variance[1] = g.variance[1], g.variance[0]
		g.prepare()
	}
	return g
}

// momentsOf is the maximization step for posteriors r of the first Gaussian.
func momentsOf(v, r []float64) two {
	var g two
	for k := range 2 {
		mass, sum, square := 0.0, 0.0, 0.0
		for i, x := range v {
			w := r[i]
			if k == 1 {
				w = 1 - w
			}
			mass += w
			sum += w * x
			square += w * x * x
		}
		mass = math.Max(mass, 1e-9) // a Gaussian without points keeps a mean
		g.weight[k], g.mean[k] = mass/float64(len(v)), sum/mass
		g.variance[k] = math.Max(emFloor, square/mass-g.mean[k]*g.mean[k])
	}
	g.prepare()
	return g
}

// prepare sets the coefficients of the log-odds, which do not underflow.
func (g *two) prepare() {
	g.bias = math.Log(g.weight[1]/g.weight[0]) - .5*math.Log(g.variance[1]/g.variance[0])
	g.curve = [2]float64{.5 / g.variance[0], .5 / g.variance[1]}
}

// lower returns the posterior of the first Gaussian at x.
func (g *two) lower(x float64) float64 {
	a, b := x-g.mean[0], x-g.mean[1]
	return 1 / (1 + math.Exp(g.bias+g.curve[0]*a*a-g.curve[1]*b*b))
}
