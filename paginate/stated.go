package paginate

import (
	"bytes"
	"encoding/json"
)

// SetDocument gives a page the JSON document that it was decoded from. Call it in a [Fetch] that decodes JSON: [Meta]
// alone cannot tell a has_next_page that is false from one that is null or absent, so the reading looks it up in the
// document. The reading lets go of the document before it hands the page on. Without a document, false counts as stated.
//
// A page that does not say whether another one follows is the last one if the list was read from its beginning and has
// reached its total. If the total counts more, the reading follows the cursor. Otherwise a page that is not full is the
// last one, which [Report] reports, and a full page ends the reading with [ErrMeta]. A page is full if it has as many
// records as the limit of [Start] and that of its metadata allow, or if no limit is known. For a reading that goes
// [Backwards], all of this holds for has_previous_page, without the total.
func SetDocument(page AnyPage, document []byte) { page.parts().raw.document = document }

// states tells whether the metadata of a page says if another page follows, or if another precedes it. What holds for
// names and for members that come twice is left to encoding/json, which decoded the page.
func (s *sheet) states(precedes bool) bool {
	if s.document == nil {
		return true
	}
	var page struct {
		Meta struct {
			Next     mention `json:"has_next_page"`
			Previous mention `json:"has_previous_page"`
		} `json:"meta"`
	}
	// A value of another type is an error, and leaves the rest to be decoded. It has been reported with the page.
	_ = json.Unmarshal(s.json(), &page)
	if precedes {
		return bool(page.Meta.Previous)
	}
	return bool(page.Meta.Next)
}

// jsonData returns the data of a page as JSON, nil if its document is not known.
func (s *sheet) jsonData() []byte {
	if s.document == nil {
		return nil
	}
	var page struct {
		Data json.RawMessage `json:"data"`
	}
	_ = json.Unmarshal(s.json(), &page)
	return page.Data
}

// json returns the document of a page without a byte order mark.
func (s *sheet) json() []byte { return bytes.TrimLeft(s.document, "\ufeff \t\r\n") }

// mention is whether a property was a boolean, also one in a text, which a [Fetch] may have taken. As with a bool, a null
// changes nothing.
type mention bool

func (m *mention) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case `true`, `false`, `"true"`, `"false"`:
		*m = true
	}
	return nil
}
