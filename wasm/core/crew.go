//go:build js && wasm

package main

import (
	"encoding/json"
	"errors"
	"math"

	"untangle/sim/purify"
	"untangle/sim/say"
	"untangle/sim/wire"
	"untangle/wasm/internal/bridge"
)

// crew shares work with other cores, by way of the page.
type crew struct {
	w     *worker
	parts int
	step  int
	inbox []*wire.Assisted // and not taken
}

// Start implements [purify.Crew]; 1 means that nothing is shared. A session outlives its run,
// as for a review, which the helpers have not opened: that is computed here alone.
func (c *crew) Start(step int, t *purify.Task) int {
	c.step, c.inbox = step, nil
	if c.w.crew != c {
		return 1
	}
	task, err := json.Marshal(t)
	if err != nil {
		return 1 // a NaN or Inf, which JSON has not; computing on comes upon the error
	}
	c.w.post(wire.Share{Kind: wire.KindShare, Run: c.w.number, Step: step, Parts: c.parts, Task: task}, nil)
	return c.parts
}

// Take implements [purify.Crew].
func (c *crew) Take(got func(entry int, variance float64)) {
	for _, m := range c.inbox {
		for i, entry := range m.Entries[:min(len(m.Entries), len(m.Values))] {
			got(entry, m.Values[i])
		}
	}
	c.inbox = nil
}

// came notes values of the step at hand.
func (c *crew) came(m *wire.Assisted) {
	if m.Step == c.step {
		c.inbox = append(c.inbox, m)
	}
}

// errReplaced ends an Assist when another takes its place.
var errReplaced = errors.New("core: another share came")

// tellEvery is the least time between two Assisted in milliseconds.
const tellEvery = 30

// help computes what is asked of it of another core's work. An error is left to that core,
// which comes upon it as well.
func (r *run) help() error {
	m := r.w.assist
	var t purify.Task
	if err := json.Unmarshal(m.Task, &t); err != nil {
		return wire.Say("message", say.Raw("task"), say.Raw(err.Error()), say.T("reload the page"))
	}
	out := wire.Assisted{Kind: wire.KindAssisted, Run: r.w.number, Step: m.Step}
	told := bridge.Now()
	err := r.session.Assist(&t, m.Part, m.Parts, func(entry int, variance float64) error {
		if math.IsNaN(variance) || math.IsInf(variance, 0) { // JSON has no such numbers
			return nil
		}
		out.Entries, out.Values = append(out.Entries, entry), append(out.Values, variance)
		if now := bridge.Now(); now-told >= tellEvery {
			r.w.post(out, nil)
			out.Entries, out.Values, told = out.Entries[:0], out.Values[:0], now
		}
		return nil
	}, func(phase string, done, total int) error {
		err := r.w.tick(m.Step, phase, done, total)
		if err == nil && r.w.assist != m {
			err = errReplaced
		}
		return err
	})
	if errors.Is(err, errCanceled) {
		return err
	}
	if len(out.Entries) > 0 {
		r.w.post(out, nil)
	}
	if r.w.assist == m {
		r.w.assist = nil
	}
	return nil
}
