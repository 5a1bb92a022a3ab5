package factorialtest

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
)

// maxLimit is the largest page size. The API silently clamps a larger limit.
const maxLimit = 100

// pagingParameters apply to every list, although the spec does not mention them.
var pagingParameters = []string{"limit", "after_id", "before_id", "page"}

// page is one page of a list.
type page struct {
	records []*record
	meta    meta
}

// meta is the metadata of a list.
type meta struct {
	Limit       *int    `json:"limit"`
	Total       int     `json:"total"`
	HasNext     bool    `json:"has_next_page"`
	HasPrevious bool    `json:"has_previous_page"`
	StartCursor *string `json:"start_cursor"`
	EndCursor   *string `json:"end_cursor"`
}

func (p *page) encode() []byte {
	data := joined(p.records)
	about, _ := json.Marshal(p.meta)
	b := make([]byte, 0, len(data)+len(about)+20)
	b = append(b, `{"data":`...)
	b = append(b, data...)
	b = append(b, `,"meta":`...)
	b = append(b, about...)
	return append(b, '}')
}

// cursor encodes an id as an opaque cursor, as the real API does.
func cursor(id string) *string {
	return new(base64.StdEncoding.EncodeToString([]byte(id)))
}

// cut returns the page of all that a request asks for. all is ordered by id.
func cut(all []*record, query url.Values, unpaged bool) (*page, error) {
	if unpaged {
		return pageOf(all, 0, len(all), nil), nil
	}
	limit := maxLimit
	if n, err := strconv.Atoi(query.Get("limit")); err == nil && n > 0 {
		limit = min(n, maxLimit)
	}
	from := 0
	switch {
	case query.Get("after_id") != "":
		at, found, err := place(all, query.Get("after_id"))
		if err != nil {
			return nil, err
		}
		from = at
		if found {
			from++
		}
	case query.Get("before_id") != "":
		at, _, err := place(all, query.Get("before_id"))
		if err != nil {
			return nil, err
		}
		from = max(0, at-limit)
		return pageOf(all, from, at, &limit), nil
	default:
		if n, err := strconv.Atoi(query.Get("page")); err == nil && n > 1 {
			from = min(n-1, len(all)/limit+1) * limit
		}
	}
	from = min(from, len(all))
	return pageOf(all, from, min(from+limit, len(all)), &limit), nil
}

// place returns the index at which the record of a cursor is, or would be, and whether it exists.
func place(all []*record, text string) (int, bool, error) {
	id, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return 0, false, badRequest("The cursor is not valid")
	}
	at, found := slices.BinarySearchFunc(all, string(id), (*record).compareID)
	return at, found, nil
}

func pageOf(all []*record, from, to int, limit *int) *page {
	p := &page{
		records: all[from:to],
		meta:    meta{Limit: limit, Total: len(all), HasNext: to < len(all), HasPrevious: from > 0},
	}
	if len(p.records) > 0 {
		p.meta.StartCursor = cursor(p.records[0].id)
		p.meta.EndCursor = cursor(p.records[len(p.records)-1].id)
	}
	return p
}
