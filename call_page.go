package factorialhr

import (
	"context"
	"iter"
	"net/url"
	"reflect"

	"github.com/factorialhr-go/factorialhr/paginate"
)

type (
	// Page is one page of a list: see [paginate.Page].
	Page[T any] = paginate.Page[T]
	// Meta is the paging metadata of a list: see [paginate.Meta].
	Meta = paginate.Meta
	// Mismatch is a value of an answer that did not have the type of its field: see [paginate.Mismatch].
	Mismatch = paginate.Mismatch
)

// CallPage reads one page of the list op. Nothing is sent that query does not hold.
func CallPage[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) (*Page[T], error) {
	return readPage[T](ctx, c, &exchange{op: op, in: Input{Query: query}}, opts)
}

// CallPages returns an iterator over the pages of the list op, from where after_id, before_id or page in query point
// to. It asks for pages of limit records, 100 unless query says otherwise. An error ends the iteration.
func CallPages[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		l, err := c.newListing(op, "", query, opts)
		if err != nil {
			yield(nil, err)
			return
		}
		for page, err := range paginate.Pages(ctx, fetch[T](l, l.query), pageOptions[T](l)...) {
			if !yield(page, nameError(op, err)) {
				return
			}
		}
	}
}

// CallAll returns an iterator over the records of the list op, reading as [CallPages] does. The pointers lead into the
// page: whoever keeps one keeps its page in memory. A filter by ids that is too long for one URL is read in parts, one
// after the other.
func CallAll[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		l, err := c.newListing(op, "", query, opts)
		if err != nil {
			yield(nil, err)
			return
		}
		for part := range l.parts() {
			for record, err := range paginate.All(ctx, fetch[T](l, part), pageOptions[T](l)...) {
				if !yield(record, nameError(op, err)) || err != nil {
					return
				}
			}
		}
	}
}

// CallGetAll returns all that [CallAll] yields. With an error it returns what was read before it.
func CallGetAll[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) ([]T, error) {
	return getAll[T](ctx, c, op, "", query, opts)
}

// getAll reads the list op, which is at path if that is not empty.
func getAll[T any](ctx context.Context, c *Client, op *Operation, path string, query url.Values, opts []RequestOption) ([]T, error) {
	l, err := c.newListing(op, path, query, opts)
	if err != nil {
		return nil, err
	}
	var all []T
	for part := range l.parts() {
		records, err := paginate.GetAll(ctx, fetch[T](l, part), pageOptions[T](l)...)
		if all == nil {
			all = records
		} else {
			all = append(all, records...)
		}
		if err != nil {
			return all, nameError(op, err)
		}
	}
	return all, nil
}

// fetch makes of a list what paginate reads.
func fetch[T any](l *listing, query url.Values) paginate.Fetch[T] {
	return func(ctx context.Context, r paginate.Request) (*Page[T], error) {
		return readPage[T](ctx, l.client, l.exchange(query, r), l.opts)
	}
}

// pageOptions tells paginate how to read a list, and where its records have their id.
func pageOptions[T any](l *listing) []paginate.Option {
	if key := recordKey(reflect.TypeFor[T]()); key != nil {
		return append(l.paging, paginate.Key(func(record *T) string { return key(reflect.ValueOf(record).Elem()) }))
	}
	return l.paging
}

// readPage sends x, which is a list.
func readPage[T any](ctx context.Context, c *Client, x *exchange, opts []RequestOption) (*Page[T], error) {
	page := new(Page[T])
	x.out = page
	x.check = func() error {
		if page.Data == nil {
			return errNoList
		}
		return nil
	}
	if err := c.send(ctx, x, opts); err != nil {
		return nil, err
	}
	page.Mismatches = x.mismatches
	page.SetRaw(x.rawPage())
	return page, nil
}
