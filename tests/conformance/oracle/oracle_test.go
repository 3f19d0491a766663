package oracle_test

import (
	"math"
	"testing"

	"untangle/tests/conformance/oracle"
)

// The oracle itself is checked on the smallest problem that has a closed form: with
// the bias as the one feature and two classes, the model is one log-odds.

func coin(ones, zeros int) oracle.Data {
	d := oracle.Data{C: 2}
	for i := range ones + zeros {
		y := 0
		if i < ones {
			y = 1
		}
		d.X, d.Y = append(d.X, []float64{1}), append(d.Y, y)
	}
	return d
}

func TestNewtonFindsTheLogOdds(t *testing.T) {
	theta := coin(3, 1).Newton(1e-12, nil)
	// Without a ridge p = 3/4, so θ₁ − θ₀ = ln 3; the ridge moves it by about 1e-11.
	if got := theta[1] - theta[0]; math.Abs(got-math.Log(3)) > 1e-10 {
		t.Errorf("log-odds %g, want ln 3 = %g", got, math.Log(3))
	}
}

func TestInfluenceOfACoin(t *testing.T) {
	d, p, damping := coin(3, 1), .75, .01
	inf := d.Influence([]float64{0, math.Log(3)}, damping)
	// g = (p − y)(−1, 1), H = p(1−p)·(1 −1; −1 1) + λI, so H⁻¹ on (−1, 1) is
	// 1/(2p(1−p) + λ), and X_ij = −2(p − y_i)(p − y_j)/(2p(1−p) + λ).
	a := 2 / (2*p*(1-p) + damping)
	for i := range d.X {
		for j := range d.X {
			want := -a * (p - float64(d.Y[i])) * (p - float64(d.Y[j]))
			if math.Abs(inf.X[i][j]-want) > 1e-14 {
				t.Errorf("X[%d][%d] = %g, want %g", i, j, inf.X[i][j], want)
			}
		}
	}
	// Three pairs of ones with X = −a/16, three of a one and the zero with X = 3a/16.
	if got := inf.Mean(); math.Abs(got-a/16) > 1e-14 {
		t.Errorf("mean %g, want %g", got, a/16)
	}
	if got := inf.Variance(); math.Abs(got-a*a/64) > 1e-14 {
		t.Errorf("variance %g, want %g", got, a*a/64)
	}
	if got := inf.Kurtosis(); math.Abs(got-1) > 1e-12 { // two values equally often
		t.Errorf("kurtosis %g, want 1", got)
	}
}

func TestWeightsAreRepetitions(t *testing.T) {
	long, short := coin(3, 2), oracle.Data{C: 2, X: [][]float64{{1}, {1}}, Y: []int{1, 0}, W: []float64{3, 2}}
	a, theta := long.Variance(1e-3, .01, nil)
	b, _ := short.Variance(1e-3, .01, nil)
	if math.Abs(a-b) > 1e-13 {
		t.Errorf("V is %g with rows repeated, %g with weights", a, b)
	}
	if d := math.Abs(long.MeanLoss(theta) - short.MeanLoss(theta)); d > 1e-15 {
		t.Errorf("mean losses differ by %g", d)
	}
}

func TestSolve(t *testing.T) {
	// (4 2; 2 3)·(1, 2) = (8, 8).
	if x := oracle.Solve([][]float64{{4, 2}, {2, 3}}, []float64{8, 8}); oracle.Distance(x, []float64{1, 2}) > 1e-14 {
		t.Errorf("solution %v, want (1, 2)", x)
	}
}

func TestRankStatistics(t *testing.T) {
	x := []float64{1, 2, 3, 4, 5}
	for _, c := range []struct {
		y       []float64
		rho     float64
		overlap int
	}{
		{[]float64{10, 20, 30, 40, 500}, 1, 2},
		{[]float64{5, 4, 3, 2, 1}, -1, 0},
		{[]float64{2, 1, 4, 3, 5}, .8, 1}, // 1 − 6·4/(5·24); {4,5} against {3,5}
	} {
		if got := oracle.Spearman(x, c.y); math.Abs(got-c.rho) > 1e-15 {
			t.Errorf("Spearman of %v is %g, want %g", c.y, got, c.rho)
		}
		if got := oracle.Overlap(x, c.y, 2); got != c.overlap {
			t.Errorf("overlap of %v is %d, want %d", c.y, got, c.overlap)
		}
	}
}
