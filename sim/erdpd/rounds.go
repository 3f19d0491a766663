package erdpd

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/tree"
)

// Defaults of trees.
const (
	treeDepth, boostingDepth = 12, 3
	fewFeatures              = 16 // up to which every feature is tried at a split
)

// newRounds returns a model that takes one mixed sample per round. "tree" grows anew each
// round, so that its last state depends on the last α alone; "forest" and "boosting" add
// a tree (per class); "generative" takes one step of expectation maximization. Forest and
// boosting try ⌈√d⌉ of d features per split, or all of up to 16.
func newRounds(e Experiment, d *Data, seed uint64, pulse func() error) (learner, error) {
	src := dataset.Stream(seed, "rounds")
	if e.Model.Kind == ModelGenerative {
		return newGenerative(e.Model.Components, d, src, pulse), nil
	}
	bins, err := tree.NewBins(d.X, d.Inputs(), pulse)
	if err != nil {
		return nil, err
	}
	t := &trees{kind: e.Model.Kind, d: d, src: src, pulse: pulse, bins: bins,
		s: tree.Settings{Depth: e.Model.Depth}}
	if t.s.Depth == 0 {
		t.s.Depth = treeDepth
		if t.kind == ModelBoosting {
			t.s.Depth = boostingDepth
		}
	}
	if t.kind != ModelTree && d.Inputs() > fewFeatures {
		t.s.Features = int(math.Ceil(math.Sqrt(float64(d.Inputs()))))
	}
	if t.kind == ModelBoosting {
		t.boost = tree.NewBoosting(t.bins, d.X, d.Classes, e.Train.Rate, t.s)
	}
	return t, nil
}

// trees is a tree, a forest or boosting.
type trees struct {
	kind   ModelKind
	d      *Data
	src    *rand.Rand
	pulse  func() error
	bins   *tree.Bins
	s      tree.Settings
	forest tree.Forest // of one tree for "tree"
	boost  *tree.Boosting
}

func (t *trees) train(rows, y []int) error {
	if t.boost != nil {
		return t.boost.Round(y, rows, t.src, t.pulse)
	}
	grown, err := tree.Classify(t.bins, y, rows, t.d.Classes, t.s, t.src, t.pulse)
	if err != nil {
		return err
	}
	if t.kind == ModelTree {
		t.forest = t.forest[:0]
	}
	t.forest = append(t.forest, grown)
	return nil
}

func (t *trees) probabilities(dst []float64, x *mat.Dense, rows []int) {
	if t.boost != nil {
		t.boost.Probabilities(dst, x, rows)
		return
	}
	t.forest.Probabilities(dst, x, rows)
}
