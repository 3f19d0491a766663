package main

import (
	"flag"

	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/session"
)

var rankCommand = command{
	name:    "rank",
	summary: "score every row by a removal rule; one JSON line per row, highest first",
	examples: []string{
		"untangle rank -data train.csv -label Q10 -rule delta -format jsonl",
		"untangle rank -data train.csv -label Q10 -rule loo-refit | head",
		"untangle rank -data train.csv -label Q10 -format csv > ranked.csv",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		var data dataFlags
		var fit fitFlags
		data.declare(f, false)
		fit.declare(f)
		rule := f.String("rule", string(scenario.RuleDelta), ruleUsage)
		format := f.String("format", "jsonl", "\"jsonl\", one JSON object per row, or \"csv\", a list with suggested labels and the rows' own cells")
		return func(env *environment) error {
			if *format != "csv" {
				if err := checkFormat(*format); err != nil {
					return err
				}
			}
			return rank(env, &data, &fit, scenario.RuleName(*rule), *format == "csv")
		}
	},
}

func rank(env *environment, data *dataFlags, fit *fitFlags, rule scenario.RuleName, asCSV bool) error {
	p := scenario.Purify{Rule: rule, PerStep: 1} // no removals: rows are scored, none leaves
	loaded, err := prepare(env, data, fit, p)
	if err != nil {
		return err
	}
	train := loaded.Train
	loop, err := purify.NewLoop(fit.config(train, p))
	if err != nil {
		return err
	}
	tick := progress(env, func() string { return "rank" })
	step, err := loop.Score(tick)
	if err != nil {
		return err
	}
	warn(env, step.Fit)
	if asCSV {
		p, err := session.Suggest(train, step, fit.suggestionRidge(), fit.seed, tick)
		if err != nil {
			return err
		}
		return writeRanked(env, env.stdout, loaded, session.RankedRows(loaded, session.Order(nil, step), p, rule))
	}
	for _, r := range session.Order(nil, step) {
		if err := writeJSON(env.stdout, struct {
			Row      int    `json:"row"`
			Score    number `json:"score"`
			Leverage number `json:"leverage"`
		}{train.FileRow(r.Row), number(r.Score), number(r.Leverage)}); err != nil {
			return err
		}
	}
	return nil
}
