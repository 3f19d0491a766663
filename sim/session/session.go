// Package session is the only composition: it turns a scenario into a trace, one frame
// at a time. The page's worker, the command line and the tests all run this.
package session

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
	"untangle/sim/trace"
)

// pairMomentRows is the largest number of rows for which skewness and kurtosis are
// computed: they look at every pair, and at n = 4,000 that takes about as long as
// everything else of the frame.
const pairMomentRows = 4_000

// Table is a user's own data as CSV text.
type Table struct {
	// Name names the training file in messages.
	Name string
	// Train and Test are the files' text; Test may be empty.
	Train, Test string
}

// Session is a run in progress. Use [Open].
type Session struct {
	scenario    scenario.Scenario
	train, test *dataset.Dataset
	testX       softmax.Design
	loop        *purify.Loop
	last        *trace.Frame // the last frame, whose values removed rows keep
}

// Open prepares a run. table is needed by a "table" scenario and ignored by others.
// Bad input comes back as a [*scenario.Error] or a [*dataset.Error].
func Open(s scenario.Scenario, table *Table) (*Session, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	out := &Session{scenario: s}
	if err := out.load(table); err != nil {
		return nil, err
	}
	if out.test != nil {
		out.testX = softmax.NewDesign(out.test.X)
	}
	var err error
	out.loop, err = purify.NewLoop(purify.Config{
		X: softmax.NewDesign(out.train.X), Y: out.train.Y, Classes: len(out.train.Classes),
		Fit: s.Fit, Damping: s.Influence.Damping, Purify: s.Purify, Seed: s.Seed,
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (s *Session) load(table *Table) error {
	if s.scenario.Data.Kind == scenario.DataSD {
		s.train = dataset.SD(dataset.Stream(s.scenario.Seed, "data"), s.scenario.Data.Counts)
		s.test = dataset.SD(dataset.Stream(s.scenario.Seed, "test"), []int{s.scenario.Data.Test})
		return nil
	}
	if table == nil {
		return &scenario.Error{Field: "data.kind", Problem: `is "table", but no table came with it`, Remedy: "choose a CSV file"}
	}
	var err error
	s.train, s.test, err = LoadTables(table.Name, strings.NewReader(table.Train), optional(table.Test), s.scenario.Data)
	return err
}

// optional returns a reader of the text, or nil for an empty one.
func optional(text string) io.Reader {
	if text == "" {
		return nil
	}
	return strings.NewReader(text)
}

// LoadTables reads a training table and, unless test is nil, a test table with the
// schema learned from the training table.
func LoadTables(name string, train, test io.Reader, d scenario.Data) (*dataset.Dataset, *dataset.Dataset, error) {
	table, err := dataset.ReadCSV(name, train)
	if err != nil {
		return nil, nil, err
	}
	scaling := dataset.ScaleStandard
	if d.Scale == "none" {
		scaling = dataset.ScaleNone
	}
	schema, err := dataset.Learn(table, d.Label, scaling)
	if err != nil {
		return nil, nil, err
	}
	a, err := schema.Encode(table)
	if err != nil || test == nil {
		return a, nil, err
	}
	table, err = dataset.ReadCSV("test file", test)
	if err != nil {
		return nil, nil, err
	}
	b, err := schema.Encode(table)
	return a, b, err
}

// Header describes the run.
func (s *Session) Header() trace.Header {
	h := trace.Header{Version: trace.Version, Scenario: s.scenario, Rows: s.train.Rows(),
		Classes: s.train.Classes, Origins: s.train.Origins, Columns: []trace.Column{}}
	_, h.Features = s.train.X.Dims()
	if s.test != nil {
		h.TestRows = s.test.Rows()
	}
	for _, c := range s.train.Columns {
		h.Columns = append(h.Columns, trace.Column{Name: c.Name, Levels: c.Levels})
	}
	return h
}

// Points returns what never changes about the training rows.
func (s *Session) Points() trace.Points {
	p := trace.Points{Codes: s.train.Codes}
	for i, y := range s.train.Y {
		p.Label = append(p.Label, uint8(y))
		p.Origin = append(p.Origin, uint8(s.train.Origin[i]))
	}
	return p
}

// Warnings tells of data that deserve care, in words.
func (s *Session) Warnings() []string {
	out := []string{}
	n := s.train.Rows()
	for _, c := range s.train.Columns {
		if 2*len(c.Levels) > n {
			out = append(out, fmt.Sprintf("Column %q has %d different values in %d rows; if it is a name or a number of the row, remove it.", c.Name, len(c.Levels), n))
		}
	}
	if s.test == nil {
		out = append(out, "There is no test file, so there is no test accuracy.")
	}
	return out
}

// Next computes the next frame; after the last one it returns io.EOF.
func (s *Session) Next(tick purify.Tick) (*trace.Frame, error) {
	step, err := s.loop.Next(tick)
	if err != nil {
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, fmt.Errorf("step %d: %w", s.nextIndex(), err)
	}
	f := s.frame(step)
	if err := s.moments(f, step, tick); err != nil {
		return nil, err
	}
	if err := s.place(f, step); err != nil {
		return nil, fmt.Errorf("step %d: %w", step.Index, err)
	}
	s.last = f
	return f, nil
}

func (s *Session) nextIndex() int {
	if s.last == nil {
		return 0
	}
	return s.last.Step + 1
}

// frame fills everything but the pair moments and the map.
func (s *Session) frame(step *purify.Step) *trace.Frame {
	p, n := step.Problem, s.train.Rows()
	classes := len(s.train.Classes)
	f := &trace.Frame{Step: step.Index, Kept: len(p.Rows),
		Variance: step.State.Variance(), Mean: step.State.Mean(),
		Skewness: math.NaN(), Kurtosis: math.NaN(), TestAccuracy: math.NaN(),
		Loss: step.State.Point.MeanLoss(p), Condition: step.State.Condition(),
		Outcome: uint8(step.Fit.Outcome), Iterations: step.Fit.Iterations,
		MapX: make([]float32, n), MapY: make([]float32, n), Predicted: make([]uint8, n),
		Score: make([]float32, n), SelfInfluence: make([]float32, n), PointLoss: make([]float32, n)}
	if s.last != nil { // removed rows keep their last values
		copy(f.MapX, s.last.MapX)
		copy(f.MapY, s.last.MapY)
		copy(f.Predicted, s.last.Predicted)
		copy(f.Score, s.last.Score)
		copy(f.SelfInfluence, s.last.SelfInfluence)
		copy(f.PointLoss, s.last.PointLoss)
	}
	for _, r := range step.Removed {
		f.Removed = append(f.Removed, int32(r))
	}
	predicted := make([]int, len(p.Rows))
	softmax.Predict(predicted, p.X, p.Rows, step.Fit.Theta, classes)
	hits := 0
	for i, r := range p.Rows {
		if predicted[i] == p.Y[r] {
			hits++
		}
		f.Predicted[r] = uint8(predicted[i])
		f.Score[r] = float32(step.Scores[i])
		f.SelfInfluence[r] = float32(step.State.SelfInfluence()[i])
		f.PointLoss[r] = float32(step.State.Point.Loss[i])
	}
	f.TrainAccuracy = float64(hits) / float64(len(p.Rows))
	if s.test != nil {
		f.TestAccuracy = softmax.Accuracy(s.testX, s.test.Y, softmax.All(s.test.Rows()), step.Fit.Theta, classes)
	}
	return f
}

func (s *Session) moments(f *trace.Frame, step *purify.Step, tick purify.Tick) error {
	if f.Kept > pairMomentRows {
		return nil
	}
	var err error
	f.Skewness, f.Kurtosis, err = step.State.PairMoments(func(done, total int) error {
		if tick == nil {
			return nil
		}
		return tick("variance", done, total)
	})
	return err
}

// place computes the influence map, turned to lie closest to the last one.
func (s *Session) place(f *trace.Frame, step *purify.Step) error {
	rows := step.Problem.Rows
	x, y := make([]float64, len(rows)), make([]float64, len(rows))
	var before *[2][]float64
	if s.last != nil {
		before = &[2][]float64{make([]float64, len(rows)), make([]float64, len(rows))}
		for i, r := range rows {
			before[0][i], before[1][i] = float64(s.last.MapX[r]), float64(s.last.MapY[r])
		}
	}
	if err := step.State.Map(x, y, before); err != nil {
		return err
	}
	for i, r := range rows {
		f.MapX[r], f.MapY[r] = float32(x[i]), float32(y[i])
	}
	if s.last != nil {
		f.Extent = s.last.Extent
		return nil
	}
	for i := range rows {
		f.Extent = max(f.Extent, math.Abs(x[i]), math.Abs(y[i]))
	}
	if f.Extent == 0 {
		f.Extent = 1 // every gradient vanishes; the map is a single spot
	}
	return nil
}
