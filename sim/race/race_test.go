package race_test

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/race"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
	"untangle/tests/conformance/oracle"
)

const ridge, damping = 1e-2, 1e-2

// sd is a questionnaire mixture to race on, with a clean test set.
func sd(seed uint64, perStep, steps int, counts ...int) race.Config {
	d := dataset.SD(dataset.Stream(seed, "data"), counts)
	test := dataset.SD(dataset.Stream(seed, "test"), []int{300})
	cfg := race.Config{Config: purify.Config{X: softmax.NewDesign(d.X), Y: d.Y, Classes: 4, Damping: damping, Seed: seed,
		Fit: scenario.Fit{Method: scenario.FitNewton, Ridge: ridge}, Purify: scenario.Purify{PerStep: perStep, Steps: steps}},
		Test: &race.Judge{X: softmax.NewDesign(test.X), Y: test.Y}, Minority: make([]bool, d.Rows())}
	for i, o := range d.Origin {
		cfg.Minority[i] = o > 0
	}
	return cfg
}

func start(t *testing.T, cfg race.Config, name scenario.RuleName) *race.Run {
	t.Helper()
	r, err := race.NewRun(cfg, name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Every rule runs to the end on the same terms, with finite scores, the same way twice.
func TestEveryRule(t *testing.T) {
	const n, steps = 45, 2
	cfg := sd(1, 5, steps, 30, 15)
	for _, name := range race.Rules() {
		t.Run(string(name), func(t *testing.T) {
			ticks := 0
			track, err := start(t, cfg, name).All(func(string, int, int) error { ticks++; return nil })
			if err != nil {
				t.Fatal(err)
			}
			again, err := start(t, cfg, name).All(nil)
			if err != nil || !slices.Equal(track.Scores, again.Scores) {
				t.Errorf("the second run differs (%v)", err)
			}
			if len(track.Points) != steps+1 || ticks == 0 || !slices.Equal(track.Rows, softmax.All(n)) {
				t.Fatalf("%d points, %d ticks", len(track.Points), ticks)
			}
			minority := 0
			for k, p := range track.Points {
				if p.Step != k || p.Kept != n-5*k || p.Minority != minority || !(p.Variance > 0) || !(p.Accuracy > 0) || !math.IsNaN(p.Validation) {
					t.Errorf("point %+v", p)
				}
				if !slices.Equal(p.Removed, again.Points[k].Removed) || (len(p.Removed) == 5) != (k < steps) {
					t.Errorf("step %d removes %v, then %v", k, p.Removed, again.Points[k].Removed)
				}
				for _, r := range p.Removed {
					if cfg.Minority[r] {
						minority++
					}
				}
			}
			for _, s := range track.Scores {
				if math.IsNaN(s) || math.IsInf(s, 0) {
					t.Fatalf("score %g", s)
				}
			}
			if !(track.AUC >= 0 && track.AUC <= 1 && track.Precision >= 0 && track.Precision <= 1) {
				t.Errorf("AUC %g, precision %g", track.AUC, track.Precision)
			}
			order := []int{}
			for _, p := range track.Points {
				order = append(order, p.Removed...)
			}
			if !slices.Equal(track.Order[:len(order)], order) || !slices.Equal(slices.Sorted(slices.Values(track.Order)), softmax.All(n)) {
				t.Errorf("removed %v, in order %v", order, track.Order)
			}
			auc, precision := pairs(track.Order, cfg.Minority)
			if math.Abs(track.OrderAUC-auc) > 1e-12 || math.Abs(track.OrderPrecision-precision) > 1e-12 {
				t.Errorf("the order has AUC %g and precision %g, want %g and %g", track.OrderAUC, track.OrderPrecision, auc, precision)
			}
		})
	}
}

// pairs judges an order pair by pair: how often a row of the minority comes before another,
// and the share of the minority among the first m.
func pairs(order []int, minority []bool) (auc, precision float64) {
	won, all, m := 0, 0, 0
	for _, r := range order {
		if minority[r] {
			m++
		}
	}
	for k, a := range order {
		if minority[a] && k < m {
			precision += 1 / float64(m)
		}
		for j, b := range order {
			if minority[a] && !minority[b] {
				all++
				if k < j {
					won++
				}
			}
		}
	}
	return float64(won) / float64(all), precision
}

// Where the truth is not known nothing is judged, and no row is scored for it.
func TestOrderNeedsTruth(t *testing.T) {
	cfg := sd(1, 5, 2, 30, 15)
	cfg.Minority = nil
	track, err := start(t, cfg, race.OutOfFold).All(nil)
	if err != nil || track.Order != nil || !math.IsNaN(track.OrderAUC) || !math.IsNaN(track.OrderPrecision) {
		t.Errorf("order %v, AUC %g (%v)", track.Order, track.OrderAUC, err)
	}
}

func TestTickCancels(t *testing.T) {
	stop := errors.New("stop")
	cfg := sd(1, 5, 2, 60, 30)
	for _, name := range []scenario.RuleName{race.OutOfFold, race.ConfidentBoth, race.KNNShapley, race.TMCShapley, race.AUM, race.Forgetting, race.EMPosterior} {
		seen := 0
		_, err := start(t, cfg, name).Next(func(phase string, done, total int) error {
			if done < 0 || done > total {
				t.Errorf("%s: %s %d of %d", name, phase, done, total)
			}
			if phase != "score" {
				return nil
			}
			if seen++; seen == 2 {
				return stop
			}
			return nil
		})
		if !errors.Is(err, stop) || seen != 2 {
			t.Errorf("%s: error %v after %d reports", name, err, seen)
		}
	}
}

// Row influence against the full matrix.
func TestRowInfluence(t *testing.T) {
	d := dataset.SD(dataset.Stream(1, "data"), []int{60, 30})
	track := start(t, sd(1, 5, 1, 60, 30), race.RowInfluence)
	if _, err := track.Next(nil); err != nil {
		t.Fatal(err)
	}
	long := oracle.Read(d.X, d.Y, 4)
	for i, row := range long.Influence(long.Newton(ridge, nil), damping).X {
		want := 0.0
		for j, v := range row {
			if j != i {
				want += v * v
			}
		}
		if got := track.Track().Scores[i]; math.Abs(got-want) > 1e-7*(1+want) {
			t.Errorf("row %d scores %g, want %g", i, got, want)
		}
	}
}

// A mixture of two finds the minority better than any other rule does in one ranking, and
// all rules but chance find more than their share of it.
func TestRulesFindTheMinority(t *testing.T) {
	cfg := sd(3, 10, 1, 490, 210)
	cfg.Fit.Ridge = 1e-4
	for name, least := range map[scenario.RuleName]float64{race.EMPosterior: .9, race.RowInfluence: .65, race.OutOfFold: .65,
		race.ConfidentClass: .65, race.AUM: .65, race.Forgetting: .58, race.KNNShapley: .52, scenario.RuleDelta: .7} {
		r := start(t, cfg, name)
		if _, err := r.Next(nil); err != nil {
			t.Fatal(err)
		}
		t.Logf("%-16s AUC %.3f, precision %.3f", name, r.Track().AUC, r.Track().Precision)
		if r.Track().AUC < least {
			t.Errorf("%s: AUC %.3f, want at least %.2f", name, r.Track().AUC, least)
		}
	}
}

func TestRefusals(t *testing.T) {
	many := sd(1, 1, 1, 150, 100)
	for _, c := range []struct {
		name            scenario.RuleName
		cfg             race.Config
		field, mentions string
	}{
		{"magic", many, "race.rules", `"magic"`},
		{race.TMCShapley, many, "race.rules", "250 rows are too many"},
		{race.AUM, sd(1, 50, 9, 60, 30), "purify.steps", "leave 0 of 90 rows"},
	} {
		_, err := race.NewRun(c.cfg, c.name)
		var e *scenario.Error
		if !errors.As(err, &e) || e.Field != c.field || !strings.Contains(e.Error(), c.mentions) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A race may take place among some of the rows; the others are never touched. Stopping
// rules see validation rows, never the test set.
func TestHoldOutAndStops(t *testing.T) {
	cfg := sd(2, 10, 9, 140, 60)
	kept, held := race.HoldOut(200, .2, 2)
	if both := append(slices.Clone(kept), held...); len(held) != 40 || len(kept) != 160 {
		t.Fatalf("%d kept, %d held", len(kept), len(held))
	} else if slices.Sort(both); !slices.Equal(both, softmax.All(200)) {
		t.Fatal("the rows kept and held are not all rows")
	}
	cfg.Rows, cfg.Validation = kept, &race.Judge{X: cfg.X, Y: cfg.Y, Rows: held}
	run := start(t, cfg, race.OutOfFold)
	track, err := run.All(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run.Next(nil); err != io.EOF {
		t.Errorf("after the end comes %v", err)
	}
	for _, p := range track.Points {
		for _, r := range p.Removed {
			if slices.Contains(held, r) {
				t.Fatalf("row %d was held out and leaves", r)
			}
		}
		if !(p.Validation > 0) {
			t.Errorf("validation accuracy %g", p.Validation)
		}
	}
	budget, err := race.NoiseEstimate(cfg.Config, nil)
	if err != nil || budget < 0 || budget > 160 {
		t.Fatalf("%d wrong labels (%v)", budget, err)
	}
	stops := track.Stops(.01, 30)
	step, peak := track.Peak()
	if len(stops) != 5 || stops[4].Step != step || stops[4].Regret != 0 || stops[4].Accuracy != peak || stops[3].Removed != 30 {
		t.Errorf("stops %+v, peak %g at %d", stops, peak, step)
	}
	for _, s := range stops {
		if s.Regret < 0 || math.Abs(s.Accuracy+s.Regret-peak) > 1e-12 {
			t.Errorf("%+v", s)
		}
	}
	cfg.Test = nil
	blind, err := start(t, cfg, race.OutOfFold).All(nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range blind.Stops(.01, 30) {
		if s.Stop != stops[i].Stop {
			t.Errorf("without the test set %+v becomes %+v: a stopping rule looked at it", stops[i].Stop, s.Stop)
		}
	}
}

// A study may hold every rule there is.
func TestAllRulesFitAStudy(t *testing.T) {
	doc := scenario.Study{Version: 1, Kind: scenario.StudyRace, ID: "all", Base: &scenario.Scenario{Version: 1, ID: "all", Data: scenario.Data{Kind: scenario.DataSD, Counts: []int{30, 15}, Test: 10},
		Fit: scenario.Fit{Method: scenario.FitNewton, Ridge: 1e-3, Epochs: 1, TargetLoss: .1}, Influence: scenario.Influence{Damping: .01}, Purify: scenario.Purify{Rule: scenario.RuleDelta, PerStep: 5, Steps: 2}},
		Race: &scenario.Race{Rules: race.Rules(), Seeds: 1}}
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := scenario.DecodeStudy(raw); err != nil {
		t.Error(err)
	}
}
