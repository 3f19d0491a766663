package dataset

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"strings"

	"untangle/sim/say"
)

// maxRatio and freeBytes bound what a packed file may unpack to: freeBytes always, beyond
// them maxRatio times its size. Deflate packs zeros a thousandfold; data worth a run do
// not come near a hundred.
const (
	maxRatio  = 100
	freeBytes = 8 << 20
)

// unpackLimit returns how many bytes may come out of size packed ones.
func unpackLimit(size int) int { return min(MaxFile, max(freeBytes, maxRatio*size)) }

// bombError refuses a packed file that unpacks to more than it should.
func bombError(name string, size, limit int) error {
	return &Error{File: name, Problem: say.T("unpacks from %d kB to more than %d MB", size/1000, limit>>20),
		Remedy: say.T("give a file that packs less than %d-fold and has at most %d MB, or unpack it yourself", maxRatio, MaxFile>>20)}
}

// pairNames are the names of features and labels in an NPZ file, the likelier first.
var pairNames = []struct{ x, y string }{
	{"X_train", "y_train"}, {"x_train", "y_train"}, {"X", "y"}, {"x", "y"}, {"X", "Y"}, {"data", "labels"}, {"data", "target"},
	{"features", "labels"}, {"images", "labels"}, {"train_images", "train_labels"}, {"arr_0", "arr_1"},
}

var testPairNames = []struct{ x, y string }{{"X_test", "y_test"}, {"x_test", "y_test"}, {"test_images", "test_labels"}}

// npz reads an archive of NPY arrays: one pair of features and labels to train on and,
// if there is one, a pair to test on. Arrays without elements count as absent.
func (o *reading) npz(raw []byte) (*Table, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, &Error{File: o.name, Problem: say.T("is a ZIP archive that cannot be read: %v", shorten(err.Error(), 80)), Remedy: say.T("copy or download it again")}
	}
	members, names := map[string]*zip.File{}, []string{}
	for _, f := range z.File {
		switch name, isArray := strings.CutSuffix(f.Name, ".npy"); {
		case f.Name == "xl/workbook.xml":
			return nil, &Error{File: o.name, Problem: say.T("is an Excel workbook"), Remedy: say.T("save the sheet as CSV (UTF-8)")}
		case isArray && members[name] == nil:
			members[name] = f
			names = append(names, name)
		}
	}
	if len(members) == 0 {
		return nil, &Error{File: o.name, Problem: say.T("is a ZIP archive without NPY arrays"), Remedy: say.T("give an .npz file, or unpack the archive and give the file in it")}
	}
	a := &archive{o: o, raw: raw, members: members}
	train, err := a.pair(pairNames)
	if err != nil {
		return nil, err
	}
	test, err := a.pair(testPairNames)
	switch {
	case err != nil:
		return nil, err
	case train == nil && test == nil:
		return nil, &Error{File: o.name, Problem: say.T("has no pair of features and labels that is known by its names; it has %v", shorten(strings.Join(names, ", "), 120)),
			Remedy: say.T("name them X_train and y_train, or X and y")}
	case train == nil:
		return test, nil
	}
	train.Test = test
	return train, nil
}

// archive is an NPZ file.
type archive struct {
	o       *reading
	raw     []byte
	members map[string]*zip.File
}

// pair reads the first pair of the list that is there, or nil.
func (a *archive) pair(list []struct{ x, y string }) (*Table, error) {
	for _, p := range list {
		if a.members[p.x] == nil || a.members[p.y] == nil {
			continue
		}
		x, err := a.array(p.x)
		if err != nil {
			return nil, err
		}
		y, err := a.array(p.y)
		if err != nil {
			return nil, err
		}
		if x == nil || y == nil {
			continue
		}
		return arrayTable(a.o.name, x, y)
	}
	return nil, nil
}

// array reads a member; nil where it has no elements.
func (a *archive) array(name string) (*Array, error) {
	f := a.members[name]
	label := a.o.name + ": " + shorten(name, 60) + ".npy"
	bytes, err := a.unpack(label, f)
	if err != nil {
		return nil, err
	}
	h, err := readNPYHeader(label, bytes)
	if err != nil {
		return nil, err
	}
	if h.empty() {
		return nil, nil
	}
	return newArray(label, h.shape, h.kind, h.order, h.fortran, bytes[h.data:])
}

// unpack returns the bytes of a member: those in the file where it is stored as it is.
func (a *archive) unpack(label string, f *zip.File) ([]byte, error) {
	broken := func(err error) error {
		return &Error{File: label, Problem: say.T("cannot be unpacked: %v", shorten(err.Error(), 80)), Remedy: say.T("copy or download the file again")}
	}
	if f.Flags&1 != 0 {
		return nil, &Error{File: label, Problem: say.T("is encrypted"), Remedy: say.T("write it without a password")}
	}
	if f.Method == zip.Store {
		at, err := f.DataOffset()
		if err != nil {
			return nil, broken(err)
		}
		if size := f.UncompressedSize64; size == f.CompressedSize64 && uint64(at) <= uint64(len(a.raw)) && size <= uint64(len(a.raw))-uint64(at) {
			data := a.raw[at : uint64(at)+size]
			return data, a.checksum(label, data, f.CRC32)
		}
		return nil, &Error{File: label, Problem: say.T("cannot be unpacked: its sizes do not agree"), Remedy: say.T("copy or download the file again")}
	}
	limit := unpackLimit(int(min(f.CompressedSize64, uint64(len(a.raw)))))
	if f.UncompressedSize64 > uint64(limit) {
		return nil, bombError(label, int(min(f.CompressedSize64, uint64(len(a.raw)))), limit)
	}
	r, err := f.Open()
	if err != nil {
		return nil, broken(err)
	}
	defer r.Close()
	out, err := a.o.inflate(r, int(f.UncompressedSize64), limit) // checks the sum as well
	if err != nil {
		return nil, a.o.inflateError(label, err, int(f.CompressedSize64), limit)
	}
	return out, nil
}

func (a *archive) checksum(label string, data []byte, want uint32) error {
	sum := uint32(0)
	for at := 0; at < len(data); at += chunk {
		sum = crc32.Update(sum, crc32.IEEETable, data[at:min(at+chunk, len(data))])
		if err := a.o.tell(at); err != nil {
			return err
		}
	}
	if sum != want {
		return &Error{File: label, Problem: say.T("is damaged: its checksum is wrong"), Remedy: say.T("copy or download the file again")}
	}
	return nil
}

// errBomb says that a stream is longer than it may be.
var errBomb = errors.New("unpacks to too much")

// inflate reads a stream to its end, up to limit bytes; size is a guess of its length
// that is believed as far as the limit allows.
func (o *reading) inflate(r io.Reader, size, limit int) ([]byte, error) {
	out := make([]byte, 0, min(max(size, 512), limit)+1) // one more, to see the end
	for told := 0; ; {
		if len(out) == cap(out) {
			out = append(out, 0)[:len(out)]
		}
		n, err := r.Read(out[len(out):min(cap(out), len(out)+chunk)])
		out = out[:len(out)+n]
		switch {
		case len(out) > limit:
			return nil, errBomb
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, err
		}
		if len(out)-told >= chunk {
			told = len(out)
			if err := o.tell(0); err != nil {
				return nil, &canceled{err}
			}
		}
	}
}

// canceled carries an error of a tick through code that knows errors of files.
type canceled struct{ err error }

func (c *canceled) Error() string { return c.err.Error() }

func (o *reading) inflateError(label string, err error, size, limit int) error {
	var c *canceled
	switch {
	case errors.As(err, &c):
		return c.err
	case errors.Is(err, errBomb):
		return bombError(label, size, limit)
	}
	return &Error{File: label, Problem: say.T("cannot be unpacked: %v", shorten(err.Error(), 80)), Remedy: say.T("copy or download the file again")}
}
