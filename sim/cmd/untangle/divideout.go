package main

import (
	"untangle/sim/dataset"
	"untangle/sim/divide"
	"untangle/sim/softmax"
)

// divideOutput is what "divide" writes.
type divideOutput struct {
	// Blocks holds the block of each row, from 0; Weights the blocks' shares.
	Blocks  []int    `json:"blocks"`
	Weights []number `json:"weights"`
	// Accuracy holds each sub-model's accuracy on the test file; null without one.
	Accuracy []number `json:"accuracy"`
	// Routed, Global and Oracle are the accuracies of the routed sub-models, of one model
	// and of the sub-models of the true blocks.
	Routed      number          `json:"routed"`
	Global      number          `json:"global"`
	Oracle      number          `json:"oracle"`
	Routability routabilityPart `json:"routability"`
	// Gated is the accuracy of a mixture of experts by its own gate.
	Gated         number `json:"gated"`
	LogLikelihood number `json:"logLikelihood"`
	Iterations    int    `json:"iterations"`
	Outcome       string `json:"outcome"`
	// Empty lists the blocks without rows.
	Empty []int `json:"empty"`
	// Truth compares with the truth where -truth names it.
	Truth *truthPart `json:"truth,omitempty"`
	// Curve judges the numbers of blocks where one was to be chosen.
	Curve []choicePoint `json:"curve,omitempty"`
	// EMRidge is λ and Ridges judges the values tried, where it was to be chosen.
	EMRidge number       `json:"emRidge,omitempty"`
	Ridges  []ridgePoint `json:"ridges,omitempty"`
}

type routabilityPart struct {
	Accuracy number `json:"accuracy"`
	Majority number `json:"majority"`
	Low      number `json:"low"`
	High     number `json:"high"`
	Routable bool   `json:"routable"`
	Verdict  string `json:"verdict"`
}

type truthPart struct {
	RandIndex number      `json:"randIndex"`
	Right     number      `json:"right"`
	Blocks    []matchPart `json:"blocks"`
}

type matchPart struct {
	Origin    string `json:"origin"`
	Rows      int    `json:"rows"`
	Precision number `json:"precision"`
	Recall    number `json:"recall"`
	F1        number `json:"f1"`
}

type choicePoint struct {
	Blocks        int    `json:"blocks"`
	LogLikelihood number `json:"logLikelihood"`
	HeldOut       number `json:"heldOut"`
	BIC           number `json:"bic"`
	Parameters    int    `json:"parameters"`
}

type ridgePoint struct {
	Ridge         number `json:"ridge"`
	LogLikelihood number `json:"logLikelihood"`
	HeldOut       number `json:"heldOut"`
}

func (o *divideOutput) fill(d *divide.Division, r *divide.Router) {
	o.Blocks, o.Weights = d.Blocks, numbers(d.Weights)
	o.LogLikelihood, o.Iterations, o.Outcome = number(d.LogLikelihood), d.Iterations, d.Outcome.String()
	if o.Empty = d.Empty(); o.Empty == nil {
		o.Empty = []int{}
	}
	t := r.Test
	o.Routability = routabilityPart{number(t.Accuracy), number(t.Majority), number(t.Low), number(t.High), t.Routable, t.Verdict}
}

// agree compares with the truth, if it is known.
func (o *divideOutput) agree(d *divide.Division, train *dataset.Dataset) *divide.Agreement {
	if len(train.Origins) < 2 {
		return nil
	}
	a := divide.Agree(d.Blocks, train.Origin, d.K(), len(train.Origins))
	o.Truth = &truthPart{RandIndex: number(a.RandIndex), Right: number(a.Right)}
	for _, m := range a.Blocks {
		origin := ""
		if m.Origin >= 0 {
			origin = train.Origins[m.Origin]
		}
		o.Truth.Blocks = append(o.Truth.Blocks, matchPart{origin, m.Rows, number(m.Precision), number(m.Recall), number(m.F1)})
	}
	return &a
}

// predict fills the accuracies; they stay null without a test file.
func (o *divideOutput) predict(d *divide.Division, r *divide.Router, global []float64, test *dataset.Dataset, truth []int, classes int) {
	o.Routed, o.Global, o.Oracle, o.Gated = notKnown, notKnown, notKnown, notKnown
	for range d.K() {
		o.Accuracy = append(o.Accuracy, notKnown)
	}
	if test == nil {
		return
	}
	report := divide.Evaluate(d, r, global, softmax.NewDesign(test.X), test.Y, truth, classes)
	o.Routed, o.Global = number(report.Routed.Accuracy), number(report.Global.Accuracy)
	o.Oracle, o.Gated = number(report.Oracle.Accuracy), number(report.Gated.Accuracy)
	for k, s := range report.Blocks {
		o.Accuracy[k] = number(s.Accuracy)
	}
}
