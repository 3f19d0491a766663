package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// unsaid are the errors of the core without words of their own, each with why it does not
// reach the page. An error that only wraps another (%w) is as good as that one.
var unsaid = map[string]string{
	"sim/say.Error":         "its values are those below, ErrSingular and so on",
	"sim/dataset.canceled":  "inflateError takes the error of the tick out of it",
	"sim/dataset.errBomb":   "inflateError makes it a dataset.Error",
	"sim/purify.errTask":    "it ends an Assist, and help leaves the error to the core that asked",
	"sim/session.errCut":    "it ends a timing, and the timing takes it out",
	"sim/trace.ErrFormat":   "the core writes frames and reads none",
	"wasm/core.errCanceled": "step and reply look for it: the page has asked for it",
	"wasm/core.errReplaced": "it ends an Assist, and help drops it",
	"wasm/kernel.CheckPanel: kernel: panel %d×%d×%d: element %d is %g, in Go %g": "only wasm/check calls it, which is for tests",
}

// Every error that the core makes has words, or a reason why it needs none.
func TestEveryErrorHasWords(t *testing.T) {
	found := map[string]bool{}
	seen := map[string]bool{}
	scan(t, "wasm/core", seen, func(pkg string, file *ast.File) {
		for name := range made(file) {
			found[pkg+"."+name] = true
		}
		for range incomplete(file) {
			t.Errorf("%s has a say.Error without a place, a problem or a remedy", pkg)
		}
	})
	if len(seen) < 10 {
		t.Fatalf("only %v are scanned; is the root right?", slices.Sorted(maps.Keys(seen)))
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if said[name] == nil && unsaid[name] == "" {
			t.Errorf("%s is shown in English: make it a say.Error, or list here why it never reaches the page", name)
		}
	}
	for name := range unsaid {
		if !found[name] {
			t.Errorf("%s is listed, and there is no such error", name)
		}
	}
}

// A check that finds nothing would pass as well.
func TestTheScanSeesErrors(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "a.go", `package a
var errOne = errors.New("one")
func (e *Two) Error() string { return "" }
func (e Three) Error() string { return "" }
func (e *Four) String() string { return "" }
func f() error { return fmt.Errorf("no %d", 5) }
func g() error { return fmt.Errorf("wrapped: %w", err) }
func h() error { if x { return errors.New("six" + y) }; return fmt.Errorf(seven) }
var Eight error = &say.Error{}
`, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := slices.Sorted(maps.Keys(made(file)))
	want := []string{"Three", "Two", "errOne", "f: no %d", `h: ?`, `h: six`}
	if !slices.Equal(got, want) {
		t.Errorf("the errors are %q, want %q", got, want)
	}
}

// A say.Error that lacks a part is seen.
func TestTheScanSeesWhatErrorsLack(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "a.go", `package a
var one = &say.Error{Place: p, Problem: q, Remedy: r}
var two = &say.Error{Place: p, Problem: q}
`, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(incomplete(file)); got != 1 {
		t.Errorf("%d errors lack a part, want 1", got)
	}
}

// incomplete returns the say.Errors of a file that lack one of their three parts.
func incomplete(file *ast.File) (out []*ast.CompositeLit) {
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		of, ok := lit.Type.(*ast.SelectorExpr)
		if !ok || of.Sel.Name != "Error" || len(lit.Elts) == 3 {
			return true
		}
		if pkg, ok := of.X.(*ast.Ident); ok && pkg.Name == "say" {
			out = append(out, lit)
		}
		return true
	})
	return out
}

// scan visits the files of a package of the project, and of all it links, each once.
func scan(t *testing.T, pkg string, seen map[string]bool, visit func(pkg string, file *ast.File)) {
	t.Helper()
	if seen[pkg] {
		return
	}
	seen[pkg] = true
	folder := path.Join("../../..", pkg)
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path.Join(folder, entry.Name()), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		visit(pkg, file)
		for _, i := range file.Imports {
			target, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if ours, ok := strings.CutPrefix(target, "untangle/"); ok {
				scan(t, ours, seen, visit)
			}
		}
	}
}

// made returns the errors that a file makes out of nothing: types with an Error method by
// their names, errors.New and fmt.Errorf without %w by the variable or the function and text.
func made(file *ast.File) map[string]bool {
	out := map[string]bool{}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil && d.Name.Name == "Error" {
				out[receiver(d.Recv.List[0].Type)] = true
			}
			for _, text := range calls(d) {
				out[d.Name.Name+": "+text] = true
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if v, ok := s.(*ast.ValueSpec); ok && len(calls(v)) > 0 {
					for _, n := range v.Names {
						out[n.Name] = true
					}
				}
			}
		}
	}
	return out
}

func receiver(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	return e.(*ast.Ident).Name
}

// calls returns the texts of the errors.New and of the fmt.Errorf without %w in a node.
func calls(node ast.Node) (texts []string) {
	ast.Inspect(node, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		of, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := of.X.(*ast.Ident)
		if !ok || pkg.Name+"."+of.Sel.Name != "errors.New" && pkg.Name+"."+of.Sel.Name != "fmt.Errorf" {
			return true
		}
		text := literal(call.Args[0])
		if of.Sel.Name == "New" || !strings.Contains(text, "%w") {
			texts = append(texts, text)
		}
		return true
	})
	return texts
}

// literal returns the first literal of a text, or a question mark.
func literal(e ast.Expr) string {
	if sum, ok := e.(*ast.BinaryExpr); ok {
		e = sum.X
	}
	if l, ok := e.(*ast.BasicLit); ok {
		if text, err := strconv.Unquote(l.Value); err == nil {
			return text
		}
	}
	return "?"
}
