package influence

import (
	"math"
	"sync"

	"untangle/sim/say"
	"untangle/sim/softmax"
)

// conjugate takes the columns of A from conjugate gradients: one system per row and
// contrast, each some tens of passes over the rows.
type conjugate struct {
	s    *State
	h    *softmax.Hessian
	lock sync.Mutex // of h
	z    []float64  // P
	yz   []float64  // n×k, E_iᵀz
}

// Tolerances of the residual, relative to the right-hand side: X is exact to about the
// condition number times the first; the second is far below the error of probes, some percent.
const (
	columnTolerance = 1e-13
	probeTolerance  = 1e-5
)

// pairWork is the largest work in flops for which all columns are computed, some minutes
// of a tab.
const pairWork = 5e11

// chooseFree sets the method that forms no P×P matrix for the rows at hand: all pairs
// where that takes less than pairWork, random probes else.
func (s *State) chooseFree() {
	_, exact := s.via.(*paired)
	_, started := s.via.(*probed)
	if fits := !Estimates(s.Problem); fits && !exact {
		s.via = &paired{s: s, core: &conjugate{s: s}, side: &conjugate{s: s}}
	} else if !fits && !started {
		s.via = &probed{s: s, h: &conjugate{s: s}}
	}
}

// Estimates reports whether a State of the problem estimates V from probes, so that there
// is no δ, because all pairs are out of reach.
func Estimates(p *softmax.Problem) bool {
	return p.Basis.Solver == softmax.CG && ColumnWork(p) > pairWork
}

// ColumnWork returns the flops of an exact δ by conjugate gradients, assuming 30
// iterations per column.
func ColumnWork(p *softmax.Problem) float64 {
	n, k := float64(len(p.Rows)), float64(p.Basis.Contrasts())
	return 2 * n * k * 30 * passWork(p)
}

// passWork returns the flops of a product with H: two passes over the rows' numbers.
func passWork(p *softmax.Problem) float64 {
	_, d := p.X.Dims()
	share := min(1, math.Sqrt(2*p.X.Density())) // of non-zeros
	return 4 * float64(len(p.Rows)) * float64(d) * share * float64(p.Basis.Contrasts())
}

func (c *conjugate) prepare(softmax.Tick) error { return nil }

func (c *conjugate) factor(lambda float64, tick softmax.Tick) error {
	if c.h == nil {
		c.h = softmax.NewHessian(c.s.b)
		c.z = make([]float64, c.s.b.Dim())
	}
	c.yz = grow(c.yz, c.s.n*c.s.b.Contrasts())
	p := *c.s.Problem
	p.Weight = nil
	return c.h.Set(&p, c.s.Point.S, lambda, tick)
}

func (c *conjugate) solve(v []float64, tick softmax.Tick) error {
	return c.solveTo(v, columnTolerance, tick)
}

func (c *conjugate) solveTo(v []float64, tolerance float64, tick softmax.Tick) error {
	c.lock.Lock()
	defer c.lock.Unlock()
	return c.h.Solve(v, tolerance, tick)
}

// column solves for z = A(E_j w), and sets yz to E_iᵀz of every row.
func (c *conjugate) column(j int, w []float64, tick softmax.Tick) error {
	s := c.s
	clear(s.sum)
	s.x.AddOuter(s.sum, s.Problem.Rows[j:j+1], w, s.b.Contrasts())
	s.b.ReduceVec(c.z, s.sum)
	if err := c.solve(c.z, tick); err != nil {
		return err
	}
	s.apply(c.yz, c.z)
	return nil
}

func (c *conjugate) gram(x, _ []float64, tick softmax.Tick) (bool, error) {
	n, k, u := c.s.n, c.s.b.Contrasts(), c.s.Point.U
	for j := range n {
		if err := c.column(j, u[j*k:(j+1)*k], tick); err != nil {
			return false, err
		}
		for i := range n {
			x[i*n+j] = dot(c.yz[i*k:(i+1)*k], u[i*k:(i+1)*k])
		}
	}
	for i := range n {
		for j := range i {
			mean := (x[i*n+j] + x[j*n+i]) / 2
			x[i*n+j], x[j*n+i] = mean, mean
		}
	}
	return false, nil
}

func (c *conjugate) cross(psi, self []float64, tick softmax.Tick) error {
	n, k, m, u := c.s.n, c.s.b.Contrasts(), c.s.b.Pairs(), c.s.Point.U
	w := make([]float64, k)
	for j := range n {
		for a := range k {
			clear(w)
			w[a] = 1
			if err := c.column(j, w, tick); err != nil {
				return err
			}
			copy(self[j*m+a*(a+1)/2:j*m+a*(a+1)/2+a+1], c.yz[j*k:j*k+a+1])
			if psi == nil {
				continue
			}
			for i := range n {
				psi[(i*n+j)*k+a] = dot(c.yz[i*k:(i+1)*k], u[i*k:(i+1)*k])
			}
		}
	}
	return nil
}

func (c *conjugate) only(self []float64, tick softmax.Tick) error { return c.cross(nil, self, tick) }

func (c *conjugate) condition(tick softmax.Tick) (float64, error) {
	top, err := c.h.Largest(tick)
	return top / c.s.Damping, err
}

// tooLong is the error of an exact computation that would take too long.
func (s *State) tooLong(what say.Text) error {
	return &softmax.SizeError{What: what,
		Need: ColumnWork(s.Problem), Limit: pairWork, Work: true,
		Remedy: say.T(`use the removal rule "self-influence" or "loss", fewer rows, or smaller images (14×14 pixels)`)}
}
