package scene

import "math"

// shown remembers which rows are drawn as images, frame by frame, for one layout.
type shown struct {
	layout Layout
	frames [][]bool
}

// imagesAt returns the rows that are drawn as images in frame k: those that leave after it,
// and of the others as many as find room. A row that was an image stays one as long as it
// can, so that images do not flicker while the cloud moves; the choice for a frame
// depends on the layout and on the frames up to it alone.
func (p *Plan) imagesAt(l *Layout, k int) []bool {
	if p.shown.layout != *l {
		p.shown = shown{layout: *l}
	}
	for len(p.shown.frames) <= k {
		p.shown.frames = append(p.shown.frames, p.choose(l, len(p.shown.frames)))
	}
	return p.shown.frames[k]
}

// choose makes the choice for frame k after that for the frames before it.
func (p *Plan) choose(l *Layout, k int) []bool {
	f := &p.frames[k]
	out := make([]bool, len(p.origin))
	room := newCrowd(l)
	try := func(row int32, always bool) {
		if out[row] {
			return
		}
		x, y := l.onMap(float64(f.x[row]), float64(f.y[row]))
		if always || room.free(x, y) {
			room.put(x, y)
			out[row] = true
		}
	}
	for _, row := range f.removed {
		try(row, true)
	}
	here := func(row int32) bool { return p.leftAt[row] < 0 || int(p.leftAt[row]) >= k }
	if k > 0 {
		before := p.shown.frames[k-1]
		for _, row := range p.order {
			if before[row] && here(row) {
				try(row, false)
			}
		}
	}
	for _, row := range p.order {
		if here(row) {
			try(row, false)
		}
	}
	return out
}

// crowd holds the centers of images in buckets as wide as they must be apart.
type crowd struct {
	apart         float64
	columns, rows int
	last, before  []int32 // the last place in a bucket, and the one before a place; −1: none
	x, y          []float64
}

func newCrowd(l *Layout) *crowd {
	c := &crowd{apart: math.Max(1, ImageApart*l.Image)}
	c.columns, c.rows = int(2*l.CenterX/c.apart)+1, int(2*l.CenterY/c.apart)+1
	c.last = make([]int32, c.columns*c.rows)
	for i := range c.last {
		c.last[i] = -1
	}
	return c
}

// bucket returns the column and line of a place, bounded by those there are.
func (c *crowd) bucket(x, y float64) (column, line int) {
	return min(c.columns-1, max(0, int(x/c.apart))), min(c.rows-1, max(0, int(y/c.apart)))
}

// free says whether no image is nearer than apart.
func (c *crowd) free(x, y float64) bool {
	column, line := c.bucket(x, y)
	for v := max(0, line-1); v <= min(c.rows-1, line+1); v++ {
		for u := max(0, column-1); u <= min(c.columns-1, column+1); u++ {
			for i := c.last[u+c.columns*v]; i >= 0; i = c.before[i] {
				dx, dy := c.x[i]-x, c.y[i]-y
				if dx*dx+dy*dy < c.apart*c.apart {
					return false
				}
			}
		}
	}
	return true
}

func (c *crowd) put(x, y float64) {
	column, line := c.bucket(x, y)
	at := column + c.columns*line
	c.before = append(c.before, c.last[at])
	c.last[at] = int32(len(c.x))
	c.x, c.y = append(c.x, x), append(c.y, y)
}

// pick chooses the images of the frames that are on screen.
func (b *builder) pick() {
	if !b.p.images {
		return
	}
	// Both choices are made before either is kept: the first may be made anew by the second.
	last := b.k
	if b.to != b.from {
		last++
	}
	b.p.imagesAt(&b.lay, last)
	b.fromImages, b.toImages = b.p.imagesAt(&b.lay, b.k), b.p.imagesAt(&b.lay, last)
	b.small, b.leave, b.solid = b.lay.Point*ImageBeside, b.lay.Image, 1
	b.trayImages = b.lay.Unit >= ImageUnit
}

// isImage returns how much of an image a staying row is when a share of the step has gone
// by: 1, 0, or between where the choice changes.
func (b *builder) isImage(row int32, gone float64) float64 {
	if b.fromImages == nil {
		return 0
	}
	from, to := 0., 0.
	if b.fromImages[row] {
		from = 1
	}
	if b.toImages[row] {
		to = 1
	}
	return lerp(from, to, gone)
}

// image adds a row's image; size is that of a disc.
func (b *builder) image(x, y, size, alpha float64, row int32) {
	o := int(b.p.origin[row]) % len(shapes)
	b.dst.add(x, y, size*widths[o], ShapeImage+Shape(row), rgba(b.lk.colors[o], alpha), row)
}

// part adds what there is of a row on the map as an image, or what there is as a mark.
func (b *builder) part(images bool, x, y, alpha float64, row int32, share float64) {
	if images {
		b.image(x, y, b.lay.Image, alpha*share, row)
	} else {
		b.mark(x, y, b.small, b.lk.point*alpha*(1-share), row)
	}
}

// flying adds a row on its way to the tray, or in it (e = 1): an image all the way, or
// one that turns into a mark where the tray is too small for images.
func (b *builder) flying(x, y, size, e, alpha float64, row int32) {
	if b.fromImages == nil {
		b.mark(x, y, size, alpha, row)
		return
	}
	share := 1.
	if !b.trayImages {
		share = 1 - e
	}
	b.mark(x, y, size, alpha*(1-share), row)
	b.image(x, y, size, alpha*share, row)
}
