package paging

// hashSet is a set of hashes with linear probing. A million hashes take 16 MB. A map takes twice
// that, and the keys themselves take still more. The zero hashSet is empty.
type hashSet struct {
	slots []uint64 // 0 is free; the length is a power of two
	used  int
}

func (s *hashSet) has(sum uint64) bool {
	return s.used > 0 && s.slots[s.slot(sum)] != 0
}

func (s *hashSet) add(sum uint64) {
	if 4*s.used >= 3*len(s.slots) {
		full := s.slots
		s.slots = make([]uint64, max(128, 2*len(full)))
		for _, sum := range full {
			if sum != 0 {
				s.slots[s.slot(sum)] = sum
			}
		}
	}
	if i := s.slot(sum); s.slots[i] == 0 {
		s.slots[i] = max(sum, 1)
		s.used++
	}
}

// slot returns the slot that holds sum, or the free one where sum belongs.
func (s *hashSet) slot(sum uint64) int {
	sum = max(sum, 1)
	mask := len(s.slots) - 1
	i := int(sum) & mask
	for s.slots[i] != 0 && s.slots[i] != sum {
		i = (i + 1) & mask
	}
	return i
}
