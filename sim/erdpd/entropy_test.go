package erdpd_test

import (
	"math"
	"testing"

	"untangle/sim/erdpd"
	"untangle/sim/scenario"
)

func TestEntropiesByHand(t *testing.T) {
	near(t, "H of a sure thing", erdpd.Entropy([]float64{0, 1, 0}), 0, 0)
	near(t, "H of four alike", erdpd.Entropy([]float64{.25, .25, .25, .25}), math.Log(4), 1e-15)
	near(t, "H(.5, .25, .25)", erdpd.Entropy([]float64{.5, .25, .25}), 1.5*math.Ln2, 1e-15)
	near(t, "H(Y|X) without noise", erdpd.NoiseEntropy(0, 10), 0, 0)
	near(t, "H(Y|X) of a coin", erdpd.NoiseEntropy(.5, 2), math.Ln2, 1e-15)
	near(t, "H(Y|X) of uniform labels", erdpd.NoiseEntropy(.9, 10), math.Log(10), 1e-14)
	near(t, "H(Y|X) of certain flips", erdpd.NoiseEntropy(1, 2), 0, 0)
}

// The specification's example: disjoint supports with H_n = ln 2 and H_p = .33, where H
// rises to 1.22 before it falls. There H(P′) is the chord plus H(α, 1−α).
func TestMixtureOfDisjointPools(t *testing.T) {
	pure, noisy := []float64{.9, .1, 0, 0}, []float64{0, 0, .5, .5}
	hp, hn := erdpd.Entropy(pure), math.Ln2
	near(t, "H_p", hp, .325, .001)
	top := 0.0
	for k := 0; k <= 100; k++ {
		a := float64(k) / 100
		m := erdpd.Mix(a, pure, noisy)
		chord := a*hp + (1-a)*hn
		near(t, "chord", m.Chord, chord, 1e-15)
		near(t, "H(P′)", m.Entropy, chord+erdpd.Entropy([]float64{a, 1 - a}), 1e-14)
		near(t, "the paper's slope", m.PaperSlope, hp-hn, 1e-15)
		if math.IsInf(m.Slope, 0) || math.IsNaN(m.Slope) {
			t.Errorf("the slope at α = %g is %g", a, m.Slope)
		}
		top = math.Max(top, m.Entropy)
	}
	near(t, "the largest entropy", top, 1.22, .005)
}

func TestMixtureSlopeIsTheDerivative(t *testing.T) {
	pure, noisy := []float64{.7, .2, .1, 0}, []float64{.1, .3, .2, .4}
	const h = 1e-5
	for _, a := range []float64{.1, .5, .9} {
		want := (erdpd.Mix(a+h, pure, noisy).Entropy - erdpd.Mix(a-h, pure, noisy).Entropy) / (2 * h)
		// Central differences err by h²·H‴/6 < 1e-9 and by rounding, 2⁻⁵²/h.
		near(t, "dH/dα", erdpd.Mix(a, pure, noisy).Slope, want, 1e-8)
	}
	same := erdpd.Mix(.3, pure, pure)
	near(t, "the gap of equal pools", same.Entropy-same.Chord, 0, 1e-15)
	near(t, "the slope of equal pools", same.Slope, 0, 0)
}

// Two bins by hand: two rows sure at .9, one of them right (bin 13: |1 − 1.8| = .8), and
// two at .55, both right (bin 8: |2 − 1.1| = .9); together (.8 + .9)/4.
func TestCalibrationErrorByHand(t *testing.T) {
	p := []float64{.9, .1, .9, .1, .55, .45, .45, .55}
	near(t, "the calibration error", erdpd.CalibrationError(p, []int{0, 1, 0, 1}, 2), 1.7/4, 1e-15)
	near(t, "that of sure and right", erdpd.CalibrationError([]float64{1, 0, 0, 1}, []int{0, 1}, 2), 0, 0)
	near(t, "that of sure and wrong", erdpd.CalibrationError([]float64{1, 0, 0, 1}, []int{1, 0}, 2), 1, 0)
}

// Of two classes alike, the first flips with .4 and the second never: ½·h(.4).
func TestNoiseEntropyOfAsymmetricFlips(t *testing.T) {
	e := small()
	e.Train.Epochs, e.Data.Noise = 1, scenario.Noise{Kind: scenario.NoiseAsymmetric, Rate: .4}
	r := run(t, e, blobs(t, e, 200, 50, 5, 2), 1, erdpd.ArmUndiluted)
	near(t, "the share of flips", r.Flipped, .2, 1e-12)
	near(t, "H(Y|X)", r.NoiseEntropy, .5*erdpd.Entropy([]float64{.4, .6}), 1e-12)
}
