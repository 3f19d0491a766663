package divide

import (
	"math"

	"untangle/sim/dataset"
)

// RandIndex returns the adjusted Rand index of two partitions of the same rows (Hubert
// and Arabie 1985): 1 where they agree, 0 on average for unrelated ones. Two partitions
// that leave nothing to chance (both of one block, or all of single rows) give 1.
func RandIndex(a, b []int) float64 {
	if len(a) != len(b) {
		panic("divide: partitions of different rows")
	}
	ka, kb := 1, 1
	for i := range a {
		ka, kb = max(ka, a[i]+1), max(kb, b[i]+1)
	}
	pairs := func(n float64) float64 { return n * (n - 1) / 2 }
	table := contingency(a, b, ka, kb)
	both, inA, inB := 0.0, 0.0, 0.0
	cols := make([]float64, kb)
	for _, row := range table {
		sum := 0.0
		for j, n := range row {
			both += pairs(n)
			sum += n
			cols[j] += n
		}
		inA += pairs(sum)
	}
	for _, n := range cols {
		inB += pairs(n)
	}
	all := pairs(float64(len(a)))
	if all == 0 {
		return 1
	}
	expected, largest := inA*inB/all, (inA+inB)/2
	if largest == expected {
		return 1
	}
	return (both - expected) / (largest - expected)
}

// contingency counts the rows in block i of a and block j of b.
func contingency(a, b []int, ka, kb int) [][]float64 {
	table := make([][]float64, ka)
	for i := range table {
		table[i] = make([]float64, kb)
	}
	for i := range a {
		table[a[i]][b[i]]++
	}
	return table
}

// Matched is how one block compares with the origin it is matched to.
type Matched struct {
	// Origin is the true origin, or −1 where there are more blocks than origins.
	Origin int
	// Rows counts the block's rows, Right those of the origin.
	Rows, Right int
	// Precision is Right/Rows, Recall Right over the origin's rows, F1 their harmonic
	// mean; 0 where there are no rows.
	Precision, Recall, F1 float64
}

// Agreement compares blocks with the truth.
type Agreement struct {
	// RandIndex is the adjusted Rand index.
	RandIndex float64
	// Right is the share of rows in the block matched to their origin.
	Right float64
	// Blocks has an entry per block, under the matching with the most rows right.
	Blocks []Matched
}

// Agree matches k blocks with the true origins, 0 … origins−1, one to one, so that the
// most rows are right (the Hungarian method), and compares.
func Agree(blocks, truth []int, k, origins int) Agreement {
	table := contingency(blocks, truth, k, origins)
	match := assign(table)
	out := Agreement{RandIndex: RandIndex(blocks, truth), Blocks: make([]Matched, k)}
	total := counts(truth, origins)
	right := 0
	for b := range out.Blocks {
		m := &out.Blocks[b]
		m.Origin = match[b]
		for _, n := range table[b] {
			m.Rows += int(n)
		}
		if m.Origin < 0 {
			continue
		}
		m.Right = int(table[b][m.Origin])
		right += m.Right
		m.Precision, m.Recall = ratio(m.Right, m.Rows), ratio(m.Right, total[m.Origin])
		m.F1 = ratio(2*m.Right, m.Rows+total[m.Origin])
	}
	out.Right = ratio(right, len(blocks))
	return out
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// assign returns for each row of gain the column it gets, or −1, so that the sum of the
// gains is largest. It is the Hungarian method by shortest augmenting paths with
// potentials (Jonker and Volgenant 1987), O(n³).
func assign(gain [][]float64) []int {
	rows, cols := len(gain), 0
	for _, row := range gain {
		cols = max(cols, len(row))
	}
	n := max(rows, cols)
	cost := func(i, j int) float64 { // counted from 1; what is not there costs nothing
		if i > rows || j > cols {
			return 0
		}
		return -gain[i-1][j-1]
	}
	u, v := make([]float64, n+1), make([]float64, n+1) // potentials of rows and columns
	owner := make([]int, n+1)                          // row of each column; 0 for none
	for i := 1; i <= n; i++ {
		augment(i, n, cost, u, v, owner)
	}
	out := make([]int, rows)
	for j := 1; j <= n; j++ {
		if i := owner[j]; i <= rows {
			out[i-1] = j - 1
			if j > cols {
				out[i-1] = -1
			}
		}
	}
	return out
}

// augment gives row i a column, moving others where that is cheaper.
func augment(i, n int, cost func(i, j int) float64, u, v []float64, owner []int) {
	owner[0] = i
	least, way, done := make([]float64, n+1), make([]int, n+1), make([]bool, n+1)
	for j := range least {
		least[j] = math.Inf(1)
	}
	at := 0
	for owner[at] != 0 {
		done[at] = true
		row, next, step := owner[at], 0, math.Inf(1)
		for j := 1; j <= n; j++ {
			if done[j] {
				continue
			}
			if c := cost(row, j) - u[row] - v[j]; c < least[j] {
				least[j], way[j] = c, at
			}
			if least[j] < step {
				step, next = least[j], j
			}
		}
		for j := range done {
			if done[j] {
				u[owner[j]] += step
				v[j] -= step
			} else {
				least[j] -= step
			}
		}
		at = next
	}
	for at != 0 {
		owner[at] = owner[way[at]]
		at = way[at]
	}
}

// TestBlocks returns each test row's true block under the agreement, −1 for an origin that
// no block was matched to; nil where the origins of the test rows are not known.
func (a *Agreement) TestBlocks(train, test *dataset.Dataset) []int {
	if test == nil || len(test.Origins) == 0 {
		return nil
	}
	block := map[string]int{}
	for b, m := range a.Blocks {
		if m.Origin >= 0 {
			block[train.Origins[m.Origin]] = b
		}
	}
	out := make([]int, test.Rows())
	for i, o := range test.Origin {
		b, known := block[test.Origins[o]]
		if !known {
			b = -1
		}
		out[i] = b
	}
	return out
}
