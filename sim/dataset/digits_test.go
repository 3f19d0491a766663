package dataset_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/scenario"
)

// packed writes images in the documented layout, for tests: counts[d] images of digit d,
// the gray at (r, c) of image i being (i + 3r + c) mod levels.
func packed(side, levels int, counts [10]int) []byte {
	kinds, n := 0, 0
	var table, pixels []byte
	for digit, count := range counts {
		if count > 0 {
			kinds++
			table = binary.LittleEndian.AppendUint32(append(table, byte(digit), 0, 0, 0), uint32(count))
		}
		n += count
	}
	at := 0
	for i := range n {
		for r := range side {
			for c := range side {
				if v := byte((i + 3*r + c) % levels); at%2 == 0 {
					pixels = append(pixels, v)
				} else {
					pixels[at/2] |= v << 4
				}
				at++
			}
		}
	}
	out := append([]byte("UTDG"), 1, byte(side), byte(levels), byte(kinds))
	out = binary.LittleEndian.AppendUint32(out, uint32(n))
	return append(append(out, table...), pixels...)
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b) // into memory: cannot fail
	w.Close()
	return out.Bytes()
}

func TestReadDigits(t *testing.T) {
	for _, side := range []int{4, 5} { // an even and an odd number of pixels
		file := packed(side, 7, [10]int{2: 1, 7: 2})
		for name, b := range map[string][]byte{"plain": file, "gzip": zipped(file)} {
			m, err := dataset.ReadDigits("d.bin", b)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if m.Side != side || m.Levels != 7 || !slices.Equal(m.Label, []uint8{2, 7, 7}) || len(m.Pixel) != 3*side*side {
				t.Errorf("%s: side %d, levels %d, labels %v, %d pixels", name, m.Side, m.Levels, m.Label, len(m.Pixel))
			}
			for i := range m.Label {
				for at, v := range m.Image(i) {
					if want := uint8((i + 3*(at/side) + at%side) % 7); v != want {
						t.Fatalf("%s: image %d has %d at %d, want %d", name, i, v, at, want)
					}
				}
			}
		}
	}
}

func TestReadDigitsRefuses(t *testing.T) {
	good := packed(5, 7, [10]int{2: 1, 7: 2})
	set := func(at int, v byte) []byte {
		b := slices.Clone(good)
		b[at] = v
		return b
	}
	bomb := zipped(make([]byte, 50_000_000))
	for name, c := range map[string]struct {
		file    []byte
		problem string
	}{
		"empty":                  {nil, "is not a file of packed digits"},
		"text":                   {[]byte("<!doctype html><title>404</title>"), "is not a file of packed digits"},
		"header only":            {good[:11], "is not a file of packed digits"},
		"newer version":          {set(4, 2), "has version 2, and this build reads 1"},
		"no side":                {set(5, 0), "images of side 0"},
		"large side":             {set(5, 65), "images of side 65"},
		"one level":              {set(6, 1), "has 1 gray levels"},
		"many levels":            {set(6, 17), "has 17 gray levels"},
		"no digits":              {set(7, 0), "has 0 different digits"},
		"eleven digits":          {set(7, 11), "has 11 different digits"},
		"no images":              {set(8, 0), "has 0 images"},
		"too many images":        {set(11, 1), "has 16777219 images"},
		"cut short":              {good[:len(good)-1], "has 65 bytes, not 66"},
		"one byte more":          {append(slices.Clone(good), 0), "has 67 bytes, not 66"},
		"digit ten":              {set(20, 10), "lists the digit 10 after 2"},
		"digits in disorder":     {set(20, 2), "lists the digit 2 after 2"},
		"rubbish beside a digit": {set(21, 1), "lists the digit 7 after 2"},
		"a count too large":      {set(24, 3), "lists more than its 3 images"},
		"a count too small":      {set(24, 1), "lists 2 of its 3 images"},
		"gray too light":         {set(28, 7), "has a pixel of gray 7 of 7 levels"},
		"rubbish at the end":     {set(65, good[65]|16), "does not end in a zero half byte"},
		"broken gzip":            {zipped(good)[:20], "is not gzip"},
		"gzip in name only":      {[]byte{0x1f, 0x8b, 0}, "is not gzip"},
		"a bomb":                 {bomb, "unpacks to more than 40960092 bytes"},
	} {
		_, err := dataset.ReadDigits("d.bin", c.file)
		if err == nil {
			t.Errorf("%s is accepted", name)
			continue
		}
		complaintOf(t, err)
		if !strings.Contains(err.Error(), c.problem) || !strings.Contains(err.Error(), "./build.sh build data") {
			t.Errorf("%s: %v, want %q", name, err, c.problem)
		}
	}
}

func FuzzReadDigits(f *testing.F) {
	for _, b := range [][]byte{nil, packed(3, 2, [10]int{1}), packed(2, 16, [10]int{3: 2, 4: 1}), zipped(packed(1, 2, [10]int{9: 5}))} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := dataset.ReadDigits("d.bin", b)
		if err != nil {
			complaintOf(t, err)
			return
		}
		if len(m.Label) == 0 || len(m.Pixel) != len(m.Label)*m.Side*m.Side || !slices.IsSorted(m.Label) || m.Label[len(m.Label)-1] > 9 {
			t.Fatalf("%d labels, %d pixels of side %d", len(m.Label), len(m.Pixel), m.Side)
		}
		if int(slices.Max(m.Pixel)) >= m.Levels {
			t.Fatalf("gray %d of %d", slices.Max(m.Pixel), m.Levels)
		}
	})
}

// images reads digits for the tests below.
func images(t *testing.T, side int, counts [10]int) *dataset.Images {
	t.Helper()
	m, err := dataset.ReadDigits("d.bin", packed(side, 5, counts))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Rows are drawn without replacement, spread evenly, and stand block by block and class
// by class.
func TestDigitsComposition(t *testing.T) {
	m := images(t, 14, [10]int{3: 30, 5: 30, 8: 30})
	d := scenario.Data{Kind: scenario.DataDigits, Counts: []int{20, 13}, Test: 10, Classes: []int{3, 8}, Size: 14, Rotate: 90}
	train, test, err := dataset.Digits(m, "d.bin", dataset.Stream(4, "data"), d)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Concat(slices.Repeat([]int{0}, 10), slices.Repeat([]int{1}, 10), slices.Repeat([]int{0}, 7), slices.Repeat([]int{1}, 6))
	if !slices.Equal(train.Y, want) || !slices.Equal(train.Classes, []string{"3", "8"}) {
		t.Errorf("labels %v of classes %v, want %v", train.Y, train.Classes, want)
	}
	if !slices.Equal(train.Origins, []string{"upright", "turned 90°"}) || train.Origin[19] != 0 || train.Origin[20] != 1 {
		t.Errorf("origins %v: %v", train.Origins, train.Origin)
	}
	if !slices.Equal(test.Origin, []int{0, 0, 0, 0, 0, 0, 1, 1, 1, 1}) { // 10·20/33 = 6.06
		t.Errorf("origins of the test rows are %v", test.Origin)
	}
	all := append(slices.Clone(train.Source), test.Source...)
	for i, s := range all {
		y := append(slices.Clone(train.Y), test.Y...)[i]
		if int(m.Label[s]) != d.Classes[y] {
			t.Errorf("row %d shows a %d and is labeled %d", i, m.Label[s], d.Classes[y])
		}
	}
	slices.Sort(all)
	if len(slices.Compact(all)) != 43 {
		t.Error("an image was drawn twice")
	}
	if n, features := train.X.Dims(); n != 33 || features != 197 {
		t.Errorf("X is %d×%d", n, features)
	}
	again, _, _ := dataset.Digits(m, "d.bin", dataset.Stream(4, "data"), d)
	other, _, _ := dataset.Digits(m, "d.bin", dataset.Stream(5, "data"), d)
	if !slices.Equal(again.Source, train.Source) || slices.Equal(other.Source, train.Source) {
		t.Error("the seed does not decide what is drawn")
	}
}

// Turned by 90° counterclockwise, the right column becomes the top row; four turns give
// the image back.
func TestDigitsAreTurned(t *testing.T) {
	m := images(t, 14, [10]int{1: 10, 2: 10})
	for _, degrees := range []int{90, 180, 270} {
		blocks := 4
		if degrees == 180 {
			blocks = 2
		}
		counts := slices.Repeat([]int{4}, blocks)
		d := scenario.Data{Kind: scenario.DataDigits, Counts: counts, Test: 2, Classes: []int{1, 2}, Size: 14, Rotate: degrees}
		train, _, err := dataset.Digits(m, "d.bin", dataset.Stream(1, "data"), d)
		if err != nil {
			t.Fatal(err)
		}
		for r, s := range train.Source {
			row, image := train.X.RawRowView(r), m.Image(s)
			turned := train.Origin[r] * degrees % 360
			for y := range 14 {
				for x := range 14 {
					// Where the ink at row y, column x goes.
					to := map[int]int{0: y*14 + x, 90: (13-x)*14 + y, 180: (13-y)*14 + 13 - x, 270: x*14 + 13 - y}[turned]
					if want := float64(image[y*14+x]) / 4; row[to] != want {
						t.Fatalf("turned by %d, row %d has %g at %d, want %g", turned, r, row[to], to, want)
					}
				}
			}
			if row[196] != 1 {
				t.Fatalf("row %d has the bias %g", r, row[196])
			}
		}
	}
}

func TestDigitsRefuse(t *testing.T) {
	m := images(t, 14, [10]int{3: 30, 5: 12})
	for _, c := range []struct {
		d       scenario.Data
		problem string
	}{
		{scenario.Data{Counts: []int{20}, Test: 6, Classes: []int{3, 5}, Size: 14}, "has 12 images of the digit 5, and 13 are asked for"},
		{scenario.Data{Counts: []int{20}, Test: 6, Classes: []int{3, 4}, Size: 14}, "has 0 images of the digit 4, and 13 are asked for"},
		{scenario.Data{Counts: []int{20}, Test: 2, Classes: []int{3, 5}, Size: 28}, "has images of side 14, and 28 is asked for"},
	} {
		_, _, err := dataset.Digits(m, "d.bin", dataset.Stream(1, "data"), c.d)
		if err == nil || !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%+v: %v, want %q", c.d, err, c.problem)
			continue
		}
		complaintOf(t, err)
	}
}

// The files the build makes, where it has run: all of MNIST's sample of 10,000, and every
// image has ink.
func TestPackedFiles(t *testing.T) {
	for name, want := range map[string]struct{ side, n int }{scenario.Digits14: {14, 10_000}, scenario.Digits48: {28, 1_924}} {
		file, err := os.ReadFile("../../site/dist/data/" + name)
		if err != nil {
			t.Skipf("%v; ./build.sh build data makes it", err)
		}
		m, err := dataset.ReadDigits(name, file)
		if err != nil {
			t.Fatal(err)
		}
		count := make([]int, 10)
		for i, label := range m.Label {
			count[label]++
			ink := 0
			for _, v := range m.Image(i) {
				ink += int(v)
			}
			// A digit's mean gray is .04 … .4 of black.
			if share := float64(ink) / float64(m.Side*m.Side*(m.Levels-1)); share < .01 || share > .5 {
				t.Errorf("%s: image %d has the mean gray %.3f", name, i, share)
			}
		}
		t.Logf("%s: %d bytes, side %d, %d levels, images of each digit %v", name, len(file), m.Side, m.Levels, count)
		if m.Side != want.side || len(m.Label) != want.n || count[4] != 980 || count[8] != 944 {
			t.Errorf("%s: side %d, %d images", name, m.Side, len(m.Label))
		}
		if len(file) > 400_000 {
			t.Errorf("%s has %d bytes; the page loads it", name, len(file))
		}
	}
}
