package session

import (
	"math"

	"untangle/sim/trace"
)

// Limits of the images of a user's own that are handed out. They are looked at, in a
// picture in which more would be too small; and they are copied whole.
const (
	minImageSide   = 6
	maxImagePixels = 8 << 20
)

// images says where the images of the training rows are, nil where rows are none: those
// of digits are in a packed file, and rows of arrays are images where each row was a matrix.
func (s *Session) images() *trace.Images {
	if s.train.Source != nil {
		side := s.scenario.Data.Size
		return &trace.Images{Width: side, Height: side, File: s.scenario.Data.Files()[0]}
	}
	if s.loaded == nil || s.loaded.Table.Array == nil {
		return nil
	}
	shape := s.loaded.Table.Array.Shape()
	if len(shape) == 3 && shape[2] == 1 {
		shape = shape[:2]
	}
	if len(shape) != 2 || min(shape[0], shape[1]) < minImageSide || shape[0]*shape[1]*s.train.Rows() > maxImagePixels {
		return nil
	}
	return &trace.Images{Width: shape[1], Height: shape[0]}
}

// Pictures returns the images of the training rows of a user's own arrays, row after row
// and line by line, one byte per pixel: the least number of all is 0, the greatest 255.
// It is nil where the header names no images or a file that has them.
func (s *Session) Pictures() []byte {
	is := s.images()
	if is == nil || is.File != "" {
		return nil
	}
	array := s.loaded.Table.Array
	size := is.Width * is.Height
	row := make([]float64, size)
	low, high := math.Inf(1), math.Inf(-1)
	each := func(f func(i, c int, v float64)) {
		for i := range s.train.Rows() {
			array.Row(row, s.train.FileRow(i))
			for c, v := range row {
				if v-v == 0 { // a missing number is drawn as the least
					f(i, c, v)
				}
			}
		}
	}
	each(func(_, _ int, v float64) { low, high = min(low, v), max(high, v) })
	out := make([]byte, s.train.Rows()*size)
	if high > low {
		each(func(i, c int, v float64) { out[i*size+c] = byte(math.Round((v - low) / (high - low) * 255)) })
	}
	return out
}
