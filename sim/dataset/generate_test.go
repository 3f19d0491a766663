package dataset_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
)

// A row is flipped at most once, exactly as many are as the rate says, and each is.
func TestFlip(t *testing.T) {
	for _, c := range []struct {
		kind    scenario.NoiseKind
		rate    float64
		classes int
		want    int // of 602 rows
	}{
		{"none", 0, 4, 0}, {"", 0, 4, 0}, {"symmetric", 0, 4, 0},
		{"symmetric", .3, 2, 181}, {"symmetric", .3, 4, 181}, {"symmetric", .5, 4, 301}, // 180.6 and 301
		{"asymmetric", .3, 2, 90}, {"asymmetric", .25, 4, 113}, // of the 301 and 452 rows that have a next class
	} {
		d := &dataset.Dataset{Classes: make([]string, c.classes)}
		for i := range 602 {
			d.Y = append(d.Y, i%c.classes)
		}
		before := slices.Clone(d.Y)
		flipped := dataset.Flip(d, dataset.Stream(2, "noise"), scenario.Noise{Kind: c.kind, Rate: c.rate})
		if len(flipped) != c.want || !slices.IsSorted(flipped) || len(slices.Compact(slices.Clone(flipped))) != c.want {
			t.Errorf("%s %g: %d rows flipped, want %d", c.kind, c.rate, len(flipped), c.want)
		}
		moves := map[int]int{}
		for i := range d.Y {
			if (d.Y[i] != before[i]) != slices.Contains(flipped, i) {
				t.Errorf("%s: row %d went from %d to %d", c.kind, i, before[i], d.Y[i])
			}
			if d.Y[i] != before[i] {
				moves[(d.Y[i]-before[i]+c.classes)%c.classes]++
				if c.kind == "asymmetric" && d.Y[i] != before[i]+1 {
					t.Errorf("asymmetric: row %d went from %d to %d", i, before[i], d.Y[i])
				}
			}
		}
		if c.kind == "symmetric" && c.want > 0 {
			for step := 1; step < c.classes; step++ {
				expected := float64(c.want) / float64(c.classes-1)
				// Binomial: five standard deviations are at most 5√(n/4).
				if math.Abs(float64(moves[step])-expected) > 5*math.Sqrt(float64(c.want)/4) {
					t.Errorf("symmetric: %d of %d labels moved by %d", moves[step], c.want, step)
				}
			}
		}
	}
}

// Which rows flip depends on the seed alone, and is uniform over the rows.
func TestFlipIsUniform(t *testing.T) {
	const rows, seeds = 50, 400
	count := make([]float64, rows)
	for seed := range uint64(seeds) {
		d := &dataset.Dataset{Y: make([]int, rows), Classes: []string{"a", "b"}}
		for _, i := range dataset.Flip(d, dataset.Stream(seed, "noise"), scenario.Noise{Kind: "symmetric", Rate: .3}) {
			count[i]++
		}
	}
	chi := 0.0
	for _, c := range count {
		chi += (c - .3*seeds) * (c - .3*seeds) / (.3 * .7 * seeds)
	}
	// χ² with 49 degrees of freedom: mean 49, standard deviation 9.9.
	if chi < 20 || chi > 90 {
		t.Errorf("χ² of the flips by row is %.1f, want about 49", chi)
	}
}

// In every region the rule holds, centers are where they should be, and no line through
// the plane does much better than chance; within a region, one does.
func TestPlane(t *testing.T) {
	for regions := 2; regions <= 6; regions++ {
		counts := slices.Repeat([]int{2000}, regions)
		d := dataset.Plane(dataset.Stream(8, "data"), counts)
		n, features := d.X.Dims()
		if n != 2000*regions || features != 3 || len(d.Origins) != regions || d.Origins[1] != "region 2" {
			t.Fatalf("%d×%d, origins %v", n, features, d.Origins)
		}
		sums := make([][3]float64, regions)
		for i := range n {
			x, k := d.X.RawRowView(i), d.Origin[i]
			if k != i/2000 || x[2] != 1 || d.Y[i] != dataset.PlaneLabel(k, regions, x[0], x[1]) {
				t.Fatalf("row %d of region %d: %v, label %d", i, k, x, d.Y[i])
			}
			sums[k][0] += x[0] / 2000
			sums[k][1] += x[1] / 2000
			sums[k][2] += float64(d.Y[i]) / 2000
		}
		for k, s := range sums {
			angle := 2 * math.Pi * float64(k) / float64(regions)
			// 2000 draws: standard deviation of a mean 1/√2000 = .022, of a share .011.
			if math.Hypot(s[0]-2*math.Cos(angle), s[1]-2*math.Sin(angle)) > .12 || math.Abs(s[2]-.5) > .06 {
				t.Errorf("region %d of %d: mean (%.3f, %.3f), share of B %.3f", k+1, regions, s[0], s[1], s[2])
			}
		}
		best := 0.0
		for turn := range 64 {
			sin, cos := math.Sincos(math.Pi * float64(turn) / 32)
			for offset := -3.0; offset <= 3; offset += .5 {
				hits := 0
				for i := range n {
					x := d.X.RawRowView(i)
					if (cos*x[0]+sin*x[1] > offset) == (d.Y[i] == 1) {
						hits++
					}
				}
				best = max(best, float64(hits)/float64(n))
			}
		}
		t.Logf("%d regions: the best of 832 lines is right on %.3f", regions, best)
		if best > .70 {
			t.Errorf("%d regions: a single line is right on %.3f of the points", regions, best)
		}
	}
	// The rules of opposite regions contradict each other everywhere.
	src := dataset.Stream(1, "test")
	for range 1000 {
		x, y := src.NormFloat64(), src.NormFloat64()
		if dataset.PlaneLabel(0, 2, x, y) == dataset.PlaneLabel(1, 2, x, y) {
			t.Errorf("both regions agree on (%g, %g)", x, y)
		}
	}
	if dataset.PlaneLabel(0, 2, 2, .1) != 1 || dataset.PlaneLabel(0, 2, 2, -.1) != 0 || dataset.PlaneLabel(1, 4, .1, 2) != 0 || dataset.PlaneLabel(1, 4, -.1, 2) != 1 {
		t.Error("a label at a known point is wrong")
	}
}

// Every point of a moon lies about its half circle, and both are there in equal parts.
func TestMoons(t *testing.T) {
	d := dataset.Moons(dataset.Stream(3, "data"), 4001)
	spread, ones := 0.0, 0
	for i := range d.Rows() {
		x := d.X.RawRowView(i)
		cx, cy, up := 0.0, 0.0, 1.0
		if d.Y[i] == 1 {
			cx, cy, up = 1, .5, -1
			ones++
		}
		if (d.Y[i] == 1) != (i >= 2001) || d.Origin[i] != 0 || x[2] != 1 {
			t.Fatalf("row %d: %v, label %d", i, x, d.Y[i])
		}
		off := math.Hypot(x[0]-cx, x[1]-cy) - 1
		spread += off * off / 4001
		if up*(x[1]-cy) < -1 {
			t.Errorf("row %d at (%.2f, %.2f) is on the wrong half", i, x[0], x[1])
		}
	}
	if ones != 2000 || len(d.Origins) != 1 || math.Abs(math.Sqrt(spread)-.2) > .01 {
		t.Errorf("%d rows of the lower moon, origins %v, standard deviation across %.3f, want .2", ones, d.Origins, math.Sqrt(spread))
	}
}

// Generate is the one way from a scenario to rows, for every kind.
func TestGenerate(t *testing.T) {
	files := map[string][]byte{scenario.Digits14: packed(14, 5, [10]int{4: 60, 8: 60})}
	noise := scenario.Noise{Kind: scenario.NoiseSymmetric, Rate: .2}
	for _, c := range []struct {
		data    scenario.Data
		origins string // without and with noise
		noisy   string
		test    []int // rows of each origin of the test set
	}{
		{scenario.Data{Kind: "sd", Counts: []int{30, 20}, Test: 7}, "rule 1,rule 2", "rule 1,rule 2,flipped", []int{7}},
		{scenario.Data{Kind: "sd", Counts: []int{50}, Test: 7}, "rule 1", "clean,flipped", []int{7}},
		{scenario.Data{Kind: "plane", Counts: []int{30, 10, 10}, Test: 7}, "region 1,region 2,region 3", "clean,flipped", []int{4, 2, 1}},
		{scenario.Data{Kind: "moons", Counts: []int{50}, Test: 7}, "moons", "clean,flipped", []int{7}},
		{scenario.Data{Kind: "digits", Counts: []int{50}, Test: 7, Classes: []int{4, 8}, Size: 14}, "digits", "clean,flipped", []int{7}},
		{scenario.Data{Kind: "digits", Counts: []int{30, 20}, Test: 7, Classes: []int{4, 8}, Size: 14, Rotate: 180}, "upright,turned 180°", "clean,flipped", []int{4, 3}},
	} {
		train, test, err := dataset.Generate(c.data, 3, files)
		if err != nil {
			t.Fatal(err)
		}
		if train.Rows() != 50 || test.Rows() != 7 || strings.Join(train.Origins, ",") != c.origins || len(train.Origin) != 50 {
			t.Errorf("%+v: %d and %d rows, origins %v", c.data, train.Rows(), test.Rows(), train.Origins)
		}
		seen := make([]int, len(c.test))
		for _, o := range test.Origin {
			seen[o]++
		}
		if !slices.Equal(seen, c.test) {
			t.Errorf("%+v: the test rows are of %v, want %v", c.data, seen, c.test)
		}
		c.data.Noise = noise
		dirty, same, err := dataset.Generate(c.data, 3, files)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(same.Y, test.Y) || !slices.Equal(dirty.X.RawMatrix().Data, train.X.RawMatrix().Data) {
			t.Errorf("%+v: noise changes more than training labels", c.data)
		}
		flipped := 0
		for i := range dirty.Y {
			last := dirty.Origin[i] == len(dirty.Origins)-1
			if (dirty.Y[i] != train.Y[i]) != last {
				t.Errorf("%+v: row %d has origin %s", c.data, i, dirty.Origins[dirty.Origin[i]])
			}
			if last {
				flipped++
			}
		}
		if flipped != 10 || strings.Join(dirty.Origins, ",") != c.noisy {
			t.Errorf("%+v: %d rows flipped, origins %v", c.data, flipped, dirty.Origins)
		}
	}
}

func TestGenerateRefuses(t *testing.T) {
	digits := scenario.Data{Kind: "digits", Counts: []int{50}, Test: 7, Classes: []int{4, 8}, Size: 28}
	_, _, err := dataset.Generate(digits, 1, nil)
	if err == nil || !strings.Contains(err.Error(), scenario.Digits48+": is not there") {
		t.Errorf("without its file: %v", err)
	}
	complaintOf(t, err)
	_, _, err = dataset.Generate(digits, 1, map[string][]byte{scenario.Digits48: []byte("rubbish")})
	complaintOf(t, err)
	_, _, err = dataset.Generate(digits, 1, map[string][]byte{scenario.Digits48: packed(28, 4, [10]int{4: 9, 8: 9})})
	complaintOf(t, err)
	var e *scenario.Error
	if _, _, err = dataset.Generate(scenario.Data{Kind: "table", Label: "y"}, 1, nil); !errors.As(err, &e) {
		t.Errorf("a table: %v", err)
	}
}

func TestGeneratorsWithoutASourcePanic(t *testing.T) {
	for name, misuse := range map[string]func(){
		"plane":  func() { dataset.Plane(nil, []int{3, 3}) },
		"moons":  func() { dataset.Moons(nil, 3) },
		"flip":   func() { dataset.Flip(&dataset.Dataset{}, nil, scenario.Noise{}) },
		"digits": func() { dataset.Digits(&dataset.Images{}, "", nil, scenario.Data{}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("misuse is accepted")
				}
			}()
			misuse()
		})
	}
}

// What a seed gives must never change, or permalinks would show other data. Golden like
// the questionnaires of TestGoldenQuestionnaires: printed by these generators.
func TestGoldenGenerators(t *testing.T) {
	show := func(d *dataset.Dataset) (out []string) {
		for i := range d.Rows() {
			x := d.X.RawRowView(i)
			out = append(out, fmt.Sprintf("%.9f %.9f %d", x[0], x[1], d.Y[i]))
		}
		return out
	}
	files := map[string][]byte{scenario.Digits14: packed(14, 5, [10]int{4: 60, 8: 60})}
	digits, _, err := dataset.Generate(scenario.Data{Kind: "digits", Counts: []int{6}, Test: 1, Classes: []int{4, 8}, Size: 14}, 1, files)
	if err != nil {
		t.Fatal(err)
	}
	noisy := &dataset.Dataset{Y: make([]int, 20), Classes: []string{"a", "b", "c"}}
	dataset.Flip(noisy, dataset.Stream(1, "noise"), scenario.Noise{Kind: "symmetric", Rate: .2})
	for name, c := range map[string]struct{ got, want string }{
		"plane":  {fmt.Sprint(show(dataset.Plane(dataset.Stream(1, "data"), []int{2, 1}))), "[2.426001822 -1.135575993 0 1.838274516 0.763553288 1 -3.143546032 0.201027174 0]"},
		"moons":  {fmt.Sprint(show(dataset.Moons(dataset.Stream(1, "data"), 3))), "[-0.317187971 0.963590090 0 -0.721301610 0.910465582 0 1.538529484 -0.510985298 1]"},
		"digits": {fmt.Sprint(digits.Source), "[27 10 5 94 107 86]"},
		"noise":  {fmt.Sprint(noisy.Y), "[2 0 0 0 0 0 0 0 0 0 0 1 0 1 0 0 0 0 0 1]"},
	} {
		if c.got != c.want {
			t.Errorf("%s of seed 1: %s, want %s", name, c.got, c.want)
		}
	}
}
