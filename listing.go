package factorialhr

import (
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

const (
	// pageLimit is the page size of Pages, All and GetAll unless the caller asks for another: the largest that the API
	// serves.
	pageLimit = 100
	// maxQuery is how long a query may get, in bytes, before its list of ids is split. Servers and proxies begin to
	// refuse URLs at 8 KB.
	maxQuery = 6000
)

// listing is a list that is read to its end. What is here has no record type and is compiled once.
type listing struct {
	client *Client
	op     *Operation
	path   string     // of an untyped call
	query  url.Values // whole, that of the options included
	paging []paginate.Option
	opts   []RequestOption
}

// newListing finds out from the query where to start and in what steps to go.
func (c *Client) newListing(op *Operation, path string, query url.Values, opts []RequestOption) (*listing, error) {
	s, err := c.settingsFor(opts)
	if err == nil && s.response != nil && s.ahead {
		err = errReadAhead
	}
	if err != nil {
		return nil, refuse(op, err)
	}
	query = merged(s.query, query)
	start := paginate.Request{AfterID: query.Get("after_id"), BeforeID: query.Get("before_id"), Limit: pageLimit}
	if err := errors.Join(count(query, "limit", &start.Limit), count(query, "page", &start.Page)); err != nil {
		return nil, refuse(op, err)
	}
	paging := append([]paginate.Option{paginate.Start(start)}, s.paging...)
	if op.Unpaged {
		paging = append(paging, paginate.Unpaged())
	}
	return &listing{client: c, op: op, path: path, query: query, paging: paging, opts: opts}, nil
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
	set("limit", strconv.Itoa(r.Limit))
	set("page", strconv.Itoa(r.Page))
	return &exchange{op: l.op, path: l.path, in: Input{Query: q}, ownQuery: true}
}

// parts splits a query whose list of ids is too long for a URL. Only a list of its own kind can be split: it names
// records, so that the parts of the answer add up.
func (l *listing) parts() iter.Seq[url.Values] {
	return func(yield func(url.Values) bool) {
		name := splittable(l.query)
		if name == "" {
			yield(l.query)
			return
		}
		ids := l.query[name]
		rest := maps.Clone(l.query)
		delete(rest, name)
		room := max(maxQuery-len(rest.Encode()), maxQuery/4)
		for len(ids) > 0 {
			n, size := 0, 0
			for n < len(ids) && (n == 0 || size < room) {
				size += len(name) + len(url.QueryEscape(ids[n])) + len("%5B%5D=&")
				n++
			}
			if !yield(merged(rest, url.Values{name: ids[:n]})) {
				return
			}
			ids = ids[n:]
		}
	}
}

// splittable names the longest list of ids in a query that is too long, or nothing.
func splittable(query url.Values) (longest string) {
	if len(query) == 0 || len(query.Encode()) <= maxQuery {
		return ""
	}
	for name, ids := range query {
		if strings.HasSuffix(name, "ids[]") && len(ids) > len(query[longest]) {
			longest = name
		}
	}
	return longest
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
