package scene_test

import (
	"math"
	"math/rand/v2"

	"untangle/sim/scenario"
	"untangle/sim/trace"
)

// synthetic returns a run of n rows from len(shares) distributions, steps removals of
// perStep rows each: a heavy-tailed cloud in which later distributions lie farther
// out, whose points drift from frame to frame. The same arguments give the same run,
// rounded to the grid of the codec.
func synthetic(n, steps, perStep int, shares []float64, seed uint64) *trace.Run {
	r := rand.New(rand.NewPCG(seed, 7))
	s := scenario.Default()
	s.Purify.PerStep, s.Purify.Steps = perStep, steps
	run := &trace.Run{Header: trace.Header{
		Version: trace.Version, Scenario: s, Rows: n, TestRows: 1, Features: 2,
		Classes: []string{"B", "D"}, Columns: []trace.Column{},
	}}
	for range shares {
		run.Header.Origins = append(run.Header.Origins, "distribution")
	}
	x, y := make([]float64, n), make([]float64, n)
	far := 0.0
	for i := range n {
		origin, u := 0, float64(i)/float64(n)
		for u >= shares[origin] && origin < len(shares)-1 {
			u -= shares[origin]
			origin++
		}
		run.Points.Label = append(run.Points.Label, uint8(i%2))
		run.Points.Origin = append(run.Points.Origin, uint8(origin))
		rho := math.Exp(r.NormFloat64()*.9) * (1 + .8*float64(origin))
		angle := r.Float64() * 2 * math.Pi
		x[i], y[i] = 1.3*rho*math.Cos(angle), rho*math.Sin(angle)
		far = math.Max(far, math.Max(math.Abs(x[i]), math.Abs(y[i])))
	}
	left := make([]bool, n)
	var enc trace.Encoder
	var dec trace.Decoder
	for step := range steps + 1 {
		f := &trace.Frame{Step: step, Kept: n - step*perStep, Extent: far,
			MapX: make([]float32, n), MapY: make([]float32, n), Predicted: make([]uint8, n)}
		for i := range n {
			if !left[i] && step > 0 {
				x[i] = x[i]*(1-.3/float64(steps)) + .01*far*r.NormFloat64()
				y[i] = y[i]*(1-.3/float64(steps)) + .01*far*r.NormFloat64()
			}
			f.MapX[i], f.MapY[i] = float32(x[i]), float32(y[i])
		}
		if step < steps {
			f.Removed = farthest(x, y, left, perStep)
		}
		g, err := dec.Frame(enc.Frame(nil, f, false))
		if err != nil {
			panic(err)
		}
		run.Frames = append(run.Frames, g)
	}
	return run
}

// farthest marks and returns the count rows of largest radius that have not left.
func farthest(x, y []float64, left []bool, count int) []int32 {
	var out []int32
	for range count {
		best, at := -1.0, -1
		for i := range x {
			if rho := math.Hypot(x[i], y[i]); !left[i] && rho > best {
				best, at = rho, i
			}
		}
		left[at] = true
		out = append(out, int32(at))
	}
	return out
}
