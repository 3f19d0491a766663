package main

import (
	"flag"
)

var varianceCommand = command{
	name:    "variance",
	summary: "train once and measure V[X] and its moments",
	examples: []string{
		"untangle variance -data train.csv -label Q10 -json",
		"untangle variance -data train.csv -label Q10 -fit adam -damping 0.01 -json",
	},
	setup: func(f *flag.FlagSet) func(*environment) error {
		var data dataFlags
		var fit fitFlags
		data.declare(f, false)
		fit.declare(f)
		asJSON := f.Bool("json", true, "write one JSON object; the only format")
		return func(env *environment) error {
			if !*asJSON {
				return usageError("-json is false; JSON is the only format")
			}
			return variance(env, &data, &fit)
		}
	},
}

func variance(env *environment, data *dataFlags, fit *fitFlags) error {
	loaded, err := prepare(env, data, fit, onePoint)
	if err != nil {
		return err
	}
	train := loaded.Train
	tick := progress(env, func() string { return "variance" })
	s, err := fit.state(env, train, tick.Of("fit"))
	if err != nil {
		return err
	}
	skewness, kurtosis, err := s.PairMoments(tick.Of("moments"))
	if err != nil {
		return err
	}
	_, features := train.X.Dims()
	return writeJSON(env.stdout, struct {
		N        int    `json:"n"`
		Features int    `json:"features"`
		Classes  int    `json:"classes"`
		Loss     number `json:"loss"`
		Variance number `json:"variance"`
		Mean     number `json:"mean"`
		Skewness number `json:"skewness"`
		Kurtosis number `json:"kurtosis"`
	}{train.Rows(), features, len(train.Classes), number(s.Point.MeanLoss(s.Problem)),
		number(s.Variance()), number(s.Mean()), number(skewness), number(kurtosis)})
}
