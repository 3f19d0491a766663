package purify_test

import (
	"archive/zip"
	"encoding/binary"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// digits reads the 600 published pictures of a file, 28×28 bytes scaled to [0, 1] and a
// constant, and their labels: 0 for a four, 1 for an eight. Package dataset has the
// reader for users' files; this one knows nothing but these two.
func digits(t *testing.T, name string) (softmax.Design, []int) {
	t.Helper()
	const n, pixels = 600, 28 * 28
	z, err := zip.OpenReader(filepath.Join("..", "..", "..", "shared", "paper", name))
	if err != nil {
		t.Skipf("the published pictures are not here: %v", err)
	}
	defer z.Close()
	read := func(file string, size int) []byte {
		f, err := z.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		b, err := io.ReadAll(f)
		if err != nil || len(b) < size {
			t.Fatalf("%s: %d bytes, %v", file, len(b), err)
		}
		return b[len(b)-size:] // behind the header
	}
	images, labels := read("X_train.npy", n*pixels), read("y_train.npy", 4*n)
	x, y := mat.NewDense(n, pixels+1, nil), make([]int, n)
	for i := range n {
		for f, v := range images[i*pixels : (i+1)*pixels] {
			x.Set(i, f, float64(v)/255)
		}
		x.Set(i, pixels, 1)
		if binary.LittleEndian.Uint32(labels[4*i:]) == 8 {
			y[i] = 1
		}
	}
	return softmax.NewDesign(x), y
}

// Fig. 4: the published fours and eights, 180 labels of 600 flipped. An independent
// prototype, with δ to first order, has V₀ = 9.562, test accuracy .675 at first and .973
// after 220 removals, which hold 178 of the 180 flips; the paper, with Adam, .957 after
// 220. Both orders of removal reach the same accuracy, within a picture or two of 600 at
// each step.
func TestDigitsArePurified(t *testing.T) {
	if os.Getenv("UNTANGLE_SLOW") == "" {
		t.Skip("25 fits with 785 features; ./build.sh conformance runs it")
	}
	x, y := digits(t, "Image_train_30error.npz")
	testX, testY := digits(t, "Image_test.npz")
	loop, err := purify.NewLoop(purify.Config{X: x, Y: y, Classes: 2, Damping: .01,
		Fit:    scenario.Fit{Method: scenario.FitNewton, Ridge: 1e-3},
		Purify: scenario.Purify{Rule: scenario.RuleDelta, PerStep: 10, Steps: 24}})
	if err != nil {
		t.Fatal(err)
	}
	flips, removed, best, bestAt, flipsAt := 0, 0, 0.0, 0, 0
	r := recorderFunc(func(s *purify.Step) error {
		accuracy := softmax.Accuracy(testX, testY, softmax.All(600), s.Fit.Theta, 2)
		if s.Index == 0 {
			if v := s.State.Variance(); math.Abs(v-9.562) > 5e-4 || math.Abs(accuracy-.675) > 5e-4 {
				t.Errorf("V = %.4f and accuracy %.4f, want 9.562 and .675", v, accuracy)
			}
			if s.State.Solver() != softmax.Dual {
				t.Errorf("solver %v, with fewer rows than features", s.State.Solver())
			}
		}
		if accuracy > best {
			best, bestAt, flipsAt = accuracy, removed, flips
		}
		for _, row := range s.Removed {
			removed++
			if (row >= 300) != (y[row] == 1) {
				flips++
			}
		}
		return nil
	})
	if err := loop.Run(r, nil); err != nil {
		t.Fatal(err)
	}
	t.Logf("best accuracy %.4f after %d removals, %d of them flips", best, bestAt, flipsAt)
	if best < .97 || flipsAt < 174 {
		t.Errorf("best accuracy %.4f after %d removals with %d flips, want .973 with 178", best, bestAt, flipsAt)
	}
}

type recorderFunc func(*purify.Step) error

func (f recorderFunc) Record(s *purify.Step) error { return f(s) }
