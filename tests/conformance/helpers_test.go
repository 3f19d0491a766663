// Package conformance holds the core to published figures and files, and to figures
// measured by an independent prototype (spec/math.md). The published files lie beside
// the project, never in it; where they are absent, their tests skip and say so.
package conformance_test

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// paper is the folder of the published files, seen from this package.
const paper = "../../../shared/paper"

// published returns the text of a published file, or skips.
func published(t *testing.T, name string) string {
	t.Helper()
	if _, err := os.Stat(paper); err != nil {
		t.Skipf("the published files are not at ../shared/paper beside the project: %v", err)
	}
	b, err := os.ReadFile(filepath.Join(paper, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// table reads published questionnaires with the schema of a training file.
func table(t *testing.T, train, name string) *dataset.Dataset {
	t.Helper()
	read := func(name string) *dataset.Table {
		tab, err := dataset.ReadCSV(name, strings.NewReader(published(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		return tab
	}
	schema, err := dataset.Learn(read(train), "Q10", dataset.ScaleStandard)
	if err != nil {
		t.Fatal(err)
	}
	d, err := schema.Encode(read(name))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// results reads a published result table as numbers, its header left out.
func results(t *testing.T, name string) [][]float64 {
	t.Helper()
	var out [][]float64
	for _, line := range strings.Split(strings.TrimSpace(published(t, name)), "\n")[1:] {
		var row []float64
		for _, cell := range strings.Split(line, ",") {
			v, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
			if err != nil {
				t.Fatal(err)
			}
			row = append(row, v)
		}
		out = append(out, row)
	}
	return out
}

// The two ways to fit, with the settings of the figures.
var (
	adam   = scenario.Fit{Method: scenario.FitAdam, Epochs: 1000, TargetLoss: .1} // the paper's protocol
	newton = scenario.Fit{Method: scenario.FitNewton, Ridge: 1e-4}
)

// run is a purification with a test set.
type run struct {
	*purify.Loop
	test *dataset.Dataset
	x    softmax.Design
}

func start(t *testing.T, train, test *dataset.Dataset, fit scenario.Fit, p scenario.Purify) run {
	t.Helper()
	loop, err := purify.NewLoop(purify.Config{X: softmax.NewDesign(train.X), Y: train.Y, Classes: len(train.Classes),
		Fit: fit, Damping: .01, Purify: p, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := run{Loop: loop, test: test}
	if test != nil {
		r.x = softmax.NewDesign(test.X)
	}
	return r
}

// next returns the next step with its accuracy on the test set.
func (r run) next(t *testing.T) (*purify.Step, float64) {
	t.Helper()
	step, err := r.Next(nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.test == nil {
		return step, math.NaN()
	}
	return step, softmax.Accuracy(r.x, r.test.Y, softmax.All(r.test.Rows()), step.Fit.Theta, len(r.test.Classes))
}

// near fails unless got is within tol of want.
func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) { // true for NaN
		t.Errorf("%s is %.12g, want %.12g within %.1g", what, got, want, tol)
	}
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// letters turns label indices into text.
func letters(d *dataset.Dataset) []string {
	out := make([]string, d.Rows())
	for i, y := range d.Y {
		out[i] = d.Classes[y]
	}
	return out
}
