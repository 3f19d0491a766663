// Package wire declares the messages between the page and the core's worker.
//
// Every message is one JSON object with a kind; an ArrayBuffer may travel beside
// it. The page speaks first, with [Hello]; a core of another version answers with
// an [Error] that names both. Work is bounded by credit: the page asks for frames
// with [Next] and gets no more than it asked for. The TypeScript types of these
// structs are generated (see tygo.yaml), never written by hand.
package wire

import (
	"untangle/sim/trace"
)

// Version is the version of the protocol; both sides must have the same.
const Version = 1

// Kind names a message.
type Kind string

// The messages. Hello, Opened, Progress, Frame, Done and Error come from the core;
// Hello, Open, Next and Cancel from the page.
const (
	KindHello    Kind = "hello"
	KindOpen     Kind = "open"
	KindNext     Kind = "next"
	KindCancel   Kind = "cancel"
	KindOpened   Kind = "opened"
	KindProgress Kind = "progress"
	KindFrame    Kind = "frame"
	KindDone     Kind = "done"
	KindError    Kind = "error"
)

// Hello opens the conversation in both directions.
type Hello struct {
	Kind Kind `json:"kind"`
	// Version is the protocol version, [Version].
	Version int `json:"version"`
	// Build identifies the build, for a report; it is not compared.
	Build string `json:"build"`
}

// Open starts a run and ends the one before it.
type Open struct {
	Kind Kind `json:"kind"`
	// Run numbers the run; messages of a run carry its number, so late ones can be dropped.
	Run int `json:"run"`
	// Scenario is the scenario document as text, so that its errors name fields.
	Scenario string `json:"scenario"`
	// Table holds the rows of a "table" scenario.
	Table *Table `json:"table,omitempty"`
	// Detail asks for the per-row detail of every frame; recorded runs leave it out.
	Detail bool `json:"detail"`
}

// Table is the user's own data as CSV text; it stays in the tab.
type Table struct {
	// Name is the file's name, for messages.
	Name string `json:"name"`
	// Train is the text of the training file.
	Train string `json:"train"`
	// Test is the text of the test file, or "".
	Test string `json:"test"`
}

// Next asks for more frames of a run.
type Next struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	// Frames is how many more frames may be sent, ≥ 1.
	Frames int `json:"frames"`
}

// Cancel ends a run; the answer is a Done with reason "canceled".
type Cancel struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
}

// Opened answers Open. The bytes of trace.Points travel beside it.
type Opened struct {
	Kind   Kind         `json:"kind"`
	Run    int          `json:"run"`
	Header trace.Header `json:"header"`
	// Warnings tell of numerical or data risk in words, possibly none.
	Warnings []string `json:"warnings"`
}

// Progress tells how far the frame at hand is.
type Progress struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	Step int  `json:"step"`
	// Phase is "fit", "variance", "score" or "map".
	Phase string `json:"phase"`
	Done  int    `json:"done"`
	Total int    `json:"total"`
}

// Frame announces a frame; its encoded bytes (package trace) travel beside it.
type Frame struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	Step int  `json:"step"`
	// Millis is the time the frame took in milliseconds. Not part of the trace.
	Millis float64 `json:"millis"`
}

// Done ends a run.
type Done struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	// Reason is "complete" or "canceled".
	Reason string `json:"reason"`
}

// Error refuses a message or ends a run.
type Error struct {
	Kind Kind `json:"kind"`
	// Run is the run it ends, or 0.
	Run int `json:"run"`
	// Code is "version", "message", "scenario", "data", "numeric" or "panic".
	Code string `json:"code"`
	// Place is the field, or the file with its row and column.
	Place string `json:"place"`
	// Problem says what is wrong.
	Problem string `json:"problem"`
	// Remedy says what to do.
	Remedy string `json:"remedy"`
	// Report is a stack for the "copy report" button; "" unless the code is "panic".
	Report string `json:"report"`
}

// Message is what a page may send: one of *Hello, *Open, *Next, *Cancel.
//
//tygo:ignore
type Message interface{ message() }

func (*Hello) message()  {}
func (*Open) message()   {}
func (*Next) message()   {}
func (*Cancel) message() {}
