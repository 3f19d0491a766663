package say

import "fmt"

// Error is what went wrong in the numerics, in words: what it is about, what is wrong, and
// the way out. It is compared by its address, as errors.New's are.
type Error struct {
	// Place is the field, or says what does not work.
	Place Text
	// Problem says what is wrong.
	Problem Text
	// Remedy says what to do about it.
	Remedy Text
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s; %s", e.Place, e.Problem, e.Remedy) }
