package paginate

import (
	"context"
	"iter"
)

// source is a [Fetch] without the type of the records.
type source func(ctx context.Context, r Request) (AnyPage, error)

// maxAhead bounds how many pages are read ahead, whatever the caller asks for.
const maxAhead = 1024

// read puts a reading together from its options, anew for each loop over it.
func read(ctx context.Context, fetch source, o *options) iter.Seq2[*sheet, error] {
	list := func(ctx context.Context) iter.Seq2[*sheet, error] {
		if o.byNumber() {
			return numbered(ctx, fetch, o)
		}
		return walk(ctx, fetch, o.start, newTrail(o))
	}
	return func(yield func(*sheet, error) bool) {
		pages := list
		if o.prefetch > 0 {
			pages = func(ctx context.Context) iter.Seq2[*sheet, error] {
				return ahead(ctx, min(o.prefetch, maxAhead), list)
			}
		}
		sheets := pages(ctx)
		if o.report != nil {
			sheets = audit(ctx, sheets, o)
		}
		if o.progress != nil {
			sheets = report(sheets, o.progress)
		}
		sheets(yield)
	}
}

// report tells f about every page before it is handed on.
func report(list iter.Seq2[*sheet, error], f func(Position)) iter.Seq2[*sheet, error] {
	return func(yield func(*sheet, error) bool) {
		var p Position
		for s, err := range list {
			if err == nil {
				p.Pages++
				p.Records += s.size()
				p.Total = s.meta.Total
				f(p)
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

// walk reads one page after the other, from r on, along the cursor.
func walk(ctx context.Context, fetch source, r Request, t *trail) iter.Seq2[*sheet, error] {
	return func(yield func(*sheet, error) bool) {
		for {
			s, err := fetchPage(ctx, fetch, r, t.pages+1)
			if err == nil && t.repeats(s) {
				s, err = nil, &Error{Page: t.pages + 1, Err: ErrRepeatedPage}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			w := t.next(s) // before the loop gets the page, which it may change
			if !yield(s, nil) {
				return
			}
			if w.err != nil {
				yield(nil, &Error{Page: t.pages, Err: w.err})
			}
			if !w.more {
				return
			}
			r = w.next
		}
	}
}

// fetchPage reads the page that is number in this reading, unless the context has ended.
func fetchPage(ctx context.Context, fetch source, r Request, number int) (*sheet, error) {
	if err := ended(ctx, number); err != nil {
		return nil, err
	}
	page, err := fetch(ctx, r)
	if err != nil {
		return nil, err
	}
	if page == nil {
		return nil, &Error{Page: number, Err: errNoPage}
	}
	return newSheet(page), nil
}
