package paginate

import "hash/maphash"

// census is what the first page of a list promises about all of them, and a count of what came.
type census struct {
	total, size int
	pages       int // 1 if there is nothing to read by number
	records     int
	key         any
	seed        maphash.Seed
	keys        map[uint64]struct{} // hashes: a million of them take 20 MB, the keys themselves twice that and more
}

func newCensus(first sheet, limit int, key any) *census {
	m := first.meta()
	c := &census{total: m.Total, size: limit, pages: 1, key: key, seed: maphash.MakeSeed(), keys: map[uint64]struct{}{}}
	if m.Limit > 0 {
		c.size = m.Limit // a server makes a limit smaller that is too large for it
	}
	if m.HasNextPage && first.size() == c.size && c.total > c.size {
		c.pages = (c.total-1)/c.size + 1
	}
	return c
}

// fits tells whether a page is as the first one promised.
func (c *census) fits(s sheet, number int) bool {
	m := s.meta()
	last := number == c.pages
	size := c.size
	if last {
		size = c.total - (c.pages-1)*c.size
	}
	return m.Total == c.total && s.size() == size && m.HasNextPage == !last
}

// admit counts the records of a page, unless one of them came before.
func (c *census) admit(s sheet) bool {
	if c.key != nil && !c.admitKeys(s) {
		return false
	}
	c.records += s.size()
	return true
}

func (c *census) admitKeys(s sheet) bool {
	added := make([]uint64, 0, s.size())
	for i := range s.size() {
		key := s.keyOf(i, c.key)
		if key == "" {
			continue
		}
		sum := maphash.String(c.seed, key)
		if _, twice := c.keys[sum]; twice {
			for _, sum := range added { // the page may come again in another shape
				delete(c.keys, sum)
			}
			return false
		}
		c.keys[sum] = struct{}{}
		added = append(added, sum)
	}
	return true
}
