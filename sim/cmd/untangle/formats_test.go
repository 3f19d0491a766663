package main_test

import (
	"bytes"
	endian "encoding/binary"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
	"untangle/sim/session"
	"untangle/tests/hostile"
)

// The same rows in another format give the same numbers, whatever the file is called.
func TestFormats(t *testing.T) {
	comma, _ := example()
	var objects []string
	rows, err := csv.NewReader(strings.NewReader(comma)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		objects = append(objects, fmt.Sprintf(`{"size": %s, "color": %q, "kind": %q}`, r[0], r[1], r[2]))
	}
	want := map[string]string{}
	for name, text := range map[string]string{
		"data.csv": comma, "semicolons.txt": strings.ReplaceAll(comma, ",", ";"), "tabs": strings.ReplaceAll(comma, ",", "\t"), "cr.csv": strings.ReplaceAll(comma, "\n", "\r"),
		"wide.csv": string(hostile.UTF16(comma, false, true)), "packed.csv": string(hostile.Gzip([]byte(comma))), "lines.csv": strings.Join(objects, "\n"), "list.json": "[" + strings.Join(objects, ",") + "]",
	} {
		data := write(t, name, text)
		for _, args := range [][]string{{"variance"}, {"rank"}, {"purify", "-per-step", "3", "-steps", "4", "-holdout", "0.2"}} {
			out := succeed(t, append(args, "-data", data, "-label", "kind")...)
			if want[args[0]] == "" {
				want[args[0]] = out
			}
			if out != want[args[0]] {
				t.Errorf("%s of %s is another than that of the other formats", args[0], name)
			}
		}
	}
}

// Numbers alone in NPZ, NPY and IDX, beside CSV.
func TestArrayFormats(t *testing.T) {
	const n, d = 40, 3
	text := "x0,x1,x2,label\n"
	var pixels, labels, floats []byte
	for i := range n {
		for f := range d {
			v := byte(i * (f + 3) * 7 % 251)
			pixels = append(pixels, v)
			floats = endian.LittleEndian.AppendUint64(floats, math.Float64bits(float64(v)))
			text += fmt.Sprint(v, ",")
		}
		labels = append(labels, byte((i+i/7)%2))
		text += fmt.Sprintln((i + i/7) % 2)
	}
	x, y := hostile.NPY(hostile.Header("<f8", "(40, 3)", false), floats), hostile.NPY(hostile.Header("|u1", "(40,)", false), labels)
	idx := write(t, "labels-idx1-ubyte", string(hostile.IDX([]uint32{n}, labels)))
	for _, scale := range []string{"standard", "unit", "none"} {
		want := succeed(t, "rank", "-data", write(t, "data.csv", text), "-label", "label", "-scale", scale)
		for _, args := range [][]string{
			{"-data", write(t, "data.npz", string(hostile.NPZ(true, hostile.In("X_train.npy", x), hostile.In("y_train.npy", y))))},
			{"-data", write(t, "x.npy", string(x)), "-data-labels", write(t, "y.npy", string(y))},
			{"-data", write(t, "images-idx3-ubyte", string(hostile.IDX([]uint32{n, 1, d}, pixels))), "-data-labels", idx},
		} {
			if got := succeed(t, append([]string{"rank", "-label", "label", "-scale", scale}, args...)...); got != want {
				t.Errorf("%s %v gives another ranking than CSV", scale, args)
			}
		}
	}
}

// The page, which runs a session, removes the same rows as the command line.
func TestSameAsThePage(t *testing.T) {
	penguins := "length,depth,sex,species\n"
	for i := range 90 {
		sex := []string{"male", "female", "NA"}[i%29/13]
		penguins += fmt.Sprintf("%g,%g,%s,%c\n", float64(35+i*i%23), 14+float64(i*7%31)/5+float64(i%3)*2, sex, 'A'+rune(i%3))
	}
	s := scenario.Default()
	s.Data = scenario.Data{Kind: scenario.DataTable, Label: "species", Missing: scenario.MissingDrop, Features: []string{"depth", "length"}, Holdout: .2,
		Noise: scenario.Noise{Kind: scenario.NoiseSymmetric, Rate: .2}}
	s.Seed, s.Fit, s.Influence.Damping = 5, scenario.Fit{Method: scenario.FitNewton, Ridge: .01}, .05
	s.Purify = scenario.Purify{Rule: scenario.RuleDelta, PerStep: 2, Steps: 6}
	run, err := session.Open(s, session.Sources{Table: &session.Table{Train: dataset.File{Name: "penguins", Bytes: []byte(penguins)}}})
	if err != nil {
		t.Fatal(err)
	}
	r := run2(t, "purify", "-data", write(t, "penguins.csv", penguins), "-label", "species", "-missing", "drop", "-features", "length,depth", "-holdout", "0.2", "-noise", "0.2",
		"-seed", "5", "-ridge", "0.01", "-damping", "0.05", "-rule", "delta", "-per-step", "2", "-steps", "6")
	for k, line := range lines(t, r) {
		f, err := run.Next(nil)
		if err != nil {
			t.Fatal(err)
		}
		got := object[step](t, line, "step", "kept", "variance", "testAccuracy", "removed")
		removed := []int{}
		for _, row := range f.Removed {
			removed = append(removed, run.Loaded().Train.FileRow(int(row)))
		}
		if got.Kept != f.Kept || got.Variance != f.Variance || got.TestAccuracy == nil || *got.TestAccuracy != f.TestAccuracy || !slices.Equal(got.Removed, removed) {
			t.Errorf("step %d: the command line has %s, the page %d, %g, %g, %v", k, line, f.Kept, f.Variance, f.TestAccuracy, removed)
		}
	}
}

// run2 is succeed for commands that may warn.
func run2(t *testing.T, args ...string) string {
	t.Helper()
	r := run(t, args...)
	if r.code != 0 {
		t.Fatalf("%q ended with code %d and said %q", args, r.code, r.stderr)
	}
	for _, line := range strings.Split(strings.TrimSuffix(r.stderr, "\n"), "\n") {
		if line != "" && !strings.HasPrefix(line, "warning: ") {
			t.Errorf("%q says %q", args, line)
		}
	}
	return r.stdout
}

// Rows that stay and rows that leave are written with their own bytes, and all rows in
// the order in which they would leave.
func TestFilesOfAPurification(t *testing.T) {
	comma, _ := example()
	comma = strings.ReplaceAll(strings.Replace(comma, "red", "\"=1+1\"", 2), "\n", "\r\n")
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	r := run(t, "purify", "-data", write(t, "data.csv", comma), "-label", "kind", "-per-step", "3", "-steps", "4", "-kept", at("kept"), "-removed", at("removed"), "-ranked", at("ranked"))
	if r.code != 0 || !strings.Contains(r.stderr, "2 cells of the list that a spreadsheet would run as formulas") {
		t.Errorf("code %d, %q", r.code, r.stderr)
	}
	var order []int
	for _, line := range lines(t, r.stdout) {
		order = append(order, object[step](t, line, "step", "kept", "variance", "testAccuracy", "removed").Removed...)
	}
	original := strings.SplitAfter(comma, "\r\n")
	kept, removed := original[0], original[0]
	for i, row := range original[1:31] {
		if slices.Contains(order, i) {
			removed += row
		} else {
			kept += row
		}
	}
	for name, want := range map[string]string{"kept": kept, "removed": removed} {
		if got, err := os.ReadFile(at(name)); err != nil || string(got) != want {
			t.Errorf("%s: %v, %q, want %q", name, err, got, want)
		}
	}
	raw, err := os.ReadFile(at("ranked"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil || len(list) != 31 {
		t.Fatalf("%d lines, %v", len(list), err)
	}
	for k, row := range order {
		if list[k+1][1] != fmt.Sprint(row) || list[k+1][2] != fmt.Sprint(row+2) || list[k+1][4] != fmt.Sprint(k/3) {
			t.Errorf("rank %d is %v, want row %d", k+1, list[k+1], row)
		}
	}
	if list[30][4] != "-1" {
		t.Errorf("the last row is removed in step %s", list[30][4])
	}
}

// The list of "rank" has the rows of the JSON lines in the same order.
func TestRankedList(t *testing.T) {
	comma, _ := example()
	data := write(t, "data.csv", comma)
	list, err := csv.NewReader(strings.NewReader(succeed(t, "rank", "-data", data, "-label", "kind", "-format", "csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for k, line := range lines(t, succeed(t, "rank", "-data", data, "-label", "kind")) {
		got := object[ranked](t, line, "row", "score", "leverage")
		row := list[k+1]
		score, p := 0.0, 0.0
		if _, err := fmt.Sscan(row[3], &score); err != nil || row[1] != fmt.Sprint(got.Row) || score != got.Score {
			t.Errorf("rank %d is %v, want %s", k+1, row, line)
		}
		if h := 0.0; fmt.Sprint(row[8]) == "" || got.Leverage <= 0 || got.Leverage > 1 {
			t.Errorf("row %d has leverage %q, %g", got.Row, row[8], got.Leverage)
		} else if _, err := fmt.Sscan(row[8], &h); err != nil || h != got.Leverage {
			t.Errorf("row %d has leverage %s in the list and %g in JSON", got.Row, row[8], got.Leverage)
		}
		if _, err := fmt.Sscan(row[7], &p); err != nil || !(p > 1.0/3-1e-9 && p <= 1) || !strings.Contains("x y z", row[6]) {
			t.Errorf("row %d is suggested %q with probability %s", got.Row, row[6], row[7])
		}
	}
}

// A file that was purified as arrays is one that can be read again.
func TestFilesOfArrays(t *testing.T) {
	pixels := make([]byte, 120)
	labels := make([]byte, 30)
	for i := range labels {
		labels[i] = byte(4 + 4*(i%2))
		for f := range 4 {
			pixels[4*i+f] = byte(i * (f + 5) * 11)
		}
	}
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	succeed(t, "purify", "-data", write(t, "x", string(hostile.IDX([]uint32{30, 2, 2}, pixels))), "-data-labels", write(t, "y", string(hostile.IDX([]uint32{30}, labels))), "-label", "label",
		"-per-step", "5", "-steps", "2", "-kept", at("kept.npz"), "-removed", at("removed.npz"))
	for name, n := range map[string]float64{"kept.npz": 20, "removed.npz": 10} {
		var v struct{ N float64 }
		if err := json.Unmarshal([]byte(succeed(t, "variance", "-data", at(name), "-label", "label", "-ridge", "0.1")), &v); err != nil || v.N != n {
			t.Errorf("%s has %g rows, want %g", name, v.N, n)
		}
	}
}

// The command line ends on every hostile file, within two seconds, with its result or
// with one line that says what is wrong.
func TestHostileFilesOnTheCommandLine(t *testing.T) {
	for k, f := range hostile.Files() {
		if k%7 != 0 { // the readers' own test reads them all; here a process each
			continue
		}
		args := []string{"rank", "-data", write(t, "data", string(f.Raw)), "-label", "kind"}
		if f.Labels != nil {
			args = append(args[:4], "label", "-data-labels", write(t, "labels", string(f.Labels)))
		}
		var r result
		took := time.Hour
		for try := 0; try < 3 && took > 2*time.Second; try++ { // a busy machine may be slow once
			start := time.Now()
			r = run(t, args...)
			took = min(took, time.Since(start))
		}
		if took > 2*time.Second {
			t.Errorf("%s takes %v", f.Name, took)
		}
		if r.code != 0 && r.code != 1 || r.code == 1 && (r.stdout != "" || strings.Count(r.stderr, "\n") != 1 || !strings.HasPrefix(r.stderr, "untangle rank: ")) {
			t.Errorf("%s: code %d, %q, %.300q", f.Name, r.code, r.stdout, r.stderr)
		}
	}
}

// Wrong settings of a table name the flag.
func TestWrongTableFlags(t *testing.T) {
	comma, _ := example()
	data := write(t, "data.csv", comma)
	for flag, value := range map[string]string{"-missing": "guess", "-scale": "log", "-holdout": "2", "-only": "x", "-sample": "3", "-features": "size,size", "-truth": "kind", "-noise": "0.9"} {
		r := run(t, "variance", "-data", data, "-label", "kind", flag, value)
		if r.code != 2 || r.stdout != "" || !strings.Contains(r.stderr, "untangle variance: "+flag) {
			t.Errorf("%s %s: code %d, %q", flag, value, r.code, r.stderr)
		}
	}
	for flag, value := range map[string]string{"-features": "size,weight", "-truth": "weight", "-only": "u,v"} {
		r := run(t, "variance", "-data", data, "-label", "kind", flag, value)
		checkFailure(t, flag, r, []string{"data.csv"})
	}
}

// The ridge chosen is said, and is what the same number gives as a flag.
func TestChooseRidge(t *testing.T) {
	comma, _ := example()
	both := []string{"rank", "-data", write(t, "data.csv", comma), "-label", "kind"}
	r := run(t, append(both, "-choose-ridge")...)
	var ridge string
	if _, err := fmt.Sscanf(r.stderr, "note: -ridge %s has", &ridge); err != nil || r.code != 0 {
		t.Fatalf("code %d, %q", r.code, r.stderr)
	}
	if succeed(t, append(both, "-ridge", ridge)...) != r.stdout || succeed(t, both...) == r.stdout {
		t.Errorf("-ridge %s gives another ranking, or the default the same", ridge)
	}
}
