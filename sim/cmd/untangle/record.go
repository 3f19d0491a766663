package main

import (
	"flag"
	"os"

	"untangle/sim/scenario"
	"untangle/sim/session"
)

var recordCommand = command{
	name:    "record",
	summary: "run a preset and write the recorded run, as this machine computes it",
	examples: []string{
		"untangle record -preset sd2 -o sd2.run",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		preset := f.String("preset", scenario.DefaultPreset, "`name` of an embedded preset")
		out := f.String("o", "", "`file` to write (required); the page's own recordings are made by the wasm build")
		return func(env *environment) error { return record(env, *preset, *out) }
	},
}

func record(env *environment, preset, out string) error {
	if out == "" {
		return usageError("-o is missing")
	}
	s, err := scenario.Preset(preset)
	if err != nil {
		return usageError(err.Error())
	}
	run, err := session.Record(s, progress(env, func() string { return preset }))
	if err != nil {
		return err
	}
	return os.WriteFile(out, run, 0o644)
}
