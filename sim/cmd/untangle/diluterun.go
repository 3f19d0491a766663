package main

import (
	"errors"
	"fmt"
	"runtime"
	"sync"

	"untangle/sim/erdpd"
	"untangle/sim/scenario"
)

// runAll runs every trial under every seed, several at a time; the results are in order.
func (d *dilution) runAll(env *environment, trials []erdpd.Trial) ([]*erdpd.Result, error) {
	total := len(trials) * d.seeds
	results, errs := make([]*erdpd.Result, total), make([]error, total)
	tick := progress(env, func() string { return "dilute" })
	var lock sync.Mutex
	var group sync.WaitGroup
	next, done := 0, 0
	for range min(total, runtime.NumCPU()) {
		group.Go(func() {
			for {
				lock.Lock()
				i := next
				next++
				lock.Unlock()
				if i >= total {
					return
				}
				results[i], errs[i] = d.one(trials[i/d.seeds], d.seed+uint64(i%d.seeds))
				lock.Lock()
				if errs[i] != nil {
					next = total // the others finish, no new ones start
				}
				if done++; tick != nil && errs[i] == nil {
					errs[i] = tick("runs", done, total)
				}
				lock.Unlock()
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return results, nil
}

func (d *dilution) one(t erdpd.Trial, seed uint64) (*erdpd.Result, error) {
	data, err := d.generate(t.Experiment, seed)
	if err != nil {
		return nil, err
	}
	return erdpd.Run(t.Experiment, data, seed, t.Arm, nil, nil)
}

// diluteFlags name the flags behind the fields of an experiment.
var diluteFlags = map[string]string{
	"imbalance": "-imbalance", "model.kind": "-model", "model.hidden": "-hidden", "model.conv": "-conv", "model.depth": "-depth",
	"model.components": "-components", "network.hidden": "-hidden", "network.conv": "-conv",
	"train.epochs": "-epochs", "train.batch": "-batch", "train.rate": "-rate", "train.smoothing": "-smoothing", "train.jitter": "-jitter",
	"train.reweight": "-reweight", "train.continue": "-continue",
	"purity.estimator": "-estimator", "purity.threshold": "-threshold", "purity.keep": "-keep", "purity.warmup": "-warmup", "purity.folds": "-folds", "purity.members": "-members",
	"schedule.kind": "-schedule", "schedule.start": "-alpha", "schedule.end": "-floor", "schedule.decay": "-decay",
	"data.test": "-test-rows", "claim": "-claims",
}

// inDiluteFlags turns an error of an experiment into a usage error that names the flag;
// others stay.
func inDiluteFlags(err error) error {
	var e *scenario.Error
	if errors.As(err, &e) {
		if name, known := diluteFlags[e.Field]; known {
			return usageError(fmt.Sprintf("%s %s; %s", name, e.Problem, e.Remedy))
		}
	}
	return inKnownFlags(err)
}
