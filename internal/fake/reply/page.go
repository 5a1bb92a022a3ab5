package reply

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
)

// MaxLimit is the largest page size. The API silently clamps a larger limit.
const MaxLimit = 100

// PagingParameters apply to every list, although the spec does not mention them.
var PagingParameters = []string{"limit", "after_id", "before_id", "page"}

// Page is one page of a list.
type Page struct {
	Records []*record.Record
	Meta    Meta
}

// Meta is the metadata of a list.
type Meta struct {
	Limit       *int    `json:"limit"`
	Total       int     `json:"total"`
	HasNext     bool    `json:"has_next_page"`
	HasPrevious bool    `json:"has_previous_page"`
	StartCursor *string `json:"start_cursor"`
	EndCursor   *string `json:"end_cursor"`
}

func (p *Page) encode() []byte {
	data := joined(p.Records)
	about, _ := json.Marshal(p.Meta)
	b := make([]byte, 0, len(data)+len(about)+20)
	b = append(b, `{"data":`...)
	b = append(b, data...)
	b = append(b, `,"meta":`...)
	b = append(b, about...)
	return append(b, '}')
}

// Cursor encodes an id as an opaque cursor, as the real API does.
func Cursor(id string) *string {
	return new(base64.StdEncoding.EncodeToString([]byte(id)))
}

// Cut returns the page of all that a request asks for. all is ordered by id.
func Cut(all []*record.Record, query url.Values, unpaged bool) (*Page, error) {
	if unpaged {
		return PageOf(all, 0, len(all), nil), nil
	}
	limit := MaxLimit
	if n, err := strconv.Atoi(query.Get("limit")); err == nil && n > 0 {
		limit = min(n, MaxLimit)
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
		return PageOf(all, from, at, &limit), nil
	default:
		if n, err := strconv.Atoi(query.Get("page")); err == nil && n > 1 {
			from = min(n-1, len(all)/limit+1) * limit
		}
	}
	from = min(from, len(all))
	return PageOf(all, from, min(from+limit, len(all)), &limit), nil
}

// place returns the index at which the record of a cursor is, or would be, and whether it exists.
func place(all []*record.Record, text string) (int, bool, error) {
	id, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return 0, false, BadRequest("The cursor is not valid")
	}
	at, found := slices.BinarySearchFunc(all, string(id), (*record.Record).CompareID)
	return at, found, nil
}

// PageOf returns the page with the records from an index up to another. A nil limit is null.
func PageOf(all []*record.Record, from, to int, limit *int) *Page {
	p := &Page{
		Records: all[from:to],
		Meta:    Meta{Limit: limit, Total: len(all), HasNext: to < len(all), HasPrevious: from > 0},
	}
	if len(p.Records) > 0 {
		p.Meta.StartCursor = Cursor(p.Records[0].ID)
		p.Meta.EndCursor = Cursor(p.Records[len(p.Records)-1].ID)
	}
	return p
}
