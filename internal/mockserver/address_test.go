package mockserver

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestWebhooksReachThisMachineAndTheNamedHostsOnly(t *testing.T) {
	received := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { received++ }))
	defer server.Close()
	for _, test := range []struct {
		url string
		ok  bool
	}{
		{server.URL, true},
		{strings.Replace(server.URL, "127.0.0.1", "localhost", 1), true},
		{strings.Replace(server.URL, "127.0.0.1", "LocalHost", 1), true},
		{"http://hooks.test/", false},
		{"http://app.hooks.test/", false},
		{"http://169.254.169.254/", false},
		{"http://[fd00::7]/", false},
	} {
		t.Run(test.url, func(t *testing.T) {
			received = 0
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, test.url, nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := deliverTo([]string{"app"}).Do(r)
			if err == nil {
				resp.Body.Close()
			}
			if (err == nil) != test.ok || (received == 1) != test.ok {
				t.Errorf("got %v, %d received", err, received)
			}
			if !test.ok && !strings.Contains(err.Error(), "-webhook-hosts") {
				t.Errorf("the error does not name the flag: %v", err)
			}
		})
	}
}

func TestThePortOfTheDownloadURLs(t *testing.T) {
	for _, test := range []struct {
		name string
		at   Address
		ok   bool
	}{
		{"this machine", Address{Port: 8080}, true},
		{"another host, the next port", Address{Host: "0.0.0.0", Port: 8080}, true},
		{"the same port", Address{Port: 8080, FilesPort: 8080}, false},
		{"no next port", Address{Host: "0.0.0.0", Port: 65535}, false},
		{"free ports", Address{Host: "0.0.0.0"}, true},
	} {
		if _, err := test.at.listen(); (err == nil) != test.ok {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
}

func TestTheNamesOfHostsHaveNoCase(t *testing.T) {
	for _, host := range []string{"app.test", "APP.Test"} {
		if !deliversTo([]string{"App.test"}, host) {
			t.Errorf("%s is refused", host)
		}
	}
	if deliversTo([]string{"app.test"}, "other.test") {
		t.Error("a host that nobody names is accepted")
	}
}
