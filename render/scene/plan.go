package scene

import (
	"math"

	"untangle/sim/trace"
)

// Plan is what the scene knows about a run beyond a single frame: where each point
// stands in the radial scale of the map, and where it will lie in the tray. A run that
// is still being computed adds frames as they come; nothing that was drawn changes then.
type Plan struct {
	origin  []uint8
	order   []int32 // rows in the order they are drawn
	origins int
	perStep int
	power   float64 // of the radial scale
	steps   int
	frames  []planFrame
	leftAt  []int32 // step in whose frame the row is listed as removed, or −1
	slot    []int32 // place of a removed row in its column, from the bottom
	trayed  []int32 // all removed rows, step by step, each column bottom to top
	reachX  float64 // largest |x| of frame 0 in the radial scale
	reachY  float64 // and |y|
	// pictured says that rows are images, images that their sheet is there.
	pictured, images bool
	shown            shown
}

// planFrame is one frame in the radial scale: coordinates in units of the extent, y up.
type planFrame struct {
	x, y []float32
	// removed lists the rows that leave after the frame, highest score first.
	removed []int32
	// trayed counts the entries of Plan.trayed of all earlier steps.
	trayed int
}

// NewPlan returns the plan of a run without frames. It panics when the points do not
// fit the header.
func NewPlan(h *trace.Header, p *trace.Points) *Plan {
	if len(p.Origin) != h.Rows {
		panic("scene: points do not fit the header")
	}
	plan := &Plan{
		origin: p.Origin, order: drawOrder(h.Rows),
		origins: max(1, len(h.Origins)), perStep: max(1, h.Scenario.Purify.PerStep), steps: max(1, h.Scenario.Purify.Steps),
		leftAt: make([]int32, h.Rows), slot: make([]int32, h.Rows),
		reachX: 1, reachY: 1, pictured: h.Images != nil && h.Rows <= math.MaxUint16-int(ShapeImage),
	}
	if plan.power = Compression; plan.pictured {
		plan.power = ImageCompression
	}
	for i := range plan.leftAt {
		plan.leftAt[i] = -1
	}
	return plan
}

// PlanOf returns the plan of a run with all its frames.
func PlanOf(run *trace.Run) *Plan {
	p := NewPlan(&run.Header, &run.Points)
	for _, f := range run.Frames {
		p.Add(f)
	}
	return p
}

// ShowImages says that the sheet of the rows' images is there (or no more): rows are drawn
// as images where they fit. Nothing happens where the header tells of no images.
func (p *Plan) ShowImages(there bool) { p.images = there && p.pictured }

// Frames returns the number of frames added.
func (p *Plan) Frames() int { return len(p.frames) }

// Add appends the next frame. It panics when the frame's rows are not those of the run.
func (p *Plan) Add(f *trace.Frame) {
	if len(f.MapX) != len(p.origin) || len(f.MapY) != len(p.origin) {
		panic("scene: frame does not fit the run")
	}
	pf := planFrame{trayed: len(p.trayed)}
	pf.x, pf.y = compress(f.MapX, f.MapY, f.Extent, p.power)
	if len(p.frames) == 0 {
		p.reachX, p.reachY = reach(pf.x), reach(pf.y)
	}
	step := int32(len(p.frames))
	for _, row := range f.Removed {
		// A row that left already cannot leave again: malformed input must not duplicate it.
		if p.leftAt[row] < 0 {
			p.leftAt[row] = step
			pf.removed = append(pf.removed, row)
		}
	}
	p.stack(pf.removed)
	p.frames = append(p.frames, pf)
}

// stack lays the rows of one step into their column: the last distribution at the
// bottom, distribution 0 on top, and within one by score.
func (p *Plan) stack(removed []int32) {
	start := len(p.trayed)
	for o := p.origins - 1; o >= 0; o-- {
		for _, row := range removed {
			if min(int(p.origin[row]), p.origins-1) == o {
				p.slot[row] = int32(len(p.trayed) - start)
				p.trayed = append(p.trayed, row)
			}
		}
	}
}

// compress maps coordinates to the radial scale: (x, y)/extent at radius ρ goes to
// radius ρ^power in the same direction.
func compress(mapX, mapY []float32, extent, power float64) (x, y []float32) {
	n := len(mapX)
	both := make([]float32, 2*n)
	x, y = both[:n:n], both[n:]
	for i := range n {
		u, v := float64(mapX[i])/extent, float64(mapY[i])/extent
		if rho := math.Sqrt(u*u + v*v); rho > 0 {
			f := math.Pow(rho, power-1)
			x[i], y[i] = float32(u*f), float32(v*f)
		}
	}
	return x, y
}

// reach returns the largest |v|, and 1 where all are 0.
func reach(vs []float32) float64 {
	r := float32(0)
	for _, v := range vs {
		r = max(r, v, -v)
	}
	if r == 0 {
		return 1
	}
	return float64(r)
}

// drawOrder returns a fixed permutation of n rows that mixes them evenly. Rows come
// sorted by distribution; drawn in that order, the last would always lie on top.
func drawOrder(n int) []int32 {
	order := make([]int32, n)
	stride := int(0.6180339887498949 * float64(n))
	for gcd(stride, n) > 1 || stride == 0 {
		stride++
	}
	for i := range n {
		order[i] = int32(i * stride % n)
	}
	return order
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
