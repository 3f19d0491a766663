package study

import (
	"math"

	"untangle/sim/session"
)

// Number is a float64 that is rounded to six significant digits in JSON, null where it is
// not finite.
type Number = session.Number

// missing is null in JSON.
var missing = Number(math.NaN())

// briefDigits is the number of significant digits of a Brief.
const briefDigits = 3

// Brief is a [Number] of three significant digits: for curves over epochs and seeds, of
// which a study holds tens of thousands of values that are drawn, not read.
type Brief float64

// MarshalJSON implements [json.Marshaler].
func (n Brief) MarshalJSON() ([]byte, error) { return session.Rounded(float64(n), briefDigits), nil }

// UnmarshalJSON implements [json.Unmarshaler].
func (n *Brief) UnmarshalJSON(b []byte) error { return session.ReadRounded(b, (*float64)(n)) }
