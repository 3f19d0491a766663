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

func TestAtlasCellsDoNotOverlap(t *testing.T) {
	var a atlas
	a.prepare(0xFFFFFF)
	owner := map[[2]int]int{}
	n := 0
	for _, shape := range shapes {
		for size := 2.; size < 30; size *= 1.3 {
			before := len(a.patches)
			c := a.cell(shape, 0x112233, size)
			if len(a.patches) == before {
				continue // a size of the same half octave
			}
			n++
			if a.cleared > 1 {
				t.Fatal("the atlas is too small for what a picture needs")
			}
			for y := c.y; y < c.y+c.side; y++ {
				for x := c.x; x < c.x+c.side; x++ {
					if x >= scene.AtlasSide || y >= scene.AtlasSide || owner[[2]int{x, y}] != 0 || x < whiteSide && y < whiteSide {
						t.Fatalf("cell %d overlaps at (%d, %d)", n, x, y)
					}
					owner[[2]int{x, y}] = n
				}
			}
		}
	}
	if n < 60 {
		t.Errorf("%d cells; every shape and half octave has its own", n)
	}
}

func TestAtlasFactor(t *testing.T) {
	var a atlas
	a.prepare(0xFFFFFF)
	for size := 3.; size < 100; size *= 1.07 {
		factor := a.cell(scene.ShapeDisc, 1, size).size / size
		if factor < scene.AtlasFactor-1e-6 || factor > scene.AtlasFactor*math.Sqrt2+1e-6 {
			t.Errorf("size %g has %g texels per pixel", size, factor)
		}
	}
}

func TestAtlasBeginsAfreshForAnotherStage(t *testing.T) {
	var a atlas
	a.prepare(0xFFFFFF)
	a.cell(scene.ShapeDisc, 0x123456, 8)
	a.prepare(0xFFFFFF)
	if len(a.cells) != 1 {
		t.Error("the same stage color emptied the atlas")
	}
	a.prepare(0x000000)
	if len(a.cells) != 0 || len(a.patches) != 1 {
		t.Error("another stage color kept old halos")
	}
}

// list returns a draw list of the given sprites.
func list(sprites ...scene.Sprite) *scene.List {
	return &scene.List{Width: 100, Height: 50, Background: 0x102030, Sprites: sprites}
}

func TestMeshPutsMarksInPlace(t *testing.T) {
	var a atlas
	var m mesh
	m.build(list(scene.Sprite{X: 10, Y: 20, Size: 8, Color: 0xFF000080, Shape: scene.ShapeDiamond}), 2, &a)
	if len(m.vertices) != 8 || len(m.indices) != 12 {
		t.Fatalf("%d vertices and %d indices for background and mark", len(m.vertices), len(m.indices))
	}
	if v := m.vertices[3]; v.DstX != 200 || v.DstY != 100 || v.ColorR != 0x10/255. || v.ColorB != 0x30/255. || v.ColorA != 1 {
		t.Errorf("the far corner of the background is %+v", v)
	}
	c := a.cell(scene.ShapeDiamond, 0xFF0000, 16)
	v0, v3 := m.vertices[4], m.vertices[7]
	if (v0.DstX+v3.DstX)/2 != 20 || (v0.DstY+v3.DstY)/2 != 40 {
		t.Errorf("the mark is centered on (%g, %g), want (20, 40)", (v0.DstX+v3.DstX)/2, (v0.DstY+v3.DstY)/2)
	}
	// A mark of 16 device pixels: the cell is scaled by 16 over the mark's size in it.
	if got, want := float64(v3.DstX-v0.DstX), float64(c.side)*16/c.size; math.Abs(got-want) > 1e-4 {
		t.Errorf("the cell is drawn %g px wide, want %g", got, want)
	}
	if v0.SrcX != float32(c.x) || v3.SrcY != float32(c.y+c.side) || v0.ColorA != 0x80/255. || v0.ColorR != 1 {
		t.Errorf("corners %+v and %+v do not show cell %+v", v0, v3, c)
	}
}

func TestMeshSnapsRectanglesToPixels(t *testing.T) {
	var a atlas
	var m mesh
	for _, x := range []struct {
		s    scene.Sprite
		want [4]float32
	}{
		{scene.Sprite{X: 10, Y: 10, Size: 5, Thick: 1}, [4]float32{8, 10, 13, 11}},
		{scene.Sprite{X: 10.2, Y: 10.4, Size: 4, Thick: .2}, [4]float32{8, 10, 12, 11}},
	} {
		x.s.Shape, x.s.Color = scene.ShapeRect, 0xFF
		m.build(list(x.s), 1, &a)
		v0, v3 := m.vertices[4], m.vertices[7]
		if got := [4]float32{v0.DstX, v0.DstY, v3.DstX, v3.DstY}; got != x.want {
			t.Errorf("%+v covers %v, want %v", x.s, got, x.want)
		}
	}
}

func TestMeshCircleHasItsRadiusAndInk(t *testing.T) {
	var a atlas
	var m mesh
	for _, width := range []float32{.5, 1, 2, 3} {
		m.build(list(scene.Sprite{X: 50, Y: 25, Size: 40, Thick: width, Color: 0xFF, Shape: scene.ShapeCircle}), 1, &a)
		// The integral of opacity over the radius is the line width.
		var inked, mean float64
		v := m.vertices[4:8] // the first spoke
		for k := 1; k < 4; k++ {
			r0, r1 := float64(v[k-1].DstX-50), float64(v[k].DstX-50)
			w := (r1 - r0) * float64(v[k-1].ColorA+v[k].ColorA) / 2
			inked, mean = inked+w, mean+w*(r0+r1)/2
		}
		if math.Abs(inked-float64(width)) > 1e-5 || math.Abs(mean/inked-20) > 1e-5 {
			t.Errorf("a line of width %g has ink %g around radius %g", width, inked, mean/inked)
		}
	}
}

func TestIndicesAreInRange(t *testing.T) {
	var a atlas
	var m mesh
	m.build(big(500), 1, &a)
	for _, i := range m.indices {
		if int(i) >= len(m.vertices) {
			t.Fatalf("index %d of %d vertices", i, len(m.vertices))
		}
	}
}

// TestAFullAtlasStillDrawsEveryMark draws more large marks than the atlas holds.
func TestAFullAtlasStillDrawsEveryMark(t *testing.T) {
	var a atlas
	var m mesh
	l := list()
	for i := range 60 {
		l.Sprites = append(l.Sprites, scene.Sprite{X: 1, Y: 1, Size: 100, Color: scene.Color(i<<8 | 0xff), Shape: scene.ShapeDisc})
	}
	m.build(l, 2, &a)
	if len(a.cells) != 60 || a.coarse == 0 {
		t.Fatalf("%d cells for 60 marks, coarse %d", len(a.cells), a.coarse)
	}
	for i := range 60 {
		c := a.cell(scene.ShapeDisc, uint32(i), 200)
		if v := m.vertices[4+4*i]; v.SrcX != float32(c.x) || v.SrcY != float32(c.y) {
			t.Fatalf("mark %d shows (%g, %g), its cell is at (%d, %d)", i, v.SrcX, v.SrcY, c.x, c.y)
		}
	}
	first := a.cleared
	m.build(l, 2, &a)
	if a.cleared != first {
		t.Error("the same picture emptied the atlas again")
	}
}

// big returns a picture of n marks of two origins at half a step.
func big(n int) *scene.List {
	r := rand.New(rand.NewPCG(3, 4))
	l := list()
	for i := range n {
		l.Sprites = append(l.Sprites, scene.Sprite{X: float32(r.Float64() * 500), Y: float32(r.Float64() * 500), Size: 4,
			Color: scene.Color(0x0072B2D6), Row: int32(i), Shape: shapes[i%2]})
	}
	return l
}

func TestMeshAllocatesNothingTheSecondTime(t *testing.T) {
	var a atlas
	var m mesh
	l := big(1000)
	m.build(l, 1, &a)
	if n := testing.AllocsPerRun(10, func() { m.build(l, 1, &a) }); n > 0 {
		t.Errorf("%g allocations per picture", n)
	}
}

func BenchmarkMesh(b *testing.B) {
	var a atlas
	var m mesh
	l := big(10000)
	b.ReportAllocs()
	for b.Loop() {
		m.build(l, 1, &a)
	}
}
