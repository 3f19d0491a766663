package study

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"untangle/sim/dataset"
	"untangle/sim/divide"
	"untangle/sim/purify"
	"untangle/sim/race"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/softmax"
)

// stopTolerance is the tolerance of the published stopping rule, as its code has it.
const stopTolerance = 0.01

// raceStudy is an opened race.
type raceStudy struct {
	doc     scenario.Study
	sources session.Sources
	origins []string
	rows    int            // of the minority
	budgets map[uint64]int // estimated wrong labels by seed: all rules have the same data
	ceiling *RaceCeiling
}

// rocPoints is the number of false positive rates at which a ROC curve is kept.
const rocPoints = 26

// falseRates are evenly spaced from 0 to 1.
func falseRates() []float64 {
	out := make([]float64, rocPoints)
	for i := range out {
		out[i] = float64(i) / (rocPoints - 1)
	}
	return out
}

func openRace(doc scenario.Study, sources session.Sources) (*raceStudy, error) {
	for i, name := range doc.Race.Rules {
		if !slices.Contains(race.Rules(), name) {
			return nil, &scenario.Error{Field: fmt.Sprintf("race.rules[%d]", i), Problem: say.T("%q is not a removal rule", name), Remedy: say.T("use some of %v", race.Rules())}
		}
	}
	train, _, err := session.Data(*doc.Base, sources)
	if err != nil {
		return nil, err
	}
	s := &raceStudy{doc: doc, sources: sources, origins: train.Origins, budgets: map[uint64]int{}}
	for _, minor := range train.Outsiders() {
		if minor {
			s.rows++
		}
	}
	s.ceiling = ceilingOf(train, s.rows, doc.Base.Purify)
	return s, nil
}

// ceilingOf returns the ceiling of a race on d with so many outsiders, nil where the true
// functions are not known.
func ceilingOf(d *dataset.Dataset, outsiders int, p scenario.Purify) *RaceCeiling {
	explained := divide.Explained(d)
	if explained == nil {
		return nil
	}
	c := divide.NewCeiling(d.Origin, explained, len(d.Origins))
	positive := d.Outsiders()
	out := &RaceCeiling{Ambiguous: c.Ambiguous, AUC: Number(c.AUC), Precision: Number(divide.PrecisionAt(c.Scores, positive, outsiders)), Hits: []Number{missing},
		ROC: briefs(rocOf(c.Scores, positive))}
	for k := 1; k <= p.Steps && k*p.PerStep <= d.Rows(); k++ {
		out.Hits = append(out.Hits, Number(divide.PrecisionAt(c.Scores, positive, k*p.PerStep)))
	}
	return out
}

// rocOf returns the true positive rates of a ranking at falseRates.
func rocOf(scores []float64, positive []bool) []float64 {
	x, y := divide.ROC(scores, positive)
	return divide.TrueRates(x, y, falseRates())
}

// Cells implements [Study].
func (s *raceStudy) Cells() int { return len(s.doc.Race.Rules) * s.doc.Race.Seeds }

// Cell implements [Study]. Its partial states are the run so far.
func (s *raceStudy) Cell(i int, partial Partial, tick purify.Tick) (any, error) {
	rules := s.doc.Race.Rules
	sc := *s.doc.Base
	sc.Seed += uint64(i / len(rules))
	train, test, err := session.Data(sc, s.sources)
	if err != nil {
		return nil, err
	}
	cfg := race.Config{Minority: train.Outsiders(), Config: purify.Config{
		X: softmax.NewDesign(train.X), Y: train.Y, Classes: len(train.Classes), Fit: sc.Fit, Damping: sc.Influence.Damping, Purify: sc.Purify, Seed: sc.Seed,
	}}
	if test != nil {
		cfg.Test = &race.Judge{X: softmax.NewDesign(test.X), Y: test.Y}
	}
	if cfg.Validation, err = s.validation(sc); err != nil {
		return nil, err
	}
	run, err := race.NewRun(cfg, rules[i%len(rules)])
	if err != nil {
		return nil, err
	}
	first := i < len(rules)
	for {
		_, err := run.Next(tick)
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && partial != nil {
			err = partial(raceCell(run.Track(), train, sc.Seed, first))
		}
		if err != nil {
			return nil, err
		}
	}
	out := raceCell(run.Track(), train, sc.Seed, first)
	budget, known := s.budgets[sc.Seed]
	if !known {
		if budget, err = race.NoiseEstimate(cfg.Config, tick); err != nil {
			return nil, err
		}
		s.budgets[sc.Seed] = budget
	}
	for _, stop := range run.Track().Stops(stopTolerance, budget) {
		out.Stops = append(out.Stops, RaceStop{Rule: stop.Rule, Step: stop.Step, Fired: stop.Fired, Regret: Number(stop.Regret)})
	}
	return out, nil
}

// validationSeed is added to the seed of generated data for a clean validation sample,
// which no rule is trained on and the test set does not hold.
const validationSeed = 1 << 40

// validation returns clean rows for the stopping rule that needs them; nil for a table.
func (s *raceStudy) validation(sc scenario.Scenario) (*race.Judge, error) {
	if !sc.Data.Generated() {
		return nil, nil
	}
	sc.Seed += validationSeed
	_, rows, err := session.Data(sc, s.sources)
	if err != nil {
		return nil, err
	}
	return &race.Judge{X: softmax.NewDesign(rows.X), Y: rows.Y}, nil
}

func raceCell(t *race.Track, train *dataset.Dataset, seed uint64, origins bool) RaceCell {
	out := RaceCell{Rule: string(t.Rule), Seed: seed, AUC: Number(t.AUC), Precision: Number(t.Precision), OrderAUC: Number(t.OrderAUC), OrderPrecision: Number(t.OrderPrecision), ROC: []Brief{}, Stops: []RaceStop{}}
	if minor := train.Outsiders(); !math.IsNaN(t.AUC) {
		positive := make([]bool, len(t.Rows))
		for i, row := range t.Rows {
			positive[i] = minor[row]
		}
		out.ROC = briefs(rocOf(t.Scores, positive))
	}
	at, peak := t.Peak()
	out.PeakStep, out.Peak = at, Number(peak)
	gone := 0
	for _, p := range t.Points {
		out.Removed = append(out.Removed, gone)
		out.Variance, out.Accuracy = append(out.Variance, Number(p.Variance)), append(out.Accuracy, Number(p.Accuracy))
		minority := missing
		if p.Minority >= 0 {
			minority = Number(p.Minority)
		}
		out.Minority = append(out.Minority, minority)
		gone += len(p.Removed)
		if !origins {
			continue
		}
		for _, row := range p.Removed {
			out.Origins += string(rune('0' + train.Origin[row]))
		}
	}
	return out
}

// Summary implements [Study].
func (s *raceStudy) Summary(results []json.RawMessage) (any, error) {
	cells, values, err := decoded[RaceCell](results)
	if err != nil {
		return nil, err
	}
	rules := s.doc.Race.Rules
	groups := make([][]RaceCell, len(rules))
	for k, i := range cells {
		groups[i%len(rules)] = append(groups[i%len(rules)], values[k])
	}
	ours := map[uint64]RaceCell{}
	if k := slices.IndexFunc(rules, func(r scenario.RuleName) bool { return strings.HasPrefix(string(r), "delta") }); k >= 0 {
		for _, c := range groups[k] {
			ours[c.Seed] = c
		}
	}
	out := RaceSummary{Origins: s.origins, Minority: s.rows, FalseRates: briefs(falseRates()), Ceiling: s.ceiling}
	for k, group := range groups {
		out.Rules = append(out.Rules, s.rule(string(rules[k]), group, ours))
	}
	return out, nil
}

// rule puts the runs of a rule together; ours has the runs to compare with, by seed.
func (s *raceStudy) rule(name string, group []RaceCell, ours map[uint64]RaceCell) RaceRule {
	lead := func(get func(RaceCell) Number) Estimate {
		return over(group, func(c RaceCell) Number {
			other, known := ours[c.Seed]
			if !known {
				return missing
			}
			return get(c) - get(other)
		})
	}
	peak := func(c RaceCell) Number { return c.Peak }
	auc := func(c RaceCell) Number { return c.OrderAUC }
	precision := func(c RaceCell) Number { return c.OrderPrecision }
	out := RaceRule{Rule: name, Removed: []int{}, Accuracy: []Estimate{}, Variance: []Estimate{}, Hits: []Estimate{}, ROC: []Estimate{}, Stops: []RaceRegret{},
		Peak: over(group, peak), AUC: over(group, func(c RaceCell) Number { return c.AUC }), Precision: over(group, func(c RaceCell) Number { return c.Precision }),
		OrderAUC: over(group, auc), OrderPrecision: over(group, precision),
		Lead: lead(peak), AUCLead: lead(auc), PrecisionLead: lead(precision)}
	steps := 0
	for _, c := range group {
		if len(c.Removed) > steps {
			steps, out.Removed = len(c.Removed), c.Removed
		}
	}
	at := func(values []Number, k int) Number {
		if k >= len(values) {
			return missing
		}
		return values[k]
	}
	for k := range steps {
		out.Accuracy = append(out.Accuracy, over(group, func(c RaceCell) Number { return at(c.Accuracy, k) }))
		out.Variance = append(out.Variance, over(group, func(c RaceCell) Number { return at(c.Variance, k) }))
	}
	for k := range steps {
		out.Hits = append(out.Hits, over(group, func(c RaceCell) Number {
			if k >= len(c.Minority) || c.Removed[k] == 0 {
				return missing
			}
			return c.Minority[k] / Number(c.Removed[k])
		}))
	}
	for k := range rocPoints {
		out.ROC = append(out.ROC, over(group, func(c RaceCell) Number {
			if k >= len(c.ROC) {
				return missing
			}
			return Number(c.ROC[k])
		}))
	}
	if len(group) > 0 {
		for k, stop := range group[0].Stops {
			out.Stops = append(out.Stops, RaceRegret{Rule: stop.Rule,
				Step:   over(group, func(c RaceCell) Number { return Number(c.Stops[k].Step) }),
				Regret: over(group, func(c RaceCell) Number { return c.Stops[k].Regret })})
		}
	}
	return out
}

// over estimates a value over replications.
func over[T any](group []T, get func(T) Number) Estimate {
	v := make([]float64, len(group))
	for i, c := range group {
		v[i] = float64(get(c))
	}
	return estimate(v)
}
