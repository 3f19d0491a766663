package erdpd_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/dataset"
	"untangle/sim/erdpd"
	"untangle/sim/network"
	"untangle/sim/scenario"
)

func run(t *testing.T, e erdpd.Experiment, d *erdpd.Data, seed uint64, arm erdpd.Arm) *erdpd.Result {
	t.Helper()
	r, err := erdpd.Run(e, d, seed, arm, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// gradients forms the gradient (p − e_y) ⊗ (x, 1) of softmax regression for rows.
func gradients(d *erdpd.Data, theta []float64, rows []int) [][]float64 {
	c, dim := d.Classes, d.Inputs()
	out := make([][]float64, len(rows))
	for i, r := range rows {
		x, p := d.X.RawRowView(r)[:dim], make([]float64, c)
		for k := range p {
			p[k] = floats.Dot(theta[k*dim:(k+1)*dim], x) + theta[c*dim+k]
		}
		z := floats.LogSumExp(p)
		for k := range p {
			p[k] = math.Exp(p[k] - z)
		}
		p[d.Given[r]]--
		for k := range p {
			for _, v := range x {
				out[i] = append(out[i], p[k]*v)
			}
			out[i] = append(out[i], p[k])
		}
	}
	return out
}

// spread returns the mean of ‖g − ḡ‖² and ‖ḡ‖².
func spread(g [][]float64) (variance, signal float64) {
	mean := make([]float64, len(g[0]))
	for _, v := range g {
		floats.AddScaled(mean, 1/float64(len(g)), v)
	}
	for _, v := range g {
		d := floats.Distance(v, mean, 2)
		variance += d * d / float64(len(g))
	}
	return variance, floats.Dot(mean, mean)
}

// The variances before training, against gradients formed one by one.
func TestGradientVarianceByBruteForce(t *testing.T) {
	e := small()
	e.Train.Epochs = 1
	d := blobs(t, e, 300, 50, 9, 4)
	m, err := network.New(network.Spec{Inputs: 9, Classes: 4})
	if err != nil {
		t.Fatal(err)
	}
	m.Init(dataset.Stream(7, "init"))
	for _, arm := range []erdpd.Arm{erdpd.ArmUndiluted, erdpd.ArmDiluted} {
		r := run(t, e, d, 7, arm)
		got := r.Epochs[0].Gradient
		probe, _ := spread(gradients(d, m.Theta(), dataset.Stream(7, "probe").Perm(300)[:256]))
		near(t, "the probe's variance", got.Probe, probe, 1e-12*probe)

		rows := make([]int, 300)
		for i := range rows {
			rows[i] = i
		}
		s, alpha := erdpd.NewSampler(nil, rows, dataset.Stream(7, "mixture probe")), 0.0
		if arm == erdpd.ArmDiluted {
			s, alpha = erdpd.NewSampler(r.Pools.Pure, r.Pools.Noisy, dataset.Stream(7, "mixture probe")), e.Schedule.Start
		}
		var every, means [][]float64
		batch := make([]int, e.Train.Batch)
		for range 8 {
			s.Batch(batch, alpha)
			g := gradients(d, m.Theta(), batch)
			mean := make([]float64, len(g[0]))
			for _, v := range g {
				floats.AddScaled(mean, 1/float64(len(g)), v)
			}
			every, means = append(every, g...), append(means, mean)
		}
		variance, signal := spread(every)
		between, _ := spread(means)
		near(t, "the mixture's variance", got.Variance, variance, 1e-12*variance)
		near(t, "‖ḡ‖²", got.Signal, signal, 1e-12*signal)
		near(t, "the ratio", got.SNR, signal/variance, 1e-12)
		near(t, "the variance per batch", got.Batch, between*8/7, 1e-11)
		near(t, "smoothness at the start", got.Smoothness, 0, 0)
	}
}

// The gradient of ½θᵀAθ changes by A times the step: along an axis, by its entry.
func TestSmoothnessOfAQuadratic(t *testing.T) {
	step := erdpd.Smoothness()
	near(t, "the first", step([]float64{1, 1}, []float64{3, 5}), 0, 0)
	near(t, "along the first axis", step([]float64{2, 1}, []float64{6, 5}), 3, 1e-15)
	near(t, "along the second axis", step([]float64{2, 0}, []float64{6, 0}), 5, 1e-15)
	near(t, "without a step", step([]float64{2, 0}, []float64{6, 0}), 0, 0)
}

// Arms of a seed share rows, noise and initial weights; a run is a function of its input.
func TestRunsRepeatAndArmsPair(t *testing.T) {
	e := small()
	d := blobs(t, e, 300, 100, 9, 4)
	text := map[erdpd.Arm]string{}
	first := map[erdpd.Arm]*erdpd.Result{}
	for _, arm := range erdpd.Arms {
		for k := range 2 {
			r := run(t, e, d, 3, arm)
			b, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			if k == 1 && string(b) != text[arm] {
				t.Errorf("%s: two runs differ", arm)
			}
			text[arm], first[arm] = string(b), r
		}
	}
	a, b := first[erdpd.ArmUndiluted].Epochs[0], first[erdpd.ArmDiluted].Epochs[0]
	if a.Accuracy != b.Accuracy || a.Gradient.Probe != b.Gradient.Probe || a.Loss != b.Loss {
		t.Errorf("the arms start apart: %+v and %+v", a, b)
	}
	if last := first[erdpd.ArmClean].Last().Accuracy; last < .9 {
		t.Errorf("on clean labels the accuracy is %.3f", last)
	}
	near(t, "the share of flips", first[erdpd.ArmUndiluted].Flipped, .3, 1e-12)
	near(t, "H(Y|X)", first[erdpd.ArmUndiluted].NoiseEntropy, erdpd.NoiseEntropy(.3, 4), 1e-12)
	near(t, "H(Y|X) of true labels", first[erdpd.ArmClean].NoiseEntropy, 0, 0)
	e.Purity.Threshold, e.Schedule.Start = .9, .6
	if other, _ := json.Marshal(run(t, e, d, 3, erdpd.ArmUndiluted).Epochs); len(other) == 0 || string(other) != string(marshal(t, first[erdpd.ArmUndiluted].Epochs)) {
		t.Error("the undiluted arm depends on purity or schedule")
	}
	if other := run(t, e, d, 4, erdpd.ArmUndiluted).Last().CleanLoss; other == first[erdpd.ArmUndiluted].Last().CleanLoss {
		t.Error("another seed gives the same run")
	}
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// book is a recorder that counts, and stops on demand.
type book struct {
	pools, epochs, stopAt int
	stop                  error
}

func (b *book) Pools(*erdpd.Pools) error { b.pools++; return nil }

func (b *book) Epoch(e *erdpd.Epoch) error {
	if e.Index != b.epochs {
		return errors.New("out of order")
	}
	if b.epochs++; b.epochs == b.stopAt {
		return b.stop
	}
	return nil
}

func TestRecorderAndTick(t *testing.T) {
	e := small()
	d := blobs(t, e, 300, 50, 9, 4)
	b := &book{}
	if _, err := erdpd.Run(e, d, 1, erdpd.ArmDiluted, b, nil); err != nil || b.pools != 1 || b.epochs != e.Train.Epochs+1 {
		t.Errorf("%+v, %v", b, err)
	}
	stop := errors.New("stop")
	b = &book{stopAt: 3, stop: stop}
	if _, err := erdpd.Run(e, d, 1, erdpd.ArmUndiluted, b, nil); err != stop || b.pools != 0 || b.epochs != 3 {
		t.Errorf("%+v, %v", b, err)
	}
	for _, kind := range erdpd.Models {
		e.Model = erdpd.Model{Kind: kind, Hidden: []int{4}}
		if kind == erdpd.ModelConv {
			e.Model.Conv, d.Side = []int{2}, 3
		}
		calls, last := 0, 0
		_, err := erdpd.Run(e, d, 1, erdpd.ArmUndiluted, nil, func(done, total int) error {
			if calls++; done < last || done > total {
				t.Errorf("%s: tick %d of %d after %d", kind, done, total, last)
			}
			if last = done; calls == 5 {
				return stop
			}
			return nil
		})
		if err != stop || calls != 5 {
			t.Errorf("%s: %d ticks, error %v", kind, calls, err)
		}
	}
}

// With purity known, the diluted arm ends above the undiluted one under heavy noise; with
// batches from the noisy pool alone, below it.
func TestDilutionByTruth(t *testing.T) {
	e := small()
	e.Data.Noise.Rate, e.Train.Epochs = .5, 12
	e.Purity.Estimator = erdpd.EstimateTruth
	d := blobs(t, e, 400, 400, 40, 4)
	last := func(arm erdpd.Arm, alpha float64) float64 {
		e.Schedule = erdpd.Schedule{Kind: erdpd.ScheduleStatic, Start: alpha}
		return run(t, e, d, 1, arm).Last().Accuracy
	}
	plain, pure, noisy := last(erdpd.ArmUndiluted, .9), last(erdpd.ArmDiluted, .9), last(erdpd.ArmDiluted, 0)
	if pure < plain+.02 || noisy > plain-.1 {
		t.Errorf("accuracies: undiluted %.3f, α = .9 %.3f, α = 0 %.3f", plain, pure, noisy)
	}
}

// Every setting of training reaches it, and a continued run starts where the purity
// estimate left off.
func TestTrainingSettings(t *testing.T) {
	d := blobs(t, small(), 300, 100, 9, 4)
	plain := run(t, small(), d, 1, erdpd.ArmDiluted)
	for name, change := range map[string]func(*erdpd.Train){
		"smoothing": func(s *erdpd.Train) { s.Smoothing = .2 },
		"jitter":    func(s *erdpd.Train) { s.Jitter = .3 },
		"reweight":  func(s *erdpd.Train) { s.Reweight = true },
		"rate":      func(s *erdpd.Train) { s.Rate = .01 },
		"batch":     func(s *erdpd.Train) { s.Batch = 16 },
	} {
		e := small()
		change(&e.Train)
		if r := run(t, e, d, 1, erdpd.ArmDiluted); r.Last().CleanLoss == plain.Last().CleanLoss {
			t.Errorf("%s changes nothing", name)
		}
	}
	e := small()
	e.Train.Continue = true
	if r := run(t, e, d, 1, erdpd.ArmDiluted); r.Epochs[0].Accuracy <= plain.Epochs[0].Accuracy+.1 {
		t.Errorf("a continued run starts at %.3f, another at %.3f", r.Epochs[0].Accuracy, plain.Epochs[0].Accuracy)
	}
	weight := make([]float64, 3)
	erdpd.Reweight(weight, []float64{.5, 0, 1, .3}, []int{0, 2, 1})
	if !floats.EqualApprox(weight, []float64{1, 2, 0}, 1e-15) {
		t.Errorf("weights %v", weight)
	}
	erdpd.Reweight(weight, make([]float64, 4), []int{0, 2, 1})
	if !slices.Equal(weight, []float64{1, 1, 1}) {
		t.Errorf("weights %v of rows that are all impure", weight)
	}
}

func TestEpochsTo(t *testing.T) {
	r := &erdpd.Result{Epochs: []erdpd.Epoch{{Accuracy: .1}, {Accuracy: .5}, {Accuracy: .4}, {Accuracy: .8}}}
	for _, c := range []struct {
		target, want float64
		reached      bool
	}{{.05, 0, true}, {.3, .5, true}, {.5, 1, true}, {.6, 2.5, true}, {.9, 4, false}} {
		if got, ok := r.EpochsTo(c.target); math.Abs(got-c.want) > 1e-12 || ok != c.reached {
			t.Errorf("to %g: %g, %v", c.target, got, ok)
		}
	}
}

// Imbalance 8 over 4 classes of 75 rows keeps 75, 75/2, 75/4 and 75/8 of them, and the
// noise comes after it.
func TestImbalance(t *testing.T) {
	e := small()
	e.Imbalance = 8
	d := blobs(t, e, 300, 50, 5, 4)
	count := make([]int, 4)
	for _, y := range d.True {
		count[y]++
	}
	if !slices.Equal(count, []int{75, 38, 19, 9}) {
		t.Errorf("the classes have %v rows", count)
	}
	flips := 0
	for i := range d.True {
		if !d.Pure(i) {
			flips++
		}
	}
	if want := int(math.Floor(.3*141 + .5)); flips != want {
		t.Errorf("%d labels are flipped, want %d", flips, want)
	}
}

// In SD-2 the rows of the second rule count as impure where it says otherwise than the
// first, without any flip.
func TestSecondRuleIsImpure(t *testing.T) {
	e := small()
	e.Data = scenario.Data{Kind: scenario.DataSD, Counts: []int{150, 100}, Test: 60}
	d, err := erdpd.Generate(e, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	other := 0
	for i := range d.Given {
		if !d.Pure(i) {
			if other++; i < 150 {
				t.Fatalf("row %d of the first rule counts as impure", i)
			}
		}
	}
	if other < 50 {
		t.Errorf("only %d of 100 rows of the second rule differ from the first", other)
	}
}

func TestRefusals(t *testing.T) {
	d := blobs(t, small(), 60, 20, 4, 2)
	for field, change := range map[string]func(*erdpd.Experiment){
		"imbalance":        func(e *erdpd.Experiment) { e.Imbalance = .5 },
		"model.kind":       func(e *erdpd.Experiment) { e.Model.Kind = "oracle" },
		"model.hidden":     func(e *erdpd.Experiment) { e.Model.Kind = erdpd.ModelMLP },
		"model.conv":       func(e *erdpd.Experiment) { e.Model.Kind = erdpd.ModelConv },
		"network.conv":     func(e *erdpd.Experiment) { e.Model = erdpd.Model{Kind: erdpd.ModelConv, Conv: []int{2}} },
		"train.epochs":     func(e *erdpd.Experiment) { e.Train.Epochs = 0 },
		"train.batch":      func(e *erdpd.Experiment) { e.Train.Batch = 1 },
		"train.rate":       func(e *erdpd.Experiment) { e.Train.Rate = math.NaN() },
		"train.smoothing":  func(e *erdpd.Experiment) { e.Train.Smoothing = 1 },
		"train.jitter":     func(e *erdpd.Experiment) { e.Train.Jitter = -1 },
		"train.reweight":   func(e *erdpd.Experiment) { e.Model.Kind, e.Train.Reweight = erdpd.ModelTree, true },
		"train.continue":   func(e *erdpd.Experiment) { e.Purity.Folds, e.Train.Continue = 3, true },
		"purity.estimator": func(e *erdpd.Experiment) { e.Purity.Estimator = "" },
		"purity.threshold": func(e *erdpd.Experiment) { e.Purity.Threshold = 2 },
		"purity.keep":      func(e *erdpd.Experiment) { e.Purity.Keep = 1 },
		"purity.warmup":    func(e *erdpd.Experiment) { e.Purity.Warmup = 0 },
		"purity.folds":     func(e *erdpd.Experiment) { e.Purity.Folds = 1 },
		"purity.members":   func(e *erdpd.Experiment) { e.Purity.Estimator, e.Purity.Members = erdpd.EstimateAgreement, 1 },
		"schedule.kind":    func(e *erdpd.Experiment) { e.Schedule.Kind = "cosine" },
		"schedule.start":   func(e *erdpd.Experiment) { e.Schedule.Start = 1.1 },
		"schedule.end":     func(e *erdpd.Experiment) { e.Schedule.End = -1 },
		"schedule.decay":   func(e *erdpd.Experiment) { e.Schedule.Decay = 11 },
	} {
		e := small()
		change(&e)
		var typed *scenario.Error
		if _, err := erdpd.Run(e, d, 1, erdpd.ArmDiluted, nil, nil); !errors.As(err, &typed) || typed.Field != field || typed.Remedy.Empty() {
			t.Errorf("%s: error %v", field, err)
		}
	}
	var typed *scenario.Error
	if _, err := erdpd.Run(small(), d, 1, "both", nil, nil); !errors.As(err, &typed) || typed.Field != "arm" {
		t.Errorf("an unknown arm: %v", err)
	}
	if err := erdpd.Default().Validate(); err != nil {
		t.Error(err)
	}
}
