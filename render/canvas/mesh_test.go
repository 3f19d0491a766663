package canvas

import (
	"math"
	"math/rand/v2"
	"testing"

	"untangle/render/scene"
)

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
	if got, want := float64(v3.DstX-v0.DstX), float64(c.side-1)*16/c.size; math.Abs(got-want) > 1e-4 {
		t.Errorf("the cell is drawn %g px wide, want %g", got, want)
	}
	// Half a texel inside the cell on every side: sampling reaches as far, and no farther.
	if v0.SrcX != float32(c.x)+.5 || v0.SrcY != float32(c.y)+.5 || v3.SrcX != float32(c.x+c.side)-.5 || v3.SrcY != float32(c.y+c.side)-.5 || v0.ColorA != 0x80/255. || v0.ColorR != 1 {
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

// area returns the area that the triangles from index i on cover, overlaps counted twice.
func area(m *mesh, i int) float64 {
	sum := 0.0
	for ; i < len(m.indices); i += 3 {
		a, b, c := m.vertices[m.indices[i]], m.vertices[m.indices[i+1]], m.vertices[m.indices[i+2]]
		sum += math.Abs(float64((b.DstX-a.DstX)*(c.DstY-a.DstY)-(c.DstX-a.DstX)*(b.DstY-a.DstY))) / 2
	}
	return sum
}

func TestTrianglesCoverTheirShapes(t *testing.T) {
	var a atlas
	var m mesh
	const quad = 6 // indices of the background
	m.build(list(scene.Sprite{X: 10, Y: 20, Size: 8, Thick: 3, Color: 0xFF, Shape: scene.ShapeRect}), 1, &a)
	if got := area(&m, 0); got != 100*50+24 {
		t.Errorf("background and rectangle cover %g px², want 5024", got)
	}
	m.build(list(scene.Sprite{X: 50, Y: 25, Size: 40, Thick: 3, Color: 0xFF, Shape: scene.ShapeCircle}), 1, &a)
	// A band from radius 18 to 22, but for the corners that a polygon cuts.
	if got, want := area(&m, quad), math.Pi*(22*22-18*18); math.Abs(got/want-1) > .01 {
		t.Errorf("the circle covers %g px², want %g", got, want)
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
	for i := range 20 {
		l.Sprites = append(l.Sprites, scene.Sprite{X: 1, Y: 1, Size: 100, Color: scene.Color(i<<8 | 0xff), Shape: scene.ShapeDisc})
	}
	m.build(l, 2, &a)
	if len(a.cells) != 20 || a.coarse == 0 {
		t.Fatalf("%d cells for 20 marks, coarse %d", len(a.cells), a.coarse)
	}
	for i := range 20 {
		c := a.cell(scene.ShapeDisc, uint32(i), 200)
		if v := m.vertices[4+4*i]; v.SrcX != float32(c.x)+.5 || v.SrcY != float32(c.y)+.5 {
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
