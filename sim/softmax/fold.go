package softmax

import (
	"fmt"
	"math/rand/v2"
)

// OutOfFold returns, for every row of the problem, the class probabilities of a model
// that has not seen it: rows are dealt into folds, class by class so that every fold has
// its share of each, and each fold is predicted by a Newton fit on the others. The result
// is len(p.Rows)×C row by row. All randomness, the dealing, comes from src, customarily
// dataset.Stream(seed, "split").
//
// A model's opinion of a row it was trained on is bent towards the row's label; what a
// suggested label needs is this one (Northcutt et al., Confident Learning, 2021).
//
// tick is called with Newton iterations of all, assumed [NewtonIterations] per fold. It
// panics on a nil source and unless 2 ≤ folds ≤ number of rows.
func OutOfFold(p *Problem, folds int, ridge float64, src *rand.Rand, tick func(done, total int) error) ([]float64, error) {
	n := len(p.Rows)
	if src == nil || folds < 2 || folds > n {
		panic("softmax: bad folds")
	}
	fold := dealFolds(p, folds, src)
	c := p.Basis.C
	out := make([]float64, n*c)
	var warm []float64
	for f := range folds {
		train, held, at := p.Split(fold, f)
		fit, next, err := NewtonTick(train, ridge, warm, foldTick(tick, f, folds))
		if err != nil {
			return nil, fmt.Errorf("fold %d of %d: %w", f+1, folds, err)
		}
		warm = next // folds share most of their rows
		probabilities := make([]float64, len(at)*c)
		Probabilities(probabilities, p.X, held.Rows, fit.Theta, c)
		for k, i := range at {
			copy(out[i*c:(i+1)*c], probabilities[k*c:(k+1)*c])
		}
	}
	return out, nil
}

// Split parts the entries of p.Rows, whose folds fold holds, into those of the other folds
// and those of fold f, weights included; at lists the latter by entry.
func (p *Problem) Split(fold []int, f int) (train, held *Problem, at []int) {
	if len(fold) != len(p.Rows) {
		panic("softmax: folds of another problem")
	}
	train, held = &Problem{X: p.X, Y: p.Y, Basis: p.Basis}, &Problem{X: p.X, Y: p.Y, Basis: p.Basis}
	for i, r := range p.Rows {
		to := train
		if fold[i] == f {
			to, at = held, append(at, i)
		}
		to.Rows = append(to.Rows, r)
		if p.Weight != nil {
			to.Weight = append(to.Weight, p.Weight[i])
		}
	}
	return train, held, at
}

// dealFolds gives each entry of p.Rows a fold: the rows of each class, shuffled, are dealt
// in turn, each class beginning where the one before it ended.
func dealFolds(p *Problem, folds int, src *rand.Rand) []int {
	byClass := make([][]int, p.Basis.C)
	for i, r := range p.Rows {
		byClass[p.Y[r]] = append(byClass[p.Y[r]], i)
	}
	fold, next := make([]int, len(p.Rows)), 0
	for _, rows := range byClass {
		src.Shuffle(len(rows), func(a, b int) { rows[a], rows[b] = rows[b], rows[a] })
		for _, i := range rows {
			fold[i] = next % folds
			next++
		}
	}
	return fold
}

// foldTick counts the iterations of a fold among those of all.
func foldTick(tick func(done, total int) error, fold, folds int) func(done, total int) error {
	if tick == nil {
		return nil
	}
	return func(done, _ int) error {
		return tick(fold*NewtonIterations+min(done, NewtonIterations), folds*NewtonIterations)
	}
}
