package factorialhr

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"reflect"
	"strconv"

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

// pageLimit is the page size that Pages, All and GetAll ask for when the caller does not: the largest that the API
// serves.
const pageLimit = 100

// CallPage reads one page of the list op. Nothing is sent that query does not hold.
func CallPage[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) (*Page[T], error) {
	page := new(Page[T])
	x := &exchange{op: op, in: Input{Query: query}, out: page, list: true}
	if err := c.send(ctx, x, opts); err != nil {
		return nil, err
	}
	page.Mismatches = x.mismatches
	if x.settings.keepRaw {
		page.SetRaw(x.rawData, x.rawMeta)
	}
	return page, nil
}

// CallPages returns an iterator over the pages of the list op, from where after_id, before_id or page in query point
// to. It asks for pages of limit records, 100 unless query says otherwise. An error ends the iteration.
func CallPages[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) iter.Seq2[*Page[T], error] {
	fetch, options, err := prepare[T](c, op, query, opts)
	if err != nil {
		return failed[*Page[T]](err)
	}
	return named(op, paginate.Pages(ctx, fetch, options...))
}

// CallAll returns an iterator over the records of the list op, reading as [CallPages] does. The pointers lead into the
// page: whoever keeps one keeps its page in memory.
func CallAll[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) iter.Seq2[*T, error] {
	fetch, options, err := prepare[T](c, op, query, opts)
	if err != nil {
		return failed[*T](err)
	}
	return named(op, paginate.All(ctx, fetch, options...))
}

// CallGetAll reads the list op to its end, as [CallPages] does. With an error it returns what was read before it.
func CallGetAll[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) ([]T, error) {
	fetch, options, err := prepare[T](c, op, query, opts)
	if err != nil {
		return nil, err
	}
	records, err := paginate.GetAll(ctx, fetch, options...)
	return records, nameError(op, err)
}

// prepare turns a list into what paginate reads.
func prepare[T any](c *Client, op *Operation, query url.Values, opts []RequestOption) (paginate.Fetch[T], []paginate.Option, error) {
	options, err := c.pageOptions(op, query, opts)
	if err != nil {
		return nil, nil, err
	}
	if key := recordKey(reflect.TypeFor[T]()); key != nil {
		options = append(options, paginate.Key(func(record *T) string { return key(reflect.ValueOf(record).Elem()) }))
	}
	return func(ctx context.Context, r paginate.Request) (*Page[T], error) {
		return CallPage[T](ctx, c, op, pageQuery(query, r), opts...)
	}, options, nil
}

// pageOptions returns the paging options of a call, and with them where its query says to start.
func (c *Client) pageOptions(op *Operation, query url.Values, opts []RequestOption) ([]paginate.Option, error) {
	s, err := c.settingsFor(opts)
	if err != nil {
		return nil, refuse(op, err)
	}
	start := paginate.Request{AfterID: query.Get("after_id"), BeforeID: query.Get("before_id"), Limit: pageLimit}
	for name, field := range map[string]*int{"limit": &start.Limit, "page": &start.Page} {
		if text := query.Get(name); text != "" {
			if *field, err = strconv.Atoi(text); err != nil || *field < 1 {
				return nil, refuse(op, fmt.Errorf("%w: the query parameter %s is not a positive number", ErrInvalidRequest, name))
			}
		}
	}
	options := append([]paginate.Option{paginate.Start(start)}, s.paging...)
	if op.Unpaged {
		options = append(options, paginate.Unpaged())
	}
	return options, nil
}

// pageQuery returns query with the paging parameters of r in the place of its own.
func pageQuery(query url.Values, r paginate.Request) url.Values {
	q := make(url.Values, len(query)+2)
	maps.Copy(q, query)
	for name, value := range map[string]string{
		"after_id": r.AfterID, "before_id": r.BeforeID, "limit": strconv.Itoa(r.Limit), "page": strconv.Itoa(r.Page),
	} {
		delete(q, name)
		if value != "" && value != "0" {
			q.Set(name, value)
		}
	}
	return q
}

// recordKey returns how to read the ID of a record, by which reading in parallel finds records that come twice, and nil
// for records without one.
func recordKey(record reflect.Type) func(reflect.Value) string {
	if record.Kind() != reflect.Struct {
		return nil
	}
	field, ok := record.FieldByName("ID")
	if !ok || field.Type != reflect.TypeFor[ID]() {
		return nil
	}
	return func(v reflect.Value) string { return v.FieldByIndex(field.Index).String() }
}

// failed returns an iterator that yields err and nothing else.
func failed[T any](err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) { yield(*new(T), err) }
}

// named gives the errors of a reading the name of their operation.
func named[T any](op *Operation, seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v, err := range seq {
			if !yield(v, nameError(op, err)) {
				return
			}
		}
	}
}

// nameError makes an [*Error] of what paginate reports itself: a list whose metadata cannot be followed, or a context
// that ended between two pages. Nothing was sent for it.
func nameError(op *Operation, err error) error {
	if _, ok := errors.AsType[*Error](err); ok || err == nil {
		return err
	}
	return refuse(op, err)
}
