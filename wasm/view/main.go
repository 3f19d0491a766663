//go:build js && wasm

// Command view draws runs with ebiten. It lives in a worker of the page (site/src/view.ts),
// on a canvas that the page has handed over; it hears no input and draws what is asked for.
package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"untangle/render/canvas"
	"untangle/render/scene"
	"untangle/sim/trace"
	"untangle/wasm/internal/bridge"
)

func main() {
	v := &viewer{}
	bridge.ServeView(v)
	if err := canvas.Run(v); err != nil {
		bridge.ViewFailed("ebiten: "+err.Error(), "")
	}
}

// viewer holds the run and what is to be drawn of it.
type viewer struct {
	decoder trace.Decoder
	rows    int
	plan    *scene.Plan
	drawing bridge.Drawing
	changed bool // since the last picture
	ready   bool // the page was told
	sheet   *canvas.Sheet
	cloud   *scene.Cloud // in the place of a run
	blocks  int          // of cloud
}

// Open implements bridge.Viewer.
func (v *viewer) Open(header string, points []byte) error {
	var h trace.Header
	if err := json.Unmarshal([]byte(header), &h); err != nil {
		return fmt.Errorf("header: %w", err)
	}
	if h.Version != trace.Version {
		return fmt.Errorf("header: version %d, this build reads %d", h.Version, trace.Version)
	}
	p, err := trace.DecodePoints(&h, points)
	if err != nil {
		return err
	}
	v.decoder, v.rows, v.plan, v.sheet, v.cloud, v.changed = trace.Decoder{}, h.Rows, scene.NewPlan(&h, &p), nil, nil, true
	return nil
}

// Frame implements bridge.Viewer.
func (v *viewer) Frame(encoded []byte) error {
	if v.plan == nil {
		return errors.New("a frame before a run")
	}
	f, err := v.decoder.Frame(encoded)
	if err != nil {
		return err
	}
	if len(f.MapX) != v.rows || f.Step != v.plan.Frames() {
		return fmt.Errorf("frame %d of %d rows where %d of %d was due", f.Step, len(f.MapX), v.plan.Frames(), v.rows)
	}
	v.plan.Add(f)
	v.changed = true
	return nil
}

// Sheet implements bridge.Viewer.
func (v *viewer) Sheet(size, rows int, pix []byte) error {
	if v.plan == nil {
		return errors.New("images before a run")
	}
	var sheet *canvas.Sheet
	if rows > 0 {
		sheet = &canvas.Sheet{Rows: rows, Size: size, Pix: pix}
		if err := sheet.Check(); err != nil {
			return err
		}
		if rows != v.rows {
			return fmt.Errorf("images of %d rows for %d", rows, v.rows)
		}
	}
	v.sheet, v.changed = sheet, true
	v.plan.ShowImages(sheet != nil)
	return nil
}

// Cloud implements bridge.Viewer.
func (v *viewer) Cloud(blocks int, rows []byte) error {
	n := len(rows) / 9
	if len(rows) != 9*n || blocks < 1 || blocks > 255 {
		return fmt.Errorf("a division of %d bytes into %d blocks", len(rows), blocks)
	}
	xy := make([]float32, 2*n)
	for i := range xy {
		xy[i] = math.Float32frombits(binary.LittleEndian.Uint32(rows[n+4*i:]))
		if xy[i]-xy[i] != 0 {
			return fmt.Errorf("row %d of a division has no place", i%n)
		}
	}
	v.cloud, v.plan, v.sheet, v.changed = scene.NewCloud(xy[:n], xy[n:], rows[:n], blocks), nil, nil, true
	v.blocks = blocks
	return nil
}

// State implements bridge.Viewer.
func (v *viewer) State(shares []byte) error {
	if v.cloud == nil {
		return errors.New("a state before a division")
	}
	if len(shares) != v.cloud.Rows()*v.blocks {
		return fmt.Errorf("a state of %d bytes for %d rows and %d blocks", len(shares), v.cloud.Rows(), v.blocks)
	}
	v.cloud.Add(shares)
	v.changed = true
	return nil
}

// Draw implements bridge.Viewer.
func (v *viewer) Draw(d bridge.Drawing) { v.drawing, v.changed = d, true }

// Picture implements canvas.Source. The first call proves that there is a canvas.
func (v *viewer) Picture(list *scene.List, force bool) bool {
	if !v.ready {
		v.ready = true
		bridge.ViewReady()
	}
	if v.plan == nil && v.cloud == nil || v.drawing.Width <= 0 || !(v.changed || force) {
		return false
	}
	v.changed = false
	d := v.drawing
	view := scene.View{
		Width: d.Width, Height: d.Height, Profile: d.Profile,
		ReduceMotion: d.ReduceMotion, Hover: d.Hover, Background: d.Background,
	}
	if v.cloud != nil {
		scene.BuildCloud(list, v.cloud, d.Time, view)
	} else {
		scene.Build(list, v.plan, d.Time, view)
	}
	return true
}

// Images implements canvas.Source.
func (v *viewer) Images() *canvas.Sheet { return v.sheet }

// Failed implements canvas.Source.
func (v *viewer) Failed(problem, stack string) { bridge.ViewFailed("drawing: "+problem, stack) }
