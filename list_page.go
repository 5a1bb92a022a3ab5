package factorialhr

import (
	"context"
	"maps"
	"net/url"
	"strconv"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
	"github.com/factorialhr-go/factorialhr/internal/paging"
)

// source lets the engine read the pages of what query selects.
func (l *listing) source(query url.Values) paging.Source {
	return func(ctx context.Context, r paging.Request) (*paging.Sheet, error) {
		s := paging.Blank(l.like)
		if err := l.send(ctx, l.pageQuery(query, r), s); err != nil {
			return nil, err
		}
		return s, nil
	}
}

// pageQuery returns query with the parameters of one page.
func (l *listing) pageQuery(query url.Values, r paging.Request) url.Values {
	q := make(url.Values, len(query)+2)
	maps.Copy(q, query)
	set := func(name, value string) {
		delete(q, name)
		if value != "" && value != "0" {
			q[name] = []string{value}
		}
	}
	set("after_id", r.AfterID)
	set("before_id", r.BeforeID)
	set("limit", strconv.Itoa(l.limit))
	set("page", strconv.Itoa(r.Page))
	return q
}

// send sends the request for one page and decodes the response into the page of s.
func (l *listing) send(ctx context.Context, query url.Values, s *paging.Sheet) error {
	res := l.client.run(ctx, &call{
		op: l.op, path: l.path, in: Input{Query: query}, ownQuery: l.ownQuery, settings: l.settings,
		out: s.Page, check: func() error { return checkList(s) },
	})
	if err := res.error(); err != nil {
		return err
	}
	s.Document = res.content
	*s.Mismatches().(*[]Mismatch) = res.mismatches
	if res.raw != nil {
		data, _ := lenient.Find(res.raw, "/data")
		meta, _ := lenient.Find(res.raw, "/meta")
		s.Keep(data, meta)
	}
	return nil
}

// checkList refuses a response without data.
func checkList(s *paging.Sheet) error {
	if !s.HasData() {
		return errNoList
	}
	return nil
}
