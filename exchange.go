package factorialhr

import (
	"context"
	"encoding/json"
)

// exchange is a call and what it came to, for callers of send.
type exchange struct {
	op       *Operation
	in       Input
	path     string
	ownQuery bool
	out      any
	check    func() error

	content    []byte
	mismatches []Mismatch
	raw        json.RawMessage
}

// send runs x with these options.
func (c *Client) send(ctx context.Context, x *exchange, opts []RequestOption) error {
	s, err := c.settingsFor(opts)
	if err != nil {
		return refuse(x.op, err)
	}
	res := c.run(ctx, &call{op: x.op, in: x.in, path: x.path, settings: s, ownQuery: x.ownQuery, out: x.out, check: x.check})
	x.content, x.mismatches, x.raw = res.content, res.mismatches, res.raw
	return res.error()
}
