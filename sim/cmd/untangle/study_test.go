package main_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

const smallSweep = `{"version":1,"kind":"sweep","id":"s","title":"","summary":"","base":{"version":1,"id":"s","title":"","summary":"","seed":1,
"data":{"kind":"sd","counts":[30,10],"test":20},"fit":{"method":"newton","ridge":0.01,"epochs":1,"targetLoss":0.1},"influence":{"damping":0.01},
"purify":{"rule":"delta","perStep":3,"steps":0}},"sweep":{"axes":[{"field":"influence.damping","label":"damping","values":[0.01,0.1]}],"seeds":2}}`

func TestStudyWritesWhatTheLabRecords(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sweep.json")
	if err := os.WriteFile(file, []byte(smallSweep), 0o600); err != nil {
		t.Fatal(err)
	}
	var out struct {
		Document struct{ ID string }
		Results  []struct{ Variance float64 }
		Summary  struct {
			Points []struct {
				Variance struct {
					N    int
					Mean float64
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(succeed(t, "study", "-document", file)), &out); err != nil {
		t.Fatal(err)
	}
	if out.Document.ID != "s" || len(out.Results) != 4 || len(out.Summary.Points) != 2 || out.Summary.Points[1].Variance.N != 2 {
		t.Errorf("%+v", out)
	}
	// The axis runs fastest, then the seeds; every cell is another.
	mean := (out.Results[1].Variance + out.Results[3].Variance) / 2
	if got := out.Summary.Points[1].Variance.Mean; out.Results[0] == out.Results[1] || out.Results[1] == out.Results[3] || math.Abs(got-mean) > 1e-5*mean {
		t.Errorf("V is %+v, and %g on average at the second value", out.Results, got)
	}
}

func TestStudyMisuse(t *testing.T) {
	for _, args := range [][]string{{"study"}, {"study", "-id", "nothing"}, {"study", "-id", "fig5", "-document", "x"}} {
		if r := run(t, args...); r.code != 2 || r.stdout != "" {
			t.Errorf("%v: code %d, output %q", args, r.code, r.stdout)
		}
	}
}
