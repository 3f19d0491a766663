package scenario

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"untangle/sim/say"
)

// maxDocument bounds the size of a document in bytes; a preset has about one thousand.
const maxDocument = 1 << 16

// Decode reads one JSON document and validates it. Unknown fields, trailing
// text, a newer version and every out-of-range value are refused with an
// [*Error] that names the field.
func Decode(doc []byte) (Scenario, error) {
	if len(doc) > maxDocument {
		return Scenario{}, &Error{"(document)", say.T("%d bytes is too long", len(doc)), say.T("a scenario has at most %d bytes", maxDocument)}
	}
	// The version is looked at first: a newer document may have fields that
	// this build does not know, and "unknown field" would mislead.
	var head struct {
		Version *int `json:"version"`
	}
	if err := json.Unmarshal(doc, &head); err != nil {
		return Scenario{}, syntaxError(err)
	}
	switch {
	case head.Version == nil:
		return Scenario{}, &Error{"version", say.T("is missing"), say.T("add \"version\": %d", Version)}
	case *head.Version > Version:
		return Scenario{}, &Error{"version", say.T("%d is newer than this build reads (%d)", *head.Version, Version), say.T("open it in a newer Untangle")}
	case *head.Version < 1:
		return Scenario{}, &Error{"version", say.T("%d is not a version", *head.Version), say.T("use %d", Version)}
	}
	var s Scenario
	if err := strict(doc, &s); err != nil {
		return Scenario{}, err
	}
	if err := s.Validate(); err != nil {
		return Scenario{}, err
	}
	return s, nil
}

// strict reads one JSON object into v; unknown fields and text behind it are refused.
func strict(doc []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return syntaxError(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return &Error{"(document)", say.T("has text after the closing brace"), say.T("remove it")}
	}
	return nil
}

// Encode writes s as indented JSON with a final line break, the form of the
// files under presets.
func Encode(s Scenario) ([]byte, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	return append(b, '\n'), nil
}

// syntaxError turns an error of encoding/json into an *Error with its place.
func syntaxError(err error) error {
	var syn *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syn):
		return &Error{"(document)", say.T("is not JSON at byte %d: %v", syn.Offset, syn), say.T("correct it there")}
	case errors.As(err, &typ):
		return &Error{cmp.Or(typ.Field, "(document)"), say.T("is given as %v", typ.Value), say.T("give %v", inWords(typ.Type))}
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return &Error{cmp.Or(strings.Trim(name, `"`), name), say.T("is not a field of a scenario"), say.T("remove it or correct its name")}
	}
	return &Error{"(document)", say.T("%v", err), say.T("give one JSON object")}
}

// inWords names what JSON value a Go type is read from.
func inWords(t reflect.Type) say.Text {
	switch t.Kind() {
	case reflect.Int:
		return say.T("a whole number")
	case reflect.Uint64:
		return say.T("a whole number, 0 or more")
	case reflect.Float64:
		return say.T("a number")
	case reflect.String:
		return say.T("a text")
	case reflect.Slice:
		return say.T("a list")
	}
	return say.T("an object")
}
