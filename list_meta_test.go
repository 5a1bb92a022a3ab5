package factorialhr_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// A script serves a list as a few pages: page n has the cursor c<n> and the number n+1.
type script []scripted

// scripted is one page. The ids of its records follow the ids of the page before.
type scripted struct {
	records int
	meta    string // a JSON value; if empty, the response has no meta
}

func (s script) handler(tail string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q, n := r.URL.Query(), 0
		if text := q.Get("after_id"); text != "" {
			n, _ = strconv.Atoi(strings.TrimPrefix(text, "c"))
		} else if text := q.Get("page"); text != "" {
			n, _ = strconv.Atoi(text)
			n--
		}
		if n < 0 || n >= len(s) {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		first := 1
		for _, page := range s[:n] {
			first += page.records
		}
		var records []string
		for i := range s[n].records {
			records = append(records, fmt.Sprintf(`{"id":"%d"}`, first+i))
		}
		meta := ""
		if s[n].meta != "" {
			meta = `,"meta":` + s[n].meta
		}
		fmt.Fprintf(w, `{"data":[%s]%s%s}`, strings.Join(records, ","), meta, tail)
	}
}

// readingModes are the options of a traversal. The guarantees are the same for each.
var readingModes = map[string][]factorialhr.RequestOption{
	"one page after the other": nil,
	"prefetching":              {factorialhr.Prefetch(2)},
	"in parallel":              {factorialhr.Parallel(4)},
}

// readWays read a list of things and return the number of records that the caller received before
// the error.
var readWays = map[string]func(context.Context, *factorialhr.Client, *factorialhr.Operation, url.Values, ...factorialhr.RequestOption) (int, error){
	"Pages": func(ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, q url.Values, opts ...factorialhr.RequestOption) (n int, _ error) {
		for page, err := range factorialhr.CallPages[thing](ctx, c, op, q, opts...) {
			if err != nil {
				return n, err
			}
			n += len(page.Data)
		}
		return n, nil
	},
	"All": func(ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, q url.Values, opts ...factorialhr.RequestOption) (int, error) {
		list, err := paginate.Collect(factorialhr.CallAll[thing](ctx, c, op, q, opts...), 100_000)
		return len(list), err
	},
	"All of records as they come": func(ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, q url.Values, opts ...factorialhr.RequestOption) (int, error) {
		list, err := paginate.Collect(factorialhr.CallAll[json.RawMessage](ctx, c, op, q, opts...), 100_000)
		return len(list), err
	},
}

// checkReadings reads the list of handler in every way and mode, including GetAll.
func checkReadings(t *testing.T, handler http.HandlerFunc, op factorialhr.Operation, query url.Values, records int, want error, told []factorialhr.Mismatch) {
	t.Helper()
	check := func(name string, n int, err error, seen *watcher) {
		t.Helper()
		if !errors.Is(err, want) || (err != nil) != (want != nil) {
			t.Errorf("%s: got error %v, want %v", name, err, want)
		}
		if e, ok := errors.AsType[*factorialhr.Error](err); err != nil && (!ok || e.Operation != op.Name) {
			t.Errorf("%s: the error has no operation: %v", name, err)
		}
		if n != records {
			t.Errorf("%s: got %d records, want %d", name, n, records)
		}
		if diff := cmp.Diff(told, seen.mismatches); diff != "" {
			t.Errorf("%s: observers were told, -want +got:\n%s", name, diff)
		}
		if len(seen.calls) != strings.Count(strings.Join(seen.events, "\n"), "start ") {
			t.Errorf("%s: the observer saw %v", name, seen.events)
		}
	}
	for mode, opts := range readingModes {
		for way, read := range readWays {
			seen := new(watcher)
			watched := &lockedWatcher{watcher: seen}
			n, err := read(t.Context(), serve(t, handler, factorialhr.Observe(watched)), &op, query, opts...)
			check(way+", "+mode, n, err, seen)
		}
		seen := new(watcher)
		c := serve(t, handler, factorialhr.Observe(&lockedWatcher{watcher: seen}))
		list, err := factorialhr.CallGetAll[thing](t.Context(), c, &op, query, opts...)
		n := len(list)
		if err != nil && list == nil {
			n = records // GetAll returns the whole list or nothing
		}
		check("GetAll, "+mode, n, err, seen)
	}
	strict := serve(t, handler, factorialhr.Strict())
	n, err := readWays["All"](t.Context(), strict, &op, query)
	if told == nil {
		if !errors.Is(err, want) || (err != nil) != (want != nil) {
			t.Errorf("Strict: got error %v, want %v", err, want)
		}
		return
	}
	e, ok := errors.AsType[*factorialhr.Error](err)
	if !ok || !errors.Is(err, factorialhr.ErrMismatch) || n == 0 && records > 0 {
		t.Fatalf("Strict: got %d records and %v, want what came and ErrMismatch", n, err)
	}
	if diff := cmp.Diff(told, e.Mismatches); diff != "" {
		t.Errorf("Strict: -want +got:\n%s", diff)
	}
}

var twoEach = url.Values{"limit": {"2"}}

func TestMetadataThatSaysNothingAfterAFullPageIsAnError(t *testing.T) {
	tests := map[string]string{
		"no meta":                                ``,
		"null":                                   `null`,
		"an empty object":                        `{}`,
		"a null where it says if a page follows": `{"limit":2,"total":null,"has_next_page":null,"end_cursor":"c1"}`,
		"nothing where it says if a page follows": `{"limit":2,"end_cursor":"c1"}`,
		"nulls only":        `{"limit":null,"total":null,"has_next_page":null,"has_previous_page":null,"start_cursor":null,"end_cursor":null}`,
		"the way back only": `{"has_previous_page":false,"start_cursor":"c0"}`,
		"a cursor only":     `{"end_cursor":"c1"}`,
		"a total that says more, without a cursor": `{"total":3}`,
		"a total that says more, a null cursor":    `{"total":3,"has_next_page":null,"end_cursor":null}`,
		"a total that says more, an empty cursor":  `{"total":3,"end_cursor":""}`,
		"a total of 0 although records came":       `{"total":0,"end_cursor":"c1"}`,
		"a total below what came":                  `{"total":1,"end_cursor":"c1"}`,
		"a negative total":                         `{"total":-5,"end_cursor":"c1"}`,
		"a limit far above the page":               `{"limit":1000000}`,
		"a limit of 0":                             `{"limit":0}`,
		"a negative limit":                         `{"limit":-1}`,
		"a limit below the page":                   `{"limit":1}`,
		"names in camel case":                      `{"hasNextPage":true,"endCursor":"c1"}`,
		"metadata one level too deep":              `{"pagination":{"has_next_page":true,"end_cursor":"c1"}}`,
	}
	for name, meta := range tests {
		t.Run(name, func(t *testing.T) {
			pages := script{{2, meta}, {1, `{"has_next_page":false}`}}
			checkReadings(t, pages.handler(""), listThings, twoEach, 2, paginate.ErrMeta, nil)
			// A read of one page requires no other page, so nothing is missing.
			if page, err := factorialhr.CallPage[thing](t.Context(), serve(t, pages.handler("")), &listThings, twoEach); err != nil || len(page.Data) != 2 {
				t.Errorf("one page: got %v, %v", page, err)
			}
		})
	}
	t.Run("on the second page", func(t *testing.T) {
		pages := script{{2, `{"has_next_page":true,"end_cursor":"c1"}`}, {2, ``}}
		checkReadings(t, pages.handler(""), listThings, twoEach, 4, paginate.ErrMeta, nil)
	})
	t.Run("on the second page, below the total of the first", func(t *testing.T) {
		pages := script{{2, `{"total":5,"has_next_page":true,"end_cursor":"c1"}`}, {2, ``}}
		checkReadings(t, pages.handler(""), listThings, twoEach, 4, paginate.ErrMeta, nil)
	})
	t.Run("on a short page below the total", func(t *testing.T) {
		pages := script{{1, `{"total":5}`}}
		checkReadings(t, pages.handler(""), listThings, twoEach, 1, paginate.ErrMeta, nil)
	})
	t.Run("on an empty page below the total", func(t *testing.T) {
		pages := script{{2, `{"total":5,"has_next_page":true,"end_cursor":"c1"}`}, {0, `{"total":5}`}}
		checkReadings(t, pages.handler(""), listThings, twoEach, 2, paginate.ErrMeta, nil)
	})
	t.Run("on a page that the server made smaller than asked", func(t *testing.T) {
		pages := script{{100, ``}}
		checkReadings(t, pages.handler(""), listThings, url.Values{"limit": {"500"}}, 100, paginate.ErrMeta, nil)
	})
	t.Run("with the limit that the client chooses", func(t *testing.T) {
		pages := script{{100, ``}}
		checkReadings(t, pages.handler(""), listThings, nil, 100, paginate.ErrMeta, nil)
	})
	t.Run("with a limit of the server below that of the caller", func(t *testing.T) {
		pages := script{{10, `{"limit":10}`}}
		checkReadings(t, pages.handler(""), listThings, nil, 10, paginate.ErrMeta, nil)
	})
	t.Run("when the reading resumes, whatever the total", func(t *testing.T) {
		pages := script{{2, ``}, {2, `{"total":9,"end_cursor":"c2"}`}, {1, ``}}
		checkReadings(t, pages.handler(""), listThings, url.Values{"limit": {"2"}, "after_id": {"c1"}}, 2, paginate.ErrMeta, nil)
	})
	t.Run("when the reading begins at a page", func(t *testing.T) {
		pages := script{{2, ``}, {2, `{"total":2,"end_cursor":"c2"}`}, {1, ``}}
		checkReadings(t, pages.handler(""), listThings, url.Values{"limit": {"2"}, "page": {"2"}}, 2, paginate.ErrMeta, nil)
	})
}

// The client takes a boolean that is written as a text, because nothing is lost, and reports it.
func TestABooleanWrittenAsATextSaysWhetherAPageFollows(t *testing.T) {
	pages := script{
		{2, `{"limit":2,"total":3,"end_cursor":"c1","has_next_page":"true"}`},
		{1, `{"limit":2,"total":3,"end_cursor":"c2","has_next_page":"false"}`},
	}
	for mode, opts := range readingModes {
		n, err := readWays["All"](t.Context(), serve(t, pages.handler("")), &listThings, twoEach, opts...)
		if n != 3 || err != nil {
			t.Errorf("%s: got %d records, %v", mode, n, err)
		}
		opts = append(opts, factorialhr.Strict())
		n, err = readWays["All"](t.Context(), serve(t, pages.handler("")), &listThings, twoEach, opts...)
		if n != 0 || !errors.Is(err, factorialhr.ErrMismatch) {
			t.Errorf("%s, strictly: got %d records, %v", mode, n, err)
		}
		last := script{{2, `{"limit":2,"has_next_page":"false"}`}}
		n, err = readWays["All"](t.Context(), serve(t, last.handler("")), &listThings, twoEach, opts[:len(opts)-1]...)
		if n != 2 || err != nil {
			t.Errorf("%s, a full page without a total: got %d records, %v", mode, n, err)
		}
	}
}

func TestAValueOfAnotherTypeNeverEndsAList(t *testing.T) {
	for _, value := range []string{`"yes"`, `""`, `1`, `0`, `1.5`, `[]`, `[true]`, `{}`, `{"value":true}`} {
		t.Run(value, func(t *testing.T) {
			pages := script{{1, `{"limit":2,"total":3,"end_cursor":"c1","has_next_page":` + value + `}`}}
			for mode, opts := range readingModes {
				n, err := readWays["All"](t.Context(), serve(t, pages.handler("")), &listThings, twoEach, opts...)
				if n != 1 || !errors.Is(err, paginate.ErrMeta) {
					t.Errorf("%s: got %d records, %v", mode, n, err)
				}
			}
		})
	}
	for _, meta := range []string{`[]`, `[{"has_next_page":true}]`, `""`, `"meta"`, `0`, `true`, `false`} {
		t.Run("meta is "+meta, func(t *testing.T) {
			pages := script{{1, meta}}
			for mode, opts := range readingModes {
				n, err := readWays["All"](t.Context(), serve(t, pages.handler("")), &listThings, twoEach, opts...)
				if n != 1 || !errors.Is(err, paginate.ErrMeta) {
					t.Errorf("%s: got %d records, %v", mode, n, err)
				}
			}
		})
	}
}

func TestAListWithoutHasNextPageIsFollowedWhileItsTotalSaysMore(t *testing.T) {
	tests := map[string]script{
		"absent": {
			{2, `{"total":5,"end_cursor":"c1"}`}, {2, `{"total":5,"end_cursor":"c2"}`}, {1, `{"total":5,"end_cursor":"c3"}`},
		},
		"null": {
			{2, `{"total":5,"has_next_page":null,"end_cursor":"c1"}`}, {2, `{"total":5,"has_next_page":null,"end_cursor":"c2"}`},
			{1, `{"total":5,"has_next_page":null,"end_cursor":null}`},
		},
		"absent on the first page only": {
			{2, `{"total":5,"end_cursor":"c1"}`}, {2, `{"total":5,"has_next_page":true,"end_cursor":"c2"}`}, {1, `{"total":5,"has_next_page":false}`},
		},
		"absent on the last page, which is full": {
			{2, `{"total":4,"has_next_page":true,"end_cursor":"c1"}`}, {2, `{"total":4,"end_cursor":"c2"}`},
		},
		"no metadata at all on the last page, which reaches the total": {
			{2, `{"total":4,"has_next_page":true,"end_cursor":"c1"}`}, {2, ``},
		},
		"short pages": {
			{1, `{"total":3,"end_cursor":"c1"}`}, {1, `{"total":3,"end_cursor":"c2"}`}, {1, `{"total":3}`},
		},
		"an empty page between": {
			{2, `{"total":3,"end_cursor":"c1"}`}, {0, `{"total":3,"end_cursor":"c2"}`}, {1, `{"total":3}`},
		},
		"a total that grows": {
			{2, `{"total":3,"end_cursor":"c1"}`}, {2, `{"total":5,"end_cursor":"c2"}`}, {1, `{"total":5}`},
		},
		"a total that shrinks": {
			{2, `{"total":9,"end_cursor":"c1"}`}, {2, `{"total":4,"end_cursor":"c2"}`},
		},
		"a total on the first page only": {
			{2, `{"total":3,"end_cursor":"c1"}`}, {1, `{}`},
		},
		"false comes last of two": {
			{2, `{"has_next_page":true,"has_next_page":false}`},
		},
		"false comes before a null": {
			{2, `{"has_next_page":false,"has_next_page":null}`},
		},
		"true comes before a null": {
			{2, `{"has_next_page":true,"end_cursor":"c1","has_next_page":null}`}, {1, `{"has_next_page":false}`},
		},
		"names in capitals, as Go decodes them": {
			{2, `{"Has_Next_Page":true,"END_CURSOR":"c1"}`}, {2, `{"HAS_NEXT_PAGE":false}`},
		},
	}
	for name, pages := range tests {
		t.Run(name, func(t *testing.T) {
			n := 0
			for _, page := range pages {
				n += page.records
			}
			checkReadings(t, pages.handler(""), listThings, twoEach, n, nil, nil)
		})
	}
	t.Run("metadata twice", func(t *testing.T) {
		for _, tail := range []string{`,"meta":{}`, `,"meta":null`, `,"meta":{"has_next_page":null}`, `,"meta":{"total":2}`} {
			checkReadings(t, script{{2, `{"has_next_page":false}`}}.handler(tail), listThings, twoEach, 2, nil, nil)
		}
	})
	t.Run("a byte that encoding/json does not end at", func(t *testing.T) {
		pages := script{{2, " {\n\t\"has_next_page\" : false } "}}
		checkReadings(t, pages.handler(" "), listThings, twoEach, 2, nil, nil)
	})
}

func TestAListThatIgnoresPagingNeedsNoMetadata(t *testing.T) {
	op := listThings
	op.Unpaged = true
	for _, meta := range []string{``, `null`, `{}`, `{"total":null}`, `{"has_next_page":null}`, `{"total":250}`, `{"total":1}`, `{"limit":100}`} {
		t.Run(meta, func(t *testing.T) {
			checkReadings(t, script{{250, meta}}.handler(""), op, nil, 250, nil, told(meta == `{"total":1}`, "/meta/total", "1 records", "250 records"))
		})
	}
	t.Run("whose path is absolute", func(t *testing.T) {
		for _, path := range []string{"attendance/shifts", "/api/" + factorialhr.DefaultAPIVersion + "/resources/attendance/shifts", "/proxy/api/2025-10-01/resources/attendance/shifts"} {
			list, err := serve(t, script{{250, ``}}.handler("")).GetAll(t.Context(), path)
			if len(list) != 250 || err != nil {
				t.Errorf("%s: got %d records, %v", path, len(list), err)
			}
		}
		list, err := serve(t, script{{250, ``}}.handler("")).GetAll(t.Context(), "/other/resources/of/attendance/shifts")
		if list != nil || !errors.Is(err, paginate.ErrMeta) {
			t.Errorf("another path: got %d records, %v", len(list), err)
		}
	})
	t.Run("unless its total says that it is paged", func(t *testing.T) {
		checkReadings(t, script{{100, `{"total":250}`}}.handler(""), op, nil, 100, paginate.ErrMeta, nil)
		checkReadings(t, script{{100, `{"total":150,"end_cursor":"c1"}`}, {50, `{"total":150}`}}.handler(""), op, nil, 150, nil, nil)
	})
}

func told(yes bool, pointer, want, got string) []factorialhr.Mismatch {
	if !yes {
		return nil
	}
	return []factorialhr.Mismatch{{Pointer: pointer, Want: want, Got: got}}
}

func TestObserversAreToldOfAListThatItsMetadataContradicts(t *testing.T) {
	hundred := script{}
	for i := range 60 {
		hundred = append(hundred, scripted{2, fmt.Sprintf(`{"total":3,"has_next_page":%t,"end_cursor":"c%d"}`, i < 59, i+1)})
	}
	silent := told(true, "/meta/has_next_page", "bool", "nothing")
	tests := map[string]struct {
		pages   script
		query   url.Values
		records int
		told    []factorialhr.Mismatch
	}{
		"it ends below its total": {
			script{{2, `{"total":5,"has_next_page":true,"end_cursor":"c1"}`}, {2, `{"total":5,"has_next_page":false,"end_cursor":"c2"}`}},
			twoEach, 4, told(true, "/meta/total", "5 records", "4 records"),
		},
		"it ends at once, below its total":       {script{{2, `{"total":5,"has_next_page":false,"end_cursor":"c1"}`}}, twoEach, 2, told(true, "/meta/total", "5 records", "2 records")},
		"it is empty and counts records":         {script{{0, `{"total":5,"has_next_page":false}`}}, twoEach, 0, told(true, "/meta/total", "5 records", "0 records")},
		"the last of several totals counts":      {script{{2, `{"total":9,"has_next_page":true,"end_cursor":"c1"}`}, {2, `{"total":4,"has_next_page":false}`}}, twoEach, 4, nil},
		"a last page without a total":            {script{{2, `{"total":9,"has_next_page":true,"end_cursor":"c1"}`}, {2, `{"has_next_page":false}`}}, twoEach, 4, told(true, "/meta/total", "9 records", "4 records")},
		"a huge total":                           {script{{2, `{"total":9007199254740991,"has_next_page":false}`}}, twoEach, 2, told(true, "/meta/total", "9007199254740991 records", "2 records")},
		"a negative total":                       {script{{2, `{"total":-1,"has_next_page":false}`}}, twoEach, 2, nil},
		"no total":                               {script{{2, `{"has_next_page":false}`}}, twoEach, 2, nil},
		"a few more than the total":              {script{{2, `{"total":1,"has_next_page":true,"end_cursor":"c1"}`}, {2, `{"total":1,"has_next_page":false}`}}, twoEach, 4, nil},
		"far more than the total":                {hundred, twoEach, 120, told(true, "/meta/total", "3 records", "104 records")},
		"a reading that resumes below its total": {script{{2, ``}, {2, `{"total":5,"has_next_page":false}`}}, url.Values{"after_id": {"c1"}}, 2, nil},
		"a short page without metadata":          {script{{1, ``}}, twoEach, 1, silent},
		"a short page with a null":               {script{{1, `{"has_next_page":null}`}}, twoEach, 1, silent},
		"an empty list without metadata":         {script{{0, ``}}, twoEach, 0, silent},
		"a short last page without metadata":     {script{{2, `{"has_next_page":true,"end_cursor":"c1"}`}, {1, `{}`}}, twoEach, 3, silent},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			checkReadings(t, test.pages.handler(""), listThings, test.query, test.records, nil, test.told)
		})
	}
}

func TestALoopThatStopsEarlyIsToldNothing(t *testing.T) {
	var seen watcher
	c := serve(t, script{{2, `{"total":9,"has_next_page":false}`}}.handler(""), factorialhr.Observe(&seen), factorialhr.Strict())
	for _, err := range factorialhr.CallAll[thing](t.Context(), c, &listThings, twoEach) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if len(seen.mismatches) > 0 {
		t.Errorf("told %v", seen.mismatches)
	}
}

// lockedWatcher is a watcher for calls that run at once. It ignores the properties that a type does
// not have.
type lockedWatcher struct {
	mu sync.Mutex
	*watcher
}

func (w *lockedWatcher) Start(ctx context.Context, op *factorialhr.Operation) context.Context {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.watcher.Start(ctx, op)
}

func (w *lockedWatcher) Attempt(ctx context.Context, op *factorialhr.Operation, a factorialhr.AttemptInfo) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.watcher.Attempt(ctx, op, a)
}

func (w *lockedWatcher) Mismatch(ctx context.Context, op *factorialhr.Operation, m []factorialhr.Mismatch) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if m[0].Want != "" {
		w.watcher.Mismatch(ctx, op, m)
	}
}

func (w *lockedWatcher) End(ctx context.Context, op *factorialhr.Operation, call factorialhr.CallInfo) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.watcher.End(ctx, op, call)
}
