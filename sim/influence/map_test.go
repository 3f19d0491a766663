package influence_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/influence"
	"untangle/tests/conformance/oracle"
)

func draw(t *testing.T, st *influence.State, before *[2][]float64) [2][]float64 {
	t.Helper()
	n := len(st.Problem.Rows)
	m := [2][]float64{make([]float64, n), make([]float64, n)}
	if err := st.Map(m[0], m[1], before); err != nil {
		t.Fatal(err)
	}
	return m
}

// withinSelfInfluence holds squared distances from the origin to the self-influence.
func withinSelfInfluence(t *testing.T, st *influence.State, m [2][]float64) {
	t.Helper()
	for i, q := range st.SelfInfluence() {
		if r := m[0][i]*m[0][i] + m[1][i]*m[1][i]; !(r <= q+1e-11*largest(st.SelfInfluence())) {
			t.Errorf("row %d lies at squared distance %g, past its self-influence %g", i, r, q)
		}
	}
}

// The leading map is made of the two leading eigenvectors of the matrix −X with the
// self-influences on its diagonal, here the oracle's n×n one.
func TestLeadingMap(t *testing.T) {
	for _, s := range []set{sd(20, 60, 25), cloud(21, 50, 4, 3)} {
		theta := s.fit(t, 1e-3)
		st := s.evaluate(t, theta, .01)
		m := draw(t, st, nil)
		withinSelfInfluence(t, st, m)
		x, n := s.Influence(theta, .01).X, len(s.Rows)
		gram := mat.NewSymDense(n, nil)
		for i := range n {
			for j := range i + 1 {
				gram.SetSym(i, j, -x[i][j])
			}
		}
		var eig mat.EigenSym
		if !eig.Factorize(gram, false) {
			t.Fatal("eigenvalues did not converge")
		}
		values := eig.Values(nil)
		for axis, v := range m {
			value := values[n-1-axis]
			near(t, s.name+": inertia of an axis", oracle.Dot(v, v), value, 1e-10*values[n-1])
			var image mat.VecDense
			image.MulVec(gram, mat.NewVecDense(n, v))
			for i := range v { // gram·v = value·v
				near(t, s.name+": image", image.AtVec(i), value*v[i], 1e-9*value*largest(v))
			}
			third := 0.0
			for _, c := range v {
				third += c * c * c
			}
			if third < 0 {
				t.Errorf("%s: axis %d points the wrong way", s.name, axis)
			}
		}
		near(t, s.name+": correlation of the axes", oracle.Dot(m[0], m[1]), 0, 1e-10*values[n-1])
	}
}

// axesOf finds the two vectors e with φe = map; φ has full column rank.
func axesOf(t *testing.T, phi *mat.Dense, m [2][]float64) [2]*mat.VecDense {
	t.Helper()
	var out [2]*mat.VecDense
	for axis, v := range m {
		var e, image mat.VecDense
		if err := e.SolveVec(phi, mat.NewVecDense(len(v), v)); err != nil {
			t.Fatal(err)
		}
		image.MulVec(phi, &e)
		for i := range v {
			near(t, "the map is an image of φ", image.AtVec(i), v[i], 1e-9*largest(v))
		}
		out[axis] = &e
	}
	return out
}

// apart is Σ‖φ_i − T·before_i‖², what followed axes minimize: how far φ lies from the
// earlier map laid out along the pair.
func apart(phi *mat.Dense, e [2]*mat.VecDense, before [2][]float64) float64 {
	sum := 0.0
	n, p := phi.Dims()
	for i := range n {
		for j := range p {
			v := phi.At(i, j) - before[0][i]*e[0].AtVec(j) - before[1][i]*e[1].AtVec(j)
			sum += v * v
		}
	}
	return sum
}

// moved is Σ‖Tᵀφ_i − before_i‖², how far the points of the picture move.
func moved(phi *mat.Dense, e [2]*mat.VecDense, before [2][]float64) float64 {
	sum := 0.0
	for axis := range e {
		var image mat.VecDense
		image.MulVec(phi, e[axis])
		for i, b := range before[axis] {
			sum += (image.AtVec(i) - b) * (image.AtVec(i) - b)
		}
	}
	return sum
}

// orthonormal returns an orthonormal pair from two vectors.
func orthonormal(a, b *mat.VecDense) [2]*mat.VecDense {
	x, y := mat.VecDenseCopyOf(a), mat.VecDenseCopyOf(b)
	x.ScaleVec(1/mat.Norm(x, 2), x)
	y.AddScaledVec(y, -mat.Dot(x, y), x)
	y.ScaleVec(1/mat.Norm(y, 2), y)
	return [2]*mat.VecDense{x, y}
}

func TestFollowedMapIsTheClosest(t *testing.T) {
	s := cloud(22, 60, 4, 3) // P = 10 < n, so that the axes can be found from the map
	before := draw(t, s.evaluate(t, s.fit(t, 1e-1), .01), nil)
	st := s.evaluate(t, s.fit(t, 1e-3), .01)
	m := draw(t, st, &before)
	withinSelfInfluence(t, st, m)
	phi := st.Coordinates()
	e := axesOf(t, phi, m)
	for a := range e {
		for b := range e {
			want := 0.0
			if a == b {
				want = 1
			}
			near(t, "inner product of the axes", mat.Dot(e[a], e[b]), want, 1e-9)
		}
	}
	best, move := apart(phi, e, before), moved(phi, e, before)
	src := rand.New(rand.NewPCG(23, 1))
	noise := func() *mat.VecDense {
		v := mat.NewVecDense(s.Basis.Dim(), nil)
		for i := range v.Len() {
			v.SetVec(i, src.NormFloat64())
		}
		return v
	}
	for range 300 {
		random := orthonormal(noise(), noise())
		if d := apart(phi, random, before); d < best {
			t.Errorf("a random pair of axes comes to %g, the followed ones to %g", d, best)
		}
		if d := moved(phi, random, before); d < move {
			t.Errorf("a random pair of axes moves the picture by %g, the followed ones by %g", d, move)
		}
		// Pairs close by are the harder rivals: a minimum is one in every direction.
		for _, by := range []float64{1e-3, .05, .5} {
			x, y := mat.VecDenseCopyOf(e[0]), mat.VecDenseCopyOf(e[1])
			x.AddScaledVec(x, by, noise())
			y.AddScaledVec(y, by, noise())
			if d := apart(phi, orthonormal(x, y), before); d < best*(1-1e-12) {
				t.Errorf("axes %g away come to %g, the followed ones to %g", by, d, best)
			}
		}
	}
	if d := moved(phi, axesOf(t, phi, draw(t, st, nil)), before); d < move {
		t.Errorf("the leading axes move the picture by %g, the followed ones by %g", d, move)
	}
}

// Following a map from the same state gives that map, in whatever way it is turned.
func TestFollowingItself(t *testing.T) {
	s := sd(24, 60, 25)
	st := s.evaluate(t, s.fit(t, 1e-3), .01)
	m := draw(t, st, nil)
	sin, cos := math.Sincos(1)
	turned := [2][]float64{make([]float64, len(m[0])), make([]float64, len(m[0]))}
	for i := range m[0] {
		turned[0][i], turned[1][i] = cos*m[0][i]-sin*m[1][i], sin*m[0][i]+cos*m[1][i]
	}
	got := draw(t, st, &turned)
	for axis := range got {
		for i := range got[axis] {
			near(t, "coordinate", got[axis][i], turned[axis][i], 1e-10*largest(m[0]))
		}
	}
}

// An earlier map that is a line or a spot cannot be followed; the leading axes are used.
func TestNothingToFollow(t *testing.T) {
	s := cloud(25, 40, 4, 3)
	st := s.evaluate(t, s.fit(t, 1e-3), .01)
	m := draw(t, st, nil)
	zero := make([]float64, len(m[0]))
	for name, before := range map[string][2][]float64{"a spot": {zero, zero}, "a line": {m[0], zero}, "a slanted line": {m[0], m[0]}} {
		got := draw(t, st, &before)
		withinSelfInfluence(t, st, got)
		near(t, name+": inertia", oracle.Dot(got[0], got[0])+oracle.Dot(got[1], got[1]),
			oracle.Dot(m[0], m[0])+oracle.Dot(m[1], m[1]), 1e-9*oracle.Dot(m[0], m[0]))
	}
}

// With two classes and the bias alone, φ has one dimension.
func TestMapOfOneDimension(t *testing.T) {
	x, y := mat.NewDense(8, 1, []float64{1, 1, 1, 1, 1, 1, 1, 1}), []int{0, 0, 0, 1, 1, 1, 1, 1}
	s := newSet("coin", x, y, 2)
	st := s.evaluate(t, s.fit(t, 1e-3), .01)
	m := draw(t, st, nil)
	for i, q := range st.SelfInfluence() {
		near(t, "x²", m[0][i]*m[0][i], q, 1e-13)
		near(t, "y", m[1][i], 0, 0)
	}
	again := draw(t, st, &m)
	for i, q := range st.SelfInfluence() {
		near(t, "x² followed", again[0][i]*again[0][i], q, 1e-13)
	}
}
