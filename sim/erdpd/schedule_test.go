package erdpd_test

import (
	"math"
	"slices"
	"testing"

	"untangle/sim/dataset"
	"untangle/sim/erdpd"
)

func TestSchedulesByHand(t *testing.T) {
	const total = 10
	for _, c := range []struct {
		s         erdpd.Schedule
		t, ratio  float64
		want      float64
		low, high float64
	}{
		{erdpd.Schedule{Kind: erdpd.ScheduleStatic, Start: .7, End: .1}, 5, 0, .7, .7, .7},
		{erdpd.Schedule{Kind: erdpd.ScheduleExponential, Start: .8, End: .3, Decay: math.Ln2}, 1, 0, .4, .3, .8},
		{erdpd.Schedule{Kind: erdpd.ScheduleExponential, Start: .8, End: .3, Decay: math.Ln2}, 2, 0, .3, .3, .8},
		{erdpd.Schedule{Kind: erdpd.ScheduleExponential, Start: .8, End: .1, Decay: 0}, 9, 0, .8, .8, .8},
		{erdpd.Schedule{Kind: erdpd.ScheduleLinear, Start: 1, End: .5}, 0, 0, 1, .5, 1},
		{erdpd.Schedule{Kind: erdpd.ScheduleLinear, Start: 1, End: .5}, 4, 0, .8, .5, 1},
		{erdpd.Schedule{Kind: erdpd.ScheduleLinear, Start: 1, End: .5}, total, 0, .5, .5, 1},
		{erdpd.Schedule{Kind: erdpd.ScheduleVariance, Start: .9, End: .5}, 3, .25, .6, .5, .9},
		{erdpd.Schedule{Kind: erdpd.ScheduleVariance, Start: .9, End: .5}, 3, 7, .9, .5, .9},
	} {
		near(t, string(c.s.Kind), c.s.Alpha(c.t, total, c.ratio), c.want, 1e-12)
		low, high := c.s.Range(total)
		near(t, "low", low, c.low, 1e-12)
		near(t, "high", high, c.high, 1e-12)
	}
}

func TestPureCountRounds(t *testing.T) {
	for _, c := range []struct {
		alpha float64
		batch int
		want  int
	}{{0, 64, 0}, {1, 64, 64}, {.5, 5, 3}, {.49, 5, 2}, {.9, 64, 58}} {
		if got := erdpd.PureCount(c.alpha, c.batch); got != c.want {
			t.Errorf("round(%g·%d) is %d, want %d", c.alpha, c.batch, got, c.want)
		}
	}
}

// Batches hold exactly round(αB) rows of the pure pool, and no row of a pool comes again
// before all others have come.
func TestSamplerDealsFairly(t *testing.T) {
	pure, noisy := []int{0, 1, 2, 3, 4, 5, 6, 7}, []int{8, 9, 10, 11, 12, 13}
	s := erdpd.NewSampler(pure, noisy, dataset.Stream(1, "test"))
	count := make([]int, 14)
	batch := make([]int, 10)
	for range 12 { // 48 pure and 72 noisy draws: 6 and 12 times each row
		if n := s.Batch(batch, .4); n != 4 {
			t.Fatalf("%d pure rows", n)
		}
		if slices.Max(batch[:4]) > 7 || slices.Min(batch[4:]) < 8 {
			t.Fatalf("the pools are mixed up: %v", batch)
		}
		for _, r := range batch {
			count[r]++
		}
	}
	for r, n := range count {
		want := 6
		if r >= 8 {
			want = 12
		}
		if n != want {
			t.Errorf("row %d came %d times, want %d", r, n, want)
		}
	}
	if n := s.Batch(batch, 0); n != 0 || slices.Min(batch) < 8 {
		t.Errorf("at α = 0: %d pure rows, %v", n, batch)
	}
	if n := s.Batch(batch, 1); n != 10 || slices.Max(batch) > 7 {
		t.Errorf("at α = 1: %d pure rows, %v", n, batch)
	}
}

func TestSamplerRefusesEmptyPools(t *testing.T) {
	src := dataset.Stream(1, "test")
	batch := make([]int, 4)
	erdpd.NewSampler(nil, []int{1}, src).Batch(batch, 0) // nothing is drawn from the empty pool
	erdpd.NewSampler([]int{1}, nil, src).Batch(batch, 1)
	for _, draw := range []func(){
		func() { erdpd.NewSampler(nil, []int{1}, src).Batch(batch, .5) },
		func() { erdpd.NewSampler([]int{1}, nil, src).Batch(batch, .5) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("a batch was drawn from an empty pool")
				}
			}()
			draw()
		}()
	}
}

// In a run, α of the variance schedule follows the variance per batch that was measured
// before the epoch.
func TestVarianceScheduleInARun(t *testing.T) {
	e := small()
	e.Schedule = erdpd.Schedule{Kind: erdpd.ScheduleVariance, Start: .9, End: .3}
	r := run(t, e, blobs(t, e, 300, 50, 9, 4), 1, erdpd.ArmDiluted)
	moved := false
	for i := 1; i < len(r.Epochs); i++ {
		ratio := r.Epochs[i-1].Gradient.Batch / r.Epochs[0].Gradient.Batch
		near(t, "α", r.Epochs[i].Alpha, .3+.6*math.Min(1, ratio), 1e-12)
		moved = moved || r.Epochs[i].Alpha < .8
	}
	near(t, "α at the start", r.Epochs[0].Alpha, .9, 1e-12)
	if !moved {
		t.Error("α never falls, so the test shows nothing")
	}
}
