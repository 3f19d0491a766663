package hostile

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"strings"
)

func npyFiles() []File {
	labels := NPY(Header("<i8", "(2,)", false), make([]byte, 16))
	var out []File
	for name, head := range map[string]string{
		"negative shape": Header("<f8", "(-2, 2)", false), "overflowing shape": Header("<f8", "(4611686018427387904, 4)", false), "huge shape": Header("|u1", "(1000000, 1000000)", false),
		"zero times huge": Header("|u1", "(0, 9223372036854775807)", false), "huge times zero": Header("|u1", "(9223372036854775807, 0)", true), "no dimensions": Header("<f8", "()", false),
		"many dimensions": Header("|u1", "("+strings.Repeat("1, ", 40)+")", false), "nine dimensions": Header("|u1", "(1,1,1,1,1,1,1,1,1)", false), "size beyond int64": Header("|u1", "(99999999999999999999,)", false),
		"objects": Header("|O", "(2, 2)", false), "text": Header("<U5", "(2, 2)", false), "bytes": Header("|S8", "(2, 2)", false), "structured": "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }",
		"complex": Header("<c16", "(2, 2)", false), "half": Header("<f2", "(2, 2)", false), "dates": Header("<M8[ns]", "(2, 2)", false), "quadruple": Header("<f16", "(2, 2)", false), "no type": Header("", "(2, 2)", false),
		"one letter": Header("<", "(2, 2)", false), "unknown order": Header("!f8", "(2, 2)", false), "no shape": "{'descr': '<f8', 'fortran_order': False}", "no braces": "'descr': '<f8'", "empty header": "",
		"open string": "{'descr': '<f8", "open tuple": "{'descr': '<f8', 'fortran_order': False, 'shape': (2, ", "shape twice": "{'descr': '<f8', 'shape': (2,), 'shape': (2,), }", "unknown key": "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), 'x': 1}",
		"a call": "{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (2,), }", "order a number": "{'descr': '<f8', 'fortran_order': 0, 'shape': (2, 2), }", "floats in shape": Header("<f8", "(2.0, 2)", false),
		"bool": Header("|b1", "(2, 2)", false), "Fortran": Header("<f8", "(2, 2)", true), "big-endian": Header(">i4", "(2, 2)", false), "too wide": Header("|u1", "(2, 5000)", false), "one dimension": Header("<f8", "(2,)", false),
		"more rows than labels": Header("|u1", "(16, 2)", false), "deep parentheses": Header("<f8", strings.Repeat("(", 5000), false),
	} {
		x := NPY(head, bytes.Repeat([]byte{0, 1, 2, 255}, 3000))
		out = append(out, File{"NPY " + name, x, labels}, File{"NPZ " + name, NPZ(true, Member{"X_train.npy", x}, Member{"y_train.npy", labels}), nil})
	}
	good := NPY(Header("<f8", "(2, 2)", false), make([]byte, 32))
	for _, cut := range []int{1, 6, 7, 8, 9, 10, 11, 12, 40, len(good) - 33, len(good) - 1} {
		out = append(out, File{fmt.Sprintf("NPY cut at %d", cut), good[:cut], labels})
	}
	version := bytes.Clone(good)
	version[6] = 9
	long := bytes.Clone(good)
	long[6] = 2
	nan := NPY(Header("<f8", "(2,)", false), bytes.Repeat([]byte{0, 0, 0, 0, 0, 0, 0xf8, 0x7f}, 2))
	return append(out, File{"NPY version 9", version, labels}, File{"NPY version 2, header of 4 GB", long, labels}, File{"NPY without labels", good, nil}, File{"NPY labels NaN", good, nan},
		File{"NPY features NaN", nan, labels}, File{"NPY labels are CSV", good, []byte("a,b\n1,2\n")}, File{"NPY labels 2-D", good, good}, File{"NPY trailing bytes", append(bytes.Clone(good), 1, 2, 3), labels})
}

func npzFiles() []File {
	x, y := NPY(Header("|u1", "(4, 2)", false), []byte("abcdefgh")), NPY(Header("<i4", "(4,)", false), append(make([]byte, 8), 1, 0, 0, 0, 1, 0, 0, 0))
	good := NPZ(false, Member{"X_train.npy", x}, Member{"y_train.npy", y})
	zeros := make([]byte, 64<<20)
	bomb := NPY(Header("|u1", "(67108864,)", false), zeros)
	out := []File{
		{"NPZ good", good, nil}, {"NPZ bomb", NPZ(true, Member{"X_train.npy", bomb}, Member{"y_train.npy", y}), nil}, {"NPZ bomb in labels", NPZ(true, Member{"X_train.npy", x}, Member{"y_train.npy", bomb}), nil},
		{"gzip bomb", Gzip(zeros), nil}, {"gzip bomb in gzip", Gzip(Gzip(zeros)), nil}, {"NPZ in gzip", Gzip(good), nil}, {"gzip cut", Gzip(good)[:40], nil}, {"gzip header", []byte("\x1f\x8b\x08"), nil},
		{"NPZ empty", NPZ(false), nil}, {"NPZ without pair", NPZ(false, Member{"a.npy", x}), nil}, {"NPZ features alone", NPZ(false, Member{"X_train.npy", x}), nil}, {"NPZ other files", NPZ(false, Member{"readme.txt", []byte("hi")}), nil},
		{"NPZ twice the same", NPZ(false, Member{"X.npy", x}, Member{"X.npy", y}, Member{"y.npy", y}), nil}, {"NPZ path", NPZ(false, Member{"../../X_train.npy", x}, Member{"y_train.npy", y}), nil}, {"workbook", NPZ(true, Member{"xl/workbook.xml", []byte("<x/>")}), nil},
		{"NPZ wrong counts", NPZ(false, Member{"X.npy", x}, Member{"y.npy", NPY(Header("|u1", "(3,)", false), []byte{0, 1, 0})}), nil}, {"NPZ empty arrays", NPZ(false, Member{"X.npy", NPY(Header("<f8", "(0,)", false), nil)}, Member{"y.npy", y}), nil},
		{"NPZ not arrays", NPZ(false, Member{"X.npy", []byte("hello")}, Member{"y.npy", []byte("world")}), nil}, {"NPZ long names", NPZ(false, Member{strings.Repeat("n", 60000) + ".npy", x}), nil}, {"end of archive only", good[len(good)-22:], nil},
		{"NPZ lying size", lyingSize(x, 1<<40), nil}, {"NPZ lying size, small", lyingSize(x, 3), nil}, {"NPZ and a test set", NPZ(true, Member{"x_train.npy", x}, Member{"y_train.npy", y}, Member{"x_test.npy", x}, Member{"y_test.npy", y}), nil},
	}
	many := make([]Member, 20000)
	for i := range many {
		many[i] = Member{fmt.Sprintf("a%d.npy", i), nil}
	}
	out = append(out, File{"NPZ of 20,000 members", NPZ(false, many...), nil})
	for _, at := range []int{3, 10, 30, 60, len(good) / 2, len(good) - 60, len(good) - 10, len(good) - 1} {
		broken := bytes.Clone(good)
		broken[at] ^= 0xff
		out = append(out, File{fmt.Sprintf("NPZ broken at %d", at), broken, nil}, File{fmt.Sprintf("NPZ cut at %d", at), good[:at], nil})
	}
	return out
}

// lyingSize makes an archive whose directory gives a wrong size for X.
func lyingSize(x []byte, size uint64) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"X.npy", "y.npy"} {
		w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(x), CompressedSize64: uint64(len(x)), UncompressedSize64: size})
		if err != nil {
			panic(err)
		}
		if _, err := w.Write(x); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func idxFiles() []File {
	images, labels := IDX([]uint32{4, 2, 1}, []byte("abcdefgh")), IDX([]uint32{4}, []byte{0, 1, 0, 1})
	out := []File{
		{"IDX good", images, labels}, {"IDX packed", Gzip(images), Gzip(labels)}, {"IDX without labels", images, nil}, {"IDX labels first", labels, images}, {"IDX negative", IDX([]uint32{1 << 31, 2}, nil), labels},
		{"IDX overflow", IDX([]uint32{1 << 30, 1 << 30, 1 << 30, 1 << 30, 1 << 30}, nil), labels}, {"IDX zero", IDX([]uint32{0, 2}, nil), labels}, {"IDX zero features", IDX([]uint32{4, 0}, nil), labels},
		{"IDX too few labels", images, IDX([]uint32{3}, []byte{0, 1, 0})}, {"IDX labels cut", images, labels[:len(labels)-1]}, {"IDX wrong labels", images, []byte("\x00\x00\x08\x01")}, {"IDX huge", IDX([]uint32{60000, 28, 28}, nil), labels},
		{"IDX one class", images, IDX([]uint32{4}, []byte{7, 7, 7, 7})}, {"IDX of eight dimensions", IDX([]uint32{4, 1, 1, 1, 1, 1, 1, 1}, []byte("abcd")), labels}, {"IDX labels bomb", images, Gzip(make([]byte, 64<<20))},
	}
	for k := byte(0); k < 16; k++ {
		kind := bytes.Clone(images)
		kind[2] = k
		out = append(out, File{fmt.Sprintf("IDX type %d", k), kind, labels})
	}
	for cut := 1; cut < len(images); cut += 2 {
		out = append(out, File{fmt.Sprintf("IDX cut at %d", cut), images[:cut], labels})
	}
	return out
}

// otherFiles are other formats, and noise.
func otherFiles() []File {
	var out []File
	for name, magic := range map[string]string{"Parquet": "PAR1", "PNG": "\x89PNG\r\n\x1a\n", "JPEG": "\xff\xd8\xff\xe0", "PDF": "%PDF-1.7", "ELF": "\x7fELF\x02\x01\x01\x00", "wasm": "\x00asm\x01\x00\x00\x00",
		"pickle": "\x80\x04\x95", "HDF5": "\x89HDF\r\n\x1a\n", "SQLite": "SQLite format 3\x00", "bzip2": "BZh91AY", "xz": "\xfd7zXZ\x00", "zstd": "\x28\xb5\x2f\xfd", "Excel 97": "\xd0\xcf\x11\xe0", "tar": "a.csv\x00\x00\x00\x00", "Arrow": "ARROW1\x00\x00"} {
		out = append(out, File{name, append([]byte(magic), make([]byte, 64)...), nil}, File{name + ", first bytes", []byte(magic), nil})
	}
	src := rand.New(rand.NewPCG(1, 2))
	for i := range 20 {
		noise := make([]byte, 1<<(i%14))
		for k := range noise {
			noise[k] = byte(src.Uint32())
		}
		out = append(out, File{fmt.Sprintf("noise %d", i), noise, nil})
		for k := range noise {
			noise[k] = "ab,;\t|\n\r\"'12.-=<{}[]:\xff "[int(noise[k])%23]
		}
		out = append(out, File{fmt.Sprintf("noise of text %d", i), bytes.Clone(noise), nil})
	}
	return out
}
