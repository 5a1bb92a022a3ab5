package factorialhr

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// pageLimit is the page size of Pages, All and GetAll unless the caller asks for another: the largest that the API
// serves.
const pageLimit = 100

// listing is a list that is read to its end. What is here has no record type and is compiled once.
type listing struct {
	client *Client
	op     *Operation
	path   string     // of an untyped call
	query  url.Values // whole, that of the options included
	limit  int        // the page size to ask for
	paging []paginate.Option
	opts   []RequestOption
	key    func(reflect.Value) string // of a record, nil if it has none
}

// newListing finds out from the query where to start and in what steps to go. like is a page with the type of the
// records. It is not a method of the client, which each generated package imports: the compiler would follow its
// signature to reflect.Type and compile that type's methods in each of them.
func newListing(c *Client, op *Operation, path string, query url.Values, like paginate.AnyPage, opts []RequestOption) (*listing, error) {
	s, err := c.settingsFor(opts)
	if err == nil && s.response != nil && s.ahead {
		err = errReadAhead
	}
	if err != nil {
		return nil, refuse(op, err)
	}
	query = merged(s.query, query)
	if err := checkFilters(query); err != nil { // before splitQuery, whose first part may be fine
		return nil, refuse(op, err)
	}
	start := paginate.Request{AfterID: query.Get("after_id"), BeforeID: query.Get("before_id"), Limit: pageLimit}
	if err := errors.Join(count(query, "limit", &start.Limit), count(query, "page", &start.Page)); err != nil {
		return nil, refuse(op, err)
	}
	l := &listing{client: c, op: op, path: path, query: query, limit: start.Limit, opts: opts}
	start.Limit = min(start.Limit, pageLimit) // as the server does, so that a page of that length is a full one
	paging := append([]paginate.Option{paginate.Start(start)}, s.paging...)
	if s.strict || len(s.observers) > 0 {
		paging = append(paging, paginate.Report(contradictions(op, &s)))
	}
	if op.Unpaged {
		paging = append(paging, paginate.Unpaged())
	}
	if l.key = recordKey(reflect.TypeOf(paginate.Records(like)).Elem().Elem()); l.key != nil {
		paging = append(paging, paginate.KeyOf(func(record any) string { return l.key(reflect.ValueOf(record).Elem()) }))
	}
	l.paging = paging
	return l, nil
}

// parts returns the query as several that are short enough for a URL.
func (l *listing) parts() ([]url.Values, error) {
	parts, err := splitQuery(l.query, maxQueryBytes)
	if err != nil {
		return nil, refuse(l.op, err)
	}
	return parts, nil
}

// count reads a positive number of a query into n, if it is there.
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

// exchange is the call for one page.
func (l *listing) exchange(query url.Values, r paginate.Request) *exchange {
	q := make(url.Values, len(query)+2)
	maps.Copy(q, query)
	set := func(name, value string) {
		delete(q, name)
		if value != "" && value != "0" {
			q[name] = []string{value}
		}
	}
	set("after_id", r.AfterID)
	set("before_id", r.BeforeID)
	set("limit", strconv.Itoa(l.limit))
	set("page", strconv.Itoa(r.Page))
	return &exchange{op: l.op, path: l.path, in: Input{Query: q}, ownQuery: true}
}

// fetch makes of a query what paginate reads.
func (l *listing) fetch(query url.Values) paginate.AnyFetch {
	return func(ctx context.Context, r paginate.Request, page paginate.AnyPage) error {
		x := l.exchange(query, r)
		if err := l.client.readPage(ctx, x, page, l.opts); err != nil {
			return err
		}
		paginate.SetDocument(page, x.content)
		return nil
	}
}

// ReadPage is what [CallPage] does, for code that does not know the type of the records: page is an empty page of it.
//
//go:noinline
func (c *Client) ReadPage(ctx context.Context, op *Operation, query url.Values, page paginate.AnyPage, opts ...RequestOption) error {
	return c.readPage(ctx, &exchange{op: op, in: Input{Query: query}}, page, opts)
}

// readPage sends x, whose answer is a list.
func (c *Client) readPage(ctx context.Context, x *exchange, page paginate.AnyPage, opts []RequestOption) error {
	x.out = page
	x.check = func() error {
		if !paginate.HasData(page) {
			return errNoList
		}
		return nil
	}
	if err := c.send(ctx, x, opts); err != nil {
		return err
	}
	data, meta := x.rawPage()
	paginate.Annotate(page, x.mismatches, data, meta)
	return nil
}

// ReadPages is what [CallPages] does, for code that does not know the type of the records: like is a page of it, and
// [paginate.As] gives the pages their type back.
//
//go:noinline
func (c *Client) ReadPages(ctx context.Context, op *Operation, query url.Values, like paginate.AnyPage, opts ...RequestOption) iter.Seq2[paginate.AnyPage, error] {
	return func(yield func(paginate.AnyPage, error) bool) {
		l, err := newListing(c, op, "", query, like, opts)
		if err != nil {
			yield(nil, err)
			return
		}
		for page, err := range paginate.Read(ctx, like, l.fetch(l.query), l.paging...) {
			if !yield(page, nameError(op, err)) {
				return
			}
		}
	}
}

// ReadRecords is what [CallAll] does, for code that does not know the type of the records: [Client.ReadPages], in parts if the
// query is too long for one URL. [paginate.RecordsAs] gives the records their type back.
//
//go:noinline
func (c *Client) ReadRecords(ctx context.Context, op *Operation, query url.Values, like paginate.AnyPage, opts ...RequestOption) iter.Seq2[paginate.AnyPage, error] {
	return func(yield func(paginate.AnyPage, error) bool) {
		l, err := newListing(c, op, "", query, like, opts)
		if err != nil {
			yield(nil, err)
			return
		}
		parts, err := l.parts()
		if err != nil {
			yield(nil, err)
			return
		}
		seen := seenBefore(parts)
		for _, part := range parts {
			for page, err := range paginate.Read(ctx, like, l.fetch(part), l.paging...) {
				if err == nil {
					l.dropSeen(reflect.ValueOf(paginate.Records(page)).Elem(), 0, seen)
				}
				if !yield(page, nameError(op, err)) || err != nil {
					return
				}
			}
		}
	}
}

// ReadAll is what [CallGetAll] does, for code that does not know the type of the records: like is a page of it, list a
// pointer to a slice. After an error the slice is not the whole list.
//
//go:noinline
func (c *Client) ReadAll(ctx context.Context, op *Operation, query url.Values, like paginate.AnyPage, list any, opts ...RequestOption) error {
	return c.readAll(ctx, op, "", query, like, list, opts)
}

// readAll reads the list, which is at path if that is not empty, into the slice that list points to.
func (c *Client) readAll(ctx context.Context, op *Operation, path string, query url.Values, like paginate.AnyPage, list any, opts []RequestOption) error {
	l, err := newListing(c, op, path, query, like, opts)
	if err != nil {
		return err
	}
	parts, err := l.parts()
	if err != nil {
		return err
	}
	seen := seenBefore(parts)
	records := reflect.ValueOf(list).Elem()
	for _, part := range parts {
		from := records.Len()
		if err := paginate.ReadInto(ctx, like, list, l.fetch(part), l.paging...); err != nil {
			return nameError(op, err)
		}
		l.dropSeen(records, from, seen)
	}
	return nil
}

// seenBefore is where dropSeen notes keys, nil if the query has one part.
func seenBefore(parts []url.Values) map[string]bool {
	if len(parts) < 2 {
		return nil
	}
	return map[string]bool{}
}

// dropSeen takes those records out of a slice, from an index on, that an earlier part of the query selected too: an
// employee can be in two of the teams that a filter names.
func (l *listing) dropSeen(records reflect.Value, from int, seen map[string]bool) {
	if seen == nil || l.key == nil {
		return
	}
	n := from
	for i := from; i < records.Len(); i++ {
		key := l.key(records.Index(i))
		if key != "" && seen[key] {
			continue
		}
		seen[key] = true
		records.Index(n).Set(records.Index(i))
		n++
	}
	records.SetLen(n)
}

// recordKey returns how to read the id of a record, by which one that comes twice is found: the field ID of the property
// id, or the property of a record that stays as it came. It returns nil for records without one.
func recordKey(record reflect.Type) func(reflect.Value) string {
	if record == reflect.TypeFor[json.RawMessage]() {
		return rawKey
	}
	if record.Kind() != reflect.Struct {
		return nil
	}
	field, ok := record.FieldByName("ID")
	if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" && !strings.EqualFold(name, "id") {
		return nil // several records can have it
	}
	if !ok || field.Type.Kind() != reflect.String && !field.Type.ConvertibleTo(reflect.TypeFor[int64]()) {
		return nil
	}
	return func(v reflect.Value) string {
		id, err := v.FieldByIndexErr(field.Index)
		switch {
		case err != nil || id.IsZero(): // err: an embedded pointer is nil
			return ""
		case id.Kind() == reflect.String:
			return id.String()
		default:
			return fmt.Sprint(id)
		}
	}
}

// nameError makes an [*Error] of what paginate reports itself: metadata that cannot be followed, or a context that ended
// between two pages. Nothing was sent for it.
func nameError(op *Operation, err error) error {
	if _, ok := errors.AsType[*Error](err); ok || err == nil {
		return err
	}
	return refuse(op, err)
}

// rawPage returns the parts of a list as they came, nil if they were not kept.
func (x *exchange) rawPage() (data, meta json.RawMessage) {
	if x.raw != nil {
		data, _ = lenient.Find(x.raw, "/data")
		meta, _ = lenient.Find(x.raw, "/meta")
	}
	return data, meta
}
