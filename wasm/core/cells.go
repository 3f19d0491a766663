//go:build js && wasm

package main

import (
	"errors"

	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/study"
	"untangle/sim/wire"
	"untangle/wasm/internal/bridge"
	"untangle/wasm/internal/words"
)

// cells is a job: the cells of a study that the page asks this worker for.
type cells struct {
	w         *worker
	study     study.Study
	asked     []int
	summarize *wire.Summarize // the last summary asked for and not given; it goes first
}

func (w *worker) openStudy(m *wire.Study) (job, error) {
	sources, err := w.sources(m.Table)
	if err != nil {
		return nil, err
	}
	s, err := study.Open([]byte(m.Document), sources)
	if err != nil {
		return nil, err
	}
	w.post(wire.Planned{Kind: wire.KindPlanned, Run: m.Run, Cells: s.Cells()}, nil)
	return &cells{w: w, study: s}, nil
}

func (c *cells) due() bool { return len(c.asked) > 0 || c.summarize != nil }

// step gives a summary or computes a cell.
func (c *cells) step() error {
	if c.summarize != nil {
		return c.sum()
	}
	cell := c.asked[0]
	c.asked = c.asked[1:]
	if cell < 0 || cell >= c.study.Cells() {
		return &scenario.Error{Field: "cell", Problem: say.T("%d of %d does not exist", cell, c.study.Cells()), Remedy: say.T("reload the page")}
	}
	start := bridge.Now()
	partial := func(state any) error {
		body, err := study.Encode(state)
		if err != nil {
			return err
		}
		c.w.post(wire.Partial{Kind: wire.KindPartial, Run: c.w.number, Cell: cell}, body)
		return nil
	}
	result, err := c.study.Cell(cell, partial, func(phase string, done, total int) error {
		return c.w.tick(cell, phase, done, total)
	})
	if errors.Is(err, errCanceled) {
		return err
	}
	if err != nil {
		e := words.Of(err)
		c.w.post(wire.Failed{Kind: wire.KindFailed, Run: c.w.number, Cell: cell, Place: e.Place, Problem: e.Problem, Remedy: e.Remedy, Said: e.Said}, nil)
		return nil
	}
	body, err := study.Encode(result)
	if err != nil {
		return err
	}
	c.w.post(wire.Result{Kind: wire.KindResult, Run: c.w.number, Cell: cell, Millis: bridge.Now() - start}, body)
	return nil
}

// sum puts together the results that the page has.
func (c *cells) sum() error {
	results := c.summarize.Results
	c.summarize = nil
	summary, err := c.study.Summary(results)
	if err != nil {
		return err
	}
	body, err := study.Encode(summary)
	if err != nil {
		return err
	}
	c.w.post(wire.Summary{Kind: wire.KindSummary, Run: c.w.number}, body)
	return nil
}
