package erdpd

// Epoch is what is measured before training (Index 0) and after each epoch or round.
// Training rows enter through probes, rows drawn once per seed (or per epoch, for the
// mixture), the same in every arm.
type Epoch struct {
	// Index counts epochs from 0, the state before training.
	Index int `json:"epoch"`
	// Alpha is α at the end of the epoch, and PureRows the n_p it gives; 0 in undiluted arms.
	Alpha    float64 `json:"alpha"`
	PureRows int     `json:"pureRows"`
	// Accuracy, in [0, 1], and CleanLoss, in nats, are those on the clean test rows.
	Accuracy  float64 `json:"accuracy"`
	CleanLoss float64 `json:"cleanLoss"`
	// Loss is the mean loss on the probe of training rows, with the labels of the arm.
	Loss float64 `json:"loss"`
	// LabelEntropy is the mean over the probe of H(p(·|x)) in nats: the entropy of labels
	// given the model, 0 … ln C.
	LabelEntropy float64 `json:"labelEntropy"`
	// CalibrationError is the expected calibration error on the clean test rows, 0 … 1.
	CalibrationError float64 `json:"calibrationError"`
	// Gradient is nil for models without gradients.
	Gradient *Gradient `json:"gradient,omitempty"`
	// Mixture is the entropy of (true label, given label) under P′; nil where there are no
	// two pools.
	Mixture *Mixture `json:"mixture,omitempty"`
	// Draw lists the rows of the epoch's first batch or sample, at most 4,096, those of D_p
	// first, and DrawPure how many those are; for the canvas.
	Draw     []int `json:"-"`
	DrawPure int   `json:"-"`
}

// Gradient holds the statistics of the loss's gradient at the present parameters, of
// plain loss: label smoothing, weights and jitter are left out.
type Gradient struct {
	// Variance is mean‖g‖² − ‖ḡ‖² over rows drawn as the arm draws its batches.
	Variance float64 `json:"variance"`
	// Batch is the variance of a batch's mean gradient, Σ‖g_b − ḡ‖²/(K−1) over K batches.
	Batch float64 `json:"batch"`
	// Signal is ‖ḡ‖² over the same rows; SNR is Signal/Variance, 0 where Variance is 0.
	Signal float64 `json:"signal"`
	SNR    float64 `json:"snr"`
	// Probe is mean‖g‖² − ‖ḡ‖² over the probe of training rows: the variance without
	// dilution, at the same parameters.
	Probe float64 `json:"probe"`
	// Smoothness is ‖∇L(θ′) − ∇L(θ)‖/‖θ′ − θ‖ on the probe between the ends of the last
	// epoch and this one, 0 where θ stayed.
	Smoothness float64 `json:"smoothness"`
}

// Result is one run.
type Result struct {
	// Experiment, Seed and Arm reproduce the run.
	Experiment Experiment `json:"experiment"`
	Seed       uint64     `json:"seed"`
	Arm        Arm        `json:"arm"`
	// Rows is n and Classes is C.
	Rows    int `json:"rows"`
	Classes int `json:"classes"`
	// Flipped is the share of rows whose given label is not the true one.
	Flipped float64 `json:"flipped"`
	// NoiseEntropy is H(Y|X) of the labels the arm trains on, in nats, true labels being a
	// function of x: exact for symmetric flips, else H(true, given) − H(true) of the rows.
	NoiseEntropy float64 `json:"noiseEntropy"`
	// Pools is nil in undiluted arms.
	Pools *Pools `json:"pools,omitempty"`
	// Epochs holds the state before training and after every epoch.
	Epochs []Epoch `json:"epochs"`
	// Pure and Noisy are the pools' distributions over pairs (true, given label), C×C row
	// by row; nil where there are no two pools.
	Pure  []float64 `json:"pure,omitempty"`
	Noisy []float64 `json:"noisy,omitempty"`
}

// Last returns the state after the last epoch.
func (r *Result) Last() *Epoch { return &r.Epochs[len(r.Epochs)-1] }

// Best returns the highest clean accuracy of the run.
func (r *Result) Best() float64 {
	best := 0.0
	for _, e := range r.Epochs {
		best = max(best, e.Accuracy)
	}
	return best
}

// EpochsTo returns after how many epochs the clean accuracy first reaches target, between
// two epochs by straight line. Where it never does, reached is false and the value is
// that of the last epoch plus one: a lower bound, so that comparisons err toward no
// difference.
func (r *Result) EpochsTo(target float64) (epochs float64, reached bool) {
	for i, e := range r.Epochs {
		if e.Accuracy < target {
			continue
		}
		if i == 0 {
			return 0, true
		}
		before := r.Epochs[i-1].Accuracy // below the target
		return float64(i-1) + (target-before)/(e.Accuracy-before), true
	}
	return float64(len(r.Epochs)), false
}

// Recorder sees a run while it goes on. An error ends the run.
type Recorder interface {
	// Pools is called once in diluted arms, before training.
	Pools(*Pools) error
	// Epoch is called for every entry of Result.Epochs, as soon as it is measured.
	Epoch(*Epoch) error
}
