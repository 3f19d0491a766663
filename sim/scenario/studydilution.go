package scenario

import (
	"fmt"
	"slices"

	"untangle/sim/say"
)

// arms are the arms of package erdpd.
var arms = []string{"undiluted", "diluted", "clean"}

func (d *Dilution) validate() error {
	if len(d.Arms) < 1 || len(d.Arms) > 6 {
		return &Error{"dilution.arms", say.T("has %d entries", len(d.Arms)), say.T("give 1 to %d", 6)}
	}
	for i, a := range d.Arms {
		if err := a.validate(fmt.Sprintf("dilution.arms[%d]", i)); err != nil {
			return err
		}
	}
	if err := seeds("dilution", d.Seeds, 1, d.Seed); err != nil {
		return err
	}
	if err := experiment("dilution", d.Experiment); err != nil {
		return err
	}
	return within("dilution.target", d.Target, .5, 1)
}

func (a DilutionArm) validate(at string) error {
	if a.Label == "" {
		return &Error{at + ".label", say.T("is missing"), say.T("name the arm for a chart")}
	}
	if err := length(at+".label", a.Label, 40); err != nil {
		return err
	}
	if !slices.Contains(arms, a.Arm) {
		return &Error{at + ".arm", say.T("%q is not an arm", a.Arm), say.T("use one of %v", arms)}
	}
	for i, c := range a.Changes {
		if c.Field == "" || len(c.Value) == 0 || string(c.Value) == "null" {
			return &Error{fmt.Sprintf("%s.changes[%d]", at, i), say.T("is incomplete"), say.T(`give a field of the experiment, such as "schedule.kind", and its value`)}
		}
	}
	return nil
}

func (c *Claims) validate() error {
	if len(c.IDs) < 1 || len(c.IDs) > 20 {
		return &Error{"claims.ids", say.T("has %d entries", len(c.IDs)), say.T("give 1 to 20 names of claims")}
	}
	for i, id := range c.IDs {
		if slices.Index(c.IDs, id) != i {
			return &Error{fmt.Sprintf("claims.ids[%d]", i), say.T("%q is there twice", id), say.T("name each claim once")}
		}
	}
	if err := seeds("claims", c.Seeds, 2, c.Seed); err != nil {
		return err
	}
	return experiment("claims", c.Experiment)
}

// seeds checks a number of replications and the first seed.
func seeds(part string, n, least int, first uint64) error {
	if n < least || n > MaxSeeds {
		return &Error{part + ".seeds", say.T("is %d", n), say.T("use %d to %d", least, MaxSeeds)}
	}
	if first > MaxSeed-MaxSeeds {
		return &Error{part + ".seed", say.T("%d is too large", first), say.T("use 0 to 2^53-%d", 101)}
	}
	return nil
}

// experiment checks that there is one; its fields are checked where they are used.
func experiment(part string, doc []byte) error {
	if len(doc) == 0 || string(doc) == "null" {
		return &Error{part + ".experiment", say.T("is missing"), say.T("give the experiment to run")}
	}
	return nil
}
