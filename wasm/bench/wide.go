//go:build js && wasm

package main

import (
	"gonum.org/v1/gonum/mat"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
	"untangle/wasm/internal/bridge"
)

// pictures draws n pictures of side² pixels in [0, 1], about a fifth of them lit, and a
// constant: strokes of the class, moved by up to a pixel or two. Three labels in ten are
// another's. They cost what the digits of the same shape cost.
func pictures(n, side, classes int) (softmax.Design, []int) {
	src := dataset.Stream(1, "bench")
	x, y := mat.NewDense(n, side*side+1, nil), make([]int, n)
	type stroke struct{ row, col, down, right float64 }
	strokes := make([][4]stroke, classes)
	for c := range strokes {
		for k := range strokes[c] {
			strokes[c][k] = stroke{.2 + .6*src.Float64(), .2 + .6*src.Float64(), src.NormFloat64() / 4, src.NormFloat64() / 4}
		}
	}
	for i := range n {
		class := src.IntN(classes)
		dx, dy := src.NormFloat64()*.04, src.NormFloat64()*.04
		for _, s := range strokes[class] {
			bend := src.NormFloat64() / 8
			for t := 0.0; t <= 1; t += 1 / float64(side) {
				row := int((s.row + s.down*t + dy) * float64(side))
				col := int((s.col + s.right*t + bend*t*t + dx) * float64(side))
				for a := row - 1; a <= row+1; a++ {
					for b := col - 1; b <= col+1; b++ {
						if a >= 0 && a < side && b >= 0 && b < side {
							x.Set(i, a*side+b, max(x.At(i, a*side+b), .4+.6*src.Float64()))
						}
					}
				}
			}
		}
		x.Set(i, side*side, 1)
		if y[i] = class; src.Float64() < .3 {
			y[i] = src.IntN(classes)
		}
	}
	return softmax.NewDesign(x), y
}

// wideTrajectory times Fig. 4 as the page runs it: 600 pictures of 28×28 pixels of two
// classes, 24 removals of ten, with fits, δ, moments and the map.
func wideTrajectory(out map[string]float64) {
	report("phase", "600 pictures of 28×28 pixels, two classes, 24 removals")
	x, y := pictures(600, 28, 2)
	start := bridge.Now()
	loop, err := purify.NewLoop(purify.Config{X: x, Y: y, Classes: 2, Damping: damping,
		Fit:    scenario.Fit{Method: scenario.FitNewton, Ridge: 1e-3},
		Purify: scenario.Purify{Rule: scenario.RuleDelta, PerStep: 10, Steps: 24}})
	check(err)
	out["wide_open_s"] = (bridge.Now() - start) / 1000
	var before *[2][]float64
	check(loop.Run(recorder(func(s *purify.Step) error {
		report("phase", "   "+s.State.Solver().String())
		if _, _, err := s.State.PairMoments(nil); err != nil {
			return err
		}
		n := len(s.Problem.Rows)
		m := [2][]float64{make([]float64, n), make([]float64, n)}
		if err := s.State.Map(m[0], m[1], before); err != nil {
			return err
		}
		left := s.Problem.Rows
		gone := map[int]bool{}
		for _, r := range s.Removed {
			gone[r] = true
		}
		before = &[2][]float64{}
		for i, r := range left {
			if !gone[r] {
				before[0], before[1] = append(before[0], m[0][i]), append(before[1], m[1][i])
			}
		}
		return nil
	}), nil))
	out["wide_trajectory_s"] = (bridge.Now() - start) / 1000
	report("memory", "memory_wide_mb")
}

// tenDigits times one step with 10,000 pictures of ten classes: a fit, V, δ where it is
// within reach, and the map.
func tenDigits(out map[string]float64, side int, key string) {
	x, y := pictures(10_000, side, 10)
	start := bridge.Now()
	lap := func(name string) {
		now := bridge.Now()
		out[key+"_"+name+"_s"] = (now - start) / 1000
		start = now
	}
	p := &softmax.Problem{X: x, Y: y, Rows: softmax.All(10_000), Basis: softmax.NewBasis(x, 10)}
	lap("basis")
	report("phase", "10,000 pictures of ten classes, "+key+", by "+p.Basis.Solver.String()+": fit")
	fit, _ := softmax.Newton(p, 1e-3, nil)
	lap("fit")
	report("phase", "   V")
	s := influence.NewState(p.Basis, damping)
	check(s.Evaluate(p, fit.Theta))
	lap("evaluate")
	out[key+"_stderr"] = s.StandardError() / s.Variance()
	report("phase", "   δ")
	score := make([]float64, 10_000)
	if s.Solver() != softmax.CG {
		check(s.Delta(score, influence.DirectExact, influence.Step{Ridge: 1e-3}))
		lap("delta")
	}
	report("phase", "   map")
	check(s.Map(make([]float64, 10_000), make([]float64, 10_000), nil))
	lap("map")
	out[key+"_parameters"] = float64(p.Basis.Dim())
	report("memory", "memory_"+key+"_mb")
}

type recorder func(*purify.Step) error

func (f recorder) Record(s *purify.Step) error { return f(s) }

func check(err error) {
	if err != nil {
		panic("bench: " + err.Error())
	}
}
