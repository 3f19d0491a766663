// Package site holds the tests of the page. This one writes and checks fixture.run, a
// recorded run that the TypeScript decoder is tested against: it knows the same formula.
package site

import (
	"bytes"
	"flag"
	"math"
	"os"
	"testing"

	"untangle/sim/scenario"
	"untangle/sim/trace"
)

var update = flag.Bool("update", false, "write fixture.run")

// fixture makes a run of 60 rows and 4 frames by formulas that decode.test.ts repeats.
// Its values are not those of a computation; all differ, so that a swapped field shows.
func fixture() ([]byte, error) {
	const n, steps, perStep = 60, 3, 4
	s := scenario.Default()
	s.Data.Counts, s.Purify.PerStep, s.Purify.Steps = []int{40, 20}, perStep, steps
	h := trace.Header{
		Version: trace.Version, Scenario: s, Rows: n, TestRows: 100, Features: 9,
		Classes: []string{"B", "D", "N", "R"}, Origins: []string{"rule 1", "rule 2"},
		Columns: []trace.Column{{Name: "Q0", Levels: []string{"B", "D"}}, {Name: "Q1", Levels: []string{"N", "é"}}},
	}
	p := trace.Points{Label: make([]uint8, n), Origin: make([]uint8, n)}
	for i := range n {
		p.Label[i] = uint8(i % 4)
		if i >= 40 {
			p.Origin[i] = 1
		}
		p.Codes = append(p.Codes, uint8(i%2), uint8(i/2%2))
	}
	out, err := trace.AppendRun(nil, &h, &p)
	if err != nil {
		return nil, err
	}
	var enc trace.Encoder
	for k := range steps + 1 {
		out = trace.AppendFrame(out, enc.Frame(nil, frame(k, n, steps, perStep), k%2 == 0))
	}
	return out, nil
}

// frame makes frame k. Removed rows are 59, 58, … in order.
func frame(k, n, steps, perStep int) *trace.Frame {
	f := &trace.Frame{
		Step: k, Kept: n - perStep*k, Variance: 50.5 / float64(k+1), Mean: .125 * float64(k), Skewness: -1.5, Kurtosis: math.NaN(),
		Loss: 1 + float64(k), TrainAccuracy: .5 + .1*float64(k), TestAccuracy: .25 + .125*float64(k), Condition: 1e6, Extent: 8,
		Outcome: uint8(k), Iterations: 7 + k,
	}
	for j := 0; j < perStep && k < steps; j++ {
		f.Removed = append(f.Removed, int32(n-1-perStep*k-j))
	}
	for i := range n {
		f.MapX = append(f.MapX, float32((i*37+k*11)%201-100)/100*8)
		f.MapY = append(f.MapY, float32((i*53+k*7)%201-100)/100*8)
		f.Predicted = append(f.Predicted, uint8((i+k)%4))
		f.Score = append(f.Score, float32(i)-.5*float32(k))
		f.SelfInfluence = append(f.SelfInfluence, float32(i*i))
		f.PointLoss = append(f.PointLoss, float32(i)/64)
	}
	return f
}

func TestFixtureIsCurrent(t *testing.T) {
	want, err := fixture()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("fixture.run", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("fixture.run")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("fixture.run is not what sim/trace writes now; run go test ./tests/site -update and look at decode.test.ts")
	}
}
