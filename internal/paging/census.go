package paging

import (
	"hash/maphash"
	"slices"
)

// census holds what the first page of a list promises about all its pages, and counts what the
// server sends.
type census struct {
	total, size int
	pages       int // 1 if the list cannot be read by number
	records     int
	key         func(record any) string
	seed        maphash.Seed
	keys        hashSet
}

func newCensus(first *Sheet, limit int, key func(record any) string) *census {
	m := first.meta
	c := &census{total: m.Total, size: limit, pages: 1, key: key, seed: maphash.MakeSeed()}
	if m.Limit > 0 {
		c.size = m.Limit // a server lowers a limit that is too large
	}
	if m.HasNextPage && first.size() == c.size && c.total > c.size {
		c.pages = (c.total-1)/c.size + 1
	}
	return c
}

// fits tells whether a page is what the first page promises.
func (c *census) fits(s *Sheet, number int) bool {
	m := s.meta
	last := number == c.pages
	size := c.size
	if last {
		size = c.total - (c.pages-1)*c.size
	}
	return m.Total == c.total && s.size() == size && m.HasNextPage == !last
}

// admit counts the records of a page, unless an earlier page has one of them.
func (c *census) admit(s *Sheet) bool {
	if c.key != nil && !c.admitKeys(s) {
		return false
	}
	c.records += s.size()
	return true
}

// admitKeys notes all keys of a page, or none if it has one of them already.
func (c *census) admitKeys(s *Sheet) bool {
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
