package paginate

import (
	"encoding/json"

	"github.com/factorialhr-go/factorialhr/internal/paging"
)

// Meta is the paging metadata of a list: the "meta" object of the response. A property that is null
// or absent has its zero value.
type Meta struct {
	// Limit is the page size that the server applied, 0 if the response does not say.
	Limit int `json:"limit"`
	// Total is the number of records of the whole list, 0 if the response does not say.
	Total int `json:"total"`
	// HasNextPage says that records follow after EndCursor. False does not prove that none follow:
	// see [SetDocument].
	HasNextPage bool `json:"has_next_page"`
	// HasPreviousPage says that records come before StartCursor.
	HasPreviousPage bool `json:"has_previous_page"`
	// StartCursor marks the beginning of the page: the before_id of the page before it. It is
	// opaque.
	StartCursor string `json:"start_cursor"`
	// EndCursor marks the end of the page: the after_id of the page after it. It is opaque.
	EndCursor string `json:"end_cursor"`
}

// Page is one page of a list.
type Page[T any] struct {
	// Data holds the records in the order of the server.
	Data []T `json:"data"`
	// Meta says how to continue.
	Meta Meta `json:"meta"`
	// Mismatches lists the values that are not what their field expects: see [Mismatch].
	Mismatches []Mismatch `json:"-"`

	raw
}

// raw holds the parts of the response for the client and the engine. The engine finds the other
// fields of a page by their position: see paging.SheetOf.
type raw = paging.Raw

// RawData returns the "data" array as the server sent it, nil unless the client kept it.
func (p *Page[T]) RawData() json.RawMessage { return paging.RawData(&p.raw) }

// RawMeta returns the "meta" object as the server sent it, nil unless the client kept it.
func (p *Page[T]) RawMeta() json.RawMessage { return paging.RawMeta(&p.raw) }

// SetDocument gives a page the JSON document that it was decoded from. Call it in a [Fetch] that
// decodes JSON: [Meta] cannot tell a has_next_page that is false from one that is null or absent,
// so the traversal looks it up in the document. It drops the document before the loop gets the
// page. Without a document, the metadata counts as stated.
//
// A page that does not say whether another one follows is the last one if the traversal began at
// the beginning of the list and has read as many records as the total counts. If the total counts
// more, the traversal follows the cursor. Otherwise a page that is not full is the last one, which
// [Report] reports, and a full page ends the traversal with [ErrMeta]. A page is full if it has as
// many records as the limit of [Start] and the limit of its metadata allow, or if no limit is
// known. The same applies to has_previous_page if the traversal goes [Backwards], without the
// total.
func SetDocument[T any](page *Page[T], document []byte) { paging.SetDocument(&page.raw, document) }

// Mismatch is a value of a response that is not what its field expects. It never holds the value.
type Mismatch struct {
	// Pointer is the place of the value: a JSON pointer (RFC 6901) from the root of the response,
	// like /data/3/salary.
	Pointer string
	// Want is the type of the field.
	Want string
	// Got is the JSON type of the value: string, number, bool, object, array, or null in the place
	// of a record of a list. It is "invalid UTF-8" for a text with bytes or escapes that are no
	// characters.
	Got string
	// Kept says that the field holds the value all the same, because taking it loses nothing, like
	// 12 from "12". Only in a text with invalid UTF-8, U+FFFD replaces each part that is no
	// character; a json.RawMessage keeps even such parts. Without Kept the field is nil or zero.
	Kept bool
}
