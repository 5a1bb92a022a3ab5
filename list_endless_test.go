package factorialhr_test

import (
	"errors"
	"fmt"
	"net/http"
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
		pages int // that the loop gets
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
