package paginate

import (
	"context"
	"fmt"
	"iter"
)

// Request says which page to read. The zero Request is the first page.
type Request struct {
	// AfterID asks for the page that begins after this cursor, the EndCursor of another page.
	AfterID string
	// BeforeID asks for the page that ends before this cursor, the StartCursor of another page.
	BeforeID string
	// Limit is how many records the page should have, 0 for as many as the server likes.
	Limit int
	// Page asks for a page by its number, from 1; 0 is no number.
	Page int
}

// Fetch reads one page. It returns when the context ends. [Parallel] calls it from several goroutines at once.
type Fetch[T any] func(ctx context.Context, r Request) (*Page[T], error)

// Pages reads a list page by page. An error ends the loop: it comes once, last, with a nil page.
//
// To resume later, keep page.Meta.EndCursor of the last page that was dealt with and give it to [Start].
func Pages[T any](ctx context.Context, fetch Fetch[T], opts ...Option) iter.Seq2[*Page[T], error] {
	return As[*Page[T]](list(ctx, fetch, collectOptions(opts)))
}

// All reads a list record by record. The pointers point into the page: whoever keeps one keeps its page in memory.
// An error ends the loop: it comes once, last, with a nil record.
func All[T any](ctx context.Context, fetch Fetch[T], opts ...Option) iter.Seq2[*T, error] {
	return RecordsAs[*T](list(ctx, fetch, collectOptions(opts)))
}

// GetAll reads a whole list into memory, in the order of its pages. With an error it returns no records, as a part of a
// list must not pass for the whole: [Collect] over [All] keeps what came before the error. Without an error the slice is
// not nil, even if the list is empty.
func GetAll[T any](ctx context.Context, fetch Fetch[T], opts ...Option) ([]T, error) {
	o := collectOptions(opts)
	if err := checkKey[T](o); err != nil {
		return nil, err
	}
	records := []T{}
	if err := readInto(ctx, typed(fetch), &records, o); err != nil {
		return nil, err
	}
	return records, nil
}

// Collect reads at most n records of an iterator and no page that it does not need for them. With an error it returns
// what was read before it. Without one the slice is not nil.
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

// typed makes of a fetch what the reading below knows: it has no record type and is compiled once.
func typed[T any](fetch Fetch[T]) source {
	return func(ctx context.Context, r Request) (AnyPage, error) {
		page, err := fetch(ctx, r)
		if page == nil || err != nil {
			return nil, err
		}
		return page, nil
	}
}

// list reads the pages of a list of T.
func list[T any](ctx context.Context, fetch Fetch[T], o *options) iter.Seq2[AnyPage, error] {
	if err := checkKey[T](o); err != nil {
		return func(yield func(AnyPage, error) bool) { yield(nil, err) }
	}
	return plain(read(ctx, typed(fetch), o))
}

func checkKey[T any](o *options) error {
	if o.keyFits == nil || o.keyFits((*Page[T])(nil)) {
		return nil
	}
	return fmt.Errorf("paginate: Key is for other records than %T", *new(T))
}
