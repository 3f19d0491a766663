package nets_test

import (
	"errors"
	"io"
	"math"
	"slices"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/nets"
	"untangle/sim/scenario"
)

// tiny is a perceptron on 40 + 20 rows of two rules, which takes milliseconds.
func tiny(t *testing.T, rule scenario.NetRule) nets.Config {
	t.Helper()
	train, test, err := dataset.Generate(scenario.Data{Kind: scenario.DataSD, Counts: []int{40, 20}, Test: 50}, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	return nets.Config{X: train.X, Y: train.Y, Classes: len(train.Classes), Test: nets.Judge{X: test.X, Y: test.Y}, Rule: rule,
		Nets: scenario.Nets{Hidden: []int{6}, Rate: .01, Epochs: 8, Batch: 16, Candidates: 5, Sample: 4},
		Fit:  scenario.Fit{Method: scenario.FitNewton, Ridge: 1e-2, Epochs: 1, TargetLoss: .1}, Damping: .01,
		Purify: scenario.Purify{Rule: scenario.RuleDelta, PerStep: 3, Steps: 2}, Seed: 1}
}

func points(t *testing.T, cfg nets.Config) []*nets.Point {
	t.Helper()
	run, err := nets.NewRun(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var out []*nets.Point
	for {
		p, err := run.Next(nil)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
}

func TestEveryRuleRemovesWhatWasAsked(t *testing.T) {
	first := map[scenario.NetRule][]int{}
	for _, rule := range scenario.NetRules {
		got := points(t, tiny(t, rule))
		var gone []int
		for _, p := range got {
			gone = append(gone, p.Removed...)
		}
		slices.Sort(gone)
		if len(got) != 3 || len(gone) != 6 || len(slices.Compact(gone)) != 6 || len(got[2].Removed) != 0 {
			t.Errorf("%s: %d points remove %v", rule, len(got), gone)
		}
		if got[0].Accuracy != points(t, tiny(t, scenario.NetRandom))[0].Accuracy {
			t.Errorf("%s starts from another network", rule)
		}
		again := points(t, tiny(t, rule))
		if !slices.Equal(again[1].Removed, got[1].Removed) || again[2].Accuracy != got[2].Accuracy {
			t.Errorf("%s is not the same twice", rule)
		}
		first[rule] = got[0].Removed
	}
	for a, rows := range first {
		for b, others := range first {
			if a < b && slices.Equal(rows, others) {
				t.Errorf("%s and %s chose the same rows %v", a, b, rows)
			}
		}
	}
}

// "retrain" chooses by V of trainings without each candidate; here by hand.
func TestRetrainIsLeaveOneOut(t *testing.T) {
	cfg := tiny(t, scenario.NetRetrain)
	removed := points(t, cfg)[0].Removed
	trainer, err := nets.NewTrainer(cfg.Nets, cfg.X, cfg.Y, cfg.Classes, cfg.Seed)
	if err != nil {
		t.Fatal(err)
	}
	variance := func(leave int) float64 {
		var rows []int
		for r := range cfg.Y {
			if r != leave {
				rows = append(rows, r)
			}
		}
		if _, _, err := trainer.Fit(rows, nil); err != nil {
			t.Fatal(err)
		}
		v, err := trainer.Variance(rows, cfg.Damping)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	c, err := nets.Compare(cfg, len(cfg.Y), nil)
	if err != nil {
		t.Fatal(err)
	}
	all := variance(-1)
	for i, row := range c.Rows[:6] {
		if want := all - variance(row); c.Retrained[i] != want {
			t.Errorf("δ(%d) after training again is %g, want %g", row, c.Retrained[i], want)
		}
	}
	at := func(row int) float64 { return c.Retrained[slices.Index(c.Rows, row)] }
	if !(at(removed[0]) >= at(removed[1]) && at(removed[1]) >= at(removed[2])) {
		t.Errorf("rows %v leave with δ %g, %g, %g", removed, at(removed[0]), at(removed[1]), at(removed[2]))
	}
	if slices.Equal(c.Other, c.Retrained) || slices.ContainsFunc(c.Other, math.IsNaN) {
		t.Errorf("the second start gives %v", c.Other)
	}
}

// Training without rows takes the batches of training with all, less those rows.
func TestTrainingWithoutRowsKeepsTheBatches(t *testing.T) {
	cfg := tiny(t, scenario.NetRandom)
	// At a tiny step size losses are those of the initial weights, whatever came before.
	cfg.Nets.Epochs, cfg.Nets.Batch, cfg.Nets.Rate = 1, 16, 1e-9
	trainer, err := nets.NewTrainer(cfg.Nets, cfg.X, cfg.Y, cfg.Classes, 1)
	if err != nil {
		t.Fatal(err)
	}
	loss := func(rows ...int) float64 {
		l, _, err := trainer.Fit(rows, nil)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	own := make([]float64, len(cfg.Y))
	for r := range own {
		own[r] = loss(r)
	}
	order := dataset.Stream(1, "order").Perm(len(own))
	for _, out := range [][]int{{}, {order[0]}, {order[20]}, {order[59]}, order[3:9], order[14:35]} {
		var rows []int
		for r := range own {
			if !slices.Contains(out, r) {
				rows = append(rows, r)
			}
		}
		total, count := 0.0, 0.0
		for batch := range slices.Chunk(order, 16) {
			sum, size := 0.0, 0.0
			for _, r := range batch {
				if !slices.Contains(out, r) {
					sum, size = sum+own[r], size+1
				}
			}
			if size > 0 {
				total, count = total+sum/size, count+1
			}
		}
		if got, want := loss(rows...), total/count; math.Abs(got-want) > 1e-5 {
			t.Errorf("without %v: the mean batch loss is %g, want %g", out, got, want)
		}
	}
}

func TestARunCanBeEndedAndIsRefused(t *testing.T) {
	stop := errors.New("stop")
	for _, phase := range []string{"fit", "score"} {
		run, err := nets.NewRun(tiny(t, scenario.NetRetrain))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := run.Next(func(p string, _, _ int) error {
			if p == phase {
				return stop
			}
			return nil
		}); !errors.Is(err, stop) {
			t.Errorf("phase %s: %v", phase, err)
		}
	}
	cfg := tiny(t, scenario.NetRandom)
	cfg.Purify.Steps = 20
	var e *scenario.Error
	if _, err := nets.NewRun(cfg); !errors.As(err, &e) || e.Field != "purify.steps" {
		t.Errorf("60 removals of 60 rows: %v", err)
	}
	cfg = tiny(t, scenario.NetRandom)
	cfg.Nets.Conv = []int{2}
	if _, err := nets.NewRun(cfg); !errors.As(err, &e) || e.Field != "network.conv" {
		t.Errorf("a convolution over 40 features: %v", err)
	}
}
