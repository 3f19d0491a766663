package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var commands = []string{"variance", "purify", "rank", "generate", "record", "divide", "race"}

// Help goes to standard output, with every flag of the contract and examples.
func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"-h"}, {"--help"}, {"help"}, {"-help"}} {
		out := succeed(t, args...)
		for _, c := range append(commands, "Exit codes: 0", "Usage:") {
			if !strings.Contains(out, c) {
				t.Errorf("%v does not mention %q", args, c)
			}
		}
	}
	flags := map[string][]string{
		"variance": {"-data", "-label", "-fit", "-ridge", "-damping", "-seed", "-json", "-scale"},
		"purify":   {"-data", "-label", "-test", "-rule", "-per-step", "-steps", "-fit", "-ridge", "-damping", "-seed", "-format", "-scale", "delta-refine", "loo-influence"},
		"rank":     {"-data", "-label", "-rule", "-fit", "-format"},
		"generate": {"-kind", "-counts", "-seed"},
		"record":   {"-preset", "-o"},
		"divide":   {"-data", "-label", "-test", "-blocks", "-method", "-seed", "-json", "em", "purify", "reassign", "moe", "categorical"},
		"race":     {"-data", "-label", "-test", "-rules", "-per-step", "-steps", "-stops", "confident-rate", "knn-shapley", "em-posterior"},
	}
	for _, c := range commands {
		for _, flag := range []string{"-h", "--help"} {
			out := succeed(t, c, flag)
			for _, want := range append(flags[c], "Examples:\n  untangle "+c) {
				if !strings.Contains(out, want) {
					t.Errorf("%s %s does not mention %q", c, flag, want)
				}
			}
		}
	}
}

// The examples of the help are commands that work.
func TestExamplesWork(t *testing.T) {
	folder := t.TempDir()
	for name, counts := range map[string]string{"train.csv": "90,40", "test.csv": "50"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(succeed(t, "generate", "-counts", counts)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	count := 0
	for _, c := range []string{"variance", "purify", "rank", "generate", "divide", "race"} {
		_, examples, _ := strings.Cut(succeed(t, c, "-h"), "Examples:\n")
		for _, line := range strings.Split(strings.TrimSpace(examples), "\n") {
			line, _, _ = strings.Cut(line, ">") // what a shell does with the output
			line, _, _ = strings.Cut(line, "|")
			args := strings.Fields(line)
			for i := range args {
				if strings.HasSuffix(args[i], ".csv") {
					args[i] = filepath.Join(folder, args[i])
				}
				if args[i] == "-steps" {
					args[i+1] = "1"
				}
			}
			if args[0] != "untangle" || succeed(t, args[1:]...) == "" {
				t.Errorf("example %q does nothing", line)
			}
			count++
		}
	}
	if count < 6 {
		t.Errorf("only %d examples", count)
	}
}

// Wrong usage ends with code 2, says on standard error what is wrong, and writes nothing.
func TestWrongUsage(t *testing.T) {
	csv, _ := example()
	data := write(t, "data.csv", csv)
	both := []string{"-data", data, "-label", "kind"}
	for _, c := range []struct {
		name string
		args []string
		says []string
	}{
		{"nothing", nil, []string{"Usage:", "untangle COMMAND"}},
		{"unknown command", []string{"untie"}, []string{`"untie" is not a command`, "untangle -h"}},
		{"unknown flag", append([]string{"variance", "-speed", "3"}, both...), []string{"-speed", "untangle variance -h"}},
		{"argument too many", append([]string{"rank"}, append(both, "more")...), []string{`unexpected argument "more"`}},
		{"no data", []string{"variance", "-label", "kind"}, []string{"-data is missing"}},
		{"no label", []string{"purify", "-data", data}, []string{"-label is missing"}},
		{"flag without its value", []string{"rank", "-data"}, []string{"-data"}},
		{"number that is none", append([]string{"variance", "-ridge", "small"}, both...), []string{"small", "-ridge"}},
		{"ridge out of range", append([]string{"variance", "-ridge", "0"}, both...), []string{"-ridge", "is 0", "1e-08 to 10"}},
		{"ridge not a number", append([]string{"variance", "-ridge", "NaN"}, both...), []string{"-ridge", "NaN"}},
		{"damping out of range", append([]string{"rank", "-damping", "-1"}, both...), []string{"-damping", "is -1"}},
		{"epochs out of range", append([]string{"rank", "-fit", "adam", "-epochs", "0"}, both...), []string{"-epochs"}},
		{"unknown fit", append([]string{"variance", "-fit", "sgd"}, both...), []string{`"sgd" is not a way to fit`, "newton"}},
		{"unknown rule", append([]string{"purify", "-rule", "magic"}, both...), []string{`"magic" is not a removal rule`, "delta"}},
		{"unknown rule of rank", append([]string{"rank", "-rule", ""}, both...), []string{"is not a removal rule", "delta"}},
		{"none per step", append([]string{"purify", "-per-step", "0"}, both...), []string{"-per-step"}},
		{"negative steps", append([]string{"purify", "-steps", "-3"}, both...), []string{"-steps"}},
		{"unknown format", append([]string{"purify", "-format", "csv"}, both...), []string{`"csv"`, "jsonl"}},
		{"unknown format of rank", append([]string{"rank", "-format", "xml"}, both...), []string{`"xml"`, "jsonl"}},
		{"unknown scaling", append([]string{"variance", "-scale", "log"}, both...), []string{`"log"`, "standard"}},
		{"negative seed", append([]string{"variance", "-seed", "-1"}, both...), []string{"-seed"}},
		{"unknown kind", []string{"generate", "-kind", "digits"}, []string{`"digits"`, `"sd"`}},
		{"counts that are none", []string{"generate", "-counts", "700;300"}, []string{"700;300", "whole numbers"}},
		{"negative count", []string{"generate", "-counts", "700,-1"}, []string{"-counts", "is -1"}},
		{"too many counts", []string{"generate", "-counts", "10,10,10,10,10,10,10"}, []string{"-counts", "1 to 6"}},
		{"no rows", []string{"generate", "-counts", "0"}, []string{"-counts", "at least one"}},
		{"unknown stream", []string{"generate", "-stream", "init"}, []string{"-stream", "data", "test"}},
		{"no JSON", append([]string{"variance", "-json=false"}, both...), []string{"-json"}},
		{"unknown preset", []string{"record", "-preset", "nope", "-o", "x.run"}, []string{`"nope" is not a preset`, "sd2"}},
		{"no file to record to", []string{"record"}, []string{"-o is missing"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := run(t, c.args...)
			if r.code != 2 || r.stdout != "" {
				t.Errorf("code %d, output %q", r.code, r.stdout)
			}
			for _, part := range c.says {
				if !strings.Contains(r.stderr, part) {
					t.Errorf("the message %q does not say %q", r.stderr, part)
				}
			}
		})
	}
}
