package session

import (
	"errors"
	"io"

	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/trace"
)

// Record runs a scenario to its end and returns the recorded run (see trace.AppendRun),
// without the per-row detail.
func Record(s scenario.Scenario, sources Sources, tick purify.Tick) ([]byte, error) {
	run, err := Open(s, sources)
	if err != nil {
		return nil, err
	}
	h, p := run.Header(), run.Points()
	out, err := trace.AppendRun(nil, &h, &p)
	if err != nil {
		return nil, err
	}
	var enc trace.Encoder
	for {
		f, err := run.Next(tick)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = trace.AppendFrame(out, enc.Frame(nil, f, false))
	}
}
