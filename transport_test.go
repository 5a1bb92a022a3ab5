package factorialhr_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

func TestRedirects(t *testing.T) {
	targets := map[string]struct {
		location string
		same     bool // the same origin
	}{
		"the same origin":       {"https://api.factorialhr.com/elsewhere", true},
		"a relative path":       {"/elsewhere", true},
		"the same, with a port": {"https://api.factorialhr.com:443/elsewhere", true},
		"another host":          {"https://evil.example/elsewhere", false},
		"another port":          {"https://api.factorialhr.com:8443/elsewhere", false},
		"plain HTTP":            {"http://api.factorialhr.com/elsewhere", false},
		"a host below it":       {"https://x.api.factorialhr.com/elsewhere", false},
		"a user in front":       {"https://api.factorialhr.com@evil.example/elsewhere", false},
		"a user":                {"https://user:pw@api.factorialhr.com/elsewhere", false},
	}
	for name, target := range targets {
		for _, code := range []int{301, 302, 303, 307, 308} {
			for _, op := range []factorialhr.Operation{getThing, createThing, updateThing, deleteThing} {
				t.Run(fmt.Sprintf("%s %d to %s", op.Method, code, name), func(t *testing.T) {
					network := memnet.New()
					var arrived recorder
					api := func(w http.ResponseWriter, r *http.Request) {
						if r.URL.Path == "/elsewhere" {
							arrived.ServeHTTP(w, r)
							return
						}
						http.Redirect(w, r, target.location, code)
					}
					network.Serve(t, productionAddress, http.HandlerFunc(api))
					for _, other := range []string{"evil.example:443", "api.factorialhr.com:8443", "api.factorialhr.com:80", "x.api.factorialhr.com:443"} {
						network.Serve(t, other, &arrived)
					}
					c := newClient(t, network.Transport(t), once)
					_, err := call(t.Context(), c, &op)
					followed := target.same && op.Method == "GET"
					if got := len(arrived.all()); (got == 1) != followed || got > 1 {
						t.Errorf("%d requests arrived, want it followed: %v", got, followed)
					}
					if (err == nil) != followed || !followed && !errors.Is(err, factorialhr.ErrRedirect) {
						t.Errorf("got %v", err)
					}
					if followed && arrived.last(t).Header.Get("X-Api-Key") != secretKey {
						t.Error("the credential did not come along")
					}
				})
			}
		}
	}
}

func TestARedirectThatGoesInCirclesEnds(t *testing.T) {
	var requests atomic.Int32
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		http.Redirect(w, r, "/again", http.StatusFound)
	})
	if _, err := call(t.Context(), c, &getThing); !errors.Is(err, factorialhr.ErrRedirect) || requests.Load() != 6 {
		t.Errorf("%d requests, %v", requests.Load(), err)
	}
}

func TestTheRedirectRuleOfTheCallerIsAskedToo(t *testing.T) {
	network := memnet.New()
	network.Serve(t, productionAddress, http.RedirectHandler("/elsewhere", http.StatusFound))
	no := errors.New("not there")
	c := newClient(t, nil, factorialhr.HTTPClient(&http.Client{
		Transport:     network.Transport(t),
		CheckRedirect: func(*http.Request, []*http.Request) error { return no },
	}))
	if _, err := call(t.Context(), c, &getThing); !errors.Is(err, factorialhr.ErrRedirect) || !errors.Is(err, no) {
		t.Errorf("got %v", err)
	}
}

func TestBaseURLs(t *testing.T) {
	tests := map[string]struct {
		url string
		ok  bool
	}{
		"production":              {factorialhr.Production, true},
		"the demo":                {factorialhr.Demo, true},
		"a port":                  {"https://api.example.com:8443", true},
		"a slash at the end":      {"https://api.example.com/", true},
		"a path":                  {"https://gateway.example.com/factorial", true},
		"plain HTTP on localhost": {"http://localhost:8080", true},
		"plain HTTP on 127.0.0.1": {"http://127.0.0.1:8080", true},
		"plain HTTP on [::1]":     {"http://[::1]:8080", true},
		"plain HTTP elsewhere":    {"http://api.example.com", false},
		"plain HTTP by a trick":   {"http://localhost.example.com", false},
		"plain HTTP on all":       {"http://0.0.0.0:80", false},
		"nothing":                 {"", false},
		"a host":                  {"api.factorialhr.com", false},
		"a path only":             {"/api", false},
		"another scheme":          {"ftp://api.example.com", false},
		"a scheme without a host": {"https:///api", false},
		"an opaque URL":           {"https:api.example.com", false},
		"a user":                  {"https://secret-name@api.example.com", false},
		"a query":                 {"https://api.example.com?secret-query=1", false},
		"a fragment":              {"https://api.example.com#secret-name", false},
		"a path with a parent":    {"https://api.example.com/secret-name/../b", false},
		"an escaped parent":       {"https://api.example.com/secret-name/%2e%2e/b", false},
		"what is no URL":          {"https://secret-name%zz", false},
		"a control character":     {"https://api.example.com\n", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := factorialhr.New(auth.APIKey(secretKey), factorialhr.BaseURL(test.url))
			if (err == nil) != test.ok || (c == nil) == test.ok {
				t.Errorf("got %v, %v", c, err)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the URL is quoted: %v", err)
			}
		})
	}
}

func TestAPathInTheBaseURLStandsBeforeAll(t *testing.T) {
	for _, base := range []string{"https://gateway.example/factorial%2Fhr", "https://gateway.example/factorial%2Fhr/"} {
		network := memnet.New()
		var rec recorder
		network.Serve(t, "gateway.example:443", &rec)
		c := newClient(t, network.Transport(t), factorialhr.BaseURL(base))
		if _, err := call(t.Context(), c, &getThing); err != nil {
			t.Fatal(err)
		}
		if got := rec.last(t).Path; got != "/factorial%2Fhr/api/"+factorialhr.DefaultAPIVersion+"/resources/things/things/7" {
			t.Errorf("it arrived at %s", got)
		}
	}
}

func TestPlainHTTPDoesNotGoThroughAProxy(t *testing.T) {
	proxy := &http.Transport{Proxy: func(*http.Request) (*url.URL, error) { return url.Parse("http://proxy.example:3128") }}
	given := factorialhr.HTTPClient(&http.Client{Transport: proxy})
	if _, err := factorialhr.New(auth.APIKey(secretKey), given, factorialhr.BaseURL("http://localhost:8080")); err == nil {
		t.Error("it would show the credential to the proxy")
	}
	if _, err := factorialhr.New(auth.APIKey(secretKey), given); err != nil {
		t.Errorf("https is safe: %v", err)
	}
}

func TestACertificateThatIsNotTrusted(t *testing.T) {
	var rec recorder
	server := httptest.NewUnstartedServer(&rec)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // discard the error of the handshake
	server.StartTLS()
	defer server.Close()
	c := newClient(t, &http.Transport{}, factorialhr.BaseURL(server.URL))
	_, err := call(t.Context(), c, &createThing)
	e, ok := errors.AsType[*factorialhr.Error](err)
	if !ok || e.Outcome != factorialhr.OutcomeNotSent || e.Attempts != 1 || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v", err)
	}
	trusting := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}}
	c = newClient(t, trusting, factorialhr.BaseURL(server.URL))
	if _, err := call(t.Context(), c, &createThing); err != nil || len(rec.all()) != 1 {
		t.Errorf("%d requests, %v", len(rec.all()), err)
	}
}

// Clients of several companies share the connections of one transport, but not their credentials.
func TestManyClientsShareOneTransport(t *testing.T) {
	var rec recorder
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(&rec)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	shared := factorialhr.NewTransport()
	defer shared.CloseIdleConnections()
	for i := range 10 {
		key := fmt.Sprint("key-of-company-", i)
		c, err := factorialhr.New(auth.APIKey(key), factorialhr.BaseURL(server.URL), factorialhr.HTTPClient(&http.Client{Transport: shared}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := call(t.Context(), c, &getThing); err != nil {
			t.Fatal(err)
		}
		if got := rec.last(t).Header.Get("X-Api-Key"); got != key {
			t.Errorf("client %d sent the key %q", i, got)
		}
		if err := c.Close(); err != nil { // the connection stays open for the next client
			t.Fatal(err)
		}
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections for 10 clients", n)
	}
}

func TestATransportForManyClients(t *testing.T) {
	a, b := factorialhr.NewTransport(), factorialhr.NewTransport()
	if a == b || a.MaxIdleConnsPerHost != 32 || a.MaxConnsPerHost != 0 || a.Proxy == nil || a.HTTP2.SendPingTimeout == 0 {
		t.Errorf("got %+v", a)
	}
}
