//go:build js && wasm

package kernel

import "fmt"

// CheckPanel compares the SIMD micro-kernel with the Go one on random panels of many
// shapes, edge tiles included, and returns an error unless they agree to the bit. next
// gives the numbers.
func CheckPanel(next func() float64) error {
	const stride = 21
	for rows := 1; rows <= 9; rows++ {
		for cols := 1; cols <= 10; cols++ {
			for _, depth := range []int{1, 2, 7, 93} {
				a := make([]float64, (rows+tile-1)/tile*tile*depth)
				b := make([]float64, (cols+tile-1)/tile*tile*depth)
				want := make([]float64, rows*stride)
				for _, v := range [][]float64{a, b, want} {
					for i := range v {
						v[i] = next()
					}
				}
				got := append([]float64(nil), want...)
				panelGo(a, b, want, rows, cols, depth, stride)
				panel(a, b, got, rows, cols, depth, stride)
				for i := range want {
					if got[i] != want[i] {
						return fmt.Errorf("kernel: panel %d×%d×%d: element %d is %g, in Go %g", rows, cols, depth, i, got[i], want[i])
					}
				}
			}
		}
	}
	return nil
}
