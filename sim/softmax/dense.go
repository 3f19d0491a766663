package softmax

import (
	"sync"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// dense is a design for features that are mostly non-zero. Products over rows go
// through BLAS a block of rows at a time, so that the copies stay in cache and
// memory does not grow with n.
type dense struct {
	x    *mat.Dense
	n, d int
	// staircase tells that row r is zero before column d−1−r, see toRowSpace.
	staircase bool
	// scratch holds *[]float64; several goroutines may use a design.
	scratch sync.Pool
}

// borrow returns scratch of n numbers with any content, to be given back.
func (x *dense) borrow(n int) *[]float64 {
	s, ok := x.scratch.Get().(*[]float64)
	if !ok {
		s = new([]float64)
	}
	*s = resize(*s, n)
	return s
}

// block is the number of rows handled at a time, and of columns of one part of a triangle.
const block = 128

func (x *dense) Dims() (n, d int) { return x.n, x.d }

func (x *dense) Density() float64 { return 1 }

// FirstFeature returns the first feature of a row that may not be zero.
func FirstFeature(x Design, row int) int {
	if d, ok := x.(*dense); ok && d.staircase {
		return max(0, d.d-1-row)
	}
	return 0
}

func (x *dense) Apply(dst []float64, rows []int, t []float64, k int) {
	x.blocks(rows, func(lo, from int, xb blas64.General) {
		blas64.Gemm(blas.NoTrans, blas.Trans, 1, xb, columns(general(t, k, x.d), from, x.d), 0,
			general(dst[lo*k:], xb.Rows, k))
	})
}

func (x *dense) AddOuter(dst []float64, rows []int, u []float64, k int) {
	x.blocks(rows, func(lo, from int, xb blas64.General) {
		blas64.Gemm(blas.Trans, blas.NoTrans, 1, general(u[lo*k:], xb.Rows, k), xb, 1,
			columns(general(dst, k, x.d), from, x.d))
	})
}

func (x *dense) Times(dst []float64, rows []int, t []float64, k int) {
	x.blocks(rows, func(lo, from int, xb blas64.General) {
		blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, xb, general(t[from*k:], x.d-from, k), 0,
			general(dst[lo*k:], xb.Rows, k))
	})
}

func (x *dense) AddTimes(dst []float64, rows []int, u []float64, k int) {
	x.blocks(rows, func(lo, from int, xb blas64.General) {
		blas64.Gemm(blas.Trans, blas.NoTrans, 1, xb, general(u[lo*k:], xb.Rows, k), 1,
			general(dst[from*k:], x.d-from, k))
	})
}

func (x *dense) AddGram(dst []float64, rows []int, w []float64, m int) {
	sum, product := x.borrow(x.d*x.d), x.borrow(block*x.d)
	defer x.scratch.Put(sum)
	defer x.scratch.Put(product)
	gram, scaled := general(*sum, x.d, x.d), general(*product, block, x.d)
	for j := range m {
		clear(gram.Data)
		x.blocks(rows, func(lo, from int, xb blas64.General) {
			scaled.Rows, scaled.Cols = xb.Rows, xb.Cols
			for i := range xb.Rows {
				floats.ScaleTo(scaled.Data[i*x.d:i*x.d+xb.Cols], w[(lo+i)*m+j], xb.Data[i*xb.Stride:i*xb.Stride+xb.Cols])
			}
			for f := 0; f < xb.Cols; f += block { // the lower triangle
				high := min(f+block, xb.Cols)
				blas64.Gemm(blas.Trans, blas.NoTrans, 1, columns(xb, f, high), columns(scaled, 0, high), 1,
					blas64.General{Rows: high - f, Cols: high, Stride: x.d, Data: gram.Data[(from+f)*x.d+from:]})
			}
		})
		for f := range x.d {
			for e := range f + 1 {
				dst[(f*x.d+e)*m+j] += gram.Data[f*x.d+e]
			}
		}
	}
}

// columns returns the columns lo … hi−1.
func columns(a blas64.General, lo, hi int) blas64.General {
	return blas64.General{Rows: a.Rows, Cols: hi - lo, Stride: a.Stride, Data: a.Data[lo:]}
}

func (x *dense) Quad(dst []float64, rows []int, packed []float64, m int) {
	square, product := x.borrow(x.d*x.d), x.borrow(block*x.d)
	defer x.scratch.Put(square)
	defer x.scratch.Put(product)
	form, xk := general(*square, x.d, x.d), general(*product, block, x.d)
	clear(form.Data)
	for j := range m {
		for f := range x.d {
			for e := range f + 1 {
				form.Data[f*x.d+e] = packed[(f*x.d+e)*m+j]
			}
		}
		x.blocks(rows, func(lo, from int, xb blas64.General) {
			xk.Rows, xk.Cols = xb.Rows, xb.Cols
			part := blas64.General{Rows: xb.Cols, Cols: xb.Cols, Stride: x.d, Data: form.Data[from*x.d+from:]}
			blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, xb, part, 0, xk)
			for i := range xb.Rows {
				dst[(lo+i)*m+j] = floats.Dot(xk.Data[i*x.d:i*x.d+xb.Cols], xb.Data[i*xb.Stride:i*xb.Stride+xb.Cols])
			}
		})
	}
}

// blocks gathers the rows a block at a time and calls f with each block's first index, its
// first column that is not all zero, and the columns from there on.
func (x *dense) blocks(rows []int, f func(lo, from int, xb blas64.General)) {
	s := x.borrow(min(block, len(rows)) * x.d)
	defer x.scratch.Put(s)
	buf := *s
	for lo := 0; lo < len(rows); lo += block {
		part := rows[lo:min(lo+block, len(rows))]
		from := 0
		if x.staircase {
			from = x.d - 1
			for _, r := range part {
				from = min(from, FirstFeature(x, r))
			}
		}
		for i, r := range part {
			copy(buf[i*x.d+from:(i+1)*x.d], x.x.RawRowView(r)[from:])
		}
		f(lo, from, columns(general(buf, len(part), x.d), from, x.d))
	}
}

func general(data []float64, rows, cols int) blas64.General {
	return blas64.General{Rows: rows, Cols: cols, Stride: cols, Data: data}
}
