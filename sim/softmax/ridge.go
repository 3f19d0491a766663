package softmax

import (
	"math"
	"math/rand/v2"
)

// Ridges are the values that [ChooseRidge] tries, half a decade apart.
var Ridges = []float64{1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1}

// ChooseRidge returns the ridge among [Ridges] whose models have the smallest mean loss
// on rows they have not seen (see [OutOfFold]; every ridge has the same folds, dealt by
// src), and the mean losses of all. Labels are taken as they are: a wrong one counts
// against every ridge, and most against those that learn it by heart. It needs no truth.
//
// tick counts Newton iterations of all, as in [OutOfFold]. It panics like OutOfFold.
func ChooseRidge(p *Problem, folds int, src *rand.Rand, tick func(done, total int) error) (best float64, losses []float64, err error) {
	if src == nil {
		panic("softmax: nil source")
	}
	seed1, seed2 := src.Uint64(), src.Uint64()
	c, at := p.Basis.C, 0
	for k, ridge := range Ridges {
		same := rand.New(rand.NewPCG(seed1, seed2))
		probabilities, err := OutOfFold(p, folds, ridge, same, partTick(tick, k, len(Ridges)))
		if err != nil {
			return 0, nil, err
		}
		sum := 0.0
		for i, r := range p.Rows {
			// A probability that underflows counts as the smallest there is.
			loss := -math.Log(max(probabilities[i*c+p.Y[r]], math.SmallestNonzeroFloat64))
			sum += p.weight(i) * loss
		}
		losses = append(losses, sum/p.Mass())
		if losses[k] < losses[at] {
			at = k
		}
	}
	return Ridges[at], losses, nil
}

// partTick counts one of several equal parts.
func partTick(tick func(done, total int) error, part, parts int) func(done, total int) error {
	if tick == nil {
		return nil
	}
	return func(done, total int) error { return tick(part*total+done, parts*total) }
}
