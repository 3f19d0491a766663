// Package scene turns a recorded run and a time into a draw list: what is where, how
// large, in which shape and color. It knows no canvas and no browser; render/canvas
// draws the list with ebiten, and site/src/stage holds the same function in TypeScript
// for the 2-D player. tests/scene/golden.json holds the two together.
//
// The picture has two parts, top to bottom: the map, where every training point
// stands at its place on the influence map, and the tray, a unit chart with one
// column per step in which every removed point lies, sorted by origin.
package scene

// Color is 0xRRGGBBAA with straight (not premultiplied) alpha.
type Color uint32

// rgba joins 0xRRGGBB and an opacity, which is clamped to [0, 1].
func rgba(rgb uint32, alpha float64) Color {
	alpha = min(max(alpha, 0), 1)
	return Color(rgb<<8 | uint32(alpha*255+.5))
}

// Sprite is one mark of the picture. Coordinates are CSS px from the top left of the
// stage, x right and y down.
type Sprite struct {
	// X and Y are the center.
	X, Y float32
	// Size is the full width of the mark without its halo.
	Size float32
	// Thick is the line width of a [ShapeCircle] and the height of a [ShapeRect]; 0 for the rest.
	Thick float32
	// Color is the color and opacity of the mark.
	Color Color
	// Row is the training row the mark stands for, or −1.
	Row int32
	// Shape is the shape.
	Shape Shape
}

// List is a draw list: sprites to draw in order, the first at the bottom. The zero
// value is ready, and a list that is used again allocates no more.
type List struct {
	// Width and Height are the size of the stage in CSS px.
	Width, Height float64
	// Background is the color of the stage and of all halos, 0xRRGGBB.
	Background uint32
	// Sprites holds the marks.
	Sprites []Sprite
}

func (l *List) add(x, y, size float64, shape Shape, color Color, row int32) {
	if color&0xff == 0 || size <= 0 {
		return
	}
	l.Sprites = append(l.Sprites, Sprite{X: float32(x), Y: float32(y), Size: float32(size), Color: color, Row: row, Shape: shape})
}

func (l *List) guide(x, y, size, thick float64, shape Shape, color Color) {
	l.Sprites = append(l.Sprites, Sprite{X: float32(x), Y: float32(y), Size: float32(size), Thick: float32(thick), Color: color, Row: -1, Shape: shape})
}

// View is how a run is looked at.
type View struct {
	// Width and Height are the size of the stage in CSS px.
	Width, Height float64
	// Profile is [ProfileLight], [ProfileDark] or [ProfileProjector]; others count as light.
	Profile int
	// ReduceMotion replaces movement by a cross-fade.
	ReduceMotion bool
	// Hover is the row under the pointer, or −1.
	Hover int
	// Background is the color of the stage, 0xRRGGBB, as the page's style sheet has it.
	Background uint32
}
