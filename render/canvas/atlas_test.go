package canvas

import (
	"math"
	"testing"

	"untangle/render/scene"
)

func TestAtlasCellsDoNotOverlap(t *testing.T) {
	var a atlas
	a.prepare(0xFFFFFF)
	owner := map[[2]int]int{}
	n := 0
	for _, shape := range shapes {
		for size := 2.; size < 30; size *= 1.3 {
			before := len(a.patches)
			c := a.cell(shape, 0x112233, size)
			if len(a.patches) == before {
				continue // a size of the same half octave
			}
			n++
			if a.cleared > 1 {
				t.Fatal("the atlas is too small for what a picture needs")
			}
			for y := c.y; y < c.y+c.side; y++ {
				for x := c.x; x < c.x+c.side; x++ {
					if x >= scene.AtlasSide || y >= scene.AtlasSide || owner[[2]int{x, y}] != 0 || x < whiteSide && y < whiteSide {
						t.Fatalf("cell %d overlaps at (%d, %d)", n, x, y)
					}
					owner[[2]int{x, y}] = n
				}
			}
		}
	}
	if n < 60 {
		t.Errorf("%d cells; every shape and half octave has its own", n)
	}
}

func TestAtlasFactor(t *testing.T) {
	var a atlas
	a.prepare(0xFFFFFF)
	for size := 3.; size < 100; size *= 1.07 {
		factor := a.cell(scene.ShapeDisc, 1, size).size / size
		if factor < scene.AtlasFactor-1e-6 || factor > scene.AtlasFactor*math.Sqrt2+1e-6 {
			t.Errorf("size %g has %g texels per pixel", size, factor)
		}
	}
}

func TestAtlasBeginsAfreshForAnotherStage(t *testing.T) {
	var a atlas
	a.prepare(0xFFFFFF)
	a.cell(scene.ShapeDisc, 0x123456, 8)
	a.prepare(0xFFFFFF)
	if len(a.cells) != 1 {
		t.Error("the same stage color emptied the atlas")
	}
	a.prepare(0x000000)
	if len(a.cells) != 0 || len(a.patches) != 1 {
		t.Error("another stage color kept old halos")
	}
}
