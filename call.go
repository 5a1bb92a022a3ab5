package factorialhr

import "context"

// The methods that the generated packages call are not inlined: each would be compiled again in 1,000 places.

// Do sends op and decodes the object or the array of the answer into out, a pointer; a nil out drops it. An answer
// without a body leaves out as it is; for a read that is an error unless the status is 204. A read of a struct whose
// response has none of its properties is [ErrUnexpectedResponse]. The generated packages are made of this and its siblings for lists
// ([Client.ReadPage], [Client.ReadPages], [Client.ReadRecords], [Client.ReadAll]), which are not generic because they
// are used for hundreds of types; a program that has an operation of its own finds [Call] and its siblings handier.
// Every error is an [*Error].
//
//go:noinline
func (c *Client) Do(ctx context.Context, op *Operation, in Input, out any, opts ...RequestOption) error {
	return c.send(ctx, &exchange{op: op, in: in, out: out}, opts)
}

// Call sends op and returns the object of the answer, for an operation that no generated package has. The result is
// never nil without an error: the status 204 gives a zero T, and so does any response without a body to an operation that
// writes. Every error is an [*Error].
func Call[T any](ctx context.Context, c *Client, op *Operation, in Input, opts ...RequestOption) (*T, error) {
	out := new(T)
	if err := c.Do(ctx, op, in, out, opts...); err != nil {
		return nil, err
	}
	return out, nil
}

// CallSlice is [Call] for an operation that answers a bare array, as bulk actions do.
func CallSlice[T any](ctx context.Context, c *Client, op *Operation, in Input, opts ...RequestOption) ([]T, error) {
	var out []T
	if err := c.Do(ctx, op, in, &out, opts...); err != nil {
		return nil, err
	}
	return out, nil
}
