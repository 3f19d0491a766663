package network_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/network"
	"untangle/sim/scenario"
)

// shapes are softmax regression, a perceptron and a convolutional net on odd images.
var shapes = map[string]network.Spec{
	"softmax": {Inputs: 35, Classes: 3},
	"mlp":     {Inputs: 35, Classes: 3, Hidden: []int{7, 5}},
	"conv":    {Inputs: 35, Classes: 3, Height: 7, Width: 5, Conv: []int{3, 2}, Hidden: []int{4}},
}

func newNet(t *testing.T, spec network.Spec) *network.Net {
	t.Helper()
	m, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	m.Init(rand.New(rand.NewPCG(1, 2)))
	return m
}

func batch(spec network.Spec, n int) network.Batch {
	src := rand.New(rand.NewPCG(3, 4))
	b := network.Batch{Smoothing: .1}
	for range n {
		for range spec.Inputs {
			b.X = append(b.X, src.NormFloat64())
		}
		b.Y, b.Weight = append(b.Y, src.IntN(spec.Classes)), append(b.Weight, .5+src.Float64())
	}
	return b
}

func TestGradientIsTheDerivative(t *testing.T) {
	for name, spec := range shapes {
		m := newNet(t, spec)
		b := batch(spec, 6)
		grad, other := make([]float64, len(m.Theta())), make([]float64, len(m.Theta()))
		m.Gradient(grad, b, nil)
		// Central differences with step h err by h²·f‴/6 + 2⁻⁵²·f/h ≈ 1e-10, unless a
		// rectifier or a maximum switches within the step, which no entry here does.
		const h = 1e-5
		for i := range grad {
			at := m.Theta()[i]
			m.Theta()[i] = at + h
			up := m.Gradient(other, b, nil)
			m.Theta()[i] = at - h
			down := m.Gradient(other, b, nil)
			m.Theta()[i] = at
			if want := (up - down) / (2 * h); !(math.Abs(grad[i]-want) <= 1e-8) {
				t.Fatalf("%s: derivative %d is %g, by differences %g", name, i, grad[i], want)
			}
		}
		if floats.Norm(grad, 2) < 1e-3 {
			t.Errorf("%s: the gradient vanishes, so the test shows nothing", name)
		}
	}
}

func TestNormsAreThoseOfSingleExamples(t *testing.T) {
	for name, spec := range shapes {
		m := newNet(t, spec)
		b := batch(spec, 6)
		n, p := len(b.Y), len(m.Theta())
		grad, norms, mean, one := make([]float64, p), make([]float64, n), make([]float64, p), make([]float64, p)
		loss, sum := m.Gradient(grad, b, norms), 0.0
		for i := range n {
			sum += m.Gradient(one, network.Batch{X: b.X[i*spec.Inputs : (i+1)*spec.Inputs], Y: b.Y[i : i+1], Weight: b.Weight[i : i+1], Smoothing: b.Smoothing}, nil)
			floats.AddScaled(mean, 1/float64(n), one)
			if want := floats.Dot(one, one); !(math.Abs(norms[i]-want) <= 1e-12*(1+want)) {
				t.Errorf("%s: ‖g‖² of example %d is %g, want %g", name, i, norms[i], want)
			}
		}
		if !floats.EqualApprox(grad, mean, 1e-13) || !(math.Abs(loss-sum/float64(n)) <= 1e-13) {
			t.Errorf("%s: the batch's gradient or loss is not the mean of its examples'", name)
		}
	}
}

// The gradient of the loss is Jᵀ(p − e_y).
func TestJacobian(t *testing.T) {
	for name, spec := range shapes {
		m := newNet(t, spec)
		b := batch(spec, 1)
		b.Weight, b.Smoothing = nil, 0
		size := len(m.Theta())
		jac, p, grad, want := make([]float64, spec.Classes*size), make([]float64, spec.Classes), make([]float64, size), make([]float64, size)
		m.Jacobian(jac, p, b.X)
		if math.Abs(floats.Sum(p)-1) > 1e-15 {
			t.Errorf("%s: probabilities sum to %g", name, floats.Sum(p))
		}
		p[b.Y[0]]--
		for c, v := range p {
			floats.AddScaled(want, v, jac[c*size:(c+1)*size])
		}
		m.Gradient(grad, b, nil)
		if !floats.EqualApprox(grad, want, 1e-13) {
			t.Errorf("%s: the gradient is not Jᵀ(p − e)", name)
		}
	}
}

// The entropy after a gradient is that of the probabilities, which are the same from
// gathered features.
func TestEntropyAndProbabilitiesAgree(t *testing.T) {
	for name, spec := range shapes {
		m := newNet(t, spec)
		b := batch(spec, 6)
		m.Gradient(make([]float64, len(m.Theta())), b, nil)
		got := m.LabelEntropy(6)
		p, q := make([]float64, 18), make([]float64, 18)
		m.ProbabilitiesOf(p, b.X)
		m.Probabilities(q, mat.NewDense(6, 35, b.X), []int{0, 1, 2, 3, 4, 5})
		want := 0.0
		for i, v := range p {
			want -= v * math.Log(v)
			if v != q[i] {
				t.Errorf("%s: probabilities %g and %g", name, v, q[i])
			}
		}
		if !(math.Abs(got-want) <= 1e-13) {
			t.Errorf("%s: entropy %g, want %g", name, got, want)
		}
	}
}

// A convolution by hand: a single 3×3 filter of ones over a 2×2 image of ones sees all
// four pixels everywhere; the largest of its block is 4 + bias.
func TestConvolutionByHand(t *testing.T) {
	m, err := network.New(network.Spec{Inputs: 4, Classes: 2, Height: 2, Width: 2, Conv: []int{1}})
	if err != nil {
		t.Fatal(err)
	}
	theta := m.Theta()
	for i := range 9 {
		theta[i] = 1
	}
	theta[9] = .5  // the filter's bias
	theta[10] = .1 // class 0's weight; class 1 and the biases stay 0
	p := make([]float64, 2)
	m.Probabilities(p, mat.NewDense(1, 5, []float64{1, 1, 1, 1, 1}), []int{0})
	if want := 1 / (1 + math.Exp(-.45)); !(math.Abs(p[0]-want) <= 1e-15) {
		t.Errorf("p = %v, want %g", p, want)
	}
}

// moons are two half circles that no straight line separates.
func moons(n int) (*mat.Dense, []int) {
	src := rand.New(rand.NewPCG(5, 6))
	x, y := mat.NewDense(n, 3, nil), make([]int, n)
	for i := range n {
		a, c := math.Pi*src.Float64(), i%2
		y[i] = c
		x.SetRow(i, []float64{math.Cos(a)*float64(1-2*c) + float64(c) + .1*src.NormFloat64(),
			math.Sin(a)*float64(1-2*c) + .5*float64(c) + .1*src.NormFloat64(), 1})
	}
	return x, y
}

func TestTrainSeparatesMoons(t *testing.T) {
	x, y := moons(400)
	rows := make([]int, 400)
	for i := range rows {
		rows[i] = i
	}
	hits := func(m *network.Net) (share float64) {
		p := make([]float64, 2*len(rows))
		m.Probabilities(p, x, rows)
		for i := range rows {
			if floats.MaxIdx(p[2*i:2*i+2]) == y[i] {
				share += 1 / float64(len(rows))
			}
		}
		return share
	}
	linear, deep := newNet(t, network.Spec{Inputs: 2, Classes: 2}), newNet(t, network.Spec{Inputs: 2, Classes: 2, Hidden: []int{16, 16}})
	s := network.Training{Rate: .01, Epochs: 60, Batch: 32}
	for _, m := range []*network.Net{linear, deep} {
		if _, epochs, err := m.Train(x, y, rows, s, rand.New(rand.NewPCG(7, 8)), nil); err != nil || epochs != s.Epochs {
			t.Fatal(epochs, err)
		}
	}
	if a, b := hits(linear), hits(deep); a > .93 || b < .97 {
		t.Errorf("a line gets %.3f, which should be below .93; the perceptron %.3f, which should be above .97", a, b)
	}
}

func TestTrainStops(t *testing.T) {
	x, y := moons(64)
	rows := []int{0, 1, 2, 3, 4, 5, 6, 7}
	stop := errors.New("stop")
	m := newNet(t, network.Spec{Inputs: 2, Classes: 2})
	calls := 0
	_, _, err := m.Train(x, y, rows, network.Training{Rate: .01, Epochs: 9, Batch: 4}, nil, func(done, total int) error {
		if calls++; done != calls || total != 18 {
			t.Errorf("tick %d of %d at call %d", done, total, calls)
		}
		if calls == 3 {
			return stop
		}
		return nil
	})
	if err != stop || calls != 3 {
		t.Errorf("%d calls, error %v", calls, err)
	}
	if _, epochs, _ := m.Train(x, y, rows, network.Training{Rate: .01, Epochs: 9, Batch: 4, TargetLoss: 10}, nil, nil); epochs != 1 {
		t.Errorf("the target loss was met after one epoch, not %d", epochs)
	}
}

func TestGradientAllocatesNothing(t *testing.T) {
	for name, spec := range shapes {
		m := newNet(t, spec)
		b := batch(spec, 1) // gonum's own product starts goroutines for large ones
		grad, norms := make([]float64, len(m.Theta())), make([]float64, 1)
		adam := network.NewAdam(1e-3, len(grad))
		if a := testing.AllocsPerRun(20, func() {
			m.Gradient(grad, b, norms)
			adam.Step(m.Theta(), grad)
		}); a != 0 {
			t.Errorf("%s: %v allocations per step", name, a)
		}
	}
}

func TestSpecRefusals(t *testing.T) {
	for _, s := range []network.Spec{
		{Inputs: 0, Classes: 2}, {Inputs: 4, Classes: 1}, {Inputs: 4, Classes: 2, Hidden: []int{0}},
		{Inputs: 4, Classes: 2, Conv: []int{3}}, {Inputs: 4, Classes: 2, Height: 2, Width: 2, Conv: []int{1, 1}},
		{Inputs: 4, Classes: 2, Height: 2, Width: 2, Conv: []int{-1}}, {Inputs: 4, Classes: 2, Hidden: slices.Repeat([]int{2}, 9)},
	} {
		var e *scenario.Error
		if _, err := network.New(s); !errors.As(err, &e) || e.Problem.Empty() || e.Remedy.Empty() {
			t.Errorf("%+v: error %v", s, err)
		}
	}
}

// The kernel is J·Jᵀ of the Jacobians of single examples, of all layers or the last alone.
func TestTangentsAreProductsOfJacobians(t *testing.T) {
	for name, spec := range shapes {
		m := newNet(t, spec)
		b := batch(spec, 5)
		n, c, size := len(b.Y), spec.Classes, len(m.Theta())
		jac, p, q := make([]float64, n*c*size), make([]float64, n*c), make([]float64, n*c)
		for i := range n {
			m.Jacobian(jac[i*c*size:(i+1)*c*size], q[i*c:(i+1)*c], b.X[i*spec.Inputs:(i+1)*spec.Inputs])
		}
		last := size - c*(lastInputs(spec)+1)
		for from, first := range map[int]int{0: 0, m.Last(): last} {
			k := make([]float64, n*c*n*c)
			m.Tangents(k, p, b.X, from)
			if !floats.EqualApprox(p, q, 1e-15) {
				t.Errorf("%s: probabilities %v, want %v", name, p, q)
			}
			for i := range n * c {
				for j := range n * c {
					want := floats.Dot(jac[i*size+first:(i+1)*size], jac[j*size+first:(j+1)*size])
					if got := k[i*n*c+j]; !(math.Abs(got-want) <= 1e-12*(1+math.Abs(want))) {
						t.Fatalf("%s from layer %d: K[%d,%d] = %g, want %g", name, from, i, j, got, want)
					}
				}
			}
		}
	}
}

// lastInputs is the number of inputs of the last layer.
func lastInputs(s network.Spec) int {
	if len(s.Hidden) > 0 {
		return s.Hidden[len(s.Hidden)-1]
	}
	return s.Inputs
}
