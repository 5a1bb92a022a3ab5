package factorialhr

import (
	"context"
	"iter"
	"net/url"
	"reflect"

	"github.com/factorialhr-go/factorialhr/internal/friend"
	"github.com/factorialhr-go/factorialhr/internal/paging"
)

// plumbing is the part of a client that the generated packages reach through package internal/call.
// It is not generic, because they call it for hundreds of types, and what is said of [listCall]
// applies to its methods too.
type plumbing Client

// plumbed gives friends of a client its plumbing.
type plumbed = friend.Part[*plumbing]

func (p *plumbing) client() *Client { return (*Client)(p) }

// Do is [Call] for an out of any type, a pointer.
func (p *plumbing) Do(ctx context.Context, op *Operation, in Input, out any, opts []RequestOption) error {
	return p.client().do(ctx, op, "", in, out, opts)
}

// DoSlice is [CallSlice] for a list of any type, a pointer to a slice.
func (p *plumbing) DoSlice(ctx context.Context, op *Operation, in Input, list any, opts []RequestOption) error {
	return clearOn(p.Do(ctx, op, in, list, opts), list)
}

// Page is [CallPage] for a page of any type.
func (p *plumbing) Page(ctx context.Context, op *Operation, query url.Values, page paging.Page, opts []RequestOption) error {
	return listCall{p.client(), op, "", query, page, opts}.page(ctx)
}

// Pages is [CallPages] for pages of the type of like.
func (p *plumbing) Pages(ctx context.Context, op *Operation, query url.Values, like paging.Page, opts []RequestOption) iter.Seq2[any, error] {
	return paging.Pages(listCall{p.client(), op, "", query, like, opts}.pages(ctx))
}

// Records is [CallAll] for the records on pages of the type of like.
func (p *plumbing) Records(ctx context.Context, op *Operation, query url.Values, like paging.Page, opts []RequestOption) iter.Seq2[any, error] {
	return paging.Records(listCall{p.client(), op, "", query, like, opts}.records(ctx))
}

// GetAll is [CallGetAll] for a list of any type, a pointer to an empty slice.
func (p *plumbing) GetAll(ctx context.Context, op *Operation, query url.Values, like paging.Page, list any, opts []RequestOption) error {
	return clearOn(listCall{p.client(), op, "", query, like, opts}.readInto(ctx, list), list)
}

// clearOn makes the slice that list points to nil if err is not, and returns err.
func clearOn(err error, list any) error {
	if err != nil {
		reflect.ValueOf(list).Elem().SetZero()
	}
	return err
}
