package dataset

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/say"
	"untangle/sim/scenario"
)

// Digits draws the training and test rows of a "digits" scenario from packed images,
// without replacement and with all randomness from src. The rows of a block are spread
// evenly over the classes and stand class by class, as in the published image file; block
// k is turned by k·Rotate degrees. Test rows are spread over the blocks in proportion.
// Features are gray/(Levels−1), 0 … 1, row by row, and the bias; Source and Turn name the
// image of each row. Images of another size, or too few of a digit, give an [*Error]. It panics on
// a nil source.
func Digits(m *Images, name string, src *rand.Rand, d scenario.Data) (train, test *Dataset, err error) {
	if src == nil {
		panic("dataset: nil source")
	}
	if m.Side != d.Size {
		return nil, nil, badDigits(name, say.T("has images of side %d, and %d is asked for", m.Side, d.Size))
	}
	tests := spread(d.Counts, d.Test)
	pools := make([][]int, len(d.Classes))
	for c, digit := range d.Classes {
		for i, label := range m.Label {
			if int(label) == digit {
				pools[c] = append(pools[c], i)
			}
		}
		want := 0
		for k := range d.Counts {
			want += share(d.Counts[k], len(d.Classes), c) + share(tests[k], len(d.Classes), c)
		}
		if have := len(pools[c]); want > have {
			return nil, nil, &Error{File: name, Problem: say.T("has %d images of the digit %d, and %d are asked for", have, digit, want),
				Remedy: say.T("ask for fewer training or test rows")}
		}
		src.Shuffle(len(pools[c]), func(i, j int) { pools[c][i], pools[c][j] = pools[c][j], pools[c][i] })
	}
	return m.draw(pools, d, d.Counts), m.draw(pools, d, tests), nil
}

// draw takes counts[k] images for block k from the front of the pools.
func (m *Images) draw(pools [][]int, d scenario.Data, counts []int) *Dataset {
	out := &Dataset{}
	for _, digit := range d.Classes {
		out.Classes = append(out.Classes, fmt.Sprint(digit))
	}
	for k, count := range counts {
		out.Origins = append(out.Origins, turnName(k*d.Rotate%360, len(counts)))
		for c := range d.Classes {
			n := share(count, len(d.Classes), c)
			out.Source = append(out.Source, pools[c][:n]...)
			pools[c] = pools[c][n:]
			out.Y = append(out.Y, slices.Repeat([]int{c}, n)...)
			out.Origin = append(out.Origin, slices.Repeat([]int{k}, n)...)
		}
	}
	size := m.Side * m.Side
	out.X = mat.NewDense(len(out.Y), size+1, nil)
	for r, i := range out.Source {
		row := out.X.RawRowView(r)
		quarters := out.Origin[r] * d.Rotate / 90 % 4
		out.Turn = append(out.Turn, uint8(quarters))
		turn(row[:size], m.Image(i), m.Side, quarters, 1/float64(m.Levels-1))
		row[size] = 1
	}
	return out
}

// turn writes a square image, turned counterclockwise by a number of right angles and
// scaled, to dst. The grid maps onto itself, so no pixel is interpolated.
func turn(dst []float64, image []uint8, side, quarters int, scale float64) {
	for r := range side {
		for c := range side {
			fr, fc := r, c // where the pixel at (r, c) comes from
			for range quarters {
				fr, fc = fc, side-1-fr
			}
			dst[r*side+c] = float64(image[fr*side+fc]) * scale
		}
	}
}

func turnName(degrees, blocks int) string {
	switch {
	case blocks == 1:
		return "digits"
	case degrees == 0:
		return "upright"
	}
	return fmt.Sprintf("turned %d°", degrees)
}

// share returns how many of n rows class c of K gets; the first classes get the rest.
func share(n, classes, c int) int {
	if c < n%classes {
		return n/classes + 1
	}
	return n / classes
}

// spread divides n rows over blocks in proportion to counts by largest remainders, the
// first of equals first.
func spread(counts []int, n int) []int {
	total := 0
	for _, c := range counts {
		total += c
	}
	out, order, left := make([]int, len(counts)), make([]int, len(counts)), n
	for k, c := range counts {
		out[k], order[k] = n*c/total, k
		left -= out[k]
	}
	slices.SortStableFunc(order, func(a, b int) int { return n*counts[b]%total - n*counts[a]%total })
	for _, k := range order[:left] {
		out[k]++
	}
	return out
}
