package divide_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"untangle/sim/divide"
	"untangle/sim/softmax"
)

// One component is softmax regression.
func TestOneComponentIsNewton(t *testing.T) {
	const ridge = 1e-2
	_, p := sd(1, 60, 30)
	d, err := divide.EM{Ridge: ridge, Tolerance: 1e-13}.Random(p, 1, 1, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, "K = 1", d, 90, 1)
	fit, _ := softmax.Newton(p, ridge, nil)
	for i, v := range fit.Theta {
		near(t, "Θ", d.Theta[0][i], v, 1e-5)
	}
	losses := make([]float64, 90)
	softmax.Losses(losses, p.X, p.Y, p.Rows, fit.Theta, 4)
	sum := 0.0
	for _, l := range losses {
		sum += l / 90
	}
	near(t, "log-likelihood", d.LogLikelihood, -sum, 1e-8)
}

// With the ridge fixed the objective never falls, responsibilities are π_k p_k(y|x) over
// their sum, weights are mean responsibilities, and the likelihood is what it is called.
func TestIterationsOfEM(t *testing.T) {
	_, p := sd(2, 140, 60)
	start := make([]int, 200)
	for i := range start {
		start[i] = i % 3
	}
	const k, ridge = 3, 1e-3
	last, before := math.Inf(-1), make([]float64, k)
	count := 0
	d, err := divide.EM{Ridge: ridge}.From(p, start, k, func(it *divide.Iteration) error {
		if it.Index != count || it.Ridge != ridge {
			t.Errorf("iteration %d has index %d and ridge %g", count, it.Index, it.Ridge)
		}
		if it.Objective < last-1e-12 {
			t.Errorf("iteration %d lowers the objective from %.12g to %.12g", count, last, it.Objective)
		}
		checkResponsibilities(t, p, it)
		if count > 0 {
			for j, w := range it.Weights {
				near(t, "π", w, before[j], 1e-12)
			}
		}
		clear(before)
		for i, r := range it.R {
			before[i%k] += r / 200
		}
		last = it.Objective
		count++
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, "EM", d, 200, k)
	if count < 5 || d.Outcome != softmax.Converged || d.Iterations != count-1 {
		t.Errorf("%d iterations recorded, %d counted, outcome %v", count, d.Iterations, d.Outcome)
	}
	near(t, "log-likelihood", divide.LogLikelihood(d, p), d.LogLikelihood, 1e-12)
}

func checkResponsibilities(t *testing.T, p *softmax.Problem, it *divide.Iteration) {
	t.Helper()
	n, k, mean := len(p.Rows), len(it.Weights), 0.0
	joint := make([]float64, n*k)
	for j := range k {
		probabilities := make([]float64, n*p.Basis.C)
		softmax.Probabilities(probabilities, p.X, p.Rows, it.Theta[j], p.Basis.C)
		for i, r := range p.Rows {
			joint[i*k+j] = it.Weights[j] * probabilities[i*p.Basis.C+p.Y[r]]
		}
	}
	for i := range n {
		sum := 0.0
		for j := range k {
			sum += joint[i*k+j]
		}
		mean += math.Log(sum) / float64(n)
		for j := range k {
			near(t, "r", it.R[i*k+j], joint[i*k+j]/sum, 1e-10)
		}
	}
	near(t, "log-likelihood", it.LogLikelihood, mean, 1e-10)
}

// On fresh mixtures EM puts nine of ten rows into their block, from every start.
func TestEMFindsTheBlocks(t *testing.T) {
	for seed := range uint64(3) {
		d, p := sd(10+seed, 700, 300)
		got, err := divide.EM{}.Random(p, 2, seed, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("seed %d: %.3f of the rows right, π %.3f, %d iterations", seed, right(got, d), got.Weights, got.Iterations)
		if right(got, d) < .88 {
			t.Errorf("seed %d: %.3f of the rows are in the right block", seed, right(got, d))
		}
	}
}

func TestEMIsDeterministicAndResumes(t *testing.T) {
	_, p := sd(4, 140, 60)
	em := divide.EM{Restarts: 2, Iterations: 40}
	a, err := em.Random(p, 2, 5, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := em.Random(p, 2, 5, func(*divide.Iteration) error { return nil }, func(int, int) error { return nil })
	c, _ := em.Random(p, 2, 6, nil, nil)
	if !slices.Equal(a.R, b.R) || !slices.Equal(a.Theta[0], b.Theta[0]) {
		t.Error("one seed gave two results")
	}
	if slices.Equal(a.R, c.R) {
		t.Error("two seeds gave the same bits")
	}
	again, err := divide.EM{}.Resume(p, a, nil, nil)
	if err != nil || again.LogLikelihood < a.LogLikelihood-1e-3 || again.Iterations > 150 {
		t.Errorf("resumed from %.6f to %.6f in %d iterations (%v)", a.LogLikelihood, again.LogLikelihood, again.Iterations, err)
	}
	single, _ := divide.EM{Iterations: 40}.Random(p, 2, 5, nil, nil)
	if single.LogLikelihood > a.LogLikelihood+1e-9 && a.Outcome == single.Outcome {
		t.Logf("the better objective has the smaller likelihood: %g against %g", a.LogLikelihood, single.LogLikelihood)
	}
}

// An error of the recorder or the tick ends every method and comes back.
func TestErrorsEndTheWork(t *testing.T) {
	d, p := sd(4, 80, 40)
	stop := errors.New("stop")
	for name, run := range map[string]func(divide.Recorder, divide.Tick) error{
		"em": func(r divide.Recorder, c divide.Tick) error { _, err := divide.EM{}.Random(p, 2, 1, r, c); return err },
		"em from": func(r divide.Recorder, c divide.Tick) error {
			_, err := divide.EM{}.From(p, d.Origin, 2, r, c)
			return err
		},
		"reassign": func(r divide.Recorder, c divide.Tick) error {
			_, err := divide.Reassign{}.Random(p, 2, 1, r, c)
			return err
		},
		"purify": func(r divide.Recorder, c divide.Tick) error { _, err := divide.Purify{}.Divide(p, 2, r, c); return err },
		"experts": func(r divide.Recorder, c divide.Tick) error {
			_, err := divide.Experts{}.Random(p, 2, 1, r, c)
			return err
		},
		"categorical": func(r divide.Recorder, c divide.Tick) error {
			_, err := divide.Categorical{}.Random(d, p, 2, 1, r, c)
			return err
		},
	} {
		seen := 0
		if err := run(func(*divide.Iteration) error { seen++; return stop }, nil); !errors.Is(err, stop) || seen != 1 {
			t.Errorf("%s: a recorder's error comes back as %v after %d", name, err, seen)
		}
		calls := 0
		err := run(nil, func(done, total int) error {
			if calls++; done < 0 || done > total {
				t.Errorf("%s: tick %d of %d", name, done, total)
			}
			if calls == 3 {
				return stop
			}
			return nil
		})
		if !errors.Is(err, stop) || calls != 3 {
			t.Errorf("%s: a tick's error comes back as %v after %d calls", name, err, calls)
		}
	}
	router := func(c divide.Tick) error { _, err := divide.NewRouter(p, d.Origin, 2, 1, c); return err }
	if err := router(func(int, int) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("router: %v", err)
	}
	if _, err := (divide.Chooser{}).Judge(p, 2, 1, func(int, int) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("chooser: %v", err)
	}
}

// Responsibilities out of fold give up likelihood on the rows trained on, and find the
// blocks no worse.
func TestCrossFittedEM(t *testing.T) {
	truth, p := sd(11, 700, 300)
	em := divide.EM{Ridge: 3e-5, Tolerance: 1e-5}
	d, err := em.Random(p, 2, 1, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := em.CrossFit(p, d, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, "cross-fitted", got, 1000, 2)
	t.Logf("right %.3f, then %.3f; likelihood %.4f, then %.4f", right(d, truth), right(got, truth), d.LogLikelihood, got.LogLikelihood)
	if right(got, truth) < right(d, truth)-.02 || got.LogLikelihood >= d.LogLikelihood {
		t.Error("cross-fitting finds fewer blocks, or raises the likelihood of the rows trained on")
	}
	near(t, "log-likelihood", divide.LogLikelihood(got, p), got.LogLikelihood, 1e-12)
}
