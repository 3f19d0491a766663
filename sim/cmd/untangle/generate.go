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
		"untangle generate -kind sd -counts 1000 -seed 1 -stream test > test.csv",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		kind := f.String("kind", "sd", "\"sd\", the paper's questionnaires; the only kind")
		counts := f.String("counts", "700,300", "rows from each distribution, comma-separated, 1 to 6 numbers")
		seed := f.Uint64("seed", 1, "seed of the random stream")
		stream := f.String("stream", "data", "random stream: \"data\" or \"test\", which share no rows; the same seed and stream give the same first rows")
		return func(env *environment) error { return generate(env, *kind, *counts, *seed, *stream) }
	},
}

func generate(env *environment, kind, counts string, seed uint64, stream string) error {
	if stream != "data" && stream != "test" {
		return usageError(fmt.Sprintf("-stream is %q; use \"data\" or \"test\"", stream))
	}
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
	if err := inFlags(d.CheckCounts()); err != nil {
		return err
	}
	if seed > scenario.MaxSeed {
		return usageError("-seed is too large; use 0 to 2^53-1")
	}
	if d.Rows() == 0 {
		return usageError("-counts add up to no rows; give at least one")
	}
	return dataset.SDTable(dataset.SD(dataset.Stream(seed, stream), d.Counts)).WriteCSV(env.stdout)
}
