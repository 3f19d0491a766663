// Command untangle is the simulator's core on the command line: the same code as in the
// page, on files.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// Exit codes of the command.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

// command is one subcommand.
type command struct {
	name, summary string
	// examples are complete command lines.
	examples []string
	// setup declares the flags and returns what to run once they are parsed.
	setup func(f *flag.FlagSet) func(env *environment) error
}

// environment is where a command reads and writes, so that tests can stand in.
type environment struct {
	stdout, stderr io.Writer
}

var commands = []command{varianceCommand, purifyCommand, rankCommand, generateCommand, recordCommand, diluteCommand, theoremCommand, divideCommand, raceCommand, studyCommand}

func main() {
	os.Exit(run(os.Args[1:], &environment{stdout: os.Stdout, stderr: os.Stderr}))
}

// run runs one command line and returns the exit code.
func run(args []string, env *environment) int {
	if len(args) == 0 {
		usage(env.stderr)
		return exitUsage
	}
	switch args[0] {
	case "-h", "-help", "--help", "help":
		usage(env.stdout)
		return exitOK
	}
	for i := range commands {
		if commands[i].name == args[0] {
			return commands[i].run(args[1:], env)
		}
	}
	fmt.Fprintf(env.stderr, "untangle: %q is not a command; run \"untangle -h\" for the list\n", args[0])
	return exitUsage
}

func (c *command) run(args []string, env *environment) int {
	f := flag.NewFlagSet("untangle "+c.name, flag.ContinueOnError)
	f.SetOutput(io.Discard) // usage is printed below, once, to the right place
	action := c.setup(f)
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		c.help(env.stdout, f)
		return exitOK
	case err != nil:
		return c.misuse(env, err)
	case f.NArg() > 0:
		return c.misuse(env, fmt.Errorf("unexpected argument %q", f.Arg(0)))
	}
	err := action(env)
	var misuse usageError
	switch {
	case errors.As(err, &misuse):
		return c.misuse(env, err)
	case err != nil:
		fmt.Fprintf(env.stderr, "untangle %s: %v\n", c.name, err)
		return exitFailure
	}
	return exitOK
}

// usageError is an error of the command line, as opposed to one of the data.
type usageError string

func (e usageError) Error() string { return string(e) }

func (c *command) misuse(env *environment, err error) int {
	fmt.Fprintf(env.stderr, "untangle %s: %v; run \"untangle %s -h\" for help\n", c.name, err, c.name)
	return exitUsage
}

func (c *command) help(w io.Writer, f *flag.FlagSet) {
	fmt.Fprintf(w, "untangle %s: %s\n\nFlags:\n", c.name, c.summary)
	f.SetOutput(w)
	f.PrintDefaults()
	fmt.Fprintf(w, "\nExamples:\n  %s\n", strings.Join(c.examples, "\n  "))
}

func usage(w io.Writer) {
	fmt.Fprint(w, `untangle measures and lowers the influence variance of a training set
(arXiv:2603.08649).

Usage:
  untangle COMMAND [flags]

Commands:
`)
	for _, c := range commands {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, `
Run "untangle COMMAND -h" for its flags and examples. Results go to standard output,
progress to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage.
`)
}
