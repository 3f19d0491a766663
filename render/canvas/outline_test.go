package canvas

import (
	"math"
	"math/rand/v2"
	"testing"

	"untangle/render/scene"
)

// shapes lists every shape that is drawn from the atlas.
var shapes = []scene.Shape{
	scene.ShapeDisc, scene.ShapeDiamond, scene.ShapeSquare, scene.ShapeTriangleUp, scene.ShapeTriangleDown, scene.ShapeHexagon,
	scene.ShapeDisc + scene.ShapeHollow, scene.ShapeDiamond + scene.ShapeHollow, scene.ShapeTriangleUp + scene.ShapeHollow, scene.ShapeRing,
}

// ink returns the area of a mark of width 1 without halo, by numerical integration of
// its distance function.
func ink(shape scene.Shape, extra float64) float64 {
	const n = 400
	area := 0.0
	for i := range n * n {
		p := point{(float64(i%n)+.5)/n*2 - 1, (float64(i/n)+.5)/n*2 - 1}
		if distance(shape, p) <= extra {
			area += 4. / (n * n)
		}
	}
	return area
}

func TestOutlinesHaveTheirAreas(t *testing.T) {
	c := scene.Core
	for _, x := range []struct {
		shape scene.Shape
		want  float64 // of the inner outline, by elementary geometry
	}{
		{scene.ShapeDisc, math.Pi / 4 * c * c},
		{scene.ShapeDiamond, c * c / 2},
		{scene.ShapeSquare, c * c},
		{scene.ShapeTriangleUp, math.Sqrt(3) / 4 * c * c},
		{scene.ShapeTriangleDown, math.Sqrt(3) / 4 * c * c},
		{scene.ShapeHexagon, 3 * math.Sqrt(3) / 8 * c * c},
	} {
		// 400² samples err by about 1/400 of the perimeter at most.
		if got := ink(x.shape, 0); math.Abs(got-x.want) > .005 {
			t.Errorf("shape %d: area %.4f, want %.4f", x.shape, got, x.want)
		}
	}
}

func TestOriginsCarryAboutTheSameInk(t *testing.T) {
	disc := ink(scene.ShapeDisc, scene.Corner)
	for shape, width := range map[scene.Shape]float64{
		scene.ShapeDiamond: scene.WidthDiamond, scene.ShapeSquare: scene.WidthSquare,
		scene.ShapeTriangleUp: scene.WidthTriangle, scene.ShapeHexagon: scene.WidthHexagon,
	} {
		if ratio := ink(shape, scene.Corner) * width * width / disc; ratio < .85 || ratio > 1.2 {
			t.Errorf("shape %d has %.2f of the ink of a disc", shape, ratio)
		}
	}
}

func TestDistanceIsADistance(t *testing.T) {
	// |∇d| = 1 almost everywhere; a wrong scale or a missing edge breaks it.
	r := rand.New(rand.NewPCG(1, 2))
	for _, shape := range shapes {
		steep := 0
		for range 2000 {
			p, h := point{r.Float64()*1.6 - .8, r.Float64()*1.6 - .8}, 1e-6
			d := distance(shape, p)
			gx, gy := (distance(shape, point{p.x + h, p.y})-d)/h, (distance(shape, point{p.x, p.y + h})-d)/h
			if math.Abs(math.Hypot(gx, gy)-1) > 1e-3 {
				steep++
			}
		}
		if steep > 10 { // ridges, where the nearest edge changes
			t.Errorf("shape %d: the gradient is not 1 at %d of 2000 places", shape, steep)
		}
	}
}

// at returns the RGBA of a texel of a mark's raster, (u, v) in units of its size from the center.
func at(pix []byte, side int, size, u, v float64) [4]byte {
	x, y := int(float64(side)/2+u*size), int(float64(side)/2+v*size)
	return [4]byte(pix[4*(y*side+x):])
}

func TestRasterHasInkHaloAndEmptyCorners(t *testing.T) {
	const size, side, rgb, background = 100., 150, 0x336699, 0xF0E0D0
	want := func(name string, got, want [4]byte) {
		t.Helper()
		if got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	pix := make([]byte, 4*side*side)
	body := [4]byte{0x33, 0x66, 0x99, 255}
	halo := [4]byte{216, 202, 187, 230} // the background at HaloAlpha, premultiplied
	rasterize(pix, side, scene.ShapeDisc, size, rgb, background)
	want("the center of a disc", at(pix, side, size, 0, 0), body)
	want("the edge of a disc", at(pix, side, size, .48, 0), body)
	want("its halo", at(pix, side, size, .5+scene.Halo/2, 0), halo)
	want("the corner of its cell", at(pix, side, size, .7, .7), [4]byte{})

	rasterize(pix, side, scene.ShapeSquare+scene.ShapeHollow, size, rgb, background)
	want("the center of a hollow square", at(pix, side, size, 0, 0), [4]byte{})
	want("its line", at(pix, side, size, scene.Core/2, 0), body)
	want("outside of it", at(pix, side, size, .56, 0), [4]byte{})

	rasterize(pix, side, scene.ShapeRing, size, rgb, background)
	want("the center of a ring", at(pix, side, size, 0, 0), [4]byte{})
	want("its line", at(pix, side, size, scene.RingCore/2, 0), body)
	want("the halo outside", at(pix, side, size, (scene.RingCore+scene.RingLine+scene.RingHalo)/2, 0), halo)
	want("the halo inside", at(pix, side, size, (scene.RingCore-scene.RingLine-scene.RingHalo)/2, 0), halo)
}

func TestRasterIsPremultipliedAndItsEdgeIsSmooth(t *testing.T) {
	for _, shape := range shapes {
		const size, side = 20., 34
		pix := make([]byte, 4*side*side)
		rasterize(pix, side, shape, size, 0xFFFFFF, 0xFFFFFF)
		partial := 0
		for i := 0; i < len(pix); i += 4 {
			a := int(pix[i+3])
			if d := int(pix[i]) - a; d < -1 || d > 1 {
				t.Fatalf("shape %d: white at opacity %d is %d", shape, a, pix[i])
			}
			if a > 20 && a < 225 {
				partial++
			}
		}
		if partial < 10 {
			t.Errorf("shape %d: only %d texels between empty and full", shape, partial)
		}
		for i := range side { // the border of a cell is empty, or neighbors would bleed
			for _, k := range []int{i, side*(side-1) + i, side * i, side*i + side - 1} {
				if pix[4*k+3] != 0 {
					t.Fatalf("shape %d reaches the border of its cell", shape)
				}
			}
		}
	}
}
