package study

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/race"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/softmax"
)

// stopTolerance is the tolerance of the published stopping rule, as its code has it.
const stopTolerance = 0.01

// RaceCell is one rule's run, whole or as far as it has come.
type RaceCell struct {
	// Rule names the rule, Seed the data.
	Rule string `json:"rule"`
	Seed uint64 `json:"seed"`
	// Removed counts the rows removed before each step, Variance is V there, Accuracy the
	// test accuracy, Minority the removed rows that are not of the majority (null where
	// the truth is not known).
	Removed  []int    `json:"removed"`
	Variance []Number `json:"variance"`
	Accuracy []Number `json:"accuracy"`
	Minority []Number `json:"minority"`
	// Origins has, for the first replication, the origin of each removed row in order,
	// one digit each; "" for the others.
	Origins string `json:"origins"`
	// Peak is the best test accuracy, at PeakStep.
	Peak     Number `json:"peak"`
	PeakStep int    `json:"peakStep"`
	// AUC and Precision judge the ranking of step 0 against the truth, Precision at as
	// many rows as are not of the majority.
	AUC       Number `json:"auc"`
	Precision Number `json:"precision"`
	// Stops tells where each stopping rule would have stopped; only in a whole run.
	Stops []RaceStop `json:"stops"`
}

// RaceStop is a stopping rule on a run.
type RaceStop struct {
	Rule string `json:"rule"`
	// Step is where it stops, Fired whether it asked to.
	Step  int  `json:"step"`
	Fired bool `json:"fired"`
	// Regret is the best test accuracy less the one there.
	Regret Number `json:"regret"`
}

// RaceSummary has an entry per rule, in the order of the document.
type RaceSummary struct {
	// Origins names the origins, the majority first.
	Origins []string `json:"origins"`
	// Minority is the number of rows that are not of the majority.
	Minority int        `json:"minority"`
	Rules    []RaceRule `json:"rules"`
}

// RaceRule is a rule over its replications.
type RaceRule struct {
	Rule string `json:"rule"`
	// Removed counts the rows removed before each step; Accuracy and Variance are over
	// replications there.
	Removed  []int      `json:"removed"`
	Accuracy []Estimate `json:"accuracy"`
	Variance []Estimate `json:"variance"`
	// Peak is the best test accuracy, Found the share of the removed rows that are not of
	// the majority when as many are removed as there are such rows (or at the end).
	Peak      Estimate `json:"peak"`
	Found     Estimate `json:"found"`
	AUC       Estimate `json:"auc"`
	Precision Estimate `json:"precision"`
	// Stops has the mean regret of each stopping rule.
	Stops []RaceRegret `json:"stops"`
}

// RaceRegret is a stopping rule over the replications.
type RaceRegret struct {
	Rule   string   `json:"rule"`
	Step   Estimate `json:"step"`
	Regret Estimate `json:"regret"`
}

// raceStudy is an opened race.
type raceStudy struct {
	doc     scenario.Study
	sources session.Sources
	origins []string
	rows    int            // of the minority
	budgets map[uint64]int // estimated wrong labels by seed: all rules have the same data
}

func openRace(doc scenario.Study, sources session.Sources) (*raceStudy, error) {
	for i, name := range doc.Race.Rules {
		if !slices.Contains(race.Rules(), name) {
			return nil, &scenario.Error{Field: fmt.Sprintf("race.rules[%d]", i), Problem: fmt.Sprintf("%q is not a removal rule", name), Remedy: fmt.Sprintf("use some of %v", race.Rules())}
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
	return s, nil
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
	out := RaceCell{Rule: string(t.Rule), Seed: seed, AUC: Number(t.AUC), Precision: Number(t.Precision), Stops: []RaceStop{}}
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
	out := RaceSummary{Origins: s.origins, Minority: s.rows}
	for k, group := range groups {
		out.Rules = append(out.Rules, s.rule(string(rules[k]), group))
	}
	return out, nil
}

func (s *raceStudy) rule(name string, group []RaceCell) RaceRule {
	out := RaceRule{Rule: name, Removed: []int{}, Accuracy: []Estimate{}, Variance: []Estimate{}, Stops: []RaceRegret{},
		Peak:      over(group, func(c RaceCell) Number { return c.Peak }),
		Found:     over(group, s.found),
		AUC:       over(group, func(c RaceCell) Number { return c.AUC }),
		Precision: over(group, func(c RaceCell) Number { return c.Precision })}
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
	if len(group) > 0 {
		for k, stop := range group[0].Stops {
			out.Stops = append(out.Stops, RaceRegret{Rule: stop.Rule,
				Step:   over(group, func(c RaceCell) Number { return Number(c.Stops[k].Step) }),
				Regret: over(group, func(c RaceCell) Number { return c.Stops[k].Regret })})
		}
	}
	return out
}

// found is the share of the outsiders among the removed rows, once as many are removed
// as there are, or at the end.
func (s *raceStudy) found(c RaceCell) Number {
	for k, removed := range c.Removed {
		if removed > 0 && (removed >= s.rows || k == len(c.Removed)-1) {
			return c.Minority[k] / Number(removed)
		}
	}
	return missing
}

// over estimates a value over replications.
func over[T any](group []T, get func(T) Number) Estimate {
	v := make([]float64, len(group))
	for i, c := range group {
		v[i] = float64(get(c))
	}
	return estimate(v)
}
