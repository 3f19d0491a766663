package influence

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/softmax"
)

// PairMoments returns the skewness and kurtosis of X over unordered pairs, which need
// the pairs themselves: O(n²P) work a block of rows at a time, O(blocks·P) memory.
// (Kurtosis is the fourth standardized moment, 3 for a normal distribution.) They are NaN
// where V is an estimate from probes, whose pairs are out of reach.
//
// tick is called with the blocks done and in all; its error ends the work. It may be nil.
func (s *State) PairMoments(tick func(done, total int) error) (skewness, kurtosis float64, err error) {
	second, third, fourth, err := s.via.moments(s.Mean(), tick)
	if err != nil {
		return 0, 0, err
	}
	count := s.pairs() / 2
	v := second / count
	return third / count / (v * math.Sqrt(v)), fourth / count / (v * v), nil
}

// Coordinates computes φ = U⁻ᵀg for every row, with H = UᵀU: n×P, so that
// X(z_i, z_j) = −⟨φ_i, φ_j⟩ and q_i = ‖φ_i‖². (H^(−1/2)g is the same up to a rotation.)
// It panics with a solver that has no U, which is CG.
func (s *State) Coordinates() *mat.Dense {
	var phi *mat.Dense
	switch v := s.via.(type) {
	case *primal:
		phi, _ = v.coordinates(nil) // no tick, no error
	case *paired:
		phi = v.core.(*dual).coordinates()
	default:
		panic("influence: no coordinates with this solver")
	}
	return phi
}

// powers adds the second to fourth powers of the values minus the mean.
func powers(values []float64, mean float64, second, third, fourth *float64) {
	for _, v := range values {
		c := v - mean
		c2 := c * c
		*second += c2
		*third += c2 * c
		*fourth += c2 * c2
	}
}

func (v *primal) moments(mean float64, tick softmax.Tick) (second, third, fourth float64, err error) {
	const block = 256
	blocks := (v.n + block - 1) / block
	done, total := 0, blocks*(blocks+1)/2
	phi, err := v.coordinates(func(int, int) error { return tell(tick, 0, total) })
	if err != nil {
		return 0, 0, 0, err
	}
	x := mat.NewDense(block, block, nil)
	for a := 0; a < v.n; a += block {
		pa := phi.Slice(a, min(a+block, v.n), 0, v.b.Dim()).(*mat.Dense)
		for b := 0; b <= a; b += block {
			pb := phi.Slice(b, min(b+block, v.n), 0, v.b.Dim()).(*mat.Dense)
			ra, rb := pa.RawMatrix(), pb.RawMatrix()
			xb := x.RawMatrix()
			xb.Rows, xb.Cols = ra.Rows, rb.Rows
			blas64.Gemm(blas.NoTrans, blas.Trans, -1, ra, rb, 0, xb)
			for i := range xb.Rows {
				row := xb.Data[i*xb.Stride : i*xb.Stride+xb.Cols]
				if a == b {
					row = row[:i]
				}
				powers(row, mean, &second, &third, &fourth)
			}
			done++
			if err := tell(tick, done, total); err != nil {
				return 0, 0, 0, err
			}
		}
	}
	return second, third, fourth, nil
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
	return s.MapTick(x, y, before, nil)
}

// MapTick is Map for large problems: tick is called now and then with how much of the
// part at hand is done, and ends the work with its error. It may be nil.
func (s *State) MapTick(x, y []float64, before *[2][]float64, tick softmax.Tick) error {
	if before != nil {
		return s.via.follow(x, y, before, tick)
	}
	if err := s.via.lead(x, y, tick); err != nil {
		return err
	}
	orient(x)
	orient(y)
	return nil
}

func (v *primal) lead(x, y []float64, tick softmax.Tick) error {
	axes, err := v.leadingAxes(v.core.upper, tick)
	if err != nil {
		return err
	}
	v.draw(x, y, axes)
	return nil
}

func (v *primal) follow(x, y []float64, before *[2][]float64, tick softmax.Tick) error {
	axes, err := v.followedAxes(v.core.upper, before, tick)
	if err != nil {
		return err
	}
	v.draw(x, y, axes)
	return nil
}

// draw computes φ·e of every row for two axes e, which it changes.
func (v *primal) draw(x, y []float64, axes [2]*mat.VecDense) {
	for axis, dst := range [][]float64{x, y} {
		e := axes[axis].RawVector()
		blas64.Trsv(blas.NoTrans, v.core.upper, e) // φ·e = gᵀ(U⁻¹e)
		v.project(dst, e.Data)
	}
}

// wholeEigen is the largest order whose eigenvectors are all computed when two are
// wanted.
const wholeEigen = 256

// leadingAxes returns the two leading eigenvectors of Σ φφᵀ = U⁻ᵀMU⁻¹. In one
// dimension the second is zero.
func (v *primal) leadingAxes(upper blas64.Triangular, tick softmax.Tick) ([2]*mat.VecDense, error) {
	p := v.b.Dim()
	axes := [2]*mat.VecDense{mat.NewVecDense(p, nil), mat.NewVecDense(p, nil)}
	if p > wholeEigen {
		m := v.m.RawSymmetric()
		between := blas64.Vector{N: p, Inc: 1, Data: make([]float64, p)}
		_, vectors, err := leading(p, func(dst, src []float64) error {
			out := blas64.Vector{N: p, Inc: 1, Data: dst}
			copy(between.Data, src)
			blas64.Trsv(blas.NoTrans, upper, between)
			blas64.Symv(1, m, between, 0, out)
			blas64.Trsv(blas.Trans, upper, out)
			return nil
		}, tick)
		for i, vector := range vectors {
			copy(axes[i].RawVector().Data, vector)
		}
		return axes, err
	}
	w := mat.DenseCopyOf(v.md)
	blas64.Trsm(blas.Right, blas.NoTrans, 1, upper, w.RawMatrix())
	blas64.Trsm(blas.Left, blas.Trans, 1, upper, w.RawMatrix())
	sym := mat.NewSymDense(p, nil)
	symmetric(sym, w)
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
func (s *primal) followedAxes(upper blas64.Triangular, before *[2][]float64, tick softmax.Tick) ([2]*mat.VecDense, error) {
	p, k := s.b.Dim(), s.b.Contrasts()
	var g [2]*mat.VecDense
	weighted := make([]float64, s.n*k)
	for axis, coordinate := range before {
		for i, v := range coordinate {
			for a := range k {
				weighted[i*k+a] = v * s.Point.U[i*k+a]
			}
		}
		g[axis] = mat.NewVecDense(p, nil)
		s.scatter(g[axis].RawVector().Data, weighted)
		blas64.Trsv(blas.Trans, upper, g[axis].RawVector())
	}
	r, ok := inverseRoot2(mat.Dot(g[0], g[0]), mat.Dot(g[0], g[1]), mat.Dot(g[1], g[1]))
	if !ok {
		return s.leadingAxes(upper, tick) // the earlier map was a line; nothing to follow
	}
	x, y := mat.NewVecDense(p, nil), mat.NewVecDense(p, nil)
	x.AddScaledVec(x, r[0], g[0])
	x.AddScaledVec(x, r[1], g[1])
	y.AddScaledVec(y, r[2], g[1])
	y.AddScaledVec(y, r[1], g[0])
	return [2]*mat.VecDense{x, y}, nil
}

// inverseRoot2 returns the entries 11, 12 and 22 of the inverse root of the 2×2 matrix
// (a, b; b, c), and whether it exists: with d = √det and t = √(trace + 2d) it is
// t·(matrix + dI)⁻¹, by Cayley–Hamilton.
func inverseRoot2(a, b, c float64) ([3]float64, bool) {
	d := math.Sqrt(max(0, a*c-b*b))
	t := math.Sqrt(a + c + 2*d)
	det := (a+d)*(c+d) - b*b
	if !(d > 1e-12*(a+c)) {
		return [3]float64{}, false
	}
	return [3]float64{t * (c + d) / det, -t * b / det, t * (a + d) / det}, true
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
