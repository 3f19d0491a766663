//go:build js && wasm

// Package bridge is the only place that talks to JavaScript. No js.Value leaves it.
package bridge

import (
	"runtime/debug"
	"syscall/js"
)

// Letter is a message with the bytes beside it, or nil.
type Letter struct {
	Text string
	Body []byte
}

// Inbox is the queue of messages a worker has received.
type Inbox struct {
	messages chan Letter
}

// inboxSize bounds the messages waiting; the page sends a handful per run.
const inboxSize = 256

// Listen exposes globalThis.untangleCore = {receive(json, body)} and returns the queue that
// it fills; body is a Uint8Array or null. receive answers false, and drops the message,
// when the queue is full.
func Listen() *Inbox {
	in := &Inbox{messages: make(chan Letter, inboxSize)}
	receive := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) != 2 || args[0].Type() != js.TypeString {
			return false
		}
		letter := Letter{Text: args[0].String()}
		if !args[1].IsNull() {
			letter.Body = bytesOf(args[1])
		}
		select {
		case in.messages <- letter:
			return true
		default:
			return false
		}
	})
	js.Global().Set("untangleCore", map[string]any{"receive": receive})
	return in
}

// Wait returns the next message, sleeping until there is one.
func (in *Inbox) Wait() Letter { return <-in.messages }

// Poll returns the next message, or false when there is none.
func (in *Inbox) Poll() (Letter, bool) {
	select {
	case m := <-in.messages:
		return m, true
	default:
		return Letter{}, false
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

// woken is filled when JavaScript has come round once, wake arranges for that.
var (
	woken = make(chan struct{}, 1)
	wake  = waker(js.FuncOf(func(js.Value, []js.Value) any {
		woken <- struct{}{}
		return nil
	}))
)

// waker returns a function that has JavaScript call f after the tasks that wait now. In
// a browser that is a message to oneself (a timeout would take 4 ms); Node would handle
// such messages before all others, and has setImmediate.
func waker(f js.Func) func() {
	if immediate := js.Global().Get("setImmediate"); !immediate.IsUndefined() {
		return func() { immediate.Invoke(f) }
	}
	channel := js.Global().Get("MessageChannel").New()
	channel.Get("port1").Set("onmessage", f)
	port := channel.Get("port2")
	return func() { port.Call("postMessage", js.Null()) }
}

// Pause lets JavaScript handle the messages that wait. (A short time.Sleep may be over
// before the scheduler looks, and then returns without ever leaving Go.)
func Pause() {
	wake()
	<-woken
}

// Now returns a monotonic time in milliseconds, for progress and timing alone.
func Now() float64 { return js.Global().Get("performance").Call("now").Float() }

// Stack returns the stack of the calling goroutine, for a report.
func Stack() string { return string(debug.Stack()) }
