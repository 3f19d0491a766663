package softmax

import (
	"fmt"

	"untangle/sim/say"
)

// Solver says in which form the linear algebra of a problem is done. All three give the
// same numbers up to rounding, [CG] within its tolerance; they differ in cost.
type Solver uint8

const (
	// Primal forms P×P matrices, P = (C−1)·rank: the cheapest where there are more rows
	// than features.
	Primal Solver = iota
	// Dual is for fewer rows than features: the features are replaced by coordinates in
	// the row space of X, at most n of them, and influence works with pairs of points
	// instead of pairs of parameters.
	Dual
	// CG forms no P×P matrix: products with H are sums over the rows, systems are solved
	// by preconditioned conjugate gradients.
	CG
)

// String implements fmt.Stringer.
func (s Solver) String() string {
	switch s {
	case Primal:
		return "primal"
	case Dual:
		return "dual"
	case CG:
		return "cg"
	}
	return fmt.Sprintf("Solver(%d)", uint8(s))
}

// MemoryLimit is the most that a problem's matrices may take, in bytes. A tab has at most
// 4 GB for WebAssembly, and phones often a quarter of it.
const MemoryLimit = 1 << 30

// SizeError reports a problem too large for the memory or the time of a tab.
type SizeError struct {
	// What needs it, such as "δ of 10000 rows".
	What say.Text
	// Need and Limit are bytes, or floating-point operations with Work.
	Need, Limit float64
	Work        bool
	// Remedy says what to do about it.
	Remedy say.Text
}

// Error implements error.
func (e *SizeError) Error() string {
	return fmt.Sprintf("%s %s; %s", e.What, e.Problem(), e.Remedy)
}

// Problem returns the error without its subject and remedy.
func (e *SizeError) Problem() say.Text {
	if e.Work {
		return say.T("needs %.2g floating-point operations, and the limit is %.2g", e.Need, e.Limit)
	}
	return say.T("needs %.1f GB of memory, and the limit is %.1f GB", e.Need/(1<<30), e.Limit/(1<<30))
}

// primalMatrices is how many P×P matrices a State and a fit hold at most at a time.
const primalMatrices = 14

// memory returns the bytes that fits and influence take with a solver, for n rows, d
// features (after a reduction of them, if any) and their packed sums.
func memory(s Solver, n, d, classes int) float64 {
	k, m, rows, features := float64(classes-1), float64(classes*(classes-1)/2), float64(n), float64(d)
	p := k * features
	perRow := rows * (2*float64(classes) + 6*m)
	switch s {
	case Primal:
		return 8 * (primalMatrices*p*p + 3*m*features*features + perRow)
	case Dual:
		return 8 * (3*p*p + 2*m*features*features + rows*k*p + 2*rows*rows*k + 3*rows*rows + perRow)
	}
	return 8 * ((k+2)*features*features + 12*p + rows*(2*probes+4*k) + perRow)
}

// probes is influence.Probes.
const probes = 16

// choose returns the solver for n rows, d features and classes: dual below maxEigen
// features never pays, primal needs P², and CG is for what does not fit the memory.
func choose(n, d, classes int) Solver {
	s := Primal
	if d > maxEigen && n < d {
		s, d = Dual, n
	}
	if memory(s, n, d, classes) > MemoryLimit {
		return CG
	}
	return s
}

// Memory returns the most bytes that fits and influence of n rows take beside the design.
func (b *Basis) Memory(n int) float64 { return memory(b.Solver, n, b.R, b.C) }

// Check returns a [*SizeError] when a problem of n rows does not fit the memory by any
// solver.
func (b *Basis) Check(n int) error {
	need := b.Memory(n)
	if need <= MemoryLimit {
		return nil
	}
	return &SizeError{What: say.T("a model of %d rows, %d features and %d classes", n, b.D, b.C), Need: need,
		Limit: MemoryLimit, Remedy: say.T("use fewer rows, features or classes (images can be made smaller)")}
}
