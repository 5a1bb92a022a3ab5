package factorialhr_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

func TestPathsOfUntypedCalls(t *testing.T) {
	const prefix = "/api/" + factorialhr.DefaultAPIVersion + "/resources/"
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

func TestTheErrorOfAPathWithAQueryNamesTheOption(t *testing.T) {
	for _, path := range []string{
		"employees/employees?only_active=true", "/api/v1/employees?x", "employees/employees?", "employees/12?a=b/c", "a b?c",
	} {
		var rec recorder
		c := serve(t, rec.ServeHTTP)
		_, fromGetAll := c.GetAll(t.Context(), path)
		var fromAll error
		for _, fromAll = range c.All(t.Context(), path) {
		}
		for name, err := range map[string]error{
			"Get": c.Get(t.Context(), path, nil), "Post": c.Post(t.Context(), path, nil, nil),
			"Put": c.Put(t.Context(), path, nil, nil), "Delete": c.Delete(t.Context(), path, nil),
			"GetAll": fromGetAll, "All": fromAll,
		} {
			if !errors.Is(err, factorialhr.ErrInvalidRequest) || !strings.Contains(err.Error(), "option Query") || len(rec.all()) > 0 {
				t.Errorf("%s of %s: got %v", name, path, err)
			}
			if err != nil && strings.Contains(err.Error(), "only_active") {
				t.Errorf("%s: the error repeats the query: %v", name, err)
			}
		}
	}
}

// strayingIDs are ids and paths that a server or a proxy could take for another path.
var strayingIDs = map[string]string{
	"a dot":                                    ".",
	"the parent":                               "..",
	"a path to another resource":               "../../payroll/payslips/7",
	"the parent in the middle":                 "a/../b",
	"the parent at the end":                    "a/..",
	"a dot in the middle":                      "a/./b",
	"backslashes":                              `a\..\b`,
	"backslashes alone":                        `..\..\x`,
	"a slash and a backslash":                  `a/..\b`,
	"escaped dots":                             "%2e%2e/x",
	"escaped dots in capitals":                 "%2E%2E/x",
	"one escaped dot":                          ".%2e/x",
	"an escaped slash":                         "..%2fx",
	"an escaped backslash":                     "..%5c..%5cx",
	"all escaped":                              "%2e%2e%2f%2e%2e%2fx",
	"escaped twice":                            "%252e%252e%252fx",
	"escaped three times":                      "%25252e%25252e/x",
	"escaped in part":                          "%2%65%2e/x",
	"escaped ten times":                        "a%" + strings.Repeat("25", 10) + "2e",
	"escaped as old servers do":                "%u002e%u002e%u002fx",
	"a parameter of the segment":               "..;/x",
	"a parameter that says something":          "a/..;b=c/x",
	"a parameter that is escaped":              "..%3b/x",
	"a parameter after three dots":             "...;/..;/x",
	"a query behind the dots":                  "..?x",
	"an escaped query behind the dots":         "..%3fx",
	"a query behind a good segment":            "a/..?b/c",
	"a fragment behind the dots":               "..#x",
	"an escaped fragment behind the dots":      "..%23/x",
	"a parameter with a semicolon of Greek":    "..\u037ex",
	"a parameter with a full-width semicolon":  "..\uff1bx",
	"three dots":                               "...",
	"space around it":                          "a/ .. /b",
	"an escaped space after it":                "..%20/x",
	"a tab after it":                           "..\t/x",
	"full-width dots":                          "\uff0e\uff0e/x",
	"full-width slashes":                       "..\uff0fx",
	"the two dot leader":                       "\u2025/x",
	"small full stops":                         "\ufe52\ufe52/x",
	"dots one above the other":                 "\ufe30/x",
	"a small backslash":                        "..\ufe68x",
	"overlong dots":                            "\xc0\xae\xc0\xae/x",
	"overlong dots, escaped":                   "%c0%ae%c0%ae/x",
	"an overlong slash, escaped":               "..%c0%afx",
	"a NUL":                                    "7\x00",
	"an escaped NUL":                           "7%00",
	"a NUL after the dots":                     "..\x00/x",
	"a line break":                             "7\r\nx: y",
	"an escaped line break":                    "7%0d%0ax: y",
	"a line break that is escaped twice":       "7%250a",
	"DEL":                                      "7\x7f",
	"a control character of Latin 1":           "7\u0085",
	"bytes that are not UTF-8":                 "7\xff",
	"what follows a good id":                   "1/2/2023-10-01/../../x",
	"dots behind a good segment, many slashes": "a///..//b",
}

// goodIDs are ids, as the API has them or might.
var goodIDs = []string{
	"7", "1/2/2023-10-01", "2_2026-12-21", "access-1", "0b5d8f5e-6f3e-4a53-8c6e-3f6b5ee5a1b0", "jobcatalog_treelevel-331",
	"9007199254740993", "a..b", "1.5", "v1..2", ".hidden", "a.", "..a", "a/.b", "a/..b", "1;2", "a:b", "50%", "100%zz", "a%20b",
	"a b", "a?b", "a#b", "ä", "日本", "a@b.example", "a+b", "a=b&c=d", "{id}", "gid://factorial/Employee/7", "MTIz==", `a\b`, "~", "*",
}

func TestIDsThatLeadElsewhereAreRefused(t *testing.T) {
	for name, id := range strayingIDs {
		t.Run(name, func(t *testing.T) {
			var rec recorder
			c := serve(t, rec.ServeHTTP)
			for _, op := range []*factorialhr.Operation{&getThing, &updateThing, &deleteThing} {
				_, err := factorialhr.Call[thing](t.Context(), c, op, factorialhr.Input{ID: factorialhr.ID(id), Body: map[string]string{"a": "b"}})
				e, ok := errors.AsType[*factorialhr.Error](err)
				if !ok || !errors.Is(err, factorialhr.ErrInvalidRequest) || e.Outcome != factorialhr.OutcomeNotSent || len(rec.all()) > 0 {
					t.Errorf("%s %q was not refused: %v", op.Method, id, err)
				}
				if err != nil && strings.Contains(err.Error(), "payslips") {
					t.Errorf("the id is quoted: %v", err)
				}
			}
			paths := []string{"things/things/" + id}
			if !strings.Contains(id, "%") { // a caller who escapes as the documentation says
				paths = append(paths, "things/things/"+url.PathEscape(id), "/things/"+url.PathEscape(url.PathEscape(id)))
			}
			for _, path := range paths {
				if err := c.Get(t.Context(), path, nil); !errors.Is(err, factorialhr.ErrInvalidRequest) || len(rec.all()) > 0 {
					t.Errorf("the path %q was not refused: %v", path, err)
				}
				if _, err := c.GetAll(t.Context(), path); !errors.Is(err, factorialhr.ErrInvalidRequest) || len(rec.all()) > 0 {
					t.Errorf("the list at %q was not refused: %v", path, err)
				}
			}
			op := factorialhr.Operation{Name: "things.Own", Method: "GET", Path: "things/" + id + "/x", Retry: factorialhr.RetrySafe}
			if _, err := call(t.Context(), c, &op); !errors.Is(err, factorialhr.ErrInvalidRequest) || len(rec.all()) > 0 {
				t.Errorf("an operation with the path %q was not refused: %v", op.Path, err)
			}
		})
	}
}

func TestIDsOfTheAPIArriveAsTheyAre(t *testing.T) {
	for _, id := range goodIDs {
		t.Run(id, func(t *testing.T) {
			var rec recorder
			c := serve(t, rec.ServeHTTP)
			if _, err := factorialhr.Call[thing](t.Context(), c, &getThing, factorialhr.Input{ID: factorialhr.ID(id)}); err != nil {
				t.Fatal(err)
			}
			if got := rec.last(t).Path; got != "/api/"+factorialhr.DefaultAPIVersion+"/resources/things/things/"+url.PathEscape(id) {
				t.Errorf("arrived as %s", got)
			}
			if err := c.Get(t.Context(), "things/things/"+url.PathEscape(id), nil); err != nil || rec.all()[0].Path != rec.all()[1].Path {
				t.Errorf("escaped by the caller it arrives as %s: %v", rec.last(t).Path, err)
			}
		})
	}
}

func TestAnOperationWithoutAPath(t *testing.T) {
	for _, path := range []string{"", "//evil.example/x", "//evil.example/{id}", "../x", "/..", "things/%2e%2e/{id}", "{id}/../x"} {
		var rec recorder
		c := serve(t, rec.ServeHTTP)
		if _, err := call(t.Context(), c, &factorialhr.Operation{Name: "things.Own", Method: "GET", Path: path}); !errors.Is(err, factorialhr.ErrInvalidRequest) || len(rec.all()) > 0 {
			t.Errorf("the path %q was not refused: %v", path, err)
		}
	}
}

// A body may hold any id: it is no path.
func TestAnIDInABodyIsNoPath(t *testing.T) {
	var rec recorder
	c := serve(t, rec.ServeHTTP)
	op := factorialhr.Operation{Name: "things.Things.Approve", Method: "POST", Path: "things/things/approve", BodyID: true}
	if _, err := factorialhr.Call[thing](t.Context(), c, &op, factorialhr.Input{ID: "../x"}); err != nil || rec.last(t).Body != `{"id":"../x"}` {
		t.Errorf("got %q: %v", rec.last(t).Body, err)
	}
}

// elsewhere is what a chain of proxies can make of the id in the path prefix+id: each decodes, and
// takes other characters for separators. It returns a path that is not below prefix any more, or
// that lost a segment, or "".
func elsewhere(prefix, id string) string {
	for range 12 {
		for _, read := range []*strings.Replacer{
			strings.NewReplacer(), strings.NewReplacer(`\`, "/"), strings.NewReplacer("\uff0e", ".", "\uff0f", "/"),
		} {
			text := prefix + read.Replace(id)
			for _, text := range []string{text, regexp.MustCompile(`[;?#][^/]*`).ReplaceAllString(text, "")} {
				clean := path.Clean(text)
				if !strings.HasPrefix(clean+"/", prefix) || slices.Contains(strings.Split(text, "/"), "..") {
					return clean
				}
			}
		}
		next := regexp.MustCompile(`%[0-9a-fA-F]{2}`).ReplaceAllStringFunc(id, func(escape string) string {
			decoded, _ := url.PathUnescape(escape)
			return decoded
		})
		if next == id {
			break
		}
		id = next
	}
	return ""
}

// FuzzIDInPath: whatever an id holds, it is refused, or it stays one segment behind the path of the
// operation and arrives as it was; and no proxy makes another path of it. A good id is not refused.
func FuzzIDInPath(f *testing.F) {
	for _, id := range strayingIDs {
		f.Add(id)
	}
	for _, id := range goodIDs {
		f.Add(id)
	}
	for _, seed := range []string{"", "\\", "//x", "%2e%2e"} {
		f.Add(seed)
	}
	good := regexp.MustCompile(`^[A-Za-z0-9_:@~=+-]+([./][A-Za-z0-9_:@~=+-]+)*$`)
	const prefix = "/api/" + factorialhr.DefaultAPIVersion + "/resources/things/things/"
	f.Fuzz(func(t *testing.T, id string) {
		var got *url.URL
		c, err := factorialhr.New(noAuth{}, factorialhr.HTTPClient(&http.Client{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
			got = r.URL
			return &http.Response{StatusCode: 204, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
		})}))
		if err != nil {
			t.Fatal(err)
		}
		_, raw := c.GetAll(context.Background(), "things/things/"+id)
		if place := elsewhere("/", strings.TrimPrefix("things/things/"+id, "/")); !errors.Is(raw, factorialhr.ErrInvalidRequest) && place != "" {
			t.Fatalf("the path things/things/%q was sent, and leads to %s", id, place)
		}
		got = nil
		_, err = factorialhr.Call[thing](context.Background(), c, &getThing, factorialhr.Input{ID: factorialhr.ID(id)})
		if err != nil {
			if !errors.Is(err, factorialhr.ErrInvalidRequest) || got != nil || good.MatchString(id) {
				t.Fatalf("%q: %v", id, err)
			}
			return
		}
		if place := elsewhere(prefix, id); place != "" || id == "" {
			t.Fatalf("%q was sent, and leads to %s", id, place)
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
