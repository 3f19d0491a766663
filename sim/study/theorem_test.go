package study_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/softmax"
	"untangle/sim/study"
	"untangle/sim/theorem"
)

// ofData returns an opened study of the theorems on 60 + 30 questionnaires.
func ofData(t *testing.T, sizes []int) (study.Study, *dataset.Dataset) {
	t.Helper()
	base := scenario.Default()
	base.Data.Counts, base.Data.Test, base.Purify.Steps = []int{60, 30}, 10, 0
	base.Marks = nil
	doc := scenario.Study{Version: 1, Kind: scenario.StudyTheorem, ID: "test", Base: &base,
		Theorem: &scenario.Theorem{Sizes: sizes, Removals: 1, Samples: 20, Ridge: .1, Seeds: 2, Seed: 5}}
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	s, err := study.Open(text, session.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	train, _, err := session.Data(base, session.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	return s, train
}

// On a data set of the user's choice, sizes are those of draws from its rows. All rows are
// the same whatever the seed: they are measured once, and nothing is averaged.
func TestTheoremsAgainstNOnAChosenDataSet(t *testing.T) {
	s, train := ofData(t, []int{20, 90, 40, 400, 0})
	sizes := []int{20, 90, 40, 20, 40}
	if s.Cells() != len(sizes) {
		t.Fatalf("%d cells, want 20 and 40 rows twice and all 90 once", s.Cells())
	}
	results := compute(t, s, upTo(len(sizes)))
	cells := make([]study.TheoremCell, len(results))
	for i, r := range results {
		if err := json.Unmarshal(r, &cells[i]); err != nil {
			t.Fatal(err)
		}
		if cells[i].N != sizes[i] {
			t.Errorf("cell %d has n = %d, want %d", i, cells[i].N, sizes[i])
		}
	}
	if cells[0].Variance == cells[3].Variance {
		t.Error("two seeds draw the same 20 rows")
	}
	for _, size := range summaryOf[study.TheoremSummary](t, s, results).Sizes {
		drawn, interval := size.N < 90, !math.IsNaN(float64(size.DropU.Half)) && size.DropU.Half > 0
		if size.Whole == drawn || interval != drawn || (size.DropU.N == 2) != drawn {
			t.Errorf("n = %d: whole %v, %d replications, interval %g", size.N, size.Whole, size.DropU.N, float64(size.DropU.Half))
		}
	}
	// All rows are what the theorem package measures on the data themselves.
	whole, err := theorem.Measure(theorem.Config{Removals: 1, Samples: 20, Ridge: .1, Seed: 5,
		Data: &theorem.Data{X: softmax.NewDesign(train.X), Y: train.Y, Classes: len(train.Classes)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, want := float64(cells[1].DropU), whole.ScaledDropU
	if !(got >= want-1e-4 && got <= want+1e-4) || !slices.Equal(cells[1].BestRows, whole.Best.Rows) {
		t.Errorf("all rows: drop %g and best %v, want %g and %v", got, cells[1].BestRows, want, whole.Best.Rows)
	}
	// The best set of a draw is named by the rows of the file.
	rows := dataset.Stream(5, "theorem rows").Perm(90)[:20]
	if !slices.Contains(rows, cells[0].BestRows[0]) {
		t.Errorf("the best set of the draw %v is %v", rows, cells[0].BestRows)
	}
}

// Rows of a table are named as its file counts them, whatever is held out or dropped, also
// where all that is left is measured.
func TestTheoremsNameRowsOfTheFile(t *testing.T) {
	var text strings.Builder
	text.WriteString("x,y,kind\n")
	random := dataset.Stream(1, "a table")
	for i := range 60 {
		x, y := random.NormFloat64(), random.NormFloat64()
		if i%5 == 0 {
			fmt.Fprintf(&text, "NA,%g,a\n", y) // dropped
			continue
		}
		fmt.Fprintf(&text, "%g,%g,%c\n", x, y, 'a'+rune((i+i/7)%2))
	}
	base := scenario.Default()
	base.Marks, base.Purify.Steps = nil, 0
	base.Data = scenario.Data{Kind: scenario.DataTable, Label: "kind", Scale: base.Data.Scale, Missing: scenario.MissingDrop, Holdout: .25}
	sources := session.Sources{Table: &session.Table{Train: dataset.File{Name: "t.csv", Bytes: []byte(text.String())}}}
	doc := scenario.Study{Version: 1, Kind: scenario.StudyTheorem, ID: "test", Base: &base,
		Theorem: &scenario.Theorem{Sizes: []int{20, 0}, Removals: 1, Samples: 20, Ridge: .1, Seeds: 1, Seed: 5}}
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	s, err := study.Open(raw, sources)
	if err != nil {
		t.Fatal(err)
	}
	train, _, err := session.Data(base, sources)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := theorem.Measure(theorem.Config{Removals: 1, Samples: 20, Ridge: .1, Seed: 5,
		Data: &theorem.Data{X: softmax.NewDesign(train.X), Y: train.Y, Classes: len(train.Classes)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	index := whole.Best.Rows[0]
	if train.FileRow(index) == index {
		t.Fatal("the best row has the same number in the file: this test shows nothing")
	}
	results := compute(t, s, upTo(2))
	drawn, all := into[study.TheoremCell](t, results[0]), into[study.TheoremCell](t, results[1])
	if want := []int{train.FileRow(index)}; !slices.Equal(all.BestRows, want) {
		t.Errorf("the best of all rows is named %v, want %v", all.BestRows, want)
	}
	if len(drawn.BestRows) != 1 || !slices.Contains(train.FileRows, drawn.BestRows[0]) {
		t.Errorf("the best of a draw is named %v, which is held out or dropped", drawn.BestRows)
	}
}

func TestTheoremSizesOfABase(t *testing.T) {
	base := scenario.Default()
	base.Marks = nil
	doc := scenario.Study{Version: 1, Kind: scenario.StudyTheorem, ID: "test", Base: &base,
		Theorem: &scenario.Theorem{Sizes: []int{5}, Removals: 1, Samples: 20, Ridge: .1, Seeds: 1}}
	refused(t, &doc, "theorem.sizes[0]")
	doc.Theorem.Sizes = []int{0}
	if err := doc.Validate(); err != nil {
		t.Error(err)
	}
	doc.Base = nil
	refused(t, &doc, "theorem.sizes[0]")
}

func refused(t *testing.T, doc *scenario.Study, field string) {
	t.Helper()
	e, ok := doc.Validate().(*scenario.Error)
	if !ok || e.Field != field {
		t.Errorf("sizes %v with base %v: %v, want a refusal of %s", doc.Theorem.Sizes, doc.Base != nil, doc.Validate(), field)
	}
}
