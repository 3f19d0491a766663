package divide

import "untangle/sim/softmax"

// CrossFit predicts every row by a model that has not seen it, fold by fold. It remembers
// the models, so that fitting again, with another ridge or fewer rows, starts from them.
type CrossFit struct {
	p     *softmax.Problem
	folds []int
	k     int
	warm  [][]float64
}

// NewCrossFit returns a cross-fit of p with the fold of each entry of p.Rows, 0 … k−1.
func NewCrossFit(p *softmax.Problem, folds []int, k int) *CrossFit {
	if len(folds) != len(p.Rows) {
		panic("divide: folds of another problem")
	}
	return &CrossFit{p: p, folds: folds, k: k, warm: make([][]float64, k)}
}

// Probabilities sets dst to the class probabilities out of fold, n×C row by row, in the
// order of the problem's rows. A fold for which no other rows are left gets equal ones.
func (c *CrossFit) Probabilities(dst []float64, ridge float64, tick Tick) error {
	classes := c.p.Basis.C
	for fold := range c.k {
		train, held, at := c.p.Split(c.folds, fold)
		if len(at) == 0 {
			continue
		}
		theta := make([]float64, classes*c.p.Basis.D)
		if len(train.Rows) > 0 {
			fit, warm, err := softmax.NewtonTick(train, ridge, c.warm[fold], func(int, int) error { return tick.call(fold, c.k) })
			if err != nil {
				return err
			}
			theta, c.warm[fold] = fit.Theta, warm
		}
		part := make([]float64, len(at)*classes)
		softmax.Probabilities(part, c.p.X, held.Rows, theta, classes)
		for i, entry := range at {
			copy(dst[entry*classes:(entry+1)*classes], part[i*classes:(i+1)*classes])
		}
	}
	return nil
}

// Restrict keeps only the rows left of the problem, whose rows must be among the former,
// with the folds and models they had.
func (c *CrossFit) Restrict(p *softmax.Problem) {
	fold := make(map[int]int, len(c.folds))
	for i, r := range c.p.Rows {
		fold[r] = c.folds[i]
	}
	folds := make([]int, len(p.Rows))
	for i, r := range p.Rows {
		f, ok := fold[r]
		if !ok {
			panic("divide: a row that was not there before")
		}
		folds[i] = f
	}
	c.p, c.folds = p, folds
}
