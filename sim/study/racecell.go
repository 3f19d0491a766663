package study

// RaceCell is one rule's run, whole or as far as it has come.
type RaceCell struct {
	// Rule names the rule, Seed the data.
	Rule string `json:"rule"`
	Seed uint64 `json:"seed"`
	// Removed counts the rows removed before each step, Variance is V there, Accuracy the
	// test accuracy, Minority the removed rows that are not of the majority (null where
	// the truth is not known).
	Removed  []int    `json:"removed"`
	Variance []Number `json:"variance"`
	Accuracy []Number `json:"accuracy"`
	Minority []Number `json:"minority"`
	// Origins has, for the first replication, the origin of each removed row in order,
	// one digit each; "" for the others.
	Origins string `json:"origins"`
	// Peak is the best test accuracy, at PeakStep.
	Peak     Number `json:"peak"`
	PeakStep int    `json:"peakStep"`
	// AUC and Precision judge the ranking of step 0 against the truth, Precision at as
	// many rows as are not of the majority.
	AUC       Number `json:"auc"`
	Precision Number `json:"precision"`
	// OrderAUC and OrderPrecision judge the order in which the rows leave, the removed ones
	// first and then the others by their scores at the end; null until the run is whole.
	OrderAUC       Number `json:"orderAUC"`
	OrderPrecision Number `json:"orderPrecision"`
	// ROC is the true positive rate of the first ranking at the false positive rates of the
	// summary; empty where the truth is not known.
	ROC []Brief `json:"roc"`
	// Stops tells where each stopping rule would have stopped; only in a whole run.
	Stops []RaceStop `json:"stops"`
}

// RaceStop is a stopping rule on a run.
type RaceStop struct {
	Rule string `json:"rule"`
	// Step is where it stops, Fired whether it asked to.
	Step  int  `json:"step"`
	Fired bool `json:"fired"`
	// Regret is the best test accuracy less the one there.
	Regret Number `json:"regret"`
}

// RaceSummary has an entry per rule, in the order of the document.
type RaceSummary struct {
	// Origins names the origins, the majority first.
	Origins []string `json:"origins"`
	// Minority is the number of rows that are not of the majority.
	Minority int        `json:"minority"`
	Rules    []RaceRule `json:"rules"`
	// FalseRates holds the false positive rates of every ROC.
	FalseRates []Brief `json:"falseRates"`
	// Ceiling is what nobody can pass on the first data; null where it is not known.
	Ceiling *RaceCeiling `json:"ceiling"`
}

// RaceCeiling is what a ranking by the true functions themselves would reach on average:
// a row that several functions explain can be told from none of them.
type RaceCeiling struct {
	// Ambiguous counts the rows that two functions or more explain.
	Ambiguous int `json:"ambiguous"`
	// AUC, ROC and Precision are those of [RaceRule] for the best ranking.
	AUC       Number  `json:"auc"`
	ROC       []Brief `json:"roc"`
	Precision Number  `json:"precision"`
	// Hits is the precision among the first so many rows as are removed before each step,
	// null before the first.
	Hits []Number `json:"hits"`
}

// RaceRule is a rule over its replications.
type RaceRule struct {
	Rule string `json:"rule"`
	// Removed counts the rows removed before each step; Accuracy and Variance are over
	// replications there.
	Removed  []int      `json:"removed"`
	Accuracy []Estimate `json:"accuracy"`
	Variance []Estimate `json:"variance"`
	// Hits is the share of the rows removed before each step that are not of the majority:
	// precision@k along the order of removal. ROC is that of the first ranking.
	Hits []Estimate `json:"hits"`
	ROC  []Estimate `json:"roc"`
	// Peak is the best test accuracy. AUC and Precision judge the first ranking, OrderAUC
	// and OrderPrecision the order in which the rows leave; see [RaceCell].
	Peak           Estimate `json:"peak"`
	AUC            Estimate `json:"auc"`
	Precision      Estimate `json:"precision"`
	OrderAUC       Estimate `json:"orderAUC"`
	OrderPrecision Estimate `json:"orderPrecision"`
	// Lead is Peak less that of the first rule of the document whose name begins with
	// "delta", on the same data: paired, since the data differ more than the rules do.
	// Null without such a rule.
	Lead Estimate `json:"lead"`
	// AUCLead and PrecisionLead are the same for OrderAUC and OrderPrecision: a rule may find
	// more of the outsiders and still gain no accuracy.
	AUCLead       Estimate `json:"aucLead"`
	PrecisionLead Estimate `json:"precisionLead"`
	// Stops has the mean regret of each stopping rule.
	Stops []RaceRegret `json:"stops"`
}

// RaceRegret is a stopping rule over the replications.
type RaceRegret struct {
	Rule   string   `json:"rule"`
	Step   Estimate `json:"step"`
	Regret Estimate `json:"regret"`
}
