package paging

import (
	"context"
	"iter"
)

// Source reads one page. It returns when the context ends. With [Options.Parallel] it is called
// from several goroutines at once. A nil sheet without an error ends the traversal with an error.
type Source func(ctx context.Context, r Request) (*Sheet, error)

// maxAhead limits how many pages a traversal reads ahead, whatever the caller asks for.
const maxAhead = 1024

// Read reads a list page by page. Each loop over it starts a new traversal. An error comes last.
func Read(ctx context.Context, fetch Source, o *Options) iter.Seq2[*Sheet, error] {
	list := func(ctx context.Context) iter.Seq2[*Sheet, error] {
		if o.byNumber() {
			return numbered(ctx, fetch, o)
		}
		return walk(ctx, fetch, o.Start, newTrail(o))
	}
	return func(yield func(*Sheet, error) bool) {
		pages := list
		if o.Prefetch > 0 {
			pages = func(ctx context.Context) iter.Seq2[*Sheet, error] {
				return ahead(ctx, min(o.Prefetch, maxAhead), list)
			}
		}
		sheets := pages(ctx)
		if o.Report != nil {
			sheets = audit(ctx, sheets, o)
		}
		if o.Progress != nil {
			sheets = report(sheets, o.Progress)
		}
		sheets(yield)
	}
}

// report tells f about every page before the loop gets it.
func report(list iter.Seq2[*Sheet, error], f func(Position)) iter.Seq2[*Sheet, error] {
	return func(yield func(*Sheet, error) bool) {
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
func walk(ctx context.Context, fetch Source, r Request, t *trail) iter.Seq2[*Sheet, error] {
	return func(yield func(*Sheet, error) bool) {
		for {
			s, err := fetchPage(ctx, fetch, r, t.pages+1)
			if err == nil && t.repeats(s) {
				s, err = nil, &Error{Page: t.pages + 1, Err: ErrRepeatedPage}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			w := t.next(s) // before the loop gets the page, which the loop may change
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

// fetchPage reads one page unless the context has ended. number is its number in the traversal.
func fetchPage(ctx context.Context, fetch Source, r Request, number int) (*Sheet, error) {
	if err := ended(ctx, number); err != nil {
		return nil, err
	}
	s, err := fetch(ctx, r)
	switch {
	case err != nil:
		return nil, err
	case s == nil:
		return nil, &Error{Page: number, Err: errNoPage}
	}
	return s, nil
}
