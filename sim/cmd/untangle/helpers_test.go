package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// binary is the command, built once by TestMain.
var binary string

func TestMain(m *testing.M) {
	code, err := build(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func build(m *testing.M) (int, error) {
	folder, err := os.MkdirTemp("", "untangle-test-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "untangle")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		return 1, fmt.Errorf("go build: %w\n%s", err, out)
	}
	return m.Run(), nil
}

// result is what one command line did.
type result struct {
	stdout, stderr string
	code           int
}

func run(t *testing.T, args ...string) result {
	t.Helper()
	var out, diagnostics bytes.Buffer
	cmd := exec.Command(binary, args...)
	cmd.Stdout, cmd.Stderr = &out, &diagnostics
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{out.String(), diagnostics.String(), cmd.ProcessState.ExitCode()}
}

// succeed runs a command that must do so, silently, and returns its output.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	r := run(t, args...)
	if r.code != 0 || r.stderr != "" {
		t.Fatalf("%q ended with code %d and said %q", args, r.code, r.stderr)
	}
	return r.stdout
}

// write puts text into a file of the test and returns its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// lines splits JSON lines; the output ends with a line break.
func lines(t *testing.T, text string) []string {
	t.Helper()
	body, ok := strings.CutSuffix(text, "\n")
	if !ok {
		t.Fatalf("the output does not end with a line break: %q", text)
	}
	return strings.Split(body, "\n")
}

// object decodes one line, and fails unless its fields are these, in this order.
func object[T any](t *testing.T, line string, fields ...string) T {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(line))
	var names []string
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		t.Fatalf("%q is no object", line)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, fmt.Sprint(name))
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Join(names, " ") != strings.Join(fields, " ") {
		t.Fatalf("the fields are %v, want %v", names, fields)
	}
	var v T
	if err := json.Unmarshal([]byte(line), &v); err != nil {
		t.Fatal(err)
	}
	return v
}
