package scene_test

import (
	"math"
	"testing"

	"untangle/render/scene"
)

func TestNothingLeavesTheStage(t *testing.T) {
	run := small()
	// A later frame may reach past the extent of the first.
	last := run.Frames[len(run.Frames)-1]
	last.MapX[0], last.MapY[0] = float32(3*last.Extent), float32(-2*last.Extent)
	p := scene.PlanOf(run)
	for _, size := range [][2]float64{{552, 552}, {366, 366}, {1100, 500}, {200, 700}} {
		v := view(size[0], size[1])
		lay := p.Layout(v)
		for _, at := range []float64{0, .3, .7, 2.5, 5.9, 6} {
			for _, s := range picture(p, at, v).Sprites {
				if s.Row < 0 || s.Shape == scene.ShapeRing {
					continue
				}
				half := float64(s.Size) / 2
				x, y := float64(s.X), float64(s.Y)
				if x-half < 0 || x+half > v.Width || y-half < 0 || y+half > v.Height {
					t.Errorf("%gx%g t=%g: row %d at (%g, %g) size %g reaches over the edge", v.Width, v.Height, at, s.Row, x, y, s.Size)
				}
				if hollow(s.Shape) && y > lay.TrayTop {
					t.Errorf("t=%g: ghost of row %d lies in the tray", at, s.Row)
				}
			}
		}
	}
}

func TestColumnsStackTheFirstDistributionOnTop(t *testing.T) {
	run := small()
	p := scene.PlanOf(run)
	v := view(552, 552)
	lay := p.Layout(v)
	type place struct {
		column int
		y      float32
		origin uint8
	}
	var places []place
	for _, s := range picture(p, 6, v).Sprites {
		if s.Row >= 0 && filled(s.Shape) && float64(s.Y) > lay.TrayTop {
			places = append(places, place{int((float64(s.X) - lay.TrayLeft) / lay.Column), s.Y, run.Points.Origin[s.Row]})
		}
	}
	if len(places) != 48 {
		t.Fatalf("%d marks in the tray, want 48", len(places))
	}
	mixed := 0
	for i, a := range places {
		for _, b := range places[:i] {
			if a.column != b.column || math.Abs(float64(a.y-b.y)) < 1e-3 {
				continue
			}
			if (a.y < b.y && a.origin > b.origin) || (a.y > b.y && a.origin < b.origin) {
				t.Errorf("column %d: origin %d above origin %d", a.column, min(a.origin, b.origin), max(a.origin, b.origin))
			}
			if a.origin != b.origin {
				mixed++
			}
		}
	}
	if mixed == 0 {
		t.Error("no column holds two distributions, so nothing was tested")
	}
}

func TestPointSize(t *testing.T) {
	for _, c := range []struct {
		n        int
		w        float64
		profile  int
		min, max float64
	}{
		{1000, 552, scene.ProfileLight, 7, 8},
		{1000, 468, scene.ProfileDark, 6, 7},
		{1000, 366, scene.ProfileLight, 4.5, 6},
		{1000, 552, scene.ProfileProjector, 10.5, 12},
		{10000, 552, scene.ProfileLight, scene.PointMin, scene.PointMin},
		{20, 552, scene.ProfileLight, scene.PointMax, scene.PointMax},
	} {
		v := view(c.w, c.w)
		v.Profile = c.profile
		if s := scene.PlanOf(synthetic(c.n, 1, 1, []float64{1}, 1)).Layout(v).Point; s < c.min || s > c.max {
			t.Errorf("%d points at %g px, profile %d: %g px, want %g to %g", c.n, c.w, c.profile, s, c.min, c.max)
		}
	}
}

func TestTrayFitsWhateverThePerStepIs(t *testing.T) {
	for _, c := range []struct{ steps, perStep int }{{24, 10}, {1, 100}, {1000, 1}, {30, 33}, {4, 1}, {100, 10}} {
		n := c.steps*c.perStep + 20
		run := synthetic(n, c.steps, c.perStep, []float64{.7, .3}, 1)
		p := scene.PlanOf(run)
		v := view(552, 552)
		lay := p.Layout(v)
		marks := map[[2]float32]bool{}
		for _, s := range picture(p, float64(c.steps), v).Sprites {
			if s.Row < 0 || !filled(s.Shape) || float64(s.Y) < lay.TrayTop {
				continue
			}
			marks[[2]float32{s.X, s.Y}] = true
			if float64(s.X) < lay.TrayLeft || float64(s.X) > 552-lay.TrayLeft || float64(s.Y) > lay.Baseline || float64(s.Y) < lay.TrayTop {
				t.Fatalf("%+v: a mark at (%g, %g), outside the tray", c, s.X, s.Y)
			}
		}
		if len(marks) != c.steps*c.perStep {
			t.Errorf("%+v: %d places in the tray, want %d", c, len(marks), c.steps*c.perStep)
		}
	}
}

func TestPointsStandWhereTheRadialScalePutsThem(t *testing.T) {
	run := small()
	p := scene.PlanOf(run)
	v := view(600, 552)
	lay := p.Layout(v)
	l := picture(p, 0, v)
	f := run.Frames[0]
	seen := 0
	for _, s := range l.Sprites {
		if !filled(s.Shape) || s.Row < 0 {
			continue
		}
		seen++
		u, w := float64(f.MapX[s.Row])/f.Extent, float64(f.MapY[s.Row])/f.Extent
		rho := math.Hypot(u, w)
		r := math.Pow(rho, scene.Compression) * lay.Scale
		wantX, wantY := lay.CenterX+r*u/rho, lay.CenterY-r*w/rho
		// float32 coordinates below 1024 px are exact to 6e-5 px.
		if math.Abs(float64(s.X)-wantX) > 2e-4 || math.Abs(float64(s.Y)-wantY) > 2e-4 {
			t.Errorf("row %d at (%g, %g), want (%g, %g)", s.Row, s.X, s.Y, wantX, wantY)
		}
	}
	if seen != run.Header.Rows {
		t.Errorf("%d points, want %d", seen, run.Header.Rows)
	}
}
