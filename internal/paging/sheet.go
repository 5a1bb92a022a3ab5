package paging

import (
	"reflect"
	"slices"
)

// The fields of a paginate.Page, in their order.
const (
	dataField = iota
	metaField
	mismatchesField
)

// Sheet is a page with its fields at hand, whatever the type of its records.
type Sheet struct {
	// Page is the page itself.
	Page Page
	// Document is the JSON document that the page was decoded from, nil if it is not known.
	Document []byte

	fields  reflect.Value // the page as a struct
	records reflect.Value // its Data
	meta    *Meta
	silent  bool   // the reading ends with the page, although the page does not say that it is the last
	sum     uint64 // a hash of the records, 0 until it is needed
}

// SheetOf returns a sheet for page and takes the document from page.
func SheetOf(page Page) *Sheet {
	fields := reflect.ValueOf(page).Elem()
	meta := fields.Field(metaField).Addr().Convert(reflect.TypeFor[*Meta]())
	s := &Sheet{Page: page, fields: fields, records: fields.Field(dataField), meta: meta.Interface().(*Meta)}
	if raw := page.raw(); raw.document != nil {
		s.Document, raw.document = raw.document, nil
	}
	return s
}

// Blank returns a sheet for a new page of the type of like.
func Blank(like Page) *Sheet {
	return SheetOf(reflect.New(reflect.TypeOf(like).Elem()).Interface().(Page))
}

// HasData tells whether the page has a list at all, perhaps an empty one.
func (s *Sheet) HasData() bool { return !s.records.IsNil() }

// Records returns the records, a slice that can be set.
func (s *Sheet) Records() reflect.Value { return s.records }

// Mismatches returns a pointer to the mismatches of the page, a *[]paginate.Mismatch.
func (s *Sheet) Mismatches() any { return s.fields.Field(mismatchesField).Addr().Interface() }

// Keep keeps the parts of the response on the page, as the server sent them.
func (s *Sheet) Keep(data, meta []byte) {
	raw := s.Page.raw()
	raw.data, raw.meta = data, meta
}

func (s *Sheet) size() int        { return s.records.Len() }
func (s *Sheet) record(i int) any { return s.records.Index(i).Addr().Interface() }

// mismatched tells whether the page could not take a value at one of pointers.
func (s *Sheet) mismatched(pointers ...string) bool {
	list := s.fields.Field(mismatchesField)
	for i := range list.Len() {
		m := list.Index(i).Convert(reflect.TypeFor[Mismatch]()).Interface().(Mismatch)
		if !m.Kept && slices.Contains(pointers, m.Pointer) {
			return true
		}
	}
	return false
}

// equal tells whether two pages have exactly the same records.
func (s *Sheet) equal(other *Sheet) bool {
	return reflect.DeepEqual(s.records.Addr().Interface(), other.records.Addr().Interface())
}
