package paginate

import "hash/maphash"

// maxEmpty is how many pages in a row may be empty.
const maxEmpty = 100

// trail remembers where a reading has been and finds the way on. It keeps hashes, not cursors or records, so its memory
// depends on the number of pages only.
type trail struct {
	backwards bool
	fromStart bool // the reading began with the first page
	unpaged   bool
	limit     int
	key       func(record any) string
	seed      maphash.Seed

	pages   int               // handed on so far
	records int               // on those pages
	total   int               // the last one that a page stated
	empty   int               // pages without records in a row
	been    map[uint64]uint64 // the near cursor of each page by its far one, where the next page begins
	came    map[uint64]int    // how often a page with these records came
}

func newTrail(o *options) *trail {
	t := &trail{
		backwards: o.readsBackwards(),
		fromStart: o.fromStart(),
		unpaged:   o.unpaged,
		limit:     o.start.Limit,
		key:       o.key,
		seed:      maphash.MakeSeed(),
		been:      map[uint64]uint64{},
		came:      map[uint64]int{},
	}
	if t.backwards {
		t.note("", o.start.BeforeID)
	} else {
		t.note("", o.start.AfterID)
	}
	return t
}

// cursors returns the cursor at which a page begins and the one at which it ends, in the direction of reading.
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

// passed tells whether a page ended at the cursor far, and whether the last one that did began at near.
func (t *trail) passed(near, far string) (been, same bool) {
	if far == "" {
		return false, false
	}
	before, been := t.been[maphash.String(t.seed, far)]
	return been, been && before == maphash.String(t.seed, near)
}

// repeats tells whether a page came before. A page with records is known by its two cursors; one without may well echo
// the cursor that it was asked with. A server can make new cursors for the same page, so a page is known by its records
// too: the third page that has the same ones is a repetition.
func (t *trail) repeats(s *sheet) bool {
	if s.size() == 0 {
		return false
	}
	if _, same := t.passed(t.cursors(s.meta)); same {
		return true
	}
	return len(t.came) > 0 && t.came[t.sum(s)] >= 2
}

// way is how a reading goes on after a page: to another one, not at all, or not at all although it should.
type way struct {
	next Request
	more bool
	err  error
}

// next notes a page that is handed on and finds the way from it. It lets go of the document of the page.
func (t *trail) next(s *sheet) way {
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
	s.document = nil // sum may have needed it
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

// way finds the way from a page that is counted, but whose cursors are not noted.
func (t *trail) way(s *sheet) way {
	follows := s.meta.HasNextPage
	if t.backwards {
		follows = s.meta.HasPreviousPage
	}
	switch {
	case t.unpaged && t.pages == 1 && s.size() >= s.meta.Total:
		return way{}
	case follows:
		return t.along(s, ErrNoCursor)
	case t.unreadable(*s.mismatches):
		return way{err: ErrMeta}
	case t.counts() && t.records == t.total || s.states(t.backwards):
		return way{}
	}
	return t.unstated(s)
}

// unstated finds the way from a page that does not say whether another one follows.
func (t *trail) unstated(s *sheet) way {
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

// along is the way along the cursor of a page, or the error missing if it has none.
func (t *trail) along(s *sheet, missing error) way {
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

// counts tells whether the total says how many records the reading has to come to. A total counts from the beginning of
// a list, so it says nothing of a reading that began elsewhere.
func (t *trail) counts() bool { return t.total > 0 && t.fromStart && !t.backwards }

// full tells whether a page has as many records as the server puts on one, as far as that is known. An empty page never
// has.
func (t *trail) full(s *sheet) bool {
	limit := t.limit
	if m := s.meta.Limit; m > 0 && (limit < 1 || m < limit) {
		limit = m
	}
	return s.size() > 0 && s.size() >= limit
}

// unreadable tells whether the metadata had a value of another type where it says if a page follows. Such a value reads
// as false and would end the list in silence.
func (t *trail) unreadable(mismatches []Mismatch) bool {
	follows := "/meta/has_next_page"
	if t.backwards {
		follows = "/meta/has_previous_page"
	}
	for _, m := range mismatches {
		if !m.Kept && (m.Pointer == "/meta" || m.Pointer == follows) {
			return true
		}
	}
	return false
}
