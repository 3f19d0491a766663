//go:build js && wasm

package main

import (
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/influence"
	"untangle/sim/softmax"
)

// phase is one kind of work within an evaluation and a δ.
type phase struct {
	// Name says what it is; Times how often an evaluation with a δ does it.
	Name  string  `json:"name"`
	Times float64 `json:"times"`
	// Ms is the median time of doing it once, Flops the multiplications and additions
	// counted from the shapes.
	Ms    float64 `json:"ms"`
	Flops float64 `json:"flops"`
}

// profile times the parts of an evaluation with a δ one by one, on the matrices of the
// opening scenario, and posts them with the whole.
func profile(map[string]float64) {
	report("phase", "profile by phase")
	s, p, fit := mixture(1000)
	b, x, n := p.Basis, p.X, len(p.Rows)
	_, d := x.Dims()
	m, order, size := b.Pairs(), b.Dim(), float64(b.Dim())
	values, packed, forms := make([]float64, n*3*m), make([]float64, d*d*3*m), make([]float64, n*3*m)
	for i := range values {
		values[i] = float64(i%7) / 7
	}
	work, inverse := mat.NewSymDense(order, nil), mat.NewSymDense(order, nil)
	dense := func() mat.Dense { return *mat.NewDense(order, order, nil) }
	one, two, three := dense(), dense(), dense()
	share := x.Density() * float64(d*d) * float64(n) // pairs of non-zeros, in all rows
	turn := 2 * (float64(d*d)*float64(b.R) + float64(d)*float64(b.R*b.R))
	var deriv softmax.Derivatives
	var u blas64.Triangular
	tell := func(name string, times, flops float64, f func()) phase {
		f()
		return phase{name, times, median(9, f), flops}
	}
	phases := []phase{
		tell("probabilities and their derivatives", 1, float64(n)*(2*float64(d)*x.Density()*4+4*float64(m)*float64(b.C)),
			func() { deriv.Compute(p, fit.Theta) }),
		tell("sums of h and g gᵀ over the rows", 1, 2*share*2*float64(m), func() { clear(packed); x.AddGram(packed, p.Rows, values[:n*2*m], 2*m) }),
		tell("the sum of q g gᵀ", 1, 2*share*float64(m), func() { x.AddGram(packed, p.Rows, values[:n*m], m) }),
		tell("into reduced coordinates", 3, turn*float64(m), func() { b.ReduceGram(work, packed[:d*d*m]) }),
		tell("factors", 3, size*size*size/3, func() {
			for i := range order {
				for j := i; j < order; j++ {
					work.SetSym(i, j, 1/float64(1+j-i))
				}
			}
			u, _, _ = softmax.Cholesky(work.RawSymmetric(), nil)
		}),
		tell("inverses", 3, 2*size*size*size/3, func() { check(softmax.Invert(inverse.RawSymmetric(), u, nil)) }),
		tell("products of order P", 6, 2*size*size*size, func() { check(softmax.Product(one.RawMatrix(), two.RawMatrix(), three.RawMatrix(), nil)) }),
		tell("forms out of reduced coordinates", 6, turn*float64(m), func() { b.LiftForm(packed[:d*d*m], inverse) }),
		tell("one form of every row", 3, 2*share*float64(m), func() { x.Quad(forms[:n*m], p.Rows, packed[:d*d*m], m) }),
		tell("three forms of every row", 1, 2*share*3*float64(m), func() { x.Quad(forms, p.Rows, packed, 3*m) }),
	}
	score := make([]float64, n)
	whole := median(9, func() {
		check(s.Evaluate(p, fit.Theta))
		check(s.Delta(score, influence.DirectExact, influence.Step{Ridge: ridge}))
	})
	rest := phase{Name: "rows one by one, copies, the rest", Times: 1, Ms: whole}
	for _, p := range phases {
		rest.Ms -= p.Times * p.Ms
	}
	report("profile", map[string]any{"title": "an evaluation and a δ, n = 1000 SD-2", "ms": whole, "phases": append(phases, rest)})
}
