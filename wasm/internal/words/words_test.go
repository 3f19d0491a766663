package words_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/influence"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
	"untangle/sim/wire"
	"untangle/wasm/internal/words"
)

// said are errors of each type with words of its own, as they reach the page.
var said = map[string]error{
	"sim/scenario.Error":          &scenario.Error{Field: "purify.steps", Problem: say.T("is missing"), Remedy: say.T("remove it")},
	"sim/dataset.Error":           &dataset.Error{File: dataset.TestFile, Row: 3, Problem: say.T("is missing"), Remedy: say.T("remove it")},
	"sim/softmax.SizeError":       (&softmax.Basis{D: 500, R: 500, C: 200}).Check(900),
	"sim/softmax.SizeError, work": &softmax.SizeError{What: say.T("δ of %d rows and %d parameters", 9, 9), Need: 3e13, Limit: 5e11, Work: true, Remedy: say.T("remove it")},
	"sim/wire.Error":              wire.Say("data", say.T("the engine"), say.T("has no run of this table"), say.T("run it again")),
	"sim/softmax.ErrConjugate":    softmax.ErrConjugate,
	"sim/influence.ErrSingular":   influence.ErrSingular,
	"sim/influence.ErrTooFew":     influence.ErrTooFew,
}

// Whatever wraps it, an error comes in parts that a language has sentences for: place, problem
// and remedy, none of them with English words among its arguments.
func TestErrorsComeAsForms(t *testing.T) {
	for name, err := range said {
		e := words.Of(fmt.Errorf("step %d: %w (curvature %g)", 3, err, .5))
		for part, text := range map[string]say.Text{"place": e.Said.Place, "problem": e.Said.Problem, "remedy": e.Said.Remedy} {
			if text.Empty() {
				t.Errorf("%s has no %s", name, part)
			}
			for _, argument := range arguments(t, text) {
				if english.MatchString(argument) && !(part == "place" && field.MatchString(argument)) {
					t.Errorf("%s: the %s has the English argument %q", name, part, argument)
				}
			}
		}
		if strings.Contains(e.Problem, "curvature") || strings.Contains(e.Problem, e.Remedy) || e.Kind != wire.KindError {
			t.Errorf("%s: the page is told %+v", name, e)
		}
	}
	if e := words.Of(errors.New("unheard of")); e.Problem != "ended with the error “unheard of”" || e.Place != "the run" {
		t.Errorf("an error without words is told as %+v", e)
	}
}

var (
	english = regexp.MustCompile(`[A-Za-z]{3}`)
	field   = regexp.MustCompile(`^[a-z]+(\.[a-z]+)+$`) // a place in a scenario, which no language changes
)

// arguments returns what a language puts into its sentence as it is.
func arguments(t *testing.T, text say.Text) (out []string) {
	t.Helper()
	b, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	var node any
	if err := json.Unmarshal(b, &node); err != nil {
		t.Fatal(err)
	}
	var walk func(node any)
	walk = func(node any) {
		if filled, ok := node.(map[string]any); ok {
			for _, a := range filled["args"].([]any) {
				if s, ok := a.(string); ok {
					out = append(out, s)
				}
				walk(a)
			}
		}
	}
	walk(node)
	return out
}

// What is told is the caller's own: the worker writes the number of the run into it.
func TestToldErrorsAreCopies(t *testing.T) {
	shared := wire.Say("data", say.T("the engine"), say.T("has no run of this table"), say.T("run it again"))
	words.Of(shared).Run = 7
	if shared.Run != 0 {
		t.Error("an error that is shared was written to")
	}
}
