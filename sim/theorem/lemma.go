package theorem

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
)

// Lemmas holds Lemmas 3 and 6, measured on pairs of points by central differences in the
// points' weights, each difference by exact refits; no formula for X is used but where
// said so.
type Lemmas struct {
	// Pairs are the pairs measured.
	Pairs []Pair `json:"pairs"`
	// Asymmetry is the largest |X(a, b) − X(b, a)| over the root mean square X: Lemma 3.
	Asymmetry float64 `json:"asymmetry"`
	// ClosedForm is the largest distance of X(a, b) to −g_bᵀH⁻¹g_a, over the same.
	ClosedForm float64 `json:"closedForm"`
	// Slope is that of (1/n)·Σ_y ∂²L_b/∂ε_y∂ε_a against ∂L_b/∂ε_a through the origin.
	// Lemma 6 prints it as +1; it is −1.
	Slope float64 `json:"slope"`
	// Misfit is the largest distance of the two from lying at that slope, over the same.
	Misfit float64 `json:"misfit"`
}

// Pair holds the derivatives of one pair of points (a, b).
type Pair struct {
	// Rows are a and b.
	Rows [2]int `json:"rows"`
	// AB is ∂L_b/∂ε_a = X(a, b), BA is ∂L_a/∂ε_b = X(b, a), both measured.
	AB float64 `json:"ab"`
	BA float64 `json:"ba"`
	// Closed is −g_bᵀH⁻¹g_a.
	Closed float64 `json:"closed"`
	// Second is (1/n)·Σ_y ∂²L_b/∂ε_y∂ε_a, measured.
	Second float64 `json:"second"`
}

// Steps of the differences. ε is added to (1/n)ΣL, so that a step of 10⁻³ is n/1000 points'
// weight; the errors, of second order in a step and of the fit's tolerance over
// both steps, are near 10⁻⁴ of X.
const (
	epsilon = 1e-3
	scaling = 1e-2
)

// lemmas measures so many pairs, drawn without replacement within a pair.
func (l *lab) lemmas(pairs int) (*Lemmas, error) {
	src := dataset.Stream(l.c.Seed, "theorem pairs")
	out := &Lemmas{}
	size := l.b.Dim()
	for range pairs {
		a, b := src.IntN(l.c.N), src.IntN(l.c.N-1)
		if b >= a {
			b++
		}
		pair := Pair{Rows: [2]int{a, b}}
		var err error
		if pair.AB, err = l.first(a, b, 0); err != nil {
			return nil, err
		}
		if pair.BA, err = l.first(b, a, 0); err != nil {
			return nil, err
		}
		if pair.Second, err = l.second(a, b); err != nil {
			return nil, err
		}
		step := l.near([]int{a}) // Θ + H⁻¹g_a/(n−1)
		floats.Sub(step, l.full)
		pair.Closed = -float64(l.c.N-1) * floats.Dot(step, l.g[b*size:(b+1)*size])
		out.Pairs = append(out.Pairs, pair)
	}
	out.summarize()
	return out, nil
}

func (m *Lemmas) summarize() {
	square, product := 0.0, 0.0
	for _, p := range m.Pairs {
		square += p.AB * p.AB
		product += p.AB * p.Second
	}
	if square == 0 {
		return // every X vanishes; nothing to compare
	}
	scale := math.Sqrt(square / float64(len(m.Pairs)))
	m.Slope = product / square
	for _, p := range m.Pairs {
		m.Asymmetry = max(m.Asymmetry, math.Abs(p.AB-p.BA)/scale)
		m.ClosedForm = max(m.ClosedForm, math.Abs(p.AB-p.Closed)/scale)
		m.Misfit = max(m.Misfit, math.Abs(p.Second-m.Slope*p.AB)/scale)
	}
}

// first returns ∂L_b/∂ε_a, with all weights together scaled by 1+t.
func (l *lab) first(a, b int, t float64) (float64, error) {
	up, err := l.loss(a, b, epsilon, t)
	if err != nil {
		return 0, err
	}
	down, err := l.loss(a, b, -epsilon, t)
	return (up - down) / (2 * epsilon), err
}

// second returns (1/n)·Σ_y ∂²L_b/∂ε_y∂ε_a. Raising every ε_y by t/n at once is
// multiplying u by 1+t, so by the chain rule the sum is a derivative in t.
func (l *lab) second(a, b int) (float64, error) {
	up, err := l.first(a, b, scaling)
	if err != nil {
		return 0, err
	}
	down, err := l.first(a, b, -scaling)
	return (up - down) / (2 * scaling), err
}

// loss returns L_b at the minimizer of (1+t)·(1/n)ΣL + ε·L_a.
func (l *lab) loss(a, b int, eps, t float64) (float64, error) {
	weight := make([]float64, l.c.N)
	for i := range weight {
		weight[i] = 1 + t
	}
	weight[a] += eps * float64(l.c.N)
	return l.lossAt(b, weight)
}

// lossAt returns L_b at the minimizer of ΣwL.
func (l *lab) lossAt(b int, weight []float64) (float64, error) {
	// From zero, not from the neighboring solution: Newton's last step then lands far below
	// the tolerance, on which differences of small steps would stumble.
	fit, w, err := l.refit(l.problem(softmax.All(l.c.N), weight), nil)
	if err != nil {
		return 0, err
	}
	z := make([]float64, l.b.C)
	l.c.Data.X.Apply(z, []int{b}, fit.Theta, l.b.C)
	return softmax.Loss(z, l.c.Data.Y[b]) + l.c.Ridge/2*floats.Dot(w, w), nil
}
