package study

import (
	"untangle/sim/divide"
	"untangle/sim/softmax"
)

// measure fills in the blocks' variances, the truth, and how well the blocks predict.
func (s *divideStudy) measure(out *DivideCell, d *divide.Division, tick divide.Tick) error {
	base, k := s.doc.Base, d.K()
	ridge := max(base.Fit.Ridge, 1e-4)
	v, err := divide.Variances(s.problem, d.Blocks, k, ridge, base.Influence.Damping, tick)
	if err != nil {
		return err
	}
	out.Variance = numbers(v)
	truth := s.truth(out, d)
	router, err := divide.NewRouter(s.problem, d.Blocks, k, base.Seed, tick)
	if err != nil {
		return err
	}
	t := router.Test
	out.RouterAccuracy, out.Majority, out.MajorityLow, out.MajorityHigh = Number(t.Accuracy), Number(t.Majority), Number(t.Low), Number(t.High)
	out.Routable, out.Verdict = t.Routable, t.Verdict
	out.Routed, out.Oracle, out.Gated = missing, missing, missing
	for range k {
		out.Accuracy, out.Own = append(out.Accuracy, missing), append(out.Own, missing)
	}
	if s.test == nil {
		return nil
	}
	classes := len(s.train.Classes)
	global := make([]float64, len(d.Theta[0])) // the one model is judged in the picture
	r := divide.Evaluate(d, router, global, softmax.NewDesign(s.test.X), s.test.Y, truth, classes)
	out.Routed, out.Oracle, out.Gated, out.Parameters = Number(r.Routed.Accuracy), Number(r.Oracle.Accuracy), Number(r.Gated.Accuracy), r.Routed.Parameters
	for b := range k {
		out.Accuracy[b], out.Own[b] = Number(r.Blocks[b].Accuracy), Number(r.Own[b].Accuracy)
	}
	return nil
}

// truth compares with the true origins, and returns each test row's true block, nil where
// that is not known.
func (s *divideStudy) truth(out *DivideCell, d *divide.Division) []int {
	origins := len(s.train.Origins)
	out.RandIndex, out.Right = missing, missing
	for range d.K() {
		out.Heterogeneity = append(out.Heterogeneity, missing)
		out.Precision, out.Recall, out.F1 = append(out.Precision, missing), append(out.Recall, missing), append(out.F1, missing)
	}
	if origins < 2 {
		return nil
	}
	a := divide.Agree(d.Blocks, s.train.Origin, d.K(), origins)
	out.RandIndex, out.Right = Number(a.RandIndex), Number(a.Right)
	for b, m := range a.Blocks {
		out.Precision[b], out.Recall[b], out.F1[b] = Number(m.Precision), Number(m.Recall), Number(m.F1)
		out.Heterogeneity[b] = Number(s.heterogeneity(d.Blocks, b))
	}
	return a.TestBlocks(s.train, s.test)
}

// heterogeneity returns E(Z) of a block, NaN for an empty one.
func (s *divideStudy) heterogeneity(blocks []int, block int) float64 {
	share, rows := make([]float64, len(s.train.Origins)), 0.0
	for i, b := range blocks {
		if b == block {
			share[s.train.Origin[i]]++
			rows++
		}
	}
	for o := range share {
		share[o] /= rows
	}
	return divide.Heterogeneity(share)
}
