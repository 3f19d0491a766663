package dataset

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"slices"

	"untangle/sim/say"
)

// Limits of packed digits. They bound what a packed file may unpack to.
const (
	maxDigitSide = 64
	maxDigits    = 20_000
	digitHeader  = 12
)

// digitMagic opens packed digits; site/data/pack.mjs writes them.
var digitMagic = []byte("UTDG")

// Images holds gray images of handwritten digits with their labels.
type Images struct {
	// Side is the height and width in pixels.
	Side int
	// Levels is the number of grays: a pixel is 0 (paper) … Levels−1 (ink).
	Levels int
	// Label holds the n digits, 0 … 9, ascending.
	Label []uint8
	// Pixel holds the n×Side×Side grays, image by image and row by row.
	Pixel []uint8
}

// Image returns the pixels of image i, row by row.
func (m *Images) Image(i int) []uint8 {
	size := m.Side * m.Side
	return m.Pixel[i*size : (i+1)*size]
}

// ReadDigits reads packed digits, which may be wrapped in gzip. The layout, in little
// endian:
//
//	0  "UTDG"
//	4  version, 1 (byte)
//	5  side in pixels, 1 … 64 (byte)
//	6  gray levels, 2 … 16 (byte)
//	7  number of different digits, 1 … 10 (byte)
//	8  n, the number of images, 1 … 20,000 (uint32)
//	12 for each digit, ascending: the digit and 3 zero bytes, and its images (uint32)
//	…  the pixels, image by image and row by row, two to a byte, the first in the low
//	   half; a last half byte is 0
//
// Every error is an [*Error].
func ReadDigits(name string, file []byte) (*Images, error) {
	file, err := unwrap(name, file)
	if err != nil {
		return nil, err
	}
	bad := func(problem say.Text) error { return badDigits(name, problem) }
	switch {
	case len(file) < digitHeader || !bytes.Equal(file[:4], digitMagic):
		return nil, bad(say.T("is not a file of packed digits"))
	case file[4] != 1:
		return nil, bad(say.T("has version %d, and this build reads 1", file[4]))
	case file[5] < 1 || file[5] > maxDigitSide:
		return nil, bad(say.T("has images of side %d", file[5]))
	case file[6] < 2 || file[6] > 16:
		return nil, bad(say.T("has %d gray levels", file[6]))
	case file[7] < 1 || file[7] > 10:
		return nil, bad(say.T("has %d different digits", file[7]))
	}
	m := &Images{Side: int(file[5]), Levels: int(file[6])}
	n, kinds := int(binary.LittleEndian.Uint32(file[8:])), int(file[7])
	if n < 1 || n > maxDigits {
		return nil, bad(say.T("has %d images", n))
	}
	total := n * m.Side * m.Side
	if want := digitHeader + 8*kinds + (total+1)/2; len(file) != want {
		return nil, bad(say.T("has %d bytes, not %d", len(file), want))
	}
	if problem := m.readLabels(file[digitHeader:digitHeader+8*kinds], n); !problem.Empty() {
		return nil, bad(problem)
	}
	if problem := m.readPixels(file[digitHeader+8*kinds:], total); !problem.Empty() {
		return nil, bad(problem)
	}
	return m, nil
}

func badDigits(name string, problem say.Text) error {
	return &Error{File: name, Problem: problem, Remedy: say.T("build it anew with ./build.sh build data")}
}

// unwrap undoes gzip, where a file is wrapped in it, up to the largest size there is.
func unwrap(name string, file []byte) ([]byte, error) {
	if !bytes.HasPrefix(file, []byte{0x1f, 0x8b}) {
		return file, nil
	}
	const limit = digitHeader + 8*10 + maxDigits*maxDigitSide*maxDigitSide/2
	zip, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, badDigits(name, say.T("is not gzip: %v", err))
	}
	out, err := io.ReadAll(io.LimitReader(zip, limit+1))
	if err != nil {
		return nil, badDigits(name, say.T("is not gzip: %v", err))
	}
	if len(out) > limit {
		return nil, badDigits(name, say.T("unpacks to more than %d bytes", limit))
	}
	return out, nil
}

// readLabels fills Label from the table of digits; it returns what is wrong, or nothing.
func (m *Images) readLabels(table []byte, n int) say.Text {
	last := -1
	for ; len(table) > 0; table = table[8:] {
		digit, count := int(table[0]), int(binary.LittleEndian.Uint32(table[4:]))
		if digit > 9 || digit <= last || table[1]|table[2]|table[3] != 0 {
			return say.T("lists the digit %d after %d", digit, last)
		}
		if count > n-len(m.Label) {
			return say.T("lists more than its %d images", n)
		}
		m.Label = append(m.Label, bytes.Repeat(table[:1], count)...)
		last = digit
	}
	if len(m.Label) != n {
		return say.T("lists %d of its %d images", len(m.Label), n)
	}
	return say.Text{}
}

// readPixels fills Pixel; it returns what is wrong, or nothing.
func (m *Images) readPixels(packed []byte, total int) say.Text {
	m.Pixel = make([]uint8, 0, 2*len(packed))
	for _, b := range packed {
		m.Pixel = append(m.Pixel, b&15, b>>4)
	}
	if total < len(m.Pixel) && m.Pixel[total] != 0 {
		return say.T("does not end in a zero half byte")
	}
	m.Pixel = m.Pixel[:total]
	if top := slices.Max(m.Pixel); int(top) >= m.Levels {
		return say.T("has a pixel of gray %d of %d levels", top, m.Levels)
	}
	return say.Text{}
}
