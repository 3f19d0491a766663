package softmax_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
)

// product is one of the four products of a design, the long way over a plain matrix.
type product struct {
	name string
	// sizes are the lengths of the result and of the argument for n rows, d features and
	// k numbers per row or pair.
	sizes func(n, d, k int) (dst, arg int)
	run   func(x softmax.Design, dst []float64, rows []int, arg []float64, k int)
	naive func(x *mat.Dense, dst []float64, rows []int, arg []float64, k int)
	// triangle marks packed results, of which only e ≤ f is used.
	triangle bool
}

var products = []product{
	{"Apply", func(n, d, k int) (int, int) { return n * k, k * d }, softmax.Design.Apply,
		func(x *mat.Dense, dst []float64, rows []int, arg []float64, k int) {
			for i, r := range rows {
				for j := range k {
					dst[i*k+j] = 0
					for f, v := range x.RawRowView(r) {
						dst[i*k+j] += arg[j*len(x.RawRowView(r))+f] * v
					}
				}
			}
		}, false},
	{"AddOuter", func(n, d, k int) (int, int) { return k * d, n * k }, softmax.Design.AddOuter,
		func(x *mat.Dense, dst []float64, rows []int, arg []float64, k int) {
			for i, r := range rows {
				for j := range k {
					for f, v := range x.RawRowView(r) {
						dst[j*len(x.RawRowView(r))+f] += arg[i*k+j] * v
					}
				}
			}
		}, false},
	{"AddGram", func(n, d, k int) (int, int) { return d * d * k, n * k }, softmax.Design.AddGram,
		func(x *mat.Dense, dst []float64, rows []int, arg []float64, k int) {
			_, d := x.Dims()
			for i, r := range rows {
				for f := range d {
					for e := range f + 1 {
						for j := range k {
							dst[(f*d+e)*k+j] += arg[i*k+j] * x.At(r, f) * x.At(r, e)
						}
					}
				}
			}
		}, true},
	{"Times", func(n, d, k int) (int, int) { return n * k, d * k }, softmax.Design.Times,
		func(x *mat.Dense, dst []float64, rows []int, arg []float64, k int) {
			_, d := x.Dims()
			for i, r := range rows {
				for j := range k {
					dst[i*k+j] = 0
					for f := range d {
						dst[i*k+j] += arg[f*k+j] * x.At(r, f)
					}
				}
			}
		}, false},
	{"AddTimes", func(n, d, k int) (int, int) { return d * k, n * k }, softmax.Design.AddTimes,
		func(x *mat.Dense, dst []float64, rows []int, arg []float64, k int) {
			_, d := x.Dims()
			for i, r := range rows {
				for j := range k {
					for f := range d {
						dst[f*k+j] += arg[i*k+j] * x.At(r, f)
					}
				}
			}
		}, false},
	{"Quad", func(n, d, k int) (int, int) { return n * k, d * d * k }, softmax.Design.Quad,
		func(x *mat.Dense, dst []float64, rows []int, arg []float64, k int) {
			_, d := x.Dims()
			for i, r := range rows {
				for j := range k {
					dst[i*k+j] = 0
					for f := range d {
						for e := range f + 1 {
							dst[i*k+j] += arg[(f*d+e)*k+j] * x.At(r, f) * x.At(r, e)
						}
					}
				}
			}
		}, false},
}

// mixed returns one matrix as two designs of different form: the first alone is sparse;
// the second has rows of ones below it, which no product asks for, and so is dense.
func mixed(t *testing.T) (x *mat.Dense, sparse, dense softmax.Design) {
	x = dataset.SD(dataset.Stream(4, "data"), []int{150}).X
	n, d := x.Dims()
	for i := range n { // one-hot values are 1; others must come through as well
		for f := range d {
			if x.At(i, f) != 0 {
				x.Set(i, f, 1+float64((i*7+f*3)%11)/8)
			}
		}
	}
	padded := mat.NewDense(2*n, d, nil)
	for i := range 2 * n {
		for f := range d {
			padded.Set(i, f, 1)
		}
	}
	padded.Slice(0, n, 0, d).(*mat.Dense).Copy(x)
	sparse, dense = softmax.NewDesign(x), softmax.NewDesign(padded)
	if reflect.TypeOf(sparse) == reflect.TypeOf(dense) {
		t.Fatalf("both designs are %T; nothing to compare", sparse)
	}
	return x, sparse, dense
}

func TestSparseAndDenseDesignsAgree(t *testing.T) {
	x, sparse, dense := mixed(t)
	n, d := x.Dims()
	src := rand.New(rand.NewPCG(5, 5))
	subset := src.Perm(n)[:70]
	choices := map[string][]int{"all": softmax.All(n), "shuffled subset": subset, "one": {17}, "none": {}, "repeated": {3, 3, 9}}
	for _, p := range products {
		for choice, rows := range choices {
			for _, k := range []int{1, 3, 6} {
				size, argument := p.sizes(len(rows), d, k)
				arg, start := make([]float64, argument), make([]float64, size)
				for i := range arg {
					arg[i] = src.NormFloat64()
				}
				for i := range start { // Add… must add to it, the others overwrite it
					start[i] = src.NormFloat64()
				}
				want := append([]float64(nil), start...)
				p.naive(x, want, rows, arg, k)
				for form, design := range map[string]softmax.Design{"sparse": sparse, "dense": dense} {
					got := append([]float64(nil), start...)
					p.run(design, got, rows, arg, k)
					for i := range got {
						if pair := i / k; p.triangle && pair%d > pair/d {
							continue
						}
						// Sums of at most 150 terms or 41·42/2 pairs of order 5.
						near(t, p.name+" "+form+" "+choice, got[i], want[i], 1e-11)
					}
				}
			}
		}
	}
}

func TestDesignKeepsItsSize(t *testing.T) {
	x, sparse, _ := mixed(t)
	n, d := x.Dims()
	if gn, gd := sparse.Dims(); gn != n || gd != d {
		t.Errorf("design is %d×%d, want %d×%d", gn, gd, n, d)
	}
}
