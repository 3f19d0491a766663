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
	// Opened first: a path that cannot be written should not cost a run.
	file, err := os.Create(out)
	if err != nil {
		return err
	}
	run, err := session.Record(s, session.Sources{}, progress(env, func() string { return preset }))
	if err != nil {
		file.Close()
		return err
	}
	if _, err := file.Write(run); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
