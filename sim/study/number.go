package study

import (
	"encoding/json"
	"math"
	"strconv"
)

// digits is the number of significant digits of a Number in JSON. More than anyone reads,
// and a recorded study is a third as long.
const digits = 6

// Number is a float64 that is rounded to six significant digits in JSON. NaN and the
// infinities are null there, and null is NaN.
type Number float64

// MarshalJSON implements [json.Marshaler].
func (n Number) MarshalJSON() ([]byte, error) {
	if v := float64(n); math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(n), 'g', digits, 64), nil
}

// UnmarshalJSON implements [json.Unmarshaler].
func (n *Number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = Number(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

// missing is null in JSON.
var missing = Number(math.NaN())
