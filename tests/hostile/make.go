// Package hostile makes files that somebody, or something, might drop on the page: ragged,
// huge, cut short, of another format, or made to do harm. Readers must end in an error or
// in a sane table, soon, whatever they are given; the tests of the core and of the command
// line hold them to it.
package hostile

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"strings"
)

// File is a file, and the labels that are given with it, if any.
type File struct {
	Name        string
	Raw, Labels []byte
}

// NPY makes an NPY file by hand, from a header and its data.
func NPY(header string, data []byte) []byte {
	text := header + strings.Repeat(" ", (64-(11+len(header))%64)%64) + "\n"
	out := append([]byte("\x93NUMPY\x01\x00"), byte(len(text)), byte(len(text)>>8))
	return append(append(out, text...), data...)
}

// Header is a header of the usual form.
func Header(descr, shape string, fortran bool) string {
	order := map[bool]string{false: "False", true: "True"}[fortran]
	return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }"
}

// Member is a file in an archive.
type Member struct {
	Name string
	Data []byte
}

// In returns a member of an archive.
func In(name string, data []byte) Member { return Member{name, data} }

// NPZ makes an archive, packed by deflate or not.
func NPZ(packed bool, members ...Member) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		method := zip.Store
		if packed {
			method = zip.Deflate
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: m.Name, Method: method})
		if err != nil {
			panic(err)
		}
		if _, err := w.Write(m.Data); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// IDX makes an IDX file of bytes.
func IDX(shape []uint32, data []byte) []byte {
	out := []byte{0, 0, 8, byte(len(shape))}
	for _, k := range shape {
		out = binary.BigEndian.AppendUint32(out, k)
	}
	return append(out, data...)
}

// Gzip packs bytes.
func Gzip(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// UTF16 writes text as UTF-16.
func UTF16(s string, big, mark bool) []byte {
	var order binary.AppendByteOrder = binary.LittleEndian
	if big {
		order = binary.BigEndian
	}
	var out []byte
	if mark {
		out = order.AppendUint16(out, 0xfeff)
	}
	for _, r := range s {
		if r >= 0x10000 {
			out = order.AppendUint16(out, uint16(0xd800+(r-0x10000)>>10))
			out = order.AppendUint16(out, uint16(0xdc00+(r-0x10000)&0x3ff))
			continue
		}
		out = order.AppendUint16(out, uint16(r))
	}
	return out
}
