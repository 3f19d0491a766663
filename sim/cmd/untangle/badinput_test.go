package main_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// Bad data ends with code 1 and one line on standard error that names the file, the
// place and the way out; nothing is written on standard output.
func TestBadInput(t *testing.T) {
	for _, c := range []struct {
		name, text string
		says       []string
	}{
		{"empty file", "", []string{"is empty", "header row"}},
		{"white space only", " \n\n", []string{"is empty", "header row"}},
		{"header only", "a,kind\n", []string{"no rows below it", "at least one row"}},
		{"missing label column", "a,b\n1,x\n2,y\n", []string{`column "kind"`, "no such column", "the columns are a, b"}},
		{"short row", "a,b,kind\n1,2,x\n3,y\n", []string{"row 2 (line 3)", "has 2 cells where the header has 3", "quote a cell"}},
		{"long row", "a,kind\n1,x\n2,y,z\n", []string{"row 2 (line 3)", "has 3 cells", "quote a cell"}},
		{"single class", "a,kind\n1,x\n2,x\n", []string{`column "kind"`, `single class "x"`, "two classes"}},
		{"class with one row", "a,kind\n1,x\n2,y\n3,x\n", []string{"row 2 (line 3)", `only row of class "y"`, "add rows"}},
		{"NaN", "a,kind\n1,x\nNaN,y\n3,x\n4,y\n", []string{"row 2 (line 3)", `column "a"`, `"NaN" is not a finite number`, "finite number"}},
		{"Inf", "a,kind\n1,x\n2,y\n3,x\n-Inf,y\n", []string{"row 4 (line 5)", `column "a"`, `"-Inf"`}},
		{"1e999", "a,kind\n1e999,x\n2,y\n3,x\n4,y\n", []string{"row 1 (line 2)", `column "a"`, `"1e999"`}},
		{"empty numeric cell", "a,kind\n1,x\n2,y\n,x\n4,y\n", []string{"row 3 (line 4)", `column "a"`, "is empty in a column of numbers", "fill it in"}},
		{"empty label", "a,kind\n1,x\n2,\n", []string{"row 2 (line 3)", `column "kind"`, "label is empty"}},
		{"duplicate header", "a,a,kind\n1,2,x\n", []string{"line 1", `column "a"`, "columns 1 and 2 have the same name", "rename"}},
		{"empty name", "a,,kind\n1,2,x\n", []string{"line 1", "column 2 has no name"}},
		{"open quote", "a,kind\n1,x\n\"2,y\n", []string{"row 2 (line 3)", "is not CSV", "quotes"}},
		{"binary", "\x7fELF\x03\x04\x00\x00", []string{"NUL bytes", "CSV in UTF-8"}},
		{"a broken archive", "PK\x03\x04\x00\x00", []string{"ZIP archive that cannot be read", "download it again"}},
		{"UTF-16, header only", "\xff\xfea\x00,\x00b\x00\n\x00", []string{"no rows below it", "at least one row"}},
		{"label is the only column", "kind\nx\ny\nx\ny\n", []string{`column "kind"`, "only column"}},
		{"too few rows", "a,kind\n1,x\n2,y\n3,x\n4,y\n", nil}, // said by purify alone
		{"too many columns", strings.Repeat("c,", 3000) + "kind\n", []string{"3001 columns", "at most 2000"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := write(t, "data.csv", c.text)
			for _, args := range [][]string{{"variance", "-json"}, {"purify", "-steps", "1"}, {"rank"}} {
				says := append([]string{"untangle " + args[0] + ": data.csv"}, c.says...)
				if c.says == nil {
					if args[0] != "purify" {
						continue
					}
					says = []string{"untangle " + args[0], "rows", "use at most"}
				}
				r := run(t, append(args, "-data", data, "-label", "kind")...)
				checkFailure(t, args[0], r, says)
			}
		})
	}
}

func checkFailure(t *testing.T, what string, r result, says []string) {
	t.Helper()
	if r.code != 1 || r.stdout != "" {
		t.Errorf("%s: code %d, output %q", what, r.code, r.stdout)
	}
	if strings.Count(r.stderr, "\n") != 1 || !strings.HasSuffix(r.stderr, "\n") {
		t.Errorf("%s: the message is not one line: %q", what, r.stderr)
	}
	for _, part := range says {
		if !strings.Contains(r.stderr, part) {
			t.Errorf("%s: the message %q does not say %q", what, r.stderr, part)
		}
	}
}

func TestBadTestFiles(t *testing.T) {
	data := write(t, "data.csv", "size,color,kind\n1,red,x\n2,blue,y\n3,red,y\n4,blue,x\n5,red,x\n6,blue,y\n7,red,y\n8,blue,x\n9,red,x\n10,red,y\n11,blue,x\n")
	for _, c := range []struct {
		name, text string
		says       []string
	}{
		{"unknown category", "size,color,kind\n1,red,x\n2,pink,y\n", []string{"row 2 (line 3)", `column "color"`, `category "pink" does not occur in the training file`}},
		{"unknown label", "size,color,kind\n1,red,w\n", []string{"row 1 (line 2)", `column "kind"`, `label "w" does not occur`}},
		{"text in a column of numbers", "size,color,kind\n1,red,x\nbig,red,x\n", []string{"row 2 (line 3)", `column "size"`, `"big" is not a number`}},
		{"infinite number", "size,color,kind\nInf,red,x\n", []string{"row 1 (line 2)", `column "size"`, `"Inf" is not a finite number`}},
		{"missing column", "size,kind\n1,x\n", []string{`column "color"`, "no such column", "size, kind"}},
		{"empty", "", []string{"is empty"}},
		{"ragged", "size,color,kind\n1,red\n", []string{"row 1 (line 2)", "has 2 cells"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			test := write(t, "test.csv", c.text)
			r := run(t, "purify", "-data", data, "-label", "kind", "-test", test, "-per-step", "1", "-steps", "1")
			checkFailure(t, "purify", r, append(c.says, "test"))
		})
	}
	ok := write(t, "test.csv", "note,kind,color,size\nhello,x,red,100\n")
	if out := succeed(t, "purify", "-data", data, "-label", "kind", "-test", ok, "-per-step", "1", "-steps", "1"); len(lines(t, out)) != 2 {
		t.Errorf("a good test file with another order of columns gives %q", out)
	}
}

func TestFilesThatAreNot(t *testing.T) {
	csv, _ := example()
	data, nowhere := write(t, "data.csv", csv), filepath.Join(t.TempDir(), "nowhere.csv")
	for _, c := range [][]string{
		{"variance", "-data", nowhere, "-label", "kind"},
		{"rank", "-data", filepath.Dir(data), "-label", "kind"}, // a folder
		{"purify", "-data", data, "-label", "kind", "-test", nowhere},
	} {
		r := run(t, c...)
		checkFailure(t, c[0], r, []string{"untangle " + c[0]})
	}
}

// Removing more rows than there are is refused before anything is written.
func TestTooManyRemovals(t *testing.T) {
	csv, _ := example() // 30 rows, of which 10 must stay
	data := write(t, "data.csv", csv)
	r := run(t, "purify", "-data", data, "-label", "kind", "-per-step", "7", "-steps", "3")
	checkFailure(t, "purify", r, []string{"purify.steps", "3 removals of 7 would leave 9 of 30 rows", "use at most 2 steps"})
}

// Numbers near the ends of float64 end in a result or in a message, never in a hang.
func TestWildNumbers(t *testing.T) {
	var b strings.Builder
	b.WriteString("a,b,kind\n")
	for i := range 24 {
		b.WriteString([]string{"1e308,5e-324", "-1e308,0", "1e-300,1e300"}[i%3] + "," + []string{"x", "y"}[i/2%2] + "\n")
	}
	data := write(t, "data.csv", b.String())
	r := run(t, "variance", "-data", data, "-label", "kind", "-scale", "none")
	checkFailure(t, "unscaled", r, []string{"untangle variance", "scale the features"})
	r = run(t, "variance", "-data", data, "-label", "kind")
	checkFailure(t, "scaled", r, []string{"data.csv", "too large"})
}
