//go:build !(js && wasm)

package kernel

// panel adds A·B to C; natively it is the plain Go kernel.
func panel(a, b, c []float64, rows, cols, depth, stride int) {
	panelGo(a, b, c, rows, cols, depth, stride)
}
