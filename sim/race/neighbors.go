package race

import (
	"cmp"
	"slices"

	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// neighborRows bounds "knn-shapley", which keeps an order of all rows for each: 64 MB.
const neighborRows = 4_000

// nearest is K of the nearest-neighbor classifier.
const nearest = 5

// neighbors is the exact Shapley value of training rows for a K-nearest-neighbor
// classifier (Jia et al. 2019): with the rows in order of distance to a query with label y,
//
//	s_N = 1[y_N=y]/N,   s_i = s_{i+1} + (1[y_i=y] − 1[y_{i+1}=y])/K · min(K,i)/i,
//
// averaged over queries. Every row is a query, with itself left out. Features are taken as
// the model sees them. Rows at the same distance, of which tables of categories have many,
// come in an order drawn from the stream "neighbors": the order of the file may tell the
// truth.
type neighbors struct {
	cfg   purify.Config
	order [][]int32 // by row of the design: the other rows by distance; nil before the first step
}

func newNeighbors(cfg purify.Config) (purify.Rule, error) {
	if len(cfg.Rows) > neighborRows {
		return nil, &scenario.Error{Field: "race.rules",
			Problem: say.T("%q compares all pairs of %d rows", KNNShapley, len(cfg.Rows)),
			Remedy:  say.T("use at most %d rows or another rule", neighborRows)}
	}
	return &neighbors{cfg: cfg}, nil
}

// Scores sorts at the first step, where there is a tick to answer.
func (r *neighbors) Scores(dst []float64, step *purify.Step, _ *purify.Trainer, tick purify.Tick) error {
	if r.order == nil {
		if err := r.sort(tick); err != nil {
			return err
		}
	}
	rows, y := step.Problem.Rows, step.Problem.Y
	entry := make([]int32, len(r.order)) // 1 + entry of rows, 0 for a row that has left
	for i, row := range rows {
		entry[row] = int32(i + 1)
	}
	clear(dst)
	near := make([]int32, 0, len(rows))
	for done, query := range rows {
		near = near[:0]
		for _, other := range r.order[query] {
			if e := entry[other]; e > 0 {
				near = append(near, e-1)
			}
		}
		subtractShapley(dst, near, func(e int32) bool { return y[rows[e]] == y[query] }, len(rows))
		if tick != nil && done%16 == 0 {
			if err := tick("score", done, len(rows)); err != nil {
				return err
			}
		}
	}
	return nil
}

// subtractShapley subtracts the values of one query, divided by the number of queries.
func subtractShapley(dst []float64, near []int32, same func(e int32) bool, queries int) {
	value, last := 0.0, 0.0
	for i := len(near); i >= 1; i-- {
		hit := 0.0
		if same(near[i-1]) {
			hit = 1
		}
		if i == len(near) {
			value = hit / float64(max(i, nearest)) // 1/N, and 1/K where all rows are neighbors
		} else {
			value += (hit - last) / nearest * float64(min(nearest, i)) / float64(i)
		}
		last = hit
		dst[near[i-1]] -= value / float64(queries)
	}
}

// sort orders the other rows by squared distance for every row.
func (r *neighbors) sort(tick purify.Tick) error {
	cfg := r.cfg
	n, d := cfg.X.Dims()
	rows := slices.Clone(cfg.Rows)
	src := stream(cfg.Seed, "neighbors")
	src.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	identity := make([]float64, d*d)
	for f := range d {
		identity[f*d+f] = 1
	}
	x := make([]float64, len(rows)*d)
	cfg.X.Apply(x, rows, identity, d)
	r.order = make([][]int32, n)
	distance, order := make([]float64, len(rows)), make([]int, len(rows))
	for i, row := range rows {
		xi := x[i*d : (i+1)*d]
		for j := range rows {
			distance[j] = squaredDistance(xi, x[j*d:(j+1)*d])
		}
		copy(order, all(len(rows)))
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(distance[a], distance[b]) })
		out := make([]int32, 0, len(rows)-1)
		for _, j := range order {
			if j != i {
				out = append(out, int32(rows[j]))
			}
		}
		r.order[row] = out
		if tick != nil {
			if err := tick("score", i, len(rows)); err != nil {
				return err
			}
		}
	}
	return nil
}

func squaredDistance(a, b []float64) float64 {
	sum := 0.0
	b = b[:len(a)]
	for i, v := range a {
		sum += (v - b[i]) * (v - b[i])
	}
	return sum
}

func all(n int) []int { return softmax.All(n) }

// problem is the training set of a configuration.
func problem(cfg purify.Config) *softmax.Problem {
	return &softmax.Problem{X: cfg.X, Y: cfg.Y, Rows: cfg.Rows, Basis: softmax.NewBasis(cfg.X, cfg.Classes)}
}
