//go:build js && wasm

package bridge

import (
	"fmt"
	"syscall/js"
)

// Drawing is what the page asks a view to draw. The fields are the arguments of
// untangleView.draw in their order.
type Drawing struct {
	// Time is the time of the run in steps.
	Time float64
	// Width and Height are the size of the stage in CSS px.
	Width, Height float64
	// Profile is a profile as package scene counts them.
	Profile int
	// ReduceMotion asks for cross-fades instead of movement.
	ReduceMotion bool
	// Hover is the row under the pointer, or −1.
	Hover int
	// Background is the color of the stage, 0xRRGGBB.
	Background uint32
}

// Viewer is what a view does for the page. An error is told to the page.
type Viewer interface {
	// Open begins a run: its header as JSON, its points in the form of trace.AppendPoints.
	Open(header string, points []byte) error
	// Frame takes the next encoded frame of the run.
	Frame(encoded []byte) error
	// Sheet takes the images of the run's rows, or lets go of them (rows 0); see canvas.Sheet.
	Sheet(size, rows int, pix []byte) error
	// Cloud begins a division in the place of a run: n origins as bytes, then n x and n y as
	// little-endian float32.
	Cloud(blocks int, rows []byte) error
	// State takes the division's next state; see scene.Cloud.
	State(shares []byte) error
	// Draw notes what to draw; it is drawn in ebiten's next frame.
	Draw(Drawing)
}

// drawArguments is the number of arguments of untangleView.draw.
const drawArguments = 7

// ServeView exposes untangleView = {open(header, points), frame(bytes), sheet(size,
// rows, pix), cloud(blocks, rows), state(shares), draw(time, width, height, profile,
// reduceMotion, hover, background)}. A call that fails changes nothing else and is told to the
// page by [ViewFailed].
func ServeView(v Viewer) {
	js.Global().Set("untangleView", map[string]any{
		"open": guarded("open", 2, func(args []js.Value) error {
			return v.Open(args[0].String(), bytesOf(args[1]))
		}),
		"frame": guarded("frame", 1, func(args []js.Value) error { return v.Frame(bytesOf(args[0])) }),
		"sheet": guarded("sheet", 3, func(args []js.Value) error { return v.Sheet(args[0].Int(), args[1].Int(), bytesOf(args[2])) }),
		"cloud": guarded("cloud", 2, func(args []js.Value) error { return v.Cloud(args[0].Int(), bytesOf(args[1])) }),
		"state": guarded("state", 1, func(args []js.Value) error { return v.State(bytesOf(args[0])) }),
		"draw": guarded("draw", drawArguments, func(args []js.Value) error {
			v.Draw(Drawing{
				Time: args[0].Float(), Width: args[1].Float(), Height: args[2].Float(), Profile: args[3].Int(),
				ReduceMotion: args[4].Bool(), Hover: args[5].Int(), Background: uint32(args[6].Int()),
			})
			return nil
		}),
	})
}

// guarded makes a function for JavaScript that turns an error or a panic into a message.
func guarded(name string, arguments int, f func([]js.Value) error) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer func() {
			if p := recover(); p != nil {
				ViewFailed(name+": "+fmt.Sprint(p), Stack())
			}
		}()
		if len(args) != arguments {
			panic(fmt.Sprintf("%d arguments, want %d", len(args), arguments))
		}
		if err := f(args); err != nil {
			ViewFailed(name+": "+err.Error(), "")
		}
		return nil
	})
}

// bytesOf copies a Uint8Array.
func bytesOf(array js.Value) []byte {
	b := make([]byte, array.Get("length").Int())
	js.CopyBytesToGo(b, array)
	return b
}

// ViewReady tells the page that the view draws.
func ViewReady() { js.Global().Call("untangleReady") }

// ViewFailed tells the page what went wrong; the report is a stack or "".
func ViewFailed(problem, report string) { js.Global().Call("untangleFailed", problem, report) }
