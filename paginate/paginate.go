package paginate

import (
	"context"
	"iter"

	"github.com/factorialhr-go/factorialhr/internal/paging"
)

// Request says which page to read. The zero Request is the first page.
type Request struct {
	// AfterID asks for the page that begins after this cursor, the EndCursor of another page.
	AfterID string
	// BeforeID asks for the page that ends before this cursor, the StartCursor of another page.
	BeforeID string
	// Limit is the number of records that the page should have, 0 for the default of the server.
	Limit int
	// Page asks for a page by its number, from 1; 0 means no number.
	Page int
}

// Fetch reads one page. It returns when the context ends. [Parallel] calls it from several
// goroutines at once.
type Fetch[T any] func(ctx context.Context, r Request) (*Page[T], error)

// Pages reads a list page by page. An error ends the loop: it comes once, last, with a nil page.
//
// To resume later, keep page.Meta.EndCursor of the last page that your program finished and give it
// to [Start].
func Pages[T any](ctx context.Context, fetch Fetch[T], opts ...Option) iter.Seq2[*Page[T], error] {
	o, err := optionsFor[T](opts)
	return paging.As[*Page[T]](paging.Pages(sheets(ctx, source(fetch), o, err)))
}

// All reads a list record by record. The pointers point into the page, so a program that keeps one
// keeps its page in memory. An error ends the loop: it comes once, last, with a nil record.
func All[T any](ctx context.Context, fetch Fetch[T], opts ...Option) iter.Seq2[*T, error] {
	o, err := optionsFor[T](opts)
	return paging.As[*T](paging.Records(sheets(ctx, source(fetch), o, err)))
}

// GetAll reads a whole list into memory, in the order of its pages. With an error it returns no
// records, because a part of a list must not pass for the whole list: [Collect] over [All] keeps
// the records before the error. Without an error the slice is not nil, even if the list is empty.
func GetAll[T any](ctx context.Context, fetch Fetch[T], opts ...Option) ([]T, error) {
	o, err := optionsFor[T](opts)
	if err != nil {
		return nil, err
	}
	records := []T{}
	if err := paging.ReadInto(ctx, &records, source(fetch), o); err != nil {
		return nil, public(err)
	}
	return records, nil
}

// Collect reads at most n records of an iterator and no page that it does not need for them. With
// an error it returns the records before the error. Without one the slice is not nil.
func Collect[T any](seq iter.Seq2[*T, error], n int) ([]T, error) {
	records := []T{}
	if n <= 0 {
		return records, nil
	}
	for record, err := range seq {
		if err != nil {
			return records, err
		}
		records = append(records, *record)
		if len(records) == n {
			break
		}
	}
	return records, nil
}

// source lets the engine call fetch.
func source[T any](fetch Fetch[T]) paging.Source {
	return func(ctx context.Context, r paging.Request) (*paging.Sheet, error) {
		page, err := fetch(ctx, Request(r))
		if page == nil || err != nil {
			return nil, err
		}
		return paging.SheetOf(page), nil
	}
}

// sheets reads a list with the options o, or yields the error that they have.
func sheets(ctx context.Context, fetch paging.Source, o *paging.Options, err error) iter.Seq2[*paging.Sheet, error] {
	return func(yield func(*paging.Sheet, error) bool) {
		if err != nil {
			yield(nil, err)
			return
		}
		paging.Read(ctx, fetch, o)(func(s *paging.Sheet, err error) bool { return yield(s, public(err)) })
	}
}

// public turns an error of the engine into one of this package.
func public(err error) error {
	if e, ok := err.(*paging.Error); ok {
		return (*Error)(e)
	}
	return err
}
