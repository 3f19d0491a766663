//go:build js && wasm

// Command core is the numeric core in a Web Worker: messages in, frames out (sim/wire).
package main

import (
	"encoding/json"
	"fmt"

	"untangle/sim/say"
	"untangle/sim/softmax"
	"untangle/sim/wire"
	"untangle/wasm/internal/bridge"
	"untangle/wasm/kernel"
)

// build identifies the build; build.sh sets it with -ldflags.
var build = "development"

func main() {
	kernel.Install()
	softmax.UseSparseKernel(kernel.Sparse{})
	in := bridge.Listen()
	w := &worker{in: in, files: map[string][]byte{}}
	w.post(wire.Hello{Kind: wire.KindHello, Version: wire.Version, Build: build}, nil)
	for {
		w.guard(func() { w.handle(in.Wait()) })
		for w.job != nil && w.job.due() {
			w.guard(w.step)
		}
	}
}

// guard runs f and turns a panic into an error message: the page says so and lives on.
func (w *worker) guard(f func()) {
	defer func() {
		if p := recover(); p != nil {
			run := w.number
			w.stop()
			e := wire.Say("panic", say.T("the engine"), say.Raw(fmt.Sprint(p)), say.T("copy the report, then run again with other settings"))
			e.Run, e.Report = run, bridge.Stack()
			w.fail(e)
		}
	}()
	f()
}

func (w *worker) post(message any, body []byte) {
	b, err := json.Marshal(message)
	if err != nil {
		panic("core: " + err.Error()) // every message is plain data
	}
	bridge.Post(string(b), body)
}

func (w *worker) fail(e *wire.Error) {
	e.Kind = wire.KindError
	w.post(e, nil)
}
