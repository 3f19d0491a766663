//go:build js && wasm

package kernel

import "unsafe"

// Sparse is softmax's SparseKernel on kernel.wat's gram and quad.
type Sparse struct{}

//go:wasmimport kernel gram
//go:noescape
func gramSIMD(dst, w, value, feature, at, rows unsafe.Pointer, n, d, m int32)

//go:wasmimport kernel quad
//go:noescape
func quadSIMD(dst, packed, value, feature, at, rows unsafe.Pointer, n, d, m int32)

//go:wasmimport kernel times
//go:noescape
func timesSIMD(dst, t, value, feature, at, rows unsafe.Pointer, n, k int32)

//go:wasmimport kernel addtimes
//go:noescape
func addTimesSIMD(dst, u, value, feature, at, rows unsafe.Pointer, n, k int32)

// Times implements softmax.SparseKernel.
func (Sparse) Times(dst, t, value []float64, feature, at []int32, rows []int, k int) {
	if len(value) == 0 {
		clear(dst[:len(rows)*k])
		return
	}
	timesSIMD(unsafe.Pointer(&dst[0]), unsafe.Pointer(&t[0]), unsafe.Pointer(&value[0]), unsafe.Pointer(&feature[0]),
		unsafe.Pointer(&at[0]), unsafe.Pointer(&rows[0]), int32(len(rows)), int32(k))
}

// AddTimes implements softmax.SparseKernel.
func (Sparse) AddTimes(dst, u, value []float64, feature, at []int32, rows []int, k int) {
	if len(value) == 0 {
		return
	}
	addTimesSIMD(unsafe.Pointer(&dst[0]), unsafe.Pointer(&u[0]), unsafe.Pointer(&value[0]), unsafe.Pointer(&feature[0]),
		unsafe.Pointer(&at[0]), unsafe.Pointer(&rows[0]), int32(len(rows)), int32(k))
}

// Gram implements softmax.SparseKernel.
func (Sparse) Gram(dst, w, value []float64, feature, at []int32, rows []int, d, m int) {
	gramSIMD(unsafe.Pointer(&dst[0]), unsafe.Pointer(&w[0]), unsafe.Pointer(&value[0]), unsafe.Pointer(&feature[0]),
		unsafe.Pointer(&at[0]), unsafe.Pointer(&rows[0]), int32(len(rows)), int32(d), int32(m))
}

// Quad implements softmax.SparseKernel.
func (Sparse) Quad(dst, packed, value []float64, feature, at []int32, rows []int, d, m int) {
	quadSIMD(unsafe.Pointer(&dst[0]), unsafe.Pointer(&packed[0]), unsafe.Pointer(&value[0]), unsafe.Pointer(&feature[0]),
		unsafe.Pointer(&at[0]), unsafe.Pointer(&rows[0]), int32(len(rows)), int32(d), int32(m))
}
