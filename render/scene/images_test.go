package scene_test

import (
	"math"
	"testing"

	"untangle/render/scene"
	"untangle/sim/trace"
)

// pictured is a run whose rows are images, with the sheet of them.
func pictured() (*trace.Run, *scene.Plan) {
	run := small()
	run.Header.Images = &trace.Images{Width: 8, Height: 8}
	p := scene.PlanOf(run)
	p.ShowImages(true)
	return run, p
}

// images returns the image sprites above the tray by row.
func images(l *scene.List, lay scene.Layout) map[int32]scene.Sprite {
	out := map[int32]scene.Sprite{}
	for _, s := range l.Sprites {
		if s.Shape >= scene.ShapeImage && float64(s.Y) < lay.TrayTop {
			out[s.Row] = s
		}
	}
	return out
}

func TestImagesStandForTheirRowsApartFromEachOther(t *testing.T) {
	run, p := pictured()
	v := view(552, 552)
	lay := p.Layout(v)
	for k, f := range run.Frames {
		l := picture(p, float64(k), v)
		c := count(l, lay, run.Header.Rows)
		for row, n := range c.onMap {
			if n+c.inTray[row] != 1 {
				t.Fatalf("step %d: row %d is %d times on the map and %d times in the tray", k, row, n, c.inTray[row])
			}
		}
		shown, leaving := images(l, lay), map[int32]bool{}
		for _, row := range f.Removed {
			leaving[row] = true
			if s, ok := shown[row]; !ok || s.Shape != scene.ShapeImage+scene.Shape(row) {
				t.Errorf("step %d: row %d leaves and is not drawn as its image", k, row)
			}
		}
		for a, s := range shown {
			for b, other := range shown {
				if d := math.Hypot(float64(s.X-other.X), float64(s.Y-other.Y)); a < b && !(leaving[a] && leaving[b]) && d < scene.ImageApart*lay.Image-1e-3 {
					t.Errorf("step %d: images of rows %d and %d are %.1f px apart", k, a, b, d)
				}
			}
		}
	}
}

func TestAnImageStaysOneWhileItHasRoom(t *testing.T) {
	run, p := pictured()
	v := view(552, 552)
	lay := p.Layout(v)
	var before map[int32]scene.Sprite
	for k, f := range run.Frames {
		l := picture(p, float64(k), v)
		now := images(l, lay)
		leaving := map[int32]bool{}
		for _, row := range f.Removed {
			leaving[row] = true
		}
		for _, s := range l.Sprites {
			if s.Row < 0 || !filled(s.Shape) || float64(s.Y) > lay.TrayTop {
				continue
			}
			// A mark has an image in its way; one that was an image has one that was, too, or leaves.
			_, was := before[s.Row]
			if !inTheWay(s, now, lay, func(row int32) bool {
				_, kept := before[row]
				return !was || kept || leaving[row]
			}) {
				t.Errorf("step %d: row %d could be an image (it was one: %v)", k, s.Row, was)
			}
		}
		before = now
	}
	// Jumping about gives the same pictures as playing.
	_, fresh := pictured()
	a, b := images(picture(fresh, 4, v), lay), images(picture(p, 4, v), lay)
	if len(a) != len(b) {
		t.Fatalf("%d images where playing gave %d", len(a), len(b))
	}
	for row := range a {
		if a[row] != b[row] {
			t.Errorf("row %d is drawn as %+v after a jump, %+v after playing", row, a[row], b[row])
		}
	}
}

// inTheWay reports whether an image that counts is too near to a mark for another one.
func inTheWay(s scene.Sprite, now map[int32]scene.Sprite, lay scene.Layout, counts func(row int32) bool) bool {
	for row, other := range now {
		if counts(row) && math.Hypot(float64(s.X-other.X), float64(s.Y-other.Y)) < scene.ImageApart*lay.Image+1e-3 {
			return true
		}
	}
	return false
}

func TestWithoutASheetRowsAreMarks(t *testing.T) {
	run, p := pictured()
	p.ShowImages(false)
	v := view(552, 552)
	if n := len(images(picture(p, 1.4, v), p.Layout(v))); n > 0 {
		t.Errorf("%d images without a sheet", n)
	}
	run.Header.Images = nil
	plain := scene.PlanOf(run)
	plain.ShowImages(true)
	if n := len(images(picture(plain, 1.4, v), plain.Layout(v))); n > 0 || plain.Layout(v).Image != 0 {
		t.Errorf("%d images in a run without", n)
	}
}
