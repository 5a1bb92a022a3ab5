package paginate

// trail remembers where a reading has been and finds the way on.
type trail struct {
	backwards bool
	unpaged   bool
	limit     int
	pages     int               // handed on so far
	been      map[string]string // the near cursor of each page by its far one, where the next page begins
}

func newTrail(o *options) *trail {
	t := &trail{
		backwards: o.backwards || o.start.BeforeID != "",
		unpaged:   o.unpaged,
		limit:     o.start.Limit,
		been:      map[string]string{},
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

// repeats tells whether a page came before. A page with records is known by its two cursors; one without may well echo
// the cursor that it was asked with.
func (t *trail) repeats(s *sheet) bool {
	near, far := t.cursors(s.meta)
	before, been := t.been[far]
	return been && far != "" && before == near && s.size() > 0
}

// way is how a reading goes on after a page: to another one, not at all, or not at all although it should.
type way struct {
	next Request
	more bool
	err  error
}

// next notes a page that is handed on and finds the way from it.
func (t *trail) next(s *sheet) way {
	t.pages++
	m := s.meta
	near, far := t.cursors(m)
	_, been := t.been[far]
	t.note(near, far)

	more := m.HasNextPage
	if t.backwards {
		more = m.HasPreviousPage
	}
	switch {
	case t.unpaged && t.pages == 1 && s.size() >= m.Total:
		return way{}
	case !more && t.unreadable(*s.mismatches):
		return way{err: ErrMeta}
	case !more:
		return way{}
	case far == "":
		return way{err: ErrNoCursor}
	case been:
		return way{err: ErrRepeatedCursor}
	case t.backwards:
		return way{next: Request{BeforeID: far, Limit: t.limit}, more: true}
	}
	return way{next: Request{AfterID: far, Limit: t.limit}, more: true}
}

// note remembers a page by its cursors.
func (t *trail) note(near, far string) {
	if far != "" {
		t.been[far] = near
	}
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
