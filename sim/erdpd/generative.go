package erdpd

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Settings of the generative model.
const (
	defaultComponents = 2
	varianceShare     = 0.05 // floor of a variance, as a share of the features' mean variance
	pulseRows         = 64
)

// generative is a small generative model of (x, y): class shares, and per class a mixture
// of Gaussians with diagonal covariances. A round is one step of expectation maximization
// on its sample. It predicts by Bayes' rule.
type generative struct {
	d       *Data
	src     *rand.Rand
	pulse   func() error
	k, dim  int
	floor   float64
	started bool

	// Component j of class c has index c·k+j.
	weight   []float64 // joint share of class and component
	mean     []float64 // index·dim
	variance []float64
	logNorm  []float64 // ln weight − ½ Σ ln(2π variance)
}

func newGenerative(components int, d *Data, src *rand.Rand, pulse func() error) *generative {
	if components == 0 {
		components = defaultComponents
	}
	g := &generative{d: d, src: src, pulse: pulse, k: components, dim: d.Inputs()}
	size := d.Classes * components
	g.weight, g.logNorm = make([]float64, size), make([]float64, size)
	g.mean, g.variance = make([]float64, size*g.dim), make([]float64, size*g.dim)
	column, total := make([]float64, d.Rows()), 0.0
	for f := range g.dim {
		mat.Col(column, f, d.X)
		total += stat.PopVariance(column, nil)
	}
	g.floor = math.Max(1e-9, varianceShare*total/float64(g.dim))
	return g
}

// start puts every component on a random row of its class in the sample.
func (g *generative) start(rows, y []int) {
	of := make([][]int, g.d.Classes)
	for _, r := range rows {
		of[y[r]] = append(of[y[r]], r)
	}
	for i := range g.weight {
		members := of[i/g.k]
		if len(members) == 0 {
			members = rows
		}
		copy(g.mean[i*g.dim:(i+1)*g.dim], g.d.X.RawRowView(members[g.src.IntN(len(members))]))
		g.weight[i] = 1 / float64(len(g.weight))
	}
	for i := range g.variance {
		g.variance[i] = g.floor / varianceShare
	}
	g.normalize()
	g.started = true
}

func (g *generative) normalize() {
	for i, w := range g.weight {
		g.logNorm[i] = math.Log(w)
		for _, v := range g.variance[i*g.dim : (i+1)*g.dim] {
			g.logNorm[i] -= .5 * math.Log(2*math.Pi*v)
		}
	}
}

// logDensity returns ln p(x, class and component i).
func (g *generative) logDensity(i int, x []float64) float64 {
	mean, variance, q := g.mean[i*g.dim:(i+1)*g.dim], g.variance[i*g.dim:(i+1)*g.dim], 0.0
	for f, m := range mean {
		e := x[f] - m
		q += e * e / variance[f]
	}
	return g.logNorm[i] - .5*q
}

func (g *generative) train(rows, y []int) error {
	if !g.started {
		g.start(rows, y)
	}
	size := len(g.weight)
	mass, sum, square := make([]float64, size), make([]float64, size*g.dim), make([]float64, size*g.dim)
	r := make([]float64, g.k)
	for n, row := range rows {
		if n%pulseRows == 0 && g.pulse != nil {
			if err := g.pulse(); err != nil {
				return err
			}
		}
		x, first := g.d.X.RawRowView(row)[:g.dim], y[row]*g.k
		for j := range r {
			r[j] = g.logDensity(first+j, x)
		}
		total := floats.LogSumExp(r)
		for j, l := range r {
			w, i := math.Exp(l-total), first+j
			mass[i] += w
			s, q := sum[i*g.dim:(i+1)*g.dim], square[i*g.dim:(i+1)*g.dim]
			for f, v := range x {
				s[f] += w * v
				q[f] += w * v * v
			}
		}
	}
	g.maximize(mass, sum, square, float64(len(rows)))
	return nil
}

// maximize sets the parameters from a sample's statistics. One row's worth of weight is
// added to every component, so that a class that a sample lacks keeps a share; a
// component with less than one row keeps its mean and variance.
func (g *generative) maximize(mass, sum, square []float64, n float64) {
	for i, w := range mass {
		g.weight[i] = (w + 1) / (n + float64(len(mass)))
		if w < 1 {
			continue
		}
		for f := i * g.dim; f < (i+1)*g.dim; f++ {
			m := sum[f] / w
			g.mean[f], g.variance[f] = m, math.Max(g.floor, square[f]/w-m*m)
		}
	}
	g.normalize()
}

func (g *generative) probabilities(dst []float64, x *mat.Dense, rows []int) {
	c, l := g.d.Classes, make([]float64, len(g.weight))
	for n, row := range rows {
		p := dst[n*c : (n+1)*c]
		if !g.started {
			for k := range p {
				p[k] = 1 / float64(c)
			}
			continue
		}
		features := x.RawRowView(row)[:g.dim]
		for i := range l {
			l[i] = g.logDensity(i, features)
		}
		total := floats.LogSumExp(l)
		for k := range p {
			p[k] = math.Exp(floats.LogSumExp(l[k*g.k:(k+1)*g.k]) - total)
		}
	}
}
