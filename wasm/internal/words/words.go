// Package words says errors of the core in the form that the page shows. It is apart from the
// worker so that its tests need no browser.
package words

import (
	"errors"

	"untangle/sim/dataset"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
	"untangle/sim/wire"
)

// Of tells of an error in words. The result is the caller's own.
func Of(err error) *wire.Error {
	var told *wire.Error
	var s *scenario.Error
	var d *dataset.Error
	var size *softmax.SizeError
	var numeric *say.Error
	switch {
	case errors.As(err, &told):
		own := *told
		return &own
	case errors.As(err, &s):
		return wire.Say("scenario", say.Raw(s.Field), s.Problem, s.Remedy)
	case errors.As(err, &d):
		return wire.Say("data", d.Place(), d.Problem, d.Remedy)
	case errors.As(err, &size):
		return wire.Say("numeric", size.What, size.Problem(), size.Remedy)
	case errors.As(err, &numeric):
		return wire.Say("numeric", numeric.Place, numeric.Problem, numeric.Remedy)
	}
	return wire.Say("numeric", say.T("the run"), say.T("ended with the error “%s”", err), say.T("change the settings and run again"))
}
