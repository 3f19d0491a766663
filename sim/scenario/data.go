package scenario

import (
	"fmt"
	"slices"

	"untangle/sim/say"
)

// Generated reports whether the training rows are made from the scenario, which then
// knows their number; the rows of a table come from the user.
func (d Data) Generated() bool { return d.Kind != DataTable }

// Rows returns the number of training rows of generated data.
func (d Data) Rows() int {
	n := 0
	for _, c := range d.Counts {
		n += c
	}
	return n
}

// Noisy reports whether labels are flipped.
func (d Data) Noisy() bool {
	return (d.Noise.Kind == NoiseSymmetric || d.Noise.Kind == NoiseAsymmetric) && d.Noise.Rate > 0
}

// The files of packed digits, beside the page under data/.
const (
	Digits14 = "digits14.bin" // all ten digits, 14×14
	Digits48 = "digits48.bin" // the fours and eights, 28×28
)

// Files names the packed files the data are drawn from; none for most kinds.
func (d Data) Files() []string {
	switch {
	case d.Kind != DataDigits:
		return nil
	case d.Size == 28:
		return []string{Digits48}
	}
	return []string{Digits14}
}

func (d Data) validate() error {
	check, known := map[DataKind]func() error{
		DataSD: d.validateSD, DataPlane: d.validatePlane, DataMoons: d.validateMoons,
		DataDigits: d.validateDigits, DataTable: d.validateTable,
	}[d.Kind]
	if !known {
		return &Error{"data.kind", say.T("%q is not a source of data", d.Kind), say.T(`use "sd", "plane", "moons", "digits" or "table"`)}
	}
	if err := d.validateForeign(); err != nil {
		return err
	}
	if err := check(); err != nil {
		return err
	}
	return d.Noise.validate()
}

// validateForeign refuses fields that belong to another kind of data, which would be
// ignored without a word.
func (d Data) validateForeign() error {
	if err := d.foreignTable(); err != nil {
		return err
	}
	remedy := say.T("remove it, or use another kind than %q", d.Kind)
	if d.Kind != DataDigits {
		switch {
		case len(d.Classes) > 0:
			return &Error{"data.classes", say.T("is for digits only"), remedy}
		case d.Size != 0:
			return &Error{"data.size", say.T("is for digits only"), remedy}
		case d.Rotate != 0:
			return &Error{"data.rotate", say.T("is for digits only"), remedy}
		}
	}
	if d.TestMix && d.Kind != DataSD {
		return &Error{"data.testMix", say.T("is for sd only"), remedy}
	}
	// "sd" has always let the fields of "table" pass, and "table" those of "sd".
	if d.Kind != DataTable && d.Kind != DataSD {
		switch {
		case d.Label != "":
			return &Error{"data.label", say.T("is for tables only"), remedy}
		case d.Scale != "":
			return &Error{"data.scale", say.T("is for tables only"), remedy}
		}
	}
	return nil
}

func (d Data) validateSD() error { return d.validateRows() }

func (d Data) validatePlane() error {
	if len(d.Counts) < MinRegions {
		return &Error{"data.counts", say.T("has %d entries", len(d.Counts)), say.T("give %d to %d, one for each region", MinRegions, MaxDistributions)}
	}
	return d.validateRows()
}

func (d Data) validateMoons() error {
	if len(d.Counts) != 1 {
		return &Error{"data.counts", say.T("has %d entries", len(d.Counts)), say.T("give 1, the rows of both moons together")}
	}
	return d.validateRows()
}

func (d Data) validateDigits() error {
	if err := d.validateRows(); err != nil {
		return err
	}
	if rows := d.Rows() + d.Test; rows > MaxDigits {
		return &Error{"data.counts", say.T("ask, with the test rows, for %d digits", rows), say.T("use at most %d in all", MaxDigits)}
	}
	if err := d.validateClasses(); err != nil {
		return err
	}
	switch {
	case d.Size != 14 && d.Size != 28:
		return &Error{"data.size", say.T("is %d", d.Size), say.T("use 14 or 28")}
	case d.Size == 28 && !slices.Equal(d.Classes, []int{4, 8}):
		return &Error{"data.size", say.T("is 28, which only the classes 4 and 8 have"), say.T("use 14, or the classes [4, 8]")}
	}
	return d.validateTurns()
}

func (d Data) validateClasses() error {
	if len(d.Classes) < 2 || len(d.Classes) > 10 {
		return &Error{"data.classes", say.T("has %d entries", len(d.Classes)), say.T("give 2 to 10 digits")}
	}
	for i, c := range d.Classes {
		field := fmt.Sprintf("data.classes[%d]", i)
		if c < 0 || c > 9 {
			return &Error{field, say.T("is %d", c), say.T("use digits 0 to 9")}
		}
		if i > 0 && c <= d.Classes[i-1] {
			return &Error{field, say.T("is %d after %d", c, d.Classes[i-1]), say.T("list each digit once, ascending")}
		}
	}
	return nil
}

// validateTurns holds the number of blocks to the turns that differ.
func (d Data) validateTurns() error {
	blocks := len(d.Counts)
	if blocks == 1 {
		if d.Rotate != 0 {
			return &Error{"data.rotate", say.T("is %d for a single block", d.Rotate), say.T("give counts of two blocks or more, or remove it")}
		}
		return nil
	}
	most := map[int]int{90: MaxTurns, 180: 2, 270: MaxTurns}[d.Rotate]
	if most == 0 {
		return &Error{"data.rotate", say.T("is %d for %d blocks", d.Rotate, blocks), say.T("use 90, 180 or 270 degrees from block to block")}
	}
	if blocks > most {
		return &Error{"data.counts", say.T("has %d entries", blocks), say.T("give at most %d: turned by %d degrees, the next block lies as the first", most, d.Rotate)}
	}
	return nil
}

// validateRows checks Counts and Test.
func (d Data) validateRows() error {
	if err := d.CheckCounts(); err != nil {
		return err
	}
	if d.Rows() < MinRows {
		return &Error{"data.counts", say.T("add up to %d rows", d.Rows()), say.T("give %d rows or more", MinRows)}
	}
	if d.Test < 1 || d.Test > MaxCount {
		return &Error{"data.test", say.T("is %d", d.Test), say.T("use %d to %d", 1, MaxCount)}
	}
	return nil
}

// CheckCounts reports the first of Counts that is out of range as an [*Error], or nil.
func (d Data) CheckCounts() error {
	if len(d.Counts) < 1 || len(d.Counts) > MaxDistributions {
		return &Error{"data.counts", say.T("has %d entries", len(d.Counts)), say.T("give 1 to %d", MaxDistributions)}
	}
	for i, c := range d.Counts {
		if c < 0 || c > MaxCount {
			return &Error{fmt.Sprintf("data.counts[%d]", i), say.T("is %d", c), say.T("use %d to %d", 0, MaxCount)}
		}
	}
	return nil
}

func (n Noise) validate() error {
	switch n.Kind {
	case NoiseSymmetric, NoiseAsymmetric:
		return within("data.noise.rate", n.Rate, 0, MaxNoise)
	case NoiseNone:
		if n.Rate == 0 {
			return nil
		}
		return &Error{"data.noise.rate", say.T("is %g for noise of kind \"none\"", n.Rate), say.T("use 0, or another kind")}
	}
	if n == (Noise{}) { // not given
		return nil
	}
	return &Error{"data.noise.kind", say.T("%q is not a kind of noise", n.Kind), say.T(`use "none", "symmetric" or "asymmetric"`)}
}
