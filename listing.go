package factorialhr

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"reflect"
	"strconv"

	"github.com/factorialhr-go/factorialhr/internal/paging"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// pageLimit is the page size of Pages, All and GetAll unless the caller sets another one: the
// largest page that the API returns.
const pageLimit = 100

// listCall is a call that reads a list. It has no record type, so its methods are compiled once for
// all lists. No method of the client takes or returns it: a package that imports the client
// compiles the methods of all types that the signatures lead to, and listCall leads to package
// reflect.
type listCall struct {
	client *Client
	op     *Operation
	path   string // of an untyped call
	query  url.Values
	like   paging.Page // a page with the type of the records
	opts   []RequestOption
}

// page reads one page into c.like.
func (c listCall) page(ctx context.Context) error {
	s, err := c.client.settingsFor(c.opts)
	if err != nil {
		return refuse(c.op, err)
	}
	l := &listing{listCall: c, settings: s}
	return l.send(ctx, c.query, paging.SheetOf(c.like))
}

// pages reads the list page by page.
func (c listCall) pages(ctx context.Context) iter.Seq2[*paging.Sheet, error] {
	return func(yield func(*paging.Sheet, error) bool) {
		l, err := newListing(c)
		if err != nil {
			yield(nil, err)
			return
		}
		l.read(ctx, l.query)(yield)
	}
}

// records reads the list page by page, in parts if the query is too long for one URL.
func (c listCall) records(ctx context.Context) iter.Seq2[*paging.Sheet, error] {
	return func(yield func(*paging.Sheet, error) bool) {
		l, parts, err := newListingInParts(c)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, part := range parts {
			for s, err := range l.read(ctx, part) {
				if err == nil {
					l.dropSeen(s.Records(), 0)
				}
				if !yield(s, err) || err != nil {
					return
				}
			}
		}
	}
}

// readInto appends all records to the slice that list points to. After an error the slice ends with
// a part of the list.
func (c listCall) readInto(ctx context.Context, list any) error {
	l, parts, err := newListingInParts(c)
	if err != nil {
		return err
	}
	records := reflect.ValueOf(list).Elem()
	for _, part := range parts {
		from := records.Len()
		if err := paging.ReadInto(ctx, list, l.source(part), &l.options); err != nil {
			return listError(c.op, err)
		}
		l.dropSeen(records, from)
	}
	return nil
}

// listing is a list that is being read. The options of the call are applied once, to its settings.
type listing struct {
	listCall
	settings settings
	ownQuery bool // query includes the query of the settings
	limit    int  // the page size to ask for
	options  paging.Options
	key      func(reflect.Value) string // of a record, nil if the records have no key
	seen     map[string]bool            // the keys of the records of all parts, nil if there is one part
}

// newListing applies the options of the call and finds out from the query where to start and how
// large a page is.
func newListing(c listCall) (*listing, error) {
	s, err := c.client.settingsFor(c.opts)
	if err == nil && s.response != nil && s.readsAhead() {
		err = errReadAhead
	}
	if err != nil {
		return nil, refuse(c.op, err)
	}
	c.query = merged(s.query, c.query)
	if err := checkFilters(c.query); err != nil { // before splitQuery, whose first part may be fine
		return nil, refuse(c.op, err)
	}
	start := paging.Request{AfterID: c.query.Get("after_id"), BeforeID: c.query.Get("before_id"), Limit: pageLimit}
	if err := errors.Join(count(c.query, "limit", &start.Limit), count(c.query, "page", &start.Page)); err != nil {
		return nil, refuse(c.op, err)
	}
	l := &listing{listCall: c, settings: s, ownQuery: true, limit: start.Limit, options: s.paging}
	start.Limit = min(start.Limit, pageLimit) // as the server does, so that a page of that length is full
	l.options.Start, l.options.Unpaged = start, c.op.Unpaged
	if s.strict || len(s.observers) > 0 {
		l.options.Report = contradictions(c.op, &s)
	}
	if l.key = recordKey(paging.SheetOf(c.like).Records().Type().Elem()); l.key != nil {
		l.options.Key = func(record any) string { return l.key(reflect.ValueOf(record).Elem()) }
	}
	return l, nil
}

// newListingInParts also divides the query into parts that are short enough for a URL.
func newListingInParts(c listCall) (*listing, []url.Values, error) {
	l, err := newListing(c)
	if err != nil {
		return nil, nil, err
	}
	parts, err := splitQuery(l.query, maxQueryBytes)
	if err != nil {
		return nil, nil, refuse(c.op, err)
	}
	if len(parts) > 1 {
		l.seen = map[string]bool{}
	}
	return l, parts, nil
}

// count reads a positive number of a query into n if the query has it.
func count(query url.Values, name string, n *int) (err error) {
	text := query.Get(name)
	if text == "" {
		return nil
	}
	if *n, err = strconv.Atoi(text); err != nil || *n < 1 {
		return fmt.Errorf("%w: the query parameter %s is not a positive number", ErrInvalidRequest, name)
	}
	return nil
}

// read reads what query selects. Every error is an [*Error].
func (l *listing) read(ctx context.Context, query url.Values) iter.Seq2[*paging.Sheet, error] {
	return func(yield func(*paging.Sheet, error) bool) {
		paging.Read(ctx, l.source(query), &l.options)(func(s *paging.Sheet, err error) bool {
			return yield(s, listError(l.op, err))
		})
	}
}

// listError makes an [*Error] of an error of the engine: metadata that the engine cannot follow, or
// a context that ended between two pages. The error is not the error of a request.
func listError(op *Operation, err error) error {
	if e, ok := err.(*paging.Error); ok {
		err = (*paginate.Error)(e)
	}
	if _, ok := errors.AsType[*Error](err); ok || err == nil {
		return err
	}
	return refuse(op, err)
}
