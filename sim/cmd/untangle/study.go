package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"

	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/study"
)

var studyCommand = command{
	name:    "study",
	summary: "run a study of the lab, such as a sweep, and write its results as JSON",
	examples: []string{
		"untangle study -id fig5 > fig5.json",
		"untangle study -document sweep.json",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		id := f.String("id", "", "`name` of an embedded study")
		document := f.String("document", "", "study `file` to run instead; the lab's \"Download results (JSON)\" has one as its document")
		files := f.String("files", "site/dist/data", "`folder` of the packed digits, for studies that draw from them")
		return func(env *environment) error { return runStudy(env, *id, *document, *files) }
	},
}

// studyOutput is what "study" writes, and what a recording of the page holds.
type studyOutput struct {
	Document json.RawMessage   `json:"document"`
	Results  []json.RawMessage `json:"results"`
	Summary  json.RawMessage   `json:"summary"`
}

func runStudy(env *environment, id, document, folder string) error {
	doc, err := studyDocument(id, document)
	if err != nil {
		return err
	}
	decoded, err := scenario.DecodeStudy(doc)
	if err != nil {
		return err
	}
	sources := session.Sources{Files: map[string][]byte{}}
	for _, name := range dataFiles(decoded) {
		if sources.Files[name], err = readLimited(filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	s, err := study.Open(doc, sources)
	if err != nil {
		return err
	}
	out := studyOutput{Document: doc, Results: make([]json.RawMessage, s.Cells())}
	for i := range out.Results {
		cell, err := s.Cell(i, nil, progress(env, func() string { return fmt.Sprintf("run %d/%d", i+1, s.Cells()) }))
		if err != nil {
			return fmt.Errorf("run %d: %w", i, err)
		}
		if out.Results[i], err = study.Encode(cell); err != nil {
			return err
		}
	}
	summary, err := s.Summary(out.Results)
	if err != nil {
		return err
	}
	if out.Summary, err = study.Encode(summary); err != nil {
		return err
	}
	return writeJSON(env.stdout, out)
}

func studyDocument(id, document string) ([]byte, error) {
	switch {
	case (id == "") == (document == ""):
		return nil, usageError("give either -id or -document")
	case document != "":
		return readLimited(document)
	}
	doc, err := scenario.StudyJSON(id)
	if err != nil {
		return nil, usageError(err.Error())
	}
	return doc, nil
}

// dataFiles names the packed files that a study draws from.
func dataFiles(s scenario.Study) []string {
	if s.Base != nil {
		return s.Base.Data.Files()
	}
	var experiment struct {
		Data scenario.Data `json:"data"`
	}
	part := json.RawMessage("{}")
	if s.Dilution != nil {
		part = s.Dilution.Experiment
	} else if s.Claims != nil {
		part = s.Claims.Experiment
	}
	if json.Unmarshal(part, &experiment) != nil {
		return nil // told of when the study is opened
	}
	return experiment.Data.Files()
}
