package factorialtest_test

import (
	"bufio"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// follow reads the log as it happens. The result returns the next event and its data.
func follow(t *testing.T, srv *factorialtest.Server) (next func() (event, data string)) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.ControlURL+"/log", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := srv.HTTPClient().Do(r)
	if err != nil || resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%+v %v", resp, err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	lines := bufio.NewScanner(resp.Body)
	return func() (event, data string) {
		for lines.Scan() {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch {
			case name == "event":
				event = value
			case name == "data":
				data = value
			case lines.Text() == "" && event != "":
				return event, data
			}
		}
		return "", ""
	}
}

func TestTheLogAsItHappens(t *testing.T) {
	for name, opts := range map[string][]factorialtest.Option{
		"in memory":              {factorialtest.Control()},
		"in memory on its own":   {factorialtest.ControlAt("")},
		"on the port of the API": {factorialtest.Loopback(""), factorialtest.Control()},
		"on a port of its own":   {factorialtest.Loopback(""), factorialtest.ControlAt("")},
	} {
		t.Run(name, func(t *testing.T) {
			var seen []int
			srv := factorialtest.New(t, append(slices.Clone(opts), factorialtest.Lenient(),
				factorialtest.DeliverTo(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})),
				factorialtest.Observe(func(r factorialtest.Request) { seen = append(seen, r.Number) }))...)
			do(t, srv, "GET", "teams/teams?nmae=x", "")
			next := follow(t, srv)
			expect := func(event string, parts ...string) {
				t.Helper()
				name, data := next()
				if name != event || slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(data, part) }) {
					t.Errorf("%s %s, want %s with %q", name, data, event, parts)
				}
			}
			expect("request", `"number":1`, `"unknown":["nmae"]`, "the API ignores unknown query parameters")
			do(t, srv, "POST", "api_public/webhook_subscriptions", `{"company_id":"1","name":"n","subscription_type":"teams/team/create","target_url":"https://hooks.test"}`)
			expect("request", `"operation":"apipublic.WebhookSubscriptions.Create"`, `"changes":[{"kind":"created","resource":"api_public/webhook_subscriptions","id":"1"}]`)
			do(t, srv, "POST", "teams/teams", `{"name":"Kitchen"}`)
			if err := srv.WaitDeliveries(t.Context()); err != nil {
				t.Fatal(err)
			}
			kinds := map[string]string{}
			for range 2 { // the delivery may end before the response
				event, data := next()
				kinds[event] = data
			}
			if !strings.Contains(kinds["request"], `"body":"{\"name\":\"Kitchen\"}"`) || !strings.Contains(kinds["delivery"], `"delivered":true,"retry":null,"hint":""`) {
				t.Errorf("%q", kinds)
			}
			steer(t, srv, "POST", "/tokens/expire", "")
			expect("state", `"action":"expire_access_tokens"`)
			if err := srv.Reset(); err != nil {
				t.Fatal(err)
			}
			expect("state", `"action":"reset"`)
			if !slices.Equal(seen, []int{1, 2, 3}) {
				t.Errorf("the observer saw %v", seen)
			}
			srv.Close()
			if event, data := next(); event != "" {
				t.Errorf("%s %s after the end", event, data)
			}
		})
	}
}

func TestAPageOfAnotherOriginIsRefused(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Loopback(""), factorialtest.Control(), factorialtest.ControlHosts("fake.example.com"))
	own := "http://" + strings.TrimPrefix(srv.URL, "http://")
	for _, test := range []struct {
		name         string
		host, origin string
		status       int
	}{
		{"the page of the server", "", own, 204},
		{"a page of another port", "", "http://127.0.0.1:1", 403},
		{"a page of a foreign site", "", "https://evil.example", 403},
		{"a rebound name", "evil.example.com", "http://evil.example.com", 403},
		{"a name of the server", "fake.example.com", "http://fake.example.com", 204},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.ControlURL+"/reset", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Origin", test.origin)
			r.Host = test.host
			resp, err := srv.HTTPClient().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != test.status {
				t.Errorf("the status is %d", resp.StatusCode)
			}
		})
	}
}

func TestOptionsOfControlThatMakeNoSense(t *testing.T) {
	for name, option := range map[string]factorialtest.Option{
		"an address without a port":     factorialtest.ControlAt("127.0.0.1"),
		"an address of another machine": factorialtest.ControlAt("192.0.2.1:80"),
		"all addresses":                 factorialtest.ControlAt(":8080"),
		"a host with a port":            factorialtest.ControlHosts("fake.example.com:80"),
		"a URL in place of a host":      factorialtest.ControlHosts("https://fake.example.com"),
	} {
		t.Run(name, func(t *testing.T) {
			if srv, err := factorialtest.Start(option); err == nil {
				srv.Close()
				t.Error("it starts")
			}
		})
	}
}
