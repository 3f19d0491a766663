package scene

import "math"

// Layout is where the parts of the picture are, in CSS px. The page places its labels
// by the same numbers.
type Layout struct {
	// CenterX and CenterY are the origin of the map.
	CenterX, CenterY float64
	// HalfX and HalfY bound the centers of points around it.
	HalfX, HalfY float64
	// Scale is the distance from the origin of a point at the extent.
	Scale float64
	// Power is p in ρ ↦ ρ^p, the radial scale of the map.
	Power float64
	// Point is the size of a disc on the map.
	Point float64
	// Image is the size of an image on the map, 0 where rows are none.
	Image float64
	// TrayTop is the upper edge of the tray, Baseline the line its columns stand on.
	TrayTop, Baseline float64
	// TrayLeft is the left edge of column 0, Column the width of a column.
	TrayLeft, Column float64
	// Unit is the side of a mark's cell in the tray, Abreast how many cells a column is wide.
	Unit    float64
	Abreast int
}

// Layout returns the layout of a run in a view. It depends on the run's first frame
// and on what was asked for, so it stays the same while frames come.
func (p *Plan) Layout(v View) Layout {
	lk := lookOf(v.Profile)
	share := TrayShare
	if p.pictured {
		share = TrayImages
	}
	trayHeight := math.Max(TrayMin, math.Round(share*v.Height))
	mapHeight := math.Max(1, v.Height-trayHeight)
	n := math.Max(1, float64(len(p.origin)))
	each := math.Sqrt(v.Width * mapHeight / n)
	point := math.Min(PointMax, math.Max(PointMin, PointShare*each)) * lk.up
	image := 0.
	if p.pictured {
		image = math.Min(ImageMax, math.Max(ImageMin, ImageShare*each))
	}
	// The margin holds half a point or image, its halo and some air.
	margin := math.Max(point, image)*.75 + 3
	l := Layout{
		CenterX: v.Width / 2, CenterY: mapHeight / 2,
		HalfX: math.Max(1, v.Width/2-margin), HalfY: math.Max(1, mapHeight/2-margin),
		Power:   p.power,
		Point:   point,
		Image:   image,
		TrayTop: mapHeight, Baseline: v.Height - TrayFoot,
		TrayLeft: TrayPad, Column: math.Max(1, v.Width-2*TrayPad) / float64(p.steps),
	}
	l.Scale = Reach * math.Min(l.HalfX/p.reachX, l.HalfY/p.reachY)
	l.Unit, l.Abreast = p.unit(l.Column, trayHeight-TrayHead-TrayFoot)
	return l
}

// unit returns the side of a tray cell and how many lie abreast, for columns of the
// given width and height: the narrowest arrangement whose marks are nearly the largest.
func (p *Plan) unit(width, height float64) (side float64, abreast int) {
	for m := 1; m <= p.perStep && m <= 64; m++ {
		rows := math.Ceil(float64(p.perStep) / float64(m))
		u := math.Min(width*.96/float64(m), height/rows)
		if abreast == 0 || u > side*TrayGain {
			side, abreast = u, m
		}
	}
	return math.Min(side, TrayMax), abreast
}

// onMap returns where compressed coordinates are on the stage: in proportion up to Reach
// of the way to the edge, then along the same radius ever closer to it.
func (l *Layout) onMap(x, y float64) (px, py float64) {
	dx, dy := l.Scale*x, l.Scale*y
	if m := math.Max(math.Abs(dx)/l.HalfX, math.Abs(dy)/l.HalfY); m > Reach {
		past := (m - Reach) / (1 - Reach)
		f := (Reach + (1-Reach)*past/(1+past)) / m
		dx, dy = dx*f, dy*f
	}
	return l.CenterX + dx, l.CenterY - dy
}

// inTray returns the center of a cell of column step, counted from the bottom.
func (l *Layout) inTray(step, slot int32) (px, py float64) {
	across, up := int(slot)%l.Abreast, int(slot)/l.Abreast
	px = l.TrayLeft + (float64(step)+.5)*l.Column + (float64(across)-float64(l.Abreast-1)/2)*l.Unit
	return px, l.Baseline - (float64(up)+.5)*l.Unit
}
