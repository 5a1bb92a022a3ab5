package edge_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/fake/edge"
)

// serve starts a server whose API knows one path and responds with its name.
func serve(t *testing.T, origins ...string) *httptest.Server {
	t.Helper()
	cors, err := edge.NewCORS(origins...)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(&edge.Edge{
		CORS: cors,
		API: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-By", "the API")
			w.WriteHeader(http.StatusTeapot)
		}),
		Methods: func(path string) []string {
			if path == "/api/a%2Fb" {
				return []string{"DELETE", "GET"}
			}
			return nil
		},
		Document: func(version, server string) ([]byte, error) {
			if version == "1999-01-01" {
				return nil, errors.New("no such version")
			}
			return []byte(`{"version":"` + version + `","server":"` + server + `"}`), nil
		},
	})
	t.Cleanup(server.Close)
	return server
}

func do(t *testing.T, method, url string, header map[string]string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func TestRequestsThatAreNotCallsOfTheAPI(t *testing.T) {
	server := serve(t)
	for _, test := range []struct {
		request string
		status  int
		allow   string
		body    string
	}{
		{"GET /healthz", 200, "", `{"status":"ok"}`},
		{"HEAD /healthz", 200, "", ""},
		{"POST /healthz", 405, "GET, HEAD, OPTIONS", `{"error":"this path is only read"}`},
		{"OPTIONS /healthz", 204, "GET, HEAD, OPTIONS", ""},
		{"GET /openapi.json", 200, "", `{"version":"","server":"` + server.URL + `"}`},
		{"GET /openapi.json?version=2027-01-01", 200, "", `{"version":"2027-01-01","server":"` + server.URL + `"}`},
		{"GET /openapi.json?version=1999-01-01", 404, "", `{"error":"no such version"}`},
		{"HEAD /openapi.json", 200, "", ""},
		{"DELETE /openapi.json", 405, "GET, HEAD, OPTIONS", `{"error":"this path is only read"}`},
		{"OPTIONS /api/a%2Fb", 204, "DELETE, GET, HEAD, OPTIONS", ""},
		{"OPTIONS /api/a/b", 418, "", ""},
		{"GET /api/a%2Fb", 418, "", ""},
		{"GET /", 418, "", ""},
		{"GET /healthz/more", 418, "", ""},
	} {
		t.Run(test.request, func(t *testing.T) {
			method, path, _ := strings.Cut(test.request, " ")
			resp, body := do(t, method, server.URL+path, nil)
			if resp.StatusCode != test.status || resp.Header.Get("Allow") != test.allow || body != test.body {
				t.Errorf("got %d, Allow %q, %s", resp.StatusCode, resp.Header.Get("Allow"), body)
			}
			if byAPI := resp.Header.Get("X-By") != ""; byAPI != (test.status == 418) {
				t.Errorf("it reached the API: %v", byAPI)
			}
			if method == "HEAD" && resp.ContentLength <= 0 {
				t.Errorf("HEAD has the length %d", resp.ContentLength)
			}
		})
	}
}

func TestABrowserMayReadOnlyWithCORS(t *testing.T) {
	const page = "http://localhost:5173"
	preflight := map[string]string{
		"Origin": page, "Access-Control-Request-Method": "PUT",
		"Access-Control-Request-Headers": "authorization,content-type,x-api-key,x-fake-fault",
	}
	for _, test := range []struct {
		name    string
		origins []string
		method  string
		header  map[string]string
		status  int
		allowed string // Access-Control-Allow-Origin
	}{
		{"off: a read", nil, "GET", map[string]string{"Origin": page}, 418, ""},
		{"off: a preflight", nil, "OPTIONS", preflight, 418, ""},
		{"all: a read", []string{"*"}, "GET", map[string]string{"Origin": page}, 418, "*"},
		{"all: a page of a file", []string{"*"}, "GET", map[string]string{"Origin": "null"}, 418, "*"},
		{"all: no browser", []string{"*"}, "GET", nil, 418, ""},
		{"all: a preflight", []string{"*"}, "OPTIONS", preflight, 204, "*"},
		{"all: OPTIONS that is no preflight", []string{"*"}, "OPTIONS", map[string]string{"Origin": page}, 418, "*"},
		{"one: a read", []string{"https://a.test", page}, "POST", map[string]string{"Origin": page}, 418, page},
		{"one: a preflight", []string{page}, "OPTIONS", preflight, 204, page},
		{"another: a read", []string{"https://a.test"}, "GET", map[string]string{"Origin": page}, 418, ""},
		{"another: a preflight", []string{"https://a.test"}, "OPTIONS", preflight, 403, ""},
		{"another port", []string{"http://localhost:5174"}, "GET", map[string]string{"Origin": page}, 418, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			resp, _ := do(t, test.method, serve(t, test.origins...).URL+"/api/x", test.header)
			h := resp.Header
			if resp.StatusCode != test.status || h.Get("Access-Control-Allow-Origin") != test.allowed {
				t.Fatalf("got %d, %v", resp.StatusCode, h)
			}
			if h.Get("Access-Control-Allow-Credentials") != "" {
				t.Error("it allows cookies")
			}
			if len(test.origins) > 0 && !strings.Contains(h.Get("Vary"), "Origin") {
				t.Errorf("Vary is %q", h.Get("Vary"))
			}
			if test.status != 204 {
				if exposes := strings.Contains(h.Get("Access-Control-Expose-Headers"), "Retry-After"); exposes != (test.allowed != "") {
					t.Errorf("it exposes %q", h.Get("Access-Control-Expose-Headers"))
				}
				return
			}
			if got := h.Get("Access-Control-Allow-Headers"); got != preflight["Access-Control-Request-Headers"] {
				t.Errorf("it allows the headers %q", got)
			}
			for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
				if !strings.Contains(h.Get("Access-Control-Allow-Methods"), method) {
					t.Errorf("it does not allow %s", method)
				}
			}
		})
	}
}

func TestOriginsOfPages(t *testing.T) {
	for text, ok := range map[string]bool{
		"*": true, "http://localhost:5173": true, "https://app.test": true,
		"": false, "localhost:5173": false, "http://localhost:5173/": false, "http://app.test/path": false,
		"http://user@app.test": false, "ftp://app.test": false, "http://app.test?a=b": false, "null": false,
	} {
		if _, err := edge.NewCORS(text); (err == nil) != ok {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestTheSecondOriginHasTheHeadersToo(t *testing.T) {
	cors, err := edge.NewCORS("*")
	if err != nil {
		t.Fatal(err)
	}
	files := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "a file") })
	for _, test := range []struct {
		cors edge.CORS
		want string
	}{{cors, "*"}, {edge.CORS{}, ""}} {
		server := httptest.NewServer(test.cors.Wrap(files))
		resp, body := do(t, "GET", server.URL, map[string]string{"Origin": "https://app.test"})
		server.Close()
		if got := resp.Header.Get("Access-Control-Allow-Origin"); got != test.want || body != "a file" {
			t.Errorf("got %q, %s", got, body)
		}
	}
}
