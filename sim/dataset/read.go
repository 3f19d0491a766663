package dataset

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"

	"untangle/sim/say"
)

// Options say how a file is read.
type Options struct {
	// Labels is the second file of a pair, for features in IDX or NPY; LabelsName names it.
	Labels     []byte
	LabelsName string
}

// reading is a file being read.
type reading struct {
	// arrayFormat is what arrays came in once they were unpacked: "idx", "npy" or "npz".
	arrayFormat string
	name        string
	total       int
	tick        Tick
	options     Options
	// rows, unless 0, is how many rows are enough.
	rows int
	// cut says that only the beginning of the file is here.
	cut      bool
	warnings []Warning
}

func (o *reading) warn(code, column string, text say.Text) {
	if len(o.warnings) < 100 {
		o.warnings = append(o.warnings, Warning{code, column, text})
	}
}

// ReadAny reads a table from the bytes of a file, whose format is recognized by content:
//
//   - delimited text with a header row: commas, semicolons, tabs or bars; quotes; line ends
//     LF, CRLF, CR or mixed; UTF-8 with or without a byte order mark, UTF-16, or else
//     Latin-1 (with a warning); decimal commas where commas do not separate
//   - JSON: objects of plain values, one after the other or in a list
//   - IDX and NPY, with their labels in a second file (see [Options])
//   - NPZ with a pair of arrays such as X_train, y_train, and perhaps X_test, y_test
//   - any of them packed by gzip
//
// The table keeps raw, for its source; do not change it. Bad data are an [*Error]; every
// limit ([MaxFile] and those below it) is checked before the memory is spent. tick is
// called with bytes read of all bytes; its error ends the reading and is returned.
func ReadAny(name string, raw []byte, options Options, tick Tick) (*Table, []Warning, error) {
	o := &reading{name: name, total: len(raw), tick: tick, options: options}
	t, err := o.read(raw)
	if err == nil && o.tick != nil {
		err = o.tick(o.total, o.total)
	}
	if err != nil {
		return nil, nil, err
	}
	return t, o.warnings, nil
}

// foreign are the first bytes of formats that people try and that are not read.
var foreign = []struct {
	magic      string
	is, remedy say.Text
}{
	{"PAR1", say.T("is a Parquet file"), say.T("save it as CSV")},
	{"ARROW1", say.T("is an Arrow file"), say.T("save it as CSV")},
	{"\x89HDF", say.T("is an HDF5 file"), say.T("save its arrays as .npz")},
	{"\xd0\xcf\x11\xe0", say.T("is an old Excel workbook"), say.T("save the sheet as CSV (UTF-8)")},
	{"%PDF", say.T("is a PDF document"), say.T("give the data as CSV")},
	{"\x89PNG", say.T("is an image"), say.T("give many images as IDX or NPZ")},
	{"\xff\xd8\xff", say.T("is an image"), say.T("give many images as IDX or NPZ")},
	{"SQLite format 3", say.T("is an SQLite database"), say.T("save the table as CSV")},
	{"\x80\x04", say.T("is a Python pickle, which is not read: it is a program"), say.T("save its arrays as .npz")},
	{"BZh", say.T("is packed by bzip2"), say.T("unpack it, or pack it with gzip")},
	{"\xfd7zXZ", say.T("is packed by xz"), say.T("unpack it, or pack it with gzip")},
	{"\x28\xb5\x2f\xfd", say.T("is packed by zstd"), say.T("unpack it, or pack it with gzip")},
}

// read reads a file of any format.
func (o *reading) read(raw []byte) (*Table, error) {
	if len(raw) > MaxFile {
		return nil, fileSizeError(o.name, len(raw))
	}
	raw, err := o.unzip(raw)
	if err != nil {
		return nil, err
	}
	for _, f := range foreign {
		if bytes.HasPrefix(raw, []byte(f.magic)) {
			return nil, &Error{File: o.name, Problem: f.is, Remedy: f.remedy}
		}
	}
	switch {
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")), bytes.HasPrefix(raw, []byte("PK\x05\x06")):
		o.arrayFormat = "npz"
		return o.npz(raw)
	case bytes.HasPrefix(raw, []byte(npyMagic)), isIDX(raw):
		if o.arrayFormat = "npy"; isIDX(raw) {
			o.arrayFormat = "idx"
		}
		return o.arrays(raw)
	}
	return o.text(raw, nil)
}

// unzip unpacks gzip, with the limits of [unpackLimit].
func (o *reading) unzip(raw []byte) ([]byte, error) {
	if !bytes.HasPrefix(raw, []byte("\x1f\x8b")) {
		return raw, nil
	}
	limit := unpackLimit(len(raw))
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, o.inflateError(o.name, err, len(raw), limit)
	}
	var r io.Reader = z
	if o.rows > 0 { // a preview: what comes first is enough, of text
		first, err := o.inflate(io.LimitReader(z, previewBytes), previewBytes, limit)
		if err != nil {
			return nil, o.inflateError(o.name, err, len(raw), limit)
		}
		if len(first) < previewBytes || !isIDX(first) && !bytes.HasPrefix(first, []byte(npyMagic)) && !bytes.HasPrefix(first, []byte("PK")) {
			o.cut = len(first) == previewBytes
			return first, nil
		}
		r = io.MultiReader(bytes.NewReader(first), z)
	}
	// The last four bytes hold the length modulo 2³².
	guess := int(binary.LittleEndian.Uint32(raw[len(raw)-4:]))
	out, err := o.inflate(r, guess, limit)
	if err != nil {
		return nil, o.inflateError(o.name, err, len(raw), limit)
	}
	o.total = max(o.total, len(out))
	return out, nil
}

// arrays reads features from IDX or NPY, with the labels beside them.
func (o *reading) arrays(raw []byte) (*Table, error) {
	x, err := readArray(o.name, raw)
	if err != nil {
		return nil, err
	}
	if len(o.options.Labels) == 0 {
		return nil, &Error{File: o.name, Problem: say.T("holds an array of shape %v without labels", append([]int{x.rows}, x.shape...)),
			Remedy: say.T("give the file of labels with it")}
	}
	second := &reading{name: o.options.LabelsName, total: len(o.options.Labels), tick: o.tick}
	if second.name == "" {
		second.name = "the file of labels"
	}
	raw, err = second.unzip(o.options.Labels)
	if err != nil {
		return nil, err
	}
	y, err := readArray(second.name, raw)
	if err != nil {
		return nil, err
	}
	return arrayTable(o.name, x, y)
}

func readArray(name string, raw []byte) (*Array, error) {
	switch {
	case bytes.HasPrefix(raw, []byte(npyMagic)):
		return readNPY(name, raw)
	case isIDX(raw):
		return readIDX(name, raw)
	}
	return nil, &Error{File: name, Problem: say.T("is neither IDX nor NPY"), Remedy: say.T("give both files of the pair in one of these formats")}
}

// text reads JSON or delimited text; as, unless nil, says which.
func (o *reading) text(raw []byte, as func(*reading, decoded, []byte) (*Table, error)) (*Table, error) {
	if len(bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))) == 0 {
		return nil, o.emptyError()
	}
	d, err := o.decodeText(raw)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(d.text)) == 0 {
		return nil, o.emptyError()
	}
	if as == nil {
		as = (*reading).csv
		if looksLikeJSON(d.text) {
			as = (*reading).json
		}
	}
	return as(o, d, raw)
}

func (o *reading) emptyError() error {
	return &Error{File: o.name, Problem: say.T("is empty"), Remedy: say.T("give a CSV file with a header row and at least one row below it")}
}

// looksLikeJSON tells JSON from a header row that begins with a bracket.
func looksLikeJSON(text []byte) bool {
	rest := bytes.TrimLeft(text, " \t\r\n")
	next := bytes.TrimLeft(rest[1:], " \t\r\n")
	if len(next) == 0 {
		return false
	}
	switch rest[0] {
	case '{':
		return next[0] == '"' || next[0] == '}'
	case '[':
		return next[0] == '{' || next[0] == '['
	}
	return false
}
