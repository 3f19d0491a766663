package dataset_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"untangle/sim/dataset"
)

// rule is a grader of SD-K in tenths and hundredths, so that scores are whole numbers
// and exact. Values and cuts are in hundredths; answers in the order B, D, N, R.
type rule struct {
	weight [10]int
	value  [4]int
	cut    [3]int
}

// The first three are Eqs. (12)–(15) of arXiv:2603.08649 as the published files follow
// them; the others are this project's own.
var sdRules = []rule{
	{[10]int{1, -1, 1, -1, 1, -1, 1, -1, 1, -1}, [4]int{-30, -100, 30, 100}, [3]int{-200, 0, 200}},
	{[10]int{-1, -1, 2, -2, 0, 1, -2, 2, -1, 1}, [4]int{-30, -50, 40, 20}, [3]int{-150, 0, 150}},
	{[10]int{2, 1, 2, 2, 1, -1, -2, -3, -1, 2}, [4]int{-20, 10, -5, 30}, [3]int{-125, 0, 100}},
	{[10]int{1, 2, -1, -1, 2, 0, 1, -2, -2, 1}, [4]int{40, -30, -60, 50}, [3]int{-150, 0, 150}},
	{[10]int{-2, 1, -1, 1, 0, 2, 2, 1, -1, -2}, [4]int{-50, 30, 60, -40}, [3]int{-150, 0, 150}},
	{[10]int{0, -2, 1, 2, -1, -1, 1, 1, 2, -2}, [4]int{20, 60, -40, -50}, [3]int{-150, 0, 150}},
}

// byScore are the labels from the lowest score up: B ≤ a₁ < N ≤ a₂ < D ≤ a₃ < R.
var byScore = []string{"B", "N", "D", "R"}

// rounded is the score in float64, from the first question to the last, in units.
func (r *rule) rounded(answers []uint8) float64 {
	c := 0.0
	for q, a := range answers {
		product := float64(r.weight[q]) * (float64(r.value[a]) / 100) // v/100 is the float64 next to the decimal
		c += float64(product)
	}
	return c
}

// Every one of the 4¹⁰ questionnaires has, under every rule, the label of exact
// arithmetic, unless it scores exactly a cut; there rounding from left to right decides
// between the two labels that meet at it.
func TestEveryLabelAgainstExactArithmetic(t *testing.T) {
	for k, r := range sdRules {
		answers := make([]uint8, dataset.Questions)
		ties, wrong := 0, 0
		counts := map[string]int{}
		for code := range 1 << 20 {
			score := 0
			for q := range answers {
				answers[q] = uint8(code >> (2 * q) & 3)
				score += r.weight[q] * r.value[answers[q]]
			}
			got := dataset.Letters[dataset.SDLabel(k, answers)]
			counts[got]++
			above, at := 0, -1
			for c, cut := range r.cut {
				if score > cut {
					above = c + 1
				}
				if score == cut {
					at = c
				}
			}
			switch {
			case at >= 0:
				ties++
				want := byScore[at]
				if r.rounded(answers) > float64(r.cut[at])/100 {
					want = byScore[at+1]
				}
				if got != want {
					wrong++
				}
			case got != byScore[above]:
				wrong++
			}
		}
		share := float64(ties) / (1 << 20)
		t.Logf("rule %d: %.2f %% of questionnaires score exactly a cut; labels %v", k+1, 100*share, counts)
		if wrong > 0 {
			t.Errorf("rule %d: %d labels are not those of the rule", k+1, wrong)
		}
		if share < .02 || share > .2 { // spec: 4–16 % of the published rows
			t.Errorf("rule %d: %.3f of the questionnaires tie", k+1, share)
		}
		for _, letter := range dataset.Letters {
			if counts[letter] < 1<<20/50 {
				t.Errorf("rule %d gives the label %s to %d questionnaires only", k+1, letter, counts[letter])
			}
		}
	}
}

func TestBadQuestionnairesPanic(t *testing.T) {
	for name, misuse := range map[string]func(){
		"nine answers":        func() { dataset.SDLabel(0, make([]uint8, 9)) },
		"no such rule":        func() { dataset.SDLabel(len(sdRules), make([]uint8, 10)) },
		"no such letter":      func() { dataset.SDLabel(0, []uint8{0, 0, 0, 0, 0, 0, 0, 0, 0, 4}) },
		"nil source":          func() { dataset.SD(nil, []int{3}) },
		"seven distributions": func() { dataset.SD(dataset.Stream(1, "data"), make([]int, 7)) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("misuse is accepted")
				}
			}()
			misuse()
		})
	}
}

func TestCompositionOfAMixture(t *testing.T) {
	counts := []int{70, 0, 25, 5, 1, 9}
	d := dataset.SD(dataset.Stream(3, "data"), counts)
	n, features := d.X.Dims()
	if n != 110 || d.Rows() != 110 || features != 41 || len(d.Codes) != 1100 || len(d.Columns) != 10 {
		t.Fatalf("%d rows (%d), %d features, %d codes, %d columns", n, d.Rows(), features, len(d.Codes), len(d.Columns))
	}
	if !slices.Equal(d.Classes, []string{"B", "D", "N", "R"}) || len(d.Origins) != len(counts) {
		t.Errorf("classes %v, origins %v", d.Classes, d.Origins)
	}
	seen := make([]int, len(counts))
	for i := range n {
		if i > 0 && d.Origin[i] < d.Origin[i-1] {
			t.Errorf("row %d is of distribution %d, after %d", i, d.Origin[i], d.Origin[i-1])
		}
		seen[d.Origin[i]]++
		answers := d.Codes[i*10 : (i+1)*10]
		if d.Y[i] != dataset.SDLabel(d.Origin[i], answers) {
			t.Errorf("row %d has not the label of its rule", i)
		}
		want := make([]float64, features) // one-hot by question and letter, then the bias
		for q, a := range answers {
			want[4*q+int(a)] = 1
		}
		want[40] = 1
		if !slices.Equal(d.X.RawRowView(i), want) {
			t.Errorf("row %d: features %v of answers %v", i, d.X.RawRowView(i), answers)
		}
	}
	if !slices.Equal(seen, counts) {
		t.Errorf("composition %v, want %v", seen, counts)
	}
}

// Answers are uniform and independent of the distribution.
func TestAnswersAreUniform(t *testing.T) {
	d := dataset.SD(dataset.Stream(9, "data"), []int{3000, 3000})
	for half := range 2 {
		chi := 0.0
		for q := range dataset.Questions {
			var count [4]float64
			for i := half * 3000; i < (half+1)*3000; i++ {
				count[d.Codes[i*10+q]]++
			}
			for _, c := range count {
				chi += (c - 750) * (c - 750) / 750
			}
		}
		// χ² with 30 degrees of freedom: mean 30, standard deviation 7.7; 60 is past p = .001.
		if chi > 60 || chi < 8 {
			t.Errorf("distribution %d: χ² of the answers is %.1f, want about 30", half+1, chi)
		}
	}
}

// A stream belongs to a seed and a purpose: PCG seeded with the seed and the purpose's
// 64-bit FNV-1a hash. The first draws are golden: they were printed by this generator,
// and must never change, or permalinks would show other data.
func TestGoldenStreams(t *testing.T) {
	for _, c := range []struct {
		seed    uint64
		purpose string
		want    []uint64
	}{
		{1, "data", []uint64{0x7d50eb3128f622c0, 0xa8581e2684c699d6, 0x57f49df1f777f390}},
		{1, "test", []uint64{0x923bb76361c6ab3d, 0xdf5955a311e54e88, 0xc5565bd90f51a19e}},
		{2, "data", []uint64{0x49a72aab1424ff9b, 0xbea27476e10d2bb5, 0x69fbd1ecdd5f9a5b}},
		{1 << 53, "rule", []uint64{0x568077a3272030d4, 0x55d85459da389022, 0x1f19cddba017b6b7}},
	} {
		src := dataset.Stream(c.seed, c.purpose)
		got := []uint64{src.Uint64(), src.Uint64(), src.Uint64()}
		if !slices.Equal(got, c.want) {
			t.Errorf("stream %d %q begins %#x, want %#x", c.seed, c.purpose, got, c.want)
		}
	}
}

func TestGoldenQuestionnaires(t *testing.T) {
	var text bytes.Buffer
	if err := dataset.SDTable(dataset.SD(dataset.Stream(1, "data"), []int{2, 2, 1, 1, 1, 1})).WriteCSV(&text); err != nil {
		t.Fatal(err)
	}
	const want = `Q0,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,Q9,Q10
B,N,B,R,D,R,B,R,D,R,B
R,R,R,N,D,N,N,R,N,D,N
R,N,N,B,B,B,R,N,N,R,D
R,D,N,D,R,B,B,R,R,D,R
R,B,R,N,D,B,D,D,R,B,N
N,R,B,B,B,N,N,B,D,D,N
D,D,B,N,N,R,B,D,B,D,N
N,R,D,N,R,N,D,B,B,N,R
` // printed by this generator, seed 1, and golden like the streams
	if text.String() != want {
		t.Errorf("the first questionnaires of seed 1 are\n%swant\n%s", text.String(), want)
	}
}

func TestStreamsAreIndependent(t *testing.T) {
	again := dataset.SD(dataset.Stream(5, "data"), []int{20, 10})
	test := dataset.Stream(5, "test")
	for range 100 {
		test.Uint64() // draws on another stream
	}
	if d := dataset.SD(dataset.Stream(5, "data"), []int{20, 10}); !slices.Equal(d.Codes, again.Codes) {
		t.Error("draws of one stream shift another")
	}
	const n = 4000
	purposes := []string{"data", "test", "init", "rule", "noise", "split"}
	draws := make([][]float64, 0, 2*len(purposes))
	for _, seed := range []uint64{1, 2} {
		for _, p := range purposes {
			src, v := dataset.Stream(seed, p), make([]float64, n)
			for i := range v {
				v[i] = src.Float64() - .5
			}
			draws = append(draws, v)
		}
	}
	for a := range draws {
		for b := range a {
			sum := 0.0
			for i := range n {
				sum += 12 * draws[a][i] * draws[b][i] // uniform on ±½ has variance 1/12
			}
			// Correlation of independent draws: standard deviation 1/√n; 66 pairs.
			if r := sum / n; math.Abs(r) > 4.5/math.Sqrt(n) {
				t.Errorf("streams %d and %d correlate at %.3f", a, b, r)
			}
		}
	}
}

// A mixture written as CSV and read back is the mixture, but for the origins.
func TestMixtureSurvivesCSV(t *testing.T) {
	d := dataset.SD(dataset.Stream(6, "data"), []int{200, 60})
	var text bytes.Buffer
	if err := dataset.SDTable(d).WriteCSV(&text); err != nil {
		t.Fatal(err)
	}
	if header, _, _ := strings.Cut(text.String(), "\n"); header != "Q0,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,Q9,Q10" {
		t.Errorf("header %q", header)
	}
	table, err := dataset.ReadCSV("mixture", &text)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := dataset.Learn(table, "Q10", dataset.ScaleStandard)
	if err != nil {
		t.Fatal(err)
	}
	back, err := schema.Encode(table)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(back.Y, d.Y) || !slices.Equal(back.Codes, d.Codes) || !slices.Equal(back.X.RawMatrix().Data, d.X.RawMatrix().Data) {
		t.Error("labels, codes or features changed on the way")
	}
	if fmt.Sprint(back.Columns) != fmt.Sprint(d.Columns) {
		t.Errorf("columns %v, want %v", back.Columns, d.Columns)
	}
}
