package dataset

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"

	"untangle/sim/say"
)

// npyMagic begins every NPY file (numpy/lib/format.py: magic, version, length of the
// header, header, data).
const npyMagic = "\x93NUMPY"

// maxNPYHeader bounds a header; numpy itself refuses more than 10,000 bytes.
const maxNPYHeader = 1 << 16

// npyHeader is what an NPY file says about its data.
type npyHeader struct {
	kind    numberType
	order   binary.ByteOrder
	fortran bool
	shape   []int
	// data is where the numbers begin.
	data int
}

// empty reports whether there are no numbers, as in the arrays that the paper's files
// carry along.
func (h *npyHeader) empty() bool {
	for _, k := range h.shape {
		if k == 0 {
			return true
		}
	}
	return false
}

// npyTypes maps the letter and size of a dtype to a type of number.
var npyTypes = map[string]numberType{
	"b1": typeBool, "u1": typeUint8, "i1": typeInt8, "u2": typeUint16, "i2": typeInt16, "u4": typeUint32,
	"i4": typeInt32, "u8": typeUint64, "i8": typeInt64, "f4": typeFloat32, "f8": typeFloat64,
}

// readNPYHeader reads the header of an NPY file from its first bytes.
func readNPYHeader(name string, raw []byte) (*npyHeader, error) {
	bad := func(problem, remedy say.Text) (*npyHeader, error) {
		return nil, &Error{File: name, Problem: problem, Remedy: remedy}
	}
	short := say.T("is cut short in its header")
	if len(raw) < 12 || !bytes.HasPrefix(raw, []byte(npyMagic)) {
		return bad(say.T("is not an NPY array"), say.T("write it with numpy.save or numpy.savez"))
	}
	var length, at int
	switch major := raw[6]; major {
	case 1:
		length, at = int(binary.LittleEndian.Uint16(raw[8:])), 10
	case 2, 3:
		length, at = int(min(binary.LittleEndian.Uint32(raw[8:]), maxNPYHeader+1)), 12
	default:
		return bad(say.T("has version %d of the NPY format", major), say.T("write it with a version of 1 to 3"))
	}
	if length > maxNPYHeader {
		return bad(say.T("has a header of more than 64 kB"), say.T("write it with numpy.save of a plain array"))
	}
	if len(raw) < at+length {
		return bad(short, say.T("copy or download it again"))
	}
	h := &npyHeader{data: at + length}
	fields, problem := parseNPYHeader(string(raw[at : at+length]))
	if !problem.Empty() {
		return bad(say.T("has a header that is not understood: %s", problem), say.T("write it with numpy.save of a plain array"))
	}
	descr := fields.descr
	if strings.HasPrefix(descr, "|O") || strings.HasPrefix(descr, "O") {
		return bad(say.T("holds Python objects, which are not read: they are programs"), say.T("write it as an array of numbers"))
	}
	if len(descr) < 3 {
		return bad(say.T("has the type %q", clip(descr)), npyTypeRemedy)
	}
	kind, known := npyTypes[descr[1:]]
	if !known || !strings.ContainsRune("<>|=", rune(descr[0])) {
		return bad(say.T("has the type %q", clip(descr)), npyTypeRemedy)
	}
	h.kind, h.fortran, h.shape, h.order = kind, fields.fortran, fields.shape, binary.LittleEndian
	if descr[0] == '>' {
		h.order = binary.BigEndian
	}
	return h, nil
}

var npyTypeRemedy = say.T("use bool, int8 to int64, uint8 to uint64, float32 or float64")

// npyFields are the fields of a header.
type npyFields struct {
	descr   string
	fortran bool
	shape   []int
}

// parseNPYHeader reads the Python dictionary of a header: three known keys with a
// string, a boolean and a tuple of whole numbers.
func parseNPYHeader(text string) (f npyFields, problem say.Text) {
	s := &pyScanner{rest: text}
	s.expect("{")
	seen := map[string]bool{}
	for s.err.Empty() && !s.accept("}") {
		key := s.str()
		s.expect(":")
		if seen[key] {
			s.fail(say.T("key %q comes twice", clip(key)))
		}
		seen[key] = true
		switch key {
		case "descr":
			f.descr = s.str()
		case "fortran_order":
			if f.fortran = s.accept("True"); !f.fortran {
				s.expect("False")
			}
		case "shape":
			f.shape = s.tuple()
		default:
			s.fail(say.T("key %q", clip(key)))
		}
		if !s.accept(",") {
			s.expect("}")
			break
		}
	}
	if s.err.Empty() && len(seen) != 3 {
		s.fail(say.T("it lacks one of descr, fortran_order and shape"))
	}
	return f, s.err
}

// pyScanner reads the few forms of Python literals that headers have.
type pyScanner struct {
	rest string
	err  say.Text // empty as long as all is well
}

func (s *pyScanner) fail(problem say.Text) {
	if s.err.Empty() {
		s.err = problem
	}
}

func (s *pyScanner) accept(token string) bool {
	s.rest = strings.TrimLeft(s.rest, " \t\r\n")
	rest, ok := strings.CutPrefix(s.rest, token)
	if ok && s.err.Empty() {
		s.rest = rest
		return true
	}
	return false
}

func (s *pyScanner) expect(token string) {
	if !s.accept(token) {
		s.fail(say.T("%q is missing before %q", token, shorten(s.rest, 20)))
	}
}

// str reads a string in single or double quotes, without escapes.
func (s *pyScanner) str() string {
	quote := "'"
	if !s.accept(quote) {
		quote = "\""
		s.expect(quote)
	}
	text, rest, found := strings.Cut(s.rest, quote)
	if !found {
		s.fail(say.T("a string does not end"))
		return ""
	}
	s.rest = rest
	return text
}

// tuple reads whole numbers in parentheses.
func (s *pyScanner) tuple() []int {
	out := []int{}
	s.expect("(")
	for s.err.Empty() && !s.accept(")") {
		s.rest = strings.TrimLeft(s.rest, " ")
		n := 0
		for n < len(s.rest) && (s.rest[n] == '-' || s.rest[n] >= '0' && s.rest[n] <= '9') {
			n++
		}
		v, err := strconv.Atoi(s.rest[:n])
		if err != nil {
			s.fail(say.T("%q is not a size", shorten(s.rest, 20)))
			break
		}
		s.rest = strings.TrimPrefix(s.rest[n:], "L") // Python 2
		if out = append(out, v); len(out) > 32 {
			s.fail(say.T("more than 32 dimensions"))
		}
		if !s.accept(",") {
			s.expect(")")
			break
		}
	}
	return out
}

// readNPY reads a whole NPY file.
func readNPY(name string, raw []byte) (*Array, error) {
	h, err := readNPYHeader(name, raw)
	if err != nil {
		return nil, err
	}
	return newArray(name, h.shape, h.kind, h.order, h.fortran, raw[h.data:])
}
