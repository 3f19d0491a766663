package erdpd

import "math"

// Entropy returns −Σ p ln p in nats; 0·ln 0 is 0.
func Entropy(p []float64) float64 {
	h := 0.0
	for _, v := range p {
		if v > 0 {
			h -= v * math.Log(v)
		}
	}
	return h
}

// NoiseEntropy returns H(Y|X) in nats of labels that are right but for a share rate, each
// of them spread evenly over the other classes: −(1−r)ln(1−r) − r ln(r/(C−1)).
func NoiseEntropy(rate float64, classes int) float64 {
	h := 0.0
	if rate < 1 {
		h -= (1 - rate) * math.Log(1-rate)
	}
	if rate > 0 {
		h -= rate * math.Log(rate/float64(classes-1))
	}
	return h
}

// Mixture is the entropy of P′ = αP_p + (1−α)P_n and what the white paper says of it.
type Mixture struct {
	// Alpha is α.
	Alpha float64 `json:"alpha"`
	// Entropy is H(P′) in nats.
	Entropy float64 `json:"entropy"`
	// Chord is αH(P_p) + (1−α)H(P_n). The paper has H(P′) ≤ Chord; entropy is concave, so
	// that H(P′) ≥ Chord.
	Chord float64 `json:"chord"`
	// Slope is dH/dα = −Σ (P_p − P_n) ln P′. Where it is infinite, at an end of [0, 1] with
	// a cell that one pool lacks, it is taken 10⁻⁹ inside.
	Slope float64 `json:"slope"`
	// PaperSlope is the paper's dH/dα = H(P_p) − H(P_n).
	PaperSlope float64 `json:"paperSlope"`
}

// slopeMargin keeps the slope off the ends, where it may be infinite.
const slopeMargin = 1e-9

// Mix computes a [Mixture] of two distributions over the same cells, which sum to 1.
func Mix(alpha float64, pure, noisy []float64) Mixture {
	if len(pure) != len(noisy) {
		panic("erdpd: distributions of different lengths")
	}
	hp, hn := Entropy(pure), Entropy(noisy)
	m := Mixture{Alpha: alpha, Chord: alpha*hp + (1-alpha)*hn, PaperSlope: hp - hn}
	inside := math.Min(1-slopeMargin, math.Max(slopeMargin, alpha))
	for i, p := range pure {
		q := noisy[i]
		if v := alpha*p + (1-alpha)*q; v > 0 {
			m.Entropy -= v * math.Log(v)
		}
		if p != q {
			m.Slope -= (p - q) * math.Log(inside*p+(1-inside)*q)
		}
	}
	return m
}

// cells returns the distribution of the rows over pairs (true label, given label), C²
// cells. It is the entropy of these cells, not of distinct rows, that the laboratory
// shows: distinct rows have H(X,Y) = ln n whatever their labels.
func cells(d *Data, rows []int) []float64 {
	p := make([]float64, d.Classes*d.Classes)
	for _, r := range rows {
		p[d.True[r]*d.Classes+d.Given[r]] += 1 / float64(len(rows))
	}
	return p
}

// calibrationBins is the number of bins of the expected calibration error, the usual 15
// of Guo et al. (2017).
const calibrationBins = 15

// CalibrationError returns the expected calibration error of probabilities p, n×C, with
// labels y: rows are binned by the probability of the predicted class in 15 bins of equal
// width, and the gap between a bin's accuracy and its mean probability is averaged with
// the bins' shares. 0 … 1.
func CalibrationError(p []float64, y []int, classes int) float64 {
	var count, hits, sure [calibrationBins]float64
	for i, label := range y {
		best, top := 0, 0.0
		for c, v := range p[i*classes : (i+1)*classes] {
			if v > top {
				best, top = c, v
			}
		}
		bin := min(calibrationBins-1, int(top*calibrationBins))
		count[bin]++
		sure[bin] += top
		if best == label {
			hits[bin]++
		}
	}
	gap := 0.0
	for b := range count {
		gap += math.Abs(hits[b] - sure[b])
	}
	return gap / float64(len(y))
}
