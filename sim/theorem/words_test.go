package theorem_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/scenario"
	"untangle/sim/softmax"
	"untangle/sim/theorem"
)

// Features far too large stop the fit. What it says of the outcome is a form that a language
// has a sentence for, not an English argument.
func TestAFitThatStopsSaysSoInForms(t *testing.T) {
	x, y := mat.NewDense(12, 2, nil), make([]int, 12)
	for i := range y {
		y[i] = i % 2
		x.Set(i, 0, float64(i*i%7-3)*1e9)
		x.Set(i, 1, 1)
	}
	data := theorem.Data{X: softmax.NewDesign(x), Y: y, Classes: 2}
	_, err := theorem.Measure(theorem.Config{Data: &data, Removals: 1, Ridge: 1e-6}, nil)
	var e *scenario.Error
	if !errors.As(err, &e) || e.Field != "theorem.ridge" {
		t.Fatalf("the error is %v", err)
	}
	b, err := json.Marshal(e.Problem)
	if err != nil {
		t.Fatal(err)
	}
	outcome, ok := strings.CutPrefix(string(b), `{"form":"%g leaves a fit with the outcome “%s” at gradient %.2g","args":["1e-06",{"form":"`)
	if !ok || strings.HasPrefix(outcome, "%") {
		t.Errorf("the problem is %s", b)
	}
}
