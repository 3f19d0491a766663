package main

import (
	"flag"

	"untangle/sim/purify"
	"untangle/sim/scenario"
)

var rankCommand = command{
	name:    "rank",
	summary: "score every row by a removal rule; one JSON line per row, highest first",
	examples: []string{
		"untangle rank -data train.csv -label Q10 -rule delta -format jsonl",
		"untangle rank -data train.csv -label Q10 -rule loo-refit | head",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		var data dataFlags
		var fit fitFlags
		data.declare(f, false)
		fit.declare(f)
		rule := f.String("rule", string(scenario.RuleDelta), ruleUsage)
		format := formatFlag(f)
		return func(env *environment) error {
			if err := checkFormat(*format); err != nil {
				return err
			}
			return rank(env, &data, &fit, scenario.RuleName(*rule))
		}
	},
}

func rank(env *environment, data *dataFlags, fit *fitFlags, rule scenario.RuleName) error {
	p := scenario.Purify{Rule: rule, PerStep: 1} // no removals: rows are scored, none leaves
	if err := fit.check(p); err != nil {
		return err
	}
	train, _, err := data.load()
	if err != nil {
		return err
	}
	loop, err := purify.NewLoop(fit.config(train, p))
	if err != nil {
		return err
	}
	step, err := loop.Score(progress(env, func() string { return "rank" }))
	if err != nil {
		return err
	}
	warn(env, step.Fit)
	for _, i := range purify.Rank(step.Scores) {
		if err := writeJSON(env.stdout, struct {
			Row   int    `json:"row"`
			Score number `json:"score"`
		}{step.Problem.Rows[i], number(step.Scores[i])}); err != nil {
			return err
		}
	}
	return nil
}
