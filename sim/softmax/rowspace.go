package softmax

import (
	"sync"

	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"
)

// rowBlock is the number of rows of a large matrix product between two ticks and of a
// design expanded at a time.
const rowBlock = 64

// toRowSpace makes b a basis that contains the row space of X, by a QR decomposition of
// Xᵀ, 2n²d flops, and holds X in its coordinates, n×R with R = min(n, d). For n < d.
//
// The coordinates are the triangle of the decomposition. Its columns are taken in reverse,
// so that row r is zero before column R−1−r, and so is row r of X·U⁻¹ for every upper
// triangle U: that makes sums of xxᵀ, solves and products of rows a third of the work.
//
// Rows that depend on each other leave directions in the basis that X does not use. They
// cost time and change nothing; to find them takes pivoting, which costs more.
func (b *Basis) toRowSpace(x Design) {
	n, d := x.Dims()
	transposed := mat.NewDense(d, n, nil)
	raw := transposed.RawMatrix()
	row, one := make([]float64, d), []float64{1}
	for i := range n {
		clear(row)
		x.AddOuter(row, []int{i}, one, 1)
		for f, v := range row {
			raw.Data[f*raw.Stride+i] = v
		}
	}
	rank := min(n, d)
	tau, work := make([]float64, rank), make([]float64, 1)
	lapack64.Geqrf(raw, tau, work, -1)
	work = make([]float64, int(work[0]))
	lapack64.Geqrf(raw, tau, work, len(work))
	inside := mat.NewDense(n, rank, nil)
	for i := range n {
		for j := range min(i+1, rank) {
			inside.Set(i, rank-1-j, raw.Data[j*raw.Stride+i])
		}
	}
	q := transposed.Slice(0, d, 0, rank).(*mat.Dense)
	lapack64.Orgqr(q.RawMatrix(), tau[:rank], work, -1)
	work = make([]float64, max(len(work), int(work[0])))
	lapack64.Orgqr(q.RawMatrix(), tau[:rank], work, len(work))
	b.R, b.v = rank, mat.NewDense(d, rank, nil)
	for f := range d {
		for j := range rank {
			b.v.Set(f, rank-1-j, q.At(f, j))
		}
	}
	b.inside = &dense{x: inside, n: n, d: rank, staircase: true}
	b.inner = &Basis{Solver: Dual, kernel: new(kernel), C: b.C, D: rank, R: rank, q: b.q, products: b.products, pool: new(sync.Pool), scratch: new(sync.Pool)}
}

// Inside returns the design and the basis in which computations take place: those given,
// or with the dual solver X in coordinates of its row space, for the same rows.
func (b *Basis) Inside(x Design) (Design, *Basis) {
	if b.inner == nil {
		return x, b
	}
	return b.inside, b.inner
}
