package divide

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/dataset"
)

// Explained returns which functions of an SD-K mixture explain each row, that is, give
// its label: n×K row by row, K = len(d.Origins). It returns nil for other data.
func Explained(d *dataset.Dataset) []bool {
	if len(d.Columns) != dataset.Questions || len(d.Classes) != len(dataset.Letters) || len(d.Origins) < 2 {
		return nil
	}
	k := len(d.Origins)
	out := make([]bool, d.Rows()*k)
	for i := range d.Rows() {
		for o := range k {
			out[i*k+o] = dataset.SDLabel(o, d.Codes[i*dataset.Questions:(i+1)*dataset.Questions]) == d.Y[i]
		}
	}
	return out
}

// Ceiling is what a method could reach at most if it knew every function exactly: rows
// that several functions explain are nobody's mistake.
type Ceiling struct {
	// Ambiguous counts the rows that two or more functions explain.
	Ambiguous int
	// Agreement is that of the best blocks: each row goes to the most frequent origin
	// among those whose function explains it.
	Agreement Agreement
	// AUC is the largest area under the ROC curve that a ranking by "not of origin 0" can
	// have on average.
	AUC float64
	// Scores holds the best ranking's score per row, the chance that it is not of origin 0.
	Scores []float64
}

// NewCeiling computes the ceiling from the true origins and which functions explain each
// row (n×origins). A row that no function explains counts as explained by its own.
func NewCeiling(truth []int, explained []bool, origins int) Ceiling {
	n := len(truth)
	prior := shares(truth, origins)
	c := Ceiling{Scores: make([]float64, n)}
	best, positive := make([]int, n), make([]bool, n)
	chance := make([]float64, origins)
	for i, o := range truth {
		several := 0
		for k := range origins {
			chance[k] = 0
			if explained[i*origins+k] {
				chance[k] = prior[k]
				several++
			}
		}
		if several == 0 {
			chance[o] = 1
		}
		if several > 1 {
			c.Ambiguous++
		}
		best[i], positive[i] = floats.MaxIdx(chance), o > 0
		c.Scores[i] = 1 - chance[0]/floats.Sum(chance)
	}
	c.Agreement = Agree(best, truth, origins, origins)
	c.AUC = AUC(c.Scores, positive)
	return c
}

// Heterogeneity returns E(Z) = −Σ p ln p in nats over the fractions of points of each
// origin: 0 where all are of one, ln K at an equal mix. Empty fractions count nothing;
// counts need not sum to 1.
func Heterogeneity(fractions []float64) float64 {
	total, e := floats.Sum(fractions), 0.0
	if total <= 0 {
		return 0
	}
	for _, f := range fractions {
		if f > 0 {
			e -= f / total * math.Log(f/total)
		}
	}
	return math.Max(0, e)
}
