package paging

import (
	"bytes"
	"encoding/json"
)

// states tells whether the metadata says if another page follows the page, or precedes it. Without
// a document it does. encoding/json decides about names and repeated members here, as it did when
// it decoded the page.
func (s *Sheet) states(precedes bool) bool {
	if s.Document == nil {
		return true
	}
	var page struct {
		Meta struct {
			Next     mention `json:"has_next_page"`
			Previous mention `json:"has_previous_page"`
		} `json:"meta"`
	}
	// A value of another type is an error, and encoding/json still decodes the rest. The page
	// reports such a value as a mismatch.
	_ = json.Unmarshal(s.json(), &page)
	if precedes {
		return bool(page.Meta.Previous)
	}
	return bool(page.Meta.Next)
}

// jsonData returns the data of a page as JSON, nil if its document is not known.
func (s *Sheet) jsonData() []byte {
	if s.Document == nil {
		return nil
	}
	var page struct {
		Data json.RawMessage `json:"data"`
	}
	_ = json.Unmarshal(s.json(), &page)
	return page.Data
}

// json returns the document of a page without byte order marks.
func (s *Sheet) json() []byte { return bytes.TrimLeft(s.Document, "\ufeff \t\r\n") }

// mention tells whether a property is a boolean, also one in a text, which a decoder may have
// taken. A null changes nothing, as with a bool.
type mention bool

func (m *mention) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case `true`, `false`, `"true"`, `"false"`:
		*m = true
	}
	return nil
}
