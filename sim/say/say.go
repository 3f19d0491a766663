// Package say keeps a sentence together with what it is made of, so that a page can say it
// in another language: the English form is the key of a translation, and the arguments go
// with it. On the command line a sentence is its English text.
package say

import (
	"encoding/json"
	"fmt"
	"regexp"
)

// Text is a sentence or a part of one. The zero Text is empty.
type Text struct {
	form string
	args []any // string, as its verb wrote it, or Text
}

// T makes a text of a form, as fmt.Sprintf takes one, and its arguments, which may be texts
// themselves (under %s or %v). The form is a constant: a test lists all of them, and the
// languages of the page have to know them. Verbs stand for the arguments one by one.
func T(form string, args ...any) Text {
	if false {
		_ = fmt.Sprintf(form, args...) // so that go vet knows T for one of fmt's kind and checks its calls
	}
	t, next := Text{form: form}, 0
	for _, v := range verb.FindAllString(form, -1) {
		switch {
		case v == "%%":
			continue
		case next == len(args):
			panic("say: a form with more verbs than arguments: " + form)
		}
		if inner, ok := args[next].(Text); ok {
			t.args = append(t.args, inner)
		} else {
			t.args = append(t.args, fmt.Sprintf(v, args[next]))
		}
		next++
	}
	if next < len(args) {
		panic("say: a form with fewer verbs than arguments: " + form)
	}
	return t
}

// verb is one of fmt's, or a percent sign.
var verb = regexp.MustCompile(`%[-+#0]*\d*(?:\.\d+)?[a-zA-Z%]`)

// String says it in English.
func (t Text) String() string {
	next := 0
	return verb.ReplaceAllStringFunc(t.form, func(v string) string {
		if v == "%%" {
			return "%"
		}
		next++
		return fmt.Sprint(t.args[next-1])
	})
}

// Empty reports whether there is nothing to say.
func (t Text) Empty() bool { return t.form == "" }

// MarshalJSON gives a text without arguments as its form, any other as [Filled].
func (t Text) MarshalJSON() ([]byte, error) {
	if len(t.args) == 0 {
		return json.Marshal(t.form)
	}
	return json.Marshal(t.filled())
}

func (t Text) filled() Filled {
	f := Filled{t.form, []any{}}
	for _, a := range t.args {
		if inner, ok := a.(Text); ok {
			a = inner.filled()
		}
		f.Args = append(f.Args, a)
	}
	return f
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Text) UnmarshalJSON(b []byte) error {
	*t = Text{}
	if len(b) > 0 && b[0] != '{' {
		return json.Unmarshal(b, &t.form)
	}
	var f struct {
		Form string            `json:"form"`
		Args []json.RawMessage `json:"args"`
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return err
	}
	t.form = f.Form
	for _, a := range f.Args {
		var written string
		var inner Text
		if json.Unmarshal(a, &written) == nil {
			t.args = append(t.args, written)
		} else if err := inner.UnmarshalJSON(a); err != nil {
			return err
		} else {
			t.args = append(t.args, inner)
		}
	}
	return nil
}

// List joins texts by commas, the last one by "and".
func List(texts []Text) Text {
	switch len(texts) {
	case 0:
		return Text{}
	case 1:
		return texts[0]
	}
	last := len(texts) - 1
	out := texts[0]
	for _, t := range texts[1:last] {
		out = T("%s, %s", out, t)
	}
	return T("%s and %s", out, texts[last])
}

// Semicolons joins texts by semicolons.
func Semicolons(texts []Text) Text {
	var out Text
	for i, t := range texts {
		if i == 0 {
			out = t
			continue
		}
		out = T("%s; %s", out, t)
	}
	return out
}

// Raw is a text that no language changes: a name, or what a library says.
func Raw(s string) Text { return T("%s", s) }
