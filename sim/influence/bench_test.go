package influence_test

import (
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/softmax"
)

// opening is the model of the opening scenario: SD-2, 700 + 300 rows.
func opening(b *testing.B) (*influence.State, *softmax.Problem, softmax.Fit) {
	d := dataset.SD(dataset.Stream(1, "data"), []int{700, 300})
	x := softmax.NewDesign(d.X)
	p := &softmax.Problem{X: x, Y: d.Y, Rows: softmax.All(d.Rows()), Basis: softmax.NewBasis(x, len(d.Classes))}
	fit, _ := softmax.Newton(p, 1e-4, nil)
	s := influence.NewState(p.Basis, .01)
	if err := s.Evaluate(p, fit.Theta); err != nil {
		b.Fatal(err)
	}
	return s, p, fit
}

func BenchmarkEvaluate(b *testing.B) {
	s, p, fit := opening(b)
	for b.Loop() {
		if err := s.Evaluate(p, fit.Theta); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkDelta(b *testing.B, direct influence.Direct) {
	s, _, _ := opening(b)
	dst := make([]float64, 1000)
	for b.Loop() {
		if err := s.Delta(dst, direct, influence.Step{Ridge: 1e-4}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDeltaLinear(b *testing.B) { benchmarkDelta(b, influence.DirectLinear) }
func BenchmarkDelta(b *testing.B)       { benchmarkDelta(b, influence.DirectExact) }

func BenchmarkPairMoments(b *testing.B) {
	s, _, _ := opening(b)
	for b.Loop() {
		if _, _, err := s.PairMoments(nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewton(b *testing.B) {
	_, p, _ := opening(b)
	for b.Loop() {
		softmax.Newton(p, 1e-4, nil)
	}
}
