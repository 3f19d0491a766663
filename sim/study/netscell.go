package study

// NetsCell is one cell of a study of networks: a run of a rule, whole or as far as it has
// come, or the comparison of influence with training again.
type NetsCell struct {
	// Rule names the rule, "" for the comparison; Seed the data.
	Rule string `json:"rule"`
	Seed uint64 `json:"seed"`
	// Removed counts the rows removed before each training, Accuracy is the test accuracy
	// after it, Loss the last epoch's mean batch loss in nats, Minority the removed rows that
	// are not of the majority (null where the truth is not known).
	Removed  []int    `json:"removed"`
	Accuracy []Number `json:"accuracy"`
	Loss     []Number `json:"loss"`
	Minority []Number `json:"minority"`
	// Compared has the comparison; null for a rule.
	Compared *NetsCompared `json:"compared"`
}

// NetsCompared sets influence beside training again without a row, for a sample of rows.
type NetsCompared struct {
	// Rows lists the sample, Origins their origins.
	Rows    []int `json:"rows"`
	Origins []int `json:"origins"`
	// Delta is δ of V by Gauss–Newton influence, Retrained that of training again, Other that
	// of training again from other initial weights.
	Delta     []Brief `json:"delta"`
	Retrained []Brief `json:"retrained"`
	Other     []Brief `json:"other"`
	// Rise is the rise of the row's own loss by influence, RetrainedRise by training again.
	Rise          []Brief `json:"rise"`
	RetrainedRise []Brief `json:"retrainedRise"`
	// The rank correlations with training again: of δ, of δ of the last layer, of δ of
	// training again from other weights, and the same for the rise of the own loss. That of
	// the other weights says how far training agrees with itself; it bounds nothing, since
	// influence is taken at the very network that is trained again, and may agree better.
	RankDelta     Number `json:"rankDelta"`
	RankLast      Number `json:"rankLast"`
	RankOther     Number `json:"rankOther"`
	RankRise      Number `json:"rankRise"`
	RankOtherRise Number `json:"rankOtherRise"`
}

// NetsSummary has an entry per rule, in the order of the document, and the comparison.
type NetsSummary struct {
	// Minority is the number of rows that are not of the majority; Parameters is P.
	Minority   int        `json:"minority"`
	Parameters int        `json:"parameters"`
	Rules      []NetsRule `json:"rules"`
	// RankDelta and the others are those of [NetsCompared] over replications.
	RankDelta     Estimate `json:"rankDelta"`
	RankLast      Estimate `json:"rankLast"`
	RankOther     Estimate `json:"rankOther"`
	RankRise      Estimate `json:"rankRise"`
	RankOtherRise Estimate `json:"rankOtherRise"`
}

// NetsRule is a rule over its replications.
type NetsRule struct {
	Rule string `json:"rule"`
	// Removed counts the rows removed before each training; Accuracy is over replications
	// there, Found the share of the removed rows that are not of the majority.
	Removed  []int      `json:"removed"`
	Accuracy []Estimate `json:"accuracy"`
	Found    []Estimate `json:"found"`
	// Start is the test accuracy with all rows, Peak the best along the way, End the last.
	Start Estimate `json:"start"`
	Peak  Estimate `json:"peak"`
	End   Estimate `json:"end"`
	// Gain is End less that of "random" under the same seed, and Lift Peak less that of
	// "random": what the choice of rows is worth. Without "random" among the rules they have
	// no value.
	Gain Estimate `json:"gain"`
	Lift Estimate `json:"lift"`
	// Verdict says whether the rule helps: "helps" or "hurts" where the 95 % interval of Gain
	// lies above or below zero, "open" where it holds zero, "" where there is no interval yet.
	Verdict string `json:"verdict"`
}
