package network

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
)

// Tangents computes what the influence of n examples needs of the network at its present
// parameters, without a Jacobian in memory: the probabilities, n×C, in p, and the tangent
// kernel K = JJᵀ in dst, nC×nC row by row, where row iC+c of J is the gradient of logit c
// of example i (Jacot et al. 2018). x is n×Inputs, as from [Net.Gather]. from is the first
// layer whose parameters count, 0 for all and [Net.Last] for the last alone.
//
// A dense layer's share of a gradient is an outer product d ⊗ (x, 1), so that its share of
// the kernel is a product of two small kernels; only convolutions form their gradients,
// which are short.
func (m *Net) Tangents(dst, p, x []float64, from int) {
	c := m.spec.Classes
	n := len(x) / m.spec.Inputs
	if len(x) != n*m.spec.Inputs || n == 0 || len(p) != n*c || len(dst) != n*c*n*c || from < 0 || from >= len(m.layers) {
		panic("network: the kernel does not fit")
	}
	m.ProbabilitiesOf(p, x) // in blocks, so the forward pass of all comes after it
	m.forward(x, n)
	slopes := make([][]float64, len(m.layers)) // per layer, n×C×out: derivatives of each logit
	grad := make([]float64, len(m.theta))
	for k := range c {
		delta := m.outputs(n)
		clear(delta)
		for i := range n {
			delta[i*c+k] = 1
		}
		for l := len(m.layers) - 1; l >= from; l-- {
			in, dIn := x, []float64(nil)
			if l > 0 {
				in = m.acts[l-1]
			}
			if l > from {
				m.deltas[l-1] = resize(m.deltas[l-1], len(m.acts[l-1]))
				dIn = m.deltas[l-1]
			}
			m.layers[l].backward(dIn, grad[m.at[l]:m.at[l+1]], m.deltas[l], m.acts[l], in, nil, n)
			if count, _ := m.layers[l].params(); count > 0 {
				slopes[l] = interleave(slopes[l], m.deltas[l], n, k, c)
			}
		}
	}
	clear(dst)
	for l := from; l < len(m.layers); l++ {
		in := x
		if l > 0 {
			in = m.acts[l-1]
		}
		switch layer := m.layers[l].(type) {
		case *dense:
			layer.addKernel(dst, slopes[l], in, n, c)
		case *conv:
			layer.addKernel(dst, slopes[l], n, c)
		}
	}
	mirror(dst, n*c)
}

// Last returns the number of the last layer, for [Net.Tangents].
func (m *Net) Last() int { return len(m.layers) - 1 }

// interleave puts row i of delta at place iC+k of dst, which is made when it is nil.
func interleave(dst, delta []float64, n, k, c int) []float64 {
	width := len(delta) / n
	if dst == nil {
		dst = make([]float64, n*c*width)
	}
	for i := range n {
		copy(dst[(i*c+k)*width:(i*c+k+1)*width], delta[i*width:(i+1)*width])
	}
	return dst
}

// addKernel adds (d_ik·d_jl)·(1 + x_i·x_j) to the upper triangle of dst.
func (l *dense) addKernel(dst, slopes, in []float64, n, c int) {
	outer, inner := gram(slopes, n*c, l.out), gram(in, n, l.in)
	for i := range n * c {
		row, from, x := dst[i*n*c:(i+1)*n*c], outer[i*n*c:(i+1)*n*c], inner[(i/c)*n:(i/c+1)*n]
		for j := i; j < n*c; j++ {
			row[j] += from[j] * (1 + x[j/c])
		}
	}
}

// addKernel forms the gradients of the filters, nC rows, and adds their products. The
// patches are those of the last forward pass, of all n examples.
func (l *conv) addKernel(dst, slopes []float64, n, c int) {
	pixels, depth := l.pixels(), l.depth()
	size := l.filters * (depth + 1)
	rows := make([]float64, n*c*size)
	for i := range n * c {
		addAffine(rows[i*size:(i+1)*size], slopes[i*pixels*l.filters:(i+1)*pixels*l.filters],
			l.patches[(i/c)*pixels*depth:(i/c+1)*pixels*depth], pixels, l.filters, depth)
	}
	floats.Add(dst, gram(rows, n*c, size))
}

// gram returns the upper triangle of A·Aᵀ for A of n rows.
func gram(a []float64, n, width int) []float64 {
	out := make([]float64, n*n)
	blas64.Syrk(blas.NoTrans, 1, general(a, n, width), 0, blas64.Symmetric{N: n, Stride: n, Data: out, Uplo: blas.Upper})
	return out
}

// mirror fills the lower triangle.
func mirror(a []float64, n int) {
	for i := range n {
		for j := range i {
			a[i*n+j] = a[j*n+i]
		}
	}
}
