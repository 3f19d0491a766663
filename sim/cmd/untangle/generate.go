package main

import (
	"flag"
	"fmt"
	"strconv"
	"strings"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
)

var generateCommand = command{
	name:    "generate",
	summary: "write a synthetic SD-K mixture as CSV",
	examples: []string{
		"untangle generate -kind sd -counts 700,300 -seed 1 > train.csv",
		"untangle generate -kind sd -counts 1000 -seed 2 > test.csv",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		kind := f.String("kind", "sd", "\"sd\", the paper's questionnaires; the only kind")
		counts := f.String("counts", "700,300", "rows from each distribution, comma-separated, 1 to 6 numbers")
		seed := f.Uint64("seed", 1, "seed of the random stream")
		return func(env *environment) error { return generate(env, *kind, *counts, *seed) }
	},
}

func generate(env *environment, kind, counts string, seed uint64) error {
	if kind != "sd" {
		return usageError(fmt.Sprintf("-kind is %q; use \"sd\"", kind))
	}
	d := scenario.Data{Kind: scenario.DataSD, Test: 1}
	for _, field := range strings.Split(counts, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil {
			return usageError(fmt.Sprintf("-counts has %q; use whole numbers, such as 700,300", field))
		}
		d.Counts = append(d.Counts, n)
	}
	s := scenario.Default()
	s.Seed, s.Data, s.Purify.Steps = seed, d, 0
	if err := s.Validate(); err != nil {
		return usageError(err.Error())
	}
	return dataset.SDTable(dataset.SD(dataset.Stream(seed, "data"), d.Counts)).WriteCSV(env.stdout)
}
