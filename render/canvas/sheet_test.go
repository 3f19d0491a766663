package canvas

import (
	"testing"

	"untangle/render/scene"
)

// TestSheetCells has the figures of tests/scene/sheet.test.ts: page and view must cut the
// same sheet.
func TestSheetCells(t *testing.T) {
	s := &Sheet{Rows: 600, Size: 44}
	s.Pix = make([]byte, 4*scene.SheetWidth*s.height())
	if err := s.Check(); err != nil || s.height() != 1756 {
		t.Fatalf("height %d, %v", s.height(), err)
	}
	for _, x := range []struct {
		row  int
		size float64
		want cell
	}{
		{0, 44, cell{0, 1024, 68, 44}},
		{31, 30, cell{68, 1092, 68, 44}},
		{599, 26, cell{1972, 2316, 68, 44}},
		{0, 25, cell{0, 2384, 36, 22}},
		{57, 8, cell{36, 2420, 36, 22}},
	} {
		if got := s.cell(x.row, x.size); got != x.want {
			t.Errorf("row %d at %g px: %+v, want %+v", x.row, x.size, got, x.want)
		}
	}
	for _, bad := range []Sheet{{0, 44, nil}, {600, 43, s.Pix}, {600, 44, s.Pix[4:]}, {1 << 20, 4, nil}} {
		if bad.Check() == nil {
			t.Errorf("a sheet of %d rows of size %d and %d bytes passed", bad.Rows, bad.Size, len(bad.Pix))
		}
	}
}

func TestMeshDrawsImagesFromTheSheet(t *testing.T) {
	var a atlas
	var m mesh
	image := scene.Sprite{X: 10, Y: 20, Size: 22, Color: 0xFF000080, Shape: scene.ShapeImage + 3, Row: 3}
	m.build(list(image), 2, &a)
	if len(m.vertices) != 4 {
		t.Fatalf("%d vertices for an image without a sheet", len(m.vertices))
	}
	s := &Sheet{Rows: 4, Size: 44}
	if w, h := a.use(s); w != scene.SheetWidth || h != scene.AtlasSide+s.height() {
		t.Errorf("an atlas of %d×%d", w, h)
	}
	m.build(list(image), 2, &a)
	c := s.cell(3, 44)
	v0, v3 := m.vertices[4], m.vertices[7]
	if v0.SrcX != float32(c.x)+.5 || v3.SrcY != float32(c.y+c.side)-.5 || v3.DstX-v0.DstX != float32(c.side-1) || v0.ColorR != 1 || v0.ColorA != 0x80/255. {
		t.Errorf("corners %+v and %+v do not show cell %+v", v0, v3, c)
	}
	image.Shape++
	if m.build(list(image), 2, &a); len(m.vertices) != 4 {
		t.Error("a row that the sheet lacks was drawn")
	}
}
