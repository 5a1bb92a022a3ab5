package factorialhr

import "context"

// Call sends op and returns the object of the answer. The generated packages are made of it; a program calls it itself
// only for an operation of its own. The result is never nil without an error: an answer without a body gives a zero T.
// Every error is an [*Error].
func Call[T any](ctx context.Context, c *Client, op *Operation, in Input, opts ...RequestOption) (*T, error) {
	out := new(T)
	if err := c.call(ctx, op, in, out, opts); err != nil {
		return nil, err
	}
	return out, nil
}

// CallSlice is [Call] for an operation that answers a bare array, as bulk actions do.
func CallSlice[T any](ctx context.Context, c *Client, op *Operation, in Input, opts ...RequestOption) ([]T, error) {
	var out []T
	if err := c.call(ctx, op, in, &out, opts); err != nil {
		return nil, err
	}
	return out, nil
}

// call sends one operation and decodes its answer into out, which is a pointer or nil.
func (c *Client) call(ctx context.Context, op *Operation, in Input, out any, opts []RequestOption) error {
	return c.send(ctx, &exchange{op: op, in: in, out: out}, opts)
}
