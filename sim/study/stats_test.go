package study

import (
	"encoding/json"
	"math"
	"testing"
)

func TestSpearman(t *testing.T) {
	for name, c := range map[string]struct {
		x, y []float64
		want float64
	}{
		"monotone": {[]float64{1, 2, 3, 4}, []float64{1, 10, 100, 1000}, 1},
		"reversed": {[]float64{1, 2, 3, 4}, []float64{4, 3, 2, 1}, -1},
		"hand":     {[]float64{1, 2, 3, 4, 5}, []float64{2, 1, 4, 3, 5}, 0.8}, // 1 − 6·4/(5·24)
		"ties":     {[]float64{1, 1, 2}, []float64{1, 2, 3}, math.Sqrt(3) / 2},
		"constant": {[]float64{1, 1, 1}, []float64{1, 2, 3}, math.NaN()},
		"too few":  {[]float64{1, 2}, []float64{1, 2}, math.NaN()},
	} {
		if got := spearman(c.x, c.y); math.Abs(got-c.want) > 1e-12 || math.IsNaN(got) != math.IsNaN(c.want) {
			t.Errorf("%s: %g, want %g", name, got, c.want)
		}
	}
}

func TestEstimate(t *testing.T) {
	e := estimate([]float64{1, 2, 3, math.NaN()})
	// t(0.975; 2) = 4.302653 (any table of Student's t), sd = 1.
	if e.N != 3 || e.Mean != 2 || e.SD != 1 || math.Abs(float64(e.Half)-4.302652730/math.Sqrt(3)) > 1e-8 {
		t.Errorf("%+v", e)
	}
	if one := estimate([]float64{5}); one.N != 1 || one.Mean != 5 || one.Half == one.Half {
		t.Errorf("one value: %+v", one)
	}
	if none := estimate(nil); none.N != 0 || none.Mean == none.Mean {
		t.Errorf("no value: %+v", none)
	}
}

// NaN and infinities never reach JSON, and null comes back as NaN.
func TestNumber(t *testing.T) {
	b, err := json.Marshal([]Number{1.0 / 3, Number(math.NaN()), Number(math.Inf(1)), -0.5e-9, 12345678})
	if err != nil || string(b) != "[0.333333,null,null,-5e-10,1.23457e+07]" {
		t.Fatalf("%s, %v", b, err)
	}
	var back []Number
	if err := json.Unmarshal(b, &back); err != nil || back[1] == back[1] || back[4] != 1.23457e7 {
		t.Errorf("%v, %v", back, err)
	}
}
