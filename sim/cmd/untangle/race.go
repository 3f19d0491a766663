package main

import (
	"flag"
	"fmt"
	"slices"
	"strings"

	"untangle/sim/purify"
	"untangle/sim/race"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// raceUsage documents -rules.
var raceUsage = func() string {
	names := make([]string, 0, 20)
	for _, r := range race.Rules() {
		names = append(names, string(r))
	}
	return "removal `rules`, comma-separated, of " + strings.Join(names, ", ")
}()

var raceCommand = command{
	name:    "race",
	summary: "run removal rules against each other; one JSON line per rule",
	examples: []string{
		"untangle race -data train.csv -label Q10 -test test.csv -rules delta,loss,out-of-fold -per-step 10 -steps 20",
		"untangle race -data train.csv -label Q10 -test test.csv -rules delta,em-posterior -steps 3 -stops",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		var data dataFlags
		var fit fitFlags
		var p scenario.Purify
		data.declare(f, true)
		fit.declare(f)
		rules := f.String("rules", "delta,loss,self-influence,out-of-fold,random", raceUsage)
		f.IntVar(&p.PerStep, "per-step", 10, "points removed per step")
		f.IntVar(&p.Steps, "steps", 20, "number of removals")
		stops := f.Bool("stops", false, "add where each stopping rule would have stopped, with a fifth of the rows held out for validation")
		format := formatFlag(f)
		return func(env *environment) error {
			if err := checkFormat(*format); err != nil {
				return err
			}
			names, err := ruleList(*rules)
			if err != nil {
				return err
			}
			return runRace(env, &data, &fit, p, names, *stops)
		}
	},
}

// ruleList reads -rules.
func ruleList(text string) ([]scenario.RuleName, error) {
	var out []scenario.RuleName
	for _, name := range list(text) {
		rule := scenario.RuleName(name)
		switch {
		case !slices.Contains(race.Rules(), rule):
			return nil, usageError(fmt.Sprintf("-rules has %q, which is not a removal rule; use some of %v", name, race.Rules()))
		case slices.Contains(out, rule):
			return nil, usageError(fmt.Sprintf("-rules has %q twice", name))
		}
		out = append(out, rule)
	}
	if len(out) == 0 {
		return nil, usageError("-rules is empty; name one or more")
	}
	return out, nil
}

// heldOut is the share of rows held out for -stops.
const heldOut = .2

func runRace(env *environment, data *dataFlags, fit *fitFlags, p scenario.Purify, names []scenario.RuleName, stops bool) error {
	p.Rule = scenario.RuleRandom // a rule of a scenario, for its check only
	loaded, err := prepare(env, data, fit, p)
	if err != nil {
		return err
	}
	train := loaded.Train
	cfg := race.Config{Config: fit.config(train, p), Minority: train.Outsiders()}
	cfg.Rows = softmax.All(train.Rows())
	if loaded.Test != nil {
		cfg.Test = &race.Judge{X: softmax.NewDesign(loaded.Test.X), Y: loaded.Test.Y}
	}
	budget := 0
	if stops {
		kept, held := race.HoldOut(train.Rows(), heldOut, fit.seed)
		cfg.Rows, cfg.Validation = kept, &race.Judge{X: cfg.X, Y: train.Y, Rows: held}
		if budget, err = race.NoiseEstimate(cfg.Config, nil); err != nil {
			return err
		}
	}
	for _, name := range names {
		run, err := race.NewRun(cfg, name)
		if err != nil {
			return inKnownFlags(err)
		}
		label := func() string { return fmt.Sprintf("%s %d/%d", name, len(run.Track().Points), p.Steps) }
		track, err := run.All(purify.Tick(progress(env, label)))
		if err != nil {
			return err
		}
		out := newRaceOutput(track)
		if stops {
			out.stops(track, budget)
		}
		if err := writeJSON(env.stdout, out); err != nil {
			return err
		}
	}
	return nil
}

// raceOutput is what "race" writes about a rule.
type raceOutput struct {
	Rule string `json:"rule"`
	// Peak is the largest test accuracy, reached at PeakStep.
	Peak     number `json:"peak"`
	PeakStep int    `json:"peakStep"`
	// AUC and Precision judge the ranking of step 0 where -truth names the truth.
	AUC       number `json:"auc"`
	Precision number `json:"precision"`
	// OrderAUC and OrderPrecision judge the order in which the rows leave; see race.Track.
	OrderAUC       number `json:"orderAUC"`
	OrderPrecision number `json:"orderPrecision"`
	// The rest has an entry per step.
	Kept         []int    `json:"kept"`
	Variance     []number `json:"variance"`
	TestAccuracy []number `json:"testAccuracy"`
	// Minority counts the rows of the minority removed so far, null without -truth.
	Minority []number `json:"minority"`
	Removed  [][]int  `json:"removed"`
	Stops    []stop   `json:"stops,omitempty"`
}

type stop struct {
	Rule     string `json:"rule"`
	Step     int    `json:"step"`
	Fired    bool   `json:"fired"`
	Accuracy number `json:"accuracy"`
	Regret   number `json:"regret"`
}

func newRaceOutput(t *race.Track) *raceOutput {
	out := &raceOutput{Rule: string(t.Rule), AUC: number(t.AUC), Precision: number(t.Precision), OrderAUC: number(t.OrderAUC), OrderPrecision: number(t.OrderPrecision)}
	at, peak := t.Peak()
	out.PeakStep, out.Peak = at, number(peak)
	for _, p := range t.Points {
		out.Kept = append(out.Kept, p.Kept)
		out.Variance, out.TestAccuracy = append(out.Variance, number(p.Variance)), append(out.TestAccuracy, number(p.Accuracy))
		m := notKnown
		if p.Minority >= 0 {
			m = number(p.Minority)
		}
		out.Minority = append(out.Minority, m)
		out.Removed = append(out.Removed, append([]int{}, p.Removed...))
	}
	return out
}

// publishedTolerance is the tolerance of the published stopping rule.
const publishedTolerance = .01

func (o *raceOutput) stops(t *race.Track, budget int) {
	for _, s := range t.Stops(publishedTolerance, budget) {
		o.Stops = append(o.Stops, stop{s.Rule, s.Step, s.Fired, number(s.Accuracy), number(s.Regret)})
	}
}
