package study

import (
	"encoding/json"
	"math"
	"strconv"
)

// briefDigits is the number of significant digits of a Brief.
const briefDigits = 3

// Brief is a [Number] of three significant digits: for curves over epochs and seeds, of
// which a study holds tens of thousands of values that are drawn, not read.
type Brief float64

// MarshalJSON implements [json.Marshaler].
func (n Brief) MarshalJSON() ([]byte, error) {
	if v := float64(n); math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(n), 'g', briefDigits, 64), nil
}

// UnmarshalJSON implements [json.Unmarshaler].
func (n *Brief) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = Brief(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}
