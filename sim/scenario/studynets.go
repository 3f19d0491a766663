package scenario

import (
	"fmt"
	"slices"

	"untangle/sim/say"
)

// NetRule names a rule that removes rows from the training set of a network.
type NetRule string

// The rules for networks. All but NetRandom and NetLoss are scores of influence.
const (
	// NetRandom removes uniformly at random.
	NetRandom NetRule = "random"
	// NetLoss scores by the row's own loss.
	NetLoss NetRule = "loss"
	// NetDelta scores by δ of the Gauss–Newton influence of all layers.
	NetDelta NetRule = "delta"
	// NetSelf scores by the self-influence of all layers.
	NetSelf NetRule = "self-influence"
	// NetLast scores by δ of the last layer alone.
	NetLast NetRule = "last-layer"
	// NetTransfer scores by δ of softmax regression on the same rows.
	NetTransfer NetRule = "softmax"
	// NetRetrain scores by V[Z] − V[Z∖z] with the network trained again without z, for a
	// random sample of the rows.
	NetRetrain NetRule = "retrain"
)

// NetRules lists every rule for networks, in the order a menu shows them.
var NetRules = []NetRule{NetRandom, NetLoss, NetDelta, NetSelf, NetLast, NetTransfer, NetRetrain}

// Nets purifies a network on the data of the base scenario, with its rows per step, steps
// and damping; its fit is that of softmax regression for NetTransfer. Its cells are, for
// each replication, first the rules and then the comparison of influence with training
// again; replication r uses the seed Base.Seed + r.
type Nets struct {
	// Conv holds the filters of each convolution, 0 … 3 of them, each 1 … 64; images only.
	Conv []int `json:"conv,omitempty"`
	// Hidden holds the units of each hidden layer, 0 … 4 of them, each 1 … 512.
	Hidden []int `json:"hidden,omitempty"`
	// Rate is Adam's step size, 10⁻⁶ … 1; Epochs the most passes over the data, 1 … 1,000;
	// Batch the rows per step, 1 … 1,024. Training ends when an epoch's mean batch loss is
	// at most TargetLoss, 0 … 100.
	Rate       float64 `json:"rate"`
	Epochs     int     `json:"epochs"`
	Batch      int     `json:"batch"`
	TargetLoss float64 `json:"targetLoss"`
	// Rules holds 1 … 7 of [NetRules].
	Rules []NetRule `json:"rules"`
	// Candidates is the number of rows that "retrain" tries at each step, 1 … 1,000, and with
	// that rule at least the rows per step.
	Candidates int `json:"candidates"`
	// Sample is the number of rows that are left out, one at a time, to compare influence
	// with training again, 0 … 1,000; 0 leaves the comparison out.
	Sample int `json:"sample"`
	// Seeds is the number of replications, 1 … 100.
	Seeds int `json:"seeds"`
}

func (n *Nets) validate() error {
	if len(n.Conv) > 3 {
		return &Error{"nets.conv", say.T("has %d entries", len(n.Conv)), say.T("give at most %d", 3)}
	}
	for i, v := range n.Conv {
		if v < 1 || v > 64 {
			return &Error{fmt.Sprintf("nets.conv[%d]", i), say.T("is %d", v), say.T("use %d to %d", 1, 64)}
		}
	}
	if len(n.Hidden) > 4 {
		return &Error{"nets.hidden", say.T("has %d entries", len(n.Hidden)), say.T("give at most %d", 4)}
	}
	for i, v := range n.Hidden {
		if v < 1 || v > 512 {
			return &Error{fmt.Sprintf("nets.hidden[%d]", i), say.T("is %d", v), say.T("use %d to %d", 1, 512)}
		}
	}
	if err := n.validateRules(); err != nil {
		return err
	}
	for _, w := range []struct {
		field    string
		value    int
		low, top int
	}{{"epochs", n.Epochs, 1, 1000}, {"batch", n.Batch, 1, 1024}, {"candidates", n.Candidates, 1, 1000}, {"sample", n.Sample, 0, 1000}, {"seeds", n.Seeds, 1, MaxSeeds}} {
		if w.value < w.low || w.value > w.top {
			return &Error{"nets." + w.field, say.T("is %d", w.value), say.T("use %d to %d", w.low, w.top)}
		}
	}
	if err := within("nets.targetLoss", n.TargetLoss, 0, 100); err != nil {
		return err
	}
	return within("nets.rate", n.Rate, 1e-6, 1)
}

// validateCandidates refuses fewer candidates than rows leave at each step.
func (n *Nets) validateCandidates(perStep int) error {
	if slices.Contains(n.Rules, NetRetrain) && n.Candidates < perStep {
		return &Error{"nets.candidates", say.T("is %d, and %d rows leave per step", n.Candidates, perStep), say.T("use %d or more, or remove fewer rows per step", perStep)}
	}
	return nil
}

func (n *Nets) validateRules() error {
	if len(n.Rules) < 1 || len(n.Rules) > len(NetRules) {
		return &Error{"nets.rules", say.T("has %d entries", len(n.Rules)), say.T("give 1 to %d", len(NetRules))}
	}
	for i, r := range n.Rules {
		if !slices.Contains(NetRules, r) || slices.Index(n.Rules, r) != i {
			return &Error{fmt.Sprintf("nets.rules[%d]", i), say.T("%q is not a rule for networks, or is there twice", r), say.T("use each of %v once at most", NetRules)}
		}
	}
	return nil
}
