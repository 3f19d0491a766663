package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"untangle/sim/purify"
	"untangle/sim/softmax"
)

// writeJSON writes one object on one line.
func writeJSON(w io.Writer, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", b)
	return err
}

// number is a float64 that JSON can hold: NaN and infinities become null.
type number float64

// MarshalJSON implements json.Marshaler.
func (n number) MarshalJSON() ([]byte, error) {
	if v := float64(n); math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// progress returns a tick that draws a bar on standard error when that is a terminal,
// and otherwise nil. label names the step at hand.
func progress(env *environment, label func() string) purify.Tick {
	file, ok := env.stderr.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	var bar *progressbar.ProgressBar
	current := ""
	return func(phase string, done, total int) error {
		if key := label() + " " + phase; bar == nil || key != current {
			current = key
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(env.stderr),
				progressbar.OptionSetDescription(key), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100e6))
		}
		return bar.Set(done)
	}
}

// warn says on standard error when a newton fit is not at its minimum; what is measured
// there depends on where it stopped. An adam fit ends at its epoch limit by design.
func warn(env *environment, fit softmax.Fit) {
	if !math.IsNaN(fit.Gradient) && fit.Outcome != softmax.Converged {
		fmt.Fprintf(env.stderr, "warning: the fit ended with %v at gradient norm %.2g; raise -ridge or scale the features\n", fit.Outcome, fit.Gradient)
	}
}
