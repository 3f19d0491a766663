package dataset

import (
	"untangle/sim/say"
	"untangle/sim/scenario"
)

// Generate makes the training and test rows of generated data under a seed: clean rows
// from the streams "data" and "test", then label noise on the training rows from the
// stream "noise". files holds the packed files that [scenario.Data.Files] names, by name;
// a missing or malformed one gives an [*Error]. d must be valid and not a table.
//
// Where labels are flipped, Origin tells clean from flipped rows; "sd" keeps its rules
// and has the flipped rows as one origin more.
func Generate(d scenario.Data, seed uint64, files map[string][]byte) (train, test *Dataset, err error) {
	data, clean := Stream(seed, "data"), Stream(seed, "test")
	switch d.Kind {
	case scenario.DataSD:
		counts := []int{d.Test}
		if d.TestMix {
			counts = spread(d.Counts, d.Test)
		}
		train, test = SD(data, d.Counts), SD(clean, counts)
	case scenario.DataPlane:
		train, test = Plane(data, d.Counts), Plane(clean, spread(d.Counts, d.Test))
	case scenario.DataMoons:
		train, test = Moons(data, d.Counts[0]), Moons(clean, d.Test)
	case scenario.DataDigits:
		name := d.Files()[0]
		file, ok := files[name]
		if !ok {
			return nil, nil, &Error{File: name, Problem: say.T("is not there, and the digits are drawn from it"), Remedy: say.T("load it from data/ beside the page; ./build.sh build data makes it")}
		}
		images, err := ReadDigits(name, file)
		if err != nil {
			return nil, nil, err
		}
		if train, test, err = Digits(images, name, data, d); err != nil {
			return nil, nil, err
		}
	default:
		return nil, nil, &scenario.Error{Field: "data.kind", Problem: say.T("%q cannot be generated", d.Kind), Remedy: say.T("give its rows")}
	}
	AddNoise(train, seed, d)
	return train, test, nil
}

// AddNoise flips labels of the training rows as the scenario asks, from the stream
// "noise", and tells the flipped rows in Origin; tables take it as well.
func AddNoise(train *Dataset, seed uint64, d scenario.Data) {
	if d.Noisy() {
		flipped := Flip(train, Stream(seed, "noise"), d.Noise)
		markFlipped(train, flipped, d.Kind == scenario.DataSD && len(train.Origins) > 1)
	}
}
