package factorialhr_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// shelf serves a list of n records by cursor and by page number.
type shelf struct {
	n        int
	requests atomic.Int32
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.requests.Add(1)
	q := r.URL.Query()
	limit, start := 100, 0
	if text := q.Get("limit"); text != "" {
		limit, _ = strconv.Atoi(text)
	}
	if text := q.Get("after_id"); text != "" {
		start, _ = strconv.Atoi(strings.TrimPrefix(text, "c"))
	}
	if text := q.Get("page"); text != "" {
		page, _ := strconv.Atoi(text)
		start = (page - 1) * limit
	}
	end := min(start+limit, s.n)
	if text := q.Get("before_id"); text != "" {
		end, _ = strconv.Atoi(strings.TrimPrefix(text, "c"))
		start = max(0, end-limit)
	}
	var b strings.Builder
	for i := start; i < end; i++ {
		fmt.Fprintf(&b, `,{"id":"%d"}`, i+1)
	}
	fmt.Fprintf(w, `{"data":[%s],"meta":{"limit":%d,"total":%d,"has_next_page":%v,"has_previous_page":%v,"start_cursor":"c%d","end_cursor":"c%d"}}`,
		strings.TrimPrefix(b.String(), ","), limit, s.n, end < s.n, start > 0, start, end)
}

func TestEveryWayToReadAList(t *testing.T) {
	tests := map[string]struct {
		query    url.Values
		opts     []factorialhr.RequestOption
		first, n int // n ids, starting at first
		requests int32
	}{
		"from the beginning":            {nil, nil, 1, 250, 3},
		"with a limit":                  {url.Values{"limit": {"50"}}, nil, 1, 250, 5},
		"from a cursor":                 {url.Values{"after_id": {"c120"}}, nil, 121, 130, 2},
		"from a page":                   {url.Values{"page": {"2"}}, nil, 101, 150, 2},
		"from a cursor in an option":    {nil, []factorialhr.RequestOption{factorialhr.Query(url.Values{"after_id": {"c120"}})}, 121, 130, 2},
		"with a limit in an option":     {nil, []factorialhr.RequestOption{factorialhr.Query(url.Values{"limit": {"50"}})}, 1, 250, 5},
		"reading ahead":                 {nil, []factorialhr.RequestOption{factorialhr.Prefetch(2)}, 1, 250, 3},
		"in parallel":                   {nil, []factorialhr.RequestOption{factorialhr.Parallel(4)}, 1, 250, 3},
		"in parallel, with small pages": {url.Values{"limit": {"10"}}, []factorialhr.RequestOption{factorialhr.Parallel(4)}, 1, 250, 25},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var want []thing
			for i := range test.n {
				want = append(want, thing{ID: factorialhr.ID(strconv.Itoa(test.first + i))})
			}
			ways := map[string]func(*factorialhr.Client) ([]thing, error){
				"GetAll": func(c *factorialhr.Client) ([]thing, error) {
					return factorialhr.CallGetAll[thing](t.Context(), c, &listThings, test.query, test.opts...)
				},
				"All": func(c *factorialhr.Client) ([]thing, error) {
					return paginate.Collect(factorialhr.CallAll[thing](t.Context(), c, &listThings, test.query, test.opts...), 1000)
				},
				"Pages": func(c *factorialhr.Client) (all []thing, _ error) {
					for page, err := range factorialhr.CallPages[thing](t.Context(), c, &listThings, test.query, test.opts...) {
						if err != nil {
							return nil, err
						}
						all = append(all, page.Data...)
					}
					return all, nil
				},
			}
			for name, read := range ways {
				t.Run(name, func(t *testing.T) {
					s := &shelf{n: 250}
					got, err := read(serve(t, s.ServeHTTP))
					if diff := cmp.Diff(want, got); diff != "" || err != nil {
						t.Errorf("%v, -want +got:\n%s", err, diff)
					}
					if s.requests.Load() != test.requests {
						t.Errorf("%d requests, want %d", s.requests.Load(), test.requests)
					}
				})
			}
		})
	}
}

func TestAListIsReadBackwards(t *testing.T) {
	rec := recorder{answer: inTurn(
		status(200, `{"data":[{"id":"3"},{"id":"4"}],"meta":{"has_previous_page":true,"start_cursor":"c3"}}`),
		status(200, `{"data":[{"id":"1"},{"id":"2"}],"meta":{"has_previous_page":false}}`),
	)}
	c := serve(t, rec.ServeHTTP)
	query := url.Values{"before_id": {"c5"}, "limit": {"2"}}
	got, err := factorialhr.CallGetAll[thing](t.Context(), c, &listThings, query, factorialhr.Backwards())
	if diff := cmp.Diff([]thing{{ID: "3"}, {ID: "4"}, {ID: "1"}, {ID: "2"}}, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
	if first, last := rec.all()[0].Query.Get("before_id"), rec.last(t).Query.Get("before_id"); first != "c5" || last != "c3" {
		t.Errorf("asked before %s and before %s", first, last)
	}
}

func TestOnePageSendsOnlyWhatItIsGiven(t *testing.T) {
	rec := recorder{answer: status(200, `{"data":[],"meta":{}}`)}
	c := serve(t, rec.ServeHTTP)
	if _, err := factorialhr.CallPage[thing](t.Context(), c, &listThings, nil); err != nil {
		t.Fatal(err)
	}
	if got := rec.last(t).Query; len(got) > 0 {
		t.Errorf("sent %v", got)
	}
}

func TestAListThatIgnoresPagingEnds(t *testing.T) {
	op := listThings
	op.Unpaged = true
	rec := recorder{answer: status(200, `{"data":[{"id":"1"},{"id":"2"}],"meta":{"total":2,"has_next_page":true,"end_cursor":"x"}}`)}
	c := serve(t, rec.ServeHTTP)
	got, err := factorialhr.CallGetAll[thing](t.Context(), c, &op, nil)
	if err != nil || len(got) != 2 || len(rec.all()) != 1 {
		t.Errorf("%d records of %d requests, %v", len(got), len(rec.all()), err)
	}
}

func TestErrorsOfAListNameItsOperation(t *testing.T) {
	tests := map[string]struct {
		answer http.HandlerFunc
		query  url.Values
		opts   []factorialhr.RequestOption
		is     error
	}{
		"a next page without a cursor": {status(200, `{"data":[{"id":"1"}],"meta":{"has_next_page":true}}`), nil, nil, paginate.ErrNoCursor},
		"a cursor that repeats":        {status(200, `{"data":[{"id":"1"}],"meta":{"has_next_page":true,"end_cursor":"x"}}`), nil, nil, paginate.ErrRepeatedPage},
		"a page that fails":            {status(403, ``), nil, nil, factorialhr.ErrForbidden},
		"a limit that is none":         {status(200, ``), url.Values{"limit": {"many"}}, nil, factorialhr.ErrInvalidRequest},
		"a page that is none":          {status(200, ``), url.Values{"page": {"-1"}}, nil, factorialhr.ErrInvalidRequest},
		"ResponseInto reading ahead": {
			status(200, ``), nil,
			[]factorialhr.RequestOption{factorialhr.Prefetch(1), factorialhr.ResponseInto(new(factorialhr.ResponseInfo))}, factorialhr.ErrInvalidRequest,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := serve(t, test.answer)
			_, fromGetAll := factorialhr.CallGetAll[thing](t.Context(), c, &listThings, test.query, test.opts...)
			_, fromAll := paginate.Collect(factorialhr.CallAll[thing](t.Context(), c, &listThings, test.query, test.opts...), 1000)
			var fromPages error
			for _, fromPages = range factorialhr.CallPages[thing](t.Context(), c, &listThings, test.query, test.opts...) {
			}
			for name, err := range map[string]error{"GetAll": fromGetAll, "All": fromAll, "Pages": fromPages} {
				e, ok := errors.AsType[*factorialhr.Error](err)
				if !ok || !errors.Is(err, test.is) || e.Operation != listThings.Name {
					t.Errorf("%s: got %v", name, err)
				}
			}
		})
	}
}

func TestProgressOfAList(t *testing.T) {
	c := serve(t, (&shelf{n: 250}).ServeHTTP)
	var got []paginate.Position
	report := factorialhr.Progress(func(p paginate.Position) { got = append(got, p) })
	if _, err := factorialhr.CallGetAll[thing](t.Context(), c, &listThings, nil, report); err != nil {
		t.Fatal(err)
	}
	want := []paginate.Position{{Pages: 1, Records: 100, Total: 250}, {Pages: 2, Records: 200, Total: 250}, {Pages: 3, Records: 250, Total: 250}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAFilterTooLongForAURLIsReadInParts(t *testing.T) {
	var ids []string
	for i := range 2000 {
		ids = append(ids, strconv.Itoa(1000000+i))
	}
	rec := recorder{answer: func(w http.ResponseWriter, r *http.Request) {
		var records []string
		for _, id := range r.URL.Query()["ids[]"] {
			records = append(records, fmt.Sprintf(`{"id":%q}`, id))
		}
		fmt.Fprintf(w, `{"data":[%s],"meta":{"has_next_page":false}}`, strings.Join(records, ","))
	}}
	c := serve(t, rec.ServeHTTP)
	query := url.Values{"ids[]": ids, "location_ids[]": {"1", "2"}, "only_active": {"true"}}
	got, err := factorialhr.CallGetAll[thing](t.Context(), c, &listThings, query)
	if err != nil {
		t.Fatal(err)
	}
	fromAll, err := paginate.Collect(factorialhr.CallAll[thing](t.Context(), c, &listThings, query), 5000)
	if err != nil {
		t.Fatal(err)
	}
	for name, records := range map[string][]thing{"GetAll": got, "All": fromAll} {
		var read []string
		for _, record := range records {
			read = append(read, record.ID.String())
		}
		if diff := cmp.Diff(ids, read); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
	for _, r := range rec.all() {
		if n := len(r.Query.Encode()); n > 6200 || r.Query.Get("only_active") != "true" || len(r.Query["location_ids[]"]) != 2 {
			t.Errorf("a query of %d bytes, with %v", n, r.Query["location_ids[]"])
		}
	}
	if n := len(rec.all()); n > 20 {
		t.Errorf("%d requests for 2 times 2000 ids", n)
	}
	if len(query["ids[]"]) != 2000 {
		t.Error("the caller's query was changed")
	}
}

func TestAnIteratorCanBeRangedOverAgain(t *testing.T) {
	s := &shelf{n: 3}
	list := factorialhr.CallAll[thing](context.Background(), serve(t, s.ServeHTTP), &listThings, nil)
	for range 2 {
		n := 0
		for _, err := range list {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != 3 {
			t.Errorf("%d records", n)
		}
	}
	if s.requests.Load() != 2 {
		t.Errorf("%d requests", s.requests.Load())
	}
}

// Records with types that a program can declare.
type (
	textRecord   struct{ ID json.Number }
	numberRecord struct{ ID int }
	Base         struct{ ID factorialhr.ID }
	baseRecord   struct {
		*Base
		Name string
	}
)

// readers read a list of records of several types, in every way, and return the number of records.
var readers = map[string]func(context.Context, *factorialhr.Client, url.Values, ...factorialhr.RequestOption) (int, error){
	"GetAll": getAll[thing], "All": all[thing],
	"GetAll of records with a text":  getAll[textRecord],
	"All of records with a number":   all[numberRecord],
	"All of records with a base":     all[baseRecord],
	"GetAll of records as they come": getAll[json.RawMessage],
	"GetAll of a path, with no type": getAllOfPath,
	"All of a path, with no type":    allOfPath,
}

func getAll[T any](ctx context.Context, c *factorialhr.Client, query url.Values, opts ...factorialhr.RequestOption) (int, error) {
	list, err := factorialhr.CallGetAll[T](ctx, c, &listThings, query, opts...)
	return len(list), err
}

func all[T any](ctx context.Context, c *factorialhr.Client, query url.Values, opts ...factorialhr.RequestOption) (int, error) {
	list, err := paginate.Collect(factorialhr.CallAll[T](ctx, c, &listThings, query, opts...), 10_000)
	return len(list), err
}

func getAllOfPath(ctx context.Context, c *factorialhr.Client, query url.Values, opts ...factorialhr.RequestOption) (int, error) {
	list, err := c.GetAll(ctx, "things/things", append(opts, factorialhr.Query(query))...)
	return len(list), err
}

func allOfPath(ctx context.Context, c *factorialhr.Client, query url.Values, opts ...factorialhr.RequestOption) (n int, err error) {
	for _, err := range c.All(ctx, "things/things", append(opts, factorialhr.Query(query))...) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func TestARecordThatSeveralPartsOfAFilterSelectComesOnce(t *testing.T) {
	var teams []string
	for i := range 2000 {
		teams = append(teams, strconv.Itoa(1000000+i))
	}
	for name, read := range readers {
		t.Run(name, func(t *testing.T) {
			rec := recorder{answer: status(200, `{"data":[{"id":1},{"id":2}],"meta":{}}`)}
			n, err := read(t.Context(), serve(t, rec.ServeHTTP), url.Values{"team_ids[]": teams})
			if n != 2 || err != nil || len(rec.all()) < 2 {
				t.Errorf("%d records of %d requests, %v", n, len(rec.all()), err)
			}
		})
	}
}

func TestRecordsWithoutAnIDAreNotTakenForTheSame(t *testing.T) {
	var teams []string
	for i := range 2000 {
		teams = append(teams, strconv.Itoa(1000000+i))
	}
	for name, read := range readers {
		t.Run(name, func(t *testing.T) {
			rec := recorder{answer: status(200, `{"data":[{"name":"a"},{"id":null}],"meta":{}}`)}
			n, err := read(t.Context(), serve(t, rec.ServeHTTP), url.Values{"team_ids[]": teams})
			if want := 2 * len(rec.all()); n != want || err != nil {
				t.Errorf("%d records, want %d, %v", n, want, err)
			}
		})
	}
}

func TestReadingInParallelFindsARecordThatComesTwice(t *testing.T) {
	answer := func(w http.ResponseWriter, r *http.Request) {
		data := map[string]string{"": `{"id":1},{"id":2}`, "2": `{"id":2},{"id":3}`, "c2": `{"id":3},{"id":4}`}
		page := strings.TrimPrefix(r.URL.Query().Get("page"), "1") + r.URL.Query().Get("after_id")
		fmt.Fprintf(w, `{"data":[%s],"meta":{"limit":2,"total":4,"has_next_page":%v,"end_cursor":"c%d"}}`,
			data[page], page == "", 2+len(page))
	}
	for name, read := range readers {
		t.Run(name, func(t *testing.T) {
			rec := recorder{answer: answer}
			n, err := read(t.Context(), serve(t, rec.ServeHTTP), url.Values{"limit": {"2"}}, factorialhr.Parallel(2))
			if last := rec.last(t).Query.Get("after_id"); n != 4 || err != nil || last != "c2" {
				t.Errorf("%d records, the last request was after %q, %v", n, last, err)
			}
		})
	}
	got, err := factorialhr.CallGetAll[thing](t.Context(), serve(t, answer), &listThings, url.Values{"limit": {"2"}}, factorialhr.Parallel(2))
	if diff := cmp.Diff([]thing{{ID: "1"}, {ID: "2"}, {ID: "3"}, {ID: "4"}}, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

func TestALoopOverAListMakesCallsWithOnePlaceForAll(t *testing.T) {
	for name, opts := range map[string][]factorialhr.RequestOption{
		"one page after the other": nil,
		"reading ahead":            {factorialhr.Prefetch(3)},
		"in parallel":              {factorialhr.Parallel(4)},
		"both":                     {factorialhr.Parallel(4), factorialhr.Prefetch(2)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &shelf{n: 1000}
				c := serve(t, func(w http.ResponseWriter, r *http.Request) {
					time.Sleep(time.Second)
					s.ServeHTTP(w, r)
				}, factorialhr.MaxInFlight(1))
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				n := 0
				for _, err := range factorialhr.CallPages[thing](ctx, c, &listThings, nil, opts...) {
					if err != nil {
						t.Fatal(err)
					}
					if _, err := factorialhr.CallPage[thing](ctx, c, &listThings, nil); err != nil {
						t.Fatal(err)
					}
					n++
				}
				if n != 10 || s.requests.Load() != 20 {
					t.Errorf("%d pages, %d requests", n, s.requests.Load())
				}
			})
		})
	}
}

func TestAThousandSlowPagesFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{n: 2000}
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second)
			s.ServeHTTP(w, r)
		}, factorialhr.MaxInFlight(8))
		start := time.Now()
		query := url.Values{"limit": {"2"}}
		got, err := factorialhr.CallGetAll[thing](t.Context(), c, &listThings, query, factorialhr.Parallel(8))
		if err != nil || len(got) != 2000 || s.requests.Load() != 1000 {
			t.Fatalf("%d records of %d requests, %v", len(got), s.requests.Load(), err)
		}
		if took := time.Since(start); took != 126*time.Second { // the first page, then 999 pages, 8 at a time
			t.Errorf("it took %v", took)
		}
	})
}

// BenchmarkList reads 10,000 records in 100 pages, one page after the other, and compares with a
// handwritten loop.
func BenchmarkList(b *testing.B) {
	server := httptest.NewServer(&shelf{n: 10_000})
	defer server.Close()
	b.Run("by hand", func(b *testing.B) {
		for b.Loop() {
			n := 0
			for cursor := ""; ; {
				var page struct {
					Data []thing
					Meta struct {
						HasNextPage bool   `json:"has_next_page"`
						EndCursor   string `json:"end_cursor"`
					}
				}
				resp, err := server.Client().Get(server.URL + "/?limit=100&after_id=" + cursor)
				if err != nil {
					b.Fatal(err)
				}
				content, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				if err := errors.Join(err, json.Unmarshal(content, &page)); err != nil {
					b.Fatal(err)
				}
				n += len(page.Data)
				if !page.Meta.HasNextPage {
					break
				}
				cursor = page.Meta.EndCursor
			}
			if n != 10_000 {
				b.Fatal(n)
			}
		}
	})
	b.Run("client", func(b *testing.B) {
		c, err := factorialhr.New(auth.APIKey(secretKey), factorialhr.BaseURL(server.URL))
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		for b.Loop() {
			n := 0
			for _, err := range factorialhr.CallAll[thing](b.Context(), c, &listThings, nil) {
				if err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n != 10_000 {
				b.Fatal(n)
			}
		}
	})
}
