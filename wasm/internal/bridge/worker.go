//go:build js && wasm

// Package bridge is the only place that talks to JavaScript. No js.Value leaves it.
package bridge

import (
	"runtime/debug"
	"syscall/js"
	"time"
)

// Inbox is the queue of messages a worker has received.
type Inbox struct {
	messages chan string
}

// inboxSize bounds the messages waiting; the page sends a handful per run.
const inboxSize = 256

// Listen exposes globalThis.untangleCore = {receive(json)} and returns the queue that
// it fills. receive answers false, and drops the message, when the queue is full.
func Listen() *Inbox {
	in := &Inbox{messages: make(chan string, inboxSize)}
	receive := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) != 1 || args[0].Type() != js.TypeString {
			return false
		}
		select {
		case in.messages <- args[0].String():
			return true
		default:
			return false
		}
	})
	js.Global().Set("untangleCore", map[string]any{"receive": receive})
	return in
}

// Wait returns the next message, sleeping until there is one.
func (in *Inbox) Wait() string { return <-in.messages }

// Poll returns the next message, or false when there is none.
func (in *Inbox) Poll() (string, bool) {
	select {
	case m := <-in.messages:
		return m, true
	default:
		return "", false
	}
}

// Post calls globalThis.untanglePost(json, body), body a Uint8Array of its own or null.
func Post(json string, body []byte) {
	var array any
	if body != nil {
		a := js.Global().Get("Uint8Array").New(len(body))
		js.CopyBytesToJS(a, body)
		array = a
	}
	js.Global().Call("untanglePost", json, array)
}

// Pause lets JavaScript run for a moment, so that waiting messages are received.
func Pause() { time.Sleep(time.Microsecond) }

// Now returns a monotonic time in milliseconds, for progress and timing alone.
func Now() float64 { return js.Global().Get("performance").Call("now").Float() }

// Stack returns the stack of the calling goroutine, for a report.
func Stack() string { return string(debug.Stack()) }
