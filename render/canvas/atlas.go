package canvas

import (
	"math"

	"untangle/render/scene"
)

// whiteSide is the side in texels of the white square at (0, 0) that guides are drawn
// with, which sample its middle.
const whiteSide = 8

// cell is where a mark lies in the atlas, in texels.
type cell struct {
	x, y, side int
	// size is the size of the mark in the cell.
	size float64
}

// cellKey tells marks apart.
type cellKey struct {
	shape scene.Shape
	rgb   uint32
	level int
}

// patch is a part of the atlas to be sent to the GPU: premultiplied RGBA.
type patch struct {
	x, y, side int
	pix        []byte
}

// atlas keeps marks of one stage color, drawn once each. The zero value is ready for
// [atlas.prepare].
type atlas struct {
	background uint32
	ready      bool
	cells      map[cellKey]cell
	// recent holds the last cell asked for of each shape: points of one origin follow one
	// another with the same size and color.
	recent [scene.ShapeCircle]struct {
		rgb  uint32
		size float64
		cell cell
	}
	patches []patch // what the GPU does not have yet
	sheet   *Sheet  // the rows' images below the marks, or nil
	cleared int     // how often the atlas began afresh
	coarse  int     // octaves by which marks are drawn smaller because they did not fit
	// Cells are packed in rows ("shelves") from the top left.
	shelfX, shelfY, shelfHeight int
}

// prepare empties the atlas where the stage has another color: halos have that color.
func (a *atlas) prepare(background uint32) {
	if a.ready && a.background == background {
		return
	}
	a.background, a.ready, a.coarse = background, true, 0
	a.clear()
}

// use takes another sheet, or none. The atlas begins afresh, since its image has another
// size then; it returns that size.
func (a *atlas) use(s *Sheet) (width, height int) {
	a.sheet, a.ready = s, false
	a.patches = a.patches[:0]
	if s == nil {
		return scene.AtlasSide, scene.AtlasSide
	}
	return max(scene.AtlasSide, scene.SheetWidth), scene.AtlasSide + s.height()
}

// clear begins afresh with the white square alone.
func (a *atlas) clear() {
	a.cells, a.cleared = map[cellKey]cell{}, a.cleared+1
	clear(a.recent[:])
	a.shelfX, a.shelfY, a.shelfHeight = whiteSide, 0, whiteSide
	white := make([]byte, 4*whiteSide*whiteSide)
	for i := range white {
		white[i] = 255
	}
	a.patches = append(a.patches[:0], patch{0, 0, whiteSide, white})
}

// cell returns the cell of a mark that shows at size device pixels in color 0xRRGGBB.
func (a *atlas) cell(shape scene.Shape, rgb uint32, size float64) cell {
	r := &a.recent[shape]
	if r.rgb != rgb || r.size != size {
		c := a.lookup(shape, rgb, size)
		r.rgb, r.size, r.cell = rgb, size, c
	}
	return r.cell
}

func (a *atlas) lookup(shape scene.Shape, rgb uint32, size float64) cell {
	key := cellKey{shape, rgb, level(size) - 2*a.coarse}
	if c, ok := a.cells[key]; ok {
		return c
	}
	texels := math.Exp2(float64(key.level) / 2)
	side := 2 * int(math.Ceil(scene.CellHalf*texels+scene.CellPad))
	if a.shelfX+side > scene.AtlasSide {
		a.shelfX, a.shelfY, a.shelfHeight = 0, a.shelfY+a.shelfHeight, 0
	}
	if a.shelfY+side > scene.AtlasSide {
		a.clear()
		return a.lookup(shape, rgb, size)
	}
	c := cell{a.shelfX, a.shelfY, side, texels}
	a.shelfX, a.shelfHeight = a.shelfX+side, max(a.shelfHeight, side)
	pix := make([]byte, 4*side*side)
	rasterize(pix, side, shape, texels, rgb, a.background)
	a.patches = append(a.patches, patch{c.x, c.y, side, pix})
	a.cells[key] = c
	return c
}

// level returns the half octave of a size in device pixels: its cell holds the mark at
// 2^(level/2) texels.
func level(size float64) int {
	texels := math.Min(scene.AtlasMax, math.Max(scene.AtlasMin, size*scene.AtlasFactor))
	return int(math.Ceil(2*math.Log2(texels) - 1e-6))
}
