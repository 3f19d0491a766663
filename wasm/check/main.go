//go:build js && wasm

// Command check compares the SIMD kernels with their oracles in Go, to the bit, inside
// WebAssembly, where they run. tests/parity runs it; it is not part of the site.
package main

import (
	"fmt"
	"slices"

	"untangle/sim/dataset"
	"untangle/sim/softmax"
	"untangle/wasm/internal/bridge"
	"untangle/wasm/kernel"
)

func main() {
	src := dataset.Stream(1, "check")
	for name, check := range map[string]func() error{
		"panel":  func() error { return kernel.CheckPanel(src.NormFloat64) },
		"sparse": checkSparse,
	} {
		verdict := "equal"
		if err := check(); err != nil {
			verdict = err.Error()
		}
		bridge.Post(fmt.Sprintf(`{"kind":"check","name":%q,"verdict":%q}`, name, verdict), nil)
	}
	bridge.Post(`{"kind":"done"}`, nil)
}

// checkSparse compares the products over rows and over pairs on rows with up to nine non-zeros.
func checkSparse() error {
	src := dataset.Stream(2, "check")
	const n, d = 40, 13
	at, feature, value := []int32{0}, []int32(nil), []float64(nil)
	rows := []int{}
	for r := range n {
		for f := range d {
			if src.Float64() < .4 {
				feature, value = append(feature, int32(f)), append(value, src.NormFloat64())
			}
		}
		at = append(at, int32(len(feature)))
		if r%3 != 0 { // not all rows, and not in a row
			rows = append(rows, r)
		}
	}
	for m := 1; m <= 25; m++ {
		w, packed := make([]float64, len(rows)*m), make([]float64, d*d*m)
		for _, v := range [][]float64{w, packed} {
			for i := range v {
				v[i] = src.NormFloat64()
			}
		}
		got, want := slices.Clone(packed), slices.Clone(packed)
		kernel.Sparse{}.Gram(got, w, value, feature, at, rows, d, m)
		softmax.GoKernel{}.Gram(want, w, value, feature, at, rows, d, m)
		if !slices.Equal(got, want) {
			return fmt.Errorf("gram with m = %d differs", m)
		}
		gotRow, wantRow := slices.Clone(w), slices.Clone(w)
		kernel.Sparse{}.Quad(gotRow, packed, value, feature, at, rows, d, m)
		softmax.GoKernel{}.Quad(wantRow, packed, value, feature, at, rows, d, m)
		if !slices.Equal(gotRow, wantRow) {
			return fmt.Errorf("quad with m = %d differs", m)
		}
		gotRow, wantRow = slices.Clone(w), slices.Clone(w)
		kernel.Sparse{}.Times(gotRow, packed, value, feature, at, rows, m)
		softmax.GoKernel{}.Times(wantRow, packed, value, feature, at, rows, m)
		if !slices.Equal(gotRow, wantRow) {
			return fmt.Errorf("times with k = %d differs", m)
		}
		got, want = slices.Clone(packed), slices.Clone(packed)
		kernel.Sparse{}.AddTimes(got, w, value, feature, at, rows, m)
		softmax.GoKernel{}.AddTimes(want, w, value, feature, at, rows, m)
		if !slices.Equal(got, want) {
			return fmt.Errorf("addtimes with k = %d differs", m)
		}
	}
	return nil
}
