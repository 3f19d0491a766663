package influence

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// Coordinates computes φ = U⁻ᵀg for every row, with H = UᵀU: n×P, so that
// X(z_i, z_j) = −⟨φ_i, φ_j⟩ and q_i = ‖φ_i‖². (H^(−1/2)g is the same up to a rotation.)
func (s *State) Coordinates() *mat.Dense {
	root := s.core.inverseRoot()
	const block = 512
	k, d := s.b.Contrasts(), s.b.D
	phi := mat.NewDense(s.n, s.b.Dim(), nil)
	lifted := make([]float64, min(block, s.n)*k*d)
	gradient := mat.NewDense(min(block, s.n), s.b.Dim(), nil)
	for lo := 0; lo < s.n; lo += block {
		rows := min(block, s.n-lo)
		clear(lifted)
		for i := range rows {
			at := lo + i
			s.Problem.X.AddOuter(lifted[i*k*d:(i+1)*k*d], s.Problem.Rows[at:at+1], s.Point.U[at*k:(at+1)*k], k)
		}
		g := gradient.Slice(0, rows, 0, s.b.Dim()).(*mat.Dense)
		s.b.ReduceRows(g, lifted)
		phi.Slice(lo, lo+rows, 0, s.b.Dim()).(*mat.Dense).Mul(g, root)
	}
	return phi
}

// PairMoments returns the skewness and kurtosis of X over unordered pairs, which need
// the pairs themselves: O(n²P) work a block of rows at a time, O(blocks·P) memory.
// (Kurtosis is the fourth standardized moment, 3 for a normal distribution.)
//
// tick is called with the blocks done and in all; its error ends the work. It may be nil.
func (s *State) PairMoments(tick func(done, total int) error) (skewness, kurtosis float64, err error) {
	const block = 256
	phi := s.Coordinates()
	mean := s.Mean()
	x := mat.NewDense(block, block, nil)
	var second, third, fourth float64
	blocks := (s.n + block - 1) / block
	done, total := 0, blocks*(blocks+1)/2
	for a := 0; a < s.n; a += block {
		pa := phi.Slice(a, min(a+block, s.n), 0, s.b.Dim()).(*mat.Dense)
		for b := 0; b <= a; b += block {
			pb := phi.Slice(b, min(b+block, s.n), 0, s.b.Dim()).(*mat.Dense)
			ra, rb := pa.RawMatrix(), pb.RawMatrix()
			xb := x.RawMatrix()
			xb.Rows, xb.Cols = ra.Rows, rb.Rows
			blas64.Gemm(blas.NoTrans, blas.Trans, -1, ra, rb, 0, xb)
			for i := range xb.Rows {
				row := xb.Data[i*xb.Stride : i*xb.Stride+xb.Cols]
				if a == b {
					row = row[:i]
				}
				for _, v := range row {
					c := v - mean
					c2 := c * c
					second += c2
					third += c2 * c
					fourth += c2 * c2
				}
			}
			done++
			if tick != nil {
				if err := tick(done, total); err != nil {
					return 0, 0, err
				}
			}
		}
	}
	count := s.pairs() / 2
	v := second / count
	return third / count / (v * math.Sqrt(v)), fourth / count / (v * v), nil
}

// Map computes the influence map, n×2 as x then y: the coordinates of φ along two
// orthonormal axes, so that the squared distance from the origin is at most the
// self-influence and inner products approximate −X.
//
// Without before, the axes are the two leading principal axes of φ about the origin,
// each turned so that its third moment is not negative. With before, x and y of the
// same rows in an earlier map, they are the axes along which the earlier map, laid into
// all P dimensions, comes closest to φ (orthogonal Procrustes). The eigenvalues of these data
// lie close together, so the leading axes of consecutive steps are often unrelated;
// followed axes make an animation show change and nothing else.
func (s *State) Map(x, y []float64, before *[2][]float64) error {
	upper := s.core.upper // H = UᵀU, φ = U⁻ᵀg
	find := s.leadingAxes
	if before != nil {
		find = func(upper blas64.Triangular) ([2]*mat.VecDense, error) { return s.followedAxes(upper, before) }
	}
	axes, err := find(upper)
	if err != nil {
		return err
	}
	for axis, dst := range [][]float64{x, y} {
		e := axes[axis]
		blas64.Trsv(blas.NoTrans, upper, e.RawVector()) // φ·e = gᵀ(U⁻¹e)
		s.project(dst, e.RawVector().Data)
		if before == nil {
			orient(dst)
		}
	}
	return nil
}

// leadingAxes returns the two leading eigenvectors of Σ φφᵀ = U⁻ᵀMU⁻¹. In one
// dimension the second is zero.
func (s *State) leadingAxes(upper blas64.Triangular) ([2]*mat.VecDense, error) {
	p := s.b.Dim()
	w := mat.DenseCopyOf(s.core.md)
	blas64.Trsm(blas.Right, blas.NoTrans, 1, upper, w.RawMatrix())
	blas64.Trsm(blas.Left, blas.Trans, 1, upper, w.RawMatrix())
	sym := mat.NewSymDense(p, nil)
	symmetric(sym, w)
	axes := [2]*mat.VecDense{mat.NewVecDense(p, nil), mat.NewVecDense(p, nil)}
	var eig mat.EigenSym
	if !eig.Factorize(sym, true) {
		return axes, ErrSingular
	}
	var vectors mat.Dense
	eig.VectorsTo(&vectors)
	for i, axis := range axes[:min(2, p)] {
		axis.CopyVec(vectors.ColView(p - 1 - i))
	}
	return axes, nil
}

// followedAxes returns the orthonormal pair T that minimizes Σ‖φ_i − T·before_i‖²: the
// polar factor G(GᵀG)^(−1/2) of G = Σ φ_i before_iᵀ, P×2. (The least movement
// of the picture, Σ‖Tᵀφ_i − before_i‖², has no closed minimum.)
func (s *State) followedAxes(upper blas64.Triangular, before *[2][]float64) ([2]*mat.VecDense, error) {
	p, k := s.b.Dim(), s.b.Contrasts()
	var g [2]*mat.VecDense
	weighted := make([]float64, s.n*k)
	for axis, coordinate := range before {
		for i, v := range coordinate {
			for a := range k {
				weighted[i*k+a] = v * s.Point.U[i*k+a]
			}
		}
		clear(s.sum)
		s.Problem.X.AddOuter(s.sum, s.Problem.Rows, weighted, k)
		g[axis] = mat.NewVecDense(p, nil)
		s.b.ReduceVec(g[axis].RawVector().Data, s.sum)
		blas64.Trsv(blas.Trans, upper, g[axis].RawVector())
	}
	// (GᵀG)^(−1/2) of a 2×2 matrix: with d = √det and t = √(trace + 2d), it is
	// (GᵀG + dI)⁻¹·t, by Cayley–Hamilton.
	a, b, c := mat.Dot(g[0], g[0]), mat.Dot(g[0], g[1]), mat.Dot(g[1], g[1])
	d := math.Sqrt(max(0, a*c-b*b))
	t := math.Sqrt(a + c + 2*d)
	det := (a+d)*(c+d) - b*b
	if !(d > 1e-12*(a+c)) {
		return s.leadingAxes(upper) // the earlier map was a line; nothing to follow
	}
	x, y := mat.NewVecDense(p, nil), mat.NewVecDense(p, nil)
	x.AddScaledVec(x, t*(c+d)/det, g[0])
	x.AddScaledVec(x, -t*b/det, g[1])
	y.AddScaledVec(y, t*(a+d)/det, g[1])
	y.AddScaledVec(y, -t*b/det, g[0])
	return [2]*mat.VecDense{x, y}, nil
}

// project computes vᵀg for every row.
func (s *State) project(dst, reduced []float64) {
	k := s.b.Contrasts()
	contracted := make([]float64, s.n*k)
	s.apply(contracted, reduced)
	for i := range dst {
		sum := 0.0
		for a := range k {
			sum += contracted[i*k+a] * s.Point.U[i*k+a]
		}
		dst[i] = sum
	}
}

// orient flips v so that its third moment is not negative.
func orient(v []float64) {
	third := 0.0
	for _, x := range v {
		third += x * x * x
	}
	if third < 0 {
		for i := range v {
			v[i] = -v[i]
		}
	}
}

// VarianceAt evaluates Θ on the rows and returns V, for exact leave-one-out work.
func (s *State) VarianceAt(p *softmax.Problem, theta []float64) (float64, error) {
	if err := s.Evaluate(p, theta); err != nil {
		return 0, err
	}
	return s.Variance(), nil
}
