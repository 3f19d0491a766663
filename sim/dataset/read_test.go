package dataset_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/tests/hostile"
)

func readAny(t *testing.T, name string, raw []byte, labels []byte) *dataset.Table {
	t.Helper()
	table, _, err := dataset.ReadAny(name, raw, dataset.Options{Labels: labels}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// The same four rows in every form of text.
func TestFormsOfText(t *testing.T) {
	want := [][]string{{"1.5", "grün", "x"}, {"2", "a, b", "y"}, {"", "€ \"c\"", "x"}, {"-3", "𝄞", "y"}}
	const comma = "size,color,kind\n1.5,grün,x\n2,\"a, b\",y\n,\"€ \"\"c\"\"\",x\n-3,𝄞,y\n"
	other := func(sep string) string {
		return strings.NewReplacer("\"a, b\"", "@", ",", sep).Replace(comma)
	}
	semicolon, tab := strings.Replace(other(";"), "@", "a, b", 1), strings.Replace(other("\t"), "@", "a, b", 1)
	lines := strings.Split(comma, "\n")
	for name, raw := range map[string][]byte{
		"commas": []byte(comma), "semicolons": []byte(semicolon), "tabs": []byte(tab), "bars": []byte(strings.Replace(other("|"), "@", "a, b", 1)),
		"CRLF": []byte(strings.ReplaceAll(comma, "\n", "\r\n")), "CR": []byte(strings.ReplaceAll(comma, "\n", "\r")),
		"mixed line ends": []byte(lines[0] + "\r" + lines[1] + "\n" + lines[2] + "\r\n\r\n" + lines[3] + "\r" + lines[4]),
		"mark":            []byte("\xef\xbb\xbf" + comma), "UTF-16LE": hostile.UTF16(comma, false, true), "UTF-16BE": hostile.UTF16(comma, true, true),
		"UTF-16LE without mark": hostile.UTF16(semicolon, false, false), "UTF-16BE without mark": hostile.UTF16(tab, true, false), "gzip": hostile.Gzip([]byte(comma)),
		"JSON lines": []byte(`{"size":1.5,"color":"grün","kind":"x"}
{"size":2,"color":"a, b","kind":"y"}

{"kind":"x","size":null,"color":"€ \"c\""}
{"size":-3,"color":"\ud834\udd1e","kind":"y"}`),
		"JSON list": []byte(`[ {"size":1.5,"color":"grün","kind":"x"}, {"size":2,"color":"a, b","kind":"y"},
  {"color":"€ \"c\"","kind":"x"},{"size":-3,"color":"𝄞","kind":"y"} ]`),
	} {
		table := readAny(t, name, raw, nil)
		if !slices.Equal(table.Header, []string{"size", "color", "kind"}) || fmt.Sprintf("%q", table.Rows) != fmt.Sprintf("%q", want) {
			t.Errorf("%s: %q %q", name, table.Header, table.Rows)
		}
		// Rows written are the rows read; all of them together are the file.
		var all, some bytes.Buffer
		if err := errors.Join(table.Source.WriteRows(&all, []int{3, 1, 2, 0}), table.Source.WriteRows(&some, []int{3, 1})); err != nil {
			t.Fatal(err)
		}
		if name != "JSON list" && name != "gzip" && !strings.HasPrefix(name, "mixed") && name != "JSON lines" && !bytes.Equal(all.Bytes(), raw) {
			t.Errorf("%s: all rows written are\n%q\nnot\n%q", name, all.Bytes(), raw)
		}
		again := readAny(t, name, some.Bytes(), nil)
		if len(again.Rows) != 2 || again.Rows[0][1] != "a, b" || again.Rows[1][1] != "𝄞" {
			t.Errorf("%s: rows 1 and 3 written and read are %q", name, again.Rows)
		}
	}
}

// Original bytes stay: spaces, needless quotes, quoted line ends, their own line ends.
func TestOriginalBytes(t *testing.T) {
	const text = "\xef\xbb\xbf a , \"kind\"\r\n 1,x\r\n\"2\",\"y\ry\n\r\ny\"\n\n\r\n3 ,=x\r4,z"
	table := readAny(t, "t", []byte(strings.Replace(text, " \"kind\"", "\"kind\"", 1)), nil)
	head := "\xef\xbb\xbf a ,\"kind\"\r\n"
	for _, c := range []struct {
		rows []int
		want string
	}{
		{[]int{0}, head + " 1,x\r\n"}, {[]int{1}, head + "\"2\",\"y\ry\n\r\ny\"\n"}, {[]int{3, 2}, head + "3 ,=x\r4,z"},
		{[]int{3}, head + "4,z"}, {nil, head}, {[]int{0, 1, 2, 3}, head + " 1,x\r\n\"2\",\"y\ry\n\r\ny\"\n3 ,=x\r4,z"},
	} {
		var b bytes.Buffer
		if err := table.Source.WriteRows(&b, c.rows); err != nil {
			t.Fatal(err)
		}
		if b.String() != c.want {
			t.Errorf("rows %v are %q, want %q", c.rows, b.String(), c.want)
		}
	}
	if !slices.Equal(table.Lines, []int{2, 3, 8, 9}) {
		t.Errorf("lines %v", table.Lines)
	}
	if got := dataset.Except(5, []int{3, 0}); !slices.Equal(got, []int{1, 2, 4}) {
		t.Errorf("except gives %v", got)
	}
}

// Latin-1 is read with a warning, and written back byte for byte.
func TestLatin1(t *testing.T) {
	raw := []byte("name,kind\ncaf\xe9,x\n\x80 5,y\n")
	table, warnings, err := dataset.ReadAny("t", raw, dataset.Options{}, nil)
	if err != nil || table.Rows[0][0] != "café" || table.Rows[1][0] != "€ 5" {
		t.Fatalf("%v, %q", err, table.Rows)
	}
	if len(warnings) != 1 || warnings[0].Code != "charset" {
		t.Errorf("warnings %v", warnings)
	}
	var b bytes.Buffer
	if err := table.Source.WriteRows(&b, []int{1}); err != nil || b.String() != "name,kind\n\x80 5,y\n" {
		t.Errorf("%v, %q", err, b.String())
	}
}

func TestDecimalCommas(t *testing.T) {
	table := readAny(t, "t", []byte("a;b;c\n1,5;x,y;1\n2;z;2,25\n-3,0;w;NA\n"), nil)
	if want := `[["1.5" "x,y" "1"] ["2" "z" "2.25"] ["-3.0" "w" "NA"]]`; fmt.Sprintf("%q", table.Rows) != want {
		t.Errorf("%q", table.Rows)
	}
}

// A 2×2×3 array in C and in Fortran order, of every type, against its numbers by hand.
func TestArrays(t *testing.T) {
	numbers := []float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11} // C order: row 0 is 0 … 5
	fortran := []float64{0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11} // first index fastest
	labels := hostile.NPY(hostile.Header("|u1", "(2,)", false), []byte{7, 3})
	for descr, put := range map[string]func(b []byte, v float64) []byte{
		"|u1": func(b []byte, v float64) []byte { return append(b, byte(v)) }, "|i1": func(b []byte, v float64) []byte { return append(b, byte(v)) },
		"<u2": func(b []byte, v float64) []byte { return binary.LittleEndian.AppendUint16(b, uint16(v)) }, ">i2": func(b []byte, v float64) []byte { return binary.BigEndian.AppendUint16(b, uint16(v)) },
		"<i4": func(b []byte, v float64) []byte { return binary.LittleEndian.AppendUint32(b, uint32(v)) }, ">u4": func(b []byte, v float64) []byte { return binary.BigEndian.AppendUint32(b, uint32(v)) },
		"<i8": func(b []byte, v float64) []byte { return binary.LittleEndian.AppendUint64(b, uint64(v)) }, "=u8": func(b []byte, v float64) []byte { return binary.LittleEndian.AppendUint64(b, uint64(v)) },
		"<f4": func(b []byte, v float64) []byte {
			return binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(v)))
		},
		">f8": func(b []byte, v float64) []byte { return binary.BigEndian.AppendUint64(b, math.Float64bits(v)) },
	} {
		for _, order := range []bool{false, true} {
			var data []byte
			for _, v := range map[bool][]float64{false: numbers, true: fortran}[order] {
				data = put(data, v)
			}
			x := hostile.NPY(hostile.Header(descr, "(2, 2, 3)", order), data)
			for form, table := range map[string]*dataset.Table{
				"NPY": readAny(t, "x.npy", x, labels), "stored": readAny(t, "x.npz", hostile.NPZ(false, hostile.In("X.npy", x), hostile.In("y.npy", labels)), nil),
				"packed": readAny(t, "x.npz", hostile.NPZ(true, hostile.In("X.npy", x), hostile.In("y.npy", labels)), nil),
			} {
				row := make([]float64, 6)
				for r := range 2 {
					table.Array.Row(row, r)
					if !slices.Equal(row, numbers[6*r:6*r+6]) {
						t.Errorf("%s %s, Fortran %v: row %d is %v", descr, form, order, r, row)
					}
				}
				if !slices.Equal(table.Labels, []string{"7", "3"}) || !slices.Equal(table.Array.Shape(), []int{2, 3}) || table.Header[5] != "x5" || table.Header[6] != "label" || table.Cell(1, 2) != "8" {
					t.Errorf("%s %s: labels %v, shape %v, header %v", descr, form, table.Labels, table.Array.Shape(), table.Header)
				}
				writeAndReadAgain(t, table)
			}
		}
	}
}

func TestIDX(t *testing.T) {
	images, labels := hostile.IDX([]uint32{3, 2, 2}, []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255}), hostile.IDX([]uint32{3}, []byte{5, 3, 5})
	for _, packed := range []bool{false, true} {
		x, y := images, labels
		if packed {
			x, y = hostile.Gzip(x), hostile.Gzip(y)
		}
		table := readAny(t, "train-images-idx3-ubyte", x, y)
		row := make([]float64, 4)
		table.Array.Row(row, 2)
		if !slices.Equal(row, []float64{8, 9, 10, 255}) || !slices.Equal(table.Labels, []string{"5", "3", "5"}) {
			t.Errorf("row 2 is %v, labels %v", row, table.Labels)
		}
	}
}

// The paper's own files load as they are.
func TestPublishedImages(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/paper/Image_train_30error.npz")
	if err != nil {
		t.Skip("the paper's files are not there:", err)
	}
	table := readAny(t, "Image_train_30error.npz", raw, nil)
	n, d := table.Array.Dims()
	if n != 600 || d != 784 || table.Test != nil || !slices.Equal(table.Array.Shape(), []int{28, 28}) {
		t.Errorf("%d×%d, shape %v, test %v", n, d, table.Array.Shape(), table.Test)
	}
	wrong := 0
	for i, v := range table.Labels {
		if want := map[bool]string{true: "4", false: "8"}[i < 300]; v != want {
			wrong++
		}
	}
	if wrong != 180 {
		t.Errorf("%d labels are flipped, not 180", wrong)
	}
}

// A test set in the same file comes along.
func TestTestArrays(t *testing.T) {
	x, y := hostile.NPY(hostile.Header("|u1", "(2, 1)", false), []byte{1, 2}), hostile.NPY(hostile.Header("|u1", "(2,)", false), []byte{0, 1})
	z := hostile.NPY(hostile.Header("|u1", "(3, 1)", false), []byte{3, 4, 5})
	table := readAny(t, "t.npz", hostile.NPZ(true, hostile.In("x_train.npy", x), hostile.In("y_train.npy", y), hostile.In("x_test.npy", z), hostile.In("y_test.npy", hostile.NPY(hostile.Header("<f8", "(3,)", false), make([]byte, 24)))), nil)
	if table.Test == nil || table.Test.Len() != 3 || table.Test.Cell(1, 0) != "4" || table.Test.Labels[2] != "0" {
		t.Errorf("the test table is %+v", table.Test)
	}
}

// Progress is in bytes, rises, and ends at all of them; an error of tick comes back.
func TestReadingTicks(t *testing.T) {
	csv := []byte("a,kind\n" + strings.Repeat("12345,some text\n", 100_000))
	jsonl := []byte(strings.Repeat("{\"a\":12345,\"kind\":\"x\"}\n", 60_000))
	x := hostile.NPY(hostile.Header("|u1", "(3000, 1000)", false), make([]byte, 3_000_000))
	npz := hostile.NPZ(true, hostile.In("X.npy", append(x[:len(x)-3_000_000:len(x)-3_000_000], noise(3_000_000)...)), hostile.In("y.npy", hostile.NPY(hostile.Header("|u1", "(3000,)", false), make([]byte, 3000))))
	for name, raw := range map[string][]byte{"CSV": csv, "UTF-16": hostile.UTF16(string(csv), false, true), "Latin-1": append(bytes.Clone(csv), "\xe9,x\n"...), "JSON": jsonl, "gzip": hostile.Gzip(noise(3_000_000)), "NPZ": npz} {
		calls, last := 0, 0
		tick := func(done, total int) error {
			if done < 0 || done > total || total < len(raw) {
				t.Fatalf("%s: %d of %d bytes of %d", name, done, total, len(raw))
			}
			calls, last = calls+1, total-done
			return nil
		}
		if _, _, err := dataset.ReadAny(name, raw, dataset.Options{}, tick); err == nil && last != 0 || calls < 5 {
			t.Errorf("%s: %d ticks, the last with %d bytes to go, %v", name, calls, last, err)
		}
		stop := errors.New("enough")
		for _, k := range []int{0, 1, 2, 3, 4, 5, calls / 2, calls - 3, calls - 2, calls - 1} {
			count := 0
			table, _, err := dataset.ReadAny(name, raw, dataset.Options{}, func(int, int) error {
				if count++; count == k+1 { // once, as a worker's tick does: it has told, and goes on
					return stop
				}
				return nil
			})
			if !errors.Is(err, stop) || table != nil {
				t.Errorf("%s: canceled at tick %d, it ends with %v", name, k, err)
			}
		}
	}
}

// noise is text that packs badly.
func noise(n int) []byte {
	out, x := make([]byte, n), uint32(1)
	for i := range out {
		x = x*1664525 + 1013904223
		out[i] = byte(x>>24)%64 + 32
	}
	return out
}

// What unpacks to far more than it packs is refused before it is unpacked.
func TestBombs(t *testing.T) {
	zeros := make([]byte, 16<<20)
	y := hostile.NPY(hostile.Header("|u1", "(4,)", false), []byte{0, 1, 0, 1})
	bomb := hostile.NPY(hostile.Header("|u1", "(16777216,)", false), zeros)
	for name, raw := range map[string][]byte{
		"gzip": hostile.Gzip(zeros), "features": hostile.NPZ(true, hostile.In("X.npy", bomb), hostile.In("y.npy", y)),
		"labels": hostile.NPZ(true, hostile.In("X.npy", y), hostile.In("y.npy", bomb)),
	} {
		var e *dataset.Error
		if _, _, err := dataset.ReadAny(name, raw, dataset.Options{}, nil); !errors.As(err, &e) || !strings.Contains(e.Problem.String(), "unpacks from") || !strings.Contains(e.Remedy.String(), "100-fold") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Up to 8 MB anything goes, however small it packs.
	small := hostile.NPY(hostile.Header("|u1", "(4, 1000)", false), zeros[:4000])
	if table := readAny(t, "zeros", hostile.NPZ(true, hostile.In("X.npy", small), hostile.In("y.npy", y)), nil); table.Len() != 4 {
		t.Errorf("%d rows", table.Len())
	}
}

// Formats that people try are named, with the way out.
func TestForeignFormats(t *testing.T) {
	for raw, want := range map[string]string{"PAR1xx": "Parquet", "\x80\x04\x95x": "pickle", "%PDF-1.4": "PDF", "\xd0\xcf\x11\xe0": "old Excel"} {
		if _, _, err := dataset.ReadAny("f", []byte(raw), dataset.Options{}, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", raw, err)
		}
	}
	sheet := hostile.NPZ(true, hostile.In("xl/workbook.xml", []byte("<x/>")))
	if _, _, err := dataset.ReadAny("f.xlsx", sheet, dataset.Options{}, nil); err == nil || !strings.Contains(err.Error(), "save the sheet as CSV") {
		t.Errorf("a workbook: %v", err)
	}
}
