package erdpd_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"untangle/sim/erdpd"
	"untangle/sim/scenario"
)

func TestDecode(t *testing.T) {
	e, err := erdpd.Decode([]byte(`{"train": {"epochs": 7}, "model": {"kind": "mlp", "hidden": [8]}}`))
	want := erdpd.Default()
	want.Train.Epochs, want.Model = 7, erdpd.Model{Kind: erdpd.ModelMLP, Hidden: []int{8}}
	if err != nil || !reflect.DeepEqual(e, want) {
		t.Errorf("%+v, %v", e, err)
	}
	again, err := erdpd.Decode(marshal(t, e))
	if err != nil || !reflect.DeepEqual(again, e) {
		t.Errorf("after a round trip %+v, %v", again, err)
	}
	moons, err := erdpd.Decode([]byte(`{"data": {"kind": "moons", "counts": [100], "test": 50}}`))
	if err != nil || len(moons.Data.Classes) != 0 || moons.Data.Size != 0 {
		t.Errorf("moons took over fields of digits: %+v, %v", moons.Data, err)
	}
	for doc, field := range map[string]string{
		`{"train": {"epochs": 0}}`: "train.epochs", `{"alpha": 1}`: "alpha", `{"train": {"epochs": "many"}}`: "train.epochs",
		`[`: "(document)", ``: "(document)", `{} {}`: "(document)", strings.Repeat(" ", 1<<17): "(document)",
	} {
		var typed *scenario.Error
		if _, err := erdpd.Decode([]byte(doc)); !errors.As(err, &typed) || typed.Field != field || typed.Remedy.Empty() {
			t.Errorf("%.30q: %v, want field %q", doc, err, field)
		}
	}
}
