package conformance_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"regexp"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
)

// figure4 reads the published images, gray/255, labels 4 and 8 as given: 600 rows for
// training, of which 180 are flipped and are so marked in Origin, and 600 clean ones.
func figure4(t *testing.T) (train, test *dataset.Dataset) {
	t.Helper()
	train = images(t, "Image_train_30error.npz", "X_train", "y_train")
	test = images(t, "Image_test.npz", "X_train", "y_train")
	for i, y := range train.Y {
		if y != i/300 { // the first 300 rows are fours, the others eights
			train.Origin[i] = 1
		}
	}
	return train, test
}

// images reads pixels and labels from a file of the form of numpy.savez.
func images(t *testing.T, name, pixels, labels string) *dataset.Dataset {
	t.Helper()
	file := published(t, name)
	archive, err := zip.NewReader(bytes.NewReader([]byte(file)), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	x, y := array(t, archive, pixels, "|u1"), array(t, archive, labels, "<i4")
	n := len(y) / 4
	size := len(x) / n
	d := &dataset.Dataset{X: mat.NewDense(n, size+1, nil), Classes: []string{"4", "8"}, Origin: make([]int, n), Origins: []string{"clean", "flipped"}}
	for i := range n {
		row := d.X.RawRowView(i)
		for j := range size {
			row[j] = float64(x[i*size+j]) / 255
		}
		row[size] = 1
		switch label := binary.LittleEndian.Uint32(y[4*i:]); label {
		case 4, 8:
			d.Y = append(d.Y, int(label/4)-1)
		default:
			t.Fatalf("%s: row %d has the label %d", name, i, label)
		}
	}
	return d
}

// array returns the bytes of an array of a given type.
func array(t *testing.T, archive *zip.Reader, name, kind string) []byte {
	t.Helper()
	f, err := archive.Open(name + ".npy")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	start := 10 + int(binary.LittleEndian.Uint16(b[8:]))
	header := string(b[10:start])
	if found := regexp.MustCompile(`'descr': '([^']+)', 'fortran_order': False`).FindStringSubmatch(header); found == nil || found[1] != kind {
		t.Fatalf("%s has the header %s, want %s", name, header, kind)
	}
	return b[start:]
}

// The images of Fig. 4 at the start, under the paper's protocol: V within 2 % of the
// published value. (The paper's random start is not published; it moves V by ±.01.) With
// our default and the ridge that 785 features of 600 rows ask for, spec/math.md has
// V₀ = 9.562 and accuracy .675. Pixels are gray/255, as these figures confirm.
func TestFigure4Start(t *testing.T) {
	train, test := figure4(t)
	want := results(t, "results/fig4.csv")[0]
	flipped := 0
	for _, o := range train.Origin {
		flipped += o
	}
	near(t, "flipped labels", float64(flipped), 180, 0)
	step, accuracy := start(t, train, test, adam, scenario.Purify{Rule: scenario.RuleLoss, PerStep: 10}).next(t)
	v := step.State.Variance()
	t.Logf("adam: V %.4f (published %.4f), accuracy %.4f (published %.4f)", v, want[2], accuracy, want[3])
	near(t, "V₀", v, want[2], .02*want[2])
	near(t, "V₀", v, 9.31, .02) // spec/math.md, over seeds
	near(t, "accuracy", accuracy, want[3], .01)

	step, accuracy = start(t, train, test, imageFit, scenario.Purify{Rule: scenario.RuleLoss, PerStep: 10}).next(t)
	t.Logf("newton: V %.4f, accuracy %.4f", step.State.Variance(), accuracy)
	near(t, "V₀", step.State.Variance(), 9.562, .0005)
	near(t, "accuracy", accuracy, .675, .0005)
}

// imageFit is the exact fit with the ridge of the presets of digits.
var imageFit = scenario.Fit{Method: scenario.FitNewton, Ridge: 1e-3}
