package main

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"slices"
	"strings"

	"untangle/sim/dataset"
	"untangle/sim/divide"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// divideMethods are the values of -method.
var divideMethods = []string{"em", "purify", "reassign", "moe", "categorical"}

// divideFlags choose how to divide.
type divideFlags struct {
	blocks, restarts, perStep int
	method, start             string
	emRidge                   float64
	crossFit                  bool
}

var divideCommand = command{
	name:    "divide",
	summary: "split the rows into blocks with a sub-model each, and try a router",
	examples: []string{
		"untangle divide -data train.csv -label Q10 -test test.csv -blocks 2 -method em -json",
		"untangle divide -data train.csv -label Q10 -test test.csv -blocks 2 -method em -start purify",
		"untangle divide -data train.csv -label Q10 -test test.csv -blocks 2 -method em -cross-fit",
		"untangle divide -data train.csv -label Q10 -method purify -per-step 2 -blocks 2",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		var data dataFlags
		var fit fitFlags
		var d divideFlags
		data.declare(f, true)
		fit.declare(f)
		f.IntVar(&d.blocks, "blocks", 2, fmt.Sprintf("number of blocks, 1 to %d; 0 chooses it by BIC and adds the curve, with held-out likelihoods (em only)", divide.MaxBlocks))
		f.StringVar(&d.method, "method", "em", "how to divide, one of "+strings.Join(divideMethods, ", "))
		f.StringVar(&d.start, "start", "random", "where em and reassign start: \"random\" or \"purify\"")
		f.Float64Var(&d.emRidge, "em-ridge", 1e-5, "λ, the ridge of em; 0 chooses it by likelihood out of fold and adds the curve (em only)")
		f.IntVar(&d.restarts, "restarts", 3, "random starts of em, of which the likeliest counts")
		f.BoolVar(&d.crossFit, "cross-fit", false, "with em: fit the models once more, with responsibilities out of fold")
		f.IntVar(&d.perStep, "per-step", 0, "points removed per step of purify; 1 % of the rows by default")
		asJSON := f.Bool("json", true, "write one JSON object; the only format")
		return func(env *environment) error {
			if !*asJSON {
				return usageError("-json is false; JSON is the only format")
			}
			if err := d.check(); err != nil {
				return err
			}
			return runDivide(env, &data, &fit, &d)
		}
	},
}

func (d *divideFlags) check() error {
	switch {
	case !slices.Contains(divideMethods, d.method):
		return usageError(fmt.Sprintf("-method is %q; use one of %v", d.method, divideMethods))
	case d.start != "random" && d.start != "purify":
		return usageError(fmt.Sprintf("-start is %q; use \"random\" or \"purify\"", d.start))
	case d.blocks < 0 || d.blocks > divide.MaxBlocks:
		return usageError(fmt.Sprintf("-blocks is %d; use 1 to %d, or 0 to choose", d.blocks, divide.MaxBlocks))
	case d.blocks == 0 && d.method != "em":
		return usageError("-blocks is 0, which only em can choose; use 1 or more")
	case d.crossFit && d.method != "em":
		return usageError(fmt.Sprintf("-cross-fit is given with -method %s; it goes with em", d.method))
	case d.emRidge == 0 && d.method != "em":
		return usageError("-em-ridge is 0, which only em can choose; use 1e-08 to 10")
	case d.emRidge == 0 && d.blocks == 0:
		return usageError("-em-ridge and -blocks are both 0; give one of them")
	case d.emRidge != 0 && !(d.emRidge >= 1e-8 && d.emRidge <= 10): // NaN too
		return usageError(fmt.Sprintf("-em-ridge is %v; use 1e-08 to 10, or 0 to choose", d.emRidge))
	case d.restarts < 1 || d.restarts > 100:
		return usageError(fmt.Sprintf("-restarts is %d; use 1 to 100", d.restarts))
	case d.perStep < 0 || d.perStep > scenario.MaxPerStep:
		return usageError(fmt.Sprintf("-per-step is %d; use 1 to %d, or 0", d.perStep, scenario.MaxPerStep))
	}
	return nil
}

func runDivide(env *environment, data *dataFlags, fit *fitFlags, d *divideFlags) error {
	loaded, err := prepare(env, data, fit, onePoint)
	if err != nil {
		return err
	}
	train, test := loaded.Train, loaded.Test
	x := softmax.NewDesign(train.X)
	p := &softmax.Problem{X: x, Y: train.Y, Rows: softmax.All(train.Rows()), Basis: softmax.NewBasis(x, len(train.Classes))}
	tick := percent(progress(env, func() string { return "divide" }).Of(d.method))
	out := divideOutput{}
	k := d.blocks
	if k == 0 {
		if k, err = d.choose(&out, p, fit.seed, tick); err != nil {
			return inKnownFlags(err)
		}
	}
	if d.emRidge == 0 {
		if err := d.chooseRidge(&out, p, k, fit.seed, tick); err != nil {
			return inKnownFlags(err)
		}
	}
	division, err := d.divide(train, p, k, fit, tick)
	if err == nil && d.crossFit {
		division, err = d.em().CrossFit(p, division, fit.seed, tick)
	}
	if err != nil {
		return inKnownFlags(err)
	}
	router, err := divide.NewRouter(p, division.Blocks, division.K(), fit.seed, tick)
	if err != nil {
		return err
	}
	state, err := fit.state(env, train, progress(env, func() string { return "global" }).Of("fit"))
	if err != nil {
		return err
	}
	out.fill(division, router)
	var truth []int
	if agreement := out.agree(division, train); agreement != nil {
		truth = agreement.TestBlocks(train, test)
	}
	out.predict(division, router, state.Theta, test, truth, p.Basis.C)
	return writeJSON(env.stdout, out)
}

// choose picks the number of blocks by BIC; see [divide.Chooser] for why not by held-out
// likelihood.
func (d *divideFlags) choose(out *divideOutput, p *softmax.Problem, seed uint64, tick divide.Tick) (int, error) {
	most := min(divide.MaxBlocks, len(p.Rows))
	curve, err := divide.Chooser{EM: d.em()}.Blocks(p, most, seed, nil, tick)
	if err != nil {
		return 0, err
	}
	for _, c := range curve {
		out.Curve = append(out.Curve, choicePoint{c.Blocks, number(c.LogLikelihood), number(c.HeldOut), number(c.BIC), c.Parameters})
	}
	return curve[divide.BestBIC(curve)].Blocks, nil
}

// chooseRidge sets λ by held-out likelihood.
func (d *divideFlags) chooseRidge(out *divideOutput, p *softmax.Problem, k int, seed uint64, tick divide.Tick) error {
	curve, err := divide.Chooser{EM: d.em(), Folds: divide.RidgeFolds}.Ridges(p, k, divide.Ridges, seed, nil, tick)
	if err != nil {
		return err
	}
	for _, c := range curve {
		out.Ridges = append(out.Ridges, ridgePoint{number(c.Ridge), number(c.LogLikelihood), number(c.HeldOut)})
	}
	d.emRidge = curve[divide.BestHeldOut(curve)].Ridge
	out.EMRidge = number(d.emRidge)
	return nil
}

func (d *divideFlags) em() divide.EM { return divide.EM{Ridge: d.emRidge, Restarts: d.restarts} }

func (d *divideFlags) divide(train *dataset.Dataset, p *softmax.Problem, k int, fit *fitFlags, tick divide.Tick) (*divide.Division, error) {
	ridge := fit.suggestionRidge() // of the blocks' models, which are always fitted exactly
	purify := divide.Purify{PerStep: d.perStep, Fit: fit.fit, Damping: fit.damping, Ridge: ridge, Seed: fit.seed}
	start := func() ([]int, error) {
		first, err := purify.Divide(p, k, nil, tick)
		if err != nil {
			return nil, err
		}
		return first.Blocks, nil
	}
	switch d.method {
	case "purify":
		return purify.Divide(p, k, nil, tick)
	case "moe":
		return divide.Experts{}.Random(p, k, fit.seed, nil, tick)
	case "categorical":
		return divide.Categorical{Ridge: ridge}.Random(train, p, k, fit.seed, nil, tick)
	}
	reassign := divide.Reassign{Ridge: ridge}
	if d.start == "random" {
		if d.method == "em" {
			return d.em().Random(p, k, fit.seed, nil, tick)
		}
		return reassign.Random(p, k, fit.seed, nil, tick)
	}
	blocks, err := start()
	if err != nil {
		return nil, err
	}
	if d.method == "em" {
		return d.em().From(p, blocks, k, nil, tick)
	}
	return reassign.From(p, blocks, k, nil, tick)
}

// inKnownFlags is inFlags for errors that name a flag; others are of the data.
func inKnownFlags(err error) error {
	var e *scenario.Error
	if errors.As(err, &e) {
		return inFlags(err)
	}
	return err
}

// percent turns a tick into one whose total is always 100: the parts of a division have
// totals of their own, and a bar has only one.
func percent(tick func(done, total int) error) divide.Tick {
	if tick == nil {
		return nil
	}
	return func(done, total int) error { return tick(100*done/max(1, total), 100) }
}

func numbers(v []float64) []number {
	out := make([]number, len(v))
	for i, x := range v {
		out[i] = number(x)
	}
	return out
}

// notKnown is what JSON has as null.
var notKnown = number(math.NaN())
