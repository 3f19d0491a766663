package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"untangle/sim/dataset"
	"untangle/sim/say"
	"untangle/sim/scenario"
)

// dataFlags choose the files and how to read them.
type dataFlags struct {
	data, labels, test, testLabels string
	features, only                 string
	read                           scenario.Data
}

func (d *dataFlags) declare(f *flag.FlagSet, withTest bool) {
	f.StringVar(&d.data, "data", "", "training `file`: CSV, TSV, JSON lines, IDX, NPY or NPZ, also packed by gzip (required)")
	f.StringVar(&d.labels, "data-labels", "", "`file` of labels for -data in IDX or NPY")
	f.StringVar(&d.read.Label, "label", "", "`column` that holds the label; \"label\" for IDX, NPY and NPZ (required)")
	f.StringVar(&d.read.Scale, "scale", "", "numeric columns: \"standard\" (mean 0, variance 1; the default for text), \"unit\" (divided by the largest of all; the default for arrays) or \"none\"")
	f.StringVar(&d.features, "features", "", "`columns` to use, comma-separated; all but the label and the truth by default")
	f.StringVar(&d.read.Truth, "truth", "", "`column` that tells where rows come from; it is not used as a feature")
	f.StringVar((*string)(&d.read.Missing), "missing", "", "rows with missing cells: \"refuse\" (the default), \"drop\" or \"fill\"")
	f.StringVar(&d.only, "only", "", "`labels` whose rows are used, comma-separated; all by default")
	f.IntVar(&d.read.Sample, "sample", 0, "use at most this many rows, drawn at random")
	f.Func("noise", "flip this `share` of the labels at random first, to see whether they are found", d.setNoise)
	if withTest {
		f.StringVar(&d.test, "test", "", "test `file` with the same columns; without it there is no test accuracy")
		f.StringVar(&d.testLabels, "test-labels", "", "`file` of labels for -test in IDX or NPY")
	}
	f.Float64Var(&d.read.Holdout, "holdout", 0, "without a test file, hold out this share of each class as one")
}

func (d *dataFlags) setNoise(text string) error {
	d.read.Noise.Kind = scenario.NoiseSymmetric
	_, err := fmt.Sscanf(text+"\n", "%g\n", &d.read.Noise.Rate)
	return err
}

// source returns the settings as a scenario has them. A missing flag is a usage error.
func (d *dataFlags) source() (scenario.Data, error) {
	if d.data == "" {
		return scenario.Data{}, usageError("-data is missing")
	}
	if d.read.Label == "" {
		return scenario.Data{}, usageError("-label is missing")
	}
	out := d.read
	out.Kind, out.Features, out.Only = scenario.DataTable, list(d.features), list(d.only)
	return out, nil
}

// list splits names at commas.
func list(text string) []string {
	if text == "" {
		return nil
	}
	out := strings.Split(text, ",")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// load reads the files; bad data are a *dataset.Error. Warnings go to standard error.
func (d *dataFlags) load(env *environment, source scenario.Data, seed uint64) (*dataset.Loaded, error) {
	train, err := readFile(d.data, d.labels)
	if err != nil {
		return nil, err
	}
	var test *dataset.File
	if d.test != "" {
		if test, err = readFile(d.test, d.testLabels); err != nil {
			return nil, err
		}
	}
	tick := progress(env, func() string { return "data" })
	loaded, err := dataset.LoadTable(*train, test, source, seed, tick.Of("read"))
	if err != nil {
		return nil, err
	}
	for _, w := range loaded.Warnings {
		fmt.Fprintf(env.stderr, "warning: %s\n", w.Text)
	}
	return loaded, nil
}

// readFile reads a file and the labels beside it, if it has any.
func readFile(path, labels string) (*dataset.File, error) {
	f := &dataset.File{Name: filepath.Base(path)}
	var err error
	if f.Bytes, err = readLimited(path); err != nil || labels == "" {
		return f, err
	}
	f.LabelsName = filepath.Base(labels)
	f.Labels, err = readLimited(labels)
	return f, err
}

// readLimited reads a file unless it is larger than the core takes.
func readLimited(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().IsRegular() && info.Size() > dataset.MaxFile {
		return nil, &dataset.Error{File: filepath.Base(path), Problem: say.T("has %d MB", info.Size()/1e6),
			Remedy: say.T("give at most %d MB; a sample of the rows will do", dataset.MaxFile/1_000_000)}
	}
	return os.ReadFile(path)
}

// prepare checks all flags and reads the files.
func prepare(env *environment, data *dataFlags, fit *fitFlags, p scenario.Purify) (*dataset.Loaded, error) {
	source, err := data.source()
	if err != nil {
		return nil, err
	}
	if err := fit.check(source, p); err != nil {
		return nil, err
	}
	loaded, err := data.load(env, source, fit.seed)
	if err != nil {
		return nil, err
	}
	return loaded, fit.choose(env, loaded.Train)
}
