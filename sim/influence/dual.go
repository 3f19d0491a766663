package influence

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// dual takes the columns of A from a factor H̄ + λI = UᵀU in coordinates of the row space,
// of which there are at most n·(C−1): with Φ = U⁻ᵀE every product is one of rows of Φ.
type dual struct {
	s *State
	f factors
	*rowSpace
}

// rowSpace is what the factors at several λ share.
type rowSpace struct {
	hbar *mat.SymDense // mean Hessian
	phi  []float64     // nk×P, the rows' U⁻ᵀE, one contrast after the other
	gphi []float64     // n×P, the rows' U⁻ᵀg
	from []int         // per solveRowsBlock rows, the first column that is not all zero
}

func newDual(s *State) method {
	shared := new(rowSpace)
	return &paired{s: s, core: &dual{s: s, rowSpace: shared}, side: &dual{s: s, rowSpace: shared}}
}

// solveRowsBlock is the number of points solved for and multiplied at a time.
const solveRowsBlock = 64

func (d *dual) factor(lambda float64, tick softmax.Tick) error {
	s := d.s
	p := s.b.Dim()
	if d.f.work == nil {
		d.f.work, d.f.sum = mat.NewSymDense(p, nil), make([]float64, p)
	}
	return d.f.factor(d.hbar, lambda, tick)
}

// prepare computes H̄.
func (d *dual) prepare(tick softmax.Tick) error {
	s := d.s
	m := s.b.Pairs()
	if d.hbar == nil {
		d.hbar = mat.NewSymDense(s.b.Dim(), nil)
	}
	packed := s.pack(m)
	if err := softmax.AddGramTick(s.x, packed, s.Problem.Rows, s.Point.S, m, tick); err != nil {
		return err
	}
	if err := s.b.ReduceGramPart(d.hbar, packed, 0, m, tick); err != nil {
		return err
	}
	softmax.ScaleSym(d.hbar, 1/float64(s.n))
	return nil
}

func (d *dual) solve(v []float64, _ softmax.Tick) error {
	d.f.solve(v)
	return nil
}

func (d *dual) condition(softmax.Tick) (float64, error) { return d.f.condition(), nil }

// spread sets phi to U⁻ᵀE, transposed: E's rows times U⁻¹.
func (d *dual) spread(tick softmax.Tick) error {
	s := d.s
	k, p, r := s.b.Contrasts(), s.b.Dim(), s.b.R
	d.phi = grow(d.phi, s.n*k*p)
	clear(d.phi)
	one := []float64{1}
	x := make([]float64, s.b.D)
	for i := range s.n {
		clear(x)
		s.x.AddOuter(x, s.Problem.Rows[i:i+1], one, 1)
		for a := range k {
			copy(d.phi[(i*k+a)*p+a*r:], x)
		}
	}
	d.from = grow(d.from, (s.n+solveRowsBlock-1)/solveRowsBlock)
	for lo := 0; lo < s.n; lo += solveRowsBlock {
		rows, from := min(solveRowsBlock, s.n-lo), p
		for _, row := range s.Problem.Rows[lo : lo+rows] {
			from = min(from, softmax.FirstFeature(s.x, row))
		}
		d.from[lo/solveRowsBlock] = from
		part := d.f.upper
		part.N, part.Data = p-from, part.Data[from*part.Stride+from:]
		blas64.Trsm(blas.Right, blas.NoTrans, 1, part,
			blas64.General{Rows: rows * k, Cols: p - from, Stride: p, Data: d.phi[lo*k*p+from:]})
		if err := tell(tick, lo, s.n); err != nil {
			return err
		}
	}
	return nil
}

// inner sets self to the rows' packed EᵀAE.
func (d *dual) inner(self []float64) {
	k, m, p := d.s.b.Contrasts(), d.s.b.Pairs(), d.s.b.Dim()
	for i := range d.s.n {
		e := i * m
		for a := range k {
			for b := range a + 1 {
				self[e] = floats.Dot(d.phi[(i*k+a)*p:(i*k+a+1)*p], d.phi[(i*k+b)*p:(i*k+b+1)*p])
				e++
			}
		}
	}
}

// gradients sets gphi to U⁻ᵀg = U⁻ᵀE u.
func (d *dual) gradients() {
	k, p := d.s.b.Contrasts(), d.s.b.Dim()
	d.gphi = grow(d.gphi, d.s.n*p)
	clear(d.gphi)
	for i := range d.s.n {
		for a := range k {
			floats.AddScaled(d.gphi[i*p:(i+1)*p], d.s.Point.U[i*k+a], d.phi[(i*k+a)*p:(i*k+a+1)*p])
		}
	}
}

// square sets x = ΦΦᵀ for n rows of P numbers, both triangles.
func (d *dual) square(x, rows []float64, tick softmax.Tick) error {
	n := d.s.n
	for lo := 0; lo < n; lo += solveRowsBlock {
		hi := min(lo+solveRowsBlock, n)
		for left := 0; left < hi; left += solveRowsBlock {
			d.multiply(x[lo*n+left:], n, rows, lo, hi, rows, left, min(left+solveRowsBlock, n), 1)
		}
		if err := tell(tick, lo, n); err != nil {
			return err
		}
	}
	mirror(x, n)
	return nil
}

// multiply sets dst = ABᵀ for the rows lo … hi−1 of a and of the points left … right−1 of
// b, which has k rows per point, where both have P columns and the zeros of Φ in front.
func (d *dual) multiply(dst []float64, stride int, a []float64, lo, hi int, b []float64, left, right, k int) {
	p := d.s.b.Dim()
	from := max(d.from[lo/solveRowsBlock], d.from[left/solveRowsBlock])
	blas64.Gemm(blas.NoTrans, blas.Trans, 1, blas64.General{Rows: hi - lo, Cols: p - from, Stride: p, Data: a[lo*p+from:]},
		blas64.General{Rows: (right - left) * k, Cols: p - from, Stride: p, Data: b[left*k*p+from:]}, 0,
		blas64.General{Rows: hi - lo, Cols: (right - left) * k, Stride: stride, Data: dst})
}

func (d *dual) gram(x, self []float64, tick softmax.Tick) (bool, error) {
	if err := d.spread(tick); err != nil {
		return false, err
	}
	d.inner(self)
	d.gradients()
	return true, d.square(x, d.gphi, tick)
}

func (d *dual) cross(psi, self []float64, tick softmax.Tick) error {
	if err := d.spread(tick); err != nil {
		return err
	}
	d.inner(self)
	n, k := d.s.n, d.s.b.Contrasts()
	if k == 1 { // ψ_ij = u_i·xᵢᵀAx_j, and the square is half the work
		if err := d.square(psi, d.phi, tick); err != nil {
			return err
		}
		for i, u := range d.s.Point.U[:n] {
			floats.Scale(u, psi[i*n:(i+1)*n])
		}
		return nil
	}
	d.gradients()
	for lo := 0; lo < n; lo += solveRowsBlock {
		for left := 0; left < n; left += solveRowsBlock {
			d.multiply(psi[(lo*n+left)*k:], n*k, d.gphi, lo, min(lo+solveRowsBlock, n), d.phi, left, min(left+solveRowsBlock, n), k)
		}
		if err := tell(tick, lo, n); err != nil {
			return err
		}
	}
	return nil
}

func (d *dual) only(self []float64, tick softmax.Tick) error {
	if err := d.spread(tick); err != nil {
		return err
	}
	d.inner(self)
	return nil
}

// coordinates returns U⁻ᵀg of every row.
func (d *dual) coordinates() *mat.Dense {
	_ = d.spread(nil)
	d.gradients()
	return mat.NewDense(d.s.n, d.s.b.Dim(), append([]float64(nil), d.gphi...))
}
