package nets_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/nets"
	"untangle/sim/network"
	"untangle/sim/softmax"
)

// linear returns softmax regression fitted on a questionnaire mixture, as a network and as
// the problem of package influence.
func linear(t *testing.T, counts ...int) (*network.Net, *softmax.Problem, []float64) {
	t.Helper()
	d := dataset.SD(dataset.Stream(3, "data"), counts)
	design := softmax.NewDesign(d.X)
	p := &softmax.Problem{X: design, Y: d.Y, Rows: softmax.All(len(d.Y)), Basis: softmax.NewBasis(design, len(d.Classes))}
	fit, _ := softmax.Newton(p, 1e-2, nil)
	_, width := d.X.Dims()
	m, err := network.New(network.Spec{Inputs: width - 1, Classes: len(d.Classes)})
	if err != nil {
		t.Fatal(err)
	}
	for c := range d.Classes {
		copy(m.Theta()[c*(width-1):(c+1)*(width-1)], fit.Theta[c*width:(c+1)*width-1])
		m.Theta()[len(d.Classes)*(width-1)+c] = fit.Theta[(c+1)*width-1]
	}
	s := influence.NewState(p.Basis, 1e-2)
	if err := s.EvaluateTick(p, fit.Theta, nil); err != nil {
		t.Fatal(err)
	}
	delta := make([]float64, len(d.Y))
	if err := s.Delta(delta, influence.DirectExact, influence.Step{Ridge: 1e-2}); err != nil {
		t.Fatal(err)
	}
	return m, p, append(delta, s.Variance())
}

// Where the network is softmax regression, which is its own linearization, V and δ are
// those of package influence, which computes them from Hessians and never sees a kernel.
func TestSoftmaxRegressionIsThatOfPackageInfluence(t *testing.T) {
	m, p, want := linear(t, 70, 30)
	n := len(p.Y)
	rows := mat.NewDense(n, m.Spec().Inputs+1, nil)
	_, width := rows.Dims()
	unit := make([]float64, width)
	for f := range width {
		clear(unit)
		unit[f] = 1
		column := make([]float64, n)
		p.X.Apply(column, p.Rows, unit, 1)
		rows.SetCol(f, column)
	}
	s, err := nets.NewState(m, m.Gather(rows, p.Rows), p.Y, 0, 1e-2).Scores(nil)
	if err != nil {
		t.Fatal(err)
	}
	if v := want[n]; !(math.Abs(s.Variance-v) <= 1e-8*v) {
		t.Errorf("V is %g, want %g", s.Variance, v)
	}
	// They differ by the mean gradient, which is no zero with a ridge and which a network
	// that stopped early has no use for, and in how they scale by leverage.
	if r := stat.Correlation(s.Delta, want[:n], nil); r < .97 {
		t.Errorf("correlation of δ %.4f", r)
	}
}

// small returns a network with a hidden layer, at random parameters, and rows.
func small(n int) (*network.Net, []float64, []int) {
	m, err := network.New(network.Spec{Inputs: 4, Classes: 3, Hidden: []int{5}})
	if err != nil {
		panic(err)
	}
	src := rand.New(rand.NewPCG(1, 2))
	m.Init(src)
	var x []float64
	var y []int
	for range n {
		for range 4 {
			x = append(x, src.NormFloat64())
		}
		y = append(y, src.IntN(3))
	}
	return m, x, y
}

// dense is X by the definition: H from Jacobians, inverted. weight and shift change rows'
// weights in H and the logits, as removing a row does in the linearized network.
func dense(m *network.Net, x []float64, y []int, leave int, damping float64, shift []float64) []float64 {
	n, c, size := len(y), m.Spec().Classes, len(m.Theta())
	h := mat.NewSymDense(size, nil)
	gradients := mat.NewDense(n, size, nil)
	for i := range n {
		jac, p := mat.NewDense(c, size, nil), make([]float64, c)
		m.Jacobian(jac.RawMatrix().Data, p, x[i*4:(i+1)*4])
		for k := range p {
			p[k] *= math.Exp(shift[i*c+k])
		}
		floats.Scale(1/floats.Sum(p), p)
		s := mat.NewDense(c, c, nil)
		for a := range c {
			for b := range c {
				s.Set(a, b, -p[a]*p[b])
			}
			s.Set(a, a, p[a]-p[a]*p[a])
		}
		if i != leave {
			var sj, jsj mat.Dense
			sj.Mul(s, jac)
			jsj.Mul(jac.T(), &sj)
			kept := float64(n)
			if leave >= 0 {
				kept--
			}
			for a := range size {
				for b := a; b < size; b++ {
					h.SetSym(a, b, h.At(a, b)+jsj.At(a, b)/kept)
				}
			}
		}
		p[y[i]]--
		g := mat.NewVecDense(size, nil)
		g.MulVec(jac.T(), mat.NewVecDense(c, p))
		gradients.SetRow(i, g.RawVector().Data)
	}
	for a := range size {
		h.SetSym(a, a, h.At(a, a)+damping)
	}
	var inverse, left, out mat.Dense
	if err := inverse.Inverse(h); err != nil {
		panic(err)
	}
	left.Mul(gradients, &inverse)
	out.Mul(&left, gradients.T())
	out.Scale(-1, &out)
	return out.RawMatrix().Data
}

// varianceWithout is V over the pairs without a row.
func varianceWithout(x []float64, n, leave int) float64 {
	var v []float64
	for i := range n {
		for j := range i {
			if i != leave && j != leave {
				v = append(v, x[i*n+j])
			}
		}
	}
	mean := stat.Mean(v, nil)
	return stat.MomentAbout(2, v, mean, nil)
}

func TestInfluenceIsThatOfTheDenseHessian(t *testing.T) {
	const n, damping = 12, .05
	m, x, y := small(n)
	got, err := nets.NewState(m, x, y, 0, damping).Influence(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := dense(m, x, y, -1, damping, make([]float64, 3*n))
	// Both invert matrices of condition about 10/λ; a few hundred roundings remain.
	if !floats.EqualApprox(got, want, 1e-10) {
		t.Errorf("X is\n%v\nwant\n%v", got[:n], want[:n])
	}
	if v := varianceWithout(want, n, -1); !(math.Abs(nets.Variance(got, n)-v) <= 1e-9*v) {
		t.Errorf("V is %g, want %g", nets.Variance(got, n), v)
	}
}

// δ is compared with its definition: the pairs and the Hessian without the row, computed
// densely, and the derivative of the dense V along the movement of the logits.
func TestDeltaIsThatOfTheLinearizedNetwork(t *testing.T) {
	const n, c = 12, 3
	calm, wild := 0, 0
	for _, damping := range []float64{.05, .002} {
		a, b := deltaAgainstDense(t, n, c, damping)
		calm, wild = calm+a, wild+b
	}
	if calm == 0 || wild == 0 {
		t.Errorf("%d rows of small leverage and %d of large: one of the two forms was not tested", calm, wild)
	}
}

func deltaAgainstDense(t *testing.T, n, c int, damping float64) (calm, wild int) {
	m, x, y := small(n)
	scores, err := nets.NewState(m, x, y, 0, damping).Scores(nil)
	if err != nil {
		t.Fatal(err)
	}
	still := make([]float64, n*c)
	v := varianceWithout(dense(m, x, y, -1, damping, still), n, -1)
	for z := range n {
		direct := varianceWithout(dense(m, x, y, z, damping, still), n, z)
		// The derivative of V of all rows, z's own logits half as far: central differences.
		along := func(move []float64) float64 {
			const h = 1e-4
			at := func(step float64) float64 {
				shift := append([]float64(nil), move...)
				floats.Scale(step, shift)
				floats.Scale(.5, shift[z*c:(z+1)*c])
				// The core differentiates at λ(n−1)/n, the base that all rows share.
				return varianceWithout(dense(m, x, y, -1, damping*float64(n-1)/float64(n), shift), n, -1)
			}
			return (at(h) - at(-h)) / (2 * h)
		}
		step, scale := movement(m, x, y, z, damping, true)
		plain, _ := movement(m, x, y, z, damping, false)
		want := v - direct - along(step)
		if h := 1 - 1/scale; h > .5 {
			wild++
			want = scale * (v - direct - along(plain))
		} else if h > .4 {
			continue
		} else {
			calm++
		}
		// Differences of step h err by about h² times V's third derivative.
		if got := scores.Delta[z]; !(math.Abs(got-want) <= 1e-6*v) {
			t.Errorf("δ(%d) = %g, want %g", z, got, want)
		}
	}
	return calm, wild
}

// movement is by how much the logits move when row z leaves, J H⁻¹g/n, with H without the
// row or with it, and gᵀH⁻¹g without the row over that with it.
func movement(m *network.Net, x []float64, y []int, z int, damping float64, without bool) (move []float64, scale float64) {
	n, c, size := len(y), m.Spec().Classes, len(m.Theta())
	h := mat.NewDense(size, size, nil)
	g := mat.NewVecDense(size, nil)
	jacobians, own := mat.NewDense(n*c, size, nil), mat.NewDense(size, size, nil)
	for i := range n {
		jac, p := jacobians.Slice(i*c, (i+1)*c, 0, size).(*mat.Dense), make([]float64, c)
		flat := make([]float64, c*size)
		m.Jacobian(flat, p, x[i*4:(i+1)*4])
		jac.Copy(mat.NewDense(c, size, flat))
		s := mat.NewDense(c, c, nil)
		for a := range c {
			for b := range c {
				s.Set(a, b, -p[a]*p[b])
			}
			s.Set(a, a, p[a]-p[a]*p[a])
		}
		if i == z {
			p[y[i]]--
			g.MulVec(jac.T(), mat.NewVecDense(c, p))
		}
		var sj, jsj mat.Dense
		sj.Mul(s, jac)
		jsj.Mul(jac.T(), &sj)
		jsj.Scale(1/float64(n), &jsj)
		h.Add(h, &jsj)
		if i == z {
			own.Copy(&jsj)
		}
	}
	for a := range size {
		h.Set(a, a, h.At(a, a)+damping*float64(n-1)/float64(n))
	}
	var left mat.Dense
	left.Sub(h, own)
	var with, less, out mat.VecDense
	if err := errors.Join(with.SolveVec(h, g), less.SolveVec(&left, g)); err != nil {
		panic(err)
	}
	scale = mat.Dot(&less, g) / mat.Dot(&with, g)
	if without {
		with = less
	}
	with.ScaleVec(1/float64(n), &with)
	out.MulVec(jacobians, &with)
	return out.RawVector().Data, scale
}
