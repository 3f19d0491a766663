// Package study answers questions that take many runs: sweeps over settings, the
// paper's theorems, races between rules. A study is a document (scenario.Study). It
// consists of cells, each a pure function of the document, so that any worker may
// compute any cell and the answer does not depend on how many there are.
package study

import (
	"bytes"
	"encoding/json"
	"fmt"

	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/session"
)

// Study is an opened study.
type Study interface {
	// Cells is the number of cells, ≥ 1. They are best computed in order: early cells
	// give a coarse picture of the whole.
	Cells() int
	// Cell computes cell i, 0 … Cells()−1. The result is plain data for [Encode]; partial
	// (nil allowed) is told of states on the way, also plain data.
	Cell(i int, partial Partial, tick purify.Tick) (any, error)
	// Summary puts together the results that are there: results[i] is the encoded result
	// of cell i, or nil. It is plain data for [Encode].
	Summary(results []json.RawMessage) (any, error)
}

// Partial takes a state of a cell that is being computed.
type Partial func(state any) error

// Open prepares a study. Bad input comes back as a [*scenario.Error] or a
// [*dataset.Error].
func Open(doc []byte, sources session.Sources) (Study, error) {
	s, err := scenario.DecodeStudy(doc)
	if err != nil {
		return nil, err
	}
	switch s.Kind {
	case scenario.StudySweep:
		return openSweep(s, sources)
	case scenario.StudyRace:
		return openRace(s, sources)
	case scenario.StudyDivide:
		return openDivide(s, sources)
	case scenario.StudyTheorem:
		return openTheorem(s, sources)
	case scenario.StudyDilution:
		return openDilution(s, sources)
	case scenario.StudyClaims:
		return openClaims(s, sources)
	case scenario.StudyNets:
		return openNets(s, sources)
	}
	return nil, &scenario.Error{Field: "kind", Problem: say.T("%q is not a kind of study", s.Kind), Remedy: say.T("choose another")}
}

// Encode writes a result as JSON. encoding/json refuses NaN and infinities, so results
// hold [Number] where a value may be missing.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("study: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decoded reads the results that are there; cells without one are left out.
func decoded[T any](results []json.RawMessage) (cells []int, values []T, err error) {
	for i, r := range results {
		if len(r) == 0 || string(r) == "null" {
			continue
		}
		var v T
		if err := json.Unmarshal(r, &v); err != nil {
			return nil, nil, &scenario.Error{Field: fmt.Sprintf("results[%d]", i), Problem: say.T("%v", err), Remedy: say.T("compute the cell again")}
		}
		cells, values = append(cells, i), append(values, v)
	}
	return cells, values, nil
}
