package paginate

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"reflect"
)

// AnyPage is a [*Page] of records of any type. With it, code that reads lists of very many types, as generated code does,
// is compiled once and not once for each type: see [Read].
type AnyPage interface {
	// RawData and RawMeta are those of the page.
	RawData() json.RawMessage
	RawMeta() json.RawMessage

	parts() parts
}

// parts leads to what a page has. It is the only thing that each type of page has to bring along.
type parts struct {
	data       any // a *[]T
	meta       *Meta
	mismatches *[]Mismatch
	raw        *raw
}

func (p *Page[T]) parts() parts { return parts{&p.Data, &p.Meta, &p.Mismatches, &p.raw} }

// sheet is a page that is being read, with its parts at hand.
type sheet struct {
	page AnyPage
	parts
	records  reflect.Value // the []T
	document []byte        // what the page was decoded from, nil if that is not known
	silent   bool          // nothing says that the page is the last, although the reading ends with it
	sum      uint64        // of the records, 0 until it is needed
}

func newSheet(page AnyPage) *sheet {
	p := page.parts()
	s := &sheet{page: page, parts: p, records: reflect.ValueOf(p.data).Elem()}
	if p.raw.document != nil {
		s.document, p.raw.document = p.raw.document, nil
	}
	return s
}

func (s *sheet) size() int        { return s.records.Len() }
func (s *sheet) record(i int) any { return s.records.Index(i).Addr().Interface() }

// equal tells whether two pages have the very same records.
func (s *sheet) equal(other *sheet) bool { return reflect.DeepEqual(s.data, other.data) }

// appendTo adds the records to the first keep ones of a slice and returns how many it has.
func (s *sheet) appendTo(list reflect.Value, keep int) int {
	list.Set(reflect.AppendSlice(list.Slice(0, keep), s.records))
	return list.Len()
}

// HasData tells whether an answer brought a list at all: Data is not nil. It is for whoever fetches a page.
func HasData(page AnyPage) bool { return !reflect.ValueOf(page.parts().data).Elem().IsNil() }

// Records returns a pointer to the Data of a page, a *[]T. It is for whoever fetches a page.
func Records(page AnyPage) any { return page.parts().data }

// Annotate notes on a page what did not fit, and the parts of the answer as the server sent them, where they are kept.
// It is for whoever fetches a page, which holds on to the slices.
func Annotate(page AnyPage, mismatches []Mismatch, data, meta json.RawMessage) {
	p := page.parts()
	*p.mismatches = mismatches
	p.raw.data, p.raw.meta = data, meta
}

// An AnyFetch reads one page into page, which is empty. See [Fetch].
type AnyFetch func(ctx context.Context, r Request, page AnyPage) error

// Read is [Pages] for code that does not know the type of the records: like is a page of it. [As] and [RecordsAs] give
// the pages or their records their type back.
func Read(ctx context.Context, like AnyPage, fetch AnyFetch, opts ...Option) iter.Seq2[AnyPage, error] {
	return plain(read(ctx, fetch.source(like), collectOptions(opts)))
}

// ReadInto is [GetAll] for code that does not know the type of the records: like is a page of it, list a pointer to a
// slice. The records are added to the slice; after an error, what it has at the end is not the whole list.
func ReadInto(ctx context.Context, like AnyPage, list any, fetch AnyFetch, opts ...Option) error {
	return readInto(ctx, fetch.source(like), list, collectOptions(opts))
}

func readInto(ctx context.Context, fetch source, list any, o *options) error {
	records := reflect.ValueOf(list).Elem()
	start := records.Len()
	err := gather(read(ctx, fetch, o), records, start)
	if errors.Is(err, ErrChanged) {
		again := *o
		again.parallel = 0
		err = gather(read(ctx, fetch, &again), records, start)
	}
	return err
}

// gather adds the records of all pages to the first keep ones of list.
func gather(pages iter.Seq2[*sheet, error], list reflect.Value, keep int) error {
	list.SetLen(keep)
	for s, err := range pages {
		if err != nil {
			return err
		}
		keep = s.appendTo(list, keep)
	}
	return nil
}

func (fetch AnyFetch) source(like AnyPage) source {
	pageType := reflect.TypeOf(like).Elem()
	return func(ctx context.Context, r Request) (AnyPage, error) {
		page := reflect.New(pageType).Interface().(AnyPage)
		if err := fetch(ctx, r, page); err != nil {
			return nil, err
		}
		return page, nil
	}
}

// plain takes the pages out of their sheets.
func plain(sheets iter.Seq2[*sheet, error]) iter.Seq2[AnyPage, error] {
	return func(yield func(AnyPage, error) bool) {
		for s, err := range sheets {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(s.page, nil) {
				return
			}
		}
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
		records(pages, func(record any, err error) bool {
			typed, _ := record.(R)
			return yield(typed, err)
		})
	}
}

// records calls yield for each record of the pages. Inlined into [RecordsAs], it would be compiled again in each package
// that reads a list, and the methods of reflect.Type and reflect.Value with it.
//
//go:noinline
func records(pages iter.Seq2[AnyPage, error], yield func(record any, err error) bool) {
	for page, err := range pages {
		if err != nil {
			yield(nil, err)
			return
		}
		s := newSheet(page)
		for i := range s.size() {
			if !yield(s.record(i), nil) {
				return
			}
		}
	}
}
