package erdpd

import "math/rand/v2"

// deck deals rows in random order, and shuffles anew when all have been dealt: every row
// of a pool is used before any is used again.
type deck struct {
	rows    []int
	next    int
	src     *rand.Rand
	replace bool // draw with replacement instead
}

func newDeck(rows []int, src *rand.Rand) *deck {
	d := &deck{rows: append([]int(nil), rows...), src: src}
	d.next = len(d.rows)
	return d
}

func (d *deck) deal(dst []int) {
	for i := range dst {
		if d.replace {
			dst[i] = d.rows[d.src.IntN(len(d.rows))]
			continue
		}
		if d.next == len(d.rows) {
			d.src.Shuffle(len(d.rows), func(i, j int) { d.rows[i], d.rows[j] = d.rows[j], d.rows[i] })
			d.next = 0
		}
		dst[i] = d.rows[d.next]
		d.next++
	}
}

// Sampler mixes batches: round(αB) rows of one pool, then the rest of the other.
type Sampler struct {
	pure, noisy *deck
}

// NewSampler returns a sampler of two pools of rows, each of which may be empty as long
// as nothing is drawn from it. It panics on a nil source.
func NewSampler(pure, noisy []int, src *rand.Rand) *Sampler {
	if src == nil {
		panic("erdpd: nil source")
	}
	return &Sampler{newDeck(pure, src), newDeck(noisy, src)}
}

// bootstrap makes the sampler draw each pool's rows with replacement.
func (s *Sampler) bootstrap() { s.pure.replace, s.noisy.replace = true, true }

// Batch fills dst with round(α·len(dst)) rows of the pure pool followed by rows of the
// noisy one, and returns the number of the former. It panics where a pool that is drawn
// from is empty.
func (s *Sampler) Batch(dst []int, alpha float64) (pure int) {
	pure = PureCount(alpha, len(dst))
	if (pure > 0 && len(s.pure.rows) == 0) || (pure < len(dst) && len(s.noisy.rows) == 0) {
		panic("erdpd: a batch from an empty pool")
	}
	s.pure.deal(dst[:pure])
	s.noisy.deal(dst[pure:])
	return pure
}
