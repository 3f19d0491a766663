package oracle

import "math"

// Factor is the lower Cholesky factor of a symmetric positive definite matrix.
type Factor [][]float64

// Cholesky factorizes a, of which only the lower part is read. It panics where a is
// not positive definite.
func Cholesky(a [][]float64) Factor {
	l := Square(len(a))
	for i := range a {
		for j := range i + 1 {
			v := a[i][j] - Dot(l[i][:j], l[j][:j])
			if i != j {
				l[i][j] = v / l[j][j]
				continue
			}
			if !(v > 0) {
				panic("oracle: not positive definite")
			}
			l[i][i] = math.Sqrt(v)
		}
	}
	return l
}

// Solve returns x with LLᵀx = b.
func (l Factor) Solve(b []float64) []float64 {
	x := append([]float64(nil), b...)
	for i := range x {
		x[i] = (x[i] - Dot(l[i][:i], x[:i])) / l[i][i]
	}
	for i := len(x) - 1; i >= 0; i-- {
		x[i] /= l[i][i]
		Add(x[:i], -x[i], l[i][:i])
	}
	return x
}

// Solve returns x with ax = b for a symmetric positive definite matrix.
func Solve(a [][]float64, b []float64) []float64 { return Cholesky(a).Solve(b) }

// Square returns an n×n matrix of zeros.
func Square(n int) [][]float64 {
	a := make([][]float64, n)
	for i := range a {
		a[i] = make([]float64, n)
	}
	return a
}

// Dot returns xᵀy.
func Dot(x, y []float64) float64 {
	sum := 0.0
	for i, v := range x {
		sum += v * y[i]
	}
	return sum
}

// Add adds v·x to dst.
func Add(dst []float64, v float64, x []float64) {
	for i := range dst {
		dst[i] += v * x[i]
	}
}

// Norm returns ‖x‖₂.
func Norm(x []float64) float64 { return math.Sqrt(Dot(x, x)) }

// Distance returns ‖x − y‖₂.
func Distance(x, y []float64) float64 {
	diff := append([]float64(nil), x...)
	Add(diff, -1, y)
	return Norm(diff)
}

// Spearman returns the rank correlation of x and y, with mean ranks for ties.
func Spearman(x, y []float64) float64 { return pearson(ranks(x), ranks(y)) }

func ranks(x []float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		for j, u := range x {
			switch {
			case u < v:
				out[i]++
			case u == v && i != j:
				out[i] += .5
			}
		}
	}
	return out
}

func pearson(x, y []float64) float64 {
	mx, my, n := 0.0, 0.0, float64(len(x))
	for i := range x {
		mx += x[i] / n
		my += y[i] / n
	}
	var xx, xy, yy float64
	for i := range x {
		xx += (x[i] - mx) * (x[i] - mx)
		xy += (x[i] - mx) * (y[i] - my)
		yy += (y[i] - my) * (y[i] - my)
	}
	return xy / math.Sqrt(xx*yy)
}

// Overlap returns how many indices are among the k largest of both x and y.
func Overlap(x, y []float64, k int) int {
	top := func(v []float64) map[int]bool {
		out, r := map[int]bool{}, ranks(v)
		for i := range v {
			if r[i] > float64(len(v)-k)-.75 { // a tie at the border counts in
				out[i] = true
			}
		}
		return out
	}
	a, b, n := top(x), top(y), 0
	for i := range a {
		if b[i] {
			n++
		}
	}
	return n
}
