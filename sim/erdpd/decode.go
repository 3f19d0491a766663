package erdpd

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"untangle/sim/say"
	"untangle/sim/scenario"
)

// maxDocument bounds the size of an experiment's document in bytes.
const maxDocument = 1 << 16

// Decode reads an experiment from one JSON document and validates it. Fields that are left
// out keep the values of [Default], data as a whole; unknown fields, trailing text and values out of range
// are refused with a [*scenario.Error].
func Decode(doc []byte) (Experiment, error) {
	if len(doc) > maxDocument {
		return Experiment{}, refuse("(document)", say.T("has %d bytes", len(doc)), say.T("an experiment has at most %d", maxDocument))
	}
	e := Default()
	data := e.Data
	e.Data = scenario.Data{} // fields of one kind of data mean nothing to another
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&e); err != nil {
		var typ *json.UnmarshalTypeError
		if errors.As(err, &typ) && typ.Field != "" {
			return Experiment{}, refuse(typ.Field, say.T("is given as %v", typ.Value), say.T("give the kind of value it has by default"))
		}
		if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
			return Experiment{}, refuse(strings.Trim(name, `"`), say.T("is not a field of an experiment"), say.T("remove it or correct its name"))
		}
		return Experiment{}, refuse("(document)", say.T("is not an experiment: %v", err), say.T("give one JSON object"))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Experiment{}, refuse("(document)", say.T("has text after the closing brace"), say.T("remove it"))
	}
	if e.Data.Kind == "" {
		e.Data = data
	}
	return e, e.Validate()
}
