package auth_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/factorialhr-go/factorialhr/auth"
)

// methods are all methods of the package, whose credential contains k-1.
func methods(t *testing.T) map[string]auth.Method {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(path, []byte("k-1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	k1 := func(context.Context) (string, error) { return "k-1", nil }
	return map[string]auth.Method{
		"APIKey":          auth.APIKey("k-1"),
		"APIKeyFile":      auth.APIKeyFile(path),
		"APIKeyFunc":      auth.APIKeyFunc(k1),
		"AccessToken":     auth.AccessToken("k-1"),
		"AccessTokenFunc": auth.AccessTokenFunc(k1),
		"FromTokenSource": auth.FromTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "k-1"})),
		"RefreshToken":    auth.RefreshToken(auth.Config{}, auth.Token{AccessToken: auth.NewSecret("k-1")}),
	}
}

func TestACredentialGoesOverPlainHTTPToTheNamedHostOnly(t *testing.T) {
	for _, test := range []struct {
		host, origin string
		ok           bool
	}{
		{"fake:8080", "http://fake:8080", true},
		{"fake:8080", "http://FAKE:8080", true},
		{"fake", "http://fake", true},
		{"10.0.0.7:8080", "http://10.0.0.7:8080", true},
		{"fake:8080", "https://api.factorialhr.com", true},
		{"fake:8080", "http://localhost:1", true},
		{"fake:8080", "http://fake", false},
		{"fake:8080", "http://fake:8081", false},
		{"fake:8080", "http://other:8080", false},
		{"fake:8080", "http://a.fake:8080", false},
		{"fake:8080", "http://user:hunter2@fake:8080", false},
		{"fake:8080", "http://api.factorialhr.com", false},
		{"*", "http://fake", false},
		{"http://fake:8080", "http://fake:8080", false},
		{"api.factorialhr.com", "http://api.factorialhr.com", false},
		{"api.eu2.demo.factorial.dev:80", "http://api.eu2.demo.factorial.dev", false},
		{"api.factorialhr.com", "https://api.factorialhr.com", false},
	} {
		for name, method := range methods(t) {
			t.Run(name+" "+test.host+" "+test.origin, func(t *testing.T) {
				rt, err := auth.InsecureHTTP(method, test.host).Transport(nil, mustParse(t, test.origin))
				if (err == nil) != test.ok || (rt != nil) != test.ok {
					t.Errorf("got %v, %v", rt, err)
				}
				if err != nil && strings.Contains(err.Error(), "hunter2") {
					t.Errorf("the error shows the password: %v", err)
				}
			})
		}
	}
}

func TestThePermissionDoesNotWidenTheOrigin(t *testing.T) {
	for _, to := range []string{"http://fake:8080/a", "http://other:80/", "http://fake:8081/", "https://fake:8080/", "http://localhost/"} {
		for name, method := range methods(t) {
			t.Run(name+" "+to, func(t *testing.T) {
				sent := 0
				base := roundTrip(func(req *http.Request) (*http.Response, error) {
					sent++
					return answer(req, 200), nil
				})
				// Two permissions, one origin.
				method := auth.InsecureHTTP(auth.InsecureHTTP(method, "fake:8080"), "other:80")
				rt, err := method.Transport(base, mustParse(t, "http://fake:8080"))
				if err != nil {
					t.Fatal(err)
				}
				_, err = rt.RoundTrip(&http.Request{Method: "GET", URL: mustParse(t, to), Header: http.Header{}})
				if to == "http://fake:8080/a" {
					if err != nil || sent != 1 {
						t.Errorf("got %v, sent %d times", err, sent)
					}
				} else if !errors.Is(err, auth.ErrOrigin) || sent != 0 {
					t.Errorf("got %v, sent %d times", err, sent)
				}
			})
		}
	}
}

// own is a method of another package, with a rule of its own.
type own struct{ *auth.Refresher }

var errOwn = errors.New("not here")

func (own) Transport(http.RoundTripper, *url.URL) (http.RoundTripper, error) { return nil, errOwn }

func TestAMethodOfAnotherPackageKeepsItsRules(t *testing.T) {
	method := own{auth.RefreshToken(auth.Config{}, auth.Token{})}
	if _, err := auth.InsecureHTTP(method, "fake:8080").Transport(nil, mustParse(t, "http://fake:8080")); err != errOwn {
		t.Errorf("got %v", err)
	}
	if _, err := auth.InsecureHTTP(nil, "fake:8080").Transport(nil, mustParse(t, "http://fake:8080")); err == nil {
		t.Error("no method was accepted")
	}
}

func TestAPlainOriginDoesNotPassThroughAProxy(t *testing.T) {
	base := &http.Transport{Proxy: http.ProxyURL(mustParse(t, "http://proxy.test:3128"))}
	for name, method := range methods(t) {
		t.Run(name, func(t *testing.T) {
			rt, err := auth.InsecureHTTP(method, "fake:8080").Transport(base, mustParse(t, "http://fake:8080"))
			if err != nil {
				t.Fatal(err)
			}
			_, err = rt.RoundTrip(&http.Request{Method: "GET", URL: mustParse(t, "http://fake:8080/"), Header: http.Header{}})
			if !errors.Is(err, auth.ErrProxy) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// at is the transport of a machine where every name of a host leads to one server.
func at(server *httptest.Server) *http.Transport {
	var dialer net.Dialer
	return &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, network, server.Listener.Addr().String())
	}}
}

func TestALoginOverPlainHTTP(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Host+r.URL.Path)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token":"a-1","token_type":"Bearer","expires_in":7200,"refresh_token":"r-1"}`)
	}))
	defer server.Close()
	for _, test := range []struct {
		base, host string
		ok         bool
	}{
		{"http://fake:8080", "fake:8080", true},
		{"http://fake:8080", "", false},
		{"http://fake:8080", "fake:8081", false},
		{"http://fake:8080", "fake", false},
		{"http://fake:8080", "*", false},
		{"http://api.factorialhr.com", "api.factorialhr.com", false},
		{"https://api.factorialhr.com", "api.factorialhr.com", false},
	} {
		config := auth.Config{
			ClientID: "id", ClientSecret: auth.NewSecret("s"), RedirectURL: "https://app.test/",
			BaseURL: test.base, InsecureHTTP: test.host, Transport: at(server),
		}
		login := func() *auth.Refresher {
			return auth.RefreshToken(config, auth.Token{RefreshToken: auth.NewSecret("r-0")})
		}
		for way, try := range map[string]func() error{
			"AuthCodeURL": func() error { _, err := config.AuthCodeURL("state"); return err },
			"Exchange":    func() error { _, err := config.Exchange(t.Context(), "code"); return err },
			"Revoke":      func() error { return config.Revoke(t.Context(), auth.NewSecret("r-0")) },
			"Refresh":     func() error { _, err := login().Refresh(t.Context()); return err },
			"Transport": func() error {
				rt, err := login().Transport(at(server), mustParse(t, test.base))
				if err != nil {
					return err
				}
				_, err = rt.RoundTrip(&http.Request{Method: "GET", URL: mustParse(t, test.base+"/api"), Header: http.Header{}})
				return err
			},
		} {
			t.Run(way+" "+test.base+" "+test.host, func(t *testing.T) {
				asked = nil
				if err := try(); (err == nil) != test.ok {
					t.Errorf("got %v", err)
				}
				for _, place := range asked {
					if !test.ok || !strings.HasPrefix(place, "fake:8080/") {
						t.Errorf("it asked %s", place)
					}
				}
			})
		}
	}
}
