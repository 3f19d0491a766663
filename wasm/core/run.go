//go:build js && wasm

package main

import (
	"errors"
	"io"

	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/trace"
	"untangle/sim/wire"
	"untangle/wasm/internal/bridge"
)

// run is a job: the frames of a scenario, as many as the page has given credit for.
type run struct {
	w       *worker
	session *session.Session
	detail  bool
	credit  int
	encoder trace.Encoder
	next    int // step of the next frame
}

// opening is a job: a run whose data are being read, which may take a while.
type opening struct {
	w      *worker
	open   *wire.Open
	credit int
	opened bool
}

func (o *opening) due() bool { return !o.opened }

func (o *opening) lend(frames int) { o.credit += frames }

// step reads the data and puts the run in its own place.
func (o *opening) step() error {
	o.opened = true
	w, m := o.w, o.open
	s, err := scenario.Decode([]byte(m.Scenario))
	if err != nil {
		return err
	}
	sources := session.Sources{Files: w.files}
	if m.Helpers > 0 {
		w.crew = &crew{w: w, parts: m.Helpers + 1}
		sources.Crew = w.crew
	}
	if s.Data.Kind == scenario.DataTable && m.Table != nil {
		if sources.Loaded, err = w.load(s, m.Table); err != nil {
			return err
		}
	}
	r := &run{w: w, detail: m.Detail, credit: o.credit}
	if r.session, err = session.Open(s, sources); err != nil {
		return err
	}
	w.own.ran(r.session)
	points := r.session.Points()
	w.post(wire.Opened{Kind: wire.KindOpened, Run: m.Run, Header: r.session.Header(), Warnings: r.session.Warnings()},
		trace.AppendPoints(nil, &points))
	w.job = r
	return nil
}

func (r *run) lend(frames int) { r.credit += frames }

func (r *run) due() bool { return r.credit > 0 || r.w.assist != nil }

// step computes and sends one frame, or helps another core.
func (r *run) step() error {
	if r.w.assist != nil {
		return r.help()
	}
	start := bridge.Now()
	frame, err := r.session.Next(func(phase string, done, total int) error {
		return r.w.tick(r.next, phase, done, total)
	})
	if errors.Is(err, io.EOF) {
		r.w.done("complete")
		return nil
	}
	if err != nil {
		return err
	}
	r.credit--
	r.next = frame.Step + 1
	r.w.post(wire.Frame{Kind: wire.KindFrame, Run: r.w.number, Step: frame.Step, Millis: bridge.Now() - start},
		r.encoder.Frame(nil, frame, r.detail))
	return nil
}
