package factorialhr

import (
	"context"
	"iter"
	"net/url"

	"github.com/factorialhr-go/factorialhr/internal/paging"
	"github.com/factorialhr-go/factorialhr/paginate"
)

type (
	// Page is one page of a list: see [paginate.Page].
	Page[T any] = paginate.Page[T]
	// Meta is the paging metadata of a list: see [paginate.Meta].
	Meta = paginate.Meta
	// Mismatch is a value of a response that is not what its field expects: see
	// [paginate.Mismatch].
	Mismatch = paginate.Mismatch
)

// CallPage reads one page of the list op. It sends only the parameters of query.
func CallPage[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) (*Page[T], error) {
	page := new(Page[T])
	if err := (listCall{c, op, "", query, page, opts}).page(ctx); err != nil {
		return nil, err
	}
	return page, nil
}

// CallPages returns an iterator over the pages of the list op. The iterator starts at the position
// that after_id, before_id or page give in query. It asks for pages of 100 records unless query has
// another limit. An error ends the iteration.
func CallPages[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) iter.Seq2[*Page[T], error] {
	return paging.As[*Page[T]](paging.Pages(listCall{c, op, "", query, new(Page[T]), opts}.pages(ctx)))
}

// CallAll returns an iterator over the records of the list op, which reads pages as [CallPages]
// does. The pointers point into the page, so a program that keeps one keeps its page in memory. A
// filter by ids that is too long for one URL is read in parts, one after the other. A record that
// several parts select comes once.
func CallAll[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) iter.Seq2[*T, error] {
	return paging.As[*T](paging.Records(listCall{c, op, "", query, new(Page[T]), opts}.records(ctx)))
}

// CallGetAll returns all records that [CallAll] yields, and no records with an error. Without an
// error the slice is never nil.
func CallGetAll[T any](ctx context.Context, c *Client, op *Operation, query url.Values, opts ...RequestOption) ([]T, error) {
	list := []T{}
	if err := (listCall{c, op, "", query, new(Page[T]), opts}).readInto(ctx, &list); err != nil {
		return nil, err
	}
	return list, nil
}
