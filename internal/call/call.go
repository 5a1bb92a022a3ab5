// Package call holds the functions that the methods of the generated packages consist of. It is
// their only way to the plumbing of a client.
//
// A type parameter is always a pointer, so a package compiles each function once, whatever the
// number of its operations. The functions are not inlined: a generated package would otherwise
// compile them again for each of its methods.
package call

import (
	"context"
	"iter"
	"net/url"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/friend"
	"github.com/factorialhr-go/factorialhr/internal/paging"
)

// Do sends op, decodes the object of the response into out and returns out, nil with an error.
//
//go:noinline
func Do[P any](ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, in factorialhr.Input, out P, opts []factorialhr.RequestOption) (P, error) {
	if err := do(ctx, c, op, in, out, opts); err != nil {
		var none P
		return none, err
	}
	return out, nil
}

// Slice sends op and decodes the array of the response into list, a pointer to a slice. With an
// error the slice is nil.
//
//go:noinline
func Slice(ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, in factorialhr.Input, list any, opts []factorialhr.RequestOption) error {
	return friend.Of(some(c)).DoSlice(ctx, op, in, list, opts)
}

// Page reads one page of the list op into page and returns page, nil with an error.
//
//go:noinline
func Page[P paging.Page](ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, query url.Values, page P, opts []factorialhr.RequestOption) (P, error) {
	if err := readPage(ctx, c, op, query, page, opts); err != nil {
		var none P
		return none, err
	}
	return page, nil
}

// Pages returns an iterator over the pages of the list op, which have the type of like.
//
//go:noinline
func Pages[P paging.Page](ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, query url.Values, like P, opts []factorialhr.RequestOption) iter.Seq2[P, error] {
	return paging.As[P](pages(ctx, c, op, query, like, opts))
}

// All returns an iterator over the records of the list op. R is a pointer to a record, and like a
// page of these records.
//
//go:noinline
func All[R any](ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, query url.Values, like paging.Page, opts []factorialhr.RequestOption) iter.Seq2[R, error] {
	return paging.As[R](records(ctx, c, op, query, like, opts))
}

// GetAll reads all records of the list op into list, a pointer to an empty slice; like is a page of
// these records. With an error the slice is nil.
//
//go:noinline
func GetAll(ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, query url.Values, like paging.Page, list any, opts []factorialhr.RequestOption) error {
	return friend.Of(some(c)).GetAll(ctx, op, query, like, list, opts)
}

//go:noinline
func do(ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, in factorialhr.Input, out any, opts []factorialhr.RequestOption) error {
	return friend.Of(some(c)).Do(ctx, op, in, out, opts)
}

//go:noinline
func readPage(ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, query url.Values, page paging.Page, opts []factorialhr.RequestOption) error {
	return friend.Of(some(c)).Page(ctx, op, query, page, opts)
}

//go:noinline
func pages(ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, query url.Values, like paging.Page, opts []factorialhr.RequestOption) iter.Seq2[any, error] {
	return friend.Of(some(c)).Pages(ctx, op, query, like, opts)
}

//go:noinline
func records(ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, query url.Values, like paging.Page, opts []factorialhr.RequestOption) iter.Seq2[any, error] {
	return friend.Of(some(c)).Records(ctx, op, query, like, opts)
}

// some returns c, or a client that refuses every call if c is nil: a program may use the nil client
// of a New that failed.
func some(c *factorialhr.Client) *factorialhr.Client {
	if c == nil {
		return new(factorialhr.Client)
	}
	return c
}
