package session

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
func (n Number) MarshalJSON() ([]byte, error) { return Rounded(float64(n), digits), nil }

// UnmarshalJSON implements [json.Unmarshaler].
func (n *Number) UnmarshalJSON(b []byte) error { return ReadRounded(b, (*float64)(n)) }

// Rounded writes v with so many significant digits, as JSON: null where it is not finite.
func Rounded(v float64, digits int) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null")
	}
	return strconv.AppendFloat(nil, v, 'g', digits, 64)
}

// ReadRounded reads what Rounded writes; null is NaN.
func ReadRounded(b []byte, v *float64) error {
	if string(b) == "null" {
		*v = math.NaN()
		return nil
	}
	return json.Unmarshal(b, v)
}
