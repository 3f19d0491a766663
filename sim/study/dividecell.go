package study

// DividePicture is the first cell: what is drawn and compared with.
type DividePicture struct {
	// X and Y are the influence map of all rows under one model, in thousandths of the
	// picture's half width.
	X []int `json:"x"`
	Y []int `json:"y"`
	// Labels and Origins hold a digit per row (letters from the tenth on).
	Labels  string `json:"labels"`
	Origins string `json:"origins"`
	// Names names the origins.
	Names []string `json:"names"`
	// Variance is V of all rows, Heterogeneity E(Z) in nats (null where not known), Global
	// the test accuracy of the one model.
	Variance      Number `json:"variance"`
	Heterogeneity Number `json:"heterogeneity"`
	Global        Number `json:"global"`
	// Ambiguous counts the rows that several functions explain; CeilingRight and
	// CeilingRand are the largest share of rows in the right block and the largest adjusted
	// Rand index that knowing every function would give. Null where not known.
	Ambiguous    Number `json:"ambiguous"`
	CeilingRight Number `json:"ceilingRight"`
	CeilingRand  Number `json:"ceilingRand"`
	// CeilingRecall is, for each origin, how many of its rows could be found at most; empty
	// where not known.
	CeilingRecall []int `json:"ceilingRecall"`
}

// DivideState is a state on a method's way.
type DivideState struct {
	// Index counts iterations. R holds the responsibilities of blocks 0 … K−2 for each row
	// in turn, a hexadecimal digit each, 0 for none and f for all; LogLikelihood is null
	// for a method without one.
	Index         int      `json:"index"`
	R             string   `json:"r"`
	Weights       []Number `json:"weights"`
	LogLikelihood Number   `json:"logLikelihood"`
}

// DivideCell is a method from one start.
type DivideCell struct {
	Method string `json:"method"`
	Start  int    `json:"start"`
	// History holds states on the way (of the first start only), the last one the result.
	History []DivideState `json:"history"`
	// Order holds for each block its index in the states.
	Order []int `json:"order"`
	// Blocks holds the block of each row, a digit each, the largest block first.
	Blocks  string   `json:"blocks"`
	Weights []Number `json:"weights"`
	// Variance is V of each block by itself, Heterogeneity its E(Z).
	Variance      []Number `json:"variance"`
	Heterogeneity []Number `json:"heterogeneity"`
	// Accuracy is each sub-model's on the test rows; Own that on the test rows of its own
	// block, null where not known.
	Accuracy []Number `json:"accuracy"`
	Own      []Number `json:"own"`
	// Routed, Oracle and Gated are the accuracies of the routed sub-models, of the
	// sub-models of the true blocks, and of a mixture of experts by its own gate.
	Routed Number `json:"routed"`
	Oracle Number `json:"oracle"`
	Gated  Number `json:"gated"`
	// Parameters counts the weights of the sub-models with the router.
	Parameters int `json:"parameters"`
	// Routability compares the router with always choosing the largest block.
	RouterAccuracy Number `json:"routerAccuracy"`
	Majority       Number `json:"majority"`
	MajorityLow    Number `json:"majorityLow"`
	MajorityHigh   Number `json:"majorityHigh"`
	Routable       bool   `json:"routable"`
	Verdict        string `json:"verdict"`
	// RandIndex, Right, and Precision, Recall and F1 of each block compare with the truth;
	// null where not known.
	RandIndex Number   `json:"randIndex"`
	Right     Number   `json:"right"`
	Precision []Number `json:"precision"`
	Recall    []Number `json:"recall"`
	F1        []Number `json:"f1"`
	// LogLikelihood is the mean ln p(y|x), Iterations their number, Outcome how they ended.
	LogLikelihood Number `json:"logLikelihood"`
	Iterations    int    `json:"iterations"`
	Outcome       string `json:"outcome"`
	// Empty lists the blocks without rows.
	Empty []int `json:"empty"`
}

// DivideChoice judges a number of blocks.
type DivideChoice struct {
	Blocks        int    `json:"blocks"`
	LogLikelihood Number `json:"logLikelihood"`
	HeldOut       Number `json:"heldOut"`
	BIC           Number `json:"bic"`
	Parameters    int    `json:"parameters"`
}

// DivideSummary puts the starts of each method together.
type DivideSummary struct {
	Methods []DivideMethodSummary `json:"methods"`
	// BestHeldOut and BestBIC are the numbers of blocks that held-out likelihood and BIC
	// choose, 0 where no curve was asked for or it is not whole.
	BestHeldOut int `json:"bestHeldOut"`
	BestBIC     int `json:"bestBIC"`
}

// DivideMethodSummary is a method over its starts.
type DivideMethodSummary struct {
	Method    string   `json:"method"`
	RandIndex Estimate `json:"randIndex"`
	Right     Estimate `json:"right"`
	First     Estimate `json:"first"`
	Routed    Estimate `json:"routed"`
}
