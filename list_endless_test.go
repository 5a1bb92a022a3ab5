package factorialhr_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// endless serves a list that always has a next page under a new cursor. Request n, from 0, gets the
// records of data(n).
func endless(data func(n int) string, meta string) http.HandlerFunc {
	var mu sync.Mutex
	n := 0
	return func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(w, `{"data":[%s],"meta":{%s"has_next_page":true,"start_cursor":"s%d","end_cursor":"e%d"}}`, data(n), meta, n, n)
		n++
	}
}

func always(data string) func(int) string { return func(int) string { return data } }

func turns(data ...string) func(int) string { return func(n int) string { return data[n%len(data)] } }

func TestAnEndlessListEnds(t *testing.T) {
	tests := map[string]struct {
		data  func(n int) string
		meta  string
		pages int // that the loop receives
		is    error
	}{
		"the same page":                             {always(`{"id":"1"},{"id":"2"}`), ``, 2, paginate.ErrRepeatedPage},
		"the same page of one record":               {always(`{"id":"1"}`), ``, 2, paginate.ErrRepeatedPage},
		"the same page of records without an id":    {always(`{"name":"a"},{"name":"b"}`), ``, 2, paginate.ErrRepeatedPage},
		"the same page below a huge total":          {always(`{"id":"1"}`), `"total":9007199254740991,`, 2, paginate.ErrRepeatedPage},
		"the same page, some records without an id": {always(`{"id":"1"},{"name":"b"}`), ``, 2, paginate.ErrRepeatedPage},
		"the same ids, with values that change": {
			func(n int) string { return fmt.Sprintf(`{"id":"1","name":"%d"},{"id":"2","name":"%d"}`, n, n) }, ``, 2, paginate.ErrRepeatedPage,
		},
		"two pages in turn":                          {turns(`{"id":"1"}`, `{"id":"2"}`), ``, 4, paginate.ErrRepeatedPage},
		"two pages of records without an id in turn": {turns(`{"name":"1"}`, `{"name":"2"}`), ``, 4, paginate.ErrRepeatedPage},
		"seven pages in turn": {
			turns(`{"id":"1"}`, `{"id":"2"}`, `{"id":"3"}`, `{"id":"4"}`, `{"id":"5"}`, `{"id":"6"}`, `{"id":"7"}`), ``, 14, paginate.ErrRepeatedPage,
		},
		"a good page, then the same": {
			func(n int) string { return fmt.Sprintf(`{"id":"%d"}`, min(n, 3)) }, ``, 5, paginate.ErrRepeatedPage,
		},
		"the same records in another order": {
			turns(`{"id":"1"},{"id":"2"},{"id":"3"}`, `{"id":"3"},{"id":"1"},{"id":"2"}`, `{"id":"2"},{"id":"3"},{"id":"1"}`), ``, 2, paginate.ErrRepeatedPage,
		},
		"the same page between empty ones": {turns(`{"id":"1"}`, ``), ``, 4, paginate.ErrRepeatedPage},
		"empty pages":                      {always(``), ``, 100, paginate.ErrEmptyPages},
		"empty pages below a total":        {always(``), `"total":50,`, 100, paginate.ErrEmptyPages},
		"a record, then empty pages": {
			func(n int) string { return strings.Repeat(`{"id":"1"}`, max(0, 1-n)) }, ``, 101, paginate.ErrEmptyPages,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for mode, opts := range readingModes {
				c := serve(t, endless(test.data, test.meta))
				n, got := 0, error(nil)
				for _, err := range factorialhr.CallPages[thing](t.Context(), c, &listThings, nil, opts...) {
					if got = err; err == nil {
						n++
					}
					if n > 1000 {
						t.Fatalf("%s: no end", mode)
					}
				}
				checkIs(t, mode, got, test.is)
				if n != test.pages {
					t.Errorf("%s: got %d pages, want %d", mode, n, test.pages)
				}
				list, err := factorialhr.CallGetAll[thing](t.Context(), serve(t, endless(test.data, test.meta)), &listThings, nil, opts...)
				checkIs(t, "GetAll, "+mode, err, test.is)
				if list != nil {
					t.Errorf("%s: GetAll returned records with an error", mode)
				}
			}
			_, err := serve(t, endless(test.data, test.meta)).GetAll(t.Context(), "things/things")
			if test.is != nil && err == nil {
				t.Error("the list of a path has no error")
			}
		})
	}
}

func checkIs(t *testing.T, name string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %v", name, err, want)
	}
}

// Pages that look the same in the type of the caller need not be the same.
func TestAListWhoseRecordsLookAlikeIsReadToItsEnd(t *testing.T) {
	type flag struct {
		Active bool `json:"active"`
	}
	type ofEmployee struct {
		ID factorialhr.ID `json:"employee_id"`
	}
	type none struct{}
	handler := func() http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			n := len(r.URL.Query().Get("after_id"))
			fmt.Fprintf(w, `{"data":[{"id":"%d","active":true,"employee_id":"7"},{"id":"%d","active":true,"employee_id":"7"}],`+
				`"meta":{"total":12,"limit":2,"has_next_page":%t,"start_cursor":"s%d","end_cursor":"%s"}}`, 2*n, 2*n+1, n < 5, n, strings.Repeat("x", n+1))
		}
	}
	split := url.Values{"employee_ids[]": manyIDs(1000)}
	for mode, opts := range readingModes {
		for name, read := range map[string]func(*factorialhr.Client, url.Values) (int, error){
			"a type with one property":               countAll[flag](t.Context(), opts),
			"a type without properties":              countAll[none](t.Context(), opts),
			"a type whose ID is that of another":     countAll[ofEmployee](t.Context(), opts),
			"records as they come":                   countAll[json.RawMessage](t.Context(), opts),
			"pointers to a type with one property":   countAll[*flag](t.Context(), opts),
			"maps":                                   countAll[map[string]any](t.Context(), opts),
			"a type with all properties, for checks": countAll[thing](t.Context(), opts),
		} {
			if n, err := read(serve(t, handler(), factorialhr.Strict()), url.Values{"limit": {"2"}}); n != 12 || err != nil {
				t.Errorf("%s, %s: got %d records, %v", name, mode, n, err)
			}
		}
		if n, err := countAll[ofEmployee](t.Context(), opts)(serve(t, handler()), split); n%12 != 0 || n == 12 || err != nil {
			t.Errorf("read in parts, %s: got %d records, %v", mode, n, err)
		}
	}
}

func countAll[T any](ctx context.Context, opts []factorialhr.RequestOption) func(*factorialhr.Client, url.Values) (int, error) {
	return func(c *factorialhr.Client, query url.Values) (int, error) {
		list, err := factorialhr.CallGetAll[T](ctx, c, &listThings, query, opts...)
		return len(list), err
	}
}
