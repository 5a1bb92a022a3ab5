package paginate

import "encoding/json"

// Meta is the paging metadata of a list: the "meta" object of its answer. A property that is null or absent has its
// zero value.
type Meta struct {
	// Limit is the page size that the server applied, 0 if it did not say.
	Limit int `json:"limit"`
	// Total is how many records the whole list has, 0 if the server did not say.
	Total int `json:"total"`
	// HasNextPage says that records follow after EndCursor. False is no proof that none do: see [SetDocument].
	HasNextPage bool `json:"has_next_page"`
	// HasPreviousPage says that records come before StartCursor.
	HasPreviousPage bool `json:"has_previous_page"`
	// StartCursor is where the page begins, the before_id of the page before it. It is opaque.
	StartCursor string `json:"start_cursor"`
	// EndCursor is where the page ends, the after_id of the page after it. It is opaque.
	EndCursor string `json:"end_cursor"`
}

// Page is one page of a list.
type Page[T any] struct {
	// Data holds the records in the order of the server.
	Data []T `json:"data"`
	// Meta tells how to go on.
	Meta Meta `json:"meta"`
	// Mismatches lists the values that are not what their field expects: see [Mismatch].
	Mismatches []Mismatch `json:"-"`

	raw raw
}

// raw is what the server sent.
type raw struct {
	data, meta json.RawMessage
	document   []byte // while the page is fetched, see SetDocument
}

// RawData returns the "data" array as the server sent it, nil unless whoever fetched the page kept it.
func (p *Page[T]) RawData() json.RawMessage { return p.raw.data }

// RawMeta returns the "meta" object as the server sent it, nil unless whoever fetched the page kept it.
func (p *Page[T]) RawMeta() json.RawMessage { return p.raw.meta }

// Mismatch is a value of a response that is not what its field expects. It never holds the value.
type Mismatch struct {
	// Pointer is where the value stood, a JSON pointer (RFC 6901) from the root of the response, like /data/3/salary.
	Pointer string
	// Want is the type of the field.
	Want string
	// Got is the JSON type that came instead: string, number, bool, object, array, or null in the place of a record of
	// a list. It is "invalid UTF-8" for a text with bytes or escapes that are no characters.
	Got string
	// Kept says that the field holds the value all the same: nothing was lost in taking it, like 12 from "12". Only in a
	// text with invalid UTF-8, U+FFFD stands for each part that is no character; a json.RawMessage keeps even those.
	// Without Kept the field is nil or zero.
	Kept bool
}
