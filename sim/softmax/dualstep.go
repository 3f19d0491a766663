package softmax

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
)

// dualStep solves with the Hessian of two classes through pairs of rows (kernel logistic
// regression): with D = diag(w·s) and B = D^½XXᵀD^½, by Woodbury,
//
//	(XᵀDX/Σw + ρI)⁻¹ = (I − XᵀD^½(B + ρΣw·I)⁻¹D^½X)/ρ.
//
// XXᵀ is the same for all fits on a basis, so that an iteration is one factor of the order
// of the rows that are left: no sum over rows, and less work as rows leave.
type dualStep struct {
	b          *Basis
	matrix     []float64 // B + ρΣw·I, then its factor
	root, y, z []float64 // D^½ and scratch, one number per row
}

// pairs returns XXᵀ of all rows of the basis' design.
func (b *Basis) pairs(x *dense, tick Tick) ([]float64, error) {
	b.kernel.lock.Lock()
	defer b.kernel.lock.Unlock()
	if b.kernel.values != nil {
		return b.kernel.values, nil
	}
	n := x.n
	values, raw := make([]float64, n*n), x.x.RawMatrix()
	for lo := 0; lo < n; lo += rowBlock {
		hi := min(lo+rowBlock, n)
		from := FirstFeature(x, hi-1)
		a := raw
		a.Rows, a.Data = hi-lo, raw.Data[lo*raw.Stride:]
		all := raw
		all.Rows = hi
		blas64.Gemm(blas.NoTrans, blas.Trans, 1, columns(a, from, x.d), columns(all, from, x.d), 0,
			blas64.General{Rows: hi - lo, Cols: hi, Stride: n, Data: values[lo*n:]})
		if err := call(tick, lo, n); err != nil {
			return nil, err
		}
	}
	for i := range n {
		for j := range i {
			values[j*n+i] = values[i*n+j]
		}
	}
	b.kernel.values = values
	return values, nil
}

// solve replaces v by H⁻¹v for the problem's weighted curvatures, and reports whether H is
// regular.
func (s *dualStep) solve(v []float64, p *Problem, curvature []float64, mass, ridge float64, tick Tick) (bool, error) {
	x := p.X.(*dense)
	kernel, err := s.b.pairs(x, tick)
	if err != nil {
		return false, err
	}
	n := len(p.Rows)
	s.matrix, s.root, s.y, s.z = resize(s.matrix, n*n), resize(s.root, n), resize(s.y, n), resize(s.z, len(v))
	for i, c := range curvature {
		s.root[i] = math.Sqrt(c)
	}
	for i, r := range p.Rows {
		row, source := s.matrix[i*n:(i+1)*n], kernel[r*x.n:(r+1)*x.n]
		for j := i; j < n; j++ {
			row[j] = s.root[i] * s.root[j] * source[p.Rows[j]]
		}
		row[i] += ridge * mass
	}
	u, ok, err := Cholesky(blas64.Symmetric{Uplo: blas.Upper, N: n, Stride: n, Data: s.matrix}, tick)
	if err != nil || !ok {
		return false, err
	}
	x.Apply(s.y, p.Rows, v, 1)
	floats.Mul(s.y, s.root)
	y := blas64.Vector{N: n, Inc: 1, Data: s.y}
	blas64.Trsv(blas.Trans, u, y)
	blas64.Trsv(blas.NoTrans, u, y)
	floats.Mul(s.y, s.root)
	clear(s.z)
	x.AddOuter(s.z, p.Rows, s.y, 1)
	floats.Sub(v, s.z)
	floats.Scale(1/ridge, v)
	return true, nil
}
