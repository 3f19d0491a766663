// Package wire declares the messages between the page and the core's worker.
//
// Every message is one JSON object with a kind; an ArrayBuffer may travel beside
// it. The page speaks first, with [Hello]; a core of another version answers with
// an [Error] that names both. The TypeScript types of these structs are generated
// (see tygo.yaml), never written by hand.
//
// A core does one thing at a time: it computes the frames of a run ([Open]), or
// the cells of a study ([Study]). Work is bounded by credit: the page asks for
// frames with [Next] and for cells with [Compute], and gets no more than that. The
// page may have several cores; what they answer does not depend on their number.
package wire

import (
	"encoding/json"

	"untangle/sim/say"
	"untangle/sim/trace"
)

// Version is the version of the protocol; both sides must have the same.
const Version = 5

// Kind names a message.
type Kind string

// The messages of both sides, of the page, and of the core.
const (
	KindHello Kind = "hello"

	KindFile      Kind = "file"
	KindOpen      Kind = "open"
	KindNext      Kind = "next"
	KindStudy     Kind = "study"
	KindCompute   Kind = "compute"
	KindSummarize Kind = "summarize"
	KindCancel    Kind = "cancel"
	KindPreview   Kind = "preview"
	KindTune      Kind = "tune"
	KindGauge     Kind = "gauge"
	KindReview    Kind = "review"
	KindCells     Kind = "cells"
	KindExport    Kind = "export"
	KindPictures  Kind = "pictures"
	KindAssist    Kind = "assist"

	KindShare    Kind = "share"
	KindAssisted Kind = "assisted" // also of the page, which passes it on

	KindOpened   Kind = "opened"
	KindFrame    Kind = "frame"
	KindPlanned  Kind = "planned"
	KindPartial  Kind = "partial"
	KindResult   Kind = "result"
	KindFailed   Kind = "failed"
	KindSummary  Kind = "summary"
	KindProgress Kind = "progress"
	KindAnswer   Kind = "answer"
	KindRefused  Kind = "refused"
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

// File hands the core a data file: one that scenarios may name, such as packed digits, or
// one of the user's own ([Table]). Its bytes travel beside it. It stays until another of
// the same name comes; without bytes it goes.
type File struct {
	Kind Kind   `json:"kind"`
	Name string `json:"name"`
}

// Open starts a run and ends the run or study before it.
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
	// Helpers is how many more cores the page has for a [Share], ≥ 0.
	Helpers int `json:"helpers,omitempty"`
}

// Share offers work of the step at hand to other cores that have opened the same run. The
// core goes on by itself and computes what does not come back in time.
type Share struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	Step int  `json:"step"`
	// Parts is the number of parts, 2 … Helpers+1; part 0 is the core's own.
	Parts int `json:"parts"`
	// Task is a purify.Task.
	Task json.RawMessage `json:"task" tstype:"unknown"`
}

// Assist asks a core for a part of a Share of another core, with the same run opened and no
// frames asked for. It replaces the Assist before it; the answers are Assisted.
type Assist struct {
	Kind  Kind `json:"kind"`
	Run   int  `json:"run"`
	Step  int  `json:"step"`
	Part  int  `json:"part"`
	Parts int  `json:"parts"`
	// Task is that of the Share.
	Task json.RawMessage `json:"task" tstype:"unknown"`
}

// Assisted holds some values of V without an entry of a task. It goes from a helping core to
// the page and from there to the core that shared.
type Assisted struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	Step int  `json:"step"`
	// Entries and Values are of one length; JSON keeps every bit of a value.
	Entries []int     `json:"entries"`
	Values  []float64 `json:"values"`
}

// Table is the user's own data: names of files that came with [File]. They stay in the tab.
type Table struct {
	// Name is what messages call the training file.
	Name string `json:"name"`
	// Train is the training file, and Labels the file of its labels for IDX and NPY, or "".
	Train  string `json:"train"`
	Labels string `json:"labels"`
	// Test is the test file, or "", and TestLabels the file of its labels, or "".
	Test       string `json:"test"`
	TestLabels string `json:"testLabels"`
}

// Next asks for more frames of a run.
type Next struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	// Frames is how many more frames may be sent, ≥ 1.
	Frames int `json:"frames"`
}

// Study opens a study and ends the run or study before it; the answer is a Planned.
type Study struct {
	Kind Kind `json:"kind"`
	// Run numbers the study, as it numbers runs.
	Run int `json:"run"`
	// Document is the study document (scenario.Study) as text.
	Document string `json:"document"`
	// Table holds the rows, where the study's base is a "table" scenario.
	Table *Table `json:"table,omitempty"`
}

// Compute asks for a cell of the study; the answer is a Result. Cells asked for
// together are computed in that order.
type Compute struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	// Cell is the number of the cell, from 0.
	Cell int `json:"cell"`
}

// Summarize asks what the results so far come to; the answer is a Summary.
type Summarize struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	// Results holds the result of each cell as it came, or null.
	Results []json.RawMessage `json:"results" tstype:"unknown[]"`
}

// Cancel ends a run or study; the answer is a Done with reason "canceled".
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
	Warnings []say.Text `json:"warnings" tstype:"say.Said[]"`
}

// Progress tells how far the frame or cell at hand is.
type Progress struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	// Step is the step of the frame, or the number of the cell.
	Step int `json:"step"`
	// Phase is "fit", "variance", "score" or "map", or what a study calls its work.
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

// Planned answers Study.
type Planned struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	// Cells is the number of cells, ≥ 1.
	Cells int `json:"cells"`
}

// Partial is a state on the way to a result. Its JSON travels beside it.
type Partial struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	Cell int  `json:"cell"`
}

// Result answers Compute. Its JSON travels beside it.
type Result struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	Cell int  `json:"cell"`
	// Millis is the time the cell took in milliseconds. Not part of the result.
	Millis float64 `json:"millis"`
}

// Failed answers Compute where the cell cannot be computed; the study goes on.
type Failed struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
	Cell int  `json:"cell"`
	// Place, Problem, Remedy and Said are those of Error.
	Place   string `json:"place"`
	Problem string `json:"problem"`
	Remedy  string `json:"remedy"`
	Said    Words  `json:"said"`
}

// Summary answers Summarize. Its JSON travels beside it.
type Summary struct {
	Kind Kind `json:"kind"`
	Run  int  `json:"run"`
}

// Done ends a run; a study ends only when it is canceled or replaced.
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
	// Said is what Place, Problem and Remedy are made of, for a page in another language.
	Said Words `json:"said"`
}

// Words are a place, a problem and a remedy, taken apart.
type Words struct {
	Place   say.Text `json:"place" tstype:"say.Said"`
	Problem say.Text `json:"problem" tstype:"say.Said"`
	Remedy  say.Text `json:"remedy" tstype:"say.Said"`
}

// Message is what a page may send.
//
//tygo:ignore
type Message interface{ message() }

func (*Hello) message()     {}
func (*File) message()      {}
func (*Open) message()      {}
func (*Next) message()      {}
func (*Study) message()     {}
func (*Compute) message()   {}
func (*Summarize) message() {}
func (*Cancel) message()    {}
func (*Assist) message()    {}
func (*Assisted) message()  {}
