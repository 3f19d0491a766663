package canvas

import (
	"fmt"
	"image"
	"runtime/debug"
	"unsafe"

	"github.com/hajimehoshi/ebiten/v2"

	"untangle/render/scene"
)

// The mesh is handed to ebiten as it is. The conversion compiles only while vertex has
// the very fields of ebiten.Vertex, which makes reading one as the other sound.
var _ = ebiten.Vertex(vertex{})

// Source is what a canvas draws.
type Source interface {
	// Picture fills list with what is to be seen and returns true, or returns false where
	// that has not changed since the last call and force is false.
	Picture(list *scene.List, force bool) bool
	// Images returns the sheet that the next picture draws from, or nil; another
	// pointer is another sheet.
	Images() *Sheet
	// Failed is told of a panic while drawing, with its stack. The canvas lives on.
	Failed(problem, stack string)
}

// Run draws pictures of the source until the browser takes the graphics away; it
// returns only with an error. It draws nothing by itself: the worker around it
// gives it a requestAnimationFrame of its own, by which ebiten asks for its next frame, and
// lets frames happen when there is something new (site/src/stage/browser.ts).
func Run(source Source) error {
	// The screen keeps its content, so a frame without a change costs nothing.
	ebiten.SetScreenClearedEveryFrame(false)
	return ebiten.RunGameWithOptions(&game{source: source}, &ebiten.RunGameOptions{
		InitUnfocused: true,
		// The page shows through while the canvas has another size than the picture.
		ScreenTransparent: true,
		ColorSpace:        ebiten.ColorSpaceSRGB,
	})
}

// game is the ebiten side of a canvas.
type game struct {
	source Source
	list   scene.List
	atlas  atlas
	mesh   mesh
	image  *ebiten.Image // the atlas on the GPU
	sheet  *Sheet        // that the image has
	size   image.Point   // of the screen that was drawn last, device pixels
}

// Update has nothing to do: time comes with the picture.
func (g *game) Update() error { return nil }

// Layout is never called, because LayoutF is there.
func (g *game) Layout(int, int) (int, int) { panic("canvas: Layout called") }

// LayoutF makes one pixel of the screen one pixel of the device.
func (g *game) LayoutF(width, height float64) (float64, float64) {
	scale := ebiten.Monitor().DeviceScaleFactor()
	return width * scale, height * scale
}

// Draw draws the picture in one batch, if there is a new one or the screen is new.
func (g *game) Draw(screen *ebiten.Image) {
	defer func() {
		if p := recover(); p != nil {
			g.source.Failed(fmt.Sprint(p), string(debug.Stack()))
		}
	}()
	size := screen.Bounds().Size()
	if !g.source.Picture(&g.list, size != g.size) {
		return
	}
	g.size = size
	g.prepare()
	g.mesh.build(&g.list, ebiten.Monitor().DeviceScaleFactor(), &g.atlas)
	g.upload()
	vertices := unsafe.Slice((*ebiten.Vertex)(unsafe.Pointer(unsafe.SliceData(g.mesh.vertices))), len(g.mesh.vertices))
	screen.DrawTriangles32(vertices, g.mesh.indices, g.image, &ebiten.DrawTrianglesOptions{
		ColorScaleMode: ebiten.ColorScaleModeStraightAlpha,
		Filter:         ebiten.FilterLinear,
		// The atlas has a cell for every half octave of size; it needs no smaller copies.
		DisableMipmaps: true,
	})
}

// prepare makes the image of the atlas, with the sheet of the source below the marks.
func (g *game) prepare() {
	sheet := g.source.Images()
	if g.image != nil && g.sheet == sheet {
		return
	}
	g.sheet = sheet
	width, height := g.atlas.use(sheet)
	if g.image == nil || g.image.Bounds().Size() != image.Pt(width, height) {
		if g.image != nil {
			g.image.Deallocate()
		}
		g.image = ebiten.NewImageWithOptions(image.Rect(0, 0, width, height), &ebiten.NewImageOptions{Unmanaged: true})
	}
	if sheet != nil {
		area := image.Rect(0, scene.AtlasSide, scene.SheetWidth, height)
		g.image.SubImage(area).(*ebiten.Image).WritePixels(sheet.Pix)
	}
}

// upload sends what the atlas has gained.
func (g *game) upload() {
	for _, p := range g.atlas.patches {
		area := image.Rect(p.x, p.y, p.x+p.side, p.y+p.side)
		g.image.SubImage(area).(*ebiten.Image).WritePixels(p.pix)
	}
	g.atlas.patches = g.atlas.patches[:0]
}
