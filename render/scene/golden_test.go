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
	// Cloud is a division and its pictures.
	Cloud goldenCloud `json:"cloud"`
}

type goldenCloud struct {
	X      []float32 `json:"x"`
	Y      []float32 `json:"y"`
	Origin []int     `json:"origin"`
	Blocks int       `json:"blocks"`
	// States holds the responsibilities of each state, 0 … 255.
	States [][]int      `json:"states"`
	Cases  []goldenCase `json:"cases"`
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
	{2.61, goldenView{366, 366, "dark", false, 32, 0x14171C}, true},
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

func viewOf(v goldenView) scene.View {
	return scene.View{Width: v.Width, Height: v.Height, Profile: profiles[v.Profile], ReduceMotion: v.ReduceMotion, Hover: v.Hover, Background: v.Background}
}

func spritesOf(l *scene.List) (out [][7]float64) {
	for _, s := range l.Sprites {
		out = append(out, [7]float64{round(float64(s.X)), round(float64(s.Y)), round(float64(s.Size)),
			round(float64(s.Thick)), float64(s.Color), float64(s.Row), float64(s.Shape)})
	}
	return out
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
		v := viewOf(in.v)
		c := goldenCase{T: in.t, View: in.v, Images: in.images}
		l := p.Layout(v)
		for _, x := range []float64{l.CenterX, l.CenterY, l.HalfX, l.HalfY, l.Scale, l.Power, l.Point, l.Image, l.TrayTop, l.Baseline, l.TrayLeft, l.Column, l.Unit, float64(l.Abreast)} {
			c.Layout = append(c.Layout, round(x))
		}
		c.Sprites = spritesOf(picture(p, in.t, v))
		g.Cases = append(g.Cases, c)
	}
	makeGoldenCloud(&g.Cloud)
	return g
}

// cloudInputs covers both ends and beyond, a state on its way, every profile and hover.
var cloudInputs = []struct {
	t float64
	v goldenView
}{
	{0, goldenView{400, 300, "light", false, -1, 0xFFFFFF}},
	{.37, goldenView{320, 240, "dark", false, 3, 0x14171C}},
	{1.5, goldenView{700, 200, "projector", true, -1, 0xFFFFFF}},
	{7, goldenView{400, 300, "light", false, 99, 0xFFFFFF}},
}

// makeGoldenCloud draws a division of 20 rows into three blocks.
func makeGoldenCloud(g *goldenCloud) {
	g.Blocks = 3
	var origin []uint8
	for i := range 20 {
		r, a := float64(i)/16, float64(i)*2.4
		g.X, g.Y = append(g.X, float32(r*math.Cos(a))), append(g.Y, float32(r*math.Sin(a)))
		g.Origin, origin = append(g.Origin, i%3), append(origin, uint8(i%3))
	}
	c := scene.NewCloud(g.X, g.Y, origin, g.Blocks)
	for s := range 3 {
		var state []int
		var shares []uint8
		for i := range 20 {
			first := min(255, (85+40*s*(i%4))%256)
			for _, v := range []int{first, (255 - first) / 2, 255 - first - (255-first)/2} {
				state, shares = append(state, v), append(shares, uint8(v))
			}
		}
		g.States = append(g.States, state)
		c.Add(shares)
	}
	for _, in := range cloudInputs {
		var l scene.List
		scene.BuildCloud(&l, c, in.t, viewOf(in.v))
		g.Cases = append(g.Cases, goldenCase{T: in.t, View: in.v, Sprites: spritesOf(&l)})
	}
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
	if len(got.Cloud.Cases) != len(want.Cloud.Cases) {
		t.Fatal("golden.json is of another division")
	}
	got.Cases, want.Cases = append(got.Cases, got.Cloud.Cases...), append(want.Cases, want.Cloud.Cases...)
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
