package study

import "untangle/sim/say"

// ClaimCell is what the claims need of a run, so that a recorded study stays small.
type ClaimCell struct {
	// Trial is the run's place among the trials, Seed its seed, Rows n.
	Trial int    `json:"trial"`
	Seed  uint64 `json:"seed"`
	Rows  int    `json:"rows"`
	// Tested is the number of clean test rows, and Right how many of them were predicted
	// right at epoch 0, then by how many more (or fewer) after each further epoch: exact, and
	// half as long in a recording as the accuracies themselves.
	Tested int   `json:"tested"`
	Right  []int `json:"right"`
	// NoiseEntropy is H(Y|X) of the given labels in nats; only where a claim looks at it.
	NoiseEntropy Number `json:"noiseEntropy,omitempty"`
	// Loss is the clean test loss over epochs in nats; only where a claim looks at it.
	Loss []Number `json:"loss,omitempty"`
	// Variance is that of the gradient: over epochs beside Loss, else before and after
	// training; only where a claim looks at it.
	Variance []Number `json:"variance,omitempty"`
	// Pools is null in arms without pools.
	Pools *ClaimPools `json:"pools"`
	// Pure and Noisy count the pools' rows by (true, given label), C×C row by row; only
	// where a claim looks at the mixture.
	Pure  []int `json:"pure,omitempty"`
	Noisy []int `json:"noisy,omitempty"`
}

// ClaimPools is what the claims need of erdpd.Pools.
type ClaimPools struct {
	// Count is |D_p|; the others are those of DilutionPools.
	Count     int    `json:"count"`
	Precision Number `json:"precision"`
	Base      Number `json:"base"`
	AUC       Number `json:"auc"`
	Cost      Number `json:"cost"`
}

// ClaimsSummary has a card per claim, in the order of the document.
type ClaimsSummary struct {
	Cards []ClaimCard `json:"cards"`
}

// ClaimCard is a claim with its measurement; all words are computed from the runs.
type ClaimCard struct {
	// ID, Statement, Source, Rule, Verdict, Condition and Interval are those of
	// erdpd.Claim. Verdict is "" until every trial is there for two seeds.
	ID        string   `json:"id"`
	Statement say.Text `json:"statement" tstype:"say.Said"`
	Source    say.Text `json:"source" tstype:"say.Said"`
	Rule      say.Text `json:"rule" tstype:"say.Said"`
	Verdict   string   `json:"verdict"`
	Condition say.Text `json:"condition" tstype:"say.Said"`
	Interval  say.Text `json:"interval" tstype:"say.Said"`
	// Yes and Cases are those of erdpd.Claim: in how many of the cases the answer is yes.
	Yes   int `json:"yes"`
	Cases int `json:"cases"`
	// Figures are the measurements behind the verdict.
	Figures []ClaimFigure `json:"figures"`
	// Seeds is the number of seeds that every trial has, Trials the number of trials.
	Seeds  int `json:"seeds"`
	Trials int `json:"trials"`
	// Command measures the claim on the command line under the study's settings.
	Command string `json:"command"`
}

// ClaimFigure is erdpd.Figure, rounded.
type ClaimFigure struct {
	Name     say.Text `json:"name" tstype:"say.Said"`
	Settings say.Text `json:"settings" tstype:"say.Said"`
	Unit     say.Text `json:"unit" tstype:"say.Said"`
	Mean     Number   `json:"mean"`
	Low      Number   `json:"low"`
	High     Number   `json:"high"`
	N        int      `json:"n"`
	Note     say.Text `json:"note" tstype:"say.Said"`
}
