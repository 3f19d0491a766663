package nets

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A row that is left out is missing from its own batch and changes no other.
func TestALeftOutRowChangesItsOwnBatchAlone(t *testing.T) {
	const n = 22
	order := rand.New(rand.NewPCG(1, 2)).Perm(n)
	cut := func(size int, left ...int) (out [][]int) {
		in := make([]bool, n)
		for r := range in {
			in[r] = !slices.Contains(left, r)
		}
		for part := range batches(slices.Clone(order), in, size) {
			out = append(out, slices.Clone(part))
		}
		return out
	}
	for _, size := range []int{1, 5, n, 30} {
		whole := cut(size)
		if !slices.Equal(slices.Concat(whole...), order) {
			t.Fatalf("size %d: all rows are taken as %v, want %v", size, whole, order)
		}
		for place, row := range order {
			want := slices.Clone(whole)
			own := slices.DeleteFunc(slices.Clone(want[place/size]), func(r int) bool { return r == row })
			if want[place/size] = own; len(own) == 0 {
				want = slices.Delete(want, place/size, place/size+1)
			}
			if got := cut(size, row); !slices.EqualFunc(got, want, slices.Equal) {
				t.Errorf("size %d without row %d: %v, want %v", size, row, got, want)
			}
		}
	}
	if got := cut(5, order[:7]...); len(got) != 4 || !slices.Equal(got[0], order[7:10]) {
		t.Errorf("without the first seven rows: %v", got)
	}
}
