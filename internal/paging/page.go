package paging

import "encoding/json"

// Page is a *paginate.Page with records of any type: a pointer to a struct that embeds a [Raw].
type Page interface{ raw() *Raw }

// Raw holds the parts of the response that a page keeps. It has no exported field or method, since
// users could reach them through the page.
type Raw struct {
	data, meta json.RawMessage // nil unless the caller wants to keep them
	document   []byte          // the whole response, until a Sheet takes it
}

func (r *Raw) raw() *Raw { return r }

// RawData returns the data that r keeps.
func RawData(r *Raw) json.RawMessage { return r.data }

// RawMeta returns the metadata that r keeps.
func RawMeta(r *Raw) json.RawMessage { return r.meta }

// SetDocument keeps document until the engine takes it.
func SetDocument(r *Raw, document []byte) { r.document = document }

// Meta is the metadata of a page.
type Meta struct {
	Limit           int
	Total           int
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     string
	EndCursor       string
}

// Mismatch is a value that is not what its field expects.
type Mismatch struct {
	Pointer string
	Want    string
	Got     string
	Kept    bool
}

// Request says which page to read.
type Request struct {
	AfterID  string
	BeforeID string
	Limit    int
	Page     int
}

// Position is the progress of a reading.
type Position struct {
	Pages, Records int
	Total          int
}
