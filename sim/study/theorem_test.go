package study_test

import (
	"encoding/json"
	"slices"
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

// On a data set of the user's choice, sizes are those of draws from its rows, and all rows
// are measured once.
func TestTheoremsAgainstNOnAChosenDataSet(t *testing.T) {
	s, train := ofData(t, []int{20, 40, 90, 400, 0})
	if s.Cells() != 3*2 {
		t.Fatalf("%d cells, want those of 20, 40 and all 90 rows, twice", s.Cells())
	}
	results := compute(t, s, []int{0, 1, 2, 3, 4, 5})
	cells := make([]study.TheoremCell, len(results))
	for i, r := range results {
		if err := json.Unmarshal(r, &cells[i]); err != nil {
			t.Fatal(err)
		}
		if want := []int{20, 40, 90}[i%3]; cells[i].N != want {
			t.Errorf("cell %d has n = %d, want %d", i, cells[i].N, want)
		}
	}
	if cells[0].Variance == cells[3].Variance {
		t.Error("two seeds draw the same 20 rows")
	}
	// All rows are what the theorem package measures on the data themselves.
	whole, err := theorem.Measure(theorem.Config{Removals: 1, Samples: 20, Ridge: .1, Seed: 5,
		Data: &theorem.Data{X: softmax.NewDesign(train.X), Y: train.Y, Classes: len(train.Classes)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, want := float64(cells[2].DropU), whole.ScaledDropU
	if !(got >= want-1e-4 && got <= want+1e-4) || !slices.Equal(cells[2].BestRows, whole.Best.Rows) {
		t.Errorf("all rows: drop %g and best %v, want %g and %v", got, cells[2].BestRows, want, whole.Best.Rows)
	}
	// The best set of a draw is named by the rows of the file.
	rows := dataset.Stream(5, "theorem rows").Perm(90)[:20]
	if !slices.Contains(rows, cells[0].BestRows[0]) {
		t.Errorf("the best set of the draw %v is %v", rows, cells[0].BestRows)
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
