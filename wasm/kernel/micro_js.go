//go:build js && wasm

package kernel

import "unsafe"

// panelSIMD is kernel.wat's panel; lengths count elements, stride bytes.
//
//go:wasmimport kernel panel
//go:noescape
func panelSIMD(a, b, c unsafe.Pointer, rows, cols, depth, stride int32, scratch unsafe.Pointer)

// panel adds A·B to C by the SIMD kernel; see panelGo for the arguments.
func panel(a, b, c []float64, rows, cols, depth, stride int) {
	var scratch [tile * tile]float64
	panelSIMD(unsafe.Pointer(&a[0]), unsafe.Pointer(&b[0]), unsafe.Pointer(&c[0]),
		int32(rows), int32(cols), int32(depth), int32(8*stride), unsafe.Pointer(&scratch))
}
