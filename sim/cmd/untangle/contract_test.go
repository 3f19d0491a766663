package main_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"untangle/tests/conformance/oracle"
)

// example is a table of numbers, a category and a label, as text and, encoded here by
// the rules of the contract, for the oracle.
func example() (csv string, d oracle.Data) {
	var b strings.Builder
	b.WriteString("size,color,kind\n")
	const n = 30
	sizes := make([]float64, n)
	mean, ss := 0.0, 0.0
	for i := range n {
		sizes[i] = float64((i*i*7)%23) / 2
		mean += sizes[i] / n
	}
	for _, v := range sizes {
		ss += (v - mean) * (v - mean) / n
	}
	d.C = 3
	for i, v := range sizes {
		color := []string{"red", "blue", "green"}[(i*5)%7%3]
		label := []string{"z", "x", "y"}[(i+i/7)%3]
		fmt.Fprintf(&b, "%g,%s,%s\n", v, color, label)
		// The number standardized, then blue, green, red, then the bias.
		row := []float64{(v - mean) / math.Sqrt(ss), 0, 0, 0, 1}
		row[1+slices.Index([]string{"blue", "green", "red"}, color)] = 1
		d.X, d.Y = append(d.X, row), append(d.Y, slices.Index([]string{"x", "y", "z"}, label))
	}
	return b.String(), d
}

type variance struct {
	N, Features, Classes                     int
	Loss, Variance, Mean, Skewness, Kurtosis float64
}

var varianceFields = []string{"n", "features", "classes", "loss", "variance", "mean", "skewness", "kurtosis"}

func TestVariance(t *testing.T) {
	csv, d := example()
	data := write(t, "data.csv", csv)
	for _, c := range []struct {
		flags          []string
		ridge, damping float64
	}{
		{nil, 1e-4, .01}, // the defaults
		{[]string{"-fit", "newton", "-ridge", "0.05", "-damping", "0.2", "-seed", "9"}, .05, .2},
	} {
		out := lines(t, succeed(t, append([]string{"variance", "-data", data, "-label", "kind", "-json"}, c.flags...)...))
		if len(out) != 1 {
			t.Fatalf("%d lines", len(out))
		}
		got := object[variance](t, out[0], varianceFields...)
		theta := d.Newton(c.ridge, nil)
		inf := d.Influence(theta, c.damping)
		want := variance{30, 5, 3, d.MeanLoss(theta), inf.Variance(), inf.Mean(), inf.Skewness(), inf.Kurtosis()}
		if got.N != want.N || got.Features != want.Features || got.Classes != want.Classes {
			t.Errorf("%v: got %+v, want %+v", c.flags, got, want)
		}
		for name, pair := range map[string][2]float64{"loss": {got.Loss, want.Loss}, "variance": {got.Variance, want.Variance},
			"mean": {got.Mean, want.Mean}, "skewness": {got.Skewness, want.Skewness}, "kurtosis": {got.Kurtosis, want.Kurtosis}} {
			// Newton stops within 1e-9 of a vanishing gradient; over the smallest ridge, Θ is
			// within 1e-5, in practice far closer.
			if !(math.Abs(pair[0]-pair[1]) <= 1e-6*math.Max(1, math.Abs(pair[1]))) {
				t.Errorf("%v: %s is %g, want %g", c.flags, name, pair[0], pair[1])
			}
		}
	}
}

// Every flag of a fit reaches the fit.
func TestFitFlags(t *testing.T) {
	csv, _ := example()
	data := write(t, "data.csv", csv)
	seen := map[string][]string{}
	for _, flags := range [][]string{
		nil, {"-ridge", "0.01"}, {"-damping", "0.1"}, {"-scale", "none"},
		{"-fit", "adam"}, {"-fit", "adam", "-seed", "2"}, {"-fit", "adam", "-epochs", "50"}, {"-fit", "adam", "-target-loss", "1.07"},
	} {
		out := succeed(t, append([]string{"variance", "-data", data, "-label", "kind"}, flags...)...)
		if other, dup := seen[out]; dup {
			t.Errorf("%v and %v give the same: %s", flags, other, out)
		}
		seen[out] = flags
		if again := succeed(t, append([]string{"variance", "-data", data, "-label", "kind"}, flags...)...); again != out {
			t.Errorf("%v gives %s, and then %s", flags, out, again)
		}
	}
}

type step struct {
	Step, Kept   int
	Variance     float64
	TestAccuracy *float64
	Removed      []int
}

func TestPurify(t *testing.T) {
	csv, d := example()
	data := write(t, "data.csv", csv)
	test := write(t, "test.csv", csv)
	out := lines(t, succeed(t, "purify", "-data", data, "-label", "kind", "-test", test, "-rule", "loss",
		"-per-step", "4", "-steps", "3", "-ridge", "0.01", "-format", "jsonl"))
	if len(out) != 4 {
		t.Fatalf("%d lines, want one per step and one more", len(out))
	}
	left := make([]int, 30)
	for i := range left {
		left[i] = i
	}
	for k, line := range out {
		got := object[step](t, line, "step", "kept", "variance", "testAccuracy", "removed")
		if got.Step != k || got.Kept != len(left) {
			t.Errorf("line %d has step %d with %d rows, want %d", k, got.Step, got.Kept, len(left))
		}
		rest := d.Select(left)
		theta := rest.Newton(.01, nil)
		if v := rest.Influence(theta, .01).Variance(); math.Abs(got.Variance-v) > 1e-6*v {
			t.Errorf("step %d: V is %g, want %g", k, got.Variance, v)
		}
		hits := 0
		for i, y := range d.Y {
			p := d.Probabilities(theta, i)
			if slices.Index(p, slices.Max(p)) == y {
				hits++
			}
		}
		if got.TestAccuracy == nil || math.Abs(*got.TestAccuracy-float64(hits)/30) > 1e-15 {
			t.Errorf("step %d: test accuracy is %v, want %d of 30", k, got.TestAccuracy, hits)
		}
		if k == 3 {
			if !strings.HasSuffix(line, `"removed":[]}`) {
				t.Errorf("the last line is %s; want an empty list", line)
			}
			break
		}
		// The four largest losses of the rows left, by their numbers in the file from 0.
		order := slices.Clone(left)
		slices.SortStableFunc(order, func(a, b int) int {
			if d.Loss(theta, a) > d.Loss(theta, b) {
				return -1
			}
			return 1
		})
		if !slices.Equal(got.Removed, order[:4]) {
			t.Errorf("step %d removes %v, want %v", k, got.Removed, order[:4])
		}
		left = slices.DeleteFunc(left, func(r int) bool { return slices.Contains(got.Removed, r) })
	}
}

func TestPurifyDefaultsAndRules(t *testing.T) {
	mixture := write(t, "mixture.csv", succeed(t, "generate", "-kind", "sd", "-counts", "50,30", "-seed", "3"))
	for _, rule := range []string{"delta", "delta-refine", "loo-influence", "loo-refit", "self-influence", "loss", "random"} {
		out := lines(t, succeed(t, "purify", "-data", mixture, "-label", "Q10", "-rule", rule, "-steps", "1"))
		if len(out) != 2 {
			t.Fatalf("%s: %d lines, want 2", rule, len(out))
		}
		first := object[step](t, out[0], "step", "kept", "variance", "testAccuracy", "removed")
		if len(first.Removed) != 10 || first.TestAccuracy != nil { // ten per step; null without a test file
			t.Errorf("%s: %s", rule, out[0])
		}
	}
	byDefault := succeed(t, "purify", "-data", mixture, "-label", "Q10", "-per-step", "2")
	if n := len(lines(t, byDefault)); n != 21 {
		t.Errorf("%d lines by default, want those of 20 steps", n)
	}
	if named := succeed(t, "purify", "-data", mixture, "-label", "Q10", "-per-step", "2", "-rule", "delta", "-steps", "20", "-fit", "newton"); named != byDefault {
		t.Error("the rule by default is not delta")
	}
}

type ranked struct {
	Row             int
	Score, Leverage float64
}

func TestRank(t *testing.T) {
	csv, d := example()
	data := write(t, "data.csv", csv)
	theta := d.Newton(.01, nil)
	v := d.Influence(theta, .01).Variance()
	for rule, score := range map[string]func(z int) float64{
		"loss":           func(z int) float64 { return d.Loss(theta, z) },
		"self-influence": func(z int) float64 { return -d.Influence(theta, .01).X[z][z] },
		"loo-refit": func(z int) float64 {
			without, _ := d.Without(z).Variance(.01, .01, theta)
			return v - without
		},
	} {
		out := lines(t, succeed(t, "rank", "-data", data, "-label", "kind", "-rule", rule, "-ridge", "0.01", "-format", "jsonl"))
		if len(out) != 30 {
			t.Fatalf("%s: %d lines of 30 rows", rule, len(out))
		}
		seen, last := map[int]bool{}, math.Inf(1)
		for _, line := range out {
			got := object[ranked](t, line, "row", "score", "leverage")
			if seen[got.Row] || got.Row < 0 || got.Row > 29 {
				t.Errorf("%s: row %d comes twice, or is none", rule, got.Row)
			}
			if got.Score > last {
				t.Errorf("%s: score %g comes after %g", rule, got.Score, last)
			}
			if want := score(got.Row); math.Abs(got.Score-want) > 1e-6*v {
				t.Errorf("%s: row %d scores %g, want %g", rule, got.Row, got.Score, want)
			}
			seen[got.Row], last = true, got.Score
		}
	}
	if succeed(t, "rank", "-data", data, "-label", "kind") != succeed(t, "rank", "-data", data, "-label", "kind", "-rule", "delta") {
		t.Error("the rule by default is not delta")
	}
}

func TestGenerate(t *testing.T) {
	for counts, n := range map[string]int{"700,300": 1000, "12": 12, "5,0,3,2,1,4": 15, " 7 , 4 ": 11} {
		out := lines(t, succeed(t, "generate", "-kind", "sd", "-counts", counts, "-seed", "4"))
		if out[0] != "Q0,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,Q9,Q10" || len(out) != n+1 {
			t.Errorf("%s: header %q and %d rows", counts, out[0], len(out)-1)
		}
		for _, row := range out[1:] {
			cells := strings.Split(row, ",")
			for _, c := range cells {
				if !strings.Contains("BDNR", c) || len(c) != 1 {
					t.Fatalf("%s: cell %q", counts, c)
				}
			}
			if len(cells) != 11 {
				t.Fatalf("%s: %d cells", counts, len(cells))
			}
		}
	}
	a, b := succeed(t, "generate", "-counts", "30,20", "-seed", "1"), succeed(t, "generate", "-counts", "30,20", "-seed", "2")
	if a == b || a != succeed(t, "generate", "-kind", "sd", "-counts", "30,20") {
		t.Error("the seed changes nothing, or is not 1 by default")
	}
}
