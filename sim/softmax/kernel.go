package softmax

// SparseKernel computes the two products over pairs of non-zeros that dominate the cost
// of Hessians and influence on sparse rows. Row r's non-zeros are feature[k] and
// value[k] for at[r] ≤ k < at[r+1], features ascending; at least one row is given.
// Arguments are checked by the caller.
type SparseKernel interface {
	// Gram adds w[i·m+j]·x_f·x_e to dst[(f·d+e)·m+j] for e ≤ f, over the rows.
	Gram(dst, w, value []float64, feature, at []int32, rows []int, d, m int)
	// Quad computes dst[i·m+j] = Σ packed[(f·d+e)·m+j]·x_f·x_e over e ≤ f.
	Quad(dst, packed, value []float64, feature, at []int32, rows []int, d, m int)
	// Times computes dst[i·k+j] = Σ t[f·k+j]·x_f.
	Times(dst, t, value []float64, feature, at []int32, rows []int, k int)
	// AddTimes adds Σ u[i·k+j]·x_f over the rows to dst[f·k+j].
	AddTimes(dst, u, value []float64, feature, at []int32, rows []int, k int)
}

// sparseKernel is the kernel in use.
var sparseKernel SparseKernel = GoKernel{}

// UseSparseKernel replaces the kernel, as blas64.Use replaces the BLAS: once, before
// anything is computed.
func UseSparseKernel(k SparseKernel) { sparseKernel = k }

// GoKernel is the SparseKernel in plain Go.
type GoKernel struct{}

// Gram implements SparseKernel.
func (GoKernel) Gram(dst, w, value []float64, feature, at []int32, rows []int, d, m int) {
	for i, r := range rows {
		f, v := feature[at[r]:at[r+1]], value[at[r]:at[r+1]]
		wi := w[i*m : (i+1)*m]
		for a, fa := range f {
			base := int(fa) * d
			for b, fb := range f[:a+1] {
				p := (base + int(fb)) * m
				addScaled(dst[p:p+m], wi, v[a]*v[b])
			}
		}
	}
}

// Times implements SparseKernel.
func (GoKernel) Times(dst, t, value []float64, feature, at []int32, rows []int, k int) {
	for i, r := range rows {
		f, v := feature[at[r]:at[r+1]], value[at[r]:at[r+1]]
		out := dst[i*k : (i+1)*k]
		clear(out)
		for a, fa := range f {
			addScaled(out, t[int(fa)*k:(int(fa)+1)*k], v[a])
		}
	}
}

// AddTimes implements SparseKernel.
func (GoKernel) AddTimes(dst, u, value []float64, feature, at []int32, rows []int, k int) {
	for i, r := range rows {
		f, v := feature[at[r]:at[r+1]], value[at[r]:at[r+1]]
		for a, fa := range f {
			addScaled(dst[int(fa)*k:(int(fa)+1)*k], u[i*k:(i+1)*k], v[a])
		}
	}
}

// Quad implements SparseKernel.
func (GoKernel) Quad(dst, packed, value []float64, feature, at []int32, rows []int, d, m int) {
	for i, r := range rows {
		f, v := feature[at[r]:at[r+1]], value[at[r]:at[r+1]]
		out := dst[i*m : (i+1)*m]
		clear(out)
		for a, fa := range f {
			base := int(fa) * d
			for b, fb := range f[:a+1] {
				p := (base + int(fb)) * m
				addScaled(out, packed[p:p+m], v[a]*v[b])
			}
		}
	}
}
