package main_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// terminal opens a pseudo-terminal: what is written to slave can be read from master.
func terminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	unlock, number := 0, 0
	for _, c := range []struct {
		request uintptr
		value   *int
	}{{syscall.TIOCSPTLCK, &unlock}, {syscall.TIOCGPTN, &number}} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), c.request, uintptr(unsafe.Pointer(c.value))); errno != 0 {
			t.Skipf("no pseudo-terminals here: %v", errno)
		}
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	return master, slave
}

// A terminal sees a bar on standard error; the results are the same without one.
func TestProgressOnATerminal(t *testing.T) {
	mixture := write(t, "mixture.csv", succeed(t, "generate", "-counts", "60,30"))
	args := []string{"purify", "-data", mixture, "-label", "Q10", "-rule", "loo-refit", "-steps", "1"}
	master, slave := terminal(t)
	defer master.Close()
	var out bytes.Buffer
	cmd := exec.Command(binary, args...)
	cmd.Stdout, cmd.Stderr = &out, slave
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1") // only one worker reports; alone, it is sure to
	seen := make(chan string)
	go func() {
		b, _ := io.ReadAll(master) // ends with an error when the terminal closes
		seen <- string(b)
	}()
	err := cmd.Run()
	slave.Close()
	bar := <-seen
	if err != nil {
		t.Fatalf("%v: %s", err, bar)
	}
	if !strings.Contains(bar, "step 0/1 score") || !strings.Contains(bar, "%") {
		t.Errorf("the terminal shows %q, no bar", bar)
	}
	if out.String() != succeed(t, args...) {
		t.Error("the results differ when a terminal looks on")
	}
}
