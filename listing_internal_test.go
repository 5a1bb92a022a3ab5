package factorialhr

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"

	"github.com/factorialhr-go/factorialhr/auth"
)

// threePages serves a list of three pages with a record each.
func threePages(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.URL.Query().Get("after_id"))
	fmt.Fprintf(w, `{"data":[{"id":"%d"}],"meta":{"has_next_page":%v,"end_cursor":"%d"}}`, n+1, n < 2, n+1)
}

func TestTheOptionsOfAListAreAppliedOnce(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(threePages))
	defer server.Close()
	client, err := New(auth.APIKey("key"), BaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	op := &Operation{Name: "things.Things.List", Method: http.MethodGet, Path: "things/things", Retry: RetrySafe}
	type record struct{ ID ID }

	ways := map[string]func(opts ...RequestOption) (records int, err error){
		"CallGetAll": func(opts ...RequestOption) (int, error) {
			list, err := CallGetAll[record](t.Context(), client, op, nil, opts...)
			return len(list), err
		},
		"CallAll": func(opts ...RequestOption) (n int, err error) {
			for _, err = range CallAll[record](t.Context(), client, op, nil, opts...) {
				n++
			}
			return n, err
		},
		"CallPages": func(opts ...RequestOption) (n int, err error) {
			for _, err = range CallPages[record](t.Context(), client, op, nil, opts...) {
				n++
			}
			return n, err
		},
		"GetAll of a path": func(opts ...RequestOption) (int, error) {
			list, err := client.GetAll(t.Context(), "things/things", opts...)
			return len(list), err
		},
		"All of a path": func(opts ...RequestOption) (n int, err error) {
			for _, err = range client.All(t.Context(), "things/things", opts...) {
				n++
			}
			return n, err
		},
	}
	for name, read := range ways {
		for mode, paging := range map[string]RequestOption{"along the cursor": nil, "reading ahead": Prefetch(2)} {
			t.Run(name+", "+mode, func(t *testing.T) {
				applied := 0
				once := func(*settings) { applied++ }
				records, err := read(once, paging, Query(url.Values{"q": {"1"}}))
				if records != 3 || err != nil || applied != 1 {
					t.Errorf("got %d records, %v, and applied the options %d times", records, err, applied)
				}
			})
		}
	}
}

// The settings of a list belong to all of its pages, so no page may change them for the next one.
func TestEachPageOfAListHasTheSettingsOfTheCall(t *testing.T) {
	var queries []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		queries = append(queries, r.Header.Get("Accept-Language")+" "+r.URL.Query().Get("q"))
		threePages(w, r)
	}))
	defer server.Close()
	client, err := New(auth.APIKey("key"), BaseURL(server.URL), Query(url.Values{"q": {"client"}}))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	var info ResponseInfo
	var last json.RawMessage
	for record, err := range client.All(t.Context(), "things/things",
		Header("Accept-Language", "es"), Query(url.Values{"q": {"call"}}), KeepRaw(), ResponseInto(&info)) {
		if err != nil {
			t.Fatal(err)
		}
		last = record
		if want := `{"data":[` + string(record) + `]`; len(info.Raw) < len(want) || string(info.Raw[:len(want)]) != want {
			t.Errorf("the response is %s, want the page of %s", info.Raw, record)
		}
	}
	if want := []string{"es call", "es call", "es call"}; fmt.Sprint(queries) != fmt.Sprint(want) || string(last) != `{"id":"3"}` {
		t.Errorf("got %q and last %s", queries, last)
	}
}
