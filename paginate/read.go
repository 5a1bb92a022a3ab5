package paginate

import (
	"context"
	"iter"
)

// source is a [Fetch] without the type of the records.
type source func(ctx context.Context, r Request) (sheet, error)

// read puts a reading together from its options.
func read(ctx context.Context, fetch source, o *options) iter.Seq2[sheet, error] {
	return walk(ctx, fetch, o.start, newTrail(o))
}

// walk reads one page after the other, from r on, along the cursor.
func walk(ctx context.Context, fetch source, r Request, t *trail) iter.Seq2[sheet, error] {
	return func(yield func(sheet, error) bool) {
		for {
			s, err := fetchPage(ctx, fetch, r, t.pages+1)
			if err == nil && t.repeats(s) {
				s, err = nil, &Error{Page: t.pages + 1, Err: ErrRepeatedPage}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(s, nil) {
				return
			}
			next, more, err := t.next(s)
			if err != nil {
				yield(nil, &Error{Page: t.pages, Err: err})
			}
			if !more {
				return
			}
			r = next
		}
	}
}

// fetchPage reads the page that is number in this reading, unless the context has ended.
func fetchPage(ctx context.Context, fetch source, r Request, number int) (sheet, error) {
	if err := ctx.Err(); err != nil {
		return nil, &Error{Page: number, Err: err}
	}
	s, err := fetch(ctx, r)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return nil, &Error{Page: number, Err: errNoPage}
	}
	return s, nil
}
