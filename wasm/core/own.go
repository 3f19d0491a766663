//go:build js && wasm

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"untangle/sim/dataset"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/wire"
	"untangle/wasm/internal/bridge"
	"untangle/wasm/internal/words"
)

// own is what the core keeps of the user's own data between messages.
type own struct {
	// loaded is the table read last, for the settings in key.
	loaded *dataset.Loaded
	key    string
	// session is the last run of a table, and review its rows as ranked since.
	session *session.Session
	review  *session.Review
}

// ran notes the run that questions are about from now on.
func (o *own) ran(s *session.Session) {
	o.review, o.session = nil, nil
	if s.Loaded() != nil {
		o.session = s
	}
}

// ownFiles begins the names of the user's own files.
const ownFiles = "own/"

// take keeps a file, or lets go of it. A table read before may be another one now.
func (w *worker) take(name string, body []byte) {
	if strings.HasPrefix(name, ownFiles) {
		w.own = own{}
	}
	if len(body) == 0 {
		delete(w.files, name)
		if body == nil || !strings.HasPrefix(name, ownFiles) {
			return
		}
	}
	w.files[name] = body
}

// file returns a file by name.
func (w *worker) file(name string) ([]byte, error) {
	b, ok := w.files[name]
	if !ok {
		return nil, &dataset.Error{File: name, Problem: say.T("has not reached the engine"), Remedy: say.T("open the file again")}
	}
	return b, nil
}

// table puts together the files of a table.
func (w *worker) table(t *wire.Table) (*session.Table, error) {
	pair := func(out *dataset.File, file, labels string) (err error) {
		if out.Bytes, err = w.file(file); err != nil || labels == "" {
			return err
		}
		out.LabelsName = dataset.LabelsFile
		out.Labels, err = w.file(labels)
		return err
	}
	out := &session.Table{Train: dataset.File{Name: t.Name}}
	if err := pair(&out.Train, t.Train, t.Labels); err != nil || t.Test == "" {
		return out, err
	}
	out.Test = &dataset.File{Name: dataset.TestFile}
	return out, pair(out.Test, t.Test, t.TestLabels)
}

// load reads the table of a scenario, unless it is the one read last.
func (w *worker) load(s scenario.Scenario, t *wire.Table) (*dataset.Loaded, error) {
	key, err := json.Marshal([]any{s.Data, s.Seed, t})
	if err != nil {
		return nil, fmt.Errorf("core: %w", err)
	}
	if w.own.loaded != nil && w.own.key == string(key) {
		return w.own.loaded, nil
	}
	table, err := w.table(t)
	if err != nil {
		return nil, err
	}
	w.own.loaded = nil // before the next one takes memory
	loaded, err := session.Load(s, table, w.report)
	if err != nil {
		return nil, err
	}
	w.own.loaded, w.own.key = loaded, string(key)
	return loaded, nil
}

// report is a tick of work that has no steps.
func (w *worker) report(phase string, done, total int) error { return w.tick(0, phase, done, total) }

// question answers what is asked about the user's own data.
func (w *worker) question(message wire.Message) {
	start := bridge.Now()
	switch m := message.(type) {
	case *wire.Preview:
		body, err := w.preview(m)
		w.reply(m.Ask, start, body, err)
	case *wire.Cells:
		body, err := w.cellsOf(m)
		w.reply(m.Ask, start, body, err)
	case *wire.Export:
		body, err := w.export(m)
		w.reply(m.Ask, start, body, err)
	case *wire.Pictures:
		body, err := w.pictures()
		w.reply(m.Ask, start, body, err)
	case *wire.Tune:
		w.begin(m.Run, &asked{w: w, ask: m.Ask, answer: func() ([]byte, error) { return w.tune(m) }})
	case *wire.Gauge:
		w.begin(m.Run, &asked{w: w, ask: m.Ask, answer: func() ([]byte, error) { return w.gauge(m) }})
	case *wire.Review:
		w.begin(m.Run, &asked{w: w, ask: m.Ask, answer: w.reviewOf})
	}
}

// reply answers a question, or says why not.
func (w *worker) reply(ask int, start float64, body []byte, err error) {
	if err != nil {
		e := words.Of(err)
		w.post(wire.Refused{Kind: wire.KindRefused, Ask: ask, Place: e.Place, Problem: e.Problem, Remedy: e.Remedy, Said: e.Said}, nil)
		return
	}
	w.post(wire.Answer{Kind: wire.KindAnswer, Ask: ask, Millis: bridge.Now() - start}, body)
}

// asked is a job: a question that takes a while.
type asked struct {
	w      *worker
	ask    int
	answer func() ([]byte, error)
	done   bool
}

func (a *asked) due() bool { return !a.done }

func (a *asked) step() error {
	a.done = true
	start := bridge.Now()
	body, err := a.answer()
	if errors.Is(err, errCanceled) {
		return err
	}
	a.w.stop()
	a.w.reply(a.ask, start, body, err)
	return nil
}

func (w *worker) preview(m *wire.Preview) ([]byte, error) {
	t, err := w.table(&m.Table)
	if err != nil {
		return nil, err
	}
	f := t.Train
	s, err := dataset.Preview(f.Name, f.Bytes, dataset.Options{Labels: f.Labels, LabelsName: f.LabelsName})
	if err != nil {
		return nil, err
	}
	return json.Marshal(s)
}

func (w *worker) tune(m *wire.Tune) ([]byte, error) {
	s, err := scenario.Decode([]byte(m.Scenario))
	if err != nil {
		return nil, err
	}
	loaded, err := w.load(s, &m.Table)
	if err != nil {
		return nil, err
	}
	out := wire.Tuned{Rows: loaded.Train.Rows(), Classes: len(loaded.Train.Classes)}
	_, out.Features = loaded.Train.X.Dims()
	if out.Ridge, out.Ridges, out.Losses, err = session.ChooseRidge(loaded.Train, s.Seed, w.report); err != nil {
		return nil, err
	}
	return json.Marshal(out)
}

// What a run makes of the memory: the collector lets the heap grow to more than twice what
// lives in it, beside a program and its stacks. Both are fitted to what tests/bench/gauge.mjs
// prints, from 12 to 75 MB.
const (
	programMegabytes = 10
	heapGrowth       = 2.5
)

// gauge says what a run will take. The memory is that of the program with all it has now, with
// the table in it, and with what fits and influence need beside.
func (w *worker) gauge(m *wire.Gauge) ([]byte, error) {
	s, err := scenario.Decode([]byte(m.Scenario))
	if err != nil {
		return nil, err
	}
	loaded, err := w.load(s, &m.Table)
	if err != nil {
		return nil, err
	}
	g, err := session.Foresee(loaded, s, bridge.Now, w.report)
	if err != nil {
		return nil, err
	}
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	g.Megabytes = programMegabytes + heapGrowth*(g.Megabytes+float64(memory.HeapAlloc)/1e6)
	return json.Marshal(g)
}

// errNoTable answers questions about a run that is not there (any more).
var errNoTable = wire.Say("data", say.T("the engine"), say.T("has no run of this table"), say.T("run it again"))

func (w *worker) reviewOf() ([]byte, error) {
	s := w.own.session
	if s == nil {
		return nil, errNoTable
	}
	review, err := s.Review(w.report)
	if err != nil {
		return nil, err
	}
	w.own.review = review
	return json.Marshal(review)
}

func (w *worker) cellsOf(m *wire.Cells) ([]byte, error) {
	s := w.own.session
	if s == nil {
		return nil, errNoTable
	}
	out := wire.Found{Cells: s.Cells(m.Rows), Rows: []int{}}
	if m.Find != "" {
		out.Rows = s.Find(m.Find)
	}
	return json.Marshal(out)
}

func (w *worker) pictures() ([]byte, error) {
	if w.own.session == nil {
		return nil, errNoTable
	}
	return w.own.session.Pictures(), nil
}

func (w *worker) export(m *wire.Export) ([]byte, error) {
	s := w.own.session
	if s == nil {
		return nil, errNoTable
	}
	var out bytes.Buffer
	if _, err := s.Export(&out, m.What, m.Removed, w.own.review); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
