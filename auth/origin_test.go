package auth_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/auth"
)

// roundTrip is an http.RoundTripper made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// The response has no body.
func answer(req *http.Request, status int) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: req}
}

// body counts how often it is closed.
type body struct {
	io.Reader
	closed int
}

func (b *body) Close() error { b.closed++; return nil }

func mustParse(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAnOriginMustBeASafePlace(t *testing.T) {
	for _, test := range []struct {
		origin string
		ok     bool
	}{
		{"https://api.factorialhr.com", true},
		{"https://api.factorialhr.com:8443/with/a/path", true},
		{"HTTPS://API.factorialhr.com", true},
		{"http://localhost:8080", true},
		{"http://127.0.0.1", true},
		{"http://127.9.9.9:1", true},
		{"http://[::1]:8080", true},
		{"http://api.factorialhr.com", false},
		{"http://localhost.example.com", false},
		{"http://10.0.0.1", false},
		{"http://0.0.0.0", false},
		{"api.factorialhr.com", false},
		{"/resources", false},
		{"//api.factorialhr.com", false},
		{"https:", false},
		{"https://:443", false},
		{"https:api.factorialhr.com", false},
		{"ftp://api.factorialhr.com", false},
		{"https://user:hunter2@api.factorialhr.com", false},
		{"", false},
	} {
		for name, method := range map[string]auth.Method{
			"APIKey":       auth.APIKey("k"),
			"AccessToken":  auth.AccessToken("t"),
			"RefreshToken": auth.RefreshToken(auth.Config{}, auth.Token{AccessToken: auth.NewSecret("t")}),
			"APIKeyFunc":   auth.APIKeyFunc(func(context.Context) (string, error) { return "k", nil }),
		} {
			t.Run(name+" "+test.origin, func(t *testing.T) {
				rt, err := method.Transport(nil, mustParse(t, test.origin))
				if (err == nil) != test.ok || (rt != nil) != test.ok {
					t.Errorf("got %v, %v", rt, err)
				}
				if err != nil && strings.Contains(err.Error(), "hunter2") {
					t.Errorf("the error shows the password: %v", err)
				}
			})
		}
	}
	if _, err := auth.APIKey("k").Transport(nil, nil); err == nil {
		t.Error("a nil origin was accepted")
	}
}

func TestCredentialsGoToTheOriginOnly(t *testing.T) {
	for _, test := range []struct {
		origin, url, host string
		ok                bool
	}{
		{origin: "https://api.example.com", url: "https://api.example.com/a?b=c", ok: true},
		{origin: "https://api.example.com", url: "https://api.example.com:443/", ok: true},
		{origin: "https://api.example.com:443", url: "https://api.example.com/", ok: true},
		{origin: "https://api.example.com", url: "HTTPS://API.EXAMPLE.COM/", ok: true},
		{origin: "http://localhost", url: "http://localhost:80/", ok: true},
		{origin: "http://[::1]:99", url: "http://[::1]:99/", ok: true},
		{origin: "https://api.example.com", url: "https://api.example.com/", host: "api.example.com:443", ok: true},
		{origin: "https://api.example.com", url: "http://api.example.com/"},
		{origin: "https://api.example.com", url: "http://api.example.com:443/"},
		{origin: "https://api.example.com", url: "https://api.example.com:444/"},
		{origin: "https://api.example.com", url: "https://api.example.com.evil.example/"},
		{origin: "https://api.example.com", url: "https://evil.example/api.example.com"},
		{origin: "https://api.example.com", url: "https://api.example.com@evil.example/"},
		{origin: "https://api.example.com", url: "https://sub.api.example.com/"},
		{origin: "https://api.example.com", url: "https://user@api.example.com/"},
		{origin: "https://api.example.com", url: "https://user:hunter2@api.example.com/"},
		{origin: "https://api.example.com", url: "/relative"},
		{origin: "https://api.example.com", url: "https://api.example.com/", host: "evil.example"},
		{origin: "http://localhost", url: "http://127.0.0.1/"},
	} {
		t.Run(test.origin+" "+test.url+" "+test.host, func(t *testing.T) {
			sent := 0
			base := roundTrip(func(req *http.Request) (*http.Response, error) {
				sent++
				if got := req.Header.Get("x-api-key"); got != "k-1" {
					t.Errorf("x-api-key: %q", got)
				}
				return answer(req, 200), nil
			})
			rt, err := auth.APIKey("k-1").Transport(base, mustParse(t, test.origin))
			if err != nil {
				t.Fatal(err)
			}
			b := &body{Reader: strings.NewReader("x")}
			req := &http.Request{Method: "POST", URL: mustParse(t, test.url), Host: test.host, Body: b, Header: http.Header{}}
			resp, err := rt.RoundTrip(req)
			if test.ok {
				if err != nil || sent != 1 || resp.StatusCode != 200 {
					t.Errorf("got %v, %v, sent %d times", resp, err, sent)
				}
				return
			}
			if !errors.Is(err, auth.ErrOrigin) || sent != 0 {
				t.Errorf("got %v, sent %d times", err, sent)
			}
			if b.closed != 1 {
				t.Errorf("the body was closed %d times", b.closed)
			}
		})
	}
}

// net/http writes an opaque URL to the wire unchanged, and a proxy in front of the origin may route
// by it.
func TestAnOpaqueURLIsRefused(t *testing.T) {
	for _, opaque := range []string{"//evil.example/x", "/other/path", "evil.example", "//api.example.com/a"} {
		t.Run(opaque, func(t *testing.T) {
			rt, err := auth.APIKey("k-1").Transport(roundTrip(func(req *http.Request) (*http.Response, error) {
				t.Error("it was sent")
				return answer(req, 200), nil
			}), mustParse(t, "https://api.example.com"))
			if err != nil {
				t.Fatal(err)
			}
			u := &url.URL{Scheme: "https", Host: "api.example.com", Opaque: opaque}
			if _, err := rt.RoundTrip(&http.Request{Method: "GET", URL: u, Header: http.Header{}}); !errors.Is(err, auth.ErrOrigin) {
				t.Errorf("got %v", err)
			}
		})
	}
}
