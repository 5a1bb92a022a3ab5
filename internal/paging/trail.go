package paging

import "hash/maphash"

// maxEmpty is how many pages in a row may be empty.
const maxEmpty = 100

// trail remembers where a traversal has been and finds the way to the next page. It keeps hashes
// instead of cursors and records, so its memory depends only on the number of pages.
type trail struct {
	backwards bool
	fromStart bool // the traversal began with the first page
	unpaged   bool
	limit     int
	key       func(record any) string
	seed      maphash.Seed

	pages   int               // yielded up to now
	records int               // on these pages
	total   int               // the last total that a page gives
	empty   int               // pages without records in a row
	been    map[uint64]uint64 // the near cursor of each page by its far one, where the next page begins
	came    map[uint64]int    // how many pages had these records
}

func newTrail(o *Options) *trail {
	t := &trail{
		backwards: o.readsBackwards(),
		fromStart: o.fromStart(),
		unpaged:   o.Unpaged,
		limit:     o.Start.Limit,
		key:       o.Key,
		seed:      maphash.MakeSeed(),
		been:      map[uint64]uint64{},
		came:      map[uint64]int{},
	}
	if t.backwards {
		t.note("", o.Start.BeforeID)
	} else {
		t.note("", o.Start.AfterID)
	}
	return t
}

// cursors returns the cursor at which a page begins and the one at which it ends, in the direction
// of the traversal.
func (t *trail) cursors(m *Meta) (near, far string) {
	if t.backwards {
		return m.EndCursor, m.StartCursor
	}
	return m.StartCursor, m.EndCursor
}

// note remembers a page by its cursors.
func (t *trail) note(near, far string) {
	if far != "" {
		t.been[maphash.String(t.seed, far)] = maphash.String(t.seed, near)
	}
}

// passed tells whether an earlier page ended at the cursor far, and whether the last such page
// began at near.
func (t *trail) passed(near, far string) (been, same bool) {
	if far == "" {
		return false, false
	}
	before, been := t.been[maphash.String(t.seed, far)]
	return been, been && before == maphash.String(t.seed, near)
}

// repeats tells whether the server sent a page before. The two cursors identify a page that has
// records; a page without records may repeat the cursor of its request. A server can give the same
// page new cursors, so the records identify a page, too: the third page with the same records is a
// repetition.
func (t *trail) repeats(s *Sheet) bool {
	if s.size() == 0 {
		return false
	}
	if _, same := t.passed(t.cursors(s.meta)); same {
		return true
	}
	return len(t.came) > 0 && t.came[t.sum(s)] >= 2
}

// way says how a traversal continues after a page: with the page next if more is set, with the
// error err, or not at all.
type way struct {
	next Request
	more bool
	err  error
}

// next counts a page that the traversal yields and finds the way from it. It drops the document of
// the page.
func (t *trail) next(s *Sheet) way {
	t.pages++
	t.records += s.size()
	if s.meta.Total > 0 {
		t.total = s.meta.Total
	}
	w := t.way(s)
	t.note(t.cursors(s.meta))
	if s.size() > 0 && (w.more || w.err != nil) {
		t.came[t.sum(s)]++
	}
	s.Document = nil // sum may have needed it
	switch {
	case !w.more:
		return w
	case s.size() > 0:
		t.empty = 0
		return w
	}
	if t.empty++; t.empty >= maxEmpty {
		return way{err: ErrEmptyPages}
	}
	return w
}

// way finds the way from a page that next has counted and whose cursors it has not noted yet.
func (t *trail) way(s *Sheet) way {
	follows, property := s.meta.HasNextPage, "/meta/has_next_page"
	if t.backwards {
		follows, property = s.meta.HasPreviousPage, "/meta/has_previous_page"
	}
	switch {
	case t.unpaged && t.pages == 1 && s.size() >= s.meta.Total:
		return way{}
	case follows:
		return t.along(s, ErrNoCursor)
	case s.mismatched("/meta", property): // it reads as false, which would silently end the list
		return way{err: ErrMeta}
	case t.counts() && t.records == t.total || s.states(t.backwards):
		return way{}
	}
	return t.unstated(s)
}

// unstated finds the way from a page that does not say whether another one follows.
func (t *trail) unstated(s *Sheet) way {
	switch {
	case t.counts() && t.records < t.total:
		return t.along(s, ErrMeta)
	case t.backwards && t.fromStart && t.pages == 1: // nothing comes before the first page
		return way{}
	case t.full(s):
		return way{err: ErrMeta}
	}
	s.silent = true
	return way{}
}

// along returns the way along the cursor of a page, or the error missing if it has no cursor.
func (t *trail) along(s *Sheet, missing error) way {
	near, far := t.cursors(s.meta)
	if far == "" {
		return way{err: missing}
	}
	if been, _ := t.passed(near, far); been {
		return way{err: ErrRepeatedCursor}
	}
	if t.backwards {
		return way{next: Request{BeforeID: far, Limit: t.limit}, more: true}
	}
	return way{next: Request{AfterID: far, Limit: t.limit}, more: true}
}

// counts tells whether the total is the number of records of the whole traversal. A total counts
// from the beginning of the list, so it says nothing about a traversal that began elsewhere.
func (t *trail) counts() bool { return t.total > 0 && t.fromStart && !t.backwards }

// full tells whether a page has as many records as the known limits allow. Without a known limit,
// every page with records is full.
func (t *trail) full(s *Sheet) bool {
	limit := t.limit
	if m := s.meta.Limit; m > 0 && (limit < 1 || m < limit) {
		limit = m
	}
	return s.size() > 0 && s.size() >= limit
}
