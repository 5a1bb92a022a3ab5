package browser_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// fake is a fake API with its page. Tests talk to it as every other program does.
type fake struct {
	t       *testing.T
	srv     *factorialtest.Server
	url     string
	options []factorialtest.Option
}

// start starts a fake with a company of 20 employees.
func start(t *testing.T, options ...factorialtest.Option) *fake {
	t.Helper()
	chromium(t) // skip the test before it starts anything
	f := &fake{t: t, options: append([]factorialtest.Option{factorialtest.Control(), factorialtest.Lenient()}, options...)}
	f.listen("")
	t.Cleanup(f.stop)
	return f
}

// startForPictures starts a fake with the URL and the time that the documentation shows.
func startForPictures(t *testing.T) *fake {
	t.Helper()
	return start(t, factorialtest.Loopback("127.0.0.1:8080"), factorialtest.At(time.Date(2026, 11, 25, 9, 41, 7, 0, time.UTC)))
}

func (f *fake) listen(address string) {
	f.t.Helper()
	options := f.options
	if address != "" {
		options = append(options, factorialtest.Loopback(address))
	}
	srv, err := factorialtest.Start(options...)
	if err != nil {
		f.t.Fatal(err)
	}
	f.srv, f.url = srv, srv.URL
}

// stop stops the server.
func (f *fake) stop() {
	if err := f.srv.Close(); err != nil {
		f.t.Error(err)
	}
}

// again starts another server at the same address.
func (f *fake) again() {
	f.t.Helper()
	f.listen(strings.TrimPrefix(f.url, "http://"))
}

// send sends a request with the API key, and returns the body of the response. If the status is
// another one, it ends the test. The status 0 stands for a connection that was cut.
func (f *fake) send(method, path, body string, status int) string {
	f.t.Helper()
	r, err := http.NewRequestWithContext(f.t.Context(), method, f.url+path, strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	r.Header.Set("X-Api-Key", "factorialtest")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		if status != 0 {
			f.t.Fatal(err)
		}
		return ""
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil && status != 0 {
		f.t.Fatal(err)
	}
	if response.StatusCode != status {
		f.t.Fatalf("%s %s: status %d, not %d: %s", method, path, response.StatusCode, status, text)
	}
	return string(text)
}

// api is the path of a resource at the default version.
func api(resource string) string { return "/api/2026-10-01/resources/" + resource }

// member returns a member of a JSON object.
func member(t *testing.T, object, name string) string {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal([]byte(object), &all); err != nil {
		t.Fatalf("%v: %s", err, object)
	}
	s, _ := all[name].(string)
	return s
}

// bearer returns the status of a request with an access token.
func (f *fake) bearer(token string) int {
	f.t.Helper()
	r, err := http.NewRequestWithContext(f.t.Context(), "GET", f.url+api("employees/employees"), nil)
	if err != nil {
		f.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// receiver returns the URL of a server that accepts every webhook.
func (f *fake) receiver() string {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	f.t.Cleanup(s.Close)
	return s.URL
}
