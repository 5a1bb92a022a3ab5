package auth_test

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

func TestMethodsSendTheDocumentedHeader(t *testing.T) {
	for _, test := range []struct {
		name   string
		method auth.Method
		header string
		want   string
	}{
		{"APIKey", auth.APIKey("k-1"), "X-Api-Key", "k-1"},
		{"AccessToken", auth.AccessToken("t-1"), "Authorization", "Bearer t-1"},
		{"AccessToken with a type in lower case", auth.AccessToken("t-1", auth.TokenType("bearer")), "Authorization", "Bearer t-1"},
		{"AccessToken with another type", auth.AccessToken("t-1", auth.TokenType("MAC")), "Authorization", "MAC t-1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			base := roundTrip(func(req *http.Request) (*http.Response, error) {
				if got := req.Header[test.header]; len(got) != 1 || got[0] != test.want {
					t.Errorf("%s: %q, want %q", test.header, got, test.want)
				}
				return answer(req, 200), nil
			})
			rt, err := test.method.Transport(base, mustParse(t, "https://api.example.com"))
			if err != nil {
				t.Fatal(err)
			}
			for _, header := range []http.Header{nil, {}, {"Accept": {"x"}}, {test.header: {"stale", "twice"}}} {
				if _, err := rt.RoundTrip(&http.Request{URL: mustParse(t, "https://api.example.com/"), Header: header}); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestATransportThatReturnsNothingIsToldByTheHTTPClient(t *testing.T) {
	base := roundTrip(func(*http.Request) (*http.Response, error) { return nil, nil })
	rt, err := auth.APIKey("key").Transport(base, mustParse(t, fakeOrigin))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := get(t.Context(), &http.Client{Transport: rt}); err == nil {
		t.Error("no error")
	}
}

func TestTheCallersRequestIsNotModified(t *testing.T) {
	base := roundTrip(func(req *http.Request) (*http.Response, error) {
		req.Header.Set("Mine", "changed")
		return answer(req, 200), nil
	})
	rt, err := auth.APIKey("k-1").Transport(base, mustParse(t, "https://api.example.com"))
	if err != nil {
		t.Fatal(err)
	}
	req, _ := http.NewRequest("GET", "https://api.example.com/", nil)
	req.Header.Set("Mine", "as it was")
	before := maps.Clone(req.Header)
	resp, err := rt.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.EqualFunc(before, req.Header, func(a, b []string) bool { return a[0] == b[0] }) {
		t.Errorf("the header became %v", req.Header)
	}
	if resp.Request != req {
		t.Error("the response refers to the request with the credential")
	}
}

func TestUnusableCredentialsAreToldAtOnce(t *testing.T) {
	for name, method := range map[string]auth.Method{
		"empty key":              auth.APIKey(""),
		"key with a newline":     auth.APIKey("hunter2\n"),
		"key with a space":       auth.APIKey("hunter2 hunter2"),
		"key outside ASCII":      auth.APIKey("hunter2é"),
		"empty token":            auth.AccessToken(""),
		"token with a header":    auth.AccessToken("hunter2\r\nX: y"),
		"type with a line break": auth.AccessToken("t", auth.TokenType("hunter2\r\n")),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := method.Transport(nil, mustParse(t, "https://api.example.com"))
			if err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAnExpiredAccessTokenIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		base := roundTrip(func(req *http.Request) (*http.Response, error) {
			sent++
			return answer(req, 200), nil
		})
		method := auth.AccessToken("t-1", auth.ExpiresAt(time.Now().Add(time.Hour)))
		rt, err := method.Transport(base, mustParse(t, "https://api.example.com"))
		if err != nil {
			t.Fatal(err)
		}
		req, _ := http.NewRequest("GET", "https://api.example.com/", nil)
		if _, err := rt.RoundTrip(req); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Hour)
		b := &body{Reader: strings.NewReader("x")}
		req.Body = b
		if _, err := rt.RoundTrip(req); !errors.Is(err, auth.ErrAccessTokenExpired) {
			t.Errorf("got %v", err)
		}
		if sent != 1 || b.closed != 1 {
			t.Errorf("sent %d times, body closed %d times", sent, b.closed)
		}
	})
}

// elsewhere is a host that must never receive a credential.
type elsewhere struct{ requests, leaks int }

func (e *elsewhere) ServeHTTP(_ http.ResponseWriter, req *http.Request) {
	e.requests++
	for name, values := range req.Header {
		if name == "X-Api-Key" || name == "Authorization" || strings.Contains(strings.Join(values, " "), "hunter2") {
			e.leaks++
		}
	}
	if raw, _ := io.ReadAll(req.Body); strings.Contains(string(raw)+req.URL.String(), "hunter2") {
		e.leaks++
	}
}

func TestNoCredentialReachesAnotherHost(t *testing.T) {
	const origin, other = "https://api.example.com", "https://files.example.net"
	secret := auth.NewSecret("hunter2")
	config := auth.Config{ClientID: "client", ClientSecret: secret}
	methods := map[string]func() auth.Method{
		"APIKey":      func() auth.Method { return auth.APIKey("hunter2") },
		"AccessToken": func() auth.Method { return auth.AccessToken("hunter2") },
		"RefreshToken": func() auth.Method {
			return auth.RefreshToken(config, auth.Token{AccessToken: secret, RefreshToken: secret})
		},
		"RefreshToken with an exchange first": func() auth.Method {
			return auth.RefreshToken(config, auth.Token{RefreshToken: secret})
		},
	}
	for name, newMethod := range methods {
		for _, status := range []int{301, 302, 303, 307, 308} {
			t.Run(name+" redirected by "+http.StatusText(status), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					network, evil := memnet.New(), &elsewhere{}
					network.Serve(t, "files.example.net:443", evil)
					network.Serve(t, "api.example.com:443", http.RedirectHandler(other+"/stolen", status))
					rt, err := newMethod().Transport(network.Transport(t), mustParse(t, origin))
					if err != nil {
						t.Fatal(err)
					}
					client := &http.Client{Transport: rt}
					for _, verb := range []string{"GET", "POST", "DELETE"} {
						req, _ := http.NewRequestWithContext(t.Context(), verb, origin+"/a", strings.NewReader("hunter2"))
						_, err := client.Do(req)
						// The server redirects /oauth/token too. Such a response is not a token.
						if _, ok := errors.AsType[*auth.ExchangeError](err); !ok && !errors.Is(err, auth.ErrOrigin) {
							t.Errorf("%s: %v", verb, err)
						}
					}
					if evil.requests != 0 || evil.leaks != 0 {
						t.Errorf("the other host saw %+v", *evil)
					}
				})
			})
		}
		t.Run(name+" with a download URL", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network, evil := memnet.New(), &elsewhere{}
				network.Serve(t, "files.example.net:443", evil)
				rt, err := newMethod().Transport(network.Transport(t), mustParse(t, origin))
				if err != nil {
					t.Fatal(err)
				}
				if _, err := (&http.Client{Transport: rt}).Get(other + "/document"); !errors.Is(err, auth.ErrOrigin) {
					t.Errorf("got %v", err)
				}
				if dialled := network.Dialled(); len(dialled) != 0 {
					t.Errorf("dialled %q", dialled)
				}
			})
		})
		t.Run(name+" through a proxy that would see it", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network, evil := memnet.New(), &elsewhere{}
				network.Serve(t, "proxy.example.net:3128", evil)
				network.Serve(t, "127.0.0.1:80", http.NotFoundHandler())
				base := network.Transport(t)
				base.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "proxy.example.net:3128"})
				rt, err := newMethod().Transport(base, mustParse(t, "http://127.0.0.1"))
				if err != nil {
					t.Fatal(err)
				}
				if _, err := (&http.Client{Transport: rt}).Get("http://127.0.0.1/a"); !errors.Is(err, auth.ErrProxy) {
					t.Errorf("got %v", err)
				}
				if dialled := network.Dialled(); len(dialled) != 0 || evil.requests != 0 {
					t.Errorf("dialled %q", dialled)
				}
			})
		})
		t.Run(name+" through the tunnel of a proxy", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				network, evil := memnet.New(), &elsewhere{}
				network.Serve(t, "proxy.example.net:3128", evil)
				base := network.Transport(t)
				base.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "proxy.example.net:3128"})
				rt, err := newMethod().Transport(base, mustParse(t, origin))
				if err != nil {
					t.Fatal(err)
				}
				// The proxy handles CONNECT like any request, so there is no tunnel.
				if _, err := (&http.Client{Transport: rt}).Get(origin + "/a"); err == nil {
					t.Error("there is a response although there was no tunnel")
				}
				if evil.requests == 0 || evil.leaks != 0 {
					t.Errorf("the proxy saw %+v", *evil)
				}
			})
		})
	}
}
