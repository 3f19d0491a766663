package scene

import "math"

// Build fills dst with the picture of the run at time t: frame floor(t), and the
// removal after it t − floor(t) under way. A t outside the frames there are counts as
// the nearest that is inside, NaN as 0. The picture is a function of the arguments
// alone; dst is used again without allocating.
func Build(dst *List, p *Plan, t float64, v View) {
	dst.Width, dst.Height, dst.Background = v.Width, v.Height, v.Background
	dst.Sprites = dst.Sprites[:0]
	b := builder{dst: dst, p: p, lk: lookOf(v.Profile), lay: p.Layout(v)}
	b.k, b.ms = p.at(t)
	b.guides(v)
	if len(p.frames) == 0 {
		return
	}
	b.from = &p.frames[b.k]
	b.to = b.from
	if b.ms > 0 {
		b.to = &p.frames[b.k+1]
	}
	b.small, b.leave, b.solid = b.lay.Point, b.lay.Point, b.lk.point
	b.pick()
	b.ghosts()
	if v.ReduceMotion {
		b.fade = easeInOut(window(b.ms, RingMs, MoveToMs))
		b.stayingFaded()
		b.tray()
		b.leavingFaded()
	} else {
		b.move = easeInOut(window(b.ms, MoveFromMs, MoveToMs))
		b.staying()
		b.tray()
		b.leaving()
	}
	b.hover(v.Hover)
}

// at splits a time into frame and milliseconds into the step.
func (p *Plan) at(t float64) (k int, ms float64) {
	last := float64(len(p.frames) - 1)
	if !(t > 0) || last < 0 {
		return 0, 0
	}
	if t >= last {
		return int(last), 0
	}
	whole := math.Floor(t)
	return int(whole), (t - whole) * StepMs
}

// window returns how far ms is from a to b, in [0, 1].
func window(ms, a, b float64) float64 { return math.Min(1, math.Max(0, (ms-a)/(b-a))) }

// easeInOut and easeOut are cubic.
func easeInOut(x float64) float64 {
	if x < .5 {
		return 4 * x * x * x
	}
	y := 2 - 2*x
	return 1 - y*y*y/2
}

func easeOut(x float64) float64 { y := 1 - x; return 1 - y*y*y }

func lerp(a, b, x float64) float64 { return a + (b-a)*x }

// builder is the state of one Build.
type builder struct {
	dst      *List
	p        *Plan
	lk       *look
	lay      Layout
	k        int
	ms       float64
	from, to *planFrame
	move     float64 // how far staying points have moved from from to to
	fade     float64 // how far reduced motion has faded from from to to
	// fromImages and toImages say which rows are images in from and to; nil: none ever.
	fromImages, toImages []bool
	small, leave         float64 // size of a disc on the map, and of what is to leave
	solid                float64 // opacity of what is to leave
	trayImages           bool    // whether the tray holds images
}

// where returns a row's place on the map in a frame.
func (b *builder) where(f *planFrame, row int32) (x, y float64) {
	return b.lay.onMap(float64(f.x[row]), float64(f.y[row]))
}

// between returns a staying row's place on the map now.
func (b *builder) between(row int32) (x, y float64) {
	x, y = b.where(b.from, row)
	if b.move > 0 {
		x1, y1 := b.where(b.to, row)
		x, y = lerp(x, x1, b.move), lerp(y, y1, b.move)
	}
	return x, y
}

// mark adds a row's mark in its shape and color; size is that of a disc.
func (b *builder) mark(x, y, size, alpha float64, row int32) {
	o := int(b.p.origin[row]) % len(shapes)
	b.dst.add(x, y, size*widths[o], shapes[o], rgba(b.lk.colors[o], alpha), row)
}

// ghost adds the outline that a removed row leaves behind.
func (b *builder) ghost(x, y, alpha float64, row int32) {
	o := int(b.p.origin[row]) % len(shapes)
	b.dst.add(x, y, b.small*widths[o], shapes[o]+ShapeHollow, rgba(b.lk.colors[o], alpha), row)
}

// ring adds the ring around a point that is about to leave.
func (b *builder) ring(x, y, scale, alpha float64, row int32) {
	size := math.Max(RingMin*b.lk.up, b.lay.Point*scale)
	if b.fromImages != nil {
		size = b.lay.Image * ImageRing * scale / RingScale
	}
	b.dst.add(x, y, size, ShapeRing, rgba(b.lk.ink, alpha), row)
}

// stays reports whether a row is still there when the step under way is over.
func (b *builder) stays(row int32) bool {
	at := b.p.leftAt[row]
	return at < 0 || int(at) > b.k
}

// ghosts adds the outlines of the rows that left in earlier steps.
func (b *builder) ghosts() {
	for _, row := range b.p.order {
		if at := b.p.leftAt[row]; at >= 0 && int(at) < b.k {
			x, y := b.where(b.from, row)
			b.ghost(x, y, b.lk.ghost, row)
		}
	}
}

// staying adds the points that stay, images above marks.
func (b *builder) staying() {
	for _, images := range b.layers() {
		for _, row := range b.p.order {
			if b.stays(row) {
				x, y := b.between(row)
				b.part(images, x, y, 1, row, b.isImage(row, b.move))
			}
		}
	}
}

// layers returns what to draw on the map one after the other: marks, and images if any.
func (b *builder) layers() []bool {
	if b.fromImages == nil {
		return marksAlone
	}
	return marksAndImages
}

var marksAlone, marksAndImages = []bool{false}, []bool{false, true}

// tray adds the rows that left in earlier steps.
func (b *builder) tray() {
	for _, row := range b.p.trayed[:b.from.trayed] {
		x, y := b.lay.inTray(b.p.leftAt[row], b.p.slot[row])
		b.flying(x, y, b.lay.Unit*TrayMark, 1, TrayAlpha, row)
	}
}

// leaving adds the rows that leave in this step, the first to leave on top, and the
// rings of the next. At rest they wear their ring; then the ring tightens, and one
// after the other they fly to the tray and leave a ghost.
func (b *builder) leaving() {
	removed := b.from.removed
	tight := easeOut(window(b.ms, 0, RingMs))
	for j := len(removed) - 1; j >= 0; j-- {
		row := removed[j]
		delay := StaggerMs * float64(j) / math.Max(1, float64(len(removed)-1))
		e := window(b.ms, RingMs+delay, RingMs+delay+LeaveMs)
		x, y := b.where(b.from, row)
		b.ghost(x, y, b.lk.ghost*e, row)
		tx, ty := b.lay.inTray(int32(b.k), b.p.slot[row])
		b.ring(x, y, lerp(RingScale, RingTight, tight), 1-math.Min(1, 3*e), row)
		fly, dip := easeInOut(e), 1-FlightDip*math.Sin(math.Pi*e)
		b.flying(lerp(x, tx, fly), lerp(y, ty, fly), lerp(b.leave, b.lay.Unit*TrayMark, easeOut(e))*dip,
			e, lerp(b.solid, TrayAlpha, e)*dip, row)
	}
	if b.ms > 0 {
		for _, row := range b.to.removed {
			x, y := b.between(row)
			b.ring(x, y, RingScale, window(b.ms, NextMs, StepMs), row)
		}
	}
}

// stayingFaded adds the points that stay, twice where they move; images above marks.
func (b *builder) stayingFaded() {
	for _, images := range b.layers() {
		for _, row := range b.p.order {
			if !b.stays(row) {
				continue
			}
			x, y := b.where(b.from, row)
			x1, y1 := b.where(b.to, row)
			if (x1-x)*(x1-x)+(y1-y)*(y1-y) <= StillPx*StillPx {
				b.part(images, lerp(x, x1, b.fade), lerp(y, y1, b.fade), 1, row, b.isImage(row, b.fade))
				continue
			}
			b.part(images, x, y, 1-b.fade, row, b.isImage(row, 0))
			b.part(images, x1, y1, b.fade, row, b.isImage(row, 1))
		}
	}
}

// leavingFaded adds the rows that leave in this step: they fade out on the map and in
// in the tray.
func (b *builder) leavingFaded() {
	removed := b.from.removed
	for j := len(removed) - 1; j >= 0; j-- {
		row := removed[j]
		x, y := b.where(b.from, row)
		b.ghost(x, y, b.lk.ghost*b.fade, row)
		b.ring(x, y, RingScale, 1-b.fade, row)
		b.flying(x, y, b.leave, 0, b.solid*(1-b.fade), row)
		x, y = b.lay.inTray(int32(b.k), b.p.slot[row])
		b.flying(x, y, b.lay.Unit*TrayMark, 1, TrayAlpha*b.fade, row)
	}
	if b.ms > 0 {
		for _, row := range b.to.removed {
			x, y := b.where(b.to, row)
			b.ring(x, y, RingScale, b.fade, row)
		}
	}
}

// hover points a row out: where it stands, or its ghost and its place in the tray. A
// row in flight is left alone.
func (b *builder) hover(h int) {
	if h < 0 || h >= len(b.p.origin) {
		return
	}
	row, size := int32(h), b.lay.Point*HoverScale
	if b.fromImages != nil {
		size = math.Max(b.lay.Image*HoverScale, ImageHover)
	}
	at := int(b.p.leftAt[row])
	switch {
	case at == b.k && b.ms > 0:
		return
	case at >= 0 && at < b.k:
		x, y := b.where(b.from, row)
		b.ghost(x, y, 1, row)
		b.dst.add(x, y, math.Max(RingMin*b.lk.up, b.small*HoverRing), ShapeRing, rgba(b.lk.ink, 1), row)
		x, y = b.lay.inTray(int32(at), b.p.slot[row])
		size = math.Max(b.lay.Unit*TrayMark*HoverScale, size)
		if b.fromImages != nil { // an image is larger than the tray leaves room for
			y = math.Min(y, b.dst.Height-CellHalf*size)
		}
		b.flying(x, y, size, 0, 1, row)
	default:
		x, y := b.between(row)
		scale := float64(HoverRing)
		if b.fromImages != nil {
			scale = RingScale * size / b.lay.Image
		}
		b.ring(x, y, scale, 1, row)
		b.flying(x, y, size, 0, 1, row)
	}
}
