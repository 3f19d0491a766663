package dataset

import (
	"encoding/binary"
	"fmt"

	"untangle/sim/say"
)

// idxTypes maps the third byte of an IDX file to a type of number.
var idxTypes = map[byte]numberType{
	0x08: typeUint8, 0x09: typeInt8, 0x0b: typeInt16, 0x0c: typeInt32, 0x0d: typeFloat32, 0x0e: typeFloat64,
}

// isIDX recognizes the first bytes of an IDX file: two zeros, a type, and the number of
// dimensions.
func isIDX(raw []byte) bool {
	if len(raw) < 8 || raw[0] != 0 || raw[1] != 0 || raw[3] < 1 || raw[3] > 8 {
		return false
	}
	_, known := idxTypes[raw[2]]
	return known
}

// readIDX reads an IDX file, the format of MNIST and EMNIST: numbers are big-endian.
func readIDX(name string, raw []byte) (*Array, error) {
	dims := int(raw[3])
	if len(raw) < 4+4*dims {
		return nil, &Error{File: name, Problem: say.T("is cut short in its header"), Remedy: say.T("copy or download it again")}
	}
	shape := make([]int, dims)
	for i := range shape {
		shape[i] = int(int32(binary.BigEndian.Uint32(raw[4+4*i:])))
	}
	return newArray(name, shape, idxTypes[raw[2]], binary.BigEndian, false, raw[4+4*dims:])
}

// arrayTable puts features and labels together.
func arrayTable(name string, x, y *Array) (*Table, error) {
	if y.features != 1 {
		return nil, &Error{File: name, Problem: say.T("has labels of %d numbers per row", y.features), Remedy: say.T("give one label per row; one-hot labels by their index")}
	}
	if x.rows != y.rows {
		return nil, &Error{File: name, Problem: say.T("has %d rows of features and %d labels", x.rows, y.rows), Remedy: say.T("give as many labels as rows")}
	}
	t := &Table{Name: name, Array: x, Header: make([]string, x.features+1), Labels: make([]string, y.rows)}
	for c := range x.features {
		t.Header[c] = fmt.Sprintf("x%d", c)
	}
	t.Header[x.features] = ArrayLabel
	names := map[float64]string{}
	for r := range t.Labels {
		v := y.number(r)
		if v != v {
			return nil, &Error{File: name, Row: r + 1, Column: ArrayLabel, Problem: say.T("the label is NaN"), Remedy: say.T("give a number for each class")}
		}
		text, known := names[v]
		if !known {
			text = fmt.Sprint(v)
			if len(names) < 1000 { // more classes than are read: no use remembering them
				names[v] = text
			}
		}
		t.Labels[r] = text
	}
	return t, nil
}
