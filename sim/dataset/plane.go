package dataset

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// The plane: regions stand on a circle, near enough to touch and far enough to tell.
const (
	planeRadius = 2.0 // of the circle of their centers
	planeSpread = 1.0 // standard deviation of a region in each direction
)

// PlaneClasses are the labels of [Plane] and of [Moons].
var PlaneClasses = []string{"A", "B"}

// PlaneLabel returns the label, an index into [PlaneClasses], that the rule of region k
// of K gives to a point: B to the left of the ray from the origin through the region's
// center, A to the right. The rules of opposite regions contradict each other everywhere;
// no single line is right on more than about two points of three, and the rule of a
// point's own region always is.
func PlaneLabel(k, regions int, x, y float64) int {
	angle := 2 * math.Pi * float64(k) / float64(regions)
	if math.Cos(angle)*y-math.Sin(angle)*x > 0 {
		return 1
	}
	return 0
}

// Plane draws counts[k] points of region k, in the order of k, with all randomness from
// src: normal with standard deviation 1 around a center at distance 2 from the origin,
// at the angle 2πk/K, labeled by the rule of the region ([PlaneLabel]). Unlike in SD-K, x
// tells where a row comes from, so blocks can be routed. X has 3 columns: x, y, and the
// bias. It panics on a nil source.
func Plane(src *rand.Rand, counts []int) *Dataset {
	d := newPlanar(src, counts, "region")
	row := 0
	for k, count := range counts {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(len(counts)))
		for range count {
			x := planeRadius*cos + planeSpread*src.NormFloat64()
			y := planeRadius*sin + planeSpread*src.NormFloat64()
			d.X.SetRow(row, []float64{x, y, 1})
			d.Y[row], d.Origin[row] = PlaneLabel(k, len(counts), x, y), k
			row++
		}
	}
	return d
}

// moonNoise is the standard deviation of a point around its half circle.
const moonNoise = 0.2

// Moons draws n points of two interleaved half circles of radius 1, the upper moon (A,
// ⌈n/2⌉ rows) before the lower one (B), each with normal noise of standard deviation
// 0.2, with all randomness from src: the classic example that no linear model solves. X
// has 3 columns: x, y, and the bias. It panics on a nil source.
func Moons(src *rand.Rand, n int) *Dataset {
	d := newPlanar(src, []int{n}, "")
	for row := range n {
		sin, cos := math.Sincos(math.Pi * src.Float64())
		x, y, label := cos, sin, 0
		if row >= (n+1)/2 {
			x, y, label = 1-cos, .5-sin, 1
		}
		d.X.SetRow(row, []float64{x + moonNoise*src.NormFloat64(), y + moonNoise*src.NormFloat64(), 1})
		d.Y[row] = label
	}
	d.Origins = []string{"moons"}
	return d
}

// newPlanar returns room for points of the plane; origins are named by block and number.
func newPlanar(src *rand.Rand, counts []int, block string) *Dataset {
	if src == nil {
		panic("dataset: nil source")
	}
	n := 0
	d := &Dataset{Classes: PlaneClasses}
	for k, count := range counts {
		n += count
		d.Origins = append(d.Origins, fmt.Sprintf("%s %d", block, k+1))
	}
	d.X, d.Y, d.Origin = mat.NewDense(n, 3, nil), make([]int, n), make([]int, n)
	return d
}
