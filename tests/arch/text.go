package arch

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// maxLines is the length from which a file must say why it is long.
const maxLines = 400

// longNote opens the comment that says so, within the first lines of the file.
const longNote = "Long because "

// Sizes asks files of more than maxLines lines for a reason at their top.
func Sizes(files []File) []Violation {
	var out []Violation
	for _, f := range files {
		if !slices.Contains([]string{".go", ".ts", ".mjs", ".js", ".css", ".html", ".sh"}, path.Ext(f.Path)) || f.generated() {
			continue
		}
		lines := strings.Split(f.Text, "\n")
		top := strings.Join(lines[:min(30, len(lines))], "\n")
		if n := len(lines) - 1; n > maxLines && !strings.Contains(top, longNote) {
			out = append(out, Violation{f.Path, fmt.Sprintf("has %d lines; split it, or say at its top %q", n, longNote+"…")})
		}
	}
	return out
}

// machinePath finds absolute paths that exist on one machine only. (The expression is
// put together so that it does not find itself.)
var machinePath = regexp.MustCompile(`(?:^|[\s"'` + "`" + `=(:])(/(?:home|Users|root|work)/[\w.-]+|[A-Z]:\\\\?Users)`)

// MachinePaths forbids paths of the machine that someone worked on.
func MachinePaths(files []File) []Violation {
	return eachLine(files, func(line string) string {
		if m := machinePath.FindStringSubmatch(line); m != nil {
			return fmt.Sprintf("%q is a path of one machine; use a relative one", m[1])
		}
		return ""
	})
}

// translated matches the page's texts in a language other than English.
var translated = regexp.MustCompile(`^site/src/messages/[a-z]{2}/`)

// Spelling forbids the British stems of a list in source and text. Stems are matched
// within identifiers too. JavaScript is left out, since it repeats names of its platform,
// and so are the texts in other languages, one folder each.
func Spelling(files []File, british []string) []Violation {
	expr := regexp.MustCompile(`(?i)(` + strings.Join(british, "|") + `)\w*`)
	source := slices.DeleteFunc(slices.Clone(files), func(f File) bool {
		return !slices.Contains([]string{".go", ".ts", ".html", ".css", ".md"}, path.Ext(f.Path)) || translated.MatchString(f.Path)
	})
	return eachLine(source, func(line string) string {
		if word := expr.FindString(line); word != "" {
			return fmt.Sprintf("%q is spelled the British way; the project spells the American way", word)
		}
		return ""
	})
}

// eachLine gathers what find complains about, line by line.
func eachLine(files []File, find func(line string) string) []Violation {
	var out []Violation
	for _, f := range files {
		for i, line := range strings.Split(f.Text, "\n") {
			if problem := find(line); problem != "" {
				out = append(out, Violation{fmt.Sprintf("%s:%d", f.Path, i+1), problem})
			}
		}
	}
	return out
}

// presetFolder is the one place where scenarios are written down.
const presetFolder = "sim/scenario/presets"

// Presets forbids scenario documents outside presetFolder: the page and the edge worker
// take copies of the very same files when they are built.
func Presets(files []File) []Violation {
	var out []Violation
	for _, f := range files {
		if path.Ext(f.Path) != ".json" || path.Dir(f.Path) == presetFolder {
			continue
		}
		var doc map[string]json.RawMessage
		if json.Unmarshal([]byte(f.Text), &doc) == nil && doc["purify"] != nil && doc["data"] != nil && doc["fit"] != nil {
			out = append(out, Violation{f.Path, "is a scenario outside " + presetFolder})
		}
	}
	return out
}

// exactVersion is a version without a range.
var exactVersion = regexp.MustCompile(`^\d+\.\d+\.\d+(-[\w.]+)?$`)

// Versions asks for one package.json, with exact versions.
func Versions(files []File) []Violation {
	var out []Violation
	for _, f := range files {
		if path.Base(f.Path) != "package.json" {
			continue
		}
		if f.Path != "site/package.json" {
			out = append(out, Violation{f.Path, "is a second package.json; the versions stand in site/package.json"})
		}
		var doc struct {
			Dependencies    map[string]string `json:"dependencies"`
			DevDependencies map[string]string `json:"devDependencies"`
		}
		if err := json.Unmarshal([]byte(f.Text), &doc); err != nil {
			out = append(out, Violation{f.Path, err.Error()})
		}
		for _, group := range []map[string]string{doc.Dependencies, doc.DevDependencies} {
			for name, version := range group {
				if !exactVersion.MatchString(version) {
					out = append(out, Violation{f.Path, fmt.Sprintf("%s is pinned to %q, which is no exact version", name, version)})
				}
			}
		}
	}
	return out
}
