package erdpd

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"untangle/sim/say"
)

// IntervalKind says what every interval of a [Claim] is.
var IntervalKind = say.T("mean and 95%% Student t interval over seeds")

// Figure is a measured quantity over seeds.
type Figure struct {
	// Name says what is measured, and Settings under which settings; Unit is empty for pure
	// numbers and shares.
	Name     say.Text
	Settings say.Text
	Unit     say.Text
	// Mean and the limits Low and High are described by [IntervalKind].
	Mean float64
	Low  float64
	High float64
	// N is the number of seeds, 2 or more.
	N int
	// Note qualifies the figure, or is empty.
	Note say.Text
}

// newFigure summarizes values, one per seed, at least two and all finite.
func newFigure(name, settings, unit say.Text, values []float64) Figure {
	if len(values) < 2 {
		panic("erdpd: an interval from fewer than two seeds")
	}
	mean, sd := stat.MeanStdDev(values, nil)
	n := float64(len(values))
	half := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(.975) * sd / math.Sqrt(n)
	return Figure{Name: name, Settings: settings, Unit: unit, Mean: mean, Low: mean - half, High: mean + half, N: len(values)}
}

// Text writes the figure for a sentence: "0.123 [0.101, 0.145]".
func (f Figure) Text() say.Text {
	return say.T("%s [%s, %s]", signed("%.3g", f.Mean), signed("%.3g", f.Low), signed("%.3g", f.High))
}
