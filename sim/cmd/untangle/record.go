package main

import (
	"flag"
	"os"
	"path/filepath"

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
		document := f.String("scenario", "", "scenario `file` to run instead of a preset")
		files := f.String("files", "site/dist/data", "`folder` of the packed digits, for presets that draw from them")
		return func(env *environment) error { return record(env, *preset, *document, *out, *files) }
	},
}

func record(env *environment, preset, document, out, folder string) error {
	if out == "" {
		return usageError("-o is missing")
	}
	s, err := recorded(preset, document)
	if err != nil {
		return err
	}
	sources := session.Sources{Files: map[string][]byte{}}
	for _, name := range s.Data.Files() {
		if sources.Files[name], err = readLimited(filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	// Opened first: a path that cannot be written should not cost a run.
	file, err := os.Create(out)
	if err != nil {
		return err
	}
	run, err := session.Record(s, sources, progress(env, func() string { return preset }))
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

// recorded returns the scenario to run.
func recorded(preset, document string) (scenario.Scenario, error) {
	if document == "" {
		s, err := scenario.Preset(preset)
		if err != nil {
			return s, usageError(err.Error())
		}
		return s, nil
	}
	b, err := readLimited(document)
	if err != nil {
		return scenario.Scenario{}, err
	}
	return scenario.Decode(b)
}
