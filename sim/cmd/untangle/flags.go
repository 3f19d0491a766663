package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/sim/softmax"
)

// fitFlags choose how the model is trained and the Hessian damped.
type fitFlags struct {
	fit     scenario.Fit
	method  string
	damping float64
	seed    uint64
	// chooseRidge replaces the ridge by the one that [softmax.ChooseRidge] finds.
	chooseRidge bool
}

func (m *fitFlags) declare(f *flag.FlagSet) {
	f.StringVar(&m.method, "fit", "newton", "how to train: \"newton\" (exact) or \"adam\" (the paper's protocol)")
	f.Float64Var(&m.fit.Ridge, "ridge", 1e-4, "λ_r, the ridge of a newton fit")
	f.BoolVar(&m.chooseRidge, "choose-ridge", false, "choose λ_r by five-fold cross-validation on the labels as given, and say which")
	f.IntVar(&m.fit.Epochs, "epochs", 1000, "largest number of epochs of an adam fit")
	f.Float64Var(&m.fit.TargetLoss, "target-loss", 0.1, "mean batch loss at which an adam fit stops")
	f.Float64Var(&m.damping, "damping", 0.01, "λ_d, added to the diagonal of the Hessian")
	f.Uint64Var(&m.seed, "seed", 1, "seed of every random stream")
}

// check validates the flags by the rules of a scenario, as usage errors.
func (m *fitFlags) check(data scenario.Data, p scenario.Purify) error {
	m.fit.Method = scenario.FitMethod(m.method)
	s := scenario.Scenario{Version: scenario.Version, ID: "command-line", Seed: m.seed, Fit: m.fit,
		Data:      data,
		Influence: scenario.Influence{Damping: m.damping}, Purify: p}
	return inFlags(s.Validate())
}

// flagOf names the flag behind a field of a scenario.
var flagOf = map[string]string{
	"seed": "-seed", "data.counts": "-counts", "fit.method": "-fit", "fit.ridge": "-ridge", "fit.epochs": "-epochs",
	"fit.targetLoss": "-target-loss", "influence.damping": "-damping",
	"data.label": "-label", "data.scale": "-scale", "data.features": "-features", "data.truth": "-truth", "data.missing": "-missing",
	"data.holdout": "-holdout", "data.only": "-only", "data.sample": "-sample", "data.noise.rate": "-noise", "data.noise.kind": "-noise",
	"purify.rule": "-rule", "purify.perStep": "-per-step", "purify.steps": "-steps",
	"divide.blocks": "-blocks", "divide.method": "-method", "race.rules": "-rules",
	"theorem.n": "-n", "theorem.removals": "-removals", "theorem.samples": "-samples", "theorem.points": "-points",
	"theorem.pairs": "-pairs", "theorem.ridge": "-ridge", "theorem.seed": "-seed",
}

// inFlags turns an error of a scenario into a usage error that names the flag.
func inFlags(err error) error {
	if err == nil {
		return nil
	}
	var e *scenario.Error
	if !errors.As(err, &e) {
		return usageError(err.Error())
	}
	field, _, _ := strings.Cut(e.Field, "[")
	name, known := flagOf[field]
	if !known {
		name = e.Field
	}
	return usageError(fmt.Sprintf("%s %s; %s", name, e.Problem, e.Remedy))
}

// suggestionRidge returns the ridge of models that suggest labels.
func (m *fitFlags) suggestionRidge() float64 {
	if m.fit.Method == scenario.FitAdam {
		return session.SuggestionRidge
	}
	return m.fit.Ridge
}

// choose sets the ridge where that is asked for.
func (m *fitFlags) choose(env *environment, train *dataset.Dataset) error {
	if !m.chooseRidge || m.fit.Method != scenario.FitNewton {
		return nil
	}
	x := softmax.NewDesign(train.X)
	p := &softmax.Problem{X: x, Y: train.Y, Rows: softmax.All(train.Rows()), Basis: softmax.NewBasis(x, len(train.Classes))}
	tick := progress(env, func() string { return "ridge" })
	ridge, _, err := softmax.ChooseRidge(p, min(session.Folds, train.Rows()), dataset.Stream(m.seed, "split"), tick.Of("cross-validation"))
	if err != nil {
		return err
	}
	m.fit.Ridge = ridge
	fmt.Fprintf(env.stderr, "note: -ridge %g has the smallest loss on rows held out\n", ridge)
	return nil
}

// config composes what a loop needs.
func (m *fitFlags) config(train *dataset.Dataset, p scenario.Purify) purify.Config {
	return purify.Config{X: softmax.NewDesign(train.X), Y: train.Y, Classes: len(train.Classes),
		Fit: m.fit, Damping: m.damping, Purify: p, Seed: m.seed}
}

// state trains on all rows and evaluates the influence there.
func (m *fitFlags) state(env *environment, train *dataset.Dataset, tick func(done, total int) error) (*influence.State, error) {
	trainer, err := purify.NewTrainer(m.fit, m.seed)
	if err != nil {
		return nil, err
	}
	x := softmax.NewDesign(train.X)
	basis := softmax.NewBasis(x, len(train.Classes))
	p := &softmax.Problem{X: x, Y: train.Y, Rows: softmax.All(train.Rows()), Basis: basis}
	fit, err := trainer.Fit(p, tick)
	if err != nil {
		return nil, err
	}
	s := influence.NewState(basis, m.damping)
	if err := s.Evaluate(p, fit.Theta); err != nil {
		return nil, err
	}
	warn(env, fit)
	return s, nil
}
