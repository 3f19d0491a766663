// Package theorem measures what the paper proves about the influence variance: Lemma 3
// (X is symmetric), Lemma 6 (the sign of a sum of second derivatives), Theorems 1 and 2
// (what V does on average when one point, or s points, leave) and Corollary 1 (some set
// of points lowers V). See Section 3 of arXiv:2603.08649.
//
// The setting is the one in which all its hypotheses hold. Every point carries its own
// ridge, L_i(Θ) = ℓ_i(Θ) + λ/2·‖Θ‖², so that g_i = ∇ℓ_i + λΘ and h_i = ∇²ℓ_i + λI, there
// is no damping besides, and every model is the exact minimizer. For a set M of s of the
// n points there are two Hessians to divide by:
//
//	u     (1/n)·Σ_{Z∖M} h_i       the Hessian of u_η, by which the paper defines X
//	mean  (1/(n−s))·Σ_{Z∖M} h_i   the Hessian its code computes
//
// so X under u is n/(n−s) times X under the mean, and V_u = (n/(n−s))²·V_mean. The paper
// claims mean_M (V − V_M) = +2s/(n−2)·V + O(n⁻²). Its Lemma 6 has the wrong sign; with the right
// one it is −2s/(n−2)·V under u, and under the mean the first-order term vanishes.
package theorem

import (
	"math"

	"untangle/sim/dataset"
	"untangle/sim/say"
	"untangle/sim/scenario"
	"untangle/sim/softmax"
)

// Defaults and limits of [Config].
const (
	// DefaultRidge is λ.
	DefaultRidge = 0.1
	// DefaultSamples is the number of sets M drawn where there are more.
	DefaultSamples = 400
	// DefaultPairs is the number of pairs of points for the lemmas.
	DefaultPairs = 6
	// MinRows and MaxRows bound n.
	MinRows, MaxRows = 10, 20_000
	// MaxSamples bounds Samples.
	MaxSamples = 1_000_000
	// MaxPairs bounds Pairs.
	MaxPairs = 1_000
)

// Ladder holds the sizes n to measure for a picture against n, small ones first.
var Ladder = []int{50, 100, 200, 400, 800, 1600}

// Data is a data set of the user's choice.
type Data struct {
	// X is the design, n×d, its last column the constant 1.
	X softmax.Design
	// Y holds the n labels, each 0 … Classes−1.
	Y []int
	// Classes is C ≥ 2.
	Classes int
}

// Config is one measurement. The zero values of Samples, Points, Pairs and Ridge stand
// for their defaults.
type Config struct {
	// Data is the data set, or nil for [TwoRules] with N points.
	Data *Data
	// N is the number of points, MinRows … MaxRows; with Data it may be 0, or its rows.
	N int
	// Removals is s, the size of the sets M, 1 … N/2.
	Removals int
	// Samples is the number of sets M drawn, uniformly and with replacement, where s > 1;
	// if there are no more sets than that, each is measured once. 0 for DefaultSamples.
	Samples int
	// Points is the number of points whose δ is measured by a refit; those left out are
	// drawn at random. 0 for all.
	Points int
	// Pairs is the number of pairs for the lemmas; 0 for DefaultPairs, −1 for none.
	Pairs int
	// Ridge is λ > 0; 0 for DefaultRidge.
	Ridge float64
	// Seed chooses the points of TwoRules, the sets and the pairs.
	Seed uint64
}

// Result is what one measurement found. "Scaled" means times n/V: a number that settles
// as n grows.
type Result struct {
	// N, Removals are n and s; Features and Classes are d and C.
	N        int `json:"n"`
	Removals int `json:"removals"`
	// Variance is V[X] of all points.
	Variance float64 `json:"variance"`
	// ScaledDropU and ScaledDropMean are n·(V − mean_M V_M)/V with the Hessian of u and
	// of the mean.
	ScaledDropU    float64 `json:"scaledDropU"`
	ScaledDropMean float64 `json:"scaledDropMean"`
	// Claimed and Corrected are the limits of n·2s/(n−2): +2s as printed, −2s.
	Claimed   float64 `json:"claimed"`
	Corrected float64 `json:"corrected"`
	// ClaimedHere and CorrectedHere are ±2s·n/(n−2), for this n.
	ClaimedHere   float64 `json:"claimedHere"`
	CorrectedHere float64 `json:"correctedHere"`
	// Sets is the number of sets M measured; Exhaustive says that these are all.
	Sets       int  `json:"sets"`
	Exhaustive bool `json:"exhaustive"`
	// ErrorU and ErrorMean are the standard errors of the two scaled drops; 0 where
	// Exhaustive. Controlled says that the mean was taken of the difference to Σ_{z∈M} δ(z),
	// whose mean over all M is known (a control variate).
	ErrorU     float64 `json:"errorU"`
	ErrorMean  float64 `json:"errorMean"`
	Controlled bool    `json:"controlled"`
	// PlainU and PlainErrorU are the plain mean and its standard error, without it.
	PlainU      float64 `json:"plainU"`
	PlainErrorU float64 `json:"plainErrorU"`
	// DeltaU and DeltaMean describe the scaled δ(z) = V − V_{z} of single points.
	DeltaU    Distribution `json:"deltaU"`
	DeltaMean Distribution `json:"deltaMean"`
	// Rows are the rows behind Drops, their scaled δ(z) with the Hessian of the mean. With
	// that of u it is n − r²·(n − drop), r = n/(n−1).
	Rows  []int     `json:"rows,omitempty"`
	Drops []float64 `json:"drops,omitempty"`
	// Best is the best M found, the question of Corollary 1.
	Best Best `json:"best"`
	// Lemmas holds Lemmas 3 and 6, or nil where no pairs were asked for.
	Lemmas *Lemmas `json:"lemmas,omitempty"`
	// Features is d with the bias, Classes is C, Ridge is λ, Seed the seed.
	Features int     `json:"features"`
	Classes  int     `json:"classes"`
	Ridge    float64 `json:"ridge"`
	Seed     uint64  `json:"seed"`
	// Gradient is the norm of the mean gradient at the full model: how exact the fit is.
	Gradient float64 `json:"gradient"`
	// Refits counts the exact refits done.
	Refits int `json:"refits"`
}

// Best is the set M with the lowest variance among those tried. It need not be the best
// of all.
type Best struct {
	// Rows are its rows, ascending.
	Rows []int `json:"rows"`
	// VarianceU and VarianceMean are V_M under both Hessians.
	VarianceU    float64 `json:"varianceU"`
	VarianceMean float64 `json:"varianceMean"`
	// ScaledDropU and ScaledDropMean are n·(V − V_M)/V.
	ScaledDropU    float64 `json:"scaledDropU"`
	ScaledDropMean float64 `json:"scaledDropMean"`
	// Tried is the number of sets compared.
	Tried int `json:"tried"`
}

// Measure does one measurement. tick is told of the refits done and of about how many
// there are, also within a refit; its error ends the work. It may be nil. Bad settings give a
// [*scenario.Error]; a fit that does not converge, or a V of zero, as well, since neither
// leaves anything to measure.
func Measure(c Config, tick func(done, total int) error) (Result, error) {
	c, err := c.normal()
	if err != nil {
		return Result{}, err
	}
	l := newLab(c, tick)
	l.total = 1 + len(l.points) + 8*max(0, c.Pairs)
	if c.Removals > 1 {
		l.total += c.Samples + exchangeTries
	}
	if err := l.fitAll(); err != nil {
		return Result{}, err
	}
	_, features := c.Data.X.Dims()
	s, n := float64(c.Removals), float64(c.N)
	r := Result{N: c.N, Removals: c.Removals, Variance: l.v, Claimed: 2 * s, Corrected: -2 * s,
		ClaimedHere: 2 * s * n / (n - 2), CorrectedHere: -2 * s * n / (n - 2),
		Features: features, Classes: c.Data.Classes, Ridge: c.Ridge, Seed: c.Seed, Gradient: l.gradient}
	if err := l.single(&r); err != nil {
		return Result{}, err
	}
	if c.Removals > 1 {
		if err := l.several(&r); err != nil {
			return Result{}, err
		}
	}
	if c.Pairs > 0 {
		if r.Lemmas, err = l.lemmas(c.Pairs); err != nil {
			return Result{}, err
		}
	}
	r.Refits = l.done
	return r, nil
}

// normal fills in defaults and checks the settings.
func (c Config) normal() (Config, error) {
	bad := func(field string, problem, remedy say.Text) (Config, error) {
		return Config{}, &scenario.Error{Field: "theorem." + field, Problem: problem, Remedy: remedy}
	}
	if c.Data != nil {
		rows, _ := c.Data.X.Dims()
		if c.N == 0 {
			c.N = rows
		}
		if c.N != rows || len(c.Data.Y) != rows {
			return bad("n", say.T("is %d where the data have %d rows", c.N, rows), say.T("leave it out with data of your own"))
		}
	}
	if c.N < MinRows || c.N > MaxRows {
		return bad("n", say.T("is %d", c.N), say.T("use %d to %d points", MinRows, MaxRows))
	}
	if c.Removals < 1 || c.Removals > c.N/2 {
		return bad("removals", say.T("is %d", c.Removals), say.T("use 1 to %d, half of the points", c.N/2))
	}
	if c.Ridge == 0 {
		c.Ridge = DefaultRidge
	}
	if !(c.Ridge >= 1e-6 && c.Ridge <= 100) {
		return bad("ridge", say.T("is %v", c.Ridge), say.T("use %g to %g", 1e-6, 100.))
	}
	if c.Samples == 0 {
		c.Samples = DefaultSamples
	}
	if c.Samples < 2 || c.Samples > MaxSamples {
		return bad("samples", say.T("is %d", c.Samples), say.T("use %d to %d", 2, MaxSamples))
	}
	if c.Points == 0 {
		c.Points = c.N
	}
	if c.Points < 2 || c.Points > c.N || c.Points < c.Removals {
		return bad("points", say.T("is %d", c.Points), say.T("use %d to %d", max(2, c.Removals), c.N))
	}
	if c.Pairs == 0 {
		c.Pairs = DefaultPairs
	}
	if c.Pairs < -1 || c.Pairs > MaxPairs {
		return bad("pairs", say.T("is %d", c.Pairs), say.T("use 1 to %d, or -1 for none", MaxPairs))
	}
	if c.Seed > scenario.MaxSeed {
		return bad("seed", say.T("%d is too large", c.Seed), say.T("use 0 to 2^53-%d", 1))
	}
	if c.Data == nil {
		d := TwoRules(dataset.Stream(c.Seed, "data"), c.N)
		c.Data = &d
	}
	return c, nil
}

// ratio returns n/(n−s), X under the Hessian of u over X under that of the mean.
func (c Config) ratio(s int) float64 { return float64(c.N) / float64(c.N-s) }

// finite reports whether v is a number to measure with.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
