package erdpd

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// IntervalKind says what every interval of a [Claim] is.
const IntervalKind = "mean and 95 % Student t interval over seeds"

// Figure is a measured quantity over seeds.
type Figure struct {
	// Name says what is measured, and Settings under which settings; Unit is "" for pure
	// numbers and shares.
	Name     string `json:"name"`
	Settings string `json:"settings"`
	Unit     string `json:"unit"`
	// Mean and the limits Low and High are described by [IntervalKind].
	Mean float64 `json:"mean"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// N is the number of seeds, 2 or more.
	N int `json:"n"`
	// Note qualifies the figure, or is "".
	Note string `json:"note,omitempty"`
}

// newFigure summarizes values, one per seed, at least two and all finite.
func newFigure(name, settings, unit string, values []float64) Figure {
	if len(values) < 2 {
		panic("erdpd: an interval from fewer than two seeds")
	}
	mean, sd := stat.MeanStdDev(values, nil)
	n := float64(len(values))
	half := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(.975) * sd / math.Sqrt(n)
	return Figure{Name: name, Settings: settings, Unit: unit, Mean: mean, Low: mean - half, High: mean + half, N: len(values)}
}

// String writes the figure for a sentence: "0.123 [0.101, 0.145]".
func (f Figure) String() string {
	return signs.Replace(fmt.Sprintf("%.3g [%.3g, %.3g]", f.Mean, f.Low, f.High))
}

// signs writes the minus of a number as a minus, where a hyphen would stand.
var signs = strings.NewReplacer("-", "−")
