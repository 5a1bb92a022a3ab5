package paging

import (
	"math/rand/v2"
	"testing"
)

func TestAHashSetHasWhatWasAddedAndNothingElse(t *testing.T) {
	var s hashSet
	if s.has(0) || s.has(7) {
		t.Error("an empty set has something")
	}
	random := rand.New(rand.NewPCG(1, 2))
	sums := []uint64{0, 1 << 63, 128, 256, 384, 1<<64 - 1} // some that want the same slot
	for range 10_000 {
		sums = append(sums, random.Uint64())
	}
	for i, sum := range sums {
		if s.has(sum) {
			t.Fatalf("the set has sum %d before it was added", i)
		}
		s.add(sum)
		s.add(sum)
	}
	for i, sum := range sums {
		if !s.has(sum) {
			t.Fatalf("the set lost sum %d", i)
		}
	}
	if s.used != len(sums) {
		t.Errorf("the set counts %d, want %d", s.used, len(sums))
	}
}
