package scenario

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"untangle/sim/say"
)

// Limits of a scenario; the fields of [Scenario] state them beside their meaning.
const (
	MaxDistributions = 6
	MinRegions       = 2
	MaxTurns         = 4
	MaxDigits        = 10_000
	MaxCount         = 100_000
	MinRows          = 10
	MaxSteps         = 1_000
	MaxPerStep       = 10_000
	MaxEpochs        = 10_000
	MaxSeed          = 1<<53 - 1
	MaxNoise         = 0.5
)

// Validate reports the first field that is out of range as an [*Error], or nil.
func (s Scenario) Validate() error {
	if s.Version < 1 || s.Version > Version {
		return &Error{"version", say.T("is %d", s.Version), say.T("use %d", Version)}
	}
	if err := named(s.ID, s.Title, s.Summary); err != nil {
		return err
	}
	if s.Seed > MaxSeed {
		return &Error{"seed", say.T("%d is too large", s.Seed), say.T("use 0 to 2^53-%d", 1)}
	}
	for _, check := range []func() error{s.Data.validate, s.Fit.validate, s.Influence.validate, s.Purify.validate} {
		if err := check(); err != nil {
			return err
		}
	}
	if s.Data.Generated() {
		if rows, gone := s.Data.Rows(), s.Purify.PerStep*s.Purify.Steps; gone > rows-MinRows {
			return &Error{"purify.steps", say.T("%d removals of %d would leave %d of %d rows", s.Purify.Steps, s.Purify.PerStep, rows-gone, rows), say.T("use at most %d steps, so that %d rows stay", max(0, rows-MinRows)/s.Purify.PerStep, MinRows)}
		}
	}
	for i, m := range s.Marks {
		if m.Chart != "variance" && m.Chart != "accuracy" {
			return &Error{fmt.Sprintf("marks[%d].chart", i), say.T("%q is not a chart", m.Chart), say.T(`use "variance" or "accuracy"`)}
		}
		if !finite(m.Value) || m.Removed < -1 || m.Label == "" || m.Source == "" {
			return &Error{fmt.Sprintf("marks[%d]", i), say.T("is incomplete"), say.T("give a label, a source, a finite value and removed ≥ -1")}
		}
	}
	return nil
}

func (f Fit) validate() error {
	switch f.Method {
	case FitNewton:
		return within("fit.ridge", f.Ridge, 1e-8, 10)
	case FitAdam:
	default:
		return &Error{"fit.method", say.T("%q is not a way to fit", f.Method), say.T(`use "newton" or "adam"`)}
	}
	if f.Epochs < 1 || f.Epochs > MaxEpochs {
		return &Error{"fit.epochs", say.T("is %d", f.Epochs), say.T("use %d to %d", 1, MaxEpochs)}
	}
	return within("fit.targetLoss", f.TargetLoss, 0, 100)
}

func (i Influence) validate() error { return within("influence.damping", i.Damping, 1e-6, 10) }

func (p Purify) validate() error {
	if !slices.Contains(Rules, p.Rule) {
		names := make([]string, len(Rules))
		for i, r := range Rules {
			names[i] = string(r)
		}
		return &Error{"purify.rule", say.T("%q is not a removal rule", p.Rule), say.T("use one of %v", strings.Join(names, ", "))}
	}
	if p.PerStep < 1 || p.PerStep > MaxPerStep {
		return &Error{"purify.perStep", say.T("is %d", p.PerStep), say.T("use %d to %d", 1, MaxPerStep)}
	}
	if p.Steps < 0 || p.Steps > MaxSteps {
		return &Error{"purify.steps", say.T("is %d", p.Steps), say.T("use %d to %d", 0, MaxSteps)}
	}
	return nil
}

// within refuses values outside [lo, hi] and NaN.
func within(field string, v, lo, hi float64) error {
	if v >= lo && v <= hi { // false for NaN
		return nil
	}
	return &Error{field, say.T("is %g", v), say.T("use %g to %g", lo, hi)}
}

func length(field, v string, limit int) error {
	if len(v) > limit {
		return &Error{field, say.T("has %d bytes", len(v)), say.T("use at most %d", limit)}
	}
	return nil
}

// named checks what names a document.
func named(id, title, summary string) error {
	if !validID(id) {
		return &Error{"id", say.T("%q is not a name", id), say.T("use 1 to 64 lower-case letters, digits and dashes")}
	}
	if err := length("title", title, 120); err != nil {
		return err
	}
	return length("summary", summary, 600)
}

func validID(id string) bool {
	if len(id) < 1 || len(id) > 64 {
		return false
	}
	for _, r := range id {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return true
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
