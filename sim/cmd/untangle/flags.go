package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/softmax"
)

// dataFlags choose the files and how to read them.
type dataFlags struct {
	data, label, test, scale string
}

func (d *dataFlags) declare(f *flag.FlagSet, withTest bool) {
	f.StringVar(&d.data, "data", "", "training `file`: CSV with a header row (required)")
	f.StringVar(&d.label, "label", "", "`column` that holds the label (required)")
	f.StringVar(&d.scale, "scale", "standard", "numeric columns: \"standard\" (mean 0, variance 1) or \"none\"")
	if withTest {
		f.StringVar(&d.test, "test", "", "test `file` with the same columns; without it there is no test accuracy")
	}
}

// load reads the files. A missing flag is a usage error; bad data a *dataset.Error.
func (d *dataFlags) load() (train, test *dataset.Dataset, err error) {
	if d.data == "" {
		return nil, nil, usageError("-data is missing")
	}
	if d.label == "" {
		return nil, nil, usageError("-label is missing")
	}
	if d.scale != "standard" && d.scale != "none" {
		return nil, nil, usageError(fmt.Sprintf("-scale is %q; use \"standard\" or \"none\"", d.scale))
	}
	file, err := os.Open(d.data)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	var testFile io.Reader
	if d.test != "" {
		t, err := os.Open(d.test)
		if err != nil {
			return nil, nil, err
		}
		defer t.Close()
		testFile = t
	}
	return session.LoadTables(filepath.Base(d.data), file, testFile,
		scenario.Data{Kind: scenario.DataTable, Label: d.label, Scale: d.scale})
}

// fitFlags choose how the model is trained and the Hessian damped.
type fitFlags struct {
	fit     scenario.Fit
	method  string
	damping float64
	seed    uint64
}

func (m *fitFlags) declare(f *flag.FlagSet) {
	f.StringVar(&m.method, "fit", "newton", "how to train: \"newton\" (exact) or \"adam\" (the paper's protocol)")
	f.Float64Var(&m.fit.Ridge, "ridge", 1e-4, "λ_r, the ridge of a newton fit")
	f.IntVar(&m.fit.Epochs, "epochs", 1000, "largest number of epochs of an adam fit")
	f.Float64Var(&m.fit.TargetLoss, "target-loss", 0.1, "mean batch loss at which an adam fit stops")
	f.Float64Var(&m.damping, "damping", 0.01, "λ_d, added to the diagonal of the Hessian")
	f.Uint64Var(&m.seed, "seed", 1, "seed of every random stream")
}

// check validates the flags by the rules of a scenario, as usage errors.
func (m *fitFlags) check(p scenario.Purify) error {
	m.fit.Method = scenario.FitMethod(m.method)
	s := scenario.Scenario{Version: scenario.Version, ID: "command-line", Seed: m.seed, Fit: m.fit,
		Data:      scenario.Data{Kind: scenario.DataTable, Label: "label"},
		Influence: scenario.Influence{Damping: m.damping}, Purify: p}
	return inFlags(s.Validate())
}

// flagOf names the flag behind a field of a scenario.
var flagOf = map[string]string{
	"seed": "-seed", "data.counts": "-counts", "fit.method": "-fit", "fit.ridge": "-ridge", "fit.epochs": "-epochs",
	"fit.targetLoss": "-target-loss", "influence.damping": "-damping",
	"purify.rule": "-rule", "purify.perStep": "-per-step", "purify.steps": "-steps",
}

// inFlags turns an error of a scenario into a usage error that names the flag.
func inFlags(err error) error {
	if err == nil {
		return nil
	}
	var e *scenario.Error
	if !errors.As(err, &e) {
		return usageError(err.Error())
	}
	field, _, _ := strings.Cut(e.Field, "[")
	name, known := flagOf[field]
	if !known {
		name = e.Field
	}
	return usageError(fmt.Sprintf("%s %s; %s", name, e.Problem, e.Remedy))
}

// config composes what a loop needs.
func (m *fitFlags) config(train *dataset.Dataset, p scenario.Purify) purify.Config {
	return purify.Config{X: softmax.NewDesign(train.X), Y: train.Y, Classes: len(train.Classes),
		Fit: m.fit, Damping: m.damping, Purify: p, Seed: m.seed}
}

// state trains on all rows and evaluates the influence there.
func (m *fitFlags) state(env *environment, train *dataset.Dataset, tick func(done, total int) error) (*influence.State, error) {
	trainer, err := purify.NewTrainer(m.fit, m.seed)
	if err != nil {
		return nil, err
	}
	x := softmax.NewDesign(train.X)
	basis := softmax.NewBasis(x, len(train.Classes))
	p := &softmax.Problem{X: x, Y: train.Y, Rows: softmax.All(train.Rows()), Basis: basis}
	fit, err := trainer.Fit(p, tick)
	if err != nil {
		return nil, err
	}
	s := influence.NewState(basis, m.damping)
	if err := s.Evaluate(p, fit.Theta); err != nil {
		return nil, err
	}
	warn(env, fit)
	return s, nil
}
