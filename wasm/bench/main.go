//go:build js && wasm

// Command bench times the core inside the tab, in the same program for every figure:
// the page's own kernels, gonum's as they come, and the paper's algorithm. It is not
// part of the site. tests/bench runs it; each result is posted as one JSON message.
package main

import (
	"encoding/json"
	"math"
	"os"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/floats"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/softmax"
	"untangle/wasm/internal/bridge"
	"untangle/wasm/kernel"
)

const ridge, damping = 1e-4, 0.01

func main() {
	kernel.Install()
	softmax.UseSparseKernel(kernel.Sparse{})
	out := map[string]float64{}
	for _, part := range parts {
		if len(os.Args) == 1 || slices.Contains(os.Args[1:], part.name) {
			part.run(out)
		}
	}
	report("results", out)
}

// parts are the measurements, in order; arguments name those to take, none means all.
var parts = []struct {
	name string
	run  func(out map[string]float64)
}{
	{"products", products},
	{"delta", deltas},
	{"trajectory", trajectory},
	{"adam", adam},
	{"growth", growth},
	{"profile", profile},
	{"fours", wideTrajectory},
	{"ten14", func(out map[string]float64) { tenDigits(out, 14, "digits10_14") }},
	{"ten28", func(out map[string]float64) { tenDigits(out, 28, "digits10_28") }},
}

// report posts one message. With the kind "memory" the worker notes the size of its
// WebAssembly memory, which never shrinks, under the name given.
func report(kind string, v any) {
	b, err := json.Marshal(map[string]any{"kind": kind, "value": v})
	if err != nil {
		panic("bench: " + err.Error())
	}
	bridge.Post(string(b), nil)
}

// median runs f so many times and returns the median of its times in milliseconds.
func median(times int, f func()) float64 { return timings(times, f)[times/2] }

// timings runs f so many times and returns its times in milliseconds, ascending.
func timings(times int, f func()) []float64 {
	ms := make([]float64, times)
	for i := range ms {
		start := bridge.Now()
		f()
		ms[i] = bridge.Now() - start
		bridge.Pause()
	}
	slices.Sort(ms)
	return ms
}

// products measures square matrix products in GFLOP/s.
func products(out map[string]float64) {
	for _, n := range []int{164, 512} {
		src := dataset.Stream(1, "bench")
		a, b, c := make([]float64, n*n), make([]float64, n*n), make([]float64, n*n)
		for i := range a {
			a[i], b[i] = src.NormFloat64(), src.NormFloat64()
		}
		flops := 2 * math.Pow(float64(n), 3)
		name := map[int]string{164: "164", 512: "512"}[n]
		report("phase", "matrix products of order "+name)
		repeat := max(1, 512*512*64/(n*n*n)) // long enough for the clock
		for key, impl := range map[string]interface {
			Dgemm(tA, tB blas.Transpose, m, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int)
		}{"gemm_gflops_": kernel.Implementation{}, "gemm_gonum_wasm_gflops_": gonum.Implementation{}} {
			ms := timings(15, func() {
				for range repeat {
					impl.Dgemm(blas.NoTrans, blas.NoTrans, n, n, n, 1, a, n, b, n, 0, c, n)
				}
			})
			// The best: a product knows no bad luck of its own, only the machine's.
			out[key+name] = flops * float64(repeat) / ms[0] / 1e6
		}
	}
}

// mixture returns an SD-2 training set in the ratio 7 : 3, trained.
func mixture(n int) (*influence.State, *softmax.Problem, softmax.Fit) {
	d := dataset.SD(dataset.Stream(1, "data"), []int{n * 7 / 10, n * 3 / 10})
	x := softmax.NewDesign(d.X)
	p := &softmax.Problem{X: x, Y: d.Y, Rows: softmax.All(d.Rows()), Basis: softmax.NewBasis(x, len(d.Classes))}
	fit, _ := softmax.Newton(p, ridge, nil)
	return influence.NewState(p.Basis, damping), p, fit
}

// deltas compares all points' δ with the same by the paper's algorithm.
func deltas(out map[string]float64) {
	report("phase", "δ of 1000 points")
	s, p, fit := mixture(1000)
	evaluate := func() {
		if err := s.Evaluate(p, fit.Theta); err != nil {
			panic(err)
		}
	}
	score := make([]float64, 1000)
	delta := func(d influence.Direct) func() {
		return func() {
			if err := s.Delta(score, d, influence.Step{Ridge: ridge}); err != nil {
				panic(err)
			}
		}
	}
	evaluate()
	delta(influence.DirectExact)() // compiled before it is timed
	out["evaluate_ms"] = median(25, evaluate)
	out["delta_ms"] = median(25, delta(influence.DirectExact))
	out["delta_plain_ms"] = median(25, delta(influence.DirectLinear))

	report("phase", "leave-one-out by the paper's algorithm, a sample of 60 points")
	const sample = 60
	w := influence.NewState(p.Basis, damping)
	start := bridge.Now()
	for k := range sample {
		i := k * 1000 / sample
		theta, err := s.Update(i)
		if err != nil {
			panic(err)
		}
		floats.Add(theta, fit.Theta)
		rest := *p
		rest.Rows = append(append([]int{}, p.Rows[:i]...), p.Rows[i+1:]...)
		if _, err := w.VarianceAt(&rest, theta); err != nil {
			panic(err)
		}
	}
	out["loo_influence_ms"] = (bridge.Now() - start) * 1000 / sample
	out["ratio"] = out["loo_influence_ms"] / out["delta_ms"]
	out["ratio_plain"] = out["loo_influence_ms"] / out["delta_plain_ms"]
	// δ by leaving points out cannot cost less than n evaluations of V.
	out["ratio_bound"] = 1000 * out["evaluate_ms"] / out["delta_ms"]
}

// trajectory times the opening scenario as the page runs it: fits, δ, moments, map.
func trajectory(out map[string]float64) {
	report("phase", "the opening scenario, 24 removals, three times")
	out["trajectory_s"] = median(3, func() {
		if _, err := session.Record(scenario.Default(), session.Sources{}, nil); err != nil {
			panic(err)
		}
	}) / 1000
}

// adam times 1000 epochs of the paper's training on 1000 rows.
func adam(out map[string]float64) {
	report("phase", "1000 epochs of Adam, three times")
	_, p, _ := mixture(1000)
	out["adam_s"] = median(3, func() {
		if _, err := softmax.PaperAdam(1000, 0).Fit(p, dataset.Stream(1, "init"), nil); err != nil {
			panic(err)
		}
	}) / 1000
}

// growth times δ, evaluation included, at growing n and fits the exponent of n.
func growth(out map[string]float64) {
	var x, y []float64
	for _, n := range []int{1000, 10_000, 100_000} {
		key := map[int]string{1000: "1k", 10_000: "10k", 100_000: "100k"}[n]
		report("phase", "δ at n = "+key)
		s, p, fit := mixture(n)
		score := make([]float64, n)
		ms := median(3, func() {
			if err := s.Evaluate(p, fit.Theta); err != nil {
				panic(err)
			}
			if err := s.Delta(score, influence.DirectExact, influence.Step{Ridge: ridge}); err != nil {
				panic(err)
			}
		})
		out["delta_"+key+"_ms"] = ms
		x, y = append(x, math.Log(float64(n))), append(y, math.Log(ms))
	}
	out["growth_exponent"] = (y[2] - y[0]) / (x[2] - x[0])
	report("memory", "memory_peak_mb")
}
