package study

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/session"
)

// Measures is what a sweep measures in one cell: the state of the whole training set
// before any removal, or, of a purified sweep, of the rows that are left.
type Measures struct {
	// Variance, Mean, Skewness and Kurtosis are the moments of X over unordered pairs.
	Variance Number `json:"variance"`
	Mean     Number `json:"mean"`
	Skewness Number `json:"skewness"`
	Kurtosis Number `json:"kurtosis"`
	// Heterogeneity is E(Z) = −Σ p ln p over the shares p of the distributions in nats;
	// null where the composition is not known.
	Heterogeneity Number `json:"heterogeneity"`
	// TestAccuracy and TrainAccuracy are fractions in [0, 1]; TestAccuracy is null
	// without a test set.
	TestAccuracy  Number `json:"testAccuracy"`
	TrainAccuracy Number `json:"trainAccuracy"`
	// Loss is the mean cross-entropy of the training rows in nats.
	Loss Number `json:"loss"`
	// Condition estimates the condition number of H.
	Condition Number `json:"condition"`
	// Iterations is the number of Newton iterations or epochs of the fit.
	Iterations int `json:"iterations"`
}

// SweepSummary is what a sweep comes to.
type SweepSummary struct {
	// Points has one entry per point of the grid, the last axis running fastest.
	Points []SweepPoint `json:"points"`
	// Correlation is Spearman's rank correlation of Heterogeneity and Variance over all
	// cells that have both; null for fewer than three.
	Correlation Number `json:"correlation"`
	// Pairs is the number of those cells.
	Pairs int `json:"pairs"`
}

// SweepPoint is one point of the grid over its replications.
type SweepPoint struct {
	// At holds its place along each axis.
	At            []float64 `json:"at"`
	Variance      Estimate  `json:"variance"`
	Mean          Estimate  `json:"mean"`
	Skewness      Estimate  `json:"skewness"`
	Kurtosis      Estimate  `json:"kurtosis"`
	Heterogeneity Estimate  `json:"heterogeneity"`
	TestAccuracy  Estimate  `json:"testAccuracy"`
	TrainAccuracy Estimate  `json:"trainAccuracy"`
	Loss          Estimate  `json:"loss"`
}

// sweep is an opened sweep.
type sweep struct {
	doc     scenario.Study
	base    []byte
	points  int
	sources session.Sources
}

func openSweep(doc scenario.Study, sources session.Sources) (*sweep, error) {
	base, err := json.Marshal(doc.Base)
	if err != nil {
		return nil, fmt.Errorf("study: %w", err)
	}
	s := &sweep{doc: doc, base: base, points: 1, sources: sources}
	for _, a := range doc.Sweep.Axes {
		s.points *= len(a.Values)
	}
	// A bad value is told of now, not when its turn comes.
	for p := range s.points {
		if _, err := s.scenario(p, 0); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Cells implements [Study].
func (s *sweep) Cells() int { return s.points * s.doc.Sweep.Seeds }

// index returns the value of each axis at a point of the grid.
func (s *sweep) index(point int) []int {
	axes := s.doc.Sweep.Axes
	out := make([]int, len(axes))
	for k := len(axes) - 1; k >= 0; k-- {
		out[k] = point % len(axes[k].Values)
		point /= len(axes[k].Values)
	}
	return out
}

// scenario returns what a cell runs.
func (s *sweep) scenario(point, replication int) (scenario.Scenario, error) {
	doc := s.base
	for k, i := range s.index(point) {
		a := s.doc.Sweep.Axes[k]
		var err error
		if doc, err = set(doc, strings.Split(a.Field, "."), a.Values[i]); err != nil {
			return scenario.Scenario{}, s.blame(k, i, err)
		}
	}
	out, err := scenario.Decode(doc)
	if err != nil {
		k := len(s.doc.Sweep.Axes) - 1
		return scenario.Scenario{}, s.blame(k, s.index(point)[k], err)
	}
	out.Seed += uint64(replication)
	if !s.doc.Sweep.Purified {
		out.Purify.Steps = 0
	}
	return out, out.Validate()
}

// blame puts the value of an axis before what is wrong with it.
func (s *sweep) blame(axis, value int, err error) error {
	var e *scenario.Error
	if !errors.As(err, &e) {
		return err
	}
	return &scenario.Error{Field: fmt.Sprintf("sweep.axes[%d].values[%d]", axis, value), Problem: say.T("%s %s", e.Field, e.Problem), Remedy: e.Remedy}
}

// set returns an object with the field at the path replaced. The field must be there or
// be one that the object may leave out; an unknown one is refused when it is decoded.
func set(object []byte, path []string, value json.RawMessage) ([]byte, error) {
	if len(path) == 0 {
		return value, nil
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(object, &fields); err != nil {
		return nil, &scenario.Error{Field: path[0], Problem: say.T("is inside a value that has no fields"), Remedy: say.T("name a field of a scenario")}
	}
	inner := fields[path[0]]
	if len(path) > 1 && len(bytes.TrimSpace(inner)) == 0 {
		inner = []byte("{}")
	}
	var err error
	if fields[path[0]], err = set(inner, path[1:], value); err != nil {
		return nil, err
	}
	return json.Marshal(fields) // sorted by name: the same bytes every time
}

// Cell implements [Study].
func (s *sweep) Cell(i int, _ Partial, tick purify.Tick) (any, error) {
	sc, err := s.scenario(i%s.points, i/s.points)
	if err != nil {
		return nil, err
	}
	run, err := session.Open(sc, s.sources)
	if err != nil {
		return nil, err
	}
	f, err := run.Final(tick)
	if err != nil {
		return nil, err
	}
	return Measures{
		Variance: Number(f.Variance), Mean: Number(f.Mean), Skewness: Number(f.Skewness), Kurtosis: Number(f.Kurtosis),
		Heterogeneity: Number(run.Heterogeneity()), TestAccuracy: Number(f.TestAccuracy), TrainAccuracy: Number(f.TrainAccuracy),
		Loss: Number(f.Loss), Condition: Number(f.Condition), Iterations: f.Iterations,
	}, nil
}

// Summary implements [Study].
func (s *sweep) Summary(results []json.RawMessage) (any, error) {
	cells, values, err := decoded[Measures](results)
	if err != nil {
		return nil, err
	}
	groups := make([][]Measures, s.points)
	var het, variance []float64
	for k, i := range cells {
		groups[i%s.points] = append(groups[i%s.points], values[k])
		if h, v := float64(values[k].Heterogeneity), float64(values[k].Variance); h == h && v == v {
			het, variance = append(het, h), append(variance, v)
		}
	}
	out := SweepSummary{Points: make([]SweepPoint, s.points), Correlation: Number(spearman(het, variance)), Pairs: len(het)}
	for p := range out.Points {
		out.Points[p] = s.point(p, groups[p])
	}
	return out, nil
}

// point puts together the replications of a point of the grid.
func (s *sweep) point(p int, cells []Measures) SweepPoint {
	of := func(get func(Measures) Number) Estimate { return over(cells, get) }
	out := SweepPoint{
		Variance:      of(func(m Measures) Number { return m.Variance }),
		Mean:          of(func(m Measures) Number { return m.Mean }),
		Skewness:      of(func(m Measures) Number { return m.Skewness }),
		Kurtosis:      of(func(m Measures) Number { return m.Kurtosis }),
		Heterogeneity: of(func(m Measures) Number { return m.Heterogeneity }),
		TestAccuracy:  of(func(m Measures) Number { return m.TestAccuracy }),
		TrainAccuracy: of(func(m Measures) Number { return m.TrainAccuracy }),
		Loss:          of(func(m Measures) Number { return m.Loss }),
	}
	for k, i := range s.index(p) {
		out.At = append(out.At, s.doc.Sweep.Axes[k].Places()[i])
	}
	return out
}
