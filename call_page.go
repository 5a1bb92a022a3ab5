package factorialhr

import (
	"context"
	"iter"
	"net/url"

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

// CallPage reads one page of the list op. Nothing is sent that query does not hold.
func CallPage[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) (*Page[T], error) {
	page := new(Page[T])
	if err := c.ReadPage(ctx, op, query, page, opts...); err != nil {
		return nil, err
	}
	return page, nil
}

// CallPages returns an iterator over the pages of the list op, from where after_id, before_id or page in query point
// to. It asks for pages of limit records, 100 unless query says otherwise. An error ends the iteration.
func CallPages[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) iter.Seq2[*Page[T], error] {
	return paginate.As[*Page[T]](c.ReadPages(ctx, op, query, new(Page[T]), opts...))
}

// CallAll returns an iterator over the records of the list op, reading as [CallPages] does. The pointers lead into the
// page: whoever keeps one keeps its page in memory. A filter by ids that is too long for one URL is read in parts, one
// after the other; a record that several parts select comes once.
func CallAll[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) iter.Seq2[*T, error] {
	return paginate.RecordsAs[*T](c.ReadRecords(ctx, op, query, new(Page[T]), opts...))
}

// CallGetAll returns all that [CallAll] yields, and nothing with an error. The slice is never nil without one.
func CallGetAll[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) ([]T, error) {
	list := []T{}
	if err := c.ReadAll(ctx, op, query, new(Page[T]), &list, opts...); err != nil {
		return nil, err
	}
	return list, nil
}
