package divide

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
)

func small(t *testing.T) (*softmax.Problem, []float64) {
	t.Helper()
	d := dataset.SD(dataset.Stream(3, "data"), []int{40, 20})
	x := softmax.NewDesign(d.X)
	w, src := make([]float64, d.Rows()), dataset.Stream(3, "start")
	for i := range w {
		w[i] = src.Float64()
	}
	return &softmax.Problem{X: x, Y: d.Y, Rows: softmax.All(d.Rows()), Basis: softmax.NewBasis(x, 4)}, w
}

func check3(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s is %.12g, want %.12g within %.1g", what, got, want, tol)
	}
}

// The gradient of a component against central differences of its objective, and the end of
// its steps against softmax.Newton: with the ridge scaled to the sum of the weights, the
// two minimize the same.
func TestComponent(t *testing.T) {
	const ridge = 1e-2
	p, w := small(t)
	c := newComponent(p)
	c.improve(w, ridge, 1, 0)
	c.gradient(w, ridge)
	grad := append([]float64(nil), c.grad...)
	const h = 1e-5
	for j := 0; j < len(c.at); j += 7 {
		at := c.at[j]
		side := func(v float64) float64 {
			c.at[j] = v
			c.evaluate()
			return c.objective(w, ridge)
		}
		slope := (side(at+h) - side(at-h)) / (2 * h)
		c.at[j] = at
		check3(t, "slope", grad[j], slope, 1e-9) // O(h²) of values about 1
	}
	exact, _ := softmax.Newton(p, ridge, nil)
	first, warm := Approach(p, ridge, nil, 2)
	second, _ := Approach(p, ridge, warm, 20)
	if floats.Distance(first, exact.Theta, 2) < 1e-6 || floats.Distance(second, exact.Theta, 2) > 1e-6 {
		t.Errorf("two steps end %g from the minimum, 22 steps %g", floats.Distance(first, exact.Theta, 2), floats.Distance(second, exact.Theta, 2))
	}
	c.evaluate()
	c.improve(w, ridge, 50, 1e-12)
	weighted := *p
	weighted.Weight = w
	fit, _ := softmax.Newton(&weighted, ridge*float64(len(w))/floats.Sum(w), nil)
	for i, v := range fit.Theta {
		check3(t, "Θ", c.theta[i], v, 1e-6)
	}
}

// The gradient of the mixture of experts against central differences of the likelihood.
func TestExpertsGradient(t *testing.T) {
	p, _ := small(t)
	s := newExperts(Experts{}, p, 3)
	src := dataset.Stream(1, "start")
	for i := range s.theta {
		s.theta[i] = src.NormFloat64() / 2
	}
	loss := func() float64 {
		if err := s.report(0, nil); err != nil {
			t.Fatal(err)
		}
		return -s.mean
	}
	s.gradient(p.Rows)
	grad := append([]float64(nil), s.grad...)
	const h = 1e-5
	for j := 0; j < len(grad); j += 11 {
		at := s.theta[j]
		s.theta[j] = at + h
		up := loss()
		s.theta[j] = at - h
		down := loss()
		s.theta[j] = at
		check3(t, "slope", grad[j], (up-down)/(2*h), 1e-9)
	}
}

// The Hungarian method against all permutations, on tables of every shape up to 5×5.
func TestAssign(t *testing.T) {
	src := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		rows, cols := 1+src.IntN(5), 1+src.IntN(5)
		gain := make([][]float64, rows)
		for i := range gain {
			gain[i] = make([]float64, cols)
			for j := range gain[i] {
				gain[i][j] = float64(src.IntN(6)) // small, so that ties are common
			}
		}
		got, used := 0.0, map[int]bool{}
		match := assign(gain)
		for i, j := range match {
			if j >= 0 {
				got += gain[i][j]
				if used[j] {
					t.Fatalf("column %d is given twice: %v", j, match)
				}
				used[j] = true
			}
		}
		if len(used) != min(rows, cols) {
			t.Fatalf("%d×%d: matched %v", rows, cols, match)
		}
		if want := bestOfAll(gain, 0, map[int]bool{}); got != want {
			t.Fatalf("%v: gain %g of %v, the best is %g", gain, got, match, want)
		}
	}
}

// bestOfAll tries every matching of the rows from i on, a row left out among them.
func bestOfAll(gain [][]float64, i int, used map[int]bool) float64 {
	if i == len(gain) {
		return 0
	}
	best := bestOfAll(gain, i+1, used)
	for j, g := range gain[i] {
		if !used[j] {
			used[j] = true
			best = max(best, g+bestOfAll(gain, i+1, used))
			delete(used, j)
		}
	}
	return best
}

// Reference values: Newcombe (1998), Table I, method 3 gives .6053 … .7360 for 81 of 263
// turned around, .2553 … .3662.
func TestWilson(t *testing.T) {
	for _, c := range []struct{ hits, n, low, high float64 }{{81, 263, .2553, .3662}, {15, 148, .0624, .1605}, {0, 20, 0, .1611}, {1, 29, .0061, .1718}} {
		low, high := wilson(c.hits/c.n, int(c.n))
		check3(t, "low", low, c.low, 6e-5)
		check3(t, "high", high, c.high, 6e-5)
	}
}

// A component without weights stays at zero and does no harm.
func TestEmptyComponentStaysEmpty(t *testing.T) {
	p, _ := small(t)
	s := newEM(EM{}.withDefaults(), p, 2)
	s.ridge = s.Ridge
	for i := range p.Rows {
		s.r[2*i] = 1
	}
	if err := s.begin(nil); err != nil {
		t.Fatal(err)
	}
	if err := s.run(nil, nil); err != nil {
		t.Fatal(err)
	}
	d := s.division()
	if len(d.Empty()) != 1 || d.Weights[1] != 0 || d.Weights[0] != 1 {
		t.Errorf("weights %v, empty blocks %v", d.Weights, d.Empty())
	}
	if n := mat.Norm(mat.NewVecDense(len(d.Theta[1]), d.Theta[1]), 2); n != 0 || math.IsNaN(d.LogLikelihood) {
		t.Errorf("the empty model has norm %g, the likelihood is %g", n, d.LogLikelihood)
	}
}
