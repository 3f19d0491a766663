// Package session is the only composition: it turns a scenario into a trace, one frame
// at a time. The page's worker, the command line and the tests all run this.
package session

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
	"untangle/sim/trace"
)

// pairMomentRows is the largest number of rows for which skewness and kurtosis are
// computed: they look at every pair, and at n = 4,000 that takes about as long as
// everything else of the frame.
const pairMomentRows = 4_000

// Table is a user's own data: files as they are, of any format [dataset.ReadAny] reads.
type Table struct {
	// Train is the training file.
	Train dataset.File
	// Test is the test file, or nil.
	Test *dataset.File

	last memo
}

// memo keeps what [Load] made last of a table: the cells of a study ask for the same rows
// again and again, and reading is most of the work.
type memo struct {
	sync.Mutex
	key    string
	loaded *dataset.Loaded
}

// Sources is what a run needs beside its scenario. The zero value is enough for data that
// is generated.
type Sources struct {
	// Table holds the rows of a "table" scenario.
	Table *Table
	// Loaded, unless nil, is what [Load] made of Table for the same scenario; it is not
	// read again.
	Loaded *dataset.Loaded
	// Files holds data files by name, such as packed digits; see [scenario.Data].
	Files map[string][]byte
	// Crew, if not nil, computes parts of the rules that leave points out one by one.
	Crew purify.Crew
}

// Session is a run in progress. Use [Open].
type Session struct {
	scenario    scenario.Scenario
	train, test *dataset.Dataset
	testX       softmax.Design
	loaded      *dataset.Loaded // the user's table, or nil
	loop        *purify.Loop
	last        *trace.Frame // the last frame, whose values removed rows keep
	gone        []Removal    // what has left, in that order; see Review
}

// Open prepares a run. Bad input and missing sources come back as a [*scenario.Error] or a
// [*dataset.Error].
func Open(s scenario.Scenario, sources Sources) (*Session, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	out := &Session{scenario: s}
	if err := out.load(sources); err != nil {
		return nil, err
	}
	if out.test != nil {
		out.testX = softmax.NewDesign(out.test.X)
	}
	var err error
	out.loop, err = purify.NewLoop(purify.Config{
		X: softmax.NewDesign(out.train.X), Y: out.train.Y, Classes: len(out.train.Classes),
		Fit: s.Fit, Damping: s.Influence.Damping, Purify: s.Purify, Seed: s.Seed, Crew: sources.Crew,
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Data makes or reads the training and test rows of a scenario; test is nil where there
// are none. Errors are those of [Open].
func Data(sc scenario.Scenario, sources Sources) (train, test *dataset.Dataset, err error) {
	if err := sc.Validate(); err != nil {
		return nil, nil, err
	}
	s := &Session{scenario: sc}
	if err := s.load(sources); err != nil {
		return nil, nil, err
	}
	return s.train, s.test, nil
}

func (s *Session) load(sources Sources) error {
	if s.scenario.Data.Generated() {
		var err error
		s.train, s.test, err = dataset.Generate(s.scenario.Data, s.scenario.Seed, sources.Files)
		return err
	}
	loaded := sources.Loaded
	if loaded == nil {
		var err error
		if loaded, err = Load(s.scenario, sources.Table, nil); err != nil {
			return err
		}
	}
	s.train, s.test, s.loaded = loaded.Train, loaded.Test, loaded
	return nil
}

// Load reads the table of a valid "table" scenario. tick is called with phase "read"; its
// error ends the reading and is returned. Other errors are those of [Open]. The table keeps
// the result for the next call with the same data and seed; do not change it.
func Load(sc scenario.Scenario, table *Table, tick purify.Tick) (*dataset.Loaded, error) {
	if table == nil {
		return nil, &scenario.Error{Field: "data.kind", Problem: say.T(`is "table", but no table came with it`), Remedy: say.T("choose a file")}
	}
	key, err := json.Marshal([]any{sc.Data, sc.Seed})
	if err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	m := &table.last
	m.Lock()
	defer m.Unlock()
	if m.key == string(key) {
		return m.loaded, nil
	}
	m.key, m.loaded = "", nil // before the next one takes memory
	loaded, err := dataset.LoadTable(table.Train, table.Test, sc.Data, sc.Seed, tick.Of("read"))
	if err != nil {
		return nil, err
	}
	m.key, m.loaded = string(key), loaded
	return loaded, nil
}

// Loaded returns the table of a "table" scenario with its place in the file, or nil.
func (s *Session) Loaded() *dataset.Loaded { return s.loaded }

// Header describes the run.
func (s *Session) Header() trace.Header {
	h := trace.Header{Version: trace.Version, Scenario: s.scenario, Rows: s.train.Rows(),
		Classes: s.train.Classes, Origins: s.train.Origins, Columns: []trace.Column{}}
	_, h.Features = s.train.X.Dims()
	if solver := s.loop.Solver(); solver != softmax.Primal {
		h.Solver = solver.String()
	}
	if s.test != nil {
		h.TestRows = s.test.Rows()
	}
	for _, c := range s.train.Columns {
		h.Columns = append(h.Columns, trace.Column{Name: c.Name, Levels: c.Levels})
	}
	h.Images = s.images()
	return h
}

// Points returns what never changes about the training rows.
func (s *Session) Points() trace.Points {
	p := trace.Points{Codes: s.train.Codes}
	for i, y := range s.train.Y {
		p.Label = append(p.Label, uint8(y))
		p.Origin = append(p.Origin, uint8(s.train.Origin[i]))
	}
	for i, image := range s.train.Source {
		p.Source = append(p.Source, uint32(4*image)+uint32(s.train.Turn[i]))
	}
	return p
}

// Warnings tells of data that deserve care, in words.
func (s *Session) Warnings() []say.Text {
	out := []say.Text{}
	n := s.train.Rows()
	for _, c := range s.train.Columns {
		if 2*len(c.Levels) > n {
			out = append(out, say.T("Column %q has %d different values in %d rows; if it is a name or a number of the row, remove it.", c.Name, len(c.Levels), n))
		}
	}
	if s.loaded != nil {
		for _, w := range s.loaded.Warnings {
			out = append(out, w.Text)
		}
	}
	if s.test == nil {
		out = append(out, say.T("There is no test file, so there is no test accuracy."))
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
	s.gone = append(s.gone, Leaving(step)...)
	if err := s.moments(f, step, tick); err != nil {
		return nil, fmt.Errorf("step %d: %w", step.Index, err)
	}
	if err := s.place(f, step, tick); err != nil {
		return nil, fmt.Errorf("step %d: %w", step.Index, err)
	}
	s.last = f
	return f, nil
}

// Assist computes a part of a task of another session of the same scenario; see
// [purify.Loop.Assist].
func (s *Session) Assist(t *purify.Task, part, parts int, emit func(entry int, variance float64) error, tick purify.Tick) error {
	return s.loop.Assist(t, part, parts, emit, tick)
}

// Measure computes what the next frame would tell of the set as a whole, without the map,
// and removes nothing. Removed, MapX, MapY and Extent of the frame stay zero.
func (s *Session) Measure(tick purify.Tick) (*trace.Frame, error) {
	step, err := s.loop.Measure(tick)
	if err != nil {
		return nil, err
	}
	f := s.frame(step)
	f.MapX, f.MapY = nil, nil
	return f, s.moments(f, step, tick)
}

// Final makes all removals of the scenario that are due and measures the rows that are left,
// as Measure does.
func (s *Session) Final(tick purify.Tick) (*trace.Frame, error) {
	for removals := s.scenario.Purify.Steps - s.nextIndex(); removals > 0; removals-- {
		step, err := s.loop.Next(tick)
		if err != nil {
			return nil, fmt.Errorf("step %d: %w", s.scenario.Purify.Steps-removals, err)
		}
		s.gone = append(s.gone, Leaving(step)...)
	}
	f, err := s.Measure(tick)
	if err != nil {
		return nil, fmt.Errorf("step %d: %w", s.scenario.Purify.Steps, err)
	}
	return f, nil
}

// Heterogeneity returns E(Z) = −Σ p ln p over the shares p of the origins of the training
// rows that are left, in nats: 0 for one distribution, ln K for K in equal parts (paper, Section 4). NaN
// where the origins are not known.
func (s *Session) Heterogeneity() float64 {
	if len(s.train.Origins) < 2 && s.scenario.Data.Kind == scenario.DataTable {
		return math.NaN()
	}
	counts := make([]float64, len(s.train.Origins))
	for _, o := range s.train.Origin {
		counts[o]++
	}
	for _, r := range s.gone {
		counts[s.train.Origin[r.Row]]--
	}
	e := 0.0
	for _, c := range counts {
		if p := c / float64(s.train.Rows()-len(s.gone)); p > 0 {
			e -= p * math.Log(p)
		}
	}
	return e
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
	for _, r := range step.Risks() {
		f.Risks |= 1 << r.Kind
	}
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
	f.Skewness, f.Kurtosis, err = step.State.PairMoments(tick.Of("variance"))
	return err
}

// place computes the influence map, turned to lie closest to the last one.
func (s *Session) place(f *trace.Frame, step *purify.Step, tick purify.Tick) error {
	rows := step.Problem.Rows
	x, y := make([]float64, len(rows)), make([]float64, len(rows))
	var before *[2][]float64
	if s.last != nil {
		before = &[2][]float64{make([]float64, len(rows)), make([]float64, len(rows))}
		for i, r := range rows {
			before[0][i], before[1][i] = float64(s.last.MapX[r]), float64(s.last.MapY[r])
		}
	}
	if err := step.State.MapTick(x, y, before, tick.Of("map")); err != nil {
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
