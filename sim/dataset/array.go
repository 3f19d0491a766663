package dataset

import (
	"encoding/binary"
	"math"

	"untangle/sim/say"
)

// ArrayLabel is the name of the label column of a table that came as arrays.
const ArrayLabel = "label"

// numberType is a type of number in a binary file.
type numberType uint8

const (
	typeUint8 numberType = iota
	typeInt8
	typeBool
	typeUint16
	typeInt16
	typeUint32
	typeInt32
	typeUint64
	typeInt64
	typeFloat32
	typeFloat64
)

// size returns the bytes of one number.
func (k numberType) size() int {
	return [...]int{1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8}[k]
}

// Array is a matrix in the bytes of a binary file; it takes no memory beside them.
type Array struct {
	rows, features int
	kind           numberType
	order          binary.ByteOrder
	raw            []byte
	// Element (r, c) is number r·stride + place(c); column is nil where place(c) = c.
	stride int
	column []int
	// shape is what one row was before it was flattened, the last index running fastest.
	shape []int
}

// Shape returns what one row was before it was flattened, such as 28, 28 for an image.
func (a *Array) Shape() []int { return a.shape }

// Dims returns the number of rows and of features.
func (a *Array) Dims() (rows, features int) { return a.rows, a.features }

// Row writes the features of a row of the file to dst.
func (a *Array) Row(dst []float64, r int) {
	if a.kind == typeUint8 && a.column == nil { // images: worth a loop of its own
		for c, v := range a.raw[r*a.stride : r*a.stride+a.features] {
			dst[c] = float64(v)
		}
		return
	}
	for c := range a.features {
		dst[c] = a.at(r, c)
	}
}

// at returns one number. Integers beyond 2⁵³ are rounded.
func (a *Array) at(r, c int) float64 {
	if a.column != nil {
		c = a.column[c]
	}
	return a.number(r*a.stride + c)
}

// number returns number i of the file's data.
func (a *Array) number(i int) float64 {
	b := a.raw[i*a.kind.size():]
	switch a.kind {
	case typeUint8:
		return float64(b[0])
	case typeBool:
		if b[0] != 0 {
			return 1
		}
		return 0
	case typeInt8:
		return float64(int8(b[0]))
	case typeUint16:
		return float64(a.order.Uint16(b))
	case typeInt16:
		return float64(int16(a.order.Uint16(b)))
	case typeUint32:
		return float64(a.order.Uint32(b))
	case typeInt32:
		return float64(int32(a.order.Uint32(b)))
	case typeUint64:
		return float64(a.order.Uint64(b))
	case typeInt64:
		return float64(int64(a.order.Uint64(b)))
	case typeFloat32:
		return float64(math.Float32frombits(a.order.Uint32(b)))
	}
	return math.Float64frombits(a.order.Uint64(b))
}

// newArray checks a shape against the limits and the bytes that are there, with products
// that cannot overflow, and lays a matrix over them: the first dimension counts rows.
func newArray(name string, shape []int, kind numberType, order binary.ByteOrder, fortran bool, raw []byte) (*Array, error) {
	count, err := elements(name, shape, kind)
	if err != nil {
		return nil, err
	}
	if count == 0 {
		return nil, &Error{File: name, Problem: say.T("is empty: its shape is %v", shape), Remedy: say.T("give at least one row with one feature")}
	}
	if len(raw) < count*kind.size() {
		return nil, &Error{File: name, Problem: say.T("is cut short: it has %d bytes of data, and its shape %v needs %d", len(raw), shape, count*kind.size()),
			Remedy: say.T("copy or download it again")}
	}
	a := &Array{rows: shape[0], kind: kind, order: order, raw: raw[:count*kind.size()], shape: shape[1:]}
	a.features = 1
	for _, k := range a.shape {
		a.features *= k
	}
	if a.features > MaxFeatures {
		return nil, &Error{File: name, Problem: say.T("has %d features per row (shape %v)", a.features, shape), Remedy: say.T("keep at most %d", MaxFeatures)}
	}
	if a.stride = a.features; fortran && len(shape) > 1 {
		a.stride = 1
		a.column = fortranColumns(a.rows, a.features, a.shape)
	}
	return a, nil
}

// fortranColumns returns where each feature, flattened with the last index running
// fastest, lies in data whose first index runs fastest.
func fortranColumns(rows, features int, shape []int) []int {
	out := make([]int, features)
	for c := range out {
		place, stride := 0, rows
		rest, below := c, features
		for _, k := range shape {
			below /= k
			place += rest / below * stride
			rest %= below
			stride *= k
		}
		out[c] = place
	}
	return out
}

// elements returns the product of a shape, or an error where it is negative, has no or
// too many dimensions, or asks for more than [MaxFile] bytes.
func elements(name string, shape []int, kind numberType) (int, error) {
	if len(shape) == 0 || len(shape) > 8 {
		return 0, &Error{File: name, Problem: say.T("has %d dimensions", len(shape)), Remedy: say.T("give rows × features, or rows × height × width")}
	}
	count := 1
	for _, k := range shape {
		if k < 0 {
			return 0, &Error{File: name, Problem: say.T("has the negative size %d in its shape", k), Remedy: say.T("write the file again")}
		}
		if k > 0 && count > MaxFile/kind.size()/k {
			return 0, &Error{File: name, Problem: say.T("has the shape %v, more than %d MB", shape, MaxFile>>20), Remedy: say.T("give a sample of the rows")}
		}
		count *= k
	}
	return count, nil
}
