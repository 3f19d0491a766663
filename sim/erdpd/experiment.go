// Package erdpd is a laboratory for entropy reduction via dilution by pure data: rows of
// a noisy training set are split by an estimate of their purity into a pure pool D_p and a
// noisy pool D_n, batches of B are mixed from round(αB) rows of D_p and the rest of D_n,
// and α follows a schedule. Every claim of the method is measured against the same
// training without dilution; see [Claims].
//
// Two things are kept apart throughout: what the method can know (purity, estimated from a
// model trained on the noisy data themselves) and what only the experimenter knows (which
// labels were flipped). The second enters measurements, and the estimator "truth" as the
// ceiling of what any estimator could do.
package erdpd

import (
	"untangle/sim/network"
	"untangle/sim/say"
	"untangle/sim/scenario"
)

// Experiment is the whole input of a run beside its seed and its arm. The zero value is
// not valid; start from [Default].
type Experiment struct {
	// Data says which rows are trained on, and which labels are flipped.
	Data scenario.Data `json:"data"`
	// Imbalance is the ratio of the most frequent to the rarest class, 1 (as the data
	// come) … 100: class k of C keeps a share Imbalance^(−k/(C−1)) of its rows, before
	// labels are flipped. The test rows stay.
	Imbalance float64 `json:"imbalance"`
	// Model says what is trained.
	Model Model `json:"model"`
	// Train says how.
	Train Train `json:"train"`
	// Purity says how rows are told apart.
	Purity Purity `json:"purity"`
	// Schedule is the share of pure rows over time.
	Schedule Schedule `json:"schedule"`
}

// ModelKind names a model.
type ModelKind string

// The models. The first three are trained by gradients, batch by batch; the others draw
// one mixed sample per round.
const (
	ModelSoftmax    ModelKind = "softmax"
	ModelMLP        ModelKind = "mlp"
	ModelConv       ModelKind = "conv"
	ModelTree       ModelKind = "tree"
	ModelForest     ModelKind = "forest"
	ModelBoosting   ModelKind = "boosting"
	ModelGenerative ModelKind = "generative"
)

// Models lists every model, in the order a menu shows them.
var Models = []ModelKind{ModelSoftmax, ModelMLP, ModelConv, ModelTree, ModelForest, ModelBoosting, ModelGenerative}

// Model holds the settings of a model.
type Model struct {
	// Kind is one of [Models].
	Kind ModelKind `json:"kind"`
	// Hidden holds the units of the hidden layers of "mlp" and "conv".
	Hidden []int `json:"hidden,omitempty"`
	// Conv holds the filters of the convolutions of "conv".
	Conv []int `json:"conv,omitempty"`
	// Depth bounds a tree, 1 … 20; 0 means 12, for "boosting" 3.
	Depth int `json:"depth,omitempty"`
	// Components is the number of Gaussians per class of "generative", 1 … 16; 0 means 2.
	Components int `json:"components,omitempty"`
}

// Gradient reports whether the model is trained by gradients.
func (m Model) Gradient() bool {
	return m.Kind == ModelSoftmax || m.Kind == ModelMLP || m.Kind == ModelConv
}

// spec returns the network for images or rows of the given shape. Models that are no
// networks have their purity estimated by softmax regression.
func (m Model) spec(d *Data) network.Spec {
	s := network.Spec{Inputs: d.Inputs(), Classes: d.Classes}
	switch m.Kind {
	case ModelMLP:
		s.Hidden = m.Hidden
	case ModelConv:
		s.Hidden, s.Conv, s.Height, s.Width = m.Hidden, m.Conv, d.Side, d.Side
	}
	return s
}

// Train holds the settings of training.
type Train struct {
	// Epochs is the number of epochs, or rounds of a model without gradients, 1 … 1,000. An
	// epoch is ⌈n/Batch⌉ steps in every arm, whatever the sizes of the pools.
	Epochs int `json:"epochs"`
	// Batch is B, 2 … 4096; more than the training rows means all of them.
	Batch int `json:"batch"`
	// Rate is Adam's step size, 10⁻⁶ … 1; for "boosting" the shrinkage.
	Rate float64 `json:"rate"`
	// Smoothing is the label smoothing ε, 0 … 0.9.
	Smoothing float64 `json:"smoothing"`
	// Jitter is the standard deviation of the noise added to every feature of a row each
	// time it is drawn, 0 … 10, in the features' unit.
	Jitter float64 `json:"jitter"`
	// Reweight weights each row of a batch by its purity over the batch's mean purity.
	// Only diluted arms have purities.
	Reweight bool `json:"reweight"`
	// Continue starts a diluted arm from the model behind its purity estimate instead of
	// from the initial weights of the other arms. It needs one network on all rows:
	// "confidence", "given" or "loss" without folds.
	Continue bool `json:"continue"`
}

// EstimatorName names a purity estimator.
type EstimatorName string

// The purity estimators. All but the last two see the noisy labels only.
const (
	// EstimateConfidence is max_y p(y|x), the white paper's: it never looks at the given
	// label, so that a confident model takes a wrong label for pure.
	EstimateConfidence EstimatorName = "confidence"
	// EstimateGiven is p(given label|x).
	EstimateGiven EstimatorName = "given"
	// EstimateAgreement is the share of an ensemble that predicts the given label.
	EstimateAgreement EstimatorName = "agreement"
	// EstimateLoss is the posterior of the lower of two Gaussians fitted to the losses.
	EstimateLoss EstimatorName = "loss"
	// EstimateDelta ranks by δ(z), the drop in influence variance without the row: the
	// bridge to purification. Purity is the share of rows with a larger δ.
	EstimateDelta EstimatorName = "delta"
	// EstimateTruth is 1 for rows whose label is right and 0 for others: the ceiling.
	EstimateTruth EstimatorName = "truth"
	// EstimateRandom is uniform on [0, 1): the control, whose pools differ in nothing.
	EstimateRandom EstimatorName = "random"
)

// Estimators lists every purity estimator, in the order a menu shows them.
var Estimators = []EstimatorName{EstimateConfidence, EstimateGiven, EstimateAgreement,
	EstimateLoss, EstimateDelta, EstimateTruth, EstimateRandom}

// Purity holds the settings of the purity estimate, made once, before training, from the
// noisy data.
type Purity struct {
	// Estimator is one of [Estimators].
	Estimator EstimatorName `json:"estimator"`
	// Threshold is τ: rows of purity above τ make D_p, 0 … 1.
	Threshold float64 `json:"threshold"`
	// Keep, if not 0, replaces τ: the share of the rows with the largest purity, 0.01 …
	// 0.99, makes D_p, ties in random order. It lets estimators be compared at equal |D_p|.
	Keep float64 `json:"keep"`
	// Warmup is the number of epochs of each model behind "confidence", "given",
	// "agreement" and "loss", 1 … 1,000. Their cost is reported, see [Pools].
	Warmup int `json:"warmup"`
	// Folds makes "confidence", "given" and "loss" out-of-fold: each row is judged by a
	// model that has not seen it. 2 … 20, or 0 for one model that has seen every row.
	Folds int `json:"folds"`
	// Members is the size of the ensemble of "agreement", 2 … 50.
	Members int `json:"members"`
}

// single reports whether one model on all rows is behind the estimate.
func (p Purity) single() bool {
	return p.Folds == 0 && (p.Estimator == EstimateConfidence || p.Estimator == EstimateGiven || p.Estimator == EstimateLoss)
}

// Arm is one side of a comparison. Arms of a seed share rows, noise, initial weights and
// probes.
type Arm string

const (
	// ArmDiluted mixes batches from the two pools.
	ArmDiluted Arm = "diluted"
	// ArmUndiluted draws every batch from all rows, shuffled anew when used up.
	ArmUndiluted Arm = "undiluted"
	// ArmClean is undiluted on the true labels: the reference for L*.
	ArmClean Arm = "clean"
)

// Arms lists every arm.
var Arms = []Arm{ArmDiluted, ArmUndiluted, ArmClean}

// Default returns the opening experiment: softmax regression on 2,000 digits with 30 %
// symmetric noise, diluted by the two-Gaussian fit of the losses from 0.95 down to 0.8. (The
// white paper's schedules end at 0.3 to 0.5, below the share of rows in D_p, where a batch
// holds more noise than an undiluted one.)
func Default() Experiment {
	return Experiment{
		Data: scenario.Data{Kind: scenario.DataDigits, Counts: []int{2000}, Test: 1000, Size: 14,
			Classes: []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, Noise: scenario.Noise{Kind: scenario.NoiseSymmetric, Rate: .3}},
		Imbalance: 1,
		Model:     Model{Kind: ModelSoftmax},
		Train:     Train{Epochs: 30, Batch: 64, Rate: 5e-3},
		Purity:    Purity{Estimator: EstimateLoss, Threshold: .5, Warmup: 2, Members: 5},
		Schedule:  Schedule{Kind: ScheduleExponential, Start: .95, End: .8, Decay: .1},
	}
}

// Validate reports the first field that is out of range as a [*scenario.Error], or nil.
// What depends on the rows, such as an empty pool, is reported by the run.
func (e Experiment) Validate() error {
	if !(e.Imbalance >= 1 && e.Imbalance <= 100) {
		return refuse("imbalance", say.T("is %g", e.Imbalance), say.T("use %d to %d", 1, 100))
	}
	for _, check := range []func() error{e.Model.validate, e.Train.validate, e.Purity.validate, e.Schedule.validate} {
		if err := check(); err != nil {
			return err
		}
	}
	if e.Train.Reweight && !e.Model.Gradient() {
		return refuse("train.reweight", say.T("is on for the model %q, whose rounds take whole rows", e.Model.Kind), say.T("turn it off, or use a network"))
	}
	if e.Train.Continue && (!e.Model.Gradient() || !e.Purity.single()) {
		return refuse("train.continue", say.T("is on, and there is no one network behind the purity estimate"), say.T(`use a network with "confidence", "given" or "loss" and no folds, or turn it off`))
	}
	if e.Schedule.Kind == ScheduleVariance && !e.Model.Gradient() {
		return refuse("schedule.kind", say.T("is %q, and the model %q has no gradient", e.Schedule.Kind, e.Model.Kind), say.T("use another schedule, or a network"))
	}
	return nil
}

func (m Model) validate() error {
	known := false
	for _, k := range Models {
		known = known || k == m.Kind
	}
	switch {
	case !known:
		return refuse("model.kind", say.T("%q is not a model", m.Kind), say.T("use one of %v", Models))
	case m.Kind == ModelMLP && len(m.Hidden) == 0:
		return refuse("model.hidden", say.T("is empty"), say.T("give the units of at least one hidden layer, such as [32]"))
	case m.Kind == ModelConv && len(m.Conv) == 0:
		return refuse("model.conv", say.T("is empty"), say.T("give the filters of at least one convolution, such as [8]"))
	case m.Depth < 0 || m.Depth > 20:
		return refuse("model.depth", say.T("is %d", m.Depth), say.T("use %d to %d, or 0 for the default", 1, 20))
	case m.Components < 0 || m.Components > 16:
		return refuse("model.components", say.T("is %d", m.Components), say.T("use %d to %d, or 0 for the default", 1, 16))
	}
	return nil
}

func (t Train) validate() error {
	switch {
	case t.Epochs < 1 || t.Epochs > 1000:
		return refuse("train.epochs", say.T("is %d", t.Epochs), say.T("use %d to %d", 1, 1000))
	case t.Batch < 2 || t.Batch > 4096:
		return refuse("train.batch", say.T("is %d", t.Batch), say.T("use %d to %d", 2, 4096))
	case !(t.Rate >= 1e-6 && t.Rate <= 1):
		return refuse("train.rate", say.T("is %g", t.Rate), say.T("use %g to %g", 1e-6, 1.))
	case !(t.Smoothing >= 0 && t.Smoothing <= .9):
		return refuse("train.smoothing", say.T("is %g", t.Smoothing), say.T("use %g to %g", 0., .9))
	case !(t.Jitter >= 0 && t.Jitter <= 10):
		return refuse("train.jitter", say.T("is %g", t.Jitter), say.T("use %d to %d", 0, 10))
	}
	return nil
}

func (p Purity) validate() error {
	known := false
	for _, k := range Estimators {
		known = known || k == p.Estimator
	}
	switch {
	case !known:
		return refuse("purity.estimator", say.T("%q is not an estimator", p.Estimator), say.T("use one of %v", Estimators))
	case !(p.Threshold >= 0 && p.Threshold <= 1):
		return refuse("purity.threshold", say.T("is %g", p.Threshold), say.T("use %d to %d", 0, 1))
	case p.Keep != 0 && !(p.Keep >= .01 && p.Keep <= .99):
		return refuse("purity.keep", say.T("is %g", p.Keep), say.T("use 0.01 to 0.99, or 0 to go by the threshold"))
	case p.Warmup < 1 || p.Warmup > 1000:
		return refuse("purity.warmup", say.T("is %d", p.Warmup), say.T("use %d to %d", 1, 1000))
	case p.Folds != 0 && (p.Folds < 2 || p.Folds > 20):
		return refuse("purity.folds", say.T("is %d", p.Folds), say.T("use 2 to 20, or 0 for one model on all rows"))
	case p.Estimator == EstimateAgreement && (p.Members < 2 || p.Members > 50):
		return refuse("purity.members", say.T("is %d", p.Members), say.T("use %d to %d", 2, 50))
	}
	return nil
}

func refuse(field string, problem, remedy say.Text) error {
	return &scenario.Error{Field: field, Problem: problem, Remedy: remedy}
}
