package main

import (
	"flag"
	"fmt"
	"math"

	"untangle/sim/dataset"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/softmax"
)

// onePoint is a purification that removes nothing, for commands that only measure.
var onePoint = scenario.Purify{Rule: scenario.RuleDelta, PerStep: 1}

// ruleUsage documents -rule.
var ruleUsage = func() string {
	s := "removal rule, one of"
	for i, r := range scenario.Rules {
		if i > 0 {
			s += ","
		}
		s += " " + string(r)
	}
	return s
}()

var purifyCommand = command{
	name:    "purify",
	summary: "remove points step by step; one JSON line per step",
	examples: []string{
		"untangle purify -data train.csv -label Q10 -test test.csv -rule delta -per-step 10 -steps 20 -format jsonl",
		"untangle purify -data train.csv -label Q10 -steps 5 -kept kept.csv -removed removed.csv -ranked ranked.csv",
		"untangle purify -data train.csv -label Q10 -test test.csv -rule loo-influence -fit adam -steps 3",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		var data dataFlags
		var fit fitFlags
		var p scenario.Purify
		var files outFlags
		data.declare(f, true)
		fit.declare(f)
		files.declare(f)
		rule := f.String("rule", string(scenario.RuleDelta), ruleUsage)
		f.IntVar(&p.PerStep, "per-step", 10, "points removed per step")
		f.IntVar(&p.Steps, "steps", 20, "number of removals")
		format := formatFlag(f)
		return func(env *environment) error {
			p.Rule = scenario.RuleName(*rule)
			if err := checkFormat(*format); err != nil {
				return err
			}
			return runPurify(env, &data, &fit, p, &files)
		}
	},
}

// formatFlag declares -format, which has one value today.
func formatFlag(f *flag.FlagSet) *string {
	return f.String("format", "jsonl", "\"jsonl\", one JSON object per line; the only format")
}

func checkFormat(format string) error {
	if format != "jsonl" {
		return usageError(fmt.Sprintf("-format is %q; use \"jsonl\"", format))
	}
	return nil
}

func runPurify(env *environment, data *dataFlags, fit *fitFlags, p scenario.Purify, files *outFlags) error {
	loaded, err := prepare(env, data, fit, p)
	if err != nil {
		return err
	}
	train, test := loaded.Train, loaded.Test
	loop, err := purify.NewLoop(fit.config(train, p))
	if err != nil {
		return err
	}
	out := &stepWriter{env: env, loaded: loaded, classes: len(train.Classes), steps: p.Steps}
	if test != nil {
		out.test, out.testX = test, softmax.NewDesign(test.X)
	}
	tick := progress(env, out.label)
	if err := loop.Run(out, tick); err != nil || !files.any() {
		return err
	}
	last, err := loop.Score(tick) // the last step of a run does not score
	if err != nil {
		return err
	}
	return files.writeFiles(env, loaded, session.Order(out.gone, last), p.Rule, func() ([]float64, error) {
		return session.Suggest(train, last, fit.suggestionRidge(), fit.seed, tick)
	})
}

// stepWriter records each step as a JSON line.
type stepWriter struct {
	env            *environment
	loaded         *dataset.Loaded
	gone           []session.Removal
	test           *dataset.Dataset
	testX          softmax.Design
	classes, steps int
	next           int
}

func (w *stepWriter) label() string { return fmt.Sprintf("step %d/%d", w.next, w.steps) }

// Record implements purify.Recorder.
func (w *stepWriter) Record(s *purify.Step) error {
	accuracy := math.NaN()
	if w.test != nil {
		accuracy = softmax.Accuracy(w.testX, w.test.Y, softmax.All(w.test.Rows()), s.Fit.Theta, w.classes)
	}
	warn(w.env, s.Fit)
	removed := make([]int, len(s.Removed))
	for k, r := range s.Removed {
		removed[k] = w.loaded.Train.FileRow(r)
	}
	w.gone = append(w.gone, session.Leaving(s)...)
	w.next = s.Index + 1
	return writeJSON(w.env.stdout, struct {
		Step         int    `json:"step"`
		Kept         int    `json:"kept"`
		Variance     number `json:"variance"`
		TestAccuracy number `json:"testAccuracy"`
		Removed      []int  `json:"removed"`
	}{s.Index, len(s.Problem.Rows), number(s.State.Variance()), number(accuracy), removed})
}
