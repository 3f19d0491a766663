package scenario

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"untangle/sim/say"
)

// Limits of a study; the fields of [Study] and its parts state them beside their meaning.
const (
	MaxSeeds    = 100
	MaxValues   = 500
	MaxCells    = 20_000
	maxStudyDoc = 1 << 18
)

//go:embed studies/*.json
var studyFS embed.FS

// Studies returns the ids of the embedded studies, sorted.
func Studies() []string {
	names, err := fs.Glob(studyFS, "studies/*.json")
	if err != nil {
		panic("scenario: bad study pattern")
	}
	ids := make([]string, len(names))
	for i, name := range names {
		ids[i] = strings.TrimSuffix(strings.TrimPrefix(name, "studies/"), ".json")
	}
	return ids
}

// StudyJSON returns the bytes of an embedded study, exactly as the file has them. An
// unknown id gives an [*Error].
func StudyJSON(id string) ([]byte, error) {
	if validID(id) {
		if b, err := studyFS.ReadFile("studies/" + id + ".json"); err == nil {
			return b, nil
		}
	}
	return nil, &Error{"study", say.T("%q is not a study", id), say.T("use one of %v", strings.Join(Studies(), ", "))}
}

// DecodeStudy reads one JSON document and validates it, as strictly as [Decode]. The
// values of a sweep's axes are checked where they are used, see package study.
func DecodeStudy(doc []byte) (Study, error) {
	if len(doc) > maxStudyDoc {
		return Study{}, &Error{"(document)", say.T("%d bytes is too long", len(doc)), say.T("a study has at most %d bytes", maxStudyDoc)}
	}
	var head struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(doc, &head); err != nil {
		return Study{}, syntaxError(err)
	}
	if head.Version < 1 || head.Version > StudyVersion {
		return Study{}, &Error{"version", say.T("is %d, and this build reads %d", head.Version, StudyVersion), say.T("use %d", StudyVersion)}
	}
	var s Study
	if err := strict(doc, &s); err != nil {
		return Study{}, err
	}
	return s, s.Validate()
}

// part is a part of a study that belongs to one kind.
type part struct {
	kind     StudyKind
	present  bool
	validate func() error
}

func (s *Study) parts() []part {
	return []part{
		{StudySweep, s.Sweep != nil, func() error { return s.Sweep.validate() }},
		{StudyRace, s.Race != nil, func() error { return s.Race.validate() }},
		{StudyDivide, s.Divide != nil, func() error { return s.Divide.validate() }},
		{StudyTheorem, s.Theorem != nil, func() error { return s.Theorem.validate(s.Base != nil) }},
		{StudyDilution, s.Dilution != nil, func() error { return s.Dilution.validate() }},
		{StudyClaims, s.Claims != nil, func() error { return s.Claims.validate() }},
		{StudyNets, s.Nets != nil, func() error { return s.Nets.validate() }},
	}
}

// Validate reports the first field that is out of range as an [*Error], or nil.
func (s *Study) Validate() error {
	if err := named(s.ID, s.Title, s.Summary); err != nil {
		return err
	}
	found := false
	for _, p := range s.parts() {
		if p.present != (p.kind == s.Kind) {
			if p.present {
				return &Error{string(p.kind), say.T("is not part of a study of kind %q", s.Kind), say.T("remove it")}
			}
			return &Error{string(p.kind), say.T("is missing"), say.T("a study of kind %q needs it", s.Kind)}
		}
		if p.present {
			found = true
			if err := p.validate(); err != nil {
				return err
			}
		}
	}
	if !found {
		return &Error{"kind", say.T("%q is not a kind of study", s.Kind), say.T("use %v", strings.Join(s.kinds(), ", "))}
	}
	baseless := s.Kind == StudyDilution || s.Kind == StudyClaims
	if s.Base == nil && s.Kind != StudyTheorem && !baseless {
		return &Error{"base", say.T("is missing"), say.T("give the scenario that the study varies")}
	}
	if s.Base != nil && baseless {
		return &Error{"base", say.T("is not part of a study of kind %q", s.Kind), say.T("remove it")}
	}
	if s.Base != nil {
		if err := s.Base.Validate(); err != nil {
			return inside("base", err)
		}
		if s.Nets != nil {
			if err := s.Nets.validateCandidates(s.Base.Purify.PerStep); err != nil {
				return err
			}
		}
	}
	for i, m := range s.Marks {
		if m.Label == "" || m.Source == "" || m.Measure == "" || !finite(m.Value) {
			return &Error{fmt.Sprintf("marks[%d]", i), say.T("is incomplete"), say.T("give a measure, a label, a source and a finite value")}
		}
	}
	return nil
}

func (s *Study) kinds() []string {
	var out []string
	for _, p := range s.parts() {
		out = append(out, string(p.kind))
	}
	return out
}

// inside puts the name of an object before the field of an [*Error].
func inside(name string, err error) error {
	var e *Error
	if errors.As(err, &e) {
		return &Error{name + "." + e.Field, e.Problem, e.Remedy}
	}
	return err
}

func (s *Sweep) validate() error {
	if len(s.Axes) < 1 || len(s.Axes) > 2 {
		return &Error{"sweep.axes", say.T("has %d entries", len(s.Axes)), say.T("give 1 or 2")}
	}
	if s.Seeds < 1 || s.Seeds > MaxSeeds {
		return &Error{"sweep.seeds", say.T("is %d", s.Seeds), say.T("use %d to %d", 1, MaxSeeds)}
	}
	points := 1
	for i := range s.Axes {
		if err := s.Axes[i].validate(fmt.Sprintf("sweep.axes[%d]", i)); err != nil {
			return err
		}
		points *= len(s.Axes[i].Values)
	}
	if points*s.Seeds > MaxCells {
		return &Error{"sweep", say.T("has %d cells", points*s.Seeds), say.T("use fewer values or seeds; at most %d", MaxCells)}
	}
	return nil
}

func (t *Theorem) validate(base bool) error {
	if len(t.Sizes) < 1 || len(t.Sizes) > 20 {
		return &Error{"theorem.sizes", say.T("is %v", t.Sizes), say.T("give 1 to 20 numbers of points")}
	}
	for i, n := range t.Sizes {
		all := base && n == 0
		if !all && (n < 10 || n > 20_000) {
			return &Error{fmt.Sprintf("theorem.sizes[%d]", i), say.T("is %d", n), say.T("use %d to %d, or 0 for all rows of a base scenario", 10, 20_000)}
		}
		if t.Removals < 1 || !all && t.Removals > n/2 {
			return &Error{"theorem.removals", say.T("is %d", t.Removals), say.T("use 1 to %d, half of the fewest points", n/2)}
		}
	}
	if t.Samples < 2 || t.Samples > 100_000 {
		return &Error{"theorem.samples", say.T("is %d", t.Samples), say.T("use %d to %d", 2, 100000)}
	}
	if t.Seeds < 1 || t.Seeds > MaxSeeds {
		return &Error{"theorem.seeds", say.T("is %d", t.Seeds), say.T("use %d to %d", 1, MaxSeeds)}
	}
	if t.Seed > MaxSeed {
		return &Error{"theorem.seed", say.T("%d is too large", t.Seed), say.T("use 0 to 2^53-%d", 1)}
	}
	return within("theorem.ridge", t.Ridge, 1e-6, 100)
}

// maxRaceRules is how many rules there are to race, in purify and race together.
const maxRaceRules = 18

func (r *Race) validate() error {
	if len(r.Rules) < 1 || len(r.Rules) > maxRaceRules {
		return &Error{"race.rules", say.T("has %d entries", len(r.Rules)), say.T("give 1 to %d names of rules", maxRaceRules)}
	}
	for i, name := range r.Rules {
		if slices.Index(r.Rules, name) != i {
			return &Error{fmt.Sprintf("race.rules[%d]", i), say.T("%q is there twice", name), say.T("name each rule once")}
		}
	}
	if r.Seeds < 1 || r.Seeds > MaxSeeds {
		return &Error{"race.seeds", say.T("is %d", r.Seeds), say.T("use %d to %d", 1, MaxSeeds)}
	}
	return nil
}

func (d *Divide) validate() error {
	if d.Blocks < 1 || d.Blocks > 6 {
		return &Error{"divide.blocks", say.T("is %d", d.Blocks), say.T("use %d to %d", 1, 6)}
	}
	if len(d.Methods) < 1 || len(d.Methods) > len(DivideMethods) {
		return &Error{"divide.methods", say.T("has %d entries", len(d.Methods)), say.T("give 1 to %d", len(DivideMethods))}
	}
	for i, m := range d.Methods {
		if !slices.Contains(DivideMethods, m) || slices.Index(d.Methods, m) != i {
			return &Error{fmt.Sprintf("divide.methods[%d]", i), say.T("%q is not a method, or is there twice", m), say.T("use each of %v once at most", DivideMethods)}
		}
	}
	if d.Starts < 1 || d.Starts > 20 {
		return &Error{"divide.starts", say.T("is %d", d.Starts), say.T("use %d to %d", 1, 20)}
	}
	if d.Curve < 0 || d.Curve > 6 {
		return &Error{"divide.curve", say.T("is %d", d.Curve), say.T("use %d to %d", 0, 6)}
	}
	return within("divide.ridge", d.Ridge, 1e-8, 10)
}

func (a *Axis) validate(at string) error {
	if a.Field == "" {
		return &Error{at + ".field", say.T("is missing"), say.T(`name a field of a scenario, such as "fit.epochs"`)}
	}
	if err := length(at+".label", a.Label, 60); err != nil {
		return err
	}
	if len(a.Values) < 1 || len(a.Values) > MaxValues {
		return &Error{at + ".values", say.T("has %d entries", len(a.Values)), say.T("give 1 to %d", MaxValues)}
	}
	if a.At == nil {
		for i, v := range a.Values {
			var x float64
			if json.Unmarshal(v, &x) != nil {
				return &Error{fmt.Sprintf("%s.values[%d]", at, i), say.T("is not a number"), say.T(`give the places of the values in "at"`)}
			}
		}
		return nil
	}
	if len(a.At) != len(a.Values) {
		return &Error{at + ".at", say.T("has %d entries for %d values", len(a.At), len(a.Values)), say.T("give one each")}
	}
	return nil
}

// Places returns where the values lie along the axis: At, or the values themselves.
func (a *Axis) Places() []float64 {
	if a.At != nil {
		return a.At
	}
	out := make([]float64, len(a.Values))
	for i, v := range a.Values {
		if err := json.Unmarshal(v, &out[i]); err != nil {
			panic("scenario: axis was not validated")
		}
	}
	return out
}
