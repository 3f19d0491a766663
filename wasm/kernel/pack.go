package kernel

// tile is the side of the micro-kernel's square tile of C: four rows by four columns
// are eight f64x2 accumulators, which with two vectors of B and one of A fit the
// sixteen registers that every machine has.
const tile = 4

// view is a matrix whose element (i, j) is data[i·row + j·col]: a transposed operand
// is the same data with the steps exchanged.
type view struct {
	data     []float64
	row, col int
}

// packRows copies rows i … i+m−1, columns k … k+depth−1 of v, times alpha, into panels
// of four rows: element (r, c) of panel p is dst[p·4·depth + c·4 + r]. Rows beyond m are
// zeros.
func packRows(dst []float64, v view, i, m, k, depth int, alpha float64) {
	for p := 0; p < m; p += tile {
		out := dst[p*depth : (p+tile)*depth]
		rows := min(tile, m-p)
		base := (i+p)*v.row + k*v.col
		if rows < tile {
			clear(out)
		}
		if rows == tile && alpha == 1 {
			packFour(out, v.data[base:], v.row, v.col, depth)
			continue
		}
		for r := range rows {
			at := base + r*v.row
			for c := range depth {
				out[c*tile+r] = alpha * v.data[at]
				at += v.col
			}
		}
	}
}

// packFour copies a full panel: out[4c+r] = data[r·row + c·col].
func packFour(out, data []float64, row, col, depth int) {
	if row == 1 {
		for c := range depth {
			copy(out[c*tile:c*tile+tile], data[c*col:c*col+tile])
		}
		return
	}
	at := 0
	for c := 0; c < depth; c++ {
		o := out[c*tile : c*tile+tile : c*tile+tile]
		o[0], o[1], o[2], o[3] = data[at], data[at+row], data[at+2*row], data[at+3*row]
		at += col
	}
}
