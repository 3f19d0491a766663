package study

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"untangle/sim/erdpd"
	"untangle/sim/purify"
	"untangle/sim/scenario"
	"untangle/sim/session"
)

// dilutionStudy is an opened study of kind "dilution".
type dilutionStudy struct {
	d    *scenario.Dilution
	arms []erdpd.Trial
	data dilutionData
}

func openDilution(doc scenario.Study, sources session.Sources) (*dilutionStudy, error) {
	s := &dilutionStudy{d: doc.Dilution, data: dilutionData{files: sources.Files}}
	if _, err := erdpd.Decode(s.d.Experiment); err != nil {
		return nil, within("dilution.experiment", err)
	}
	for i, a := range s.d.Arms {
		doc := []byte(s.d.Experiment)
		at := fmt.Sprintf("dilution.arms[%d]", i)
		for _, c := range a.Changes {
			var err error
			if doc, err = set(doc, strings.Split(c.Field, "."), c.Value); err != nil {
				return nil, within(at, err)
			}
		}
		e, err := erdpd.Decode(doc)
		if err != nil {
			return nil, within(at, err)
		}
		s.arms = append(s.arms, erdpd.Trial{Experiment: e, Arm: erdpd.Arm(a.Arm)})
		if _, err := s.data.get(e, s.d.Seed); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// within puts the name of an object before the field of a [*scenario.Error].
func within(name string, err error) error {
	var e *scenario.Error
	if errors.As(err, &e) {
		return &scenario.Error{Field: name + "." + e.Field, Problem: e.Problem, Remedy: e.Remedy}
	}
	return err
}

// dilutionData makes data, and keeps the last: the arms of a seed mostly share them.
type dilutionData struct {
	files map[string][]byte
	key   string
	last  *erdpd.Data
}

func (c *dilutionData) get(e erdpd.Experiment, seed uint64) (*erdpd.Data, error) {
	b, err := json.Marshal(e.Data)
	if err != nil {
		return nil, fmt.Errorf("study: %w", err)
	}
	key := fmt.Sprintf("%d %g %s", seed, e.Imbalance, b)
	if key != c.key {
		d, err := erdpd.Generate(e, seed, c.files)
		if err != nil {
			return nil, err
		}
		c.key, c.last = key, d
	}
	return c.last, nil
}

// Cells implements [Study].
func (s *dilutionStudy) Cells() int { return len(s.arms) * s.d.Seeds }

// Cell implements [Study]. The partial states of the first seed are the run so far.
func (s *dilutionStudy) Cell(i int, partial Partial, tick purify.Tick) (any, error) {
	k := i % len(s.arms)
	t, seed := s.arms[k], s.d.Seed+uint64(i/len(s.arms))
	d, err := s.data.get(t.Experiment, seed)
	if err != nil {
		return nil, err
	}
	r := &dilutionRecord{d: d, cell: DilutionCell{Arm: k, Seed: seed, Alpha: []Brief{}, Curves: emptyCurves()}}
	if i < len(s.arms) {
		r.picture, r.partial = t.Arm == erdpd.ArmDiluted, partial
	}
	result, err := erdpd.Run(t.Experiment, d, seed, t.Arm, r, tick.Of("train"))
	if err != nil {
		return nil, err
	}
	if p := r.cell.Picture; p != nil && result.Pure != nil {
		p.Mixture = mixtureOf(result.Pure, result.Noisy)
	}
	return r.cell, nil
}

func emptyCurves() DilutionCurves[[]Brief] {
	var c DilutionCurves[[]Brief]
	for _, m := range c.all() {
		*m = []Brief{}
	}
	return c
}

// dilutionRecord collects a cell.
type dilutionRecord struct {
	d       *erdpd.Data
	cell    DilutionCell
	picture bool
	partial Partial
}

// Pools implements [erdpd.Recorder].
func (r *dilutionRecord) Pools(p *erdpd.Pools) error {
	r.cell.Pools = poolsOf(p, r.d.Rows())
	if r.picture {
		r.cell.Picture = pictureOf(p, r.d)
	}
	return nil
}

func poolsOf(p *erdpd.Pools, rows int) *DilutionPools {
	return &DilutionPools{Share: Number(float64(p.Count) / float64(rows)), Threshold: Number(p.Threshold), Precision: Number(p.Precision),
		Recall: Number(p.Recall), Base: Number(p.Base), AUC: Number(p.AUC), Cost: Number(p.CostEpochs)}
}

// pictureOf returns the picture before the first draw.
func pictureOf(p *erdpd.Pools, d *erdpd.Data) *DilutionPicture {
	const digits = "0123456789abcdef"
	purity, pure, right := make([]byte, d.Rows()), []byte(strings.Repeat("0", d.Rows())), []byte(strings.Repeat("0", d.Rows()))
	for i, v := range p.Purity {
		purity[i] = digits[int(math.Round(15*math.Min(1, math.Max(0, v))))]
		if d.Pure(i) {
			right[i] = '1'
		}
	}
	for _, i := range p.Pure {
		pure[i] = '1'
	}
	return &DilutionPicture{Purity: string(purity), Pure: string(pure), Right: string(right), Draws: [][]int{}, DrawPure: []int{}}
}

// Epoch implements [erdpd.Recorder].
func (r *dilutionRecord) Epoch(e *erdpd.Epoch) error {
	c := &r.cell.Curves
	add := func(to *[]Brief, v float64) { *to = append(*to, Brief(v)) }
	add(&c.Accuracy, e.Accuracy)
	add(&c.CleanLoss, e.CleanLoss)
	add(&c.Loss, e.Loss)
	add(&c.LabelEntropy, e.LabelEntropy)
	add(&c.Calibration, e.CalibrationError)
	if g := e.Gradient; g != nil {
		add(&c.Variance, g.Variance)
		add(&c.Batch, rough(g.Batch))
		add(&c.SNR, rough(g.SNR))
		add(&c.Smoothness, rough(g.Smoothness))
	}
	if r.cell.Pools != nil {
		add(&r.cell.Alpha, e.Alpha)
	}
	if p := r.cell.Picture; p != nil && len(e.Draw) > 0 {
		p.Draws, p.DrawPure = append(p.Draws, e.Draw), append(p.DrawPure, e.DrawPure)
	}
	if r.partial != nil {
		return r.partial(r.cell)
	}
	return nil
}

// rough rounds to two significant digits: what comes from eight batches, or from one step,
// is not known better, and a recording must stay small.
func rough(v float64) float64 {
	out, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 2, 64), 64)
	if err != nil {
		panic("study: a number that strconv cannot read back")
	}
	return out
}

// mixtureSteps is the number of steps of α from 0 to 1 at which the mixture is drawn.
const mixtureSteps = 40

func mixtureOf(pure, noisy []float64) *DilutionMixture {
	m := &DilutionMixture{}
	for k := range mixtureSteps + 1 {
		x := erdpd.Mix(float64(k)/mixtureSteps, pure, noisy)
		m.Alpha, m.Entropy = append(m.Alpha, Number(x.Alpha)), append(m.Entropy, Number(x.Entropy))
		m.Chord, m.Slope, m.PaperSlope = append(m.Chord, Number(x.Chord)), append(m.Slope, Number(x.Slope)), Number(x.PaperSlope)
	}
	return m
}
