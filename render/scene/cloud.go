package scene

import "math"

// Cloud is a division as it is seen: rows at fixed places of the map, whose shape tells
// where they truly come from and whose color which block they are given to, state after
// state of a method at work.
type Cloud struct {
	x, y   []float32 // places in units of the map's edge, in the radial scale, y up
	origin []uint8
	order  []int32
	blocks int
	states [][]uint8 // n×blocks responsibilities, row by row, 255 for all
}

// NewCloud returns the cloud of n rows at map coordinates x, y in units of the edge
// (right and up), without a state. It panics where lengths differ or there is no block.
func NewCloud(x, y []float32, origin []uint8, blocks int) *Cloud {
	if len(x) != len(origin) || len(y) != len(origin) || blocks < 1 {
		panic("scene: the rows of a cloud differ in number")
	}
	c := &Cloud{origin: origin, order: drawOrder(len(origin)), blocks: blocks}
	c.x, c.y = compress(x, y, 1, CloudCompression)
	return c
}

// Rows returns n.
func (c *Cloud) Rows() int { return len(c.origin) }

// Add appends a state: n×blocks responsibilities, row by row, 255 for all. It panics where
// their number is another.
func (c *Cloud) Add(shares []uint8) {
	if len(shares) != len(c.origin)*c.blocks {
		panic("scene: a state does not fit the cloud")
	}
	c.states = append(c.states, shares)
}

// BuildCloud fills dst with the picture of a cloud at time t: state floor(t) on its way
// to the next. Nothing moves but color, so reduced motion changes nothing. Before the
// first state all rows are undecided.
func BuildCloud(dst *List, c *Cloud, t float64, v View) {
	dst.Width, dst.Height, dst.Background = v.Width, v.Height, v.Background
	dst.Sprites = dst.Sprites[:0]
	lk := lookOf(v.Profile)
	size := math.Min(CloudMax, math.Max(CloudMin, CloudShare*math.Sqrt(v.Width*v.Height/math.Max(1, float64(len(c.origin)))))) * lk.up
	half := math.Max(1, math.Min(v.Width, v.Height)/2-size*.75-3)
	mixer := newMixer(c, lk, v.Background, t)
	put := func(row int32, size, alpha float64) (x, y float64) {
		o := int(c.origin[row]) % len(shapes)
		x, y = v.Width/2+half*bound(c.x[row], c.y[row], c.x[row]), v.Height/2-half*bound(c.x[row], c.y[row], c.y[row])
		dst.add(x, y, size*widths[o], shapes[o], rgba(mixer.color(int(row)), alpha), row)
		return x, y
	}
	for _, row := range c.order {
		put(row, size, lk.point)
	}
	if v.Hover >= 0 && v.Hover < len(c.origin) {
		x, y := put(int32(v.Hover), size*HoverScale, 1)
		dst.add(x, y, math.Max(RingMin*lk.up, size*HoverRing), ShapeRing, rgba(lk.ink, 1), int32(v.Hover))
	}
}

// bound returns a coordinate of a place pulled back to the edge where it lies beyond.
func bound(x, y, coordinate float32) float64 {
	rho := math.Sqrt(float64(x)*float64(x) + float64(y)*float64(y))
	return float64(coordinate) / math.Max(1, rho)
}

// mixer blends the blocks' colors by a row's responsibilities at a time.
type mixer struct {
	from, to  []uint8 // nil: no state
	part      float64
	blocks    int
	colors    [][3]float64
	undecided [3]float64
	shares    []float64
}

func newMixer(c *Cloud, lk *look, background uint32, t float64) *mixer {
	m := &mixer{blocks: c.blocks, shares: make([]float64, c.blocks)}
	m.undecided = channels(uint32(mix(background, lk.ink, UndecidedInk)) >> 8)
	for b := range c.blocks {
		m.colors = append(m.colors, channels(lk.colors[b%len(lk.colors)]))
	}
	last := len(c.states) - 1
	if last < 0 {
		return m
	}
	k := 0
	if t > 0 { // not so for NaN
		k = int(math.Min(math.Floor(t), float64(last)))
		m.part = math.Min(1, t-math.Floor(t))
	}
	m.from, m.to = c.states[k], c.states[min(k+1, last)]
	return m
}

func channels(rgb uint32) [3]float64 {
	return [3]float64{float64(rgb >> 16 & 0xff), float64(rgb >> 8 & 0xff), float64(rgb & 0xff)}
}

// color returns a row's color, 0xRRGGBB: the blend of the blocks' colors, the nearer to
// gray the less is settled. Shares are counted in steps, so that few marks are drawn anew.
func (m *mixer) color(row int) uint32 {
	blend, sure := m.undecided, 0.
	if m.from != nil {
		total := 0.
		for b := range m.blocks {
			at := row*m.blocks + b
			m.shares[b] = math.Floor(lerp(float64(m.from[at]), float64(m.to[at]), m.part)/255*ShareSteps + .5)
			total += m.shares[b]
		}
		blend, sure = m.blend(total)
	}
	out := uint32(0)
	for c := range 3 {
		out = out<<8 | uint32(lerp(m.undecided[c], blend[c], sure)+.5)
	}
	return out
}

// blend returns the blend of the blocks' colors by the shares, which have a sum, and how
// settled it is: 0 where all blocks are alike, 1 where one has all.
func (m *mixer) blend(total float64) (blend [3]float64, sure float64) {
	if total == 0 {
		return m.undecided, 0
	}
	most := 0.
	for b, s := range m.shares {
		most = math.Max(most, s/total)
		for c := range 3 {
			blend[c] += s / total * m.colors[b][c]
		}
	}
	if m.blocks < 2 {
		return blend, 1
	}
	even := 1 / float64(m.blocks)
	return blend, math.Sqrt(math.Max(0, (most-even)/(1-even)))
}
