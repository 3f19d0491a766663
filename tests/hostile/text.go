package hostile

import (
	"bytes"
	"fmt"
	"strings"
)

// Files makes the corpus, the same every time.
func Files() []File {
	var out []File
	for _, files := range []func() []File{textFiles, jsonFiles, npyFiles, npzFiles, idxFiles, otherFiles} {
		out = append(out, files()...)
	}
	return out
}

func text(name, s string) File { return File{name, []byte(s), nil} }

func textFiles() []File {
	big := strings.Repeat("x", 1<<21)
	out := []File{
		text("nothing", ""), text("one byte", "a"), text("one quote", "\""), text("two quotes", "\"\""), text("one line end", "\r"),
		text("line ends", strings.Repeat("\r\n\n\r", 1000)), text("header only", "a,b"), text("header and blank lines", "a,b\n\n\n\n"),
		text("ragged short", "a,b,c\n1,2\n"), text("ragged long", "a,b\n1,2,3\n"), text("ragged late", "a,b\n"+strings.Repeat("1,2\n", 5000)+"1\n"),
		text("a million columns", strings.Repeat("c,", 1_000_000)+"kind\n1\n"), text("a million cells in a row", "a,b\n"+strings.Repeat("1,", 1_000_000)+"\n"),
		text("a million empty columns", strings.Repeat(",", 1_000_000)), text("a million commas below", "a,b\n"+strings.Repeat(",", 1_000_000)),
		text("a huge field", "a,kind\n"+big+",x\n1,y\n"+big+"2,x\n2,y\n"), text("a huge quoted field", "a,kind\n\""+big+"\",x\n1,y\n"),
		text("a huge header", big+",kind\n1,x\n2,y\n"), text("a huge open quote", "a,kind\n\""+big+"\n"), text("a huge line of quotes", "a,kind\n"+strings.Repeat("\"", 1<<20)),
		text("a million rows", "a,kind\n"+strings.Repeat("1,x\n", 1_000_000)), text("a million blank rows", "a,kind\n"+strings.Repeat("\n", 1_000_000)+"1,x\n"),
		text("duplicate headers", "a,a,a\n1,2,3\n"), text("duplicate after trimming", "a, a\n1,2\n"), text("empty headers", ",,\n1,2,3\n"),
		text("row names", ",a,kind\n1,2,x\n2,3,y\n3,4,x\n4,5,y\n"), text("mixed line ends", "a,kind\r1,x\n2,y\r\n3,x\r4,y\n"),
		text("quoted line ends", "a,kind\n\"1\r\n2\r3\n4\",x\n5,y\n"), text("formulas", "=1+1,kind\n=cmd|' /C calc'!A0,x\n+1,y\n@SUM(A1),x\n-2,y\n\t=1,x\n"),
		text("scripts in names", "<script>alert(1)</script>,\"<img src=x onerror=alert(1)>\"\n1,x\n2,y\n3,x\n4,y\n"), text("scripts in cells", "a,kind\n</script><script>alert(1)</script>,x\n1,y\n"),
		text("markup in labels", "a,kind\n1,<b>\n2,<i>\n3,<b>\n4,<i>\n"), text("NUL", "a,kind\n\x00,x\n"), text("NULs everywhere", strings.Repeat("\x00", 10000)),
		text("NUL late", "a,kind\n"+strings.Repeat("1,x\n2,y\n", 9000)+"\x00,x\n"), text("lone quote", "a,kind\n1\"2,x\n"), text("text behind a quote", "a,kind\n\"1\"2,x\n"),
		text("quote at the end", "a,kind\n1,x\n\""), text("a thousand lone quotes", "a,kind\n"+strings.Repeat("\",\n", 1000)), text("separators only", ",,,,\n,,,,\n"),
		text("all delimiters", "a,b;c\td|e\n1,2;3\t4|5\n"), text("delimiters disagree", "a;b,c\n1;2\n3,4\n"), text("semicolons", "a;kind\n1,5;x\n2,5;y\n3,5;x\n4,5;y\n"),
		text("tabs", "a\tkind\n1\tx\n2\ty\n3\tx\n4\ty\n"), text("one column", "kind\nx\ny\nx\ny\n"), text("controls", "a\x01\x02,kind\n\x03,x\n\x7f,y\n"),
		text("escapes", "a,kind\n\x1b[2J\x1b[31m,x\n1,y\n"), text("right to left", "\u202ea\u202c,kind\n\u2067x\u2069,x\n1,y\n"), text("zero widths", "a\u200b,a\u200c,a\ufeff\n1,2,3\n"),
		text("bad UTF-8", "a,kind\n\xff\xfe\xfd,x\n\xc0\x80,y\n\xed\xa0\x80,x\n"), text("half a character at the end", "a,kind\n1,x\n2,\xe2\x82"), text("Latin-1", "caf\xe9,kind\n\xfc,x\n\x80,y\n"),
		text("mark only", "\xef\xbb\xbf"), text("two marks", "\xef\xbb\xbf\xef\xbb\xbfa,kind\n1,x\n"), text("mark and quote", "\xef\xbb\xbf\"a\",kind\n1,x\n2,y\n"),
		text("numbers too large", "a,kind\n1e308,x\n-1e308,y\n1e309,x\n-1e309,y\n"), text("tiny numbers", "a,kind\n5e-324,x\n-5e-324,y\n0,x\n1e-320,y\n"),
		text("long numbers", "a,kind\n"+strings.Repeat("9", 100_000)+",x\n0."+strings.Repeat("0", 100_000)+"1,y\n1,x\n2,y\n"), text("NaN and Inf", "a,kind\nNaN,x\n-Inf,y\nInfinity,x\nnan,y\n"),
		text("hexadecimal", "a,kind\n0x1p-2,x\n0xff,y\n1_000,x\n1,y\n"), text("missing words", "a,kind\nNA,x\nn/a,y\n?,x\nnull,y\n,x\n1,y\n"), text("all missing", "a,b\n,\n,\nNA,?\n"),
		text("one class", "a,kind\n1,x\n2,x\n"), text("a class with one row", "a,kind\n1,x\n2,x\n3,y\n"), text("many classes", "a,kind\n"+numbered(5000, 2)), text("names as labels", "a,kind\n"+numbered(40_000, 1)),
		text("identifiers", "id,kind\n"+identified(40_000)), text("wide and short", strings.Repeat("c", 1)+wide(2000)), text("spaces", strings.Repeat(" ", 1<<20)), text("spaces in cells", "a,kind\n"+strings.Repeat(" ", 1<<20)+"1,x\n2,y\n"),
		text("line breaks in names", "\"a\nb\",\"c\rd\"\n1,2\n"), text("long names", strings.Repeat("n", 100_000)+","+strings.Repeat("m", 100_000)+"\n1,2\n"),
		text("comment lines", "# a comment\na,kind\n1,x\n"), text("Excel's sep", "sep=;\na;kind\n1;x\n2;y\n"), text("a separator of two", "a::b\n1::2\n"), text("HTML", "<!DOCTYPE html><html><body>404</body></html>\n"),
		text("XML", "<?xml version=\"1.0\"?>\n<a><b/></a>\n"), text("YAML", "a: 1\nb:\n  - 2\n"), text("a program", "#!/bin/sh\nrm -rf /\n"), text("a path", "../../../etc/passwd,kind\n1,x\n2,y\n"),
		text("format strings", "%s%n%d,kind\n%!d(MISSING),x\n%99999999d,y\n"), text("prototype", "__proto__,constructor,kind\n1,2,x\n2,3,y\n3,4,x\n4,5,y\n"), text("dates", "when,kind\n2024-01-01,x\n2024-01-02,y\n2024-01-03,x\n2024-01-04,y\n"),
	}
	for _, enc := range []string{"le", "be"} {
		for _, mark := range []bool{true, false} {
			for name, s := range map[string]string{"plain": "a,kind\n1,x\n2,y\n3,x\n4,y\n", "wide": "ä,ö\n€,𝄞\n1,2\n", "open": "a,\"b\n1,2\n", "empty": ""} {
				raw := UTF16(s, enc == "be", mark)
				label := fmt.Sprintf("UTF-16%s, %s, mark %v", enc, name, mark)
				out = append(out, File{label, raw, nil}, File{label + ", half a unit", append(bytes.Clone(raw), 0x61), nil})
			}
		}
	}
	return append(out, text("lone surrogates", "\xff\xfe\x00\xd8,\x00\x00\xdc\n\x00a\x00,\x00b\x00\n\x00"), text("UTF-32", "\xff\xfe\x00\x00a\x00\x00\x00"), text("UTF-32, big-endian", "\x00\x00\xfe\xff\x00\x00\x00a"),
		text("NUL in UTF-16", string(UTF16("a,kind\n\x00,x\n", false, true))))
}

// wide makes a table of many columns and few rows.
func wide(columns int) string {
	var b strings.Builder
	for i := range columns - 1 {
		fmt.Fprintf(&b, "%d,", i)
	}
	b.WriteString("kind\n")
	for r := range 6 {
		b.WriteString(strings.Repeat("1,", columns-1) + string(rune('x'+r%2)) + "\n")
	}
	return b.String()
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
