// Package canvas draws a draw list with ebiten: one batch of triangles per frame, and
// only when asked. What can run without a browser (the atlas of marks and the mesh) is
// tested natively; the rest is in files for js.
package canvas

import (
	"math"

	"untangle/render/scene"
)

// vertex has the fields of ebiten.Vertex, so that this file needs no graphics library.
type vertex struct {
	DstX, DstY, SrcX, SrcY             float32
	ColorR, ColorG, ColorB, ColorA     float32
	Custom0, Custom1, Custom2, Custom3 float32
}

// mesh is a picture as triangles over the atlas, in device pixels. It is used again
// without allocating.
type mesh struct {
	vertices []vertex
	indices  []uint32
}

// build fills the mesh with a draw list at ratio device pixels per CSS px.
func (m *mesh) build(l *scene.List, ratio float64, a *atlas) {
	a.prepare(l.Background)
	before := a.cleared
	m.fill(l, ratio, a)
	// A full atlas began afresh and earlier marks lost their cells: once more, now that it
	// is empty, and then with ever smaller cells until all fit.
	for a.cleared != before {
		before = a.cleared
		m.fill(l, ratio, a)
		if a.cleared != before {
			a.coarse++
			a.clear()
		}
	}
}

func (m *mesh) fill(l *scene.List, ratio float64, a *atlas) {
	m.vertices, m.indices = m.vertices[:0], m.indices[:0]
	m.rect(0, 0, math.Ceil(l.Width*ratio), math.Ceil(l.Height*ratio), scene.Color(l.Background<<8|0xff))
	for i := range l.Sprites {
		s := &l.Sprites[i]
		switch {
		case s.Shape == scene.ShapeRect:
			left, wide := snap(float64(s.X)*ratio, float64(s.Size)*ratio)
			top, tall := snap(float64(s.Y)*ratio, float64(s.Thick)*ratio)
			m.rect(left, top, wide, tall, s.Color)
		case s.Shape == scene.ShapeCircle:
			m.circle(float64(s.X)*ratio, float64(s.Y)*ratio, float64(s.Size)*ratio/2, float64(s.Thick)*ratio, s.Color)
		case s.Shape < scene.ShapeImage:
			size := float64(s.Size) * ratio
			m.mark(s, ratio, a.cell(s.Shape, uint32(s.Color>>8), size))
		case a.sheet != nil && int(s.Shape-scene.ShapeImage) < a.sheet.Rows:
			m.mark(s, ratio, a.sheet.cell(int(s.Shape-scene.ShapeImage), float64(s.Size)*ratio))
		}
	}
}

// snap returns start and length in whole device pixels of a stretch around a center, at
// least one pixel.
func snap(center, length float64) (start, whole float64) {
	return math.Floor(center - length/2 + .5), math.Max(1, math.Floor(length+.5))
}

// mark adds a mark from its cell in the atlas. Half a texel is left out around its cell, so that
// smooth sampling never takes in what lies, or lay, beside it.
func (m *mesh) mark(s *scene.Sprite, ratio float64, c cell) {
	size := float64(s.Size) * ratio
	half := float32(float64(c.side-1) * size / c.size / 2)
	x, y := s.X*float32(ratio), s.Y*float32(ratio)
	v := vertex{ColorR: 1, ColorG: 1, ColorB: 1, ColorA: float32(s.Color&0xff) / 255}
	u, w, across := float32(c.x)+.5, float32(c.y)+.5, float32(c.side-1)
	m.quad(v, x-half, y-half, x+half, y+half, u, w, u+across, w+across)
}

// white returns a vertex on the white square in a color.
func white(c scene.Color) vertex {
	return vertex{
		SrcX: whiteSide / 2, SrcY: whiteSide / 2,
		ColorR: float32(c>>24&0xff) / 255, ColorG: float32(c>>16&0xff) / 255, ColorB: float32(c>>8&0xff) / 255, ColorA: float32(c&0xff) / 255,
	}
}

func (m *mesh) rect(left, top, wide, tall float64, c scene.Color) {
	v := white(c)
	m.quad(v, float32(left), float32(top), float32(left+wide), float32(top+tall), v.SrcX, v.SrcY, v.SrcX, v.SrcY)
}

func (m *mesh) quad(v vertex, x0, y0, x1, y1, u0, v0, u1, v1 float32) {
	base := uint32(len(m.vertices))
	for _, c := range [4][4]float32{{x0, y0, u0, v0}, {x1, y0, u1, v0}, {x0, y1, u0, v1}, {x1, y1, u1, v1}} {
		v.DstX, v.DstY, v.SrcX, v.SrcY = c[0], c[1], c[2], c[3]
		m.vertices = append(m.vertices, v)
	}
	m.indices = append(m.indices, base, base+1, base+2, base+1, base+3, base+2)
}

// circle adds a circle line as a band of three strips: full inside, fading over one
// device pixel on either side, which smooths it without a texture.
func (m *mesh) circle(cx, cy, radius, width float64, c scene.Color) {
	if radius <= 0 {
		return
	}
	const strips = 4
	full := math.Max(0, width-1) / 2
	radii := [strips]float64{radius - full - 1, radius - full, radius + full, radius + full + 1}
	v := white(c)
	// A line thinner than a pixel is as faint as it is thin.
	alphas := [strips]float32{0, v.ColorA, v.ColorA, 0}
	if width < 1 {
		alphas[1], alphas[2] = v.ColorA*float32(width), v.ColorA*float32(width)
	}
	// The sagitta of an arc of 2π/n is radius·π²/2n²: below 1/20 of a pixel.
	n := int(math.Ceil(math.Min(512, math.Max(24, 10*math.Sqrt(radius)))))
	base := uint32(len(m.vertices))
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		for k, r := range radii {
			v.DstX, v.DstY, v.ColorA = float32(cx+r*cos), float32(cy+r*sin), alphas[k]
			m.vertices = append(m.vertices, v)
		}
		from, to := base+uint32(strips*i), base+uint32(strips*((i+1)%n))
		for k := range uint32(strips - 1) {
			m.indices = append(m.indices, from+k, from+k+1, to+k, from+k+1, to+k+1, to+k)
		}
	}
}
