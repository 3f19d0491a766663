package scene_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"testing"

	"untangle/render/scene"
	"untangle/sim/trace"
)

var update = flag.Bool("update", false, "write tests/scene/golden.json from this scene")

const goldenFile = "../../tests/scene/golden.json"

// golden is the file that holds this scene and the TypeScript one together.
type golden struct {
	// Run is a recorded run ("UTR1"), which both sides decode for themselves.
	Run   []byte       `json:"run"`
	Cases []goldenCase `json:"cases"`
}

type goldenCase struct {
	T float64 `json:"t"`
	// Images says that the rows are images, of which the sheet is there.
	Images bool       `json:"images,omitempty"`
	View   goldenView `json:"view"`
	// Layout holds Layout's fields in their order.
	Layout []float64 `json:"layout"`
	// Sprites holds [x, y, size, thick, color, row, shape] of each sprite.
	Sprites [][7]float64 `json:"sprites"`
}

// goldenView is the page's form of a view.
type goldenView struct {
	Width        float64 `json:"width"`
	Height       float64 `json:"height"`
	Profile      string  `json:"profile"`
	ReduceMotion bool    `json:"reduceMotion"`
	Hover        int     `json:"hover"`
	Background   uint32  `json:"background"`
}

// goldenInputs covers every branch of the scene: rest, ring, flight, move, the next
// rings, both ends and beyond, hover in all states, reduced motion, every profile, a
// wide tray cell, narrow and flat stages; and images at rest, moving, fading and small.
var goldenInputs = []struct {
	t      float64
	v      goldenView
	images bool
}{
	{0, goldenView{552, 552, "light", false, -1, 0xFFFFFF}, false},
	{1.11, goldenView{552, 552, "dark", false, -1, 0x14171C}, false},
	{2.43, goldenView{468, 468, "projector", false, 30, 0xFFFFFF}, false},
	{3.66, goldenView{366, 366, "light", false, 5, 0xFAFAF7}, false},
	{2.97, goldenView{552, 552, "light", false, 0, 0xFFFFFF}, false},
	{4, goldenView{1100, 480, "dark", false, 46, 0x101010}, false},
	{5, goldenView{200.5, 640.25, "light", false, 47, 0xFFFFFF}, false},
	{9, goldenView{552, 552, "light", false, 12, 0xFFFFFF}, false},
	{-3, goldenView{552, 552, "projector", false, 999, 0xFFFFFF}, false},
	{1.5, goldenView{552, 552, "light", true, 3, 0xFFFFFF}, false},
	{3.9, goldenView{468, 468, "dark", true, 44, 0x14171C}, false},
	{1, goldenView{552, 552, "light", false, -1, 0xFFFFFF}, true},
	{2.61, goldenView{366, 366, "dark", false, 9, 0x14171C}, true},
	{3.4, goldenView{468, 468, "projector", true, 2, 0xFFFFFF}, true},
	{4.3, goldenView{200, 90, "light", false, 46, 0xFFFFFF}, true},
}

var profiles = map[string]int{"light": scene.ProfileLight, "dark": scene.ProfileDark, "projector": scene.ProfileProjector}

// goldenRun is the run of the file: six origins, and one point that a later frame puts
// past the extent.
func goldenRun() *trace.Run {
	run := synthetic(48, 5, 4, []float64{.4, .25, .1, .1, .1, .05}, 11)
	f := run.Frames[4]
	f.MapX[2], f.MapY[2] = float32(2*f.Extent), float32(.7*f.Extent)
	return run
}

// encodeRun is the recorded form of a run.
func encodeRun(t *testing.T, run *trace.Run) []byte {
	b, err := trace.AppendRun(nil, &run.Header, &run.Points)
	if err != nil {
		t.Fatal(err)
	}
	var enc trace.Encoder
	for _, f := range run.Frames {
		b = trace.AppendFrame(b, enc.Frame(nil, f, false))
	}
	return b
}

// makeGolden draws the cases. Numbers are rounded to 10⁻⁴, a tenth of the tolerance.
func makeGolden(t *testing.T) golden {
	g := golden{Run: encodeRun(t, goldenRun())}
	run, err := trace.DecodeRun(g.Run)
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range goldenInputs {
		run.Header.Images = nil
		if in.images {
			run.Header.Images = &trace.Images{Width: 8, Height: 8}
		}
		p := scene.PlanOf(run)
		p.ShowImages(in.images)
		v := scene.View{Width: in.v.Width, Height: in.v.Height, Profile: profiles[in.v.Profile],
			ReduceMotion: in.v.ReduceMotion, Hover: in.v.Hover, Background: in.v.Background}
		c := goldenCase{T: in.t, View: in.v, Images: in.images}
		l := p.Layout(v)
		for _, x := range []float64{l.CenterX, l.CenterY, l.HalfX, l.HalfY, l.Scale, l.Power, l.Point, l.Image, l.TrayTop, l.Baseline, l.TrayLeft, l.Column, l.Unit, float64(l.Abreast)} {
			c.Layout = append(c.Layout, round(x))
		}
		for _, s := range picture(p, in.t, v).Sprites {
			c.Sprites = append(c.Sprites, [7]float64{round(float64(s.X)), round(float64(s.Y)), round(float64(s.Size)),
				round(float64(s.Thick)), float64(s.Color), float64(s.Row), float64(s.Shape)})
		}
		g.Cases = append(g.Cases, c)
	}
	return g
}

func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// TestGolden compares this scene with the file, to 10⁻³ px and 1/255 of a color: the
// last bits of math.Pow and fused multiplication differ between machines.
func TestGolden(t *testing.T) {
	got := makeGolden(t)
	if *update {
		b, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		// One case a line keeps differences readable.
		b = bytes.ReplaceAll(b, []byte(`{"t":`), []byte("\n{\"t\":"))
		if err := os.WriteFile(goldenFile, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	var want golden
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Run, want.Run) || len(got.Cases) != len(want.Cases) {
		t.Fatal("golden.json is of another run; look at the difference, then go test ./render/scene -update")
	}
	for i, c := range got.Cases {
		if msg := differ(c, want.Cases[i]); msg != "" {
			t.Errorf("case %d (t=%g, %+v): %s", i, c.T, c.View, msg)
		}
	}
}

// differ says where two cases differ, or "".
func differ(got, want goldenCase) string {
	if got.T != want.T || got.View != want.View || got.Images != want.Images {
		return "another input"
	}
	for i, x := range got.Layout {
		if math.Abs(x-want.Layout[i]) > 1e-3 {
			return fmt.Sprintf("layout entry %d is %g, want %g", i, x, want.Layout[i])
		}
	}
	if len(got.Sprites) != len(want.Sprites) {
		return fmt.Sprintf("%d sprites, want %d", len(got.Sprites), len(want.Sprites))
	}
	for i, s := range got.Sprites {
		w := want.Sprites[i]
		for k := range 4 {
			if math.Abs(s[k]-w[k]) > 1e-3 {
				return fmt.Sprintf("sprite %d is %v, want %v", i, s, w)
			}
		}
		a, b := uint32(s[4]), uint32(w[4])
		alpha := int(a&0xff) - int(b&0xff)
		if a>>8 != b>>8 || alpha < -1 || alpha > 1 || s[5] != w[5] || s[6] != w[6] {
			return fmt.Sprintf("sprite %d is %v, want %v", i, s, w)
		}
	}
	return ""
}
