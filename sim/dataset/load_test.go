package dataset_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
	"untangle/tests/hostile"
)

// loadTable loads text as a table whose label is "kind".
func loadTable(t *testing.T, text string, set func(*scenario.Data)) *dataset.Loaded {
	t.Helper()
	l, err := tryTable(text, set)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func tryTable(text string, set func(*scenario.Data)) (*dataset.Loaded, error) {
	d := scenario.Data{Kind: scenario.DataTable, Label: "kind"}
	if set != nil {
		set(&d)
	}
	return dataset.LoadTable(dataset.File{Name: "data.csv", Bytes: []byte(text)}, nil, d, 1, nil)
}

const gappy = "size,color,note,kind\n1,red,a,x\nNA,blue,,y\n3,?,b,x\n5,red,c,y\n,blue,d,x\n3,red,e,\n6,red,f,y\n"

// Rows without a label never stay; the others by the policy, in the columns that are used.
func TestMissingDropped(t *testing.T) {
	l := loadTable(t, gappy, func(d *scenario.Data) { d.Missing, d.Features = scenario.MissingDrop, []string{"size"} })
	if !slices.Equal(l.Train.FileRows, []int{0, 2, 3, 6}) {
		t.Errorf("rows %v", l.Train.FileRows)
	}
}

func TestMissingPolicies(t *testing.T) {
	const text = "size,color,kind\n1,red,x\nNA,blue,y\n3,?,x\n5,red,y\n,blue,x\n3,red,\n3,red,y\n"
	drop := loadTable(t, text+"4,red,x\n", func(d *scenario.Data) { d.Missing = scenario.MissingDrop })
	if !slices.Equal(drop.Train.FileRows, []int{0, 3, 6, 7}) || drop.Train.FileRow(1) != 3 || drop.Used.Line(1) != 5 {
		t.Errorf("dropped: rows %v, line %d", drop.Train.FileRows, drop.Used.Line(1))
	}
	if len(drop.Warnings) != 1 || drop.Warnings[0].Code != "dropped" || !strings.Contains(drop.Warnings[0].Text.String(), "4 rows") {
		t.Errorf("warnings %v", drop.Warnings)
	}
	// Filled: size 1, gap, 3, 5, gap, 3 has mean 3 and variance 8/4; a gap is 0 with a one
	// beside it. Colors are "?", blue, red.
	fill := loadTable(t, text, func(d *scenario.Data) { d.Missing = scenario.MissingFill })
	s := math.Sqrt(2)
	for i, want := range [][]float64{{-2 / s, 0, 0, 0, 1, 1}, {0, 1, 0, 1, 0, 1}, {0, 0, 1, 0, 0, 1}, {2 / s, 0, 0, 0, 1, 1}, {0, 1, 0, 1, 0, 1}, {0, 0, 0, 0, 1, 1}} {
		got := fill.Train.X.RawRowView(i)
		for f := range want {
			if len(got) != len(want) || math.Abs(got[f]-want[f]) > 1e-15 {
				t.Errorf("filled: row %d is %v, want %v", i, got, want)
				break
			}
		}
	}
	// Without scaling a gap is the mean itself.
	if raw := loadTable(t, text, func(d *scenario.Data) { d.Missing, d.Scale = scenario.MissingFill, "none" }); raw.Train.X.At(1, 0) != 3 || raw.Train.X.At(3, 0) != 5 {
		t.Errorf("unscaled: %v", raw.Train.X.RawRowView(1))
	}
	// Divided by the largest, 5, it is 3/5.
	if unit := loadTable(t, text, func(d *scenario.Data) { d.Missing, d.Scale = scenario.MissingFill, "unit" }); math.Abs(unit.Train.X.At(1, 0)-.6) > 1e-15 || unit.Train.X.At(3, 0) != 1 {
		t.Errorf("unit: %v", unit.Train.X.RawRowView(1))
	}
	// By default NA is a category and an empty number an error.
	if _, err := tryTable(text, nil); err == nil || !strings.Contains(err.Error(), "label is empty") {
		t.Errorf("refused: %v", err)
	}
	if _, err := tryTable("a,kind\n,x\nNA,y\n", func(d *scenario.Data) { d.Missing = scenario.MissingDrop }); err == nil || !strings.Contains(err.Error(), "every row") {
		t.Errorf("nothing left: %v", err)
	}
}

// Features, labels and truth are what the scenario says.
func TestColumnsChosen(t *testing.T) {
	const text = "id,a,b,truth,where,kind\n1,1,5,x,north,x\n2,2,6,y,south,x\n3,3,7,y,north,y\n4,4,8,y,east,y\n5,5,9,z,east,z\n6,6,9,z,east,z\n"
	l := loadTable(t, text, func(d *scenario.Data) { d.Features, d.Truth, d.Scale = []string{"b", "a"}, "truth", "none" })
	if n, d := l.Train.X.Dims(); n != 6 || d != 3 || l.Train.X.At(1, 0) != 2 || l.Train.X.At(1, 1) != 6 {
		t.Errorf("%d×%d, row 1 %v", n, d, l.Train.X.RawRowView(1))
	}
	if !slices.Equal(l.Train.Origins, []string{"clean", "flipped"}) || !slices.Equal(l.Train.Origin, []int{0, 1, 0, 0, 0, 0}) {
		t.Errorf("origins %v %v", l.Train.Origins, l.Train.Origin)
	}
	l = loadTable(t, text, func(d *scenario.Data) { d.Truth, d.Only = "where", []string{"y", "z"} })
	if !slices.Equal(l.Train.Origins, []string{"east", "north"}) || !slices.Equal(l.Train.Origin, []int{1, 0, 0, 0}) || !slices.Equal(l.Train.FileRows, []int{2, 3, 4, 5}) {
		t.Errorf("origins %v %v of rows %v", l.Train.Origins, l.Train.Origin, l.Train.FileRows)
	}
	for name, c := range map[string]struct {
		set  func(*scenario.Data)
		says string
	}{
		"no such feature": {func(d *scenario.Data) { d.Features = []string{"c"} }, "no such column"},
		"no such truth":   {func(d *scenario.Data) { d.Truth = "c" }, "no such column"},
		"no such label":   {func(d *scenario.Data) { d.Only = []string{"u", "v"} }, "no row with one of the labels"},
		"one class left":  {func(d *scenario.Data) { d.Only = []string{"x", "v"} }, "single class"},
	} {
		var e *dataset.Error
		if _, err := tryTable(text, c.set); !errors.As(err, &e) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// table200 is 200 rows of three classes, 120, 60 and 20.
func table200() string {
	var b strings.Builder
	b.WriteString("v,kind\n")
	for i := range 200 {
		fmt.Fprintf(&b, "%d,%s\n", i, []string{"a", "b", "a", "c", "b", "a", "a", "b", "a", "a"}[i%10])
	}
	return b.String()
}

// Held-out rows are a share of each class, no row is in both parts, and the same seed
// gives the same parts. The scale comes from the training rows alone.
func TestHoldoutAndSample(t *testing.T) {
	hold := func(seed uint64, sample int) *dataset.Loaded {
		d := scenario.Data{Kind: scenario.DataTable, Label: "kind", Holdout: .25, Sample: sample}
		l, err := dataset.LoadTable(dataset.File{Name: "d", Bytes: []byte(table200())}, nil, d, seed, nil)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	l := hold(3, 0)
	count := make([]int, 3)
	for _, y := range l.Test.Y {
		count[y]++
	}
	if !slices.Equal(count, []int{30, 15, 5}) {
		t.Errorf("held out %v", count)
	}
	all := append(slices.Clone(l.Train.FileRows), l.Test.FileRows...)
	if slices.Sort(all); len(slices.Compact(all)) != 200 || !slices.IsSorted(l.Train.FileRows) || !slices.IsSorted(l.Test.FileRows) {
		t.Errorf("parts %v and %v", l.Train.FileRows, l.Test.FileRows)
	}
	mean := 0.0
	for i := range l.Train.Rows() {
		mean += l.Train.X.At(i, 0) / float64(l.Train.Rows())
	}
	if math.Abs(mean) > 1e-12 {
		t.Errorf("the training mean is %g", mean)
	}
	if again := hold(3, 0); !slices.Equal(again.Test.FileRows, l.Test.FileRows) || slices.Equal(hold(4, 0).Test.FileRows, l.Test.FileRows) {
		t.Error("the seed decides nothing, or not all")
	}
	if s := hold(3, 100); s.Train.Rows()+s.Test.Rows() != 100 {
		t.Errorf("a sample of %d and %d", s.Train.Rows(), s.Test.Rows())
	}
	// A category that only a held-out row has counts as none, with a warning.
	rare := strings.Replace(table200(), "v,kind", "v,w,kind", 1)
	rows := strings.Split(rare, "\n")
	for i := 1; i <= 200; i++ {
		rows[i] = strings.Replace(rows[i], ",", fmt.Sprintf(",w%d,", i/2), 1)
	}
	l = loadTable(t, strings.Join(rows, "\n"), func(d *scenario.Data) { d.Holdout = .5 })
	if !slices.ContainsFunc(l.Warnings, func(w dataset.Warning) bool { return w.Code == "unknown-held-out" }) {
		t.Errorf("warnings %v", l.Warnings)
	}
}

// The test file's incomplete rows and other labels are left out as those of the training file.
func TestTestFile(t *testing.T) {
	d := scenario.Data{Kind: scenario.DataTable, Label: "kind", Missing: scenario.MissingDrop, Only: []string{"x", "y"}}
	test := dataset.File{Name: "test.tsv", Bytes: []byte("kind\tcolor\tsize\nx\tred\t9\nz\tred\t1\ny\t\t1\ny\tblue\t1\n")}
	l, err := dataset.LoadTable(dataset.File{Name: "train", Bytes: []byte("size,color,kind\n1,red,x\n2,blue,y\n3,red,x\n4,blue,y\n5,green,z\n6,green,z\n")}, &test, d, 1, nil)
	if err != nil || !slices.Equal(l.Test.FileRows, []int{0, 3}) || !slices.Equal(l.Test.Y, []int{0, 1}) {
		t.Fatalf("%v, rows %v, labels %v", err, l.Test.FileRows, l.Test.Y)
	}
}

// Images are divided by their largest pixel by default; noise is injected and known.
func TestPublishedImagesLoad(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/paper/Image_train_30error.npz")
	if err != nil {
		t.Skip("the paper's files are not there:", err)
	}
	d := scenario.Data{Kind: scenario.DataTable, Label: dataset.ArrayLabel, Sample: 300, Noise: scenario.Noise{Kind: scenario.NoiseSymmetric, Rate: .1}}
	l, err := dataset.LoadTable(dataset.File{Name: "images", Bytes: raw}, &dataset.File{Name: "test", Bytes: raw}, d, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	top, flipped := 0.0, 0
	for i := range l.Train.Rows() {
		top = max(top, slices.Max(l.Train.X.RawRowView(i)[:784]))
		flipped += l.Train.Origin[i]
	}
	if n, f := l.Train.X.Dims(); n != 300 || f != 785 || top != 1 || flipped != 30 || l.Test.Rows() != 600 {
		t.Errorf("%d×%d, largest %g, %d flipped, %d test rows", n, f, top, flipped, l.Test.Rows())
	}
}

// Limits are checked before memory is spent, and name the way out.
func TestSizeLimits(t *testing.T) {
	x := hostile.NPY(hostile.Header("|u1", "(60000, 784)", false), make([]byte, 60000*784))
	labels := make([]byte, 60000)
	for i := range labels {
		labels[i] = byte(i % 10)
	}
	f := dataset.File{Name: "mnist", Bytes: x, Labels: hostile.IDX([]uint32{60000}, labels)}
	d := scenario.Data{Kind: scenario.DataTable, Label: dataset.ArrayLabel}
	_, err := dataset.LoadTable(f, nil, d, 1, nil)
	var e *dataset.Error
	if !errors.As(err, &e) || !strings.Contains(e.Problem.String(), "60000 rows with 785 features each, which take 376 MB") || !strings.Contains(e.Remedy.String(), "sample of at most 25477 rows") {
		t.Errorf("all of MNIST: %v", err)
	}
	d.Only, d.Sample = []string{"3", "5"}, 2000
	if l, err := dataset.LoadTable(f, nil, d, 1, nil); err != nil || l.Train.Rows() != 2000 || len(l.Train.Classes) != 2 {
		t.Errorf("2,000 threes and fives: %v", err)
	}
}

// However large the share, two rows of every class stay to be trained on.
func TestHoldoutLeavesTwo(t *testing.T) {
	l := loadTable(t, "v,kind\n"+strings.Repeat("1,a\n2,a\n3,a\n", 5)+"4,b\n5,b\n6,c\n7,c\n8,c\n", func(d *scenario.Data) { d.Holdout = .9 })
	count := make([]int, 3)
	for _, y := range l.Train.Y {
		count[y]++
	}
	if !slices.Equal(count, []int{2, 2, 2}) || l.Test.Rows() != 14 {
		t.Errorf("%v stay, %d are held out", count, l.Test.Rows())
	}
}

// NaN in an array is missing: refused with its place, dropped, or filled by the mean of
// the others with a feature that says where.
func TestMissingInArrays(t *testing.T) {
	values := []float64{1, 10, math.NaN(), 20, 3, 30, 5, 40}
	var raw []byte
	for _, v := range values {
		raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(v))
	}
	f := dataset.File{Name: "x.npy", Bytes: hostile.NPY(hostile.Header("<f8", "(4, 2)", false), raw), Labels: hostile.IDX([]uint32{4}, []byte{0, 1, 1, 0})}
	d := scenario.Data{Kind: scenario.DataTable, Label: dataset.ArrayLabel, Scale: "none"}
	var e *dataset.Error
	if _, err := dataset.LoadTable(f, nil, d, 1, nil); !errors.As(err, &e) || e.Row != 2 || e.Column != "x0" {
		t.Errorf("refused: %v", err)
	}
	d.Missing = scenario.MissingFill
	l, err := dataset.LoadTable(f, nil, d, 1, nil)
	if err != nil || !slices.Equal(l.Train.X.RawRowView(1), []float64{3, 1, 20, 1}) || !slices.Equal(l.Train.X.RawRowView(3), []float64{5, 0, 40, 1}) {
		t.Errorf("filled: %v, %v", err, l)
	}
	d.Missing, f.Labels = scenario.MissingDrop, hostile.IDX([]uint32{4}, []byte{0, 1, 1, 1})
	if _, err := dataset.LoadTable(f, nil, d, 1, nil); err == nil || !strings.Contains(err.Error(), "only row of class") { // of class 0; three rows stay
		t.Errorf("dropped: %v", err)
	}
}
