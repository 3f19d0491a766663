package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// dilution is what the tests read of a line of "dilute".
type dilution struct {
	Seed    uint64
	Arm     string
	Rows    int
	Flipped float64
	Pools   *struct{ Count int }
	Epochs  []struct{ Accuracy float64 }
}

func TestDilute(t *testing.T) {
	args := []string{"dilute", "-kind", "sd", "-counts", "400", "-test-rows", "200", "-noise", "0.25", "-estimator", "truth", "-seeds", "2", "-epochs", "4", "-rate", "0.05", "-json"}
	text := succeed(t, args...)
	if again := succeed(t, args...); again != text {
		t.Error("two runs of the same command differ")
	}
	out := lines(t, text)
	if len(out) != 4 {
		t.Fatalf("%d lines", len(out))
	}
	for i, line := range out {
		var r dilution
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		arm := []string{"undiluted", "diluted"}[i/2]
		if r.Arm != arm || r.Seed != uint64(1+i%2) || r.Rows != 400 || r.Flipped != .25 || len(r.Epochs) != 5 || (r.Pools == nil) != (arm == "undiluted") {
			t.Errorf("line %d is %+v", i, r)
		}
		if r.Pools != nil && r.Pools.Count != 300 {
			t.Errorf("the true pool has %d rows", r.Pools.Count)
		}
		if r.Epochs[4].Accuracy <= r.Epochs[0].Accuracy {
			t.Errorf("%s, seed %d: nothing was learned: %v", r.Arm, r.Seed, r.Epochs)
		}
	}
}

func TestDiluteClaims(t *testing.T) {
	out := lines(t, succeed(t, "dilute", "-kind", "sd", "-counts", "200", "-noise", "0.3", "-estimator", "truth", "-seeds", "2", "-epochs", "2", "-claims", "mixture-entropy,entropy-derivative"))
	if len(out) != 2 {
		t.Fatalf("%d lines", len(out))
	}
	c := object[struct {
		ID, Verdict string
		Seeds       []uint64
		Figures     []struct{ Mean, Low, High float64 }
	}](t, out[0], "id", "statement", "source", "rule", "verdict", "condition", "yes", "cases", "interval", "figures", "trials", "seeds")
	// Pools told apart by the truth differ, so H(P′) lies above the chord.
	if c.ID != "mixture-entropy" || c.Verdict != "does not hold" || len(c.Seeds) != 2 || c.Figures[0].Low <= 0 {
		t.Errorf("%+v", c)
	}
}

func TestDiluteExamplesWork(t *testing.T) {
	folder := t.TempDir()
	for name, counts := range map[string]string{"train.csv": "290,40", "test.csv": "50"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(succeed(t, "generate", "-counts", counts)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, examples, _ := strings.Cut(succeed(t, "dilute", "-h"), "Examples:\n")
	found := strings.Split(strings.TrimSpace(examples), "\n")
	for _, line := range found {
		args := strings.Fields(line)
		for i := range args {
			if strings.HasSuffix(args[i], ".csv") {
				args[i] = filepath.Join(folder, args[i])
			}
		}
		succeed(t, args[1:]...)
	}
	if len(found) < 3 {
		t.Errorf("only %d examples", len(found))
	}
}

func TestDiluteWrongUsage(t *testing.T) {
	for want, args := range map[string][]string{
		"-threshold":  {"-kind", "sd", "-estimator", "random", "-threshold", "1"},
		"-model":      {"-model", "oracle"},
		"-hidden":     {"-model", "mlp", "-hidden", "8,x"},
		"-seeds":      {"-claims", "trees", "-seeds", "1"},
		"-claims":     {"-claims", "free-lunch"},
		"-arms":       {"-arms", "diluted,both"},
		"-noise":      {"-noise", "0.9"},
		"-kind":       {"-kind", "clouds"},
		"-digits":     {"-kind", "digits"},
		"-label":      {"-label", "Q10"},
		"-json":       {"-json=false"},
		"-estimator":  {"-estimator", "hope"},
		"-imbalance":  {"-imbalance", "0"},
		"-continue":   {"-continue", "-folds", "3"},
		"-schedule":   {"-schedule", "cosine"},
		"-counts":     {"-counts", "3"},
		"-test-rows":  {"-test-rows", "0"},
		"unexpected ": {"extra"},
	} {
		r := run(t, append([]string{"dilute"}, args...)...)
		if r.code != 2 || r.stdout != "" || !strings.Contains(r.stderr, want) {
			t.Errorf("%v ends with code %d and says %q, want %q", args, r.code, r.stderr, want)
		}
	}
}
