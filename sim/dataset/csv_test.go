package dataset_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"untangle/sim/dataset"
)

// good is a small table with everything in it: quotes, a category, numbers, two classes.
const good = "name,size,kind\n\"a, b\",1,x\nc,2.5,y\nc,-3e-1,x\n\"a, b\",4,y\n"

func load(text, label string) (*dataset.Dataset, error) {
	table, err := dataset.ReadCSV("data.csv", strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	schema, err := dataset.Learn(table, label, dataset.ScaleStandard)
	if err != nil {
		return nil, err
	}
	return schema.Encode(table)
}

// complaint is what the message about a bad file must name.
type complaint struct {
	name, text string
	row, line  int
	column     string
	// problem and remedy are parts of the message.
	problem, remedy string
}

func check(t *testing.T, err error, file string, want complaint) {
	t.Helper()
	var e *dataset.Error
	if !errors.As(err, &e) {
		t.Fatalf("the error is %v, not a *dataset.Error", err)
	}
	if e.File != file || e.Row != want.row || e.Line != want.line || e.Column != want.column {
		t.Errorf("the place is file %q, row %d, line %d, column %q; want %q, %d, %d, %q",
			e.File, e.Row, e.Line, e.Column, file, want.row, want.line, want.column)
	}
	if !strings.Contains(e.Problem.String(), want.problem) || !strings.Contains(e.Remedy.String(), want.remedy) || e.Remedy.Empty() {
		t.Errorf("the message is %q; it should say %q and %q", e, want.problem, want.remedy)
	}
	// The one-line form has it all.
	for _, part := range []string{e.Place().String(), e.File, e.Problem.String(), e.Remedy.String()} {
		if !strings.Contains(e.Error(), part) {
			t.Errorf("%q lacks %q", e, part)
		}
	}
	if want.row > 0 && !strings.Contains(e.Error(), fmt.Sprintf("row %d (line %d)", want.row, want.line)) {
		t.Errorf("%q does not name row %d and line %d", e, want.row, want.line)
	}
	if strings.ContainsAny(e.Error(), "\n\r\x00") || len(e.Error()) > 600 {
		t.Errorf("the message is not one short line: %q", e)
	}
}

func TestHostileFiles(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for _, c := range []complaint{
		{"empty file", "", 0, 0, "", "is empty", "header row"},
		{"white space only", " \n\t\r\n", 0, 0, "", "is empty", "header row"},
		{"byte order mark only", "\xef\xbb\xbf", 0, 0, "", "is empty", "header row"},
		{"header only", "a,kind\n", 0, 0, "", "no rows", "at least one row"},
		{"missing label column", "a,b\n1,x\n2,y\n", 0, 0, "kind", "no such column", "a, b"},
		{"label is the only column", "kind\nx\ny\nx\ny\n", 0, 0, "kind", "only column", "feature column"},
		{"short row", "a,b,kind\n1,2,x\n3,y\n1,2,y\n", 2, 3, "", "has 2 cells where the header has 3", "add or remove cells"},
		{"long row", "a,kind\n1,x\n2,y\n3,4,x\n", 3, 4, "", "has 3 cells where the header has 2", "quote a cell"},
		{"blank cell row", "a,b,kind\n1,2,x\n,\n", 2, 3, "", "has 2 cells", "add or remove"},
		{"duplicate header", "a,b,a,kind\n1,2,3,x\n", 0, 1, "a", "columns 1 and 3 have the same name", "rename"},
		{"duplicate after trimming", "a, a ,kind\n1,2,x\n", 0, 1, "a", "columns 1 and 2", "rename"},
		{"empty name", "a,,kind\n1,2,x\n", 0, 1, "", "column 2 has no name", "name it"},
		{"blank name", "a, \t,kind\n1,2,x\n", 0, 1, "", "column 2 has no name", "name it"},
		{"single class", "a,kind\n1,x\n2,x\n3,x\n", 0, 0, "kind", `single class "x"`, "two classes"},
		{"class with one row", "a,kind\n1,x\n2,x\n3,y\n4,z\n5,z\n", 3, 4, "kind", `only row of class "y"`, "add rows"},
		{"empty label", "a,kind\n1,x\n2,\n3,y\n", 2, 3, "kind", "label is empty", "fill it in"},
		{"NaN", "a,kind\n1,x\nNaN,y\n3,x\n4,y\n", 2, 3, "a", `"NaN" is not a finite number`, "finite number"},
		{"Inf", "a,kind\n1,x\n2,y\n+Inf,x\n4,y\n", 3, 4, "a", `"+Inf" is not a finite number`, "finite number"},
		{"negative infinity", "a,kind\n-infinity,x\n2,y\n3,x\n4,y\n", 1, 2, "a", `"-infinity" is not a finite number`, "finite number"},
		{"1e999", "a,kind\n1,x\n2,y\n3,x\n1e999,y\n", 4, 5, "a", `"1e999" is not a finite number`, "finite number"},
		{"empty numeric cell", "a,kind\n1,x\n,y\n3,x\n4,y\n", 2, 3, "a", "empty in a column of numbers", "fill it in"},
		{"numbers too large to average", "a,kind\n1e308,x\n1e308,y\n1e308,x\n-1e308,y\n", 0, 0, "a", "too large", "rescale"},
		{"NUL", "a,kind\n1,x\n\x00,y\n", 0, 0, "", "NUL", "UTF-8"},
		{"binary", "\x7fELF\r\n\x1a\n\x00\x00\x00\rIHDR", 0, 0, "", "NUL", "UTF-8"},
		{"UTF-16, little-endian, header only", "\xff\xfea\x00,\x00k\x00\n\x00", 0, 0, "", "no rows", "at least one row"},
		{"UTF-16, big-endian, header only", "\xfe\xff\x00a\x00,\x00k\x00\n", 0, 0, "", "no rows", "at least one row"},
		{"a quote left open", "a,kind\n1,x\n\"2,y\n3,x\n", 2, 3, "", "is not CSV", "quotes"},
		{"a quote in a bare cell", "a,kind\n1,x\n2\"3,y\n", 2, 3, "", "is not CSV", "quotes"},
		{"text after a quote", "a,kind\n\"1\"2,x\n", 1, 2, "", "is not CSV", "quotes"},
		{"a broken header", "a,\"kind\n1,x\n", 0, 1, "", "is not CSV", "quotes"},
		{"a huge label", "a,kind\n1,x\n2,x\n3," + long + "\n", 3, 4, "kind", "only row of class", "remove it"},
		{"a huge bad number", "a,kind\n1,x\n2,y\n3,x\n" + strings.Repeat("9", 1<<20) + ",y\n", 4, 5, "a", "not a finite number", "finite"},
		{"a huge header name, missing label", long + ",b\n1,2\n3,4\n", 0, 0, "kind", "no such column", "the columns are xxx"},
		{"a huge duplicate name", long + "," + long + "\n1,2\n", 0, 1, long, "same name", "rename"},
		{"line breaks in the header", "\"a\nb\",\"c\r\nd\"\n1,2\n", 0, 0, "kind", "no such column", "a b, c d"},
		{"too many columns", strings.Repeat("c,", dataset.MaxColumns) + "kind\n", 0, 0, "", fmt.Sprintf("has %d columns", dataset.MaxColumns+1), "at most"},
		{"too many rows", "a,kind\n" + strings.Repeat("1,x\n", dataset.MaxRows+1), dataset.MaxRows + 1, dataset.MaxRows + 2, "", "past the limit", "at most"},
		{"too many classes", "a,kind\n" + numbered(65, 2), 0, 0, "kind", "has 65 classes", "at most 64"},
		{"an identifier column", "id,kind\n" + identified(2100), 0, 0, "", "2101 features", "different in every row"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := load(c.text, "kind")
			check(t, err, "data.csv", c)
		})
	}
}

// numbered makes rows of count classes, each times.
func numbered(count, times int) string {
	var b strings.Builder
	for i := range count * times {
		fmt.Fprintf(&b, "%d,class %d\n", i, i%count)
	}
	return b.String()
}

// identified makes rows with a name that is different in every one.
func identified(count int) string {
	var b strings.Builder
	for i := range count {
		fmt.Fprintf(&b, "row %d,%c\n", i, 'x'+rune(i%2))
	}
	return b.String()
}

func TestHostileTestFiles(t *testing.T) {
	train, err := dataset.ReadCSV("train.csv", strings.NewReader(good))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := dataset.Learn(train, "kind", dataset.ScaleStandard)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []complaint{
		{"unknown category", "name,size,kind\nc,1,x\nd,1,y\n", 2, 3, "name", `category "d" does not occur in the training file`, "add it to the training file"},
		{"huge unknown category", "name,size,kind\n" + strings.Repeat("é", 5000) + ",1,x\n", 1, 2, "name", "éé…", "add it"},
		{"unknown label", "name,size,kind\nc,1,x\nc,1,x\nc,1,z\n", 3, 4, "kind", `label "z" does not occur`, "add it to the training file"},
		{"text in a column of numbers", "name,size,kind\nc,1,x\nc,big,y\n", 2, 3, "size", `"big" is not a number`, "finite number"},
		{"empty number", "name,size,kind\nc,,x\n", 1, 2, "size", `"" is not a number`, "finite number"},
		{"NaN", "name,size,kind\nc,nan,x\n", 1, 2, "size", `"nan" is not a finite number`, "finite number"},
		{"1e999", "name,size,kind\nc,-1e999,x\n", 1, 2, "size", `"-1e999" is not a finite number`, "finite number"},
		{"missing feature column", "name,kind\nc,x\n", 0, 0, "size", "no such column", "name, kind"},
		{"missing label column", "name,size\nc,1\n", 0, 0, "kind", "no such column", "name, size"},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, err := dataset.ReadCSV("test.csv", strings.NewReader(c.text))
			if err != nil {
				t.Fatal(err)
			}
			_, err = schema.Encode(table)
			check(t, err, "test.csv", c)
		})
	}
}

// Forms of the same table that must read alike.
func TestFormsOfOneTable(t *testing.T) {
	want, err := load(good, "kind")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"byte order mark":      "\xef\xbb\xbf" + good,
		"CRLF":                 strings.ReplaceAll(good, "\n", "\r\n"),
		"no last line end":     strings.TrimSuffix(good, "\n"),
		"blank lines":          strings.ReplaceAll(good, "\n", "\n\n"),
		"everything in quotes": "\"name\",\"size\",\"kind\"\n\"a, b\",\"1\",\"x\"\n\"c\",\"2.5\",\"y\"\n\"c\",\"-3e-1\",\"x\"\n\"a, b\",\"4\",\"y\"\n",
		"spaces around cells":  "name , size,kind \n\"a, b\", 1,x \n c,2.5 ,y\nc,-3e-1, x\n\"a, b\",4,y\n",
	} {
		got, err := load(text, "kind")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !slices.Equal(got.X.RawMatrix().Data, want.X.RawMatrix().Data) || !slices.Equal(got.Y, want.Y) || fmt.Sprint(got.Columns) != fmt.Sprint(want.Columns) {
			t.Errorf("%s: features %v, columns %v; want %v, %v", name, got.X.RawMatrix().Data, got.Columns, want.X.RawMatrix().Data, want.Columns)
		}
	}
}

// Rows are named by the line they start on, also below cells with line breaks.
func TestLinesBelowALineBreak(t *testing.T) {
	_, err := load("a,kind\n\"one\nand two\",x\n\nb,y\nc\n", "kind")
	check(t, err, "data.csv", complaint{row: 3, line: 6, problem: "has 1 cells"})
}

func TestReadErrorsComeThrough(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := dataset.ReadCSV("data.csv", io.MultiReader(strings.NewReader("a,b\n1,"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "data.csv") {
		t.Errorf("the error is %v", err)
	}
}
