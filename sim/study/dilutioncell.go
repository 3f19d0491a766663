package study

// DilutionCell is an arm under one seed, whole or as far as it has come.
type DilutionCell struct {
	// Arm is the arm's place in the document, Seed the seed.
	Arm  int    `json:"arm"`
	Seed uint64 `json:"seed"`
	// Curves are over epochs from 0, the state before training.
	Curves DilutionCurves[[]Brief] `json:"curves"`
	// Alpha is α at the end of each epoch; empty in arms without pools.
	Alpha []Brief `json:"alpha"`
	// Pools says how good the split is; null in arms without pools.
	Pools *DilutionPools `json:"pools"`
	// Picture is there for the first seed of arms with pools, else null.
	Picture *DilutionPicture `json:"picture"`
}

// DilutionCurves holds one T per measure; those of gradients are empty for models without.
type DilutionCurves[T any] struct {
	// Accuracy, CleanLoss and Calibration (the expected calibration error) are those on the
	// clean test rows; Loss and LabelEntropy, the mean H(p(·|x)), those on a probe of
	// training rows. Losses and entropies in nats.
	Accuracy     T `json:"accuracy"`
	CleanLoss    T `json:"cleanLoss"`
	Loss         T `json:"loss"`
	LabelEntropy T `json:"labelEntropy"`
	Calibration  T `json:"calibration"`
	// Variance is mean‖g‖² − ‖ḡ‖² over rows drawn as the arm draws, Batch the variance of a
	// batch's mean gradient, SNR ‖ḡ‖² over Variance, Smoothness ‖∇L(θ′) − ∇L(θ)‖/‖θ′ − θ‖ from
	// epoch to epoch; Batch, SNR and Smoothness to two digits in a cell.
	Variance   T `json:"variance"`
	Batch      T `json:"batch"`
	SNR        T `json:"snr"`
	Smoothness T `json:"smoothness"`
}

// all returns the measures in a fixed order.
func (c *DilutionCurves[T]) all() []*T {
	return []*T{&c.Accuracy, &c.CleanLoss, &c.Loss, &c.LabelEntropy, &c.Calibration, &c.Variance, &c.Batch, &c.SNR, &c.Smoothness}
}

// DilutionPools is erdpd.Pools, rounded.
type DilutionPools struct {
	// Share is |D_p|/n: the α at which a batch is like one without dilution.
	Share Number `json:"share"`
	// Threshold is τ, or the largest purity outside D_p.
	Threshold Number `json:"threshold"`
	// Precision is the share of D_p with right labels, Recall the share of the right labels
	// in D_p, Base the share of right labels among all rows, AUC that of purity.
	Precision Number `json:"precision"`
	Recall    Number `json:"recall"`
	Base      Number `json:"base"`
	AUC       Number `json:"auc"`
	// Cost is what the estimate cost, in epochs over all rows.
	Cost Number `json:"cost"`
}

// DilutionPicture is what a canvas shows of a run.
type DilutionPicture struct {
	// Purity holds the purity of each row in fifteenths, a hexadecimal digit each; Pure a 1
	// for each row in D_p, Right a 1 for each row with its right label, else 0.
	Purity string `json:"purity"`
	Pure   string `json:"pure"`
	Right  string `json:"right"`
	// Draws holds the rows of the first batch of each epoch, those of D_p first, and
	// DrawPure how many those are; none for epoch 0.
	Draws    [][]int `json:"draws"`
	DrawPure []int   `json:"drawPure"`
	// Mixture is H(P′) over α; null where a pool is empty.
	Mixture *DilutionMixture `json:"mixture"`
}

// DilutionMixture is erdpd.Mixture over α, entropies in nats of (true, given label).
type DilutionMixture struct {
	Alpha   []Number `json:"alpha"`
	Entropy []Number `json:"entropy"`
	// Chord is αH(P_p) + (1−α)H(P_n), Slope dH/dα, PaperSlope the paper's H(P_p) − H(P_n).
	Chord      []Number `json:"chord"`
	Slope      []Number `json:"slope"`
	PaperSlope Number   `json:"paperSlope"`
}

// DilutionSummary has an entry per arm, in the order of the document.
type DilutionSummary struct {
	Arms []DilutionArmSummary `json:"arms"`
}

// DilutionArmSummary is an arm over its seeds.
type DilutionArmSummary struct {
	Label string `json:"label"`
	Arm   string `json:"arm"`
	// Curves are over the seeds that have come.
	Curves DilutionCurves[Band] `json:"curves"`
	// Best and Last are the best and the last clean accuracy.
	Best Estimate `json:"best"`
	Last Estimate `json:"last"`
	// Epochs is the number of epochs to the target; Missed counts the runs that never reach
	// it, which enter with one epoch more than they have.
	Epochs Estimate `json:"epochs"`
	Missed int      `json:"missed"`
	// Gain is the last clean accuracy less that of the first arm under the same seed, Saved
	// the share of epochs saved against it, SavedCounted the same with the epochs counted
	// that the purity estimate costs.
	Gain         Estimate `json:"gain"`
	Saved        Estimate `json:"saved"`
	SavedCounted Estimate `json:"savedCounted"`
	// Share … Cost are those of the pools.
	Share     Estimate `json:"share"`
	Precision Estimate `json:"precision"`
	Recall    Estimate `json:"recall"`
	Base      Estimate `json:"base"`
	AUC       Estimate `json:"auc"`
	Cost      Estimate `json:"cost"`
}

// Band is a mean over seeds per epoch, and half the width of its 95 % interval by
// Student's t; null where seeds are too few.
type Band struct {
	Mean []Brief `json:"mean"`
	Half []Brief `json:"half"`
}
