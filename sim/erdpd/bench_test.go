package erdpd_test

import (
	"testing"

	"untangle/sim/erdpd"
)

// A run of the size the laboratory promises: 2,000 rows of 196 features in ten classes,
// 1,000 test rows, 30 epochs. Twenty seeds with two arms each are to take 20 s in the page.
func BenchmarkRun(b *testing.B) {
	e := erdpd.Default()
	d := blobs(b, e, 2000, 1000, 196, 10)
	for _, arm := range []erdpd.Arm{erdpd.ArmUndiluted, erdpd.ArmDiluted} {
		b.Run(string(arm), func(b *testing.B) {
			for b.Loop() {
				if _, err := erdpd.Run(e, d, 1, arm, nil, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
