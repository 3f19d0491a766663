package network

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
)

// dense is a layer of units that each see every input: out = W·in + b, rectified or not.
type dense struct {
	in, out int
	rectify bool
	w, b    []float64 // out×in, out
}

func (l *dense) sizes() (in, out int) { return l.in, l.out }

func (l *dense) params() (count, fanIn int) { return l.out * (l.in + 1), l.in }

func (l *dense) bind(theta []float64) { l.w, l.b = theta[:l.out*l.in], theta[l.out*l.in:] }

func (l *dense) forward(out, in []float64, n int) {
	affine(out, in, l.w, l.b, n, l.in)
	if l.rectify {
		rectify(out)
	}
}

func (l *dense) backward(dIn, grad, dOut, out, in, norms []float64, n int) {
	if l.rectify {
		mask(dOut, out)
	}
	addAffine(grad, dOut, in, n, l.out, l.in)
	if norms != nil {
		// An example's share of the gradient is (its dOut) ⊗ (its input, 1), whose squared
		// norm is the product of theirs.
		for i := range n {
			d, x := dOut[i*l.out:(i+1)*l.out], in[i*l.in:(i+1)*l.in]
			norms[i] += floats.Dot(d, d) * (1 + floats.Dot(x, x))
		}
	}
	if dIn != nil {
		blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, general(dOut, n, l.out), general(l.w, l.out, l.in), 0, general(dIn, n, l.in))
	}
}

// affine computes out = in·wᵀ + b for n rows of in, of width k, and len(b) units.
func affine(out, in, w, b []float64, n, k int) {
	blas64.Gemm(blas.NoTrans, blas.Trans, 1, general(in, n, k), general(w, len(b), k), 0, general(out, n, len(b)))
	for i := range n {
		floats.Add(out[i*len(b):(i+1)*len(b)], b)
	}
}

// addAffine adds the derivatives in w and then b of affine to grad.
func addAffine(grad, dOut, in []float64, n, units, k int) {
	blas64.Gemm(blas.Trans, blas.NoTrans, 1, general(dOut, n, units), general(in, n, k), 1, general(grad[:units*k], units, k))
	bias := grad[units*k:]
	for i := range n {
		floats.Add(bias, dOut[i*units:(i+1)*units])
	}
}

// rectify sets negative entries to 0.
func rectify(v []float64) {
	for i, x := range v {
		if x < 0 {
			v[i] = 0
		}
	}
}

// mask sets the derivatives to 0 where the rectifier's output is.
func mask(dOut, out []float64) {
	for i, v := range out {
		if v <= 0 {
			dOut[i] = 0
		}
	}
}
