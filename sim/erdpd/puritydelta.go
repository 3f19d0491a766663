package erdpd

import (
	"slices"

	"untangle/sim/influence"
	"untangle/sim/softmax"
)

// The fit behind "delta": the ridge and damping of the project's default for digits,
// under which purification of the paper's digits peaks highest.
const (
	deltaRidge   = 1e-3
	deltaDamping = 1e-2
)

// delta ranks rows by δ(z) = V[Z] − V[Z∖z] of softmax regression fitted exactly to the
// noisy labels, whatever the model trained later. Purity is the share of rows with a
// larger δ, so that τ is the share of rows left out.
func (s *estimate) delta() error {
	x := softmax.NewDesign(s.d.X)
	basis := softmax.NewBasis(x, s.d.Classes)
	problem := &softmax.Problem{X: x, Y: s.d.Given, Rows: all(s.d.Rows()), Basis: basis}
	fit, _, err := softmax.NewtonTick(problem, deltaRidge, nil, s.tick)
	if err != nil {
		return err
	}
	s.p.CostEpochs = float64(fit.Iterations)
	state := influence.NewState(basis, deltaDamping)
	if err := state.EvaluateTick(problem, fit.Theta, softmax.Tick(s.tick)); err != nil {
		return err
	}
	delta := make([]float64, s.d.Rows())
	if err := state.DeltaTick(delta, influence.DirectExact, influence.Step{Ridge: deltaRidge}, softmax.Tick(s.tick)); err != nil {
		return err
	}
	shareAbove(s.p.Purity, delta)
	return nil
}

// shareAbove sets dst[i] to the share of entries of v that are larger than v[i].
func shareAbove(dst, v []float64) {
	sorted := slices.Sorted(slices.Values(v))
	for i, x := range v {
		at, _ := slices.BinarySearch(sorted, x)
		for at < len(sorted) && sorted[at] == x {
			at++
		}
		dst[i] = float64(len(sorted)-at) / float64(len(sorted))
	}
}
