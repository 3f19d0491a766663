package softmax_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// positive is a random positive definite matrix of condition number about 100.
func positive(n int) *mat.SymDense {
	src := rand.New(rand.NewPCG(9, uint64(n)))
	g := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			g.Set(i, j, src.NormFloat64()/math.Sqrt(float64(n)))
		}
	}
	a := mat.NewSymDense(n, nil)
	a.SymOuterK(1, g)
	softmax.AddDiagonal(a, .05)
	return a
}

// Large matrices are factored and inverted in panels, to the numbers of LAPACK, with a
// tick between the panels whose error ends the work.
func TestPanelsEqualLAPACK(t *testing.T) {
	for _, n := range []int{93, 513, 700} {
		a := positive(n)
		want, got := mat.NewSymDense(n, nil), mat.NewSymDense(n, nil)
		want.CopySym(a)
		reference, ok := lapack64.Potrf(want.RawSymmetric())
		if !ok {
			t.Fatal("not positive definite")
		}
		lapack64.Potri(reference)
		ticks := 0
		count := func(int, int) error { ticks++; return nil }
		u, ok, err := softmax.Cholesky(a.RawSymmetric(), count)
		if !ok || err != nil {
			t.Fatalf("order %d: %v, %v", n, ok, err)
		}
		if err := softmax.Invert(got.RawSymmetric(), u, count); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			for j := i; j < n; j++ {
				near(t, "element of the inverse", got.At(i, j), want.At(i, j), 1e-11)
			}
		}
		if (ticks > 0) != (n > 512) {
			t.Errorf("order %d: %d ticks", n, ticks)
		}
	}
}

func TestPanelsFindASingularMatrixAndStop(t *testing.T) {
	const n = 600
	a := positive(n)
	a.SetSym(n-1, n-1, -1)
	if _, ok, err := softmax.Cholesky(a.RawSymmetric(), nil); ok || err != nil {
		t.Errorf("an indefinite matrix: %v, %v", ok, err)
	}
	enough := errors.New("enough")
	stop := func(int, int) error { return enough }
	if _, _, err := softmax.Cholesky(positive(n).RawSymmetric(), stop); !errors.Is(err, enough) {
		t.Errorf("factor: %v", err)
	}
	u, _, _ := softmax.Cholesky(positive(n).RawSymmetric(), nil)
	if err := softmax.Invert(mat.NewSymDense(n, nil).RawSymmetric(), u, stop); !errors.Is(err, enough) {
		t.Errorf("inverse: %v", err)
	}
	square := blas64.General{Rows: n, Cols: n, Stride: n, Data: make([]float64, n*n)}
	other := blas64.General{Rows: n, Cols: n, Stride: n, Data: make([]float64, n*n)}
	if err := softmax.Product(other, square, square, stop); !errors.Is(err, enough) {
		t.Errorf("product: %v", err)
	}
}

// blank is a design of which only the shape matters.
func blank(n, d int) softmax.Design {
	x := mat.NewDense(n, d, nil)
	for i := range n {
		x.Set(i, i%d, 1)
		x.Set(i, d-1, 1)
	}
	return softmax.NewDesign(x)
}

func TestSolversBySize(t *testing.T) {
	for _, c := range []struct {
		n, d, classes int
		want          softmax.Solver
	}{
		{1000, 41, 4, softmax.Primal},    // questionnaires
		{40, 41, 4, softmax.Primal},      // too narrow for the dual to pay
		{600, 785, 2, softmax.Dual},      // fours and eights
		{10000, 197, 10, softmax.Primal}, // ten digits of 14×14 pixels
		{1000, 785, 10, softmax.CG},      // 7065 parameters are 400 MB per matrix
	} {
		b := softmax.NewBasis(blank(c.n, c.d), c.classes)
		if b.Solver != c.want {
			t.Errorf("%d×%d, %d classes: %v, want %v", c.n, c.d, c.classes, b.Solver, c.want)
		}
		if err := b.Check(c.n); err != nil {
			t.Errorf("%d×%d, %d classes: %v", c.n, c.d, c.classes, err)
		}
	}
	err := softmax.NewBasis(blank(900, 500), 200).Check(900)
	var size *softmax.SizeError
	if !errors.As(err, &size) || size.Need <= size.Limit || size.Remedy.Empty() {
		t.Errorf("200 classes of 500 features: %v", err)
	}
}
