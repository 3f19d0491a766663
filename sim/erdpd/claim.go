package erdpd

import (
	"encoding/json"
	"slices"

	"untangle/sim/say"
	"untangle/sim/scenario"
)

// Verdict is what the measurements say of a claim. It is computed from runs by the rule
// that the claim states, never written down.
type Verdict string

// The verdicts.
const (
	Holds      Verdict = "holds"
	HoldsUnder Verdict = "holds under …"
	DoesNot    Verdict = "does not hold"
	// Undecided: every interval holds both answers; more seeds may decide.
	Undecided Verdict = "not decided"
)

// Claim is a statement of the white paper, or of ours, with its measurement.
type Claim struct {
	// ID is one of [ClaimIDs].
	ID ClaimID
	// Statement is the claim; Source is "white paper" or "ours".
	Statement say.Text
	Source    say.Text
	// Rule says how the verdict follows from the figures.
	Rule say.Text
	// Verdict is the verdict, and Condition the reason or the condition in words.
	Verdict   Verdict
	Condition say.Text
	// Yes counts the settings whose answer is yes, Cases all of them; 0 where a claim is
	// not judged by cases.
	Yes   int
	Cases int
	// Interval says what the intervals of the figures are.
	Interval say.Text
	Figures  []Figure
	// Trials and Seeds are the settings to reproduce it.
	Trials []Trial
	Seeds  []uint64
}

// ClaimID names a claim.
type ClaimID string

// The claims.
const (
	ClaimMixture    ClaimID = "mixture-entropy"
	ClaimDerivative ClaimID = "entropy-derivative"
	ClaimVariance   ClaimID = "variance-entropy"
	ClaimBound      ClaimID = "convergence-bound"
	ClaimFaster     ClaimID = "faster"
	ClaimTrees      ClaimID = "trees"
	ClaimAnnealing  ClaimID = "annealing"
	ClaimConfidence ClaimID = "confidence-purity"
	ClaimBridge     ClaimID = "delta-purity"
)

// claimKind is how a claim is planned and judged.
type claimKind struct {
	id                      ClaimID
	statement, source, rule say.Text
	plan                    func(base Experiment) []Trial
	judge                   func(c *Claim, runs runs) error
}

// claimKinds lists the claims in the order of a page.
var claimKinds = []claimKind{mixtureClaim, derivativeClaim, varianceClaim, boundClaim, fasterClaim, treesClaim, annealingClaim, confidenceClaim, bridgeClaim}

// ClaimIDs lists every claim, in the order of a page.
func ClaimIDs() []ClaimID {
	ids := make([]ClaimID, len(claimKinds))
	for i, k := range claimKinds {
		ids[i] = k.id
	}
	return ids
}

func kindOf(id ClaimID) (claimKind, error) {
	for _, k := range claimKinds {
		if k.id == id {
			return k, nil
		}
	}
	return claimKind{}, refuse("claim", say.T("%q is not a claim", id), say.T("use one of %v", ClaimIDs()))
}

// Trial is one arm of an experiment, to be run under every seed.
type Trial struct {
	Experiment Experiment `json:"experiment"`
	Arm        Arm        `json:"arm"`
}

// Key is equal for equal trials. Arms without pools do not depend on how purity is
// estimated nor on the schedule, so that the claims share their runs.
func (t Trial) Key() string {
	if t.Arm != ArmDiluted {
		t.Experiment.Purity, t.Experiment.Schedule = Purity{}, Schedule{}
		t.Experiment.Train.Reweight, t.Experiment.Train.Continue = false, false
	}
	b, err := json.Marshal(t)
	if err != nil {
		panic("erdpd: a trial that JSON cannot hold")
	}
	return string(b)
}

// Plan returns the trials that a claim needs, varied from a base experiment.
func Plan(id ClaimID, base Experiment) ([]Trial, error) {
	k, err := kindOf(id)
	if err != nil {
		return nil, err
	}
	return k.plan(base), nil
}

// Trials returns the trials of several claims, each once.
func Trials(ids []ClaimID, base Experiment) ([]Trial, error) {
	var out []Trial
	seen := map[string]bool{}
	for _, id := range ids {
		plan, err := Plan(id, base)
		if err != nil {
			return nil, err
		}
		for _, t := range plan {
			if !seen[t.Key()] {
				seen[t.Key()] = true
				out = append(out, t)
			}
		}
	}
	return out, nil
}

// Describe returns a claim that has not been measured: its words and its plan.
func Describe(id ClaimID, base Experiment) (*Claim, error) {
	k, err := kindOf(id)
	if err != nil {
		return nil, err
	}
	return &Claim{ID: id, Statement: k.statement, Source: k.source, Rule: k.rule, Interval: IntervalKind, Trials: k.plan(base)}, nil
}

// Judge measures a claim on results of its plan's trials, under the seeds that every trial
// has been run with, two or more; other results are passed over, so that a study that is
// under way can be judged by what is there. Too few are a [*scenario.Error].
func Judge(id ClaimID, base Experiment, results []*Result) (*Claim, error) {
	k, err := kindOf(id)
	if err != nil {
		return nil, err
	}
	c, err := Describe(id, base)
	if err != nil {
		return nil, err
	}
	runs, seeds := collect(c.Trials, results)
	if len(seeds) < 2 {
		return nil, &scenario.Error{Field: "results", Problem: say.T("of all %d trials of %q are there for %d seeds", len(c.Trials), id, len(seeds)),
			Remedy: say.T("run every trial of the plan under the same two seeds or more")}
	}
	c.Seeds = seeds
	if err := k.judge(c, runs); err != nil {
		return nil, err
	}
	return c, nil
}

// runs holds results by trial, those of a trial by ascending seed; every trial has the
// same seeds.
type runs map[string][]*Result

// of returns the results of a trial.
func (r runs) of(t Trial) []*Result { return r[t.Key()] }

// collect sorts out the results of the trials and the seeds that all trials have.
func collect(trials []Trial, results []*Result) (runs, []uint64) {
	found := map[string]map[uint64]*Result{}
	for _, r := range results {
		key := Trial{r.Experiment, r.Arm}.Key()
		if found[key] == nil {
			found[key] = map[uint64]*Result{}
		}
		found[key][r.Seed] = r
	}
	var seeds []uint64
	for seed := range found[trials[0].Key()] {
		everywhere := true
		for _, t := range trials {
			everywhere = everywhere && found[t.Key()][seed] != nil
		}
		if everywhere {
			seeds = append(seeds, seed)
		}
	}
	slices.Sort(seeds)
	out := runs{}
	for _, t := range trials {
		list := make([]*Result, len(seeds))
		for i, seed := range seeds {
			list[i] = found[t.Key()][seed]
		}
		out[t.Key()] = list
	}
	return out, seeds
}

// The sources of claims.
var (
	fromPaper = say.T("white paper")
	fromUs    = say.T("ours")
)

// none is the settings or the unit of a figure that has none.
var none say.Text

// label names a trial for a sentence.
func (t Trial) label() say.Text {
	e := t.Experiment
	s := say.T("%s, labels as they come", word(e.Model.Kind))
	if e.Data.Noisy() {
		s = say.T("%s, %.0f%% %s noise", word(e.Model.Kind), 100*e.Data.Noise.Rate, word(e.Data.Noise.Kind))
	}
	switch {
	case t.Arm != ArmDiluted:
		return s
	case e.Purity.Keep > 0:
		s = say.T("%s, the purest %.0f%% by %s", s, 100*e.Purity.Keep, word(e.Purity.Estimator))
	default:
		s = say.T("%s, purity by %s > %g", s, word(e.Purity.Estimator), e.Purity.Threshold)
	}
	return say.T("%s, α %s", s, e.Schedule.label())
}

// label writes the schedule for a sentence.
func (s Schedule) label() say.Text {
	if s.Kind == ScheduleStatic {
		return say.T("static %g", s.Start)
	}
	return say.T("%s %g → %g", word(s.Kind), s.Start, s.End)
}

// cases sorts the settings of a claim, in words, by what was measured there.
type cases struct {
	yes, no, open []say.Text
	// sentences says that they are too long for commas between them.
	sentences bool
}

// add files a setting under yes if the figure's interval lies above limit, under no if it
// lies below, and under open otherwise.
func (c *cases) add(name say.Text, f Figure, limit float64) {
	text := say.T("%s (%s)", name, f.Text())
	switch {
	case f.Low > limit:
		c.yes = append(c.yes, text)
	case f.High <= limit:
		c.no = append(c.no, text)
	default:
		c.open = append(c.open, text)
	}
}

// casesRule ends the rule of a claim that is judged by cases.
var casesRule = say.T("Holds if yes at every setting, holds under … those with a yes, does not hold if none is a yes and some are a no; not decided if every interval holds both.")

// verdict is [Holds] if every setting is a yes, [HoldsUnder] if some are, [DoesNot] if none
// is and some are a no, and [Undecided] if all are open.
func (c *cases) verdict() (Verdict, say.Text) {
	var parts []say.Text
	list := say.List
	if c.sentences {
		list = say.Semicolons
	}
	if len(c.yes) > 0 {
		parts = append(parts, say.T("yes: %s", list(c.yes)))
	}
	if len(c.no) > 0 {
		parts = append(parts, say.T("no: %s", list(c.no)))
	}
	if len(c.open) > 0 {
		parts = append(parts, say.T("not decided: %s", list(c.open)))
	}
	text := say.Semicolons(parts)
	switch {
	case len(c.no)+len(c.open) == 0:
		return Holds, text
	case len(c.yes) > 0:
		return HoldsUnder, text
	case len(c.no) > 0:
		return DoesNot, text
	}
	return Undecided, text
}

// judged takes the verdict by cases, and how many there were.
func (c *Claim) judged(found *cases) {
	c.Verdict, c.Condition = found.verdict()
	c.Yes, c.Cases = len(found.yes), len(found.yes)+len(found.no)+len(found.open)
}

// over collects one value per run.
func over(list []*Result, f func(*Result) float64) []float64 {
	v := make([]float64, len(list))
	for i, r := range list {
		v[i] = f(r)
	}
	return v
}

// paired collects one value per seed from two lists of the same seeds.
func paired(a, b []*Result, f func(a, b *Result) float64) []float64 {
	v := make([]float64, len(a))
	for i := range a {
		v[i] = f(a[i], b[i])
	}
	return v
}
