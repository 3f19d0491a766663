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
