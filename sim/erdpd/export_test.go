package erdpd

// For the tests, which live outside the package.
var (
	AUC        = auc
	LossPurity = lossPurity
	ShareAbove = shareAbove
	Reweight   = reweight
)

// Smoothness follows gradients given as slices.
func Smoothness() func(theta, grad []float64) float64 {
	var s smoothness
	return s.step
}

// FasterVerdict is the rule of the claim "faster".
var FasterVerdict = fasterVerdict

// NewFigure summarizes values.
var NewFigure = newFigure
