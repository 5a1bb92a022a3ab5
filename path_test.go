package factorialhr_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

func TestPathsOfUntypedCalls(t *testing.T) {
	const prefix = "/api/2026-10-01/resources/"
	tests := map[string]struct {
		path     string
		want     string // the path that arrives; empty: the client refuses
		template string // the path in errors
	}{
		"a resource":                         {"employees/employees", prefix + "employees/employees", "employees/employees"},
		"a record":                           {"employees/employees/12", prefix + "employees/employees/12", "employees/employees/…"},
		"an escaped id":                      {"employees/employees/1%2F2", prefix + "employees/employees/1%2F2", "employees/employees/…"},
		"an id in the wrong place":           {"employees/12", prefix + "employees/12", "employees/…"},
		"an action":                          {"timeoff/leaves/approve", prefix + "timeoff/leaves/approve", "timeoff/leaves/…"},
		"an absolute path":                   {"/oauth/token", "/oauth/token", "/oauth/…"},
		"nothing":                            {"", "", ""},
		"the root":                           {"/", "", "/"},
		"another host":                       {"//evil.example/x", "", "//…"},
		"a URL":                              {"https://evil.example/x", "", "…"},
		"an empty segment":                   {"employees//employees", "", ""},
		"a slash at the end":                 {"employees/employees/", "", ""},
		"a parent":                           {"employees/../x", "", ""},
		"an escaped parent":                  {"employees/%2e%2E/x", "", ""},
		"a dot":                              {"employees/./x", "", ""},
		"a query":                            {"employees/employees?a=b", "", ""},
		"an escaped question mark is no one": {"a/b/x%3Fy", prefix + "a/b/x%3Fy", "a/b/…"},
		"a fragment":                         {"employees/employees#a", "", ""},
		"a broken escape":                    {"employees/%zz", "", ""},
		"a backslash":                        {`employees\..\x`, "", ""},
		"a space":                            {"employees/a b", "", ""},
		"a control character":                {"employees/a\nb", "", ""},
		"a letter that has to be escaped":    {"employees/ä", "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			rec := recorder{answer: status(http.StatusTeapot, "")}
			c := serve(t, rec.ServeHTTP)
			err := c.Get(t.Context(), test.path, nil)
			if test.want == "" {
				if !errors.Is(err, factorialhr.ErrInvalidRequest) || len(rec.all()) > 0 {
					t.Errorf("it was not refused: %v", err)
				}
				if err != nil && strings.Contains(err.Error(), "evil") {
					t.Errorf("the path is quoted: %v", err)
				}
				return
			}
			if got := rec.last(t).Path; got != test.want {
				t.Errorf("arrived as %s", got)
			}
			if e, ok := errors.AsType[*factorialhr.Error](err); !ok || e.Path != test.template {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// FuzzIDInPath: whatever an id holds, it stays one segment behind the path of the operation, and arrives as it was.
func FuzzIDInPath(f *testing.F) {
	for _, seed := range []string{"12", "1/2/2023-10-01", "..", ".", "", "%2e%2e", "a?b", "a#b", "\\", "ä", "\x00", "{id}", "//x", "\xff"} {
		f.Add(seed)
	}
	const prefix = "/api/2026-10-01/resources/things/things/"
	f.Fuzz(func(t *testing.T, id string) {
		var got *url.URL
		c, err := factorialhr.New(noAuth{}, factorialhr.HTTPClient(&http.Client{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
			got = r.URL
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
		})}))
		if err != nil {
			t.Fatal(err)
		}
		_, err = factorialhr.Call[thing](context.Background(), c, &getThing, factorialhr.Input{ID: factorialhr.ID(id)})
		if id == "" || id == "." || id == ".." {
			if !errors.Is(err, factorialhr.ErrInvalidRequest) || got != nil {
				t.Fatalf("%q was sent: %v", id, err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		escaped, ok := strings.CutPrefix(got.EscapedPath(), prefix)
		if back, err := url.PathUnescape(escaped); !ok || err != nil || back != id || strings.ContainsAny(escaped, "/?#") {
			t.Fatalf("%q became %s", id, got.EscapedPath())
		}
		if got.Host != "api.factorialhr.com" || got.RawQuery != "" || got.Fragment != "" {
			t.Fatalf("%q leads to %s", id, got)
		}
		line, err := url.ParseRequestURI(got.RequestURI()) // as a server reads it
		if err != nil || line.Path != prefix+id {
			t.Fatalf("%q arrives as %v, %v", id, line, err)
		}
	})
}

// noAuth is a method without a credential.
type noAuth struct{}

func (noAuth) Transport(base http.RoundTripper, _ *url.URL) (http.RoundTripper, error) {
	return base, nil
}
