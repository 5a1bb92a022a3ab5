package factorialhr

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/paging"
)

// Get sends a GET to any path, typed or not, and decodes the response into out. A nil out drops the
// response.
//
// Here and in [Client.Post], [Client.Put], [Client.Delete], [Client.All] and [Client.GetAll], a
// path is relative to /api/<version>/resources/, like employees/employees, or begins with a slash
// and is absolute on the host of the base URL. It is written as in a URL: escape an id in it with
// [net/url.PathEscape]. Give the parameters of the query with the option [Query]. A body may have
// any type that [Input] allows. Errors and observers show the domain and the resource of the path
// and hide the rest. The client does not check whether the API version has the path and its
// parameters: see [APIVersion].
func (c *Client) Get(ctx context.Context, path string, out any, opts ...RequestOption) error {
	return c.raw(ctx, "Get", path, nil, out, opts)
}

// Post sends a POST to any path: see [Client.Get]. Like every operation of the class [RetryUnsafe],
// it is sent again only if the server cannot have acted.
func (c *Client) Post(ctx context.Context, path string, body, out any, opts ...RequestOption) error {
	return c.raw(ctx, "Post", path, body, out, opts)
}

// Put sends a PUT to any path: see [Client.Get].
func (c *Client) Put(ctx context.Context, path string, body, out any, opts ...RequestOption) error {
	return c.raw(ctx, "Put", path, body, out, opts)
}

// Delete sends a DELETE to any path: see [Client.Get].
func (c *Client) Delete(ctx context.Context, path string, out any, opts ...RequestOption) error {
	return c.raw(ctx, "Delete", path, nil, out, opts)
}

// All returns an iterator over the records of the list at any path, as the server sent them: see
// [Client.Get] for the path and [CallAll] for the iterator. It keeps one page in memory, whatever
// the length of the list. An error ends the loop: it comes once, last, with a nil record. Every
// error is an [*Error].
func (c *Client) All(ctx context.Context, path string, opts ...RequestOption) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		list, err := newRawList(c, "All", path, opts)
		if err != nil {
			yield(nil, err)
			return
		}
		for record, err := range paging.As[*json.RawMessage](paging.Records(list.records(ctx))) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(*record, nil) {
				return
			}
		}
	}
}

// GetAll returns all records of the list at any path, and no records with an error: see
// [Client.Get] for the path. Without an error the slice is never nil.
func (c *Client) GetAll(ctx context.Context, path string, opts ...RequestOption) ([]json.RawMessage, error) {
	call, err := newRawList(c, "GetAll", path, opts)
	if err != nil {
		return nil, err
	}
	list := []json.RawMessage{}
	if err := call.readInto(ctx, &list); err != nil {
		return nil, err
	}
	return list, nil
}

func (c *Client) raw(ctx context.Context, name, path string, body, out any, opts []RequestOption) error {
	op := rawOperation(name, path)
	if err := checkPath(path); err != nil {
		return refuse(op, err)
	}
	return c.do(ctx, op, path, Input{Body: body}, out, opts)
}

func newRawList(c *Client, name, path string, opts []RequestOption) (listCall, error) {
	op := rawOperation(name, path)
	if err := checkPath(path); err != nil {
		return listCall{}, refuse(op, err)
	}
	return listCall{c, op, path, nil, new(Page[json.RawMessage]), opts}, nil
}

// rawOperation returns the operation of an untyped call, by the name of its method.
func rawOperation(name, path string) *Operation {
	op := &Operation{Name: "Client." + name, Path: pathTemplate(path)}
	switch name {
	case "Get", "All", "GetAll":
		op.Method, op.Retry = http.MethodGet, RetrySafe
		// It returns everything at once and ignores paging.
		op.Unpaged = path == "attendance/shifts" ||
			strings.HasPrefix(path, "/") && strings.HasSuffix(path, "/resources/attendance/shifts")
	case "Put":
		op.Method, op.Retry = http.MethodPut, RetryIdempotent
	case "Delete":
		op.Method, op.Retry = http.MethodDelete, RetryIdempotent
	default:
		op.Method, op.Retry = http.MethodPost, RetryUnsafe
	}
	return op
}
