package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"untangle/sim/say"
)

// Decode reads a message from the page. Unknown kinds and fields are refused with
// an [*Error] of code "message", ready to be sent back.
func Decode(b []byte) (Message, error) {
	var head struct {
		Kind Kind `json:"kind"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return nil, malformed("(message)", say.Raw(err.Error()))
	}
	var m Message
	switch head.Kind {
	case KindHello:
		m = &Hello{}
	case KindFile:
		m = &File{}
	case KindOpen:
		m = &Open{}
	case KindNext:
		m = &Next{}
	case KindStudy:
		m = &Study{}
	case KindCompute:
		m = &Compute{}
	case KindSummarize:
		m = &Summarize{}
	case KindCancel:
		m = &Cancel{}
	case KindPreview:
		m = &Preview{}
	case KindTune:
		m = &Tune{}
	case KindGauge:
		m = &Gauge{}
	case KindReview:
		m = &Review{}
	case KindCells:
		m = &Cells{}
	case KindExport:
		m = &Export{}
	case KindAssist:
		m = &Assist{}
	case KindAssisted:
		m = &Assisted{}
	case KindPictures:
		m = &Pictures{}
	default:
		return nil, malformed("kind", say.T("%q is not a message", head.Kind))
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(m); err != nil {
		return nil, malformed("(message)", say.Raw(err.Error()))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, malformed("(message)", say.T("has text after the closing brace"))
	}
	return m, nil
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s: %s; %s", e.Code, e.Place, e.Problem, e.Remedy)
}

// Say makes an error of its words; code is one of Error.Code.
func Say(code string, place, problem, remedy say.Text) *Error {
	return &Error{Kind: KindError, Code: code, Place: place.String(), Problem: problem.String(), Remedy: remedy.String(),
		Said: Words{place, problem, remedy}}
}

func malformed(place string, problem say.Text) *Error {
	return Say("message", say.Raw(place), problem, say.T("reload the page, so that page and core are of one build"))
}
