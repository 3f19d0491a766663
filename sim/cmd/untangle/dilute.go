package main

import (
	"flag"
	"fmt"
	"slices"
	"strconv"

	"untangle/sim/erdpd"
	"untangle/sim/scenario"
)

var diluteCommand = command{
	name:    "dilute",
	summary: "train with and without dilution by pure data, or measure the method's claims",
	examples: []string{
		"untangle dilute -data train.csv -label Q10 -test test.csv -noise 0.3 -seeds 3 -epochs 5 -json",
		"untangle dilute -kind sd -counts 300,100 -estimator delta -threshold 0.3 -seeds 2 -epochs 5 -json",
		"untangle dilute -kind moons -counts 200 -noise 0.2 -model mlp -hidden 8 -rate 0.03 -warmup 10 -claims mixture-entropy,confidence-purity -seeds 2 -epochs 3 -json",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		d := &dilution{e: erdpd.Default()}
		d.declare(f)
		asJSON := f.Bool("json", true, "write one JSON object per run or claim; the only format")
		return func(env *environment) error {
			if !*asJSON {
				return usageError("-json is false; JSON is the only format")
			}
			return d.run(env)
		}
	},
}

// dilution is the command's flags and data.
type dilution struct {
	data                        dataFlags
	e                           erdpd.Experiment
	kind, counts, digits, noise string
	hidden, conv, claims, arms  string
	seed                        uint64
	seeds                       int
	files                       map[string][]byte
	generate                    func(e erdpd.Experiment, seed uint64) (*erdpd.Data, error)
	source                      scenario.Data
}

func (d *dilution) declare(f *flag.FlagSet) {
	d.data.declare(f, true)
	f.Lookup("data").Usage = "training `file` of clean rows, to which noise is added; without it, data are generated"
	f.Lookup("label").Usage = "`column` that holds the label (required with -data)"
	f.Lookup("noise").Usage = "flip this `share` of the training labels, 0 to 0.5"
	e := &d.e
	f.StringVar(&d.kind, "kind", "sd", "without -data: \"sd\", \"moons\" or \"digits\"")
	f.StringVar(&d.counts, "counts", "", "without -data: training `rows`; for \"sd\" per rule, comma-separated (700,300 by default)")
	f.StringVar(&d.digits, "digits", "", "packed `file` of digits, as the page's build makes them, for -kind digits")
	f.IntVar(&e.Data.Test, "test-rows", 1000, "without -data: clean test rows")
	f.StringVar(&d.noise, "noise-kind", "symmetric", "\"symmetric\" or \"asymmetric\"")
	f.Float64Var(&e.Imbalance, "imbalance", 1, "ratio of the most frequent to the rarest class")
	f.StringVar((*string)(&e.Model.Kind), "model", string(e.Model.Kind), fmt.Sprintf("one of %v", erdpd.Models))
	f.StringVar(&d.hidden, "hidden", "", "`units` of the hidden layers of mlp and conv, comma-separated")
	f.StringVar(&d.conv, "conv", "", "`filters` of the convolutions of conv, comma-separated")
	f.IntVar(&e.Model.Depth, "depth", 0, "depth of trees; 0 for the default")
	f.IntVar(&e.Model.Components, "components", 0, "Gaussians per class of the generative model; 0 for the default")
	f.IntVar(&e.Train.Epochs, "epochs", e.Train.Epochs, "epochs, or rounds of models without gradients")
	f.IntVar(&e.Train.Batch, "batch", e.Train.Batch, "rows per batch")
	f.Float64Var(&e.Train.Rate, "rate", e.Train.Rate, "step size of Adam, shrinkage of boosting")
	f.Float64Var(&e.Train.Smoothing, "smoothing", 0, "label smoothing")
	f.Float64Var(&e.Train.Jitter, "jitter", 0, "standard deviation of the noise added to features as they are drawn")
	f.BoolVar(&e.Train.Reweight, "reweight", false, "weight rows by their purity")
	f.BoolVar(&e.Train.Continue, "continue", false, "start the diluted run from the model behind the purity estimate")
	f.StringVar((*string)(&e.Purity.Estimator), "estimator", string(e.Purity.Estimator), fmt.Sprintf("purity estimator, one of %v", erdpd.Estimators))
	f.Float64Var(&e.Purity.Threshold, "threshold", e.Purity.Threshold, "τ: rows of larger purity make the pure pool")
	f.Float64Var(&e.Purity.Keep, "keep", 0, "share of the rows that makes the pure pool, instead of -threshold")
	f.IntVar(&e.Purity.Warmup, "warmup", e.Purity.Warmup, "epochs of the models behind the estimate")
	f.IntVar(&e.Purity.Folds, "folds", 0, "judge rows by models that have not seen them; 0 for one model on all rows")
	f.IntVar(&e.Purity.Members, "members", e.Purity.Members, "ensemble of \"agreement\"")
	f.StringVar((*string)(&e.Schedule.Kind), "schedule", string(e.Schedule.Kind), fmt.Sprintf("of α, one of %v", erdpd.Schedules))
	f.Float64Var(&e.Schedule.Start, "alpha", e.Schedule.Start, "α at the start")
	f.Float64Var(&e.Schedule.End, "floor", e.Schedule.End, "α at the end, or its floor")
	f.Float64Var(&e.Schedule.Decay, "decay", e.Schedule.Decay, "β per epoch of the exponential schedule")
	f.Uint64Var(&d.seed, "seed", 1, "first seed")
	f.IntVar(&d.seeds, "seeds", 2, "number of seeds, from -seed on")
	f.StringVar(&d.arms, "arms", "undiluted,diluted", "`arms` to run, comma-separated, of undiluted, diluted and clean; without -claims")
	f.StringVar(&d.claims, "claims", "", fmt.Sprintf("`claims` to measure instead, comma-separated, of %v, or \"all\"", erdpd.ClaimIDs()))
}

// run prepares the data and runs the arms, or the trials of the claims.
func (d *dilution) run(env *environment) error {
	if err := d.check(); err != nil {
		return err
	}
	if err := d.load(env); err != nil {
		return err
	}
	ids, trials, err := d.trials()
	if err != nil {
		return err
	}
	results, err := d.runAll(env, trials)
	if err != nil {
		return inDiluteFlags(err)
	}
	if len(ids) == 0 {
		for _, r := range results {
			if err := writeJSON(env.stdout, r); err != nil {
				return err
			}
		}
		return nil
	}
	for _, id := range ids {
		c, err := erdpd.Judge(id, d.e, results)
		if err != nil {
			return err
		}
		if err := writeJSON(env.stdout, c); err != nil {
			return err
		}
	}
	return nil
}

// check reads the flags that are lists, and validates.
func (d *dilution) check() error {
	var err error
	if d.e.Model.Hidden, err = wholeNumbers("-hidden", d.hidden); err != nil {
		return err
	}
	if d.e.Model.Conv, err = wholeNumbers("-conv", d.conv); err != nil {
		return err
	}
	if d.seeds < 1 || d.seeds > 1000 || (d.claims != "" && d.seeds < 2) {
		return usageError(fmt.Sprintf("-seeds is %d; use 1 to 1000, and 2 or more with -claims", d.seeds))
	}
	if d.seed > scenario.MaxSeed-1000 {
		return usageError("-seed is too large; use 0 to 2^53-1001")
	}
	return inDiluteFlags(d.e.Validate())
}

// wholeNumbers reads whole numbers separated by commas.
func wholeNumbers(name, text string) ([]int, error) {
	var out []int
	for _, field := range list(text) {
		n, err := strconv.Atoi(field)
		if err != nil {
			return nil, usageError(fmt.Sprintf("%s has %q; use whole numbers, such as 32,16", name, field))
		}
		out = append(out, n)
	}
	return out, nil
}

// load makes the source of data.
func (d *dilution) load(env *environment) error {
	noise := d.data.read.Noise
	if noise.Rate > 0 {
		noise.Kind = scenario.NoiseKind(d.noise)
	}
	if d.data.data != "" {
		d.data.read.Noise = scenario.Noise{} // flipped below, under each seed anew
		source, err := d.data.source()
		if err != nil {
			return err
		}
		loaded, err := d.data.load(env, source, d.seed)
		if err != nil {
			return err
		}
		if loaded.Test == nil {
			return usageError("-test and -holdout are missing; give clean test rows, or -holdout 0.3")
		}
		d.e.Data = source
		d.e.Data.Noise = noise
		d.generate = func(e erdpd.Experiment, seed uint64) (*erdpd.Data, error) {
			return erdpd.Prepare(e, seed, loaded.Train, loaded.Test)
		}
		return nil
	}
	if d.data.read.Label != "" {
		return usageError("-label is given without -data; name the file")
	}
	if err := d.generated(noise); err != nil {
		return err
	}
	d.generate = func(e erdpd.Experiment, seed uint64) (*erdpd.Data, error) {
		return erdpd.Generate(e, seed, d.files)
	}
	return nil
}

// generated fills the data of an experiment that generates them.
func (d *dilution) generated(noise scenario.Noise) error {
	counts, err := wholeNumbers("-counts", d.counts)
	if err != nil {
		return err
	}
	data := scenario.Data{Kind: scenario.DataKind(d.kind), Counts: counts, Test: d.e.Data.Test, Noise: noise}
	if len(counts) == 0 {
		data.Counts = map[scenario.DataKind][]int{scenario.DataSD: {700, 300}, scenario.DataMoons: {1000}, scenario.DataDigits: {2000}}[data.Kind]
	}
	switch data.Kind {
	case scenario.DataSD, scenario.DataMoons:
	case scenario.DataDigits:
		data.Size, data.Classes = d.e.Data.Size, d.e.Data.Classes
		if d.digits == "" {
			return usageError("-digits is missing; name the packed file that the page's build makes")
		}
		file, err := readLimited(d.digits)
		if err != nil {
			return err
		}
		d.files = map[string][]byte{data.Files()[0]: file}
	default:
		return usageError(fmt.Sprintf("-kind is %q; use \"sd\", \"moons\" or \"digits\", or name a file by -data", d.kind))
	}
	d.e.Data = data
	return nil
}

// trials returns what is to be run, each once.
func (d *dilution) trials() ([]erdpd.ClaimID, []erdpd.Trial, error) {
	if d.claims == "" {
		var out []erdpd.Trial
		for _, name := range list(d.arms) {
			if !slices.Contains(erdpd.Arms, erdpd.Arm(name)) {
				return nil, nil, usageError(fmt.Sprintf("-arms has %q; use some of %v", name, erdpd.Arms))
			}
			out = append(out, erdpd.Trial{Experiment: d.e, Arm: erdpd.Arm(name)})
		}
		return nil, out, nil
	}
	ids := erdpd.ClaimIDs()
	if d.claims != "all" {
		ids = nil
		for _, name := range list(d.claims) {
			ids = append(ids, erdpd.ClaimID(name))
		}
	}
	out, err := erdpd.Trials(ids, d.e)
	if err != nil {
		return nil, nil, inDiluteFlags(err)
	}
	return ids, out, nil
}
