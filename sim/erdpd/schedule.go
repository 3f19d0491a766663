package erdpd

import (
	"math"

	"untangle/sim/say"
)

// ScheduleKind names how α changes.
type ScheduleKind string

// The schedules. The white paper gives three that disagree with one another (α₀e^{−βt},
// 1 → 0.5, and .6–.9 → .3–.5); all are here.
const (
	// ScheduleStatic keeps α = Start.
	ScheduleStatic ScheduleKind = "static"
	// ScheduleExponential is max(End, Start·e^{−Decay·t}), t in epochs.
	ScheduleExponential ScheduleKind = "exponential"
	// ScheduleLinear goes from Start at t = 0 to End at the end of the last epoch.
	ScheduleLinear ScheduleKind = "linear"
	// ScheduleVariance is End + (Start − End)·min(1, V_t/V_0), where V_t is the gradient
	// variance per batch measured before epoch t: as the gradients quiet down, α falls.
	ScheduleVariance ScheduleKind = "variance"
)

// Schedules lists every schedule, in the order a menu shows them.
var Schedules = []ScheduleKind{ScheduleStatic, ScheduleExponential, ScheduleLinear, ScheduleVariance}

// Schedule is α(t), the share of each batch that comes from the pure pool.
type Schedule struct {
	// Kind is one of [Schedules].
	Kind ScheduleKind `json:"kind"`
	// Start is α at t = 0, 0 … 1.
	Start float64 `json:"start"`
	// End is the floor or the last value, 0 … 1; "static" ignores it.
	End float64 `json:"end"`
	// Decay is β per epoch, 0 … 10; only "exponential" uses it.
	Decay float64 `json:"decay"`
}

// Alpha returns α at t of total epochs, 0 ≤ t ≤ total. variance is V_t/V_0 ≥ 0, which
// only "variance" uses.
func (s Schedule) Alpha(t, total, variance float64) float64 {
	switch s.Kind {
	case ScheduleExponential:
		return math.Max(s.End, s.Start*math.Exp(-s.Decay*t))
	case ScheduleLinear:
		return s.Start + (s.End-s.Start)*t/total
	case ScheduleVariance:
		return s.End + (s.Start-s.End)*math.Min(1, variance)
	}
	return s.Start
}

// Range returns the least and the largest α of the schedule over total epochs.
func (s Schedule) Range(total float64) (low, high float64) {
	a, b := s.Start, s.End
	switch s.Kind {
	case ScheduleStatic:
		b = a
	case ScheduleExponential:
		a, b = s.Alpha(0, total, 0), s.Alpha(total, total, 0)
	}
	return math.Min(a, b), math.Max(a, b)
}

// PureCount returns n_p = round(αB), halves up.
func PureCount(alpha float64, batch int) int {
	return int(math.Floor(alpha*float64(batch) + .5))
}

func (s Schedule) validate() error {
	known := false
	for _, k := range Schedules {
		known = known || k == s.Kind
	}
	switch {
	case !known:
		return refuse("schedule.kind", say.T("%q is not a schedule", s.Kind), say.T("use one of %v", Schedules))
	case !(s.Start >= 0 && s.Start <= 1):
		return refuse("schedule.start", say.T("is %g", s.Start), say.T("use a share, 0 to 1"))
	case !(s.End >= 0 && s.End <= 1):
		return refuse("schedule.end", say.T("is %g", s.End), say.T("use a share, 0 to 1"))
	case !(s.Decay >= 0 && s.Decay <= 10):
		return refuse("schedule.decay", say.T("is %g", s.Decay), say.T("use 0 to 10 per epoch"))
	}
	return nil
}
