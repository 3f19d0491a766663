package race

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/purify"
	"untangle/sim/scenario"
)

// confident is confident learning (Northcutt, Jiang and Chuang 2021). With p out of fold
// and t_j the mean of p_j over the rows labeled j, the confident joint counts
//
//	C_jk = #{y = j, k = argmax_l {p_l : p_l ≥ t_l}},
//
// rows that reach no threshold left out, and Q is C with row j scaled to the number of rows
// labeled j: an estimate of how many rows labeled j are truly k. A filter then flags rows:
//
//	confident-rate   for each j ≠ k the Q_jk rows labeled j with the largest p_k − p_j
//	confident-class  for each j the Σ_{k≠j} Q_jk rows labeled j with the smallest p_j
//	confident-both   the rows that both flag
//	confident-joint  the rows counted off the diagonal of C
//
// A row whose label is its most likely class is never flagged. Flagged rows leave first, the
// smallest p_y before others (the order of the authors' library by default; by the margin
// p_k − p_y only 124 of the first 200 removed from the published SD-2 file are of the
// minority, by p_y 174 to 198); when none is left the others do, in the same order, so
// that all rules of a race remove as many.
type confident struct {
	folding
	filter scenario.RuleName
}

func (r *confident) Scores(dst []float64, step *purify.Step, _ *purify.Trainer, tick purify.Tick) error {
	p, err := r.probabilities(step, tick)
	if err != nil {
		return err
	}
	y := make([]int, len(step.Problem.Rows))
	for i, row := range step.Problem.Rows {
		y[i] = step.Problem.Y[row]
	}
	classes := step.Problem.Basis.C
	flagged := newJoint(p, y, classes).flag(r.filter)
	for i := range dst {
		dst[i] = -math.Log(math.Max(p[i*classes+y[i]], smallest)) // 0 … 691
		if flagged[i] {
			dst[i] += 1000 // above all that are not
		}
	}
	return nil
}

// joint is the confident joint of rows with labels y and probabilities p, n×C.
type joint struct {
	p       []float64
	y       []int
	classes int
	count   [][]float64 // C
	guess   []int       // the class a row is counted for, or −1
	total   []float64   // rows per label
}

func newJoint(p []float64, y []int, classes int) *joint {
	j := &joint{p: p, y: y, classes: classes, guess: make([]int, len(y)), total: make([]float64, classes)}
	threshold := make([]float64, classes)
	for i, label := range y {
		j.total[label]++
		threshold[label] += p[i*classes+label]
	}
	for k := range threshold {
		if threshold[k] /= j.total[k]; j.total[k] == 0 {
			threshold[k] = math.Inf(1) // no row can be counted for a class nobody has
		}
	}
	for range classes {
		j.count = append(j.count, make([]float64, classes))
	}
	for i, label := range y {
		j.guess[i] = -1
		best := 0.0
		for k, v := range p[i*classes : (i+1)*classes] {
			if v >= threshold[k] && v > best {
				best, j.guess[i] = v, k
			}
		}
		if j.guess[i] >= 0 {
			j.count[label][j.guess[i]]++
		}
	}
	return j
}

// calibrated returns Q. A label without counts keeps its rows on the diagonal.
func (j *joint) calibrated() [][]float64 {
	q := make([][]float64, j.classes)
	for a, row := range j.count {
		q[a] = slices.Clone(row)
		if sum := floats.Sum(row); sum > 0 {
			floats.Scale(j.total[a]/sum, q[a])
		} else {
			q[a][a] = j.total[a]
		}
	}
	return q
}

// errors estimates the number of wrong labels, the mass of Q off its diagonal.
func (j *joint) errors() float64 {
	sum := 0.0
	for a, row := range j.calibrated() {
		sum += floats.Sum(row) - row[a]
	}
	return sum
}

// flag applies a filter.
func (j *joint) flag(filter scenario.RuleName) []bool {
	out := make([]bool, len(j.y))
	switch filter {
	case ConfidentJoint:
		for i, k := range j.guess {
			out[i] = k >= 0 && k != j.y[i]
		}
	case ConfidentClass:
		j.byClass(out)
	case ConfidentRate:
		j.byRate(out)
	case ConfidentBoth:
		class := make([]bool, len(out))
		j.byClass(class)
		j.byRate(out)
		for i := range out {
			out[i] = out[i] && class[i]
		}
	}
	for i := range out {
		if floats.MaxIdx(j.p[i*j.classes:(i+1)*j.classes]) == j.y[i] {
			out[i] = false
		}
	}
	return out
}

func (j *joint) byClass(out []bool) {
	for a, row := range j.calibrated() {
		n := int(math.Round(floats.Sum(row) - row[a]))
		j.mark(out, a, n, func(p []float64) float64 { return -p[a] })
	}
}

func (j *joint) byRate(out []bool) {
	for a, row := range j.calibrated() {
		for k, v := range row {
			if k != a {
				j.mark(out, a, int(math.Round(v)), func(p []float64) float64 { return p[k] - p[a] })
			}
		}
	}
}

// mark sets out for the n rows of a label with the largest scores.
func (j *joint) mark(out []bool, label, n int, score func(p []float64) float64) {
	var rows []int
	for i, y := range j.y {
		if y == label {
			rows = append(rows, i)
		}
	}
	at := func(i int) float64 { return score(j.p[i*j.classes : (i+1)*j.classes]) }
	slices.SortStableFunc(rows, func(a, b int) int { return cmp.Compare(at(b), at(a)) })
	for _, i := range rows[:min(n, len(rows))] {
		out[i] = true
	}
}

// NoiseEstimate estimates from the rows of a configuration how many labels are wrong: the
// mass off the diagonal of the calibrated confident joint out of fold. It serves
// [divide.StopBudget]. No clean row is looked at.
func NoiseEstimate(cfg purify.Config, tick purify.Tick) (rows int, err error) {
	if cfg.Rows == nil {
		n, _ := cfg.X.Dims()
		cfg.Rows = all(n)
	}
	step := &purify.Step{Problem: problem(cfg)}
	f := newFolding(cfg)
	p, err := f.probabilities(step, tick)
	if err != nil {
		return 0, err
	}
	y := make([]int, len(cfg.Rows))
	for i, row := range cfg.Rows {
		y[i] = cfg.Y[row]
	}
	return int(math.Round(newJoint(p, y, cfg.Classes).errors())), nil
}
