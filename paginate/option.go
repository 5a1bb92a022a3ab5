package paginate

import (
	"context"
	"fmt"
	"reflect"

	"github.com/factorialhr-go/factorialhr/internal/paging"
)

// Option changes how a list is read.
type Option func(*options)

// options holds the options of one traversal.
type options struct {
	paging.Options
	keyOf reflect.Type // the record type of the key, nil without a key
}

// optionsFor applies opts for a list of records of type T.
func optionsFor[T any](opts []Option) (*paging.Options, error) {
	o := new(options)
	for _, option := range opts {
		option(o)
	}
	if o.keyOf != nil && o.keyOf != reflect.TypeFor[T]() {
		return nil, fmt.Errorf("paginate: Key is for other records than %v", reflect.TypeFor[T]())
	}
	return &o.Options, nil
}

// Start begins with the page that r asks for instead of the first one. To resume a traversal, give
// the end cursor of the last page that your program finished as AfterID. A BeforeID reads
// [Backwards]. Limit applies to all pages. The other fields apply to the first page: from there the
// traversal follows the cursor.
func Start(r Request) Option {
	return func(o *options) { o.Start = paging.Request(r) }
}

// Backwards reads towards the beginning of the list: it follows HasPreviousPage and StartCursor,
// with BeforeID. It begins at the page that [Start] gives, usually one before a cursor. From the
// first page no way leads back, so the traversal ends there. The records of a page keep the order
// of the server.
func Backwards() Option {
	return func(o *options) { o.Backwards = true }
}

// Unpaged is for a list whose server ignores paging and returns everything at once, whatever its
// metadata says about a next page. The traversal ends after one page, unless the metadata counts
// more records than the page has: then the list has pages, and the traversal follows them. Parallel
// has no effect.
func Unpaged() Option {
	return func(o *options) { o.Unpaged = true }
}

// Prefetch reads up to n pages ahead while the loop works on one, in a goroutine that ends with the
// loop. The pages and their order do not change. If n is less than 1, nothing is read ahead.
func Prefetch(n int) Option {
	return func(o *options) { o.Prefetch = n }
}

// Parallel reads a list by page numbers, up to n pages at once, and yields the pages in their
// order. About 2n pages may wait for the loop. It follows the cursor, one page after the other, if
// n is less than 2 or the traversal does not begin with the first page ([Start], [Backwards]).
//
// The number of pages follows from the first page: the total of its metadata divided by the limit
// of its metadata. The requests have the limit of [Start], or 100. Page numbers count from
// the beginning of a list, so a record that is created or deleted moves others from page to page.
// Therefore each page must have the total of the first page, the length that follows from it, a
// next page exactly if it is not the last, and no record that an earlier page has (by its [Key], if
// there is one). At the first page that does not, and at a page that equals the page before it
// because the server ignores the number, the traversal continues along the cursor of the last good
// page. If it does so after more than one page, it checks at the end that no record came twice and
// that there are as many records as the total says. If this check fails, [GetAll] reads everything
// again along the cursor. [Pages] and [All] report [ErrChanged], because the loop has the records
// already.
//
// One change stays unseen: one record is deleted and another one created between the requests for
// two pages. If you must not miss a record for that, do not use Parallel.
func Parallel(n int) Option {
	return func(o *options) { o.Parallel = n }
}

// Key tells how to get the key of a record, by which [Parallel] finds records that come twice. An
// empty key means that the record has none. T must be the type of the records of the list.
func Key[T any](key func(*T) string) Option {
	return func(o *options) {
		o.Key = func(record any) string { return key(record.(*T)) }
		o.keyOf = reflect.TypeFor[T]()
	}
}

// Progress calls f for every page before the loop gets it, on the goroutine that ranges, never
// concurrently. The count starts again if [GetAll] does: see [Parallel].
func Progress(f func(Position)) Option {
	return func(o *options) {
		o.Progress = nil
		if f != nil {
			o.Progress = func(p paging.Position) { f(Position(p)) }
		}
	}
}

// Position is the progress of a traversal.
type Position struct {
	// Pages and Records count the pages and records read so far, the current page included.
	Pages, Records int
	// Total is the number of records of the list according to the current page, 0 if the page does
	// not say. A list can change while it is read, so Records may end above or below Total.
	Total int
}

// Report calls f when a list contradicts its metadata in a way that need not be an error. Want
// holds what the metadata says, Got what the server sent:
//
//   - A list that is read from its beginning ends with fewer records than its last total counts.
//   - A list has more than twice as many records as its total counts, and more than 100 more. f is
//     called once, and the traversal continues.
//   - A list ends with a page that is not full and does not say that it is the last.
//
// On some lists the total counts something else than records. If f returns an error, the traversal
// ends with it after the records that it is about. f runs on the goroutine that ranges, never
// concurrently.
func Report(f func(ctx context.Context, m Mismatch) error) Option {
	return func(o *options) {
		o.Report = nil
		if f != nil {
			o.Report = func(ctx context.Context, m paging.Mismatch) error { return f(ctx, Mismatch(m)) }
		}
	}
}
