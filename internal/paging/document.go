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
	_ = json.Unmarshal(bytes.TrimPrefix(s.Document, []byte("\ufeff")), &page)
	if precedes {
		return bool(page.Meta.Previous)
	}
	return bool(page.Meta.Next)
}

// mention tells whether a property is a boolean. A null changes nothing, as with a bool.
type mention bool

func (m *mention) UnmarshalJSON(text []byte) error {
	if s := string(text); s == "true" || s == "false" {
		*m = true
	}
	return nil
}
