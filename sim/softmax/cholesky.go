package softmax

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// Tick is called during long work with how much is done and ends it with its error.
type Tick = func(done, total int) error

// call calls a tick that may be nil.
func call(tick Tick, done, total int) error {
	if tick == nil {
		return nil
	}
	return tick(done, total)
}

// wholeOrder is the largest order of a matrix that is factored or multiplied in one call:
// a small part of the time that a cancel may take. Larger ones go a panel at a time, with
// ticks between.
const (
	wholeOrder = 512
	panelOrder = 96
)

// Cholesky replaces the upper triangle of a by U with a = UᵀU and reports whether a is
// positive definite. Ticks come between panels of large matrices.
func Cholesky(a blas64.Symmetric, tick Tick) (u blas64.Triangular, ok bool, err error) {
	if a.Uplo != blas.Upper {
		panic("softmax: Cholesky of a lower triangle")
	}
	u = blas64.Triangular{Uplo: a.Uplo, Diag: blas.NonUnit, N: a.N, Data: a.Data, Stride: a.Stride}
	if a.N <= wholeOrder {
		return u, factor(u), nil
	}
	at := func(i, j, rows, cols int) blas64.General {
		return blas64.General{Rows: rows, Cols: cols, Stride: a.Stride, Data: a.Data[i*a.Stride+j:]}
	}
	for i := 0; i < a.N; i += panelOrder {
		k := min(panelOrder, a.N-i)
		corner := u
		corner.N, corner.Data = k, a.Data[i*a.Stride+i:]
		if !factor(corner) {
			return u, false, nil
		}
		rest := a.N - i - k
		if rest == 0 {
			break
		}
		blas64.Trsm(blas.Left, blas.Trans, 1, corner, at(i, i+k, k, rest))
		for j := 0; j < rest; j += wholeOrder { // the trailing triangle, a block of columns at a time
			cols := min(wholeOrder, rest-j)
			blas64.Gemm(blas.Trans, blas.NoTrans, -1, at(i, i+k, k, j+cols), at(i, i+k+j, k, cols), 1, at(i+k, i+k+j, j+cols, cols))
			if err := call(tick, i, a.N); err != nil {
				return u, false, err
			}
		}
	}
	return u, true, nil
}

// Invert sets the upper triangle of dst to (UᵀU)⁻¹. dst must not overlap u.
func Invert(dst blas64.Symmetric, u blas64.Triangular, tick Tick) error {
	n := u.N
	for i := range n {
		copy(dst.Data[i*dst.Stride+i:i*dst.Stride+n], u.Data[i*u.Stride+i:i*u.Stride+n])
	}
	t := u
	t.Data, t.Stride = dst.Data, dst.Stride
	if n <= wholeOrder {
		invert(t)
		square(t)
		return nil
	}
	// U⁻¹ by block columns: the first j rows of a column are −U⁻¹₁₁·U₁₂·U⁻¹₂₂ with U⁻¹₁₁
	// known, P³/3 flops in all.
	at := func(i, j, rows, cols int) blas64.General {
		return blas64.General{Rows: rows, Cols: cols, Stride: dst.Stride, Data: dst.Data[i*dst.Stride+j:]}
	}
	triangle := func(i, k int) blas64.Triangular {
		return blas64.Triangular{Uplo: u.Uplo, Diag: u.Diag, N: k, Data: dst.Data[i*dst.Stride+i:], Stride: dst.Stride}
	}
	for j := 0; j < n; j += panelOrder {
		k := min(panelOrder, n-j)
		if j > 0 {
			blas64.Trmm(blas.Left, blas.NoTrans, 1, triangle(0, j), at(0, j, j, k))
			corner := u
			corner.N, corner.Data = k, u.Data[j*u.Stride+j:]
			blas64.Trsm(blas.Right, blas.NoTrans, -1, corner, at(0, j, j, k))
		}
		invert(triangle(j, k))
		if err := call(tick, j, 2*n); err != nil {
			return err
		}
	}
	// U⁻¹U⁻ᵀ by block columns, left to right: column j needs U⁻¹ right of j only.
	corner := make([]float64, panelOrder*panelOrder)
	for j := 0; j < n; j += panelOrder {
		k := min(panelOrder, n-j)
		c := corner[:k*k]
		clear(c)
		for r := range k { // U⁻¹ of the diagonal block, its lower triangle zero
			copy(c[r*k+r:(r+1)*k], dst.Data[(j+r)*dst.Stride+j+r:(j+r)*dst.Stride+j+k])
		}
		upper := blas64.Triangular{Uplo: u.Uplo, Diag: u.Diag, N: k, Data: c, Stride: k}
		blas64.Trmm(blas.Right, blas.Trans, 1, upper, at(0, j, j, k))
		square := make([]float64, k*k)
		blas64.Gemm(blas.NoTrans, blas.Trans, 1, general(c, k, k), general(c, k, k), 0, general(square, k, k))
		if rest := n - j - k; rest > 0 {
			right := at(j, j+k, k, rest)
			if j > 0 {
				blas64.Gemm(blas.NoTrans, blas.Trans, 1, at(0, j+k, j, rest), right, 1, at(0, j, j, k))
			}
			blas64.Gemm(blas.NoTrans, blas.Trans, 1, right, right, 1, general(square, k, k))
		}
		for r := range k {
			copy(dst.Data[(j+r)*dst.Stride+j+r:(j+r)*dst.Stride+j+k], square[r*k+r:(r+1)*k])
		}
		if err := call(tick, n+j, 2*n); err != nil {
			return err
		}
	}
	return nil
}

// SymmetricProduct computes the upper triangle of dst = A·B, which is known to be
// symmetric, a block of rows at a time; dst's lower triangle is scratch.
func SymmetricProduct(dst, a, b blas64.General, tick Tick) error {
	rows := 32
	if a.Rows > wholeOrder {
		rows = 2 * rowBlock
	}
	for i := 0; i < a.Rows; i += rows {
		part, out, right := a, dst, columns(b, i, b.Cols)
		part.Rows = min(rows, a.Rows-i)
		part.Data = a.Data[i*a.Stride:]
		out.Rows, out.Cols, out.Data = part.Rows, right.Cols, dst.Data[i*dst.Stride+i:]
		blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, part, right, 0, out)
		if a.Rows > wholeOrder {
			if err := call(tick, i, a.Rows); err != nil {
				return err
			}
		}
	}
	return nil
}

// Product computes dst = A·B, large products a block of rows at a time. dst overlaps
// neither.
func Product(dst, a, b blas64.General, tick Tick) error {
	if max(a.Rows, a.Cols, b.Cols) <= wholeOrder {
		blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, a, b, 0, dst)
		return nil
	}
	for i := 0; i < a.Rows; i += rowBlock {
		part, out := a, dst
		part.Rows = min(rowBlock, a.Rows-i)
		out.Rows = part.Rows
		part.Data, out.Data = a.Data[i*a.Stride:], dst.Data[i*dst.Stride:]
		blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, part, b, 0, out)
		if err := call(tick, i, a.Rows); err != nil {
			return err
		}
	}
	return nil
}
