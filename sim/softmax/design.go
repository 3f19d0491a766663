// Package softmax is multinomial logistic regression ("softmax regression"): its
// probabilities, loss, gradients and Hessian, and two ways to fit it, Newton's method
// and the paper's Adam.
//
// Notation (Section 2 of arXiv:2603.08649): n points with features x ∈ ℝᵈ whose last
// entry is 1, labels y in C classes, weights Θ ∈ ℝ^{C×d}, p = softmax(Θx). The loss of
// a point is −ln p[y], its gradient g = (p − e_y) ⊗ x, its Hessian h = S ⊗ xxᵀ with
// S = diag(p) − ppᵀ.
//
// Gradients and Hessians live in (class contrasts) ⊗ (row space of X); [Basis] holds
// an orthonormal basis of it, in which everything is exact and smaller.
package softmax

import "gonum.org/v1/gonum/mat"

// Design is the feature matrix X, n×d, behind the few products that the model and
// its influence need. Two forms exist, dense and sparse; [NewDesign] picks by density.
//
// Rows are chosen by index: a product over rows r₀, r₁, … has one result per entry of
// rows, in order. A "packed" argument holds, for each pair of features (f, e), a group
// of m numbers: element [(f·d+e)·m + j]. Only the part with e ≤ f is used.
type Design interface {
	// Dims returns n and d.
	Dims() (n, d int)
	// Density returns the work of AddGram and Quad as a share of that of full rows, in (0, 1].
	Density() float64
	// Apply computes dst[i·k+j] = Σ_f t[j·d+f]·x_f for row rows[i] and j < k.
	Apply(dst []float64, rows []int, t []float64, k int)
	// AddOuter adds Σ_i u[i·k+j]·x_f over the rows to dst[j·d+f].
	AddOuter(dst []float64, rows []int, u []float64, k int)
	// Times is Apply with t and AddTimes AddOuter with dst feature by feature: element
	// [f·k+j]. With few j and sparse rows they are several times as fast.
	Times(dst []float64, rows []int, t []float64, k int)
	AddTimes(dst []float64, rows []int, u []float64, k int)
	// AddGram adds Σ_i w[i·m+j]·x_f·x_e over the rows to packed dst, e ≤ f.
	AddGram(dst []float64, rows []int, w []float64, m int)
	// Quad computes dst[i·m+j] = Σ_f Σ_{e≤f} packed[(f·d+e)·m+j]·x_f·x_e for row
	// rows[i]: a quadratic form whose off-diagonal pairs the caller has added up.
	Quad(dst []float64, rows []int, packed []float64, m int)
}

// sparseBelow is the share of non-zeros under which the sparse form is used. A one-hot
// table of ten questions with four answers has 11/41 = .27; at one half the work per
// pair of features, which is quadratic in the share, is still four times less.
const sparseBelow = 0.5

// NewDesign returns a design over X (not copied by the dense form; do not change it).
func NewDesign(x *mat.Dense) Design {
	n, d := x.Dims()
	nonzero := 0
	for i := range n {
		for _, v := range x.RawRowView(i) {
			if v != 0 {
				nonzero++
			}
		}
	}
	if float64(nonzero) < sparseBelow*float64(n*d) {
		return newSparse(x, nonzero)
	}
	return &dense{x: x, n: n, d: d}
}
