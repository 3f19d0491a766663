package scene

import "math"

// GuideShares are the shares of the extent's self-influence at which the map has a ring.
var GuideShares = [4]float64{Guide0, Guide1, Guide2, Guide3}

// GuideRadius returns the radius in px of the ring at a share of the extent's
// self-influence: self-influence is ρ², and ρ is drawn at ρ^Power.
func (l *Layout) GuideRadius(share float64) float64 {
	return l.Scale * math.Pow(share, l.Power/2)
}

// GuideFits says whether a ring of a radius in px lies on the map whole.
func (l *Layout) GuideFits(radius float64) bool {
	return radius+1 < min(l.CenterX, l.CenterY)
}

// guides adds what the points stand on: rings of equal self-influence and a cross at
// the origin of the map, the panel of the tray over what reaches below, its columns
// and its baseline.
func (b *builder) guides(v View) {
	l, d, ink := &b.lay, b.dst, b.lk.ink
	faint := rgba(ink, b.lk.guide)
	for _, share := range GuideShares {
		if r := l.GuideRadius(share); l.GuideFits(r) {
			d.guide(l.CenterX, l.CenterY, 2*r, b.lk.line, ShapeCircle, faint)
		}
	}
	cross := rgba(ink, CrossAlpha)
	d.guide(l.CenterX, l.CenterY, CrossSize*b.lk.up, b.lk.line, ShapeRect, cross)
	d.guide(l.CenterX, l.CenterY, b.lk.line, CrossSize*b.lk.up, ShapeRect, cross)

	tall := v.Height - l.TrayTop
	d.guide(v.Width/2, l.TrayTop+tall/2, v.Width, tall, ShapeRect, mix(v.Background, ink, b.lk.panel))
	b.slots()
	d.guide(v.Width/2, l.Baseline+b.lk.line/2+1, v.Width-2*TrayPad, b.lk.line, ShapeRect, rgba(ink, BaselineAlpha))
}

// slots adds the columns of the tray, the one that is being filled a little stronger.
// Columns too narrow to be told apart are left out.
func (b *builder) slots() {
	l := &b.lay
	if l.Column < 3 {
		return
	}
	rows := math.Ceil(float64(b.p.perStep) / float64(l.Abreast))
	wide, tall := l.Unit*float64(l.Abreast), l.Unit*rows
	for step := range b.p.steps {
		alpha := b.lk.slot
		if step == b.k {
			alpha *= 2
		}
		b.dst.guide(l.TrayLeft+(float64(step)+.5)*l.Column, l.Baseline-tall/2, wide, tall, ShapeRect, rgba(b.lk.ink, alpha))
	}
}

// mix returns the opaque color that top gives over bottom at an opacity.
func mix(bottom, top uint32, alpha float64) Color {
	out := uint32(0)
	for shift := 16; shift >= 0; shift -= 8 {
		a, b := float64(bottom>>shift&0xff), float64(top>>shift&0xff)
		out = out<<8 | uint32(a+(b-a)*alpha+.5)
	}
	return Color(out<<8 | 0xff)
}
