package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
	"untangle/sim/session"
)

// outFlags name the files a purification writes beside its steps.
type outFlags struct {
	kept, removed, ranked string
}

func (o *outFlags) declare(f *flag.FlagSet) {
	f.StringVar(&o.kept, "kept", "", "write the rows that stay to this `file`: original bytes, original order")
	f.StringVar(&o.removed, "removed", "", "write the rows that leave to this `file` in the same way")
	f.StringVar(&o.ranked, "ranked", "", "write all rows to this `file` as CSV, first removed first, with suggested labels")
}

func (o *outFlags) any() bool { return o.kept != "" || o.removed != "" || o.ranked != "" }

// writeRanked writes the list with the rows' own cells, and says what it changed in them.
func writeRanked(env *environment, w io.Writer, loaded *dataset.Loaded, rows []dataset.RankedRow) error {
	changed, err := session.WriteRanked(w, loaded.Table, rows)
	if err == nil && changed > 0 {
		fmt.Fprintf(env.stderr, "warning: %d cells of the list that a spreadsheet would run as formulas have an apostrophe in front\n", changed)
	}
	return err
}

// writeFiles writes what the flags ask for.
func (o *outFlags) writeFiles(env *environment, loaded *dataset.Loaded, order []session.Removal, rule scenario.RuleName, probabilities func() ([]float64, error)) error {
	gone := []int{}
	for _, r := range order {
		if r.Step >= 0 {
			gone = append(gone, loaded.Train.FileRow(r.Row))
		}
	}
	table := loaded.Table
	if err := writeTo(o.kept, func(w io.Writer) error { return session.WriteRows(w, table, dataset.Except(table.Len(), gone)) }); err != nil {
		return err
	}
	if err := writeTo(o.removed, func(w io.Writer) error { return session.WriteRows(w, table, gone) }); err != nil {
		return err
	}
	if o.ranked == "" {
		return nil
	}
	p, err := probabilities()
	if err != nil {
		return err
	}
	return writeTo(o.ranked, func(w io.Writer) error {
		return writeRanked(env, w, loaded, session.RankedRows(loaded, order, p, rule))
	})
}

// writeTo writes a file; "" names none.
func writeTo(path string, write func(w io.Writer) error) error {
	if path == "" {
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	err = write(b)
	return errors.Join(err, b.Flush(), f.Close())
}
