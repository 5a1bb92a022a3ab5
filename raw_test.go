package factorialhr_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
)

func TestUntypedCalls(t *testing.T) {
	const path = "/api/" + factorialhr.DefaultAPIVersion + "/resources/a/b"
	var out map[string]any
	query := factorialhr.Query(url.Values{"x": {"1"}})
	tests := map[string]struct {
		send func(*factorialhr.Client) error
		want recorded
	}{
		"Get": {
			func(c *factorialhr.Client) error { return c.Get(t.Context(), "a/b", &out, query) },
			recorded{Method: "GET", Path: path, Query: url.Values{"x": {"1"}}},
		},
		"Post with JSON": {
			func(c *factorialhr.Client) error {
				return c.Post(t.Context(), "a/b", map[string]any{"n": nil}, &out, query)
			},
			recorded{Method: "POST", Path: path, Query: url.Values{"x": {"1"}}, Body: `{"n":null}`},
		},
		"Post with JSON as it is": {
			func(c *factorialhr.Client) error {
				return c.Post(t.Context(), "a/b", json.RawMessage(`{"n":1.50}`), &out)
			},
			recorded{Method: "POST", Path: path, Query: url.Values{}, Body: `{"n":1.50}`},
		},
		"Post with an HTML form": {
			func(c *factorialhr.Client) error { return c.Post(t.Context(), "a/b", url.Values{"n": {"1"}}, &out) },
			recorded{Method: "POST", Path: path, Query: url.Values{}, Body: `n=1`},
		},
		"Post with a raw body": {
			func(c *factorialhr.Client) error {
				return c.Post(t.Context(), "/other", factorialhr.FileFromBytes("x.csv", []byte("a;b")), &out)
			},
			recorded{Method: "POST", Path: "/other", Query: url.Values{}, Body: `a;b`},
		},
		"Put": {
			func(c *factorialhr.Client) error { return c.Put(t.Context(), "a/b", struct{}{}, &out) },
			recorded{Method: "PUT", Path: path, Query: url.Values{}, Body: `{}`},
		},
		"Delete": {
			func(c *factorialhr.Client) error { return c.Delete(t.Context(), "a/b", &out) },
			recorded{Method: "DELETE", Path: path, Query: url.Values{}},
		},
		"an answer that is dropped": {
			func(c *factorialhr.Client) error {
				out = map[string]any{"ok": true}
				return c.Delete(t.Context(), "a/b", nil)
			},
			recorded{Method: "DELETE", Path: path, Query: url.Values{}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			rec := recorder{answer: status(200, `{"ok":true}`)}
			c := serve(t, rec.ServeHTTP)
			out = nil
			if err := test.send(c); err != nil {
				t.Fatal(err)
			}
			got := rec.last(t)
			got.Header = nil
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if out["ok"] != true {
				t.Errorf("decoded %v", out)
			}
		})
	}
}

func TestWhatCannotHoldAnAnswerIsNotCalledFor(t *testing.T) {
	for name, out := range map[string]any{
		"a struct":      thing{},
		"a map":         map[string]any{},
		"a nil pointer": (*thing)(nil),
	} {
		t.Run(name, func(t *testing.T) {
			var rec recorder
			c := serve(t, rec.ServeHTTP)
			err := c.Post(t.Context(), "a/b", nil, out)
			e, ok := errors.AsType[*factorialhr.Error](err)
			if !ok || !errors.Is(err, factorialhr.ErrInvalidRequest) || e.Outcome != factorialhr.OutcomeNotSent || len(rec.all()) > 0 {
				t.Errorf("got %v after %d requests", err, len(rec.all()))
			}
		})
	}
}

func TestAnUntypedCallIsRetriedByItsMethod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for want, send := range map[int]func(*factorialhr.Client) error{
			4: func(c *factorialhr.Client) error { return c.Get(t.Context(), "a/b", nil) },
			3: func(c *factorialhr.Client) error {
				return c.Put(t.Context(), "a/b", nil, nil, factorialhr.MaxAttempts(3))
			},
			2: func(c *factorialhr.Client) error {
				return c.Delete(t.Context(), "a/b", nil, factorialhr.MaxAttempts(2))
			},
			1: func(c *factorialhr.Client) error { return c.Post(t.Context(), "a/b", nil, nil) },
		} {
			rec := recorder{answer: status(502, "")}
			c := serve(t, rec.ServeHTTP)
			if err := send(c); !errors.Is(err, factorialhr.ErrServer) || len(rec.all()) != want {
				t.Errorf("%d requests, want %d: %v", len(rec.all()), want, err)
			}
		}
	})
}

func TestUntypedGetAll(t *testing.T) {
	rec := recorder{answer: inTurn(
		status(200, `{"data":[{"id":1}],"meta":{"has_next_page":true,"end_cursor":"x"}}`),
		status(200, `{"data":[{"id":2}],"meta":{"has_next_page":false}}`),
	)}
	c := serve(t, rec.ServeHTTP)
	got, err := c.GetAll(t.Context(), "a/b", factorialhr.Query(url.Values{"q": {"1"}, "limit": {"1"}}))
	if diff := cmp.Diff([]json.RawMessage{[]byte(`{"id":1}`), []byte(`{"id":2}`)}, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
	var queries []url.Values
	for _, r := range rec.all() {
		queries = append(queries, r.Query)
	}
	want := []url.Values{{"q": {"1"}, "limit": {"1"}}, {"q": {"1"}, "limit": {"1"}, "after_id": {"x"}}}
	if diff := cmp.Diff(want, queries); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if _, err := c.GetAll(t.Context(), "a/../b"); !errors.Is(err, factorialhr.ErrInvalidRequest) {
		t.Errorf("got %v", err)
	}
}

func TestAnUntypedListThatIgnoresPagingEnds(t *testing.T) {
	rec := recorder{answer: status(200, `{"data":[{"id":1},{"id":2}],"meta":{"total":2,"has_next_page":true,"end_cursor":"x"}}`)}
	c := serve(t, rec.ServeHTTP)
	got, err := c.GetAll(t.Context(), "attendance/shifts")
	if err != nil || len(got) != 2 || len(rec.all()) != 1 {
		t.Errorf("%d records of %d requests, %v", len(got), len(rec.all()), err)
	}
	n := 0
	for _, err := range c.All(t.Context(), "attendance/shifts") {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 2 || len(rec.all()) != 2 {
		t.Errorf("All: %d records of %d requests", n, len(rec.all())-1)
	}
}

// drainRaw collects the records of All up to its error.
func drainRaw(list iter.Seq2[json.RawMessage, error]) (records []string, err error) {
	for record, err := range list {
		if err != nil {
			if record != nil {
				records = append(records, "with the error: "+string(record))
			}
			return records, err
		}
		records = append(records, string(record))
	}
	return records, nil
}

func TestUntypedAll(t *testing.T) {
	first := status(200, `{"data":[{"id":1,"odd":1e400}, "text"],"meta":{"has_next_page":true,"end_cursor":"x"}}`)
	last := status(200, `{"data":[{"id":2}],"meta":{"has_next_page":false}}`)
	tests := map[string]struct {
		path    string
		answers []http.HandlerFunc
		opts    []factorialhr.RequestOption
		want    []string
		err     error
	}{
		"each record as the server sent it": {"a/b", []http.HandlerFunc{first, last}, nil, []string{`{"id":1,"odd":1e400}`, `"text"`, `{"id":2}`}, nil},
		"an absolute path":                  {"/a/b", []http.HandlerFunc{last}, nil, []string{`{"id":2}`}, nil},
		"reading ahead": {
			"a/b", []http.HandlerFunc{first, last}, []factorialhr.RequestOption{factorialhr.Prefetch(2)},
			[]string{`{"id":1,"odd":1e400}`, `"text"`, `{"id":2}`}, nil,
		},
		"an empty list":                {"a/b", []http.HandlerFunc{status(200, `{"data":[],"meta":{"has_next_page":false}}`)}, nil, nil, nil},
		"a second page fails":          {"a/b", []http.HandlerFunc{first, status(403, ``)}, nil, []string{`{"id":1,"odd":1e400}`, `"text"`}, factorialhr.ErrForbidden},
		"no list at all":               {"a/b", []http.HandlerFunc{status(200, `{"id":1}`)}, nil, nil, factorialhr.ErrUnexpectedResponse},
		"a path that points elsewhere": {"a/../b", []http.HandlerFunc{last}, nil, nil, factorialhr.ErrInvalidRequest},
		"an empty filter": {
			"a/b", []http.HandlerFunc{last}, []factorialhr.RequestOption{factorialhr.Query(url.Values{"ids[]": {}})}, nil, factorialhr.ErrInvalidRequest,
		},
		"an option of the client": {
			"a/b", []http.HandlerFunc{last}, []factorialhr.RequestOption{factorialhr.MaxInFlight(2)}, nil, factorialhr.ErrInvalidRequest,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			rec := recorder{answer: inTurn(test.answers...)}
			got, err := drainRaw(serve(t, rec.ServeHTTP).All(t.Context(), test.path, test.opts...))
			if diff := cmp.Diff(test.want, got); diff != "" || !errors.Is(err, test.err) || (err != nil) != (test.err != nil) {
				t.Errorf("got error %v, want %v; records -want +got:\n%s", err, test.err, diff)
			}
			if err != nil {
				if e, ok := errors.AsType[*factorialhr.Error](err); !ok || e.Operation != "Client.All" {
					t.Errorf("the error is %#v", err)
				}
			}
			if errors.Is(err, factorialhr.ErrInvalidRequest) && len(rec.all()) > 0 {
				t.Errorf("%d requests for a call that was refused", len(rec.all()))
			}
		})
	}
}

func TestALoopOverUntypedRecordsReadsNoMorePagesThanItNeeds(t *testing.T) {
	s := &shelf{n: 1000}
	list := serve(t, s.ServeHTTP).All(t.Context(), "things/things")
	for range 2 { // the second loop starts again
		s.requests.Store(0)
		n := 0
		for record, err := range list {
			if n++; err != nil || string(record) != fmt.Sprintf(`{"id":"%d"}`, n) {
				t.Fatalf("got %s, %v", record, err)
			}
			if n == 150 {
				break
			}
		}
		if s.requests.Load() != 2 {
			t.Errorf("%d requests for 150 records", s.requests.Load())
		}
	}
}

func TestTheRecordsOfANilClientAreAnError(t *testing.T) {
	var c *factorialhr.Client
	if got, err := drainRaw(c.All(t.Context(), "a/b")); len(got) > 0 || !errors.Is(err, factorialhr.ErrInvalidRequest) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestCheck(t *testing.T) {
	tests := map[string]struct {
		answer   http.HandlerFunc
		opts     []factorialhr.RequestOption
		want     factorialhr.CheckResult
		warnings int
		err      error
	}{
		"a company key": {
			answer: status(200, `{"data":[{"id":"access-1","company_id":12,"employee_id":null}],"meta":{}}`),
			want:   factorialhr.CheckResult{CompanyID: "12"},
		},
		"an employee": {
			answer: status(200, `{"data":[{"id":"access-1","company_id":"12","employee_id":"7"}],"meta":{}}`),
			want:   factorialhr.CheckResult{CompanyID: "12", EmployeeID: "7"},
		},
		"another environment": {
			answer: status(200, `{"data":[],"meta":{}}`), warnings: 1,
		},
		"a version of more than a year ago": {
			answer: status(200, `{"data":[{"company_id":"12"}],"meta":{}}`),
			opts:   []factorialhr.RequestOption{factorialhr.APIVersion("1998-12-31")},
			want:   factorialhr.CheckResult{CompanyID: "12"}, warnings: 1,
		},
		"a version of less than a year ago": {
			answer: status(200, `{"data":[{"company_id":"12"}],"meta":{}}`),
			opts:   []factorialhr.RequestOption{factorialhr.APIVersion("1999-01-02")},
			want:   factorialhr.CheckResult{CompanyID: "12"}, warnings: 1, // the module does not know it
		},
		"a credential that is not known": {
			answer: status(401, `{"errors":null}`), err: factorialhr.ErrUnauthorized,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // the clock starts at the beginning of 2000
				rec := recorder{answer: test.answer}
				c := serve(t, rec.ServeHTTP, append(test.opts, factorialhr.ReadOnly())...)
				var info factorialhr.ResponseInfo
				got, err := c.Check(t.Context(), factorialhr.ResponseInto(&info))
				if !errors.Is(err, test.err) || info.Attempts != 1 {
					t.Fatalf("got %v, %v, %+v", got, err, info)
				}
				if err != nil {
					return
				}
				if len(got.Warnings) != test.warnings || got.CompanyID != test.want.CompanyID || got.EmployeeID != test.want.EmployeeID {
					t.Errorf("got %+v", got)
				}
			})
		})
	}
}
