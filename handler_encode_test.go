package factorialhr_test

import (
	"errors"
	"mime"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

func TestWhatACallSends(t *testing.T) {
	type opts = []factorialhr.RequestOption
	tests := map[string]struct {
		op    factorialhr.Operation
		in    factorialhr.Input
		opts  opts
		path  string
		query url.Values
		body  string
		mime  string
	}{
		"a path without an id": {
			op: listThings, path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things",
		},
		"an id in the path": {
			op: getThing, in: factorialhr.Input{ID: "12"}, path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things/12",
		},
		"an id with slashes is one segment": {
			op: getThing, in: factorialhr.Input{ID: "1/2/2023-10-01"}, path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things/1%2F2%2F2023-10-01",
		},
		"an id with what means something in a URL": {
			op: getThing, in: factorialhr.Input{ID: "a?b#c%2e d"}, path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things/a%3Fb%23c%252e%20d",
		},
		"another version": {
			op: listThings, opts: opts{factorialhr.APIVersion("2026-04-01")}, path: "/api/2026-04-01/resources/things/things",
		},
		"a query with a list": {
			op: listThings, in: factorialhr.Input{Query: url.Values{"ids[]": {"1", "2"}, "only_active": {"true"}}},
			path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things", query: url.Values{"ids[]": {"1", "2"}, "only_active": {"true"}},
		},
		"a query from an option, which leaves the call its own": {
			op: listThings, in: factorialhr.Input{Query: url.Values{"a": {"call"}}},
			opts: opts{factorialhr.Query(url.Values{"a": {"option"}, "b": {"first"}}), factorialhr.Query(url.Values{"b": {"second"}})},
			path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things", query: url.Values{"a": {"call"}, "b": {"second"}},
		},
		"a JSON body": {
			op: createThing, in: factorialhr.Input{Body: map[string]any{"name": "<a>"}},
			path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things", body: `{"name":"\u003ca\u003e"}`, mime: "application/json",
		},
		"an id that the body repeats": {
			op: updateThing, in: factorialhr.Input{ID: "3", Body: map[string]any{"name": "b"}},
			path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things/3", body: `{"id":"3","name":"b"}`, mime: "application/json",
		},
		"an HTML form": {
			op: createThing, in: factorialhr.Input{Body: url.Values{"a": {"1", "2"}}},
			path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things", body: "a=1&a=2", mime: "application/x-www-form-urlencoded",
		},
		"an HTML form that repeats the id": {
			op: updateThing, in: factorialhr.Input{ID: "3", Body: url.Values{"a": {"1"}}},
			path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things/3", body: "a=1&id=3", mime: "application/x-www-form-urlencoded",
		},
		"a file as it is": {
			op: createThing, in: factorialhr.Input{Body: factorialhr.FileFromBytes("a.json", []byte("[1]"))},
			path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things", body: "[1]", mime: "application/json",
		},
		"an empty file": {
			op: createThing, in: factorialhr.Input{Body: factorialhr.FileFromBytes("a", nil)},
			path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things", mime: "application/octet-stream",
		},
		"no body": {
			op: createThing, path: "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var rec recorder
			c := serve(t, rec.ServeHTTP)
			if _, err := factorialhr.Call[thing](t.Context(), c, &test.op, test.in, test.opts...); err != nil {
				t.Fatal(err)
			}
			got := rec.last(t)
			if test.query == nil {
				test.query = url.Values{}
			}
			want := recorded{Method: test.op.Method, Path: test.path, Query: test.query, Body: test.body, Header: got.Header}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if mime := got.Header.Get("Content-Type"); mime != test.mime {
				t.Errorf("content type %q, want %q", mime, test.mime)
			}
		})
	}
}

func TestAFormIsSentAsMultipart(t *testing.T) {
	var rec recorder
	c := serve(t, rec.ServeHTTP)
	form := factorialhr.FormFunc(func(f *factorialhr.Form) {
		f.String("name", "n")
		f.File("file", factorialhr.FileFromBytes("a.txt", []byte("content")))
	})
	if _, err := factorialhr.Call[thing](t.Context(), c, &createThing, factorialhr.Input{Body: form}); err != nil {
		t.Fatal(err)
	}
	got := rec.last(t)
	kind, params, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		t.Errorf("content type %q", got.Header.Get("Content-Type"))
	}
	if !strings.Contains(got.Body, "content") || got.Header.Get("Content-Length") == "" {
		t.Errorf("sent with header %v:\n%s", got.Header, got.Body)
	}
}

func TestHeadersOfARequest(t *testing.T) {
	var rec recorder
	c := serve(t, rec.ServeHTTP, factorialhr.Header("Accept-Language", "es"))
	if _, err := call(t.Context(), c, &createThing, factorialhr.Header("x-trace", "t"), factorialhr.UserAgent("mine/1")); err != nil {
		t.Fatal(err)
	}
	got := rec.last(t).Header
	for name, want := range map[string]string{
		"Accept": "application/json", "Accept-Language": "es", "X-Trace": "t", "User-Agent": "mine/1", "X-Api-Key": secretKey,
		"Accept-Encoding": "gzip", "Idempotency-Key": "", "X-Idempotency-Key": "",
	} {
		if got.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Get(name), want)
		}
	}
	if _, err := call(t.Context(), c, &createThing); err != nil {
		t.Fatal(err)
	}
	got = rec.last(t).Header
	if !strings.HasPrefix(got.Get("User-Agent"), "factorialhr-go/") || got.Get("X-Trace") != "" || got.Get("Accept-Language") != "es" {
		t.Errorf("the options of a call stayed: %v", got)
	}
}

func TestRequestsThatCannotBeExpressedAreNotSent(t *testing.T) {
	tests := map[string]struct {
		op   factorialhr.Operation
		in   factorialhr.Input
		opts []factorialhr.RequestOption
	}{
		"an empty id":                         {op: getThing},
		"an id of one dot":                    {op: getThing, in: factorialhr.Input{ID: "."}},
		"an id of two dots":                   {op: getThing, in: factorialhr.Input{ID: ".."}},
		"an empty id for the body":            {op: updateThing},
		"a body that is not JSON":             {op: createThing, in: factorialhr.Input{Body: func() {}}},
		"a body whose value is no JSON":       {op: createThing, in: factorialhr.Input{Body: nan()}},
		"bytes, which JSON turns into base64": {op: createThing, in: factorialhr.Input{Body: []byte(`{"name":"n"}`)}},
		"a reader, which JSON turns into {}":  {op: createThing, in: factorialhr.Input{Body: strings.NewReader(`{"name":"n"}`)}},
		"a type of a file with a line break":  {op: createThing, in: factorialhr.Input{Body: factorialhr.File{ContentType: "a/b\r\nX: y", Open: opens("x")}}},
		"a reader beside an id":               {op: updateThing, in: factorialhr.Input{ID: "7", Body: strings.NewReader(`{"name":"n"}`)}},
		"a list beside an id":                 {op: updateThing, in: factorialhr.Input{ID: "7", Body: []string{"n"}}},
		"a base URL for one call":             {op: listThings, opts: []factorialhr.RequestOption{factorialhr.BaseURL("https://other.example")}},
		"an HTTP client for one call":         {op: listThings, opts: []factorialhr.RequestOption{factorialhr.HTTPClient(nil)}},
		"a version that is no date":           {op: listThings, opts: []factorialhr.RequestOption{factorialhr.APIVersion("../../x")}},
		"a header of the credential":          {op: listThings, opts: []factorialhr.RequestOption{factorialhr.Header("x-api-key", "other")}},
		"an idempotency key":                  {op: createThing, opts: []factorialhr.RequestOption{factorialhr.Header("idempotency-key", "1")}},
		"a header with a line break":          {op: createThing, opts: []factorialhr.RequestOption{factorialhr.Header("a\r\nb", "1")}},
		"a header value with one":             {op: createThing, opts: []factorialhr.RequestOption{factorialhr.Header("a", "1\r\nX-Api-Key: 2")}},
		"a header without a name":             {op: createThing, opts: []factorialhr.RequestOption{factorialhr.Header("", "1")}},
		"a user agent with a NUL":             {op: createThing, opts: []factorialhr.RequestOption{factorialhr.UserAgent("a\x00")}},
		"no attempts":                         {op: createThing, opts: []factorialhr.RequestOption{factorialhr.MaxAttempts(0)}},
		"no time":                             {op: createThing, opts: []factorialhr.RequestOption{factorialhr.AttemptTimeout(0)}},
		"no room for the answer":              {op: createThing, opts: []factorialhr.RequestOption{factorialhr.MaxResponseBytes(0)}},
		"requests in flight for a call":       {op: createThing, opts: []factorialhr.RequestOption{factorialhr.MaxInFlight(3)}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			network := memnet.New()
			c := newClient(t, network.Transport(t))
			got, err := factorialhr.Call[thing](t.Context(), c, &test.op, test.in, test.opts...)
			e, ok := errors.AsType[*factorialhr.Error](err)
			if !ok || !errors.Is(err, factorialhr.ErrInvalidRequest) || got != nil {
				t.Fatalf("got %v, %v", got, err)
			}
			if e.Outcome != factorialhr.OutcomeNotSent || e.Attempts != 0 || e.Operation != test.op.Name {
				t.Errorf("got %+v", e)
			}
			if dialled := network.Dialled(); len(dialled) > 0 {
				t.Errorf("dialled %v", dialled)
			}
		})
	}
}

func TestABodyThatCannotBeEncodedIsNotQuoted(t *testing.T) {
	c := newClient(t, memnet.New().Transport(t))
	_, err := factorialhr.Call[thing](t.Context(), c, &createThing, factorialhr.Input{Body: leaky{}})
	if err == nil || strings.Contains(err.Error(), "secret-name") {
		t.Errorf("got %v", err)
	}
}

// leaky cannot be encoded, and the text of its error must not be repeated.
type leaky struct{}

func (leaky) MarshalJSON() ([]byte, error) { return nil, errors.New("secret-name is not allowed") }

func nan() any {
	var zero float64
	return zero / zero
}
