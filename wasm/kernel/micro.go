package kernel

// panelGo is the micro-kernel in plain Go: it adds A·B to C for A packed in panels of
// four rows, B in panels of four columns (see pack.go) and C row-major with the given
// stride. It performs the operations of kernel.wat in the same order, so that on a
// machine without fused multiply-add the results are equal to the bit.
func panelGo(a, b, c []float64, rows, cols, depth, stride int) {
	for j := 0; j < cols; j += tile {
		bp := b[j*depth : (j+tile)*depth]
		for i := 0; i < rows; i += tile {
			ap := a[i*depth : (i+tile)*depth]
			var t [tile * tile]float64
			tileGo(&t, ap, bp)
			for r := range min(tile, rows-i) {
				row := c[(i+r)*stride+j:]
				for s := range min(tile, cols-j) {
					row[s] += t[r*tile+s]
				}
			}
		}
	}
}

// tileGo sets t to one 4×4 tile of A·B, two rows at a time: sixteen running sums do not
// fit the registers, eight do.
func tileGo(t *[tile * tile]float64, a, b []float64) {
	for half := 0; half < tile; half += 2 {
		var c00, c01, c02, c03, c10, c11, c12, c13 float64
		for k := 0; k+tile <= len(a) && k+tile <= len(b); k += tile {
			a0, a1 := a[k+half], a[k+half+1]
			b0, b1, b2, b3 := b[k], b[k+1], b[k+2], b[k+3]
			c00 += float64(a0 * b0)
			c01 += float64(a0 * b1)
			c02 += float64(a0 * b2)
			c03 += float64(a0 * b3)
			c10 += float64(a1 * b0)
			c11 += float64(a1 * b1)
			c12 += float64(a1 * b2)
			c13 += float64(a1 * b3)
		}
		o := half * tile
		t[o], t[o+1], t[o+2], t[o+3] = c00, c01, c02, c03
		t[o+4], t[o+5], t[o+6], t[o+7] = c10, c11, c12, c13
	}
}
