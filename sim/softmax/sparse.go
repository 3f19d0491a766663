package softmax

import "gonum.org/v1/gonum/mat"

// sparse is a design in compressed rows: for one-hot tables, 11 non-zeros of 41.
type sparse struct {
	n, d int
	// at has n+1 entries; row i's non-zeros are at[i] … at[i+1]−1, features ascending.
	at      []int32
	feature []int32
	value   []float64
}

func newSparse(x *mat.Dense, nonzero int) *sparse {
	n, d := x.Dims()
	s := &sparse{n: n, d: d, at: make([]int32, 1, n+1),
		feature: make([]int32, 0, nonzero), value: make([]float64, 0, nonzero)}
	for i := range n {
		for f, v := range x.RawRowView(i) {
			if v != 0 {
				s.feature = append(s.feature, int32(f))
				s.value = append(s.value, v)
			}
		}
		s.at = append(s.at, int32(len(s.feature)))
	}
	return s
}

func (s *sparse) Dims() (n, d int) { return s.n, s.d }

func (s *sparse) Density() float64 {
	pairs := 1.0 // of non-zeros, f ≥ e
	for r := range s.n {
		count := float64(s.at[r+1] - s.at[r])
		pairs += count * (count + 1) / 2
	}
	return pairs / (1 + float64(s.n)*float64(s.d)*float64(s.d))
}

// row returns the features and values of row r.
func (s *sparse) row(r int) ([]int32, []float64) {
	lo, hi := s.at[r], s.at[r+1]
	return s.feature[lo:hi], s.value[lo:hi]
}

func (s *sparse) Apply(dst []float64, rows []int, t []float64, k int) {
	for i, r := range rows {
		feature, value := s.row(r)
		out := dst[i*k : (i+1)*k]
		for j := range out {
			tj, sum := t[j*s.d:(j+1)*s.d], 0.0
			for a, f := range feature {
				sum += tj[f] * value[a]
			}
			out[j] = sum
		}
	}
}

func (s *sparse) AddOuter(dst []float64, rows []int, u []float64, k int) {
	for i, r := range rows {
		feature, value := s.row(r)
		for j, uj := range u[i*k : (i+1)*k] {
			dj := dst[j*s.d : (j+1)*s.d]
			for a, f := range feature {
				dj[f] += uj * value[a]
			}
		}
	}
}

func (s *sparse) Times(dst []float64, rows []int, t []float64, k int) {
	if len(rows) == 0 {
		return
	}
	s.checkRows(t, rows, dst, s.d*k, k)
	sparseKernel.Times(dst, t, s.value, s.feature, s.at, rows, k)
}

func (s *sparse) AddTimes(dst []float64, rows []int, u []float64, k int) {
	if len(rows) == 0 {
		return
	}
	s.checkRows(dst, rows, u, s.d*k, k)
	sparseKernel.AddTimes(dst, u, s.value, s.feature, s.at, rows, k)
}

func (s *sparse) AddGram(dst []float64, rows []int, w []float64, m int) {
	if len(rows) == 0 {
		return
	}
	s.checkRows(dst, rows, w, s.d*s.d*m, m)
	sparseKernel.Gram(dst, w, s.value, s.feature, s.at, rows, s.d, m)
}

func (s *sparse) Quad(dst []float64, rows []int, packed []float64, m int) {
	if len(rows) == 0 {
		return
	}
	s.checkRows(packed, rows, dst, s.d*s.d*m, m)
	sparseKernel.Quad(dst, packed, s.value, s.feature, s.at, rows, s.d, m)
}

// checkRows panics where a kernel, which does not check, would leave its slices: one of at
// least so many numbers, one of m per row.
func (s *sparse) checkRows(whole []float64, rows []int, perRow []float64, least, m int) {
	if len(whole) < least || len(perRow) < len(rows)*m {
		panic("softmax: slice too short")
	}
	for _, r := range rows {
		if uint(r) >= uint(s.n) {
			panic("softmax: row out of range")
		}
	}
}

// addScaled adds v·x to dst; the slices have the same length.
func addScaled(dst, x []float64, v float64) {
	x = x[:len(dst)]
	for j := range dst {
		dst[j] += x[j] * v
	}
}
