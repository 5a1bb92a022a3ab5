package paginate

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"reflect"
)

// AnyPage is a [*Page] of records of any type. Code that reads lists of very many types, as generated code does, is
// compiled once with it, and not once for each type: see [Read].
type AnyPage interface {
	// Records returns a pointer to the Data of the page: a *[]T.
	Records() any
	// SetMismatches is for whoever fetched the page.
	SetMismatches(m []Mismatch)
	// SetRaw is for whoever fetched the page.
	SetRaw(data, meta json.RawMessage)

	meta() *Meta
	size() int
	mismatches() []Mismatch
	record(i int) any                // a *T
	empty() AnyPage                  // a new page of the same type
	appendTo(list any, keep int) int // adds the records to the first keep ones of a *[]T and returns how many it has
	keyOf(i int, key any) string     // of record i, by a func(*T) string or a func(any) string
}

// Records returns a pointer to Data, for code that does not know T: see [AnyPage].
func (p *Page[T]) Records() any { return &p.Data }

// SetMismatches sets Mismatches, for code that does not know T: see [AnyPage].
func (p *Page[T]) SetMismatches(m []Mismatch) { p.Mismatches = m }

func (p *Page[T]) meta() *Meta            { return &p.Meta }
func (p *Page[T]) size() int              { return len(p.Data) }
func (p *Page[T]) mismatches() []Mismatch { return p.Mismatches }
func (p *Page[T]) record(i int) any       { return &p.Data[i] }
func (p *Page[T]) empty() AnyPage         { return new(Page[T]) }

func (p *Page[T]) appendTo(list any, keep int) int {
	records := list.(*[]T)
	*records = append((*records)[:keep], p.Data...)
	return len(*records)
}

func (p *Page[T]) keyOf(i int, key any) string {
	if key, ok := key.(func(*T) string); ok {
		return key(&p.Data[i])
	}
	return key.(func(any) string)(&p.Data[i])
}

// equal tells whether two pages have the very same records.
func equal(p, q AnyPage) bool { return reflect.DeepEqual(p.Records(), q.Records()) }

// An AnyFetch reads one page into page, which is empty. See [Fetch].
type AnyFetch func(ctx context.Context, r Request, page AnyPage) error

// Read is [Pages] for code that does not know the type of the records: like is a page of it. [As] and [RecordsAs] give
// the pages or their records their type back.
func Read(ctx context.Context, like AnyPage, fetch AnyFetch, opts ...Option) iter.Seq2[AnyPage, error] {
	return read(ctx, fetch.source(like), collectOptions(opts))
}

// ReadInto is [GetAll] for code that does not know the type of the records: like is a page of it, list a pointer to a
// slice. The records are added to the slice; after an error, what it has at the end is not the whole list.
func ReadInto(ctx context.Context, like AnyPage, list any, fetch AnyFetch, opts ...Option) error {
	o := collectOptions(opts)
	start := like.appendTo(list, reflect.ValueOf(list).Elem().Len())
	err := gather(read(ctx, fetch.source(like), o), list, start)
	if errors.Is(err, ErrChanged) {
		o.parallel = 0
		err = gather(read(ctx, fetch.source(like), o), list, start)
	}
	return err
}

// gather adds the records of all pages to the first keep ones of list.
func gather(pages iter.Seq2[AnyPage, error], list any, keep int) error {
	for page, err := range pages {
		if err != nil {
			return err
		}
		keep = page.appendTo(list, keep)
	}
	return nil
}

func (fetch AnyFetch) source(like AnyPage) source {
	return func(ctx context.Context, r Request) (AnyPage, error) {
		page := like.empty()
		if err := fetch(ctx, r, page); err != nil {
			return nil, err
		}
		return page, nil
	}
}

// As gives the pages of [Read] their type P back, which is that of its like: a [*Page].
//
//go:noinline
func As[P any](pages iter.Seq2[AnyPage, error]) iter.Seq2[P, error] {
	// Its type parameter is always a pointer, so it is compiled once for a package whatever the number of its lists; not
	// inlining it and calling the iterator instead of ranging over it keep that small.
	return func(yield func(P, error) bool) {
		pages(func(page AnyPage, err error) bool {
			typed, _ := page.(P)
			return yield(typed, err)
		})
	}
}

// RecordsAs gives the records of the pages of [Read] one by one, as pointers into their page of the type R: a *T.
//
//go:noinline
func RecordsAs[R any](pages iter.Seq2[AnyPage, error]) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		pages(func(page AnyPage, err error) bool {
			if err != nil {
				var none R
				return yield(none, err)
			}
			for i := range page.size() {
				if !yield(page.record(i).(R), nil) {
					return false
				}
			}
			return true
		})
	}
}
