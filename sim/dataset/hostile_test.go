package dataset_test

import (
	"testing"
	"time"

	"untangle/sim/dataset"
	"untangle/tests/hostile"
)

// slow is how long a hostile file may take.
const slow = 2 * time.Second

// No file makes the readers crash, hang or take memory without bound: each ends in an
// error with a remedy or in a table whose parts fit together.
func TestHostileCorpus(t *testing.T) {
	files := hostile.Files()
	if len(files) < 200 {
		t.Fatalf("only %d files", len(files))
	}
	for _, f := range files {
		t.Run(f.Name, func(t *testing.T) {
			took := time.Hour
			for try := 0; try < 3 && took > slow; try++ { // a busy machine may be slow once
				start := time.Now()
				if _, _, err := dataset.ReadAny(f.Name, f.Raw, dataset.Options{Labels: f.Labels}, nil); err != nil {
					complaintOf(t, err)
				}
				took = min(took, time.Since(start))
			}
			if took > slow {
				t.Errorf("reading takes %v", took)
			}
			sane(t, f.Name, f.Raw, dataset.Options{Labels: f.Labels})
		})
	}
}
