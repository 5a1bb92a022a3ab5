package paginate

import (
	"hash/maphash"
	"slices"
)

// census is what the first page of a list promises about all of them, and a count of what came.
type census struct {
	total, size int
	pages       int // 1 if there is nothing to read by number
	records     int
	key         func(record any) string
	seed        maphash.Seed
	keys        hashSet
}

func newCensus(first *sheet, limit int, key func(record any) string) *census {
	m := first.meta
	c := &census{total: m.Total, size: limit, pages: 1, key: key, seed: maphash.MakeSeed()}
	if m.Limit > 0 {
		c.size = m.Limit // a server makes a limit smaller that is too large for it
	}
	if m.HasNextPage && first.size() == c.size && c.total > c.size {
		c.pages = (c.total-1)/c.size + 1
	}
	return c
}

// fits tells whether a page is as the first one promised.
func (c *census) fits(s *sheet, number int) bool {
	m := s.meta
	last := number == c.pages
	size := c.size
	if last {
		size = c.total - (c.pages-1)*c.size
	}
	return m.Total == c.total && s.size() == size && m.HasNextPage == !last
}

// admit counts the records of a page, unless one of them came before.
func (c *census) admit(s *sheet) bool {
	if c.key != nil && !c.admitKeys(s) {
		return false
	}
	c.records += s.size()
	return true
}

// admitKeys notes all keys of a page, or none if one of them came before.
func (c *census) admitKeys(s *sheet) bool {
	page := make([]uint64, 0, s.size())
	for i := range s.size() {
		key := c.key(s.record(i))
		if key == "" {
			continue
		}
		sum := maphash.String(c.seed, key)
		if c.keys.has(sum) {
			return false
		}
		page = append(page, sum)
	}
	slices.Sort(page)
	for i, sum := range page[:max(0, len(page)-1)] {
		if sum == page[i+1] {
			return false
		}
	}
	for _, sum := range page {
		c.keys.add(sum)
	}
	return true
}
