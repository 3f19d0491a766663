package main

import (
	"flag"

	"untangle/sim/scenario"
	"untangle/sim/softmax"
	"untangle/sim/theorem"
)

var theoremCommand = command{
	name:    "theorem",
	summary: "measure the paper's lemmas and theorems by exact refits",
	examples: []string{
		"untangle theorem -n 800 -removals 1 -json",
		"untangle theorem -n 200 -removals 5 -samples 1000",
		"untangle theorem -data train.csv -label Q10 -removals 1 -points 40",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		var data dataFlags
		var c theorem.Config
		data.declare(f, false)
		f.Lookup("data").Usage = "`file`: CSV with a header row; without it, a logistic problem with two features and two rules"
		f.Lookup("label").Usage = "`column` that holds the label (required with -data)"
		f.IntVar(&c.N, "n", 0, "points of the built-in problem (800 by default); not with -data")
		f.IntVar(&c.Removals, "removals", 1, "s, the size of the sets M that are left out")
		f.IntVar(&c.Samples, "samples", 0, "sets to draw where s > 1; all of them if there are no more (400 by default)")
		f.IntVar(&c.Points, "points", 0, "points whose δ is measured; all by default")
		f.IntVar(&c.Pairs, "pairs", 0, "pairs of points for Lemmas 3 and 6; -1 for none (6 by default)")
		f.Float64Var(&c.Ridge, "ridge", theorem.DefaultRidge, "λ, the ridge inside every point's loss")
		f.Uint64Var(&c.Seed, "seed", 1, "seed of every random stream")
		drops := f.Bool("drops", false, "add the scaled δ of every point measured")
		brief := f.Bool("json", false, "write the seven numbers of the theorem alone: n, removals, variance, scaledDropU, scaledDropMean, claimed, corrected; without it, an object with everything that was measured")
		return func(env *environment) error {
			if *brief && *drops {
				return usageError("-json writes seven numbers, and -drops adds to the whole; give one of them")
			}
			if *brief {
				c.Pairs = -1 // the lemmas would be measured for nothing
			}
			r, err := measureTheorem(env, &data, c)
			if err != nil {
				return err
			}
			if *brief {
				return writeJSON(env.stdout, theoremBrief{r.N, r.Removals, r.Variance, r.ScaledDropU, r.ScaledDropMean, r.Claimed, r.Corrected})
			}
			if !*drops {
				r.Rows, r.Drops = nil, nil
			}
			return writeJSON(env.stdout, r)
		}
	},
}

// theoremBrief is what "theorem -json" writes: the claim, its correction and the measurement.
type theoremBrief struct {
	N              int     `json:"n"`
	Removals       int     `json:"removals"`
	Variance       float64 `json:"variance"`
	ScaledDropU    float64 `json:"scaledDropU"`
	ScaledDropMean float64 `json:"scaledDropMean"`
	Claimed        float64 `json:"claimed"`
	Corrected      float64 `json:"corrected"`
}

func measureTheorem(env *environment, data *dataFlags, c theorem.Config) (theorem.Result, error) {
	if data.data == "" && data.read.Label != "" {
		return theorem.Result{}, usageError("-label is given without -data; name the file")
	}
	if data.data != "" {
		if c.N != 0 {
			return theorem.Result{}, usageError("-n is given with -data; leave it out, all rows are used")
		}
		loaded, err := prepare(env, data, &fitFlags{method: "newton", fit: scenario.Fit{Ridge: c.Ridge}, damping: 1, seed: c.Seed}, onePoint)
		if err != nil {
			return theorem.Result{}, err
		}
		d := loaded.Train
		c.Data = &theorem.Data{X: softmax.NewDesign(d.X), Y: d.Y, Classes: len(d.Classes)}
	} else if c.N == 0 {
		c.N = 800
	}
	if c.Ridge == 0 { // the package takes it for its default
		return theorem.Result{}, usageError("-ridge is 0; use 1e-06 to 100")
	}
	r, err := theorem.Measure(c, progress(env, func() string { return "theorem" }).Of("refits"))
	if err != nil {
		return theorem.Result{}, inFlags(err)
	}
	return r, nil
}
