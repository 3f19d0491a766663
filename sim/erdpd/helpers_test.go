package erdpd_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/erdpd"
	"untangle/sim/scenario"
)

// cloud is n rows of normal clouds, one per class, whose centers have a few features
// shifted: as many features as digits have, and about as hard.
func cloud(seed uint64, purpose string, n, features, classes int) *dataset.Dataset {
	centers, src := dataset.Stream(seed, "centers"), dataset.Stream(seed, purpose)
	center := mat.NewDense(classes, features, nil)
	for c := range classes {
		for f := range features {
			center.Set(c, f, 2*centers.NormFloat64()/math.Sqrt(float64(features)))
		}
	}
	d := &dataset.Dataset{X: mat.NewDense(n, features+1, nil), Y: make([]int, n), Origin: make([]int, n), Origins: []string{"all"}}
	for c := range classes {
		d.Classes = append(d.Classes, fmt.Sprint(c))
	}
	for i := range n {
		d.Y[i] = i % classes
		for f := range features {
			d.X.Set(i, f, center.At(d.Y[i], f)+.5*src.NormFloat64())
		}
		d.X.Set(i, features, 1)
	}
	return d
}

// blobs prepares clouds with the experiment's noise.
func blobs(t testing.TB, e erdpd.Experiment, n, test, features, classes int) *erdpd.Data {
	t.Helper()
	e.Data.Kind, e.Data.Size = scenario.DataTable, 0
	d, err := erdpd.Prepare(e, 1, cloud(1, "data", n, features, classes), cloud(1, "test", test, features, classes))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// small is an experiment on few rows that trains in milliseconds.
func small() erdpd.Experiment {
	e := erdpd.Default()
	e.Train = erdpd.Train{Epochs: 6, Batch: 32, Rate: .02}
	return e
}

// near fails unless got is within tol of want.
func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) { // true for NaN
		t.Errorf("%s is %.17g, want %.17g within %.1g", what, got, want, tol)
	}
}
