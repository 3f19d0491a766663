package erdpd_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"untangle/sim/erdpd"
	"untangle/sim/scenario"
)

// Models without gradients learn clean labels, report no gradient, and change with the
// schedule.
func TestRoundsLearn(t *testing.T) {
	for kind, least := range map[erdpd.ModelKind]float64{
		erdpd.ModelTree: .6, erdpd.ModelForest: .8, erdpd.ModelBoosting: .8, erdpd.ModelGenerative: .9} {
		e := small()
		e.Model.Kind, e.Train.Rate, e.Train.Epochs = kind, .3, 12
		d := blobs(t, e, 400, 300, 10, 3)
		clean, plain, mixed := run(t, e, d, 1, erdpd.ArmClean), run(t, e, d, 1, erdpd.ArmUndiluted), run(t, e, d, 1, erdpd.ArmDiluted)
		if a := clean.Last().Accuracy; a < least {
			t.Errorf("%s: accuracy %.3f on clean labels", kind, a)
		}
		if clean.Last().Gradient != nil || mixed.Last().Mixture == nil {
			t.Errorf("%s: gradient %v, mixture %v", kind, clean.Last().Gradient, mixed.Last().Mixture)
		}
		near(t, string(kind)+": accuracy before training", clean.Epochs[0].CleanLoss, math.Log(3), 1e-12)
		if plain.Last().CleanLoss == mixed.Last().CleanLoss {
			t.Errorf("%s: dilution changes nothing", kind)
		}
	}
}

// One Gaussian per class on two rows far apart, by hand: with a sample that holds each
// row, the class of the nearer row has all but all of the probability, and half way
// between them both have one half, by symmetry of means, variances and shares.
func TestGenerativeBetweenTwoRows(t *testing.T) {
	e := small()
	e.Model, e.Train.Epochs = erdpd.Model{Kind: erdpd.ModelGenerative, Components: 1}, 8
	e.Data.Noise = scenario.Noise{}
	x := mat.NewDense(40, 2, nil)
	d := &erdpd.Data{X: x, TestX: mat.NewDense(2, 2, []float64{-1, 1, 1, 1}), Test: []int{0, 1}, Classes: 2}
	for i := range 40 {
		x.SetRow(i, []float64{float64(2*(i%2) - 1), 1})
		d.Given, d.True = append(d.Given, i%2), append(d.True, i%2)
	}
	r := run(t, e, d, 1, erdpd.ArmUndiluted)
	// The floor of the variance is .05·1, so that the other mean, at distance 2, is at
	// 4/(2·.05) = 40 nats, up to the logarithm of the classes' shares in the sample.
	if got := r.Last().CleanLoss; got > 1e-11 {
		t.Errorf("clean loss %g", got)
	}
	d.TestX.Set(0, 0, 0)
	d.TestX.Set(1, 0, 0)
	r = run(t, e, d, 1, erdpd.ArmUndiluted)
	share := r.Last().CleanLoss // −½ ln p(1−p) half way; p is a class's share, near ½
	if math.Abs(share-math.Ln2) > .2 {
		t.Errorf("half way the mean loss is %g", share)
	}
}
