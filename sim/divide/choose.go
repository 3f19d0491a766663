package divide

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/softmax"
)

// Choice is one number of blocks, or one ridge, on the curves by which to choose.
type Choice struct {
	// Blocks is K, Ridge λ.
	Blocks int
	Ridge  float64
	// LogLikelihood is the mean over the training rows of ln p(y|x), HeldOut the mean out
	// of fold, both in nats per row.
	LogLikelihood, HeldOut float64
	// BIC is −2n·LogLikelihood + Parameters·ln n; smaller is better. It takes the ridge for
	// no constraint, so with a ridge it counts too many parameters.
	BIC float64
	// Parameters counts free weights: K(C−1)·rank + K−1.
	Parameters int
}

// Chooser holds how EM is judged. The zero value means the defaults.
//
// On the published SD-2 file BIC chooses the true K = 2 at EM's default ridge. The held-out
// likelihood does not: small ridges make models too sure of rows they have not seen, and
// further components soften that, so it prefers K = 5 at a ridge of 1e-5 and K = 3 at 3e-4.
// Both curves are there to be looked at.
type Chooser struct {
	// EM holds the settings of EM; with Iterations and Tolerance of 0 it stops at 80 and
	// 1e-4, which is near enough to compare by.
	EM EM
	// Folds is the number of folds; 0 means 3.
	Folds int
}

// Judge fits K blocks on all rows and out of fold. Folds come from the stream "folds" of
// the seed, starts from "start".
func (c Chooser) Judge(p *softmax.Problem, k int, seed uint64, tick Tick) (Choice, error) {
	folds := orDefault(c.Folds, 3)
	c.EM.Iterations, c.EM.Tolerance = orDefault(c.EM.Iterations, 80), orDefault(c.EM.Tolerance, 1e-4)
	out := Choice{Blocks: k, Ridge: c.EM.withDefaults().Ridge, Parameters: k*p.Basis.Dim() + k - 1}
	d, err := c.EM.Random(p, k, seed, nil, tick)
	if err != nil {
		return out, err
	}
	n := float64(len(p.Rows))
	out.LogLikelihood = d.LogLikelihood
	out.BIC = -2*n*out.LogLikelihood + float64(out.Parameters)*math.Log(n)
	fold := Folds(len(p.Rows), folds, seed)
	for f := range folds {
		train, held, _ := p.Split(fold, f)
		d, err := c.EM.Random(train, k, seed, nil, tick)
		if err != nil {
			return out, err
		}
		out.HeldOut += LogLikelihood(d, held) * float64(len(held.Rows)) / n
	}
	return out, nil
}

// Blocks judges K = 1 … most and returns the curve; report, if not nil, sees each point
// as it comes.
func (c Chooser) Blocks(p *softmax.Problem, most int, seed uint64, report func(Choice) error, tick Tick) ([]Choice, error) {
	var out []Choice
	for k := 1; k <= most; k++ {
		if err := c.add(&out, p, k, seed, report, tick); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Ridges judges K blocks at each ridge and returns the curve.
func (c Chooser) Ridges(p *softmax.Problem, k int, ridges []float64, seed uint64, report func(Choice) error, tick Tick) ([]Choice, error) {
	var out []Choice
	for _, ridge := range ridges {
		c.EM.Ridge = ridge
		if err := c.add(&out, p, k, seed, report, tick); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (c Chooser) add(out *[]Choice, p *softmax.Problem, k int, seed uint64, report func(Choice) error, tick Tick) error {
	point, err := c.Judge(p, k, seed, tick)
	if err != nil {
		return err
	}
	*out = append(*out, point)
	if report != nil {
		return report(point)
	}
	return nil
}

// Ridges are the values of λ that are tried where it is to be chosen, and RidgeFolds the
// number of folds to choose it by: with few folds the models out of fold have far fewer
// rows than the final ones and ask for a larger λ. On the published SD-2 file ten folds
// choose 3e-5 (the conformance tests log it).
var Ridges = []float64{1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3}

// RidgeFolds is described with [Ridges].
const RidgeFolds = 10

// BestHeldOut returns the index of the point with the largest held-out likelihood, and
// BestBIC that of the smallest BIC; the first of equals.
func BestHeldOut(curve []Choice) int {
	best := 0
	for i, c := range curve {
		if c.HeldOut > curve[best].HeldOut {
			best = i
		}
	}
	return best
}

// BestBIC is described with [BestHeldOut].
func BestBIC(curve []Choice) int {
	best := 0
	for i, c := range curve {
		if c.BIC < curve[best].BIC {
			best = i
		}
	}
	return best
}

// LogLikelihood returns the mean of ln Σ_k π_k p_k(y|x) over the rows of p, which need
// not be those divided; NaN without rows.
func LogLikelihood(d *Division, p *softmax.Problem) float64 {
	losses := make([][]float64, d.K())
	for k := range losses {
		losses[k] = make([]float64, len(p.Rows))
		softmax.Losses(losses[k], p.X, p.Y, p.Rows, d.Theta[k], p.Basis.C)
	}
	row, sum := make([]float64, d.K()), 0.0
	for i := range p.Rows {
		for k := range row {
			row[k] = math.Log(d.Weights[k]) - losses[k][i]
		}
		sum += floats.LogSumExp(row)
	}
	return sum / float64(len(p.Rows))
}
