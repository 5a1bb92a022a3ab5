package paging_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/paging"
	"github.com/factorialhr-go/factorialhr/paginate"
)

type record struct{ ID string }

// The engine finds the fields of a page by their position.
func TestASheetReachesTheFieldsOfAPage(t *testing.T) {
	page := &paginate.Page[record]{Data: []record{{ID: "1"}}, Mismatches: []paginate.Mismatch{{Pointer: "/data/0/x"}}}
	s := paging.SheetOf(page)
	if got := s.Records().Addr().Interface(); got != &page.Data {
		t.Errorf("the records are %v", got)
	}
	if got := s.Mismatches(); got != &page.Mismatches {
		t.Errorf("the mismatches are %v", got)
	}
	if s.Page != page || !s.HasData() || s.Document != nil {
		t.Errorf("got %+v", s)
	}
	s.Keep([]byte(`[1]`), []byte(`{}`))
	if string(page.RawData()) != `[1]` || string(page.RawMeta()) != `{}` {
		t.Errorf("the page keeps %s and %s", page.RawData(), page.RawMeta())
	}
}

func TestASheetTakesTheDocumentFromItsPage(t *testing.T) {
	page := new(paginate.Page[record])
	paginate.SetDocument(page, []byte(`{}`))
	if got := paging.SheetOf(page).Document; string(got) != `{}` {
		t.Errorf("the first sheet has the document %q", got)
	}
	if got := paging.SheetOf(page).Document; got != nil {
		t.Errorf("the page keeps the document %q", got)
	}
}

func TestABlankSheetIsANewPageOfTheSameType(t *testing.T) {
	like := &paginate.Page[*int]{Data: []*int{new(1)}, Meta: paginate.Meta{Total: 1}}
	s := paging.Blank(like)
	page, ok := s.Page.(*paginate.Page[*int])
	if !ok || page == like || page.Data != nil || page.Meta != (paginate.Meta{}) || s.HasData() {
		t.Fatalf("got %#v", s.Page)
	}
	if err := json.Unmarshal([]byte(`{"data":[]}`), s.Page); err != nil || !s.HasData() {
		t.Errorf("an empty list is no list, %v", err)
	}
}

// The types of package paginate and of the engine convert to each other only if they have the same
// fields. A sheet converts Meta by reflection, so the compiler does not check it.
func TestTheTypesOfTheEngineHaveTheFieldsOfThePublicOnes(t *testing.T) {
	for _, pair := range [][2]reflect.Type{
		{reflect.TypeFor[paging.Meta](), reflect.TypeFor[paginate.Meta]()},
		{reflect.TypeFor[paging.Mismatch](), reflect.TypeFor[paginate.Mismatch]()},
		{reflect.TypeFor[paging.Request](), reflect.TypeFor[paginate.Request]()},
		{reflect.TypeFor[paging.Position](), reflect.TypeFor[paginate.Position]()},
		{reflect.TypeFor[paging.Error](), reflect.TypeFor[paginate.Error]()},
	} {
		if !pair[0].ConvertibleTo(pair[1]) {
			t.Errorf("%v and %v have different fields", pair[0], pair[1])
		}
	}
}

func TestThePartsThatAPageKeepsAreNotEncoded(t *testing.T) {
	page := &paginate.Page[record]{Data: []record{{ID: "1"}}}
	paging.SheetOf(page).Keep([]byte(`[1]`), []byte(`{}`))
	text, err := json.Marshal(page)
	want := `{"data":[{"ID":"1"}],"meta":{"limit":0,"total":0,"has_next_page":false,"has_previous_page":false,"start_cursor":"","end_cursor":""}}`
	if err != nil || string(text) != want {
		t.Errorf("got %s, %v", text, err)
	}
}

func TestAnErrorComesWithANilPage(t *testing.T) {
	failed := errors.New("failed")
	list := func(yield func(any, error) bool) { yield(nil, failed) }
	n := 0
	for page, err := range paging.As[*paginate.Page[record]](list) {
		if n++; page != nil || err != failed {
			t.Errorf("got %v, %v", page, err)
		}
	}
	if n != 1 {
		t.Errorf("the loop ran %d times", n)
	}
}
