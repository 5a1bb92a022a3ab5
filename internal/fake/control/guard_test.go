package control_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/fake/control"
)

func TestWhoMayCall(t *testing.T) {
	named := control.Options{Hosts: []string{"fake.example.com"}}
	for _, test := range []struct {
		name    string
		options control.Options
		method  string
		header  []string
		status  int
		cors    string // Access-Control-Allow-Origin
	}{
		{"curl", control.Options{}, "POST", nil, 204, ""},
		{"the page of the server", control.Options{}, "POST", []string{"Origin", "http://127.0.0.1:8080", "Sec-Fetch-Site", "same-origin"}, 204, ""},
		{"an old browser on the page of the server", control.Options{}, "POST", []string{"Origin", "http://127.0.0.1:8080"}, 204, ""},
		{"the address bar", control.Options{}, "GET", []string{"Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate"}, 200, ""},
		{"a link of another site", control.Options{}, "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 200, ""},
		{"a form of another site", control.Options{}, "POST", []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 403, ""},
		{"a form of another site without an origin", control.Options{}, "POST", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 403, ""},
		{"a form of an old browser", control.Options{}, "POST", []string{"Origin", "https://evil.example"}, 403, ""},
		{"a page without an origin", control.Options{}, "POST", []string{"Origin", "null"}, 403, ""},
		{"a fetch of another port", control.Options{}, "POST", []string{"Origin", "http://127.0.0.1:3000", "Sec-Fetch-Site", "same-site"}, 403, ""},
		{"an image of another site", control.Options{}, "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"}, 403, ""},
		{"an allowed origin", control.Options{}, "POST", []string{"Origin", "http://localhost:3000", "Sec-Fetch-Site", "same-site"}, 204, "http://localhost:3000"},
		{"an origin beside the allowed one", control.Options{}, "POST", []string{"Origin", "http://localhost:3001", "Sec-Fetch-Site", "same-site"}, 403, "http://localhost:3000"},
		{"any origin", control.Options{}, "POST", []string{"Origin", "https://app.example", "Sec-Fetch-Site", "cross-site"}, 204, "*"},
		{"localhost", control.Options{}, "POST", []string{"Host", "localhost:8080"}, 204, ""},
		{"LOCALHOST with a dot", control.Options{}, "POST", []string{"Host", "LOCALHOST.:8080"}, 204, ""},
		{"an address of IPv6", control.Options{}, "POST", []string{"Host", "[::1]:8080"}, 204, ""},
		{"an address of IPv4 in IPv6", control.Options{}, "POST", []string{"Host", "[::ffff:127.0.0.1]"}, 204, ""},
		{"a service of a compose file", control.Options{}, "POST", []string{"Host", "factorial:8080"}, 204, ""},
		{"the host of a container", control.Options{}, "POST", []string{"Host", "host.docker.internal:8080"}, 204, ""},
		{"a service of a cluster", control.Options{}, "POST", []string{"Host", "fake.ci.svc.cluster.local"}, 204, ""},
		{"the server in memory", control.Options{}, "POST", []string{"Host", "api.factorial.test"}, 204, ""},
		{"a name that was rebound", control.Options{}, "POST", []string{"Host", "evil.example.com:8080", "Origin", "http://evil.example.com:8080", "Sec-Fetch-Site", "same-origin"}, 403, ""},
		{"a name that was rebound, without a header", control.Options{}, "GET", []string{"Host", "evil.example.com:8080"}, 403, ""},
		{"a name that ends like an address", control.Options{}, "GET", []string{"Host", "127.0.0.1.nip.io"}, 403, ""},
		{"a name that ends like a private one", control.Options{}, "GET", []string{"Host", "evillocalhost.com"}, 403, ""},
		{"a name that the server has", named, "POST", []string{"Host", "Fake.example.com:8080"}, 204, ""},
		{"a rebound name where any origin is allowed", control.Options{}, "POST", []string{"Host", "evil.example.com", "Origin", "http://evil.example.com"}, 403, "*"},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, f := start(test.options)
			path := "/_fake/reset"
			if test.method == "GET" {
				path = "/_fake/clock"
			}
			front := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if test.cors != "" {
					w.Header().Set("Access-Control-Allow-Origin", test.cors)
				}
				h.ServeHTTP(w, r)
			})
			w := send(front, test.method, path, "", test.header...)
			if w.Code != test.status {
				t.Errorf("the response is %d %s", w.Code, w.Body)
			}
			if test.status != 403 {
				return
			}
			if len(f.calls) > 0 || !strings.Contains(w.Body.String(), "the control surface does not serve") {
				t.Errorf("the fake did %v and the response is %s", f.calls, w.Body)
			}
			if err := document(t, h).Check(test.method, path, w.Code, w.Body.Bytes()); err != nil {
				t.Error(err)
			}
		})
	}
}
