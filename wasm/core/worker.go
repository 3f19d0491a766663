//go:build js && wasm

package main

import (
	"errors"

	"untangle/sim/say"
	"untangle/sim/session"
	"untangle/sim/wire"
	"untangle/wasm/internal/bridge"
	"untangle/wasm/internal/words"
)

// worker holds the conversation. It does at most one job, a run or a study, of which it
// keeps what the page has asked for and not got.
type worker struct {
	in      *bridge.Inbox
	greeted bool
	files   map[string][]byte
	own     own

	job    job // nil: nothing to do
	number int // the page's number of the job

	assist *wire.Assist // what another core has shared with this one, last of all
	crew   *crew        // of the run at hand, or nil

	paused, reported float64 // times of the last pause and progress message, ms
}

// job is a run or a study.
type job interface {
	// due tells whether the page has asked for something that has not been computed.
	due() bool
	// step computes and sends the next thing that is due.
	step() error
}

// errCanceled ends a step when the page cancels the job or starts another.
var errCanceled = errors.New("core: canceled")

// pauseEvery is how long, in milliseconds, the core computes before it looks for
// messages: well inside the 100 ms in which a cancel must be answered.
const pauseEvery = 25

// reportEvery is the least time between two progress messages in milliseconds.
const reportEvery = 100

// handle answers one message.
func (w *worker) handle(letter bridge.Letter) {
	message, err := wire.Decode([]byte(letter.Text))
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
		w.fail(wire.Say("message", say.Raw("kind"), say.T("the first message was not a hello"), say.T("reload the page")))
		return
	}
	switch m := message.(type) {
	case *wire.File:
		w.take(m.Name, letter.Body)
	case *wire.Open:
		w.begin(m.Run, &opening{w: w, open: m})
	case *wire.Study:
		w.beginStudy(m)
	case *wire.Next:
		if r, ok := w.job.(interface{ lend(frames int) }); ok && m.Run == w.number && m.Frames > 0 {
			r.lend(m.Frames)
		}
	case *wire.Compute:
		if s, ok := w.job.(*cells); ok && m.Run == w.number {
			s.asked = append(s.asked, m.Cell)
		}
	case *wire.Summarize:
		if s, ok := w.job.(*cells); ok && m.Run == w.number {
			s.summarize = m
		}
	case *wire.Assist:
		if m.Run == w.number {
			w.assist = m
		}
	case *wire.Assisted:
		if w.crew != nil && m.Run == w.number {
			w.crew.came(m)
		}
	case *wire.Cancel:
		if w.job != nil && m.Run == w.number {
			w.done("canceled")
		}
	default:
		w.question(message)
	}
}

func (w *worker) hello(m *wire.Hello) {
	if m.Version != wire.Version {
		w.fail(wire.Say("version", say.T("protocol"), say.T("the page speaks version %d and the engine version %d", m.Version, wire.Version),
			say.T("reload the page, so that page and core are of one build")))
		return
	}
	w.greeted = true
}

// begin replaces the job at hand.
func (w *worker) begin(number int, j job) {
	w.stop()
	w.number, w.job = number, j
}

// beginStudy opens a study and replaces the job at hand.
func (w *worker) beginStudy(m *wire.Study) {
	w.begin(m.Run, nil)
	j, err := w.openStudy(m)
	if err != nil {
		w.refuse(err)
		return
	}
	w.job = j
}

// sources returns what runs need beside their scenario.
func (w *worker) sources(t *wire.Table) (session.Sources, error) {
	out := session.Sources{Files: w.files}
	if t == nil {
		return out, nil
	}
	var err error
	out.Table, err = w.table(t)
	return out, err
}

// step does what is due next.
func (w *worker) step() {
	w.paused = bridge.Now()
	w.reported = w.paused
	err := w.job.step()
	switch {
	case errors.Is(err, errCanceled): // the message that canceled it was answered already
	case err != nil:
		w.refuse(err)
	default:
		w.listen()
	}
}

// tick reports progress and looks for messages now and then; at is the step or cell.
func (w *worker) tick(at int, phase string, done, total int) error {
	now := bridge.Now()
	if now-w.paused < pauseEvery {
		return nil
	}
	if now-w.reported >= reportEvery {
		w.reported = now
		w.post(wire.Progress{Kind: wire.KindProgress, Run: w.number, Step: at, Phase: phase, Done: done, Total: total}, nil)
	}
	job := w.job
	w.listen()
	w.paused = bridge.Now()
	if w.job != job {
		return errCanceled
	}
	return nil
}

// listen lets messages in and answers them.
func (w *worker) listen() {
	bridge.Pause()
	for {
		letter, ok := w.in.Poll()
		if !ok {
			return
		}
		w.handle(letter)
	}
}

// refuse ends the job with the error in words.
func (w *worker) refuse(err error) {
	out := words.Of(err)
	out.Run = w.number
	w.stop()
	w.fail(out)
}

// done ends the job.
func (w *worker) done(reason string) {
	w.post(wire.Done{Kind: wire.KindDone, Run: w.number, Reason: reason}, nil)
	w.stop()
}

// stop forgets the job.
func (w *worker) stop() { w.job, w.assist, w.crew = nil, nil, nil }
