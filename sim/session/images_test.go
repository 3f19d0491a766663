package session_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
	"untangle/sim/session"
)

// idx writes bytes as an IDX file.
func idx(values []byte, shape ...uint32) []byte {
	out := []byte{0, 0, 8, byte(len(shape))}
	for _, n := range shape {
		out = binary.BigEndian.AppendUint32(out, n)
	}
	return append(out, values...)
}

func TestPicturesOfOwnArrays(t *testing.T) {
	const n, h, w = 24, 6, 7
	var pixels, labels []byte
	for i := range n {
		for k := range h * w {
			pixels = append(pixels, byte(10+(k*(i%2+1)+i)%41))
		}
		labels = append(labels, byte(i%2))
	}
	s := scenario.Default()
	s.Data = scenario.Data{Kind: scenario.DataTable, Label: dataset.ArrayLabel, Sample: 20}
	s.Purify.PerStep, s.Purify.Steps = 2, 1
	open := func(shape ...uint32) *session.Session {
		table := &session.Table{Train: dataset.File{Name: "images", Bytes: idx(pixels, shape...), Labels: idx(labels, n), LabelsName: "labels"}}
		run, err := session.Open(s, session.Sources{Table: table})
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	run := open(n, h, w)
	is := run.Header().Images
	if is == nil || is.Width != w || is.Height != h || is.File != "" || run.Points().Source != nil {
		t.Fatalf("images %+v", is)
	}
	got := run.Pictures()
	if len(got) != 20*h*w {
		t.Fatalf("%d bytes for 20 images of %d×%d", len(got), w, h)
	}
	for i := range 20 {
		at := run.Loaded().Train.FileRow(i) * h * w
		for k, v := range pixels[at : at+h*w] {
			// 10 … 50 becomes 0 … 255.
			if want := byte((float64(v)-10)/40*255 + .5); got[i*h*w+k] != want {
				t.Fatalf("row %d, pixel %d: %d, want %d", i, k, got[i*h*w+k], want)
			}
		}
	}
	if !bytes.Contains(got, []byte{0}) || !bytes.Contains(got, []byte{255}) {
		t.Error("the least and the greatest number are not 0 and 255")
	}
	if open(n, h*w).Header().Images != nil || open(n, 2, 3, 7).Header().Images != nil {
		t.Error("rows that are no images were taken for some")
	}
}
