// Package arch holds the rules of the architecture as programs. Its tests run every
// rule over the project, and over a bad sample each, so that a rule is known to be
// able to fail.
package arch

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Module is the path of the project's module.
const Module = "untangle"

// File is one text file of the project.
type File struct {
	// Path is relative to the root, with slashes.
	Path string
	Text string
	// Go is the syntax tree of a Go file, nil for others.
	Go *ast.File
	// Imports holds the import paths of a Go file.
	Imports []string
}

// Violation says where a rule is broken, and how to mend it.
type Violation struct {
	// Place is a path, with a line where one is known, or an import chain.
	Place string
	// Problem says what is wrong and what to do.
	Problem string
}

// outputs are folders and files that no one writes by hand.
var outputs = []string{"node_modules", "dist", "build", "shots", "testdata", ".git", ".cache", ".wrangler"}

// kinds are the endings of the files that rules look at.
var kinds = []string{".go", ".ts", ".mjs", ".js", ".css", ".html", ".md", ".sh", ".json", ".jsonc", ".yaml"}

// ReadTree reads the hand-written text files under root, in the order of their paths.
func ReadTree(root string) ([]File, error) {
	var files []File
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains(outputs, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if !slices.Contains(kinds, path.Ext(rel)) && rel != ".ci/run" || rel == "site/package-lock.json" {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := NewFile(rel, string(text))
		if err != nil {
			return err
		}
		files = append(files, f)
		return nil
	})
	return files, err
}

// NewFile parses a file where it is Go.
func NewFile(name, text string) (File, error) {
	f := File{Path: name, Text: text}
	if path.Ext(name) != ".go" {
		return f, nil
	}
	var err error
	f.Go, err = parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return File{}, err
	}
	for _, spec := range f.Go.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return File{}, err
		}
		f.Imports = append(f.Imports, p)
	}
	return f, nil
}

// Package returns the folder of a file, which is its package without the module's path.
func (f File) Package() string { return path.Dir(f.Path) }

// IsTest reports whether a file is compiled into tests only.
func (f File) IsTest() bool { return strings.HasSuffix(f.Path, "_test.go") }

// generated reports whether a program wrote the file.
func (f File) generated() bool {
	first, _, _ := bytes.Cut([]byte(f.Text), []byte("\n"))
	return bytes.Contains(first, []byte("Code generated")) && bytes.Contains(first, []byte("DO NOT EDIT"))
}

// under reports whether name is folder or lies in it.
func under(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }
