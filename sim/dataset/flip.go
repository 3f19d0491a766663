package dataset

import (
	"math"
	"math/rand/v2"
	"slices"

	"untangle/sim/scenario"
)

// Flip gives some rows of d another label, with all randomness from src, and returns
// those rows, ascending. Of the m rows whose label can flip, exactly ⌊rate·m + ½⌋ do,
// drawn without replacement, as in the published image file (180 of 600):
//   - "symmetric": every row can; its new label is any other class with equal chance.
//   - "asymmetric": rows of the last class cannot; the others move to the next class.
//
// Origin and X stay. It panics on a nil source, and does nothing for "none".
func Flip(d *Dataset, src *rand.Rand, noise scenario.Noise) []int {
	if src == nil {
		panic("dataset: nil source")
	}
	classes := len(d.Classes)
	if !(scenario.Data{Noise: noise}).Noisy() || classes < 2 {
		return nil
	}
	asymmetric := noise.Kind == scenario.NoiseAsymmetric
	var able []int
	for i, y := range d.Y {
		if !asymmetric || y+1 < classes {
			able = append(able, i)
		}
	}
	count := int(math.Floor(noise.Rate*float64(len(able)) + .5))
	for i := range count { // the first steps of a Fisher–Yates shuffle
		j := i + src.IntN(len(able)-i)
		able[i], able[j] = able[j], able[i]
	}
	flipped := able[:count]
	slices.Sort(flipped)
	for _, i := range flipped {
		step := 1
		if !asymmetric {
			step += src.IntN(classes - 1)
		}
		d.Y[i] = (d.Y[i] + step) % classes
	}
	return flipped
}

// markFlipped makes the flipped rows an origin of their own. With keep, the origins of
// the other rows stay and "flipped" comes last; without, they are all "clean".
func markFlipped(d *Dataset, flipped []int, keep bool) {
	if keep {
		d.Origins = append(slices.Clone(d.Origins), "flipped")
	} else {
		clear(d.Origin)
		d.Origins = []string{"clean", "flipped"}
	}
	for _, i := range flipped {
		d.Origin[i] = len(d.Origins) - 1
	}
}
