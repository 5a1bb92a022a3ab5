package paging

import (
	"context"
	"errors"
	"iter"
)

// numberedLimit is the page size of a traversal by page numbers if the caller sets none.
const numberedLimit = 100

// numbered reads a list by page numbers as long as the pages agree with the first one, and along
// the cursor from there.
func numbered(ctx context.Context, fetch Source, o *Options) iter.Seq2[*Sheet, error] {
	return func(yield func(*Sheet, error) bool) {
		limit := o.Start.Limit
		if limit < 1 {
			limit = numberedLimit
		}
		first, err := fetchPage(ctx, fetch, Request{Limit: limit, Page: 1}, 1)
		if err != nil {
			yield(nil, err)
			return
		}
		t := numberedTraversal{fetch: fetch, yield: yield, trail: newTrail(o), census: newCensus(first, limit, o.Key)}
		t.trail.limit = limit
		if from, open := t.numbers(ctx, first, o.Parallel); open {
			t.rest(ctx, from)
		}
	}
}

// numberedTraversal is a traversal by page numbers.
type numberedTraversal struct {
	fetch  Source
	yield  func(*Sheet, error) bool
	trail  *trail
	census *census
}

// numbers yields the first page and the pages after it that agree with it. It returns the way from
// the last one. open is false if the loop is over.
func (t *numberedTraversal) numbers(ctx context.Context, first *Sheet, atOnce int) (from way, open bool) {
	trail, census := t.trail, t.census
	pages := openWindow(ctx, t.fetch, trail.limit, 2, census.pages, atOnce)
	defer pages.close()
	census.admit(first)
	from = trail.next(first)
	if !t.yield(first, nil) {
		return way{}, false
	}
	for before := first; ; {
		f, ok := pages.next(trail.pages + 1)
		s := f.page
		switch {
		case !ok:
			return from, true
		case f.err != nil:
			t.yield(nil, f.err)
			return way{}, false
		case trail.repeats(s) || s.equal(before) || !census.fits(s, trail.pages+1) || !census.admit(s):
			return from, true
		}
		from = trail.next(s)
		if !t.yield(s, nil) {
			return way{}, false
		}
		before = s
	}
}

// rest yields the remaining pages along the cursor. It checks the whole list if several pages came
// by number. After a single one it does not, because a traversal along the cursor begins with that
// page, too.
func (t *numberedTraversal) rest(ctx context.Context, from way) {
	trail, census := t.trail, t.census
	if from.err != nil {
		t.yield(nil, &Error{Page: trail.pages, Err: from.err})
	}
	if !from.more {
		return
	}
	check := trail.pages > 1
	total := census.total
	for s, err := range walk(ctx, t.fetch, from.next, trail) {
		// The cursor may lead to pages that came by number before, without a fault of the server.
		back := errors.Is(err, ErrRepeatedPage) || errors.Is(err, ErrRepeatedCursor)
		if check && (back || err == nil && !census.admit(s)) {
			s, err = nil, &Error{Page: trail.pages + 1, Err: ErrChanged}
		}
		if !t.yield(s, err) || err != nil {
			return
		}
		total = s.meta.Total
	}
	if check && census.records < total {
		t.yield(nil, &Error{Page: trail.pages, Err: ErrChanged})
	}
}
