package study

import (
	"math"
	"strconv"

	"untangle/sim/divide"
)

// historyStates is the largest number of states kept of a method's way; they are evenly
// spaced, the first and the last among them.
const historyStates = 24

// history keeps states on a method's way.
type history struct {
	k      int
	keep   bool
	states []DivideState
}

// add encodes an iteration and keeps it.
func (h *history) add(it *divide.Iteration) DivideState {
	n := len(it.R) / h.k
	r := make([]byte, 0, n*max(0, h.k-1))
	for i := range n {
		for b := range h.k - 1 {
			r = strconv.AppendInt(r, int64(math.Round(15*it.R[i*h.k+b])), 16)
		}
	}
	s := DivideState{Index: it.Index, R: string(r), Weights: numbers(it.Weights), LogLikelihood: Number(it.LogLikelihood)}
	if h.keep {
		h.states = append(h.states, s)
	}
	return s
}

// thinned returns at most historyStates of the states.
func (h *history) thinned() []DivideState {
	n := len(h.states)
	if n <= historyStates {
		return append([]DivideState{}, h.states...)
	}
	out := make([]DivideState, historyStates)
	for i := range out {
		out[i] = h.states[i*(n-1)/(historyStates-1)]
	}
	return out
}
