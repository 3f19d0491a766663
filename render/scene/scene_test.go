package scene_test

import (
	"math"
	"slices"
	"testing"

	"untangle/render/scene"
	"untangle/sim/trace"
)

const white = 0xFFFFFF

func view(w, h float64) scene.View {
	return scene.View{Width: w, Height: h, Hover: -1, Background: white}
}

// small is a run in which every rule of the picture occurs.
func small() *trace.Run { return synthetic(120, 6, 8, []float64{.6, .25, .15}, 3) }

// picture builds one list.
func picture(p *scene.Plan, t float64, v scene.View) *scene.List {
	var l scene.List
	scene.Build(&l, p, t, v)
	return &l
}

// filled reports whether a shape is one of the six filled marks.
func filled(s scene.Shape) bool { return s <= scene.ShapeHexagon }

// hollow reports whether a shape is the outline of one.
func hollow(s scene.Shape) bool { return s >= scene.ShapeHollow && filled(s-scene.ShapeHollow) }

// census counts for each row its marks on the map and in the tray, its ghosts and its rings.
type census struct{ onMap, inTray, ghosts, rings []int }

func count(l *scene.List, lay scene.Layout, rows int) census {
	c := census{make([]int, rows), make([]int, rows), make([]int, rows), make([]int, rows)}
	for _, s := range l.Sprites {
		switch {
		case s.Row < 0:
		case s.Shape == scene.ShapeRing:
			c.rings[s.Row]++
		case hollow(s.Shape):
			c.ghosts[s.Row]++
		case float64(s.Y) > lay.TrayTop:
			c.inTray[s.Row]++
		default:
			c.onMap[s.Row]++
		}
	}
	return c
}

func TestAtRestEveryRowIsInExactlyOnePlace(t *testing.T) {
	run := small()
	p := scene.PlanOf(run)
	for _, reduce := range []bool{false, true} {
		v := view(552, 552)
		v.ReduceMotion = reduce
		lay := p.Layout(v)
		gone := map[int32]bool{}
		for k, f := range run.Frames {
			c := count(picture(p, float64(k), v), lay, run.Header.Rows)
			for row := range run.Header.Rows {
				left := 0
				if gone[int32(row)] {
					left = 1
				}
				if c.inTray[row] != left || c.ghosts[row] != left || c.onMap[row] != 1-left {
					t.Errorf("t=%d reduce=%t row %d (gone: %d): %d on the map, %d in the tray, %d ghosts",
						k, reduce, row, left, c.onMap[row], c.inTray[row], c.ghosts[row])
				}
				ringed := 0
				if slices.Contains(f.Removed, int32(row)) {
					ringed = 1
				}
				if c.rings[row] != ringed {
					t.Errorf("t=%d reduce=%t row %d wears %d rings, want %d", k, reduce, row, c.rings[row], ringed)
				}
			}
			for _, row := range f.Removed {
				gone[row] = true
			}
		}
	}
}

func TestTimeOutsideTheFramesCountsAsTheNearest(t *testing.T) {
	p := scene.PlanOf(small())
	v := view(552, 552)
	for _, c := range []struct{ t, same float64 }{{-1, 0}, {math.NaN(), 0}, {math.Inf(-1), 0}, {6.5, 6}, {1e9, 6}, {math.Inf(1), 6}} {
		if got, want := picture(p, c.t, v), picture(p, c.same, v); !slices.Equal(got.Sprites, want.Sprites) {
			t.Errorf("t=%g differs from t=%g", c.t, c.same)
		}
	}
}

func TestAGrowingRunShowsWhatItHas(t *testing.T) {
	run := small()
	// A later frame that reaches farther must not change the scale of the earlier ones.
	far := slices.Index(run.Frames[5].MapX, slices.Max(run.Frames[5].MapX))
	run.Frames[5].MapX[far] *= 2
	whole := scene.PlanOf(run)
	v := view(552, 552)
	growing := scene.NewPlan(&run.Header, &run.Points)
	if l := picture(growing, 3, v); slices.ContainsFunc(l.Sprites, func(s scene.Sprite) bool { return s.Row >= 0 }) {
		t.Error("a run without frames shows points")
	}
	for k, f := range run.Frames {
		growing.Add(f)
		if growing.Frames() != k+1 {
			t.Fatalf("%d frames after %d", growing.Frames(), k+1)
		}
		if got, want := picture(growing, float64(k), v), picture(whole, float64(k), v); !slices.Equal(got.Sprites, want.Sprites) {
			t.Errorf("frame %d looks different before the later frames are there", k)
		}
		if got, want := picture(growing, float64(k)+.6, v), picture(whole, float64(k), v); !slices.Equal(got.Sprites, want.Sprites) {
			t.Errorf("past the last frame there is, frame %d does not stand still", k)
		}
	}
}

func TestAStepIsContinuous(t *testing.T) {
	p := scene.PlanOf(small())
	for _, reduce := range []bool{false, true} {
		v := view(552, 552)
		v.ReduceMotion = reduce
		// The ends of a step look like the frames on either side, but for the order of drawing.
		for _, c := range []struct{ a, b float64 }{{2, 2 + 1e-9}, {3 - 1e-9, 3}} {
			a, b := sorted(picture(p, c.a, v)), sorted(picture(p, c.b, v))
			if len(a) != len(b) {
				t.Fatalf("reduce=%t: %d sprites at t=%g, %d at t=%g", reduce, len(a), c.a, len(b), c.b)
			}
			for i := range a {
				if a[i].Row != b[i].Row || a[i].Shape != b[i].Shape || math.Hypot(float64(a[i].X-b[i].X), float64(a[i].Y-b[i].Y)) > .01 || math.Abs(float64(a[i].Size-b[i].Size)) > .01 {
					t.Fatalf("reduce=%t: %+v at t=%g becomes %+v at t=%g", reduce, a[i], c.a, b[i], c.b)
				}
			}
		}
	}
}

// sorted returns the marks of rows by row, shape and height, guides left out.
func sorted(l *scene.List) []scene.Sprite {
	var out []scene.Sprite
	for _, s := range l.Sprites {
		if s.Row >= 0 && s.Color&0xff > 1 {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b scene.Sprite) int {
		return int(a.Row-b.Row)*1000 + int(a.Shape) - int(b.Shape)
	})
	return out
}

func TestReducedMotionMovesNothing(t *testing.T) {
	run := small()
	p := scene.PlanOf(run)
	v := view(552, 552)
	v.ReduceMotion = true
	at := func(time float64) map[[2]float32]bool {
		places := map[[2]float32]bool{}
		for _, s := range picture(p, time, v).Sprites {
			if s.Row >= 0 {
				places[[2]float32{s.X, s.Y}] = true
			}
		}
		return places
	}
	before, after := at(2), at(3)
	for place := range at(2.5) {
		near := before[place] || after[place]
		for other := range before {
			near = near || math.Hypot(float64(place[0]-other[0]), float64(place[1]-other[1])) <= scene.StillPx
		}
		if !near {
			t.Fatalf("a mark stands at %v, where none stands before or after", place)
		}
	}
}

func TestLeavingTakesItsTime(t *testing.T) {
	run := small()
	p := scene.PlanOf(run)
	v := view(552, 552)
	lay := p.Layout(v)
	landed := func(ms float64) int {
		n := 0
		for _, c := range count(picture(p, 1+ms/scene.StepMs, v), lay, run.Header.Rows).inTray {
			n += c
		}
		return n
	}
	before := len(run.Frames[0].Removed)
	if n := landed(scene.RingMs); n != before {
		t.Errorf("%d in the tray when the ring phase ends, want %d", n, before)
	}
	if n := landed(scene.RingMs + scene.LeaveMs + scene.StaggerMs); n != before+len(run.Frames[1].Removed) {
		t.Errorf("%d in the tray when all have left, want %d", n, before+len(run.Frames[1].Removed))
	}
	if scene.RingMs+scene.LeaveMs+scene.StaggerMs > scene.StepMs || scene.MoveToMs > scene.StepMs {
		t.Error("a step is shorter than its parts")
	}
}

func TestARowIsRemovedOnlyOnce(t *testing.T) {
	run := small()
	run.Frames[2].Removed = append(run.Frames[2].Removed, run.Frames[0].Removed[0], run.Frames[2].Removed[0])
	p := scene.PlanOf(run)
	v := view(552, 552)
	for row, n := range count(picture(p, 6, v), p.Layout(v), run.Header.Rows).inTray {
		if n > 1 {
			t.Errorf("row %d lies in the tray %d times", row, n)
		}
	}
}

func TestHoverAddsMarksAndMovesNone(t *testing.T) {
	run := small()
	p := scene.PlanOf(run)
	stays, gone := int32(-1), run.Frames[0].Removed[0]
	all := map[int32]bool{}
	for _, f := range run.Frames {
		for _, row := range f.Removed {
			all[row] = true
		}
	}
	for row := range int32(run.Header.Rows) {
		if !all[row] {
			stays = row
		}
	}
	for _, c := range []struct {
		name  string
		row   int
		t     float64
		added int
	}{
		{"a point on the map", int(stays), 2, 2},
		{"a point that moves", int(stays), 2.4, 2},
		{"a removed point", int(gone), 3, 3},
		{"a point in flight", int(gone), .4, 0},
		{"no row", -1, 2, 0},
		{"no such row", run.Header.Rows, 2, 0},
	} {
		v := view(552, 552)
		plain := picture(p, c.t, v)
		v.Hover = c.row
		l := picture(p, c.t, v)
		if len(l.Sprites) != len(plain.Sprites)+c.added || !slices.Equal(l.Sprites[:len(plain.Sprites)], plain.Sprites) {
			t.Errorf("%s: %d sprites, want the %d without hover and %d more", c.name, len(l.Sprites), len(plain.Sprites), c.added)
		}
	}
}

func TestNoOriginIsDrawnOnTop(t *testing.T) {
	run := synthetic(1000, 1, 1, []float64{.7, .3}, 1)
	l := picture(scene.PlanOf(run), 0, view(552, 552))
	sum, n := [2]float64{}, [2]float64{}
	at := 0.0
	for _, s := range l.Sprites {
		if s.Row >= 0 && filled(s.Shape) {
			sum[run.Points.Origin[s.Row]] += at
			n[run.Points.Origin[s.Row]]++
			at++
		}
	}
	// With an even mixture the mean places in the order are equal; 5 % of 1000 is far
	// from the 500 that drawing row by row gives.
	if d := math.Abs(sum[0]/n[0] - sum[1]/n[1]); d > 50 {
		t.Errorf("mean places in the drawing order differ by %g of 1000", d)
	}
}

func TestBuildAllocatesNothing(t *testing.T) {
	p := scene.PlanOf(small())
	var l scene.List
	v := view(552, 552)
	at := 0.0
	sweep := func() {
		for range 200 {
			at = math.Mod(at+.037, 6)
			v.ReduceMotion = !v.ReduceMotion
			scene.Build(&l, p, at, v)
		}
	}
	sweep() // the list grows to its largest once
	if allocs := testing.AllocsPerRun(5, sweep); allocs > 0 {
		t.Errorf("%g allocations in 200 builds", allocs)
	}
}

// BenchmarkBuild is the picture of 10,000 points in mid-step.
func BenchmarkBuild(b *testing.B) {
	p := scene.PlanOf(synthetic(10000, 10, 50, []float64{.7, .3}, 1))
	var l scene.List
	v := view(552, 552)
	b.ReportAllocs()
	for b.Loop() {
		scene.Build(&l, p, 4.5, v)
	}
}
