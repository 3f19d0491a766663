package canvas

import (
	"fmt"
	"math"

	"untangle/render/scene"
)

// Sheet holds the rows' marks with their images in them, in full and in half size; the
// page makes it (site/src/stage/sheet.ts has the same geometry).
type Sheet struct {
	// Rows is the number of rows, and Size the size of a full mark in texels, even.
	Rows, Size int
	// Pix holds the texels, premultiplied RGBA, [scene.SheetWidth] wide.
	Pix []byte
}

// Check says what is wrong with a sheet, or nil.
func (s *Sheet) Check() error {
	if s.Rows < 1 || s.Size < 4 || s.Size > scene.AtlasMax || s.Size%2 != 0 {
		return fmt.Errorf("a sheet of %d rows of size %d", s.Rows, s.Size)
	}
	if h := s.height(); h > scene.SheetHeight || len(s.Pix) != 4*scene.SheetWidth*h {
		return fmt.Errorf("a sheet of %d bytes for %d rows of size %d", len(s.Pix), s.Rows, s.Size)
	}
	return nil
}

// height returns the height of the sheet in texels.
func (s *Sheet) height() int { return s.heightOf(s.Size) + s.heightOf(s.Size/2) }

func (s *Sheet) heightOf(size int) int {
	side := sheetSide(size)
	across := scene.SheetWidth / side
	return (s.Rows + across - 1) / across * side
}

// sheetSide returns the side of a cell that holds a mark of a size.
func sheetSide(size int) int { return 2 * int(math.Ceil(scene.CellHalf*float64(size)+scene.CellPad)) }

// cell returns the cell of a row's mark that shows at size device pixels, as a place in
// the atlas: the sheet lies below the marks.
func (s *Sheet) cell(row int, size float64) cell {
	texels, top := s.Size, scene.AtlasSide
	if size <= scene.SheetHalf*float64(s.Size)/2 {
		texels, top = s.Size/2, top+s.heightOf(s.Size)
	}
	side := sheetSide(texels)
	across := scene.SheetWidth / side
	return cell{row % across * side, top + row/across*side, side, float64(texels)}
}
