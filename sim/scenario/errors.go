package scenario

import (
	"fmt"

	"untangle/sim/say"
)

// Error is a caller's bad input: which field, what is wrong, and the way out.
type Error struct {
	// Field is the JSON path of the field, such as "data.counts[1]".
	Field string
	// Problem says what is wrong, with the offending value.
	Problem say.Text
	// Remedy says what to do about it.
	Remedy say.Text
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("scenario: %s: %s; %s", e.Field, e.Problem, e.Remedy)
}
