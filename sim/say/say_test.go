package say_test

import (
	"encoding/json"
	"testing"

	"untangle/sim/say"
)

func TestTextInEnglishAndTakenApart(t *testing.T) {
	figure := say.T("%s [%s]", "0.1", "−0.2")
	for _, c := range []struct {
		text say.Text
		want string
		json string
	}{
		{say.Text{}, "", `""`},
		{say.T("is missing"), "is missing", `"is missing"`},
		{say.T("10%% of the mean"), "10% of the mean", `"10%% of the mean"`},
		{say.T("use %d to %g", 1, .5), "use 1 to 0.5", `{"form":"use %d to %g","args":["1","0.5"]}`},
		{say.T("column %q", `a"b`), `column "a\"b"`, `{"form":"column %q","args":["\"a\\\"b\""]}`},
		{say.T("%.0f%% noise: %s", 30., figure), "30% noise: 0.1 [−0.2]", `{"form":"%.0f%% noise: %s","args":["30",{"form":"%s [%s]","args":["0.1","−0.2"]}]}`},
		{say.Raw("100% %d"), "100% %d", `{"form":"%s","args":["100% %d"]}`},
		{say.List([]say.Text{say.T("a"), say.T("b"), say.T("c")}), "a, b and c", ""},
		{say.List([]say.Text{say.T("a")}), "a", `"a"`},
		{say.List(nil), "", `""`},
		{say.Semicolons([]say.Text{say.T("a"), say.T("b"), say.T("c")}), "a; b; c", ""},
	} {
		if got := c.text.String(); got != c.want {
			t.Errorf("says %q, want %q", got, c.want)
		}
		if got, err := json.Marshal(c.text); err != nil || c.json != "" && string(got) != c.json {
			t.Errorf("%q travels as %s (%v), want %s", c.want, got, err, c.json)
		}
		var back say.Text
		if b, _ := json.Marshal(c.text); json.Unmarshal(b, &back) != nil || back.String() != c.want {
			t.Errorf("%q comes back as %q", c.want, back)
		}
		if c.text.Empty() != (c.want == "") {
			t.Errorf("%q: empty is %v", c.want, c.text.Empty())
		}
	}
}
