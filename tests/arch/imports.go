package arch

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strconv"
	"strings"
)

// numerics are the packages that compute, from left to right: each may import those
// before it.
var numerics = []string{"sim/dataset", "sim/softmax", "sim/network", "sim/tree", "sim/influence", "sim/purify", "sim/divide", "sim/race", "sim/nets", "sim/erdpd", "sim/theorem"}

// mayImport lists, for every other package, the packages of the project it may import.
// A package that is in neither list has no place in the architecture yet.
var mayImport = map[string][]string{
	"sim/say":              {},
	"sim/scenario":         {"sim/say"},
	"sim/trace":            {"sim/scenario"},
	"sim/wire":             {"sim/say", "sim/trace", "sim/scenario"},
	"sim/session":          append([]string{"sim/say", "sim/trace", "sim/scenario"}, numerics...),
	"sim/study":            append([]string{"sim/say", "sim/session", "sim/scenario"}, numerics...),
	"sim/cmd/untangle":     append([]string{"sim/say", "sim/study", "sim/session", "sim/trace", "sim/wire", "sim/scenario"}, numerics...),
	"render/scene":         {"sim/trace", "sim/scenario"},
	"render/canvas":        {"render/scene", "sim/trace", "sim/scenario"},
	"wasm/internal/bridge": {"sim/wire"},
	"wasm/internal/words":  {"sim/say", "sim/scenario", "sim/dataset", "sim/softmax", "sim/wire"},
	"wasm/kernel":          {},
	"wasm/core":            append([]string{"wasm/kernel", "sim/say", "sim/study", "sim/session", "sim/wire", "sim/trace", "sim/scenario", "wasm/internal/bridge", "wasm/internal/words"}, numerics...),
	"wasm/check":           {"wasm/kernel", "sim/dataset", "sim/softmax", "wasm/internal/bridge"},
	"wasm/bench":           append([]string{"wasm/kernel", "sim/session", "sim/scenario", "wasm/internal/bridge"}, numerics...),
	"wasm/view":            {"render/canvas", "render/scene", "sim/trace", "sim/scenario", "wasm/internal/bridge"},
	"wasm/edge":            {"wasm/edge/api"},
	"wasm/edge/api":        {"sim/scenario"},
	"tests/arch":           {},
}

// Direction holds every import of a non-test file to the one-way order of the
// architecture. Packages under tests/ may import anything.
func Direction(files []File) []Violation {
	var out []Violation
	for _, f := range files {
		if f.Go == nil || f.IsTest() {
			continue
		}
		pkg := f.Package()
		allowed, known := allowedImports(pkg)
		if !known && !under(pkg, "tests") {
			out = append(out, Violation{f.Path, pkg + " has no place in the architecture; give it one in tests/arch/imports.go"})
			continue
		}
		for _, p := range f.Imports {
			target, ours := strings.CutPrefix(p, Module+"/")
			if ours && known && !slices.Contains(allowed, target) {
				out = append(out, Violation{f.Path, fmt.Sprintf("%s must not import %s: imports run one way", pkg, target)})
			}
		}
	}
	return out
}

// allowedImports returns the packages of the project that pkg may import.
func allowedImports(pkg string) (allowed []string, known bool) {
	if i := slices.Index(numerics, pkg); i >= 0 {
		return append([]string{"sim/say", "sim/scenario"}, numerics[:i]...), true
	}
	allowed, known = mayImport[pkg]
	return allowed, known
}

// owners says which folders may import a package from outside, and those below it.
var owners = map[string][]string{
	"syscall/js":                     {"wasm/internal/bridge"},
	"github.com/hajimehoshi/ebiten":  {"render/canvas"},
	"github.com/syumai/workers":      {"wasm/edge"},
	"gonum.org/v1/gonum":             append([]string{"sim/session", "sim/study", "tests/conformance", "wasm/kernel", "wasm/bench"}, numerics...),
	"golang.org/x/term":              {"sim/cmd/untangle"},
	"github.com/schollz/progressbar": {"sim/cmd/untangle"},
}

// Foreign keeps packages from outside the standard library, and syscall/js, in the
// folders that own them.
func Foreign(files []File) []Violation {
	var out []Violation
	for _, f := range files {
		for _, p := range f.Imports {
			first, _, _ := strings.Cut(p, "/")
			if p != "syscall/js" && (!strings.Contains(first, ".") || first == Module) {
				continue
			}
			allowed, listed := []string(nil), false
			for owned, folders := range owners {
				if under(p, owned) {
					allowed, listed = folders, true
				}
			}
			switch {
			case !listed:
				out = append(out, Violation{f.Path, p + " is a new dependency; argue for it, and name its owner in tests/arch/imports.go"})
			case !slices.ContainsFunc(allowed, func(folder string) bool { return under(f.Package(), folder) }):
				out = append(out, Violation{f.Path, fmt.Sprintf("%s may be imported by %s only", p, strings.Join(allowed, ", "))})
			}
		}
	}
	return out
}

// systemPackages reach outside the program. The numeric core gets its input as values.
var systemPackages = []string{"os", "os/exec", "os/signal", "net", "net/http", "net/url", "io/ioutil", "log", "log/slog", "syscall", "unsafe", "plugin"}

// System keeps the core under sim, its commands aside, free of the system.
func System(files []File) []Violation {
	var out []Violation
	for _, f := range files {
		if !isCore(f) {
			continue
		}
		for _, p := range f.Imports {
			if slices.Contains(systemPackages, p) {
				out = append(out, Violation{f.Path, p + " reaches outside the program; pass its results in as values"})
			}
		}
	}
	return out
}

// isCore reports whether f is part of the numeric core: sim without commands and tests.
func isCore(f File) bool {
	return f.Go != nil && under(f.Path, "sim") && !under(f.Path, "sim/cmd") && !f.IsTest()
}

// use is a name of an imported package, such as time.Now.
type use struct{ pkg, name string }

// uses lists the names of imported packages that a file mentions.
func uses(f File) []use {
	local := map[string]string{}
	for _, spec := range f.Go.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(p)
		if name == "v2" {
			name = path.Base(path.Dir(p))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		local[name] = p
	}
	var out []use
	ast.Inspect(f.Go, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && local[id.Name] != "" {
				out = append(out, use{local[id.Name], sel.Sel.Name})
			}
		}
		return true
	})
	return out
}

// randTypes are the names of math/rand/v2 that carry their own state; every other
// name draws from the global source.
var randTypes = []string{"New", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "PCG", "ChaCha8", "Zipf"}

// Randomness forbids the global random source and math/rand of version 1, in tests too:
// every draw of the project comes from a seed.
func Randomness(files []File) []Violation {
	var out []Violation
	for _, f := range files {
		if f.Go == nil {
			continue
		}
		if slices.Contains(f.Imports, "math/rand") {
			out = append(out, Violation{f.Path, "math/rand is version 1; use math/rand/v2 with a seeded source"})
		}
		for _, u := range uses(f) {
			if u.pkg == "math/rand/v2" && !slices.Contains(randTypes, u.name) {
				out = append(out, Violation{f.Path, "rand." + u.name + " draws from the global source; use a stream with a seed"})
			}
		}
	}
	return out
}

// clock lists the functions that make a result depend on when it was computed.
var clock = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// Clock keeps time out of the core.
func Clock(files []File) []Violation {
	return forbidUses(files, "time", clock, "makes a run depend on the clock")
}

// Silence keeps the core from printing: progress goes through a recorder.
func Silence(files []File) []Violation {
	return forbidUses(files, "fmt", []string{"Print", "Printf", "Println"}, "prints; report through a recorder or an error")
}

func forbidUses(files []File, pkg string, names []string, why string) []Violation {
	var out []Violation
	for _, f := range files {
		if !isCore(f) {
			continue
		}
		for _, u := range uses(f) {
			if u.pkg == pkg && slices.Contains(names, u.name) {
				out = append(out, Violation{f.Path, fmt.Sprintf("%s.%s %s", pkg, u.name, why)})
			}
		}
	}
	return out
}

// EdgeLinks looks through the packages that the edge worker links, as `go list -deps`
// prints them: it starts once per request, so no numerics and no canvas.
func EdgeLinks(deps []string) []Violation {
	var out []Violation
	for _, p := range deps {
		for _, heavy := range append([]string{"gonum.org/v1/gonum", "github.com/hajimehoshi/ebiten", Module + "/render", Module + "/sim/session"}, modulePaths(numerics)...) {
			if under(p, heavy) {
				out = append(out, Violation{"wasm/edge", "links " + p + ", which every request would have to load"})
			}
		}
	}
	return out
}

func modulePaths(folders []string) []string {
	paths := make([]string, len(folders))
	for i, folder := range folders {
		paths[i] = Module + "/" + folder
	}
	return paths
}
