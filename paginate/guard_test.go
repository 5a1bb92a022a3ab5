package paginate_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// The faults of a server and their effects. They are the same for a traversal along the cursor with
// and without prefetching.
func TestMetadataThatCannotBeFollowedIsAnError(t *testing.T) {
	second := func(change func(p *paginate.Page[record])) func(paginate.Request, *paginate.Page[record]) {
		return func(r paginate.Request, p *paginate.Page[record]) {
			if r.AfterID == "10" {
				change(p)
			}
		}
	}
	mismatch := func(pointer string) func(p *paginate.Page[record]) {
		return func(p *paginate.Page[record]) {
			p.Mismatches = []paginate.Mismatch{{Pointer: "/data/0/x"}, {Pointer: pointer, Want: "bool", Got: "string"}}
			p.Meta.HasNextPage = false
		}
	}
	tests := map[string]struct {
		change func(paginate.Request, *paginate.Page[record])
		opts   []paginate.Option
		pages  int // that the loop gets
		err    error
		page   int // that the error names
	}{
		"a next page without a cursor": {
			change: second(func(p *paginate.Page[record]) { p.Meta.EndCursor = "" }),
			pages:  2, err: paginate.ErrNoCursor, page: 2,
		},
		"a cursor that stays, with other records": {
			change: second(func(p *paginate.Page[record]) { p.Meta.EndCursor = "10" }),
			pages:  2, err: paginate.ErrRepeatedCursor, page: 2,
		},
		"a cursor that leads further back": {
			change: func(r paginate.Request, p *paginate.Page[record]) {
				if r.AfterID == "30" {
					p.Meta.EndCursor = "20"
				}
			},
			pages: 4, err: paginate.ErrRepeatedCursor, page: 4,
		},
		"the first page over and over": {
			change: func(r paginate.Request, p *paginate.Page[record]) { *p = *newList(95, 10).page(paginate.Request{}) },
			pages:  1, err: paginate.ErrRepeatedPage, page: 2,
		},
		"the first page over and over, with nothing but an end cursor": {
			change: func(r paginate.Request, p *paginate.Page[record]) {
				*p = *newList(95, 10).page(paginate.Request{})
				p.Meta.StartCursor = ""
			},
			pages: 1, err: paginate.ErrRepeatedPage, page: 2,
		},
		"a page again that is called the last": {
			change: second(func(p *paginate.Page[record]) {
				*p = *newList(10, 10).page(paginate.Request{})
				p.Meta.HasNextPage = false
			}),
			pages: 1, err: paginate.ErrRepeatedPage, page: 2,
		},
		"a cycle of three pages": {
			change: func(r paginate.Request, p *paginate.Page[record]) {
				if r.AfterID == "30" {
					*p = *newList(95, 10).page(paginate.Request{})
				}
			},
			pages: 3, err: paginate.ErrRepeatedPage, page: 4,
		},
		"the page that ends where the reading resumed": {
			change: func(r paginate.Request, p *paginate.Page[record]) { *p = *newList(95, 10).page(paginate.Request{}) },
			opts:   []paginate.Option{paginate.Start(paginate.Request{AfterID: "10"})},
			pages:  1, err: paginate.ErrRepeatedCursor, page: 1,
		},
		"a next page that cannot be made out": {
			change: second(mismatch("/meta/has_next_page")), pages: 2, err: paginate.ErrMeta, page: 2,
		},
		"metadata that cannot be made out at all": {
			change: second(mismatch("/meta")), pages: 2, err: paginate.ErrMeta, page: 2,
		},
		"an odd value that does not matter": {
			change: second(mismatch("/meta/has_previous_page")), pages: 2,
		},
		"an empty page that leads nowhere new": {
			change: second(func(p *paginate.Page[record]) { p.Data, p.Meta.EndCursor = nil, "10" }),
			pages:  2, err: paginate.ErrRepeatedCursor, page: 2,
		},
		"an empty page with a next cursor":          {change: second(func(p *paginate.Page[record]) { p.Data = nil }), pages: 10},
		"a short page with a next cursor":           {change: second(func(p *paginate.Page[record]) { p.Data = p.Data[:1] }), pages: 10},
		"a page longer than the limit":              {change: second(func(p *paginate.Page[record]) { p.Data = append(p.Data, p.Data...) }), pages: 10},
		"no start cursors":                          {change: func(_ paginate.Request, p *paginate.Page[record]) { p.Meta.StartCursor = "" }, pages: 10},
		"the same start cursor everywhere":          {change: func(_ paginate.Request, p *paginate.Page[record]) { p.Meta.StartCursor = "1" }, pages: 10},
		"a total and a limit that are null":         {change: func(_ paginate.Request, p *paginate.Page[record]) { p.Meta.Total, p.Meta.Limit = 0, 0 }, pages: 10},
		"a total that moves":                        {change: func(r paginate.Request, p *paginate.Page[record]) { p.Meta.Total += len(r.AfterID) }, pages: 10},
		"an empty last page that echoes its cursor": {change: second(func(p *paginate.Page[record]) { p.Data, p.Meta = nil, paginate.Meta{EndCursor: "10"} }), pages: 2},
		"backwards, a previous page without a cursor": {
			change: func(_ paginate.Request, p *paginate.Page[record]) { p.Meta.StartCursor = "" },
			opts:   []paginate.Option{paginate.Start(paginate.Request{BeforeID: "95"})},
			pages:  1, err: paginate.ErrNoCursor, page: 1,
		},
		"backwards, the same page over and over": {
			change: func(_ paginate.Request, p *paginate.Page[record]) {
				*p = *newList(95, 10).page(paginate.Request{AfterID: "50"})
			},
			opts:  []paginate.Option{paginate.Start(paginate.Request{BeforeID: "95"})},
			pages: 1, err: paginate.ErrRepeatedPage, page: 2,
		},
		"backwards, a previous page that cannot be made out": {
			change: func(_ paginate.Request, p *paginate.Page[record]) {
				p.Mismatches = []paginate.Mismatch{{Pointer: "/meta/has_previous_page"}}
				p.Meta.HasPreviousPage = false
			},
			opts:  []paginate.Option{paginate.Start(paginate.Request{BeforeID: "95"})},
			pages: 1, err: paginate.ErrMeta, page: 1,
		},
	}
	for name, test := range tests {
		for mode, opts := range map[string][]paginate.Option{"": nil, ", prefetching": {paginate.Prefetch(3)}} {
			t.Run(name+mode, func(t *testing.T) {
				l := newList(95, 10)
				l.change = test.change
				pages, err := drain(t, paginate.Pages(t.Context(), l.fetch, append(opts, test.opts...)...))
				if len(pages) != test.pages {
					t.Errorf("got %d pages, want %d", len(pages), test.pages)
				}
				checkError(t, err, test.err, test.page)
			})
		}
	}
}

func checkError(t *testing.T, err, want error, page int) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
	if want == nil {
		return
	}
	failure, ok := errors.AsType[*paginate.Error](err)
	if !ok || failure.Page != page {
		t.Errorf("got error %v, want one about page %d", err, page)
	}
}

func TestAListThatIgnoresPagingEndsAfterOnePage(t *testing.T) {
	everything := func(total int) func(paginate.Request, *paginate.Page[record]) {
		return func(_ paginate.Request, p *paginate.Page[record]) {
			*p = *newList(25, 100).page(paginate.Request{})
			p.Meta.HasNextPage, p.Meta.Total = true, total
		}
	}
	tests := map[string]struct {
		change func(paginate.Request, *paginate.Page[record])
		err    error
		pages  [][]string
	}{
		"and counts what it sent":                {everything(25), nil, [][]string{numbers(1, 25)}},
		"and counts nothing":                     {everything(0), nil, [][]string{numbers(1, 25)}},
		"unless it counts more and sends no new": {everything(250), paginate.ErrRepeatedPage, [][]string{numbers(1, 25)}},
		"unless it is paged after all":           {nil, nil, [][]string{numbers(1, 10), numbers(11, 20), numbers(21, 25)}},
	}
	for name, test := range tests {
		for mode, opts := range modes {
			t.Run(name+", "+mode, func(t *testing.T) {
				l := newList(25, 10)
				l.change = test.change
				pages, err := drain(t, paginate.Pages(t.Context(), l.fetch, append(opts, paginate.Unpaged())...))
				checkError(t, err, test.err, 2)
				if !cmp.Equal(pages, test.pages) {
					t.Errorf("got %v, want %v", pages, test.pages)
				}
			})
		}
	}
}
