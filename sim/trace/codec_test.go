package trace_test

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"

	"untangle/sim/scenario"
	"untangle/sim/trace"
)

// sample makes a small run whose values are all different, so that a swapped
// field cannot pass.
func sample() (trace.Header, trace.Points, []*trace.Frame) {
	h := trace.Header{
		Version: trace.Version, Scenario: scenario.Default(), Rows: 3, TestRows: 5, Features: 7,
		Classes: []string{"B", "D"}, Origins: []string{"one", "two"},
		Columns: []trace.Column{{Name: "Q0", Levels: []string{"B", "D", "N"}}},
	}
	p := trace.Points{Label: []uint8{0, 1, 1}, Origin: []uint8{1, 0, 1}, Codes: []uint8{2, 0, 1}}
	frames := []*trace.Frame{
		{Step: 0, Kept: 3, Removed: []int32{2}, Variance: 1, Mean: 2, Skewness: -3, Kurtosis: 4, Loss: 5,
			TrainAccuracy: .6, TestAccuracy: .7, Condition: 8, Extent: 2, Outcome: 1, Iterations: 9,
			MapX: []float32{-2, .5, 2}, MapY: []float32{0, 1, -1}, Predicted: []uint8{0, 1, 0},
			Score: []float32{1, 2, 3}, SelfInfluence: []float32{4, 5, 6}, PointLoss: []float32{7, 8, 9}},
		{Step: 1, Kept: 2, Removed: nil, Variance: .5, Skewness: math.NaN(), Extent: 2,
			MapX: []float32{-1, .25, 2}, MapY: []float32{0, 3, -1}, Predicted: []uint8{1, 1, 0},
			Score: []float32{1, 2, 3}, SelfInfluence: []float32{4, 5, 6}, PointLoss: []float32{7, 8, 9}},
	}
	return h, p, frames
}

func encode(t *testing.T, detail bool) []byte {
	t.Helper()
	h, p, frames := sample()
	b, err := trace.AppendRun(nil, &h, &p)
	if err != nil {
		t.Fatal(err)
	}
	var enc trace.Encoder
	for _, f := range frames {
		b = trace.AppendFrame(b, enc.Frame(nil, f, detail))
	}
	return b
}

func TestRunSurvivesTheRoundTrip(t *testing.T) {
	h, p, frames := sample()
	run, err := trace.DecodeRun(encode(t, true))
	if err != nil {
		t.Fatal(err)
	}
	if run.Header.Scenario.ID != h.Scenario.ID || run.Header.Classes[1] != "D" || run.Header.Columns[0].Levels[2] != "N" {
		t.Errorf("header came back as %+v", run.Header)
	}
	if !bytes.Equal(run.Points.Label, p.Label) || !bytes.Equal(run.Points.Origin, p.Origin) || !bytes.Equal(run.Points.Codes, p.Codes) {
		t.Errorf("points came back as %+v", run.Points)
	}
	if len(run.Frames) != len(frames) {
		t.Fatalf("%d frames came back, want %d", len(run.Frames), len(frames))
	}
	for k, want := range frames {
		got := run.Frames[k]
		for i := range want.MapX {
			// The grid is even in the root of the coordinate: half a step, plus the rounding of float32.
			root := func(v float32) float64 {
				return math.Copysign(math.Sqrt(math.Abs(float64(v))/want.Extent), float64(v)) * trace.Levels
			}
			if math.Abs(root(got.MapX[i])-root(want.MapX[i])) > .5001 || math.Abs(root(got.MapY[i])-root(want.MapY[i])) > .5001 {
				t.Errorf("frame %d row %d: map (%g, %g), want (%g, %g)", k, i, got.MapX[i], got.MapY[i], want.MapX[i], want.MapY[i])
			}
			if got.Predicted[i] != want.Predicted[i] || got.Score[i] != want.Score[i] ||
				got.SelfInfluence[i] != want.SelfInfluence[i] || got.PointLoss[i] != want.PointLoss[i] {
				t.Errorf("frame %d row %d: per-row values differ", k, i)
			}
		}
		if got.Variance != want.Variance || got.Mean != want.Mean || got.Kurtosis != want.Kurtosis ||
			got.Loss != want.Loss || got.TrainAccuracy != want.TrainAccuracy || got.TestAccuracy != want.TestAccuracy ||
			got.Condition != want.Condition || got.Kept != want.Kept || got.Outcome != want.Outcome ||
			got.Iterations != want.Iterations || len(got.Removed) != len(want.Removed) ||
			math.IsNaN(got.Skewness) != math.IsNaN(want.Skewness) {
			t.Errorf("frame %d came back as %+v, want %+v", k, got, want)
		}
	}
}

func TestRecordedRunLeavesTheDetailOut(t *testing.T) {
	run, err := trace.DecodeRun(encode(t, false))
	if err != nil {
		t.Fatal(err)
	}
	if f := run.Frames[0]; f.Score != nil || f.SelfInfluence != nil || f.PointLoss != nil {
		t.Error("detail came back from a run without it")
	}
}

func TestEveryTruncationIsRefused(t *testing.T) {
	whole := encode(t, true)
	frames := 0
	for cut := range len(whole) {
		run, err := trace.DecodeRun(whole[:cut])
		switch {
		case err == nil && len(run.Frames) < 2:
			frames++ // a cut exactly between frames is a shorter run
		case err == nil:
			t.Errorf("%d of %d bytes decoded as a whole run", cut, len(whole))
		case !errors.Is(err, trace.ErrFormat):
			t.Errorf("cut at %d: error %v does not wrap ErrFormat", cut, err)
		}
	}
	if frames != 2 {
		t.Errorf("%d cuts lie between frames, want 2 (after the points and after frame 0)", frames)
	}
}

func FuzzDecodeRun(f *testing.F) {
	h, p, frames := sample()
	b, err := trace.AppendRun(nil, &h, &p)
	if err != nil {
		f.Fatal(err)
	}
	var enc trace.Encoder
	for _, fr := range frames {
		b = trace.AppendFrame(b, enc.Frame(nil, fr, true))
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		run, err := trace.DecodeRun(b)
		if err == nil && run == nil {
			t.Error("no run and no error")
		}
	})
}

func TestImagesOfRowsSurviveTheRoundTrip(t *testing.T) {
	h, p, _ := sample()
	h.Images, p.Source = &trace.Images{Width: 28, Height: 28, File: "digits48.bin"}, []uint32{4, 70_001, 9}
	b, err := trace.AppendRun(nil, &h, &p)
	if err != nil {
		t.Fatal(err)
	}
	run, err := trace.DecodeRun(b)
	if err != nil {
		t.Fatal(err)
	}
	if *run.Header.Images != *h.Images || !slices.Equal(run.Points.Source, p.Source) || !bytes.Equal(run.Points.Codes, p.Codes) {
		t.Errorf("came back as %+v, %+v", run.Header.Images, run.Points)
	}
	if _, err := trace.DecodeRun(b[:len(b)-1]); err == nil {
		t.Error("a run that ends within its images passed")
	}
}
