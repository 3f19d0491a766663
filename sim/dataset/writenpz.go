package dataset

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// WriteNPZ writes the given rows of an array's table as an NPZ file with X_train, in the
// shape and type of the original, and y_train, in the order of the file. Labels become
// int64 where all are whole numbers, else float64. It panics for a table of text and for
// rows out of range.
func (t *Table) WriteNPZ(w io.Writer, rows []int) error {
	if t.Array == nil {
		panic("dataset: the table is not an array")
	}
	rows = slices.Clone(rows)
	slices.Sort(rows)
	z := zip.NewWriter(w)
	write := func(name, descr string, shape []int, row func(dst []byte, r int) []byte) error {
		// Stored as they are, like numpy.savez, so that they are read without a copy.
		f, err := z.CreateHeader(&zip.FileHeader{Name: name + ".npy", Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := f.Write(npyHeaderOf(descr, append([]int{len(rows)}, shape...))); err != nil {
			return err
		}
		var buffer []byte
		for _, r := range rows {
			buffer = row(buffer[:0], r)
			if _, err := f.Write(buffer); err != nil {
				return err
			}
		}
		return nil
	}
	a := t.Array
	if err := write("X_train", a.descr(), a.shape, a.appendRow); err != nil {
		return fmt.Errorf("dataset: %w", err)
	}
	descr, label := t.labelType()
	if err := write("y_train", descr, nil, label); err != nil {
		return fmt.Errorf("dataset: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("dataset: %w", err)
	}
	return nil
}

// labelType chooses the type of the labels and returns how to write one.
func (t *Table) labelType() (descr string, put func(dst []byte, r int) []byte) {
	for _, v := range t.Labels {
		if _, err := strconv.ParseInt(v, 10, 64); err != nil {
			return "<f8", func(dst []byte, r int) []byte {
				v, _ := strconv.ParseFloat(t.Labels[r], 64) // it was a number before it was text
				return binary.LittleEndian.AppendUint64(dst, math.Float64bits(v))
			}
		}
	}
	return "<i8", func(dst []byte, r int) []byte {
		v, _ := strconv.ParseInt(t.Labels[r], 10, 64) // checked above
		return binary.LittleEndian.AppendUint64(dst, uint64(v))
	}
}

// descr returns the type as numpy writes it.
func (a *Array) descr() string {
	code := [...]string{"u1", "i1", "b1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8"}[a.kind]
	switch {
	case a.kind.size() == 1:
		return "|" + code
	case a.order == binary.BigEndian:
		return ">" + code
	}
	return "<" + code
}

// appendRow appends the bytes of a row's numbers, the last index running fastest.
func (a *Array) appendRow(dst []byte, r int) []byte {
	size := a.kind.size()
	if a.column == nil {
		return append(dst, a.raw[r*a.stride*size:(r*a.stride+a.features)*size]...)
	}
	for _, c := range a.column {
		i := (r*a.stride + c) * size
		dst = append(dst, a.raw[i:i+size]...)
	}
	return dst
}

// npyHeaderOf writes the header of an NPY file of version 1, padded to a multiple of 64.
func npyHeaderOf(descr string, shape []int) []byte {
	sizes := make([]string, len(shape))
	for i, k := range shape {
		sizes[i] = strconv.Itoa(k)
	}
	tuple := strings.Join(sizes, ", ")
	if len(shape) == 1 {
		tuple += ","
	}
	text := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, tuple)
	for (10+len(text)+1)%64 != 0 {
		text += " "
	}
	text += "\n"
	out := append([]byte(npyMagic), 1, 0)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(text)))
	return append(out, text...)
}
