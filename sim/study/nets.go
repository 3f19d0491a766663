package study

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"untangle/sim/nets"
	"untangle/sim/network"
	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/session"
)

// maxKernel bounds the order nC of the tangent kernel: 128 MB for each of a few of its size.
const maxKernel = 4000

// netsStudy is an opened study of networks.
type netsStudy struct {
	doc        scenario.Study
	sources    session.Sources
	minority   int
	parameters int
}

func openNets(doc scenario.Study, sources session.Sources) (*netsStudy, error) {
	s := &netsStudy{doc: doc, sources: sources}
	cfg, outsiders, _, err := s.config(doc.Base.Seed)
	if err != nil {
		return nil, err
	}
	m, err := network.New(nets.Spec(*doc.Nets, cfg.X, cfg.Classes))
	if err != nil {
		return nil, inNets(err)
	}
	s.parameters = len(m.Theta())
	for _, minor := range outsiders {
		if minor {
			s.minority++
		}
	}
	if cfg.Test.X == nil {
		return nil, &scenario.Error{Field: "base.data", Problem: say.T("has no test rows"), Remedy: say.T("give a test file or a share to hold out")}
	}
	if k := len(cfg.Y) * cfg.Classes; k > maxKernel {
		return nil, &scenario.Error{Field: "base.data", Problem: say.T("has %d rows of %d classes, and the influence of a network takes a matrix of that order, %d", len(cfg.Y), cfg.Classes, k),
			Remedy: say.T("use at most %d rows, such as a sample", maxKernel/cfg.Classes)}
	}
	// Refuses more removals than there are rows.
	_, err = nets.NewRun(cfg)
	return s, inNets(err)
}

// inNets names the fields of a refusal as the document does.
func inNets(err error) error {
	var e *scenario.Error
	if !errors.As(err, &e) {
		return err
	}
	field := e.Field
	if rest, ok := strings.CutPrefix(field, "network."); ok {
		field = "nets." + rest
	} else if strings.HasPrefix(field, "purify.") {
		field = "base." + field
	}
	return &scenario.Error{Field: field, Problem: e.Problem, Remedy: e.Remedy}
}

// config returns what a run under a seed needs, and the truth about its rows.
func (s *netsStudy) config(seed uint64) (nets.Config, []bool, []int, error) {
	sc := *s.doc.Base
	sc.Seed = seed
	train, test, err := session.Data(sc, s.sources)
	if err != nil {
		return nets.Config{}, nil, nil, err
	}
	cfg := nets.Config{X: train.X, Y: train.Y, Classes: len(train.Classes), Nets: *s.doc.Nets,
		Fit: sc.Fit, Damping: sc.Influence.Damping, Purify: sc.Purify, Seed: seed}
	if test != nil {
		cfg.Test = nets.Judge{X: test.X, Y: test.Y}
	}
	return cfg, train.Outsiders(), train.Origin, nil
}

// kinds is the number of cells of a replication.
func (s *netsStudy) kinds() int {
	if s.doc.Nets.Sample == 0 {
		return len(s.doc.Nets.Rules)
	}
	return len(s.doc.Nets.Rules) + 1
}

// Cells implements [Study].
func (s *netsStudy) Cells() int { return s.kinds() * s.doc.Nets.Seeds }

// Cell implements [Study]. Its partial states are the run so far.
func (s *netsStudy) Cell(i int, partial Partial, tick purify.Tick) (any, error) {
	seed := s.doc.Base.Seed + uint64(i/s.kinds())
	cfg, outsiders, origins, err := s.config(seed)
	if err != nil {
		return nil, err
	}
	k := i % s.kinds()
	if k == len(s.doc.Nets.Rules) {
		return compared(cfg, origins, s.doc.Nets.Sample, tick)
	}
	cfg.Rule = s.doc.Nets.Rules[k]
	run, err := nets.NewRun(cfg)
	if err != nil {
		return nil, err
	}
	out := NetsCell{Rule: string(cfg.Rule), Seed: seed, Removed: []int{}, Accuracy: []Number{}, Loss: []Number{}, Minority: []Number{}}
	gone, minority := 0, 0
	for {
		p, err := run.Next(tick)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		found := missing
		if outsiders != nil {
			found = Number(minority)
		}
		out.Removed, out.Accuracy = append(out.Removed, gone), append(out.Accuracy, Number(p.Accuracy))
		out.Loss, out.Minority = append(out.Loss, Number(p.Loss)), append(out.Minority, found)
		gone += len(p.Removed)
		for _, r := range p.Removed {
			if outsiders != nil && outsiders[r] {
				minority++
			}
		}
		if partial != nil {
			if err := partial(out); err != nil {
				return nil, err
			}
		}
	}
}

func compared(cfg nets.Config, origins []int, sample int, tick purify.Tick) (any, error) {
	c, err := nets.Compare(cfg, sample, tick)
	if err != nil {
		return nil, err
	}
	out := NetsCell{Seed: cfg.Seed, Removed: []int{}, Accuracy: []Number{}, Loss: []Number{}, Minority: []Number{}, Compared: &NetsCompared{
		Rows: c.Rows, Origins: []int{}, Delta: briefs(c.Delta), Retrained: briefs(c.Retrained), Other: briefs(c.Other),
		Rise: briefs(c.Rise), RetrainedRise: briefs(c.RetrainedRise),
		RankDelta: Number(spearman(c.Delta, c.Retrained)), RankLast: Number(spearman(c.LastDelta, c.Retrained)),
		RankOther: Number(spearman(c.Other, c.Retrained)), RankRise: Number(spearman(c.Rise, c.RetrainedRise)),
		RankOtherRise: Number(spearman(c.OtherRise, c.RetrainedRise)),
	}}
	for _, r := range c.Rows {
		out.Compared.Origins = append(out.Compared.Origins, origins[r])
	}
	return out, nil
}

func briefs(v []float64) []Brief {
	out := make([]Brief, len(v))
	for i, x := range v {
		out[i] = Brief(x)
	}
	return out
}

// Summary implements [Study].
func (s *netsStudy) Summary(results []json.RawMessage) (any, error) {
	_, values, err := decoded[NetsCell](results)
	if err != nil {
		return nil, err
	}
	out := NetsSummary{Minority: s.minority, Parameters: s.parameters, Rules: []NetsRule{}}
	groups, ranks := map[string][]NetsCell{}, []NetsCompared{}
	for _, c := range values {
		if c.Compared != nil {
			ranks = append(ranks, *c.Compared)
			continue
		}
		groups[c.Rule] = append(groups[c.Rule], c)
	}
	for _, r := range s.doc.Nets.Rules {
		out.Rules = append(out.Rules, netRule(string(r), groups[string(r)], groups[string(scenario.NetRandom)]))
	}
	rank := func(get func(NetsCompared) Number) Estimate { return over(ranks, get) }
	out.RankDelta = rank(func(c NetsCompared) Number { return c.RankDelta })
	out.RankLast = rank(func(c NetsCompared) Number { return c.RankLast })
	out.RankOther = rank(func(c NetsCompared) Number { return c.RankOther })
	out.RankRise = rank(func(c NetsCompared) Number { return c.RankRise })
	out.RankOtherRise = rank(func(c NetsCompared) Number { return c.RankOtherRise })
	return out, nil
}

// netRule puts together the replications of a rule.
func netRule(name string, group, random []NetsCell) NetsRule {
	end := func(c NetsCell) Number { return c.Accuracy[len(c.Accuracy)-1] }
	out := NetsRule{Rule: name, Removed: []int{}, Accuracy: []Estimate{}, Found: []Estimate{},
		Start: over(group, func(c NetsCell) Number { return c.Accuracy[0] }),
		Peak:  over(group, func(c NetsCell) Number { return slices.Max(c.Accuracy) }),
		End:   over(group, end)}
	if len(group) > 0 {
		out.Removed = group[0].Removed
	}
	for k, removed := range out.Removed {
		out.Accuracy = append(out.Accuracy, over(group, func(c NetsCell) Number { return c.Accuracy[k] }))
		out.Found = append(out.Found, over(group, func(c NetsCell) Number {
			if removed == 0 {
				return missing
			}
			return c.Minority[k] / Number(removed)
		}))
	}
	against := func(of func(NetsCell) Number) Estimate {
		return over(group, func(c NetsCell) Number {
			for _, r := range random {
				if r.Seed == c.Seed && name != string(scenario.NetRandom) {
					return of(c) - of(r)
				}
			}
			return missing
		})
	}
	out.Gain = against(end)
	out.Lift = against(func(c NetsCell) Number { return slices.Max(c.Accuracy) })
	switch mean, half := float64(out.Gain.Mean), float64(out.Gain.Half); {
	case out.Gain.N < 2:
	case mean-half > 0:
		out.Verdict = "helps"
	case mean+half < 0:
		out.Verdict = "hurts"
	default:
		out.Verdict = "open"
	}
	return out
}
