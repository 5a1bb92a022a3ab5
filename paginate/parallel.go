package paginate

import (
	"context"
	"errors"
	"iter"
)

// Parallel reads by page numbers, up to n pages at once, and hands them on in their order; about 2n of them may wait for
// the loop. It reads by the cursor, one page after the other, if n is less than 2 or the reading does not begin with the
// first page ([Start], [Backwards]).
//
// The first page tells how many there are: the total of its metadata by its limit, which is that of [Start], or 100.
// Page numbers count from the beginning of a list, so a record that comes or goes moves others from page to page. So
// every page must have the total of the first one, the length that follows from it, a next page exactly if it is not the
// last, and no record that came before (by its [Key], if there is one). At the first page that has not, and at one that
// is the page before once more because the server ignores the number, the reading goes on with the cursor of the last
// good page. If it had to after more than one page, it checks at the end that no record came twice and that there are as
// many as the total says. Where they are not, [GetAll] reads everything again by the cursor; [Pages] and [All], whose
// loop has had the records already, report [ErrChanged].
//
// One change stays unseen: one record goes and another comes between the requests for two pages. A reading that must not
// miss a record for that does without Parallel.
func Parallel(n int) Option {
	return func(o *options) { o.parallel = n }
}

// numberedLimit is the page size of a reading by page numbers if the caller wants no other.
const numberedLimit = 100

// byNumber tells whether the options allow a reading by page numbers.
func (o *options) byNumber() bool {
	return o.parallel > 1 && o.fromStart() && !o.backwards && !o.unpaged
}

// numbered reads a list by page numbers while they fit together, and by the cursor from there.
func numbered(ctx context.Context, fetch source, o *options) iter.Seq2[*sheet, error] {
	return func(yield func(*sheet, error) bool) {
		limit := o.start.Limit
		if limit < 1 {
			limit = numberedLimit
		}
		first, err := fetchPage(ctx, fetch, Request{Limit: limit, Page: 1}, 1)
		if err != nil {
			yield(nil, err)
			return
		}
		r := numberedReading{fetch: fetch, yield: yield, trail: newTrail(o), census: newCensus(first, limit, o.key)}
		r.trail.limit = limit
		if from, open := r.numbers(ctx, first, o.parallel); open {
			r.rest(ctx, from)
		}
	}
}

// numberedReading is one reading by page numbers.
type numberedReading struct {
	fetch  source
	yield  func(*sheet, error) bool
	trail  *trail
	census *census
}

// numbers hands on the first page and those after it that fit. It returns the way from the last one; open is false if
// the loop is over.
func (r *numberedReading) numbers(ctx context.Context, first *sheet, atOnce int) (from way, open bool) {
	t, c := r.trail, r.census
	pages := openWindow(ctx, r.fetch, t.limit, 2, c.pages, atOnce)
	defer pages.close()
	c.admit(first)
	from = t.next(first)
	if !r.yield(first, nil) {
		return way{}, false
	}
	for before := first; ; {
		a, ok := pages.next(t.pages + 1)
		s := a.page
		switch {
		case !ok:
			return from, true
		case a.err != nil:
			r.yield(nil, a.err)
			return way{}, false
		case t.repeats(s) || s.equal(before) || !c.fits(s, t.pages+1) || !c.admit(s):
			return from, true
		}
		from = t.next(s)
		if !r.yield(s, nil) {
			return way{}, false
		}
		before = s
	}
}

// rest hands on what follows by the cursor, and checks the whole if several pages came by number: a single one is where
// a reading by the cursor begins, too.
func (r *numberedReading) rest(ctx context.Context, from way) {
	t, c := r.trail, r.census
	if from.err != nil {
		r.yield(nil, &Error{Page: t.pages, Err: from.err})
	}
	if !from.more {
		return
	}
	check := t.pages > 1
	total := c.total
	for s, err := range walk(ctx, r.fetch, from.next, t) {
		// The cursor may come along again where page numbers led, without a fault of the server.
		back := errors.Is(err, ErrRepeatedPage) || errors.Is(err, ErrRepeatedCursor)
		if check && (back || err == nil && !c.admit(s)) {
			s, err = nil, &Error{Page: t.pages + 1, Err: ErrChanged}
		}
		if !r.yield(s, err) || err != nil {
			return
		}
		total = s.meta.Total
	}
	if check && c.records < total {
		r.yield(nil, &Error{Page: t.pages, Err: ErrChanged})
	}
}
