package theorem

import (
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// lab is one measurement at work: the full model and scratch for refits. All vectors are
// in the reduced coordinates of [softmax.Basis], P numbers, where the ridge stays what it is.
type lab struct {
	c     Config
	b     *softmax.Basis
	x     []float64 // features in the basis of their row space, n×R
	tick  func(done, total int) error
	done  int
	total int

	full     []float64         // the minimizer over all points
	g        []float64         // gradients of L_i there, n×P
	root     blas64.Triangular // U with mean h = UᵀU there
	v        float64           // V there
	gradient float64
	points   []int // rows whose δ is measured

	d      softmax.Derivatives
	packed []float64
	hess   *mat.SymDense
	gram   blas64.Symmetric
	phi    []float64
}

func newLab(c Config, tick func(done, total int) error) *lab {
	b := softmax.NewBasis(c.Data.X, c.Data.Classes)
	p := b.Dim()
	l := &lab{c: c, b: b, tick: tick, hess: mat.NewSymDense(p, nil), phi: make([]float64, c.N*p),
		packed: make([]float64, b.D*b.D*b.Pairs()),
		gram:   blas64.Symmetric{Uplo: blas.Upper, N: p, Stride: p, Data: make([]float64, p*p)}}
	l.x = reducedFeatures(c.Data.X, b)
	l.points = softmax.All(c.N)
	if c.Points < c.N {
		l.points = dataset.Stream(c.Seed, "theorem points").Perm(c.N)[:c.Points]
		slices.Sort(l.points)
	}
	return l
}

// reducedFeatures returns every row of the design in the basis of the row space, n×R: a
// gradient is then an outer product of contrasts and these.
func reducedFeatures(x softmax.Design, b *softmax.Basis) []float64 {
	n, d := x.Dims()
	k, p := b.Contrasts(), b.Dim()
	out := make([]float64, n*b.R)
	first, row, reduced := make([]float64, k), make([]float64, k*d), make([]float64, p)
	first[0] = 1
	for i := range n {
		clear(row)
		x.AddOuter(row, []int{i}, first, k)
		b.ReduceVec(reduced, row)
		copy(out[i*b.R:(i+1)*b.R], reduced[:b.R])
	}
	return out
}

// problem returns the training problem on the rows; weight is nil for ones.
func (l *lab) problem(rows []int, weight []float64) *softmax.Problem {
	return &softmax.Problem{X: l.c.Data.X, Y: l.c.Data.Y, Rows: rows, Weight: weight, Basis: l.b}
}

// refit finds the exact minimizer, from warm. The minimizer of (Σ w_i L_i)/Σ w_i is that
// of the weighted mean loss with one ridge, since each L_i brings the same.
func (l *lab) refit(p *softmax.Problem, warm []float64) (softmax.Fit, []float64, error) {
	var pulse func(int, int) error
	if l.tick != nil {
		pulse = func(int, int) error { return l.tick(min(l.done, l.total), l.total) }
	}
	fit, w, err := softmax.NewtonTick(p, l.c.Ridge, warm, pulse)
	if err != nil {
		return fit, nil, err
	}
	if fit.Outcome != softmax.Converged || !finite(fit.Gradient) {
		return fit, nil, &scenario.Error{Field: "theorem.ridge",
			Problem: say.T("%g leaves a fit with the outcome “%s” at gradient %.2g", l.c.Ridge, fit.Outcome.Text(), fit.Gradient),
			Remedy:  say.T("use a larger one, or scale the features")}
	}
	l.done++
	if l.tick != nil {
		err = l.tick(min(l.done, l.total), l.total)
	}
	return fit, w, err
}

// fitAll trains on all points and measures V there.
func (l *lab) fitAll() error {
	p := l.problem(softmax.All(l.c.N), nil)
	fit, w, err := l.refit(p, nil)
	if err != nil {
		return err
	}
	l.full, l.gradient = w, fit.Gradient
	if l.v, err = l.variance(p, fit, w); err != nil {
		return err
	}
	if !(l.v > 0) {
		return &scenario.Error{Field: "theorem.data", Problem: say.T("gives a variance of zero: every pair of points has the same influence"),
			Remedy: say.T("use data in which rows differ")}
	}
	size := l.b.Dim()
	l.g = slices.Clone(l.phi)
	l.root = blas64.Triangular{Uplo: blas.Upper, Diag: blas.NonUnit, N: size, Stride: size, Data: slices.Clone(l.hess.RawSymmetric().Data)}
	for i := range l.c.N { // φ = U⁻ᵀg, so g = Uᵀφ
		blas64.Trmv(blas.Trans, l.root, blas64.Vector{N: size, Inc: 1, Data: l.g[i*size : (i+1)*size]})
	}
	return nil
}

// without returns V, with the Hessian of the mean, of the exact model without the rows of
// set, which are ascending.
func (l *lab) without(set []int) (float64, error) {
	rows := make([]int, 0, l.c.N-len(set))
	for r, k := 0, 0; r < l.c.N; r++ {
		if k < len(set) && set[k] == r {
			k++
			continue
		}
		rows = append(rows, r)
	}
	p := l.problem(rows, nil)
	fit, w, err := l.refit(p, l.near(set))
	if err != nil {
		return 0, err
	}
	return l.variance(p, fit, w)
}

// near returns the first-order guess of the minimizer without the rows of set, from which
// Newton takes an iteration less: Θ + H⁻¹·Σ_set g/(n−s).
func (l *lab) near(set []int) []float64 {
	size := l.b.Dim()
	w := make([]float64, size)
	for _, r := range set {
		floats.Add(w, l.g[r*size:(r+1)*size])
	}
	lapack64.Potrs(l.root, blas64.General{Rows: size, Cols: 1, Stride: 1, Data: w})
	floats.Scale(1/float64(l.c.N-len(set)), w)
	floats.Add(w, l.full)
	return w
}

// variance returns V over the pairs of the problem's rows at a fit, with the Hessian of
// the mean of their L. It leaves φ = U⁻ᵀg of the rows in l.phi and U in l.hess.
//
// With K = Σ φφᵀ, q_i = ‖φ_i‖² and N pairs in order, N·E[X] = Σ q − ‖Σ φ‖² and
// N·E[X²] = ‖K‖² − Σ q².
func (l *lab) variance(p *softmax.Problem, fit softmax.Fit, w []float64) (float64, error) {
	n, size := len(p.Rows), l.b.Dim()
	l.d.Compute(p, fit.Theta)
	if err := l.factorize(p); err != nil {
		return 0, err
	}
	phi := l.gradients(p, w)
	upper := blas64.Triangular{Uplo: blas.Upper, Diag: blas.NonUnit, N: size, Stride: size, Data: l.hess.RawSymmetric().Data}
	blas64.Trsm(blas.Right, blas.NoTrans, 1, upper, phi)
	blas64.Syrk(blas.Trans, 1, phi, 0, l.gram)

	sum := make([]float64, size)
	var q, q2 float64
	for i := range n {
		row := phi.Data[i*size : (i+1)*size]
		self := floats.Dot(row, row)
		q, q2 = q+self, q2+self*self
		floats.Add(sum, row)
	}
	square := 0.0
	for i := range size {
		row := l.gram.Data[i*size+i : (i+1)*size]
		square += 2*floats.Dot(row, row) - row[0]*row[0]
	}
	pairs := float64(n) * float64(n-1)
	mean := (q - floats.Dot(sum, sum)) / pairs
	v := (square-q2)/pairs - mean*mean
	if !finite(v) {
		return 0, l.singular()
	}
	return v, nil
}

// factorize puts U of the mean Hessian of L, ridge included, into l.hess.
func (l *lab) factorize(p *softmax.Problem) error {
	clear(l.packed)
	p.X.AddGram(l.packed, p.Rows, l.d.S, l.b.Pairs())
	l.b.ReduceGram(l.hess, l.packed)
	softmax.ScaleSym(l.hess, 1/float64(len(p.Rows)))
	softmax.AddDiagonal(l.hess, l.c.Ridge)
	if _, ok := lapack64.Potrf(l.hess.RawSymmetric()); !ok {
		return l.singular()
	}
	return nil
}

// singular refuses a Hessian that is not positive definite in rounding: its only damping here is
// the ridge.
func (l *lab) singular() error {
	return &scenario.Error{Field: "theorem.ridge", Problem: say.T("%g leaves a Hessian that is not positive definite", l.c.Ridge),
		Remedy: say.T("use a larger one, or scale the features")}
}

// gradients puts g_i = ∇ℓ_i + λw of the rows into l.phi.
func (l *lab) gradients(p *softmax.Problem, w []float64) blas64.General {
	n, size, k, r := len(p.Rows), l.b.Dim(), l.b.Contrasts(), l.b.R
	for i, row := range p.Rows {
		x := l.x[row*r : (row+1)*r]
		for a := range k {
			at := l.phi[i*size+a*r : i*size+(a+1)*r]
			floats.ScaleTo(at, l.d.U[i*k+a], x)
			floats.AddScaled(at, l.c.Ridge, w[a*r:(a+1)*r])
		}
	}
	return blas64.General{Rows: n, Cols: size, Stride: size, Data: l.phi[:n*size]}
}
