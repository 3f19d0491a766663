package erdpd

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"untangle/sim/dataset"
	"untangle/sim/network"
	"untangle/sim/say"
)

// estimate is a purity estimate in progress.
type estimate struct {
	e    Experiment
	d    *Data
	seed uint64
	tick Tick
	p    *Pools
}

// model trains a network on rows with their given labels for the warm-up epochs. number
// tells the models of one estimate apart, of total.
func (s *estimate) model(rows []int, number, total int) (*network.Net, error) {
	m, err := network.New(s.e.Model.spec(s.d))
	if err != nil {
		return nil, err
	}
	m.Init(dataset.Stream(s.seed, fmt.Sprintf("purity init %d", number)))
	var tick func(done, total int) error
	if s.tick != nil {
		tick = func(done, all int) error { return s.tick(number*all+done, total*all) }
	}
	rate := s.e.Train.Rate
	if !s.e.Model.Gradient() {
		rate = purityRate
	}
	_, _, err = m.Train(s.d.X, s.d.Given, rows, network.Training{Rate: rate, Epochs: s.e.Purity.Warmup,
		Batch: min(s.e.Train.Batch, len(rows)), Smoothing: s.e.Train.Smoothing, TargetLoss: math.Inf(-1)},
		dataset.Stream(s.seed, fmt.Sprintf("purity order %d", number)), tick)
	s.p.CostEpochs += float64(s.e.Purity.Warmup) * float64(len(rows)) / float64(s.d.Rows())
	return m, err
}

// purityRate is Adam's step size for the softmax regression that estimates purity where
// the model trained is no network and its own rate means something else.
const purityRate = 5e-3

// probabilities fills purity by "confidence", "given" or "loss".
func (s *estimate) probabilities() error {
	n, c := s.d.Rows(), s.d.Classes
	p := make([]float64, n*c)
	if s.e.Purity.Folds == 0 {
		m, err := s.model(all(n), 0, 1)
		if err != nil {
			return err
		}
		m.Probabilities(p, s.d.X, all(n))
		s.p.warm = m.Theta()
	} else if err := s.outOfFold(p); err != nil {
		return err
	}
	for i := range n {
		row := p[i*c : (i+1)*c]
		switch given := row[s.d.Given[i]]; s.e.Purity.Estimator {
		case EstimateConfidence:
			s.p.Purity[i] = floats.Max(row)
		case EstimateGiven:
			s.p.Purity[i] = given
		case EstimateLoss:
			// A probability that underflowed would give an infinite loss.
			s.p.Purity[i] = -math.Log(math.Max(given, math.SmallestNonzeroFloat64))
		}
	}
	if s.e.Purity.Estimator == EstimateLoss {
		lossPurity(s.p.Purity)
	}
	return nil
}

// outOfFold computes each row's probabilities by a model of the other folds. Folds are
// drawn at random from the stream "purity folds".
func (s *estimate) outOfFold(p []float64) error {
	n, c, folds := s.d.Rows(), s.d.Classes, s.e.Purity.Folds
	if n < 2*folds {
		return refuse("purity.folds", say.T("is %d for %d rows", folds, n), say.T("use at most %d", n/2))
	}
	order := dataset.Stream(s.seed, "purity folds").Perm(n)
	for f := range folds {
		out := order[f*n/folds : (f+1)*n/folds]
		in := slices.Concat(order[:f*n/folds], order[(f+1)*n/folds:])
		m, err := s.model(in, f, folds)
		if err != nil {
			return err
		}
		part := make([]float64, len(out)*c)
		m.Probabilities(part, s.d.X, out)
		for i, r := range out {
			copy(p[r*c:(r+1)*c], part[i*c:(i+1)*c])
		}
	}
	return nil
}

// agreement sets purity to the share of an ensemble that predicts the given label. Each
// member is trained on a bootstrap sample; only members that have not seen a row judge
// it, or all of them where all have seen it.
func (s *estimate) agreement() error {
	n, c, members := s.d.Rows(), s.d.Classes, s.e.Purity.Members
	src := dataset.Stream(s.seed, "purity bootstrap")
	p := make([]float64, n*c)
	unseen, votes, allVotes := make([]int, n), make([]int, n), make([]int, n)
	for k := range members {
		rows, seen := make([]int, n), make([]bool, n)
		for i := range rows {
			rows[i] = src.IntN(n)
			seen[rows[i]] = true
		}
		m, err := s.model(rows, k, members)
		if err != nil {
			return err
		}
		m.Probabilities(p, s.d.X, all(n))
		for i := range n {
			agrees := 0
			if floats.MaxIdx(p[i*c:(i+1)*c]) == s.d.Given[i] {
				agrees = 1
			}
			allVotes[i] += agrees
			if !seen[i] {
				unseen[i]++
				votes[i] += agrees
			}
		}
	}
	for i := range n {
		if unseen[i] > 0 {
			s.p.Purity[i] = float64(votes[i]) / float64(unseen[i])
		} else {
			s.p.Purity[i] = float64(allVotes[i]) / float64(members)
		}
	}
	return nil
}

// all returns the rows 0 … n−1.
func all(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}
