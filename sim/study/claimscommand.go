package study

import (
	"fmt"
	"strings"

	"untangle/sim/erdpd"
)

// command writes the command line that measures a claim under the same settings: what
// differs from the command's defaults, which are those of [erdpd.Default].
func command(id erdpd.ClaimID, e erdpd.Experiment, seeds int, seed uint64) string {
	d := erdpd.Default()
	args := []string{"untangle dilute", "-claims", string(id), "-kind", string(e.Data.Kind), "-counts", listed(e.Data.Counts)}
	for _, file := range e.Data.Files() {
		args = append(args, "-digits", "site/dist/data/"+file)
	}
	add := func(name string, value, usual any) {
		if v := fmt.Sprint(value); v != fmt.Sprint(usual) {
			args = append(args, "-"+name, v)
		}
	}
	add("test-rows", e.Data.Test, d.Data.Test)
	add("noise", e.Data.Noise.Rate, 0)
	if e.Data.Noisy() {
		add("noise-kind", e.Data.Noise.Kind, d.Data.Noise.Kind)
	}
	add("imbalance", e.Imbalance, d.Imbalance)
	add("model", e.Model.Kind, d.Model.Kind)
	add("hidden", listed(e.Model.Hidden), "")
	add("conv", listed(e.Model.Conv), "")
	add("depth", e.Model.Depth, d.Model.Depth)
	add("components", e.Model.Components, d.Model.Components)
	t, u := e.Train, d.Train
	add("epochs", t.Epochs, u.Epochs)
	add("batch", t.Batch, u.Batch)
	add("rate", t.Rate, u.Rate)
	add("smoothing", t.Smoothing, u.Smoothing)
	add("jitter", t.Jitter, u.Jitter)
	if t.Reweight {
		args = append(args, "-reweight")
	}
	if t.Continue {
		args = append(args, "-continue")
	}
	p, q := e.Purity, d.Purity
	add("estimator", p.Estimator, q.Estimator)
	add("threshold", p.Threshold, q.Threshold)
	add("keep", p.Keep, q.Keep)
	add("warmup", p.Warmup, q.Warmup)
	add("folds", p.Folds, q.Folds)
	add("members", p.Members, q.Members)
	s, r := e.Schedule, d.Schedule
	add("schedule", s.Kind, r.Kind)
	add("alpha", s.Start, r.Start)
	add("floor", s.End, r.End)
	add("decay", s.Decay, r.Decay)
	return strings.Join(append(args, "-seeds", fmt.Sprint(seeds), "-seed", fmt.Sprint(seed)), " ")
}

// listed writes whole numbers with commas between.
func listed(v []int) string { return strings.ReplaceAll(strings.Trim(fmt.Sprint(v), "[]"), " ", ",") }
