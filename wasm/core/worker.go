//go:build js && wasm

package main

import (
	"errors"
	"fmt"
	"io"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/trace"
	"untangle/sim/wire"
	"untangle/wasm/internal/bridge"
)

// worker holds the conversation: at most one run, and the credit the page has given it.
type worker struct {
	in      *bridge.Inbox
	greeted bool

	run     *session.Session
	number  int
	detail  bool
	credit  int
	encoder trace.Encoder
	next    int // step of the next frame

	paused, reported float64 // times of the last pause and progress message, ms
}

// errCanceled ends a step when the page cancels the run or opens another.
var errCanceled = errors.New("core: canceled")

// pauseEvery is how long, in milliseconds, the core computes before it looks for
// messages: well inside the 100 ms in which a cancel must be answered.
const pauseEvery = 25

// reportEvery is the least time between two progress messages in milliseconds.
const reportEvery = 100

// handle answers one message.
func (w *worker) handle(text string) {
	message, err := wire.Decode([]byte(text))
	if err != nil {
		var e *wire.Error
		errors.As(err, &e)
		w.fail(e)
		return
	}
	if hello, ok := message.(*wire.Hello); ok {
		w.hello(hello)
		return
	}
	if !w.greeted {
		w.fail(&wire.Error{Code: "message", Place: "kind", Problem: "the first message was not a hello",
			Remedy: "reload the page"})
		return
	}
	switch m := message.(type) {
	case *wire.Open:
		w.open(m)
	case *wire.Next:
		if w.run != nil && m.Run == w.number && m.Frames > 0 {
			w.credit += m.Frames
		}
	case *wire.Cancel:
		if w.run != nil && m.Run == w.number {
			w.done("canceled")
		}
	}
}

func (w *worker) hello(m *wire.Hello) {
	if m.Version != wire.Version {
		w.fail(&wire.Error{Code: "version", Place: "protocol",
			Problem: fmt.Sprintf("the page speaks version %d and the engine version %d", m.Version, wire.Version),
			Remedy:  "reload the page, so that both come from one build"})
		return
	}
	w.greeted = true
}

func (w *worker) open(m *wire.Open) {
	w.stop()
	w.number = m.Run
	s, err := scenario.Decode([]byte(m.Scenario))
	if err == nil {
		var table *session.Table
		if m.Table != nil {
			table = &session.Table{Name: m.Table.Name, Train: m.Table.Train, Test: m.Table.Test}
		}
		w.run, err = session.Open(s, table)
	}
	if err != nil {
		w.refuse(err)
		return
	}
	w.detail, w.credit, w.next, w.encoder = m.Detail, 0, 0, trace.Encoder{}
	points := w.run.Points()
	w.post(wire.Opened{Kind: wire.KindOpened, Run: w.number, Header: w.run.Header(), Warnings: w.run.Warnings()},
		trace.AppendPoints(nil, &points))
}

// step computes and sends one frame.
func (w *worker) step() {
	start := bridge.Now()
	w.paused, w.reported = start, start
	frame, err := w.run.Next(w.tick)
	switch {
	case errors.Is(err, io.EOF):
		w.done("complete")
		return
	case errors.Is(err, errCanceled):
		return // the message that canceled it was answered already
	case err != nil:
		w.refuse(err)
		return
	}
	w.credit--
	w.next = frame.Step + 1
	w.post(wire.Frame{Kind: wire.KindFrame, Run: w.number, Step: frame.Step, Millis: bridge.Now() - start},
		w.encoder.Frame(nil, frame, w.detail))
	w.listen()
}

// tick reports progress and looks for messages now and then.
func (w *worker) tick(phase string, done, total int) error {
	now := bridge.Now()
	if now-w.paused < pauseEvery {
		return nil
	}
	if now-w.reported >= reportEvery {
		w.reported = now
		w.post(wire.Progress{Kind: wire.KindProgress, Run: w.number, Step: w.next, Phase: phase, Done: done, Total: total}, nil)
	}
	run := w.run
	w.listen()
	w.paused = bridge.Now()
	if w.run != run {
		return errCanceled
	}
	return nil
}

// listen lets messages in and answers them.
func (w *worker) listen() {
	bridge.Pause()
	for {
		text, ok := w.in.Poll()
		if !ok {
			return
		}
		w.handle(text)
	}
}

// refuse ends the run with the error in words.
func (w *worker) refuse(err error) {
	out := &wire.Error{Run: w.number, Code: "numeric", Place: "the run", Problem: err.Error(), Remedy: "change the settings and run again"}
	var s *scenario.Error
	var d *dataset.Error
	switch {
	case errors.As(err, &s):
		out.Code, out.Place, out.Problem, out.Remedy = "scenario", s.Field, s.Problem, s.Remedy
	case errors.As(err, &d):
		out.Code, out.Place, out.Problem, out.Remedy = "data", d.Place(), d.Problem, d.Remedy
	case errors.Is(err, influence.ErrSingular):
		out.Place, out.Remedy = "influence.damping", "raise the damping or scale the features"
	}
	w.stop()
	w.fail(out)
}

// done ends the run.
func (w *worker) done(reason string) {
	w.post(wire.Done{Kind: wire.KindDone, Run: w.number, Reason: reason}, nil)
	w.stop()
}

// stop forgets the run.
func (w *worker) stop() { w.run, w.credit = nil, 0 }
