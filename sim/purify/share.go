package purify

import (
	"errors"

	"untangle/sim/influence"
	"untangle/sim/softmax"
)

// Task is leave-one-out work of one step that may be dealt out: enough, with the run's
// data and settings, to compute V without any of the rows chosen. Its JSON keeps every bit.
type Task struct {
	// Rows are the rows that are left, ascending.
	Rows []int `json:"rows"`
	// Theta is the model trained on them, C×d row by row, and Warm where refits start.
	Theta []float64 `json:"theta"`
	Warm  []float64 `json:"warm"`
	// Refit trains anew without each row; otherwise Θ moves by the paper's step.
	Refit bool `json:"refit"`
	// Chosen are the indices into Rows to leave out, one at a time.
	Chosen []int `json:"chosen"`
}

// Crew computes parts of a [Task] elsewhere. What comes of a step does not depend on the
// crew: every entry is a function of the task alone, and what the crew does not deliver in
// time is computed here.
type Crew interface {
	// Start deals out the task of a step, in place of any before it, and returns in how many
	// parts, ≥ 1: entry k of Chosen belongs to part k mod parts, and part 0 stays here; 1
	// means that nothing is shared.
	Start(step int, t *Task) (parts int)
	// Take tells of the values of V that have come since, by entry.
	Take(got func(entry int, variance float64))
}

// errTask reports a task of another run.
var errTask = errors.New("purify: the task does not fit the run")

// leastShared is the number of entries below which a task is not worth dealing out.
const leastShared = 8

// shared is leaveOneOut with a crew: its own part first, then what has not come of the
// others', last entries first, which the others come to last.
func shared(dst []float64, step *Step, task *Task, tick func(done, total int) error, variance leaver) error {
	v, n := step.State.Variance(), len(task.Chosen)
	parts := step.crew.Start(step.Index, task)
	done, known := 0, make([]bool, n)
	put := func(entry int, without float64) {
		if entry >= 0 && entry < n && !known[entry] {
			known[entry] = true
			done++
			dst[task.Chosen[entry]] = v - without
		}
	}
	w := influence.NewState(step.Problem.Basis, step.State.Damping)
	compute := func(entry int) error {
		step.crew.Take(put)
		if known[entry] {
			return nil
		}
		var pulse func() error
		if tick != nil {
			pulse = func() error { return tick(done, n) }
		}
		without, err := variance(w, task.Chosen[entry], pulse)
		if err != nil {
			return err
		}
		put(entry, without)
		if tick != nil {
			return tick(done, n)
		}
		return nil
	}
	for entry := 0; entry < n; entry += parts {
		if err := compute(entry); err != nil {
			return err
		}
	}
	for entry := n - 1; entry >= 0; entry-- {
		if err := compute(entry); err != nil {
			return err
		}
	}
	return nil
}

// Assist computes a part of another loop's task: V without row Chosen[k] for every k that
// is part modulo parts, each given to emit. The loop must be of the same configuration; it
// is left as it is.
func (l *Loop) Assist(t *Task, part, parts int, emit func(entry int, variance float64) error, tick Tick) error {
	all, _ := l.cfg.X.Dims()
	if !t.fits(all, l.basis) || parts < 1 || part < 0 {
		return errTask
	}
	p := &softmax.Problem{X: l.cfg.X, Y: l.cfg.Y, Rows: t.Rows, Basis: l.basis}
	trainer, err := NewTrainer(l.cfg.Fit, l.cfg.Seed)
	if err != nil {
		return err
	}
	if len(t.Warm) > 0 {
		trainer.warm = t.Warm
	}
	step := &Step{Problem: p, Fit: softmax.Fit{Theta: t.Theta}, State: influence.NewState(l.basis, l.cfg.Damping)}
	report := tick.pulse("score", len(t.Chosen))
	variance := refitted(step, trainer)
	if !t.Refit {
		if err := step.State.EvaluateTick(p, t.Theta, report); err != nil {
			return err
		}
		variance = stepped(step)
	}
	w := influence.NewState(l.basis, l.cfg.Damping)
	var pulse func() error
	if report != nil {
		pulse = func() error { return report(0, len(t.Chosen)) }
	}
	for k := part; k < len(t.Chosen); k += parts {
		v, err := variance(w, t.Chosen[k], pulse)
		if err == nil {
			err = emit(k, v)
		}
		if err == nil && pulse != nil {
			err = pulse()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fits reports whether the task's indices and sizes are those of a problem on the basis.
func (t *Task) fits(all int, b *softmax.Basis) bool {
	if len(t.Rows) < 4 || len(t.Theta) != b.C*b.D || (len(t.Warm) > 0 && len(t.Warm) != b.Dim()) {
		return false
	}
	for _, r := range t.Rows {
		if r < 0 || r >= all {
			return false
		}
	}
	for _, i := range t.Chosen {
		if i < 0 || i >= len(t.Rows) {
			return false
		}
	}
	return true
}
