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
func (t *trail) repeats(s sheet) bool {
	near, far := t.cursors(s.meta())
	before, been := t.been[far]
	return been && far != "" && before == near && s.size() > 0
}

// next notes a page and returns the request for the one after it; more is false at the end of the list.
func (t *trail) next(s sheet) (r Request, more bool, err error) {
	t.pages++
	m := s.meta()
	near, far := t.cursors(m)
	_, been := t.been[far]
	t.note(near, far)

	more = m.HasNextPage
	if t.backwards {
		more = m.HasPreviousPage
	}
	complete := t.unpaged && t.pages == 1 && s.size() >= m.Total
	switch {
	case complete:
		return Request{}, false, nil
	case !more && t.unreadable(s.mismatches()):
		return Request{}, false, ErrMeta
	case !more:
		return Request{}, false, nil
	case far == "":
		return Request{}, false, ErrNoCursor
	case been:
		return Request{}, false, ErrRepeatedCursor
	case t.backwards:
		return Request{BeforeID: far, Limit: t.limit}, true, nil
	}
	return Request{AfterID: far, Limit: t.limit}, true, nil
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
		if m.Pointer == "/meta" || m.Pointer == follows {
			return true
		}
	}
	return false
}
