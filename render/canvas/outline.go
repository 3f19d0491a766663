package canvas

import (
	"math"

	"untangle/render/scene"
)

// point is a place in a mark's unit square, (0, 0) its center, y down.
type point struct{ x, y float64 }

// polygons holds the corners of the marks with corners; their widest points are at
// ±1/2, and the triangles stand with their centroid on (0, 0).
var polygons = map[scene.Shape][]point{
	scene.ShapeDiamond:      {{0, -.5}, {.5, 0}, {0, .5}, {-.5, 0}},
	scene.ShapeSquare:       {{-.5, -.5}, {.5, -.5}, {.5, .5}, {-.5, .5}},
	scene.ShapeTriangleUp:   {{0, -third}, {.5, twelfth}, {-.5, twelfth}},
	scene.ShapeTriangleDown: {{0, third}, {-.5, -twelfth}, {.5, -twelfth}},
	scene.ShapeHexagon:      {{-.5, 0}, {-.25, -height}, {.25, -height}, {.5, 0}, {.25, height}, {-.25, height}},
}

var third, twelfth, height = math.Sqrt(1. / 3), math.Sqrt(1. / 12), math.Sqrt(3) / 4

// distance returns the signed distance of p from the inner outline of a mark, negative
// inside, in units of the mark's size.
func distance(shape scene.Shape, p point) float64 {
	if shape == scene.ShapeRing {
		return math.Hypot(p.x, p.y) - scene.RingCore/2
	}
	corners := polygons[shape&^scene.ShapeHollow]
	if corners == nil {
		return math.Hypot(p.x, p.y) - scene.Core/2
	}
	// The distance from a polygon of width Core: scale to width 1 and back.
	return scene.Core * polygonDistance(corners, point{p.x / scene.Core, p.y / scene.Core})
}

// polygonDistance returns the signed distance of p from a convex polygon: the least
// distance from an edge, negative where p is on the same side of all of them.
func polygonDistance(corners []point, p point) float64 {
	least := math.Inf(1)
	left, right := false, false
	for i, a := range corners {
		b := corners[(i+1)%len(corners)]
		ex, ey, px, py := b.x-a.x, b.y-a.y, p.x-a.x, p.y-a.y
		along := math.Min(1, math.Max(0, (px*ex+py*ey)/(ex*ex+ey*ey)))
		least = math.Min(least, math.Hypot(px-along*ex, py-along*ey))
		if ex*py-ey*px > 0 {
			left = true
		} else {
			right = true
		}
	}
	if left && right {
		return least
	}
	return -least
}

// rasterize draws a mark of the given size in texels, centered in a square of side²
// texels of premultiplied RGBA. Each texel is covered by how far its center lies inside
// the outline, which is exact for straight edges to a few hundredths.
func rasterize(pix []byte, side int, shape scene.Shape, size float64, rgb, background uint32) {
	for i := range side * side {
		p := point{(float64(i%side) + .5 - float64(side)/2) / size, (float64(i/side) + .5 - float64(side)/2) / size}
		d := distance(shape, p)
		var ink, halo float64
		switch {
		case shape == scene.ShapeRing:
			ink = cover(size * (math.Abs(d) - scene.RingLine/2))
			halo = cover(size * (math.Abs(d) - scene.RingLine/2 - scene.RingHalo))
		case shape >= scene.ShapeHollow:
			ink = cover(size * (math.Abs(d) - scene.Outline/2))
		default:
			ink = cover(size * (d - scene.Corner))
			halo = cover(size * (d - scene.Corner - scene.Halo))
		}
		halo *= scene.HaloAlpha * (1 - ink)
		for c := range 3 {
			shift := 16 - 8*c
			pix[4*i+c] = byte(float64(rgb>>shift&0xff)*ink + float64(background>>shift&0xff)*halo + .5)
		}
		pix[4*i+3] = byte(255*(ink+halo) + .5)
	}
}

// cover returns how much of a texel lies inside an edge at a signed distance in texels.
func cover(d float64) float64 { return math.Min(1, math.Max(0, .5-d)) }
