package factorialhr

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
)

// Get sends a GET to any path, typed or not, and decodes the answer into out; a nil out drops it.
//
// Here and in [Client.Post], [Client.Put], [Client.Delete] and [Client.GetAll], a path is relative to
// /api/<version>/resources/, like employees/employees, or begins with a slash and is absolute on the host of the base
// URL. It is written as in a URL: an id in it goes through [net/url.PathEscape]. Parameters of the query come with the
// option [Query]. A body is what that of an [Input] is. Errors and observers show the domain and the resource of the
// path, not what follows them.
func (c *Client) Get(ctx context.Context, path string, out any, opts ...RequestOption) error {
	return c.raw(ctx, "Get", path, nil, out, opts)
}

// Post sends a POST to any path: see [Client.Get]. It is sent again only when the server cannot have acted, as every
// operation of the class [RetryUnsafe].
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

// GetAll reads the list at any path to its end: see [Client.Get], and [CallGetAll] for how.
func (c *Client) GetAll(ctx context.Context, path string, opts ...RequestOption) ([]json.RawMessage, error) {
	op := rawOperation("GetAll", path)
	if err := checkPath(path); err != nil {
		return nil, refuse(op, err)
	}
	list := []json.RawMessage{}
	if err := c.readAll(ctx, op, path, nil, new(Page[json.RawMessage]), &list, opts); err != nil {
		return nil, err
	}
	return list, nil
}

func (c *Client) raw(ctx context.Context, name, path string, body, out any, opts []RequestOption) error {
	op := rawOperation(name, path)
	if err := checkPath(path); err != nil {
		return refuse(op, err)
	}
	return c.send(ctx, &exchange{op: op, path: path, in: Input{Body: body}, out: out}, opts)
}

// rawOperation describes an untyped call to the chain, by the name of its method.
func rawOperation(name, path string) *Operation {
	op := &Operation{Name: "Client." + name, Path: pathTemplate(path)}
	switch name {
	case "Get", "GetAll":
		op.Method, op.Retry = http.MethodGet, RetrySafe
		// It answers everything at once, whatever is asked.
		op.Unpaged = path == "attendance/shifts" || strings.HasPrefix(path, "/") && strings.HasSuffix(path, "/resources/attendance/shifts")
	case "Put":
		op.Method, op.Retry = http.MethodPut, RetryIdempotent
	case "Delete":
		op.Method, op.Retry = http.MethodDelete, RetryIdempotent
	default:
		op.Method, op.Retry = http.MethodPost, RetryUnsafe
	}
	return op
}
