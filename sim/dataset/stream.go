package dataset

import (
	"hash/fnv"
	"math/rand/v2"
)

// Stream returns the random stream of one purpose ("data", "test", "init", "rule", …)
// under a scenario's seed. Streams of different purposes are independent, so a draw
// added to one never shifts another.
func Stream(seed uint64, purpose string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(purpose)) // a hash never fails to write
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}
