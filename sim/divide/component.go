package divide

import (
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// component is one softmax regression of a mixture, in reduced coordinates, with the
// scratch to move it by single Newton steps. [softmax.Newton] runs to the minimum; EM
// needs only a step or two before the weights change again, and the derivatives at the
// new point serve the next E-step as well.
type component struct {
	p     *softmax.Problem
	at    []float64 // reduced coordinates, P
	theta []float64 // the same as Θ, C×d
	d     softmax.Derivatives

	next, grad, step []float64
	sum              []float64 // contrasts×features
	packed           []float64 // D×D×m
	scaled           []float64 // U or S times the rows' weights
	rows             []int     // with a weight that counts
	hess             *mat.SymDense
}

// newComponent returns a component at Θ = 0 with its derivatives evaluated.
func newComponent(p *softmax.Problem) *component {
	b := p.Basis
	c := &component{p: p, at: make([]float64, b.Dim()), theta: make([]float64, b.C*b.D),
		next: make([]float64, b.Dim()), grad: make([]float64, b.Dim()), step: make([]float64, b.Dim()),
		sum: make([]float64, (b.C-1)*b.D), packed: make([]float64, b.D*b.D*b.Pairs()),
		hess: mat.NewSymDense(b.Dim(), nil)}
	c.evaluate()
	return c
}

// evaluate brings Θ and the derivatives to where at is.
func (c *component) evaluate() {
	c.p.Basis.Weights(c.theta, c.at)
	c.d.Compute(c.p, c.theta)
}

// objective returns Σ w·ℓ/n + ridge/2·‖Θ‖² at the last evaluate, n the number of rows:
// the ridge does not grow as a block shrinks, so that all blocks share one objective.
func (c *component) objective(w []float64, ridge float64) float64 {
	return floats.Dot(w, c.d.Loss)/float64(len(w)) + ridge/2*floats.Dot(c.at, c.at)
}

// improve makes at most steps Newton steps on the objective, each with a backtracking
// line search, and stops early once the gradient's norm is at most tol.
func (c *component) improve(w []float64, ridge float64, steps int, tol float64) {
	for range steps {
		c.gradient(w, ridge)
		if floats.Norm(c.grad, 2) <= tol || !c.direction(w, ridge) || !c.search(w, ridge) {
			return
		}
	}
}

func (c *component) gradient(w []float64, ridge float64) {
	b := c.p.Basis
	clear(c.sum)
	c.p.X.AddOuter(c.sum, c.p.Rows, c.weighted(c.d.U, w, b.Contrasts()), b.Contrasts())
	b.ReduceVec(c.grad, c.sum)
	floats.Scale(1/float64(len(w)), c.grad)
	floats.AddScaled(c.grad, ridge, c.at)
}

// direction sets step = (Hessian)⁻¹ gradient; false where rounding makes the Hessian
// indefinite, which takes a vanishing ridge.
func (c *component) direction(w []float64, ridge float64) bool {
	b := c.p.Basis
	rows, scaled := c.heavy(w, b.Pairs())
	clear(c.packed)
	c.p.X.AddGram(c.packed, rows, scaled, b.Pairs())
	b.ReduceGram(c.hess, c.packed)
	softmax.ScaleSym(c.hess, 1/float64(len(w)))
	softmax.AddDiagonal(c.hess, ridge)
	factor, ok := lapack64.Potrf(c.hess.RawSymmetric())
	if !ok {
		return false
	}
	copy(c.step, c.grad)
	lapack64.Potrs(factor, blas64.General{Rows: len(c.step), Cols: 1, Stride: 1, Data: c.step})
	return true
}

// search moves along −step by the largest of 1, ½, ¼, … that lowers the objective
// enough (Armijo) and reports whether there is one; otherwise nothing moves.
func (c *component) search(w []float64, ridge float64) bool {
	value, slope := c.objective(w, ridge), floats.Dot(c.grad, c.step)
	copy(c.next, c.at)
	for t := 1.0; t > 1e-6; t /= 2 {
		floats.AddScaledTo(c.at, c.next, -t, c.step)
		c.evaluate()
		if v := c.objective(w, ridge); v <= value-1e-4*t*slope {
			return true
		}
	}
	copy(c.at, c.next)
	c.evaluate()
	return false
}

// negligible is the weight under which a row is left out of the Hessian. The gradient has
// all rows, so the optimum stays where it is; once EM has decided about most rows, this
// halves the work, or better with more blocks.
const negligible = 1e-4

// heavy returns the rows with a weight that counts, and their S times that weight.
func (c *component) heavy(w []float64, m int) ([]int, []float64) {
	c.rows, c.scaled = c.rows[:0], c.scaled[:0]
	for i, wi := range w {
		if wi < negligible {
			continue
		}
		c.rows = append(c.rows, c.p.Rows[i])
		for _, v := range c.d.S[i*m : (i+1)*m] {
			c.scaled = append(c.scaled, v*wi)
		}
	}
	return c.rows, c.scaled
}

// weighted returns v, k numbers per row, times the rows' weights.
func (c *component) weighted(v, w []float64, k int) []float64 {
	c.scaled = append(c.scaled[:0], v...)
	for i, wi := range w {
		row := c.scaled[i*k : (i+1)*k]
		for j := range row {
			row[j] *= wi
		}
	}
	return c.scaled
}

// Approach makes at most steps Newton steps from warm (a reduced vector, or nil for zero)
// toward the minimum of mean loss + ridge/2·‖Θ‖², for many fits of which none needs to be
// exact. It returns Θ and where to go on from.
func Approach(p *softmax.Problem, ridge float64, warm []float64, steps int) (theta, reduced []float64) {
	c := newComponent(p)
	if warm != nil {
		copy(c.at, warm)
		c.evaluate()
	}
	ones := make([]float64, len(p.Rows))
	for i := range ones {
		ones[i] = 1
	}
	c.improve(ones, ridge, steps, softmax.NewtonTolerance)
	return c.theta, c.at
}
