package erdpd

import (
	"encoding/json"
	"fmt"
	"strings"

	"untangle/sim/say"
	"untangle/sim/scenario"
)

// word is a name of a setting as a sentence has it; one that is not listed is said as it is.
func word[T ~string](name T) say.Text {
	if t, ok := words[string(name)]; ok {
		return t
	}
	return say.Raw(string(name))
}

var words = map[string]say.Text{
	string(ModelSoftmax): say.T("softmax regression"), string(ModelMLP): say.T("neural network"), string(ModelConv): say.T("convolutional net"), string(ModelTree): say.T("decision tree"),
	string(ModelForest): say.T("random forest"), string(ModelBoosting): say.T("boosting"), string(ModelGenerative): say.T("Gaussian mixture"),
	string(EstimateConfidence): say.T("confidence"), string(EstimateGiven): say.T("p(given label)"), string(EstimateAgreement): say.T("agreement"),
	string(EstimateLoss): say.T("loss"), string(EstimateDelta): say.T("δ"), string(EstimateTruth): say.T("the truth"), string(EstimateRandom): say.T("chance"),
	string(scenario.NoiseSymmetric): say.T("symmetric"), string(scenario.NoiseAsymmetric): say.T("asymmetric"),
	string(ScheduleExponential): say.T("exponential"), string(ScheduleLinear): say.T("linear"), string(ScheduleVariance): say.T("by gradient variance"),
	string(ArmUndiluted): say.T("undiluted"), string(ArmDiluted): say.T("diluted"), string(ArmClean): say.T("clean labels"),
}

// signed writes a number with a minus, where fmt has a hyphen.
func signed(format string, v float64) string {
	return strings.ReplaceAll(fmt.Sprintf(format, v), "-", "−")
}

// MarshalJSON writes the texts of a claim in English, for a command line.
func (c Claim) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		ID        ClaimID  `json:"id"`
		Statement string   `json:"statement"`
		Source    string   `json:"source"`
		Rule      string   `json:"rule"`
		Verdict   Verdict  `json:"verdict"`
		Condition string   `json:"condition"`
		Yes       int      `json:"yes"`
		Cases     int      `json:"cases"`
		Interval  string   `json:"interval"`
		Figures   []Figure `json:"figures"`
		Trials    []Trial  `json:"trials"`
		Seeds     []uint64 `json:"seeds"`
	}{c.ID, c.Statement.String(), c.Source.String(), c.Rule.String(), c.Verdict, c.Condition.String(), c.Yes, c.Cases, c.Interval.String(), c.Figures, c.Trials, c.Seeds})
}

// MarshalJSON writes the texts of a figure in English.
func (f Figure) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name     string  `json:"name"`
		Settings string  `json:"settings"`
		Unit     string  `json:"unit"`
		Mean     float64 `json:"mean"`
		Low      float64 `json:"low"`
		High     float64 `json:"high"`
		N        int     `json:"n"`
		Note     string  `json:"note,omitempty"`
	}{f.Name.String(), f.Settings.String(), f.Unit.String(), f.Mean, f.Low, f.High, f.N, f.Note.String()})
}
