package factorialhr

import "context"

// Call sends op and returns the object of the response, for an operation that no generated package
// has. The result is never nil without an error: the status 204 gives a zero T, and so does any
// response without a body to an operation that writes. A read of a struct whose response has none
// of its properties is [ErrUnexpectedResponse]. Every error is an [*Error].
func Call[T any](ctx context.Context, c *Client, op *Operation, in Input, opts ...RequestOption) (*T, error) {
	out := new(T)
	if err := c.do(ctx, op, "", in, out, opts); err != nil {
		return nil, err
	}
	return out, nil
}

// CallSlice is [Call] for an operation whose response is a bare array, as for bulk actions. If a
// write responds with one record, as some do in older versions, the result is a list of it.
func CallSlice[T any](ctx context.Context, c *Client, op *Operation, in Input, opts ...RequestOption) ([]T, error) {
	var out []T
	if err := c.do(ctx, op, "", in, &out, opts); err != nil {
		return nil, err
	}
	return out, nil
}

// do sends op and decodes the response into out, a pointer. A nil out drops the response. An empty
// response leaves out unchanged. path is the path of an untyped call, empty for all others.
func (c *Client) do(ctx context.Context, op *Operation, path string, in Input, out any, opts []RequestOption) error {
	s, err := c.settingsFor(opts)
	if err != nil {
		return refuse(op, err)
	}
	res := c.run(ctx, &call{op: op, path: path, in: in, settings: s, out: out})
	return res.error()
}
