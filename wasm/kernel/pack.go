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

// packFour copies a full panel: out[4c+r] = data[r·row + c·col]. The two layouts that
// occur have loops of their own, which the compiler can keep free of calls and of most
// checks: with few columns to a product, packing is half of its time.
func packFour(out, data []float64, row, col, depth int) {
	switch {
	case row == 1:
		for c := range depth {
			o, d := (*[tile]float64)(out[c*tile:]), (*[tile]float64)(data[c*col:])
			o[0], o[1], o[2], o[3] = d[0], d[1], d[2], d[3]
		}
	case col == 1:
		d0 := data[:depth]
		d1, d2, d3 := data[row:][:len(d0)], data[2*row:][:len(d0)], data[3*row:][:len(d0)]
		for c, v := range d0 {
			o := (*[tile]float64)(out[c*tile:])
			o[0], o[1], o[2], o[3] = v, d1[c], d2[c], d3[c]
		}
	default:
		at := 0
		for c := range depth {
			o := (*[tile]float64)(out[c*tile:])
			o[0], o[1], o[2], o[3] = data[at], data[at+row], data[at+2*row], data[at+3*row]
			at += col
		}
	}
}
