package conformance_test

import (
	"os"
	"path/filepath"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// preset generates the data of a preset, or skips where its packed file is not built.
func preset(t *testing.T, id string) (s scenario.Scenario, train, test *dataset.Dataset) {
	t.Helper()
	s, err := scenario.Preset(id)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, name := range s.Data.Files() {
		if files[name], err = os.ReadFile(filepath.Join("../../site/dist/data", name)); err != nil {
			t.Skipf("%v; ./build.sh build data makes it", err)
		}
	}
	if train, test, err = dataset.Generate(s.Data, s.Seed, files); err != nil {
		t.Fatal(err)
	}
	return s, train, test
}

// theta trains on some rows with labels of choice.
func theta(t *testing.T, d *dataset.Dataset, y []int, classes int, rows []int, fit scenario.Fit) []float64 {
	t.Helper()
	trainer, err := purify.NewTrainer(fit, 1)
	if err != nil {
		t.Fatal(err)
	}
	x := softmax.NewDesign(d.X)
	f, err := trainer.Fit(&softmax.Problem{X: x, Y: y, Rows: rows, Basis: softmax.NewBasis(x, classes)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f.Theta
}

// In the presets where x tells the block, a router and a model per block beat one model
// for all.
func TestRoutablePresets(t *testing.T) {
	for _, c := range []struct {
		id   string
		gain float64 // routed accuracy over that of one model, at least
	}{{"plane", .15}, {"digits-turned", .08}} {
		t.Run(c.id, func(t *testing.T) {
			s, train, test := preset(t, c.id)
			n, m, blocks, classes := train.Rows(), test.Rows(), len(train.Origins), len(train.Classes)
			x, all := softmax.NewDesign(test.X), softmax.All(test.Rows())
			global := softmax.Accuracy(x, test.Y, all, theta(t, train, train.Y, classes, softmax.All(n), s.Fit), classes)
			router := theta(t, train, train.Origin, blocks, softmax.All(n), s.Fit)
			sent, said := make([]int, m), make([]int, m)
			softmax.Predict(sent, x, all, router, blocks)
			routed, oracle := 0, 0
			for b := range blocks {
				var rows []int
				for i, o := range train.Origin {
					if o == b {
						rows = append(rows, i)
					}
				}
				softmax.Predict(said, x, all, theta(t, train, train.Y, classes, rows, s.Fit), classes)
				for i := range m {
					if said[i] == test.Y[i] && sent[i] == b {
						routed++
					}
					if said[i] == test.Y[i] && test.Origin[i] == b {
						oracle++
					}
				}
			}
			share := float64(routed) / float64(m)
			t.Logf("one model %.3f, routed %.3f, with the block known %.3f; the router is right on %.3f",
				global, share, float64(oracle)/float64(m), softmax.Accuracy(x, test.Origin, all, router, blocks))
			if share < global+c.gain {
				t.Errorf("routed %.3f, want %.2f more than %.3f of one model", share, c.gain, global)
			}
		})
	}
}

// The preset of pure data says what V is after more epochs of training.
func TestPureDataTrainedLonger(t *testing.T) {
	s, train, test := preset(t, "sd-pure-adam")
	x := softmax.NewDesign(test.X)
	last := 0.0
	for _, c := range []struct {
		epochs int
		v      float64
	}{{500, 8.1}, {1000, 4.9}, {2000, 3.0}, {4000, 1.9}} { // as its summary has them
		if testing.Short() && c.epochs > 1000 {
			break
		}
		s.Fit.Epochs = c.epochs
		step, _ := start(t, train, nil, s.Fit, scenario.Purify{Rule: scenario.RuleLoss, PerStep: 1}).next(t)
		accuracy := softmax.Accuracy(x, test.Y, softmax.All(test.Rows()), step.Fit.Theta, len(train.Classes))
		t.Logf("%d epochs: V %.3f, accuracy %.3f", c.epochs, step.State.Variance(), accuracy)
		near(t, "V", step.State.Variance(), c.v, .051) // one decimal, and a little for the libm
		if accuracy < last {
			t.Errorf("accuracy falls to %.3f", accuracy)
		}
		last = accuracy
	}
}
