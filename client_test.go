package factorialhr_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
)

func TestNewRefusesWhatCannotWork(t *testing.T) {
	type opts = []factorialhr.RequestOption
	tests := map[string]struct {
		method auth.Method
		opts   opts
	}{
		"no credential":             {nil, nil},
		"an empty API key":          {auth.APIKey(""), nil},
		"a key with a line break":   {auth.APIKey(secretKey + "\n"), nil},
		"a base URL with a space":   {auth.APIKey(secretKey), opts{factorialhr.BaseURL(factorialhr.Demo + "/ ")}},
		"a relative base URL":       {auth.APIKey(secretKey), opts{factorialhr.BaseURL("/api")}},
		"a version that is no date": {auth.APIKey(secretKey), opts{factorialhr.APIVersion("v2")}},
		"nothing in flight":         {auth.APIKey(secretKey), opts{factorialhr.MaxInFlight(0)}},
		"ResponseInto":              {auth.APIKey(secretKey), opts{factorialhr.ResponseInto(new(factorialhr.ResponseInfo))}},
		"a header of the transport": {auth.APIKey(secretKey), opts{factorialhr.Header("Host", "x")}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := factorialhr.New(test.method, test.opts...)
			if err == nil || c != nil {
				t.Fatalf("got %v", c)
			}
			if strings.Contains(err.Error(), secretKey) {
				t.Errorf("the key is in %v", err)
			}
		})
	}
}

func TestAClientThatNewDidNotMakeFailsEveryCall(t *testing.T) {
	for name, c := range map[string]*factorialhr.Client{"none": nil, "the zero one": new(factorialhr.Client)} {
		t.Run(name, func(t *testing.T) {
			_, typed := call(t.Context(), c, &getThing)
			_, list := factorialhr.CallGetAll[thing](t.Context(), c, &listThings, nil)
			_, download := c.Download(t.Context(), "https://files.example/1", io.Discard)
			_, check := c.Check(t.Context())
			for _, err := range []error{typed, list, download, check, c.Get(t.Context(), "a/b", nil)} {
				if _, ok := errors.AsType[*factorialhr.Error](err); !ok || !errors.Is(err, factorialhr.ErrInvalidRequest) {
					t.Errorf("got %v", err)
				}
			}
			if err := c.Close(); err != nil {
				t.Errorf("closing it: %v", err)
			}
		})
	}
}

func TestAClientIsPrintedWithoutWhatItWasGiven(t *testing.T) {
	c, err := factorialhr.New(auth.APIKey(secretKey), factorialhr.Header("X-Trace", "secret-header"),
		factorialhr.Query(url.Values{"q": {"secret-query"}}), factorialhr.UserAgent("secret-agent"))
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		got := fmt.Sprintf(verb, c)
		if strings.Contains(got, "secret") || !strings.Contains(got, "https://api.factorialhr.com") {
			t.Errorf("%s gives %s", verb, got)
		}
	}
}

func TestNilOptionsAreSkipped(t *testing.T) {
	if _, err := factorialhr.New(auth.APIKey(secretKey), nil, factorialhr.Observe(nil)); err != nil {
		t.Error(err)
	}
}

func TestFromEnv(t *testing.T) {
	tests := map[string]struct {
		key, token, base string
		opts             []factorialhr.RequestOption
		host, header     string // of the request; empty: an error
	}{
		"a key":                    {key: "k", host: "api.factorialhr.com", header: "X-Api-Key"},
		"a token":                  {token: "t", host: "api.factorialhr.com", header: "Authorization"},
		"another base URL":         {key: "k", base: factorialhr.Demo, host: "api.eu2.demo.factorial.dev", header: "X-Api-Key"},
		"an option goes before it": {key: "k", base: factorialhr.Demo, opts: []factorialhr.RequestOption{factorialhr.BaseURL("https://mine.example")}, host: "mine.example", header: "X-Api-Key"},
		"neither":                  {},
		"both":                     {key: "k", token: "t"},
		"a base URL that is none":  {key: "k", base: "here"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv("FACTORIAL_API_KEY", test.key)
			t.Setenv("FACTORIAL_TOKEN", test.token)
			t.Setenv("FACTORIAL_BASE_URL", test.base)
			var got *http.Request
			c, err := factorialhr.FromEnv(append(test.opts, factorialhr.HTTPClient(&http.Client{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
				got = r
				return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(`{"id":"7"}`)), Request: r}, nil
			})}))...)
			if test.host == "" {
				if err == nil {
					t.Error("no error")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := call(t.Context(), c, &getThing); err != nil {
				t.Fatal(err)
			}
			if got.URL.Host != test.host || got.Header.Get(test.header) == "" {
				t.Errorf("it went to %s with %v", got.URL.Host, got.Header)
			}
		})
	}
}

// closingAuth is a credential that has something to close.
type closingAuth struct{ closed error }

type closingTransport struct {
	http.RoundTripper
	err error
}

func (c closingAuth) Transport(base http.RoundTripper, _ *url.URL) (http.RoundTripper, error) {
	return closingTransport{base, c.closed}, nil
}

func (c closingTransport) Close() error { return c.err }

func TestCloseReachesTheCredential(t *testing.T) {
	bad := errors.New("bad")
	c, err := factorialhr.New(closingAuth{bad})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); !errors.Is(err, bad) {
		t.Errorf("got %v", err)
	}
	if err := c.Close(); err != nil {
		t.Errorf("the second time: %v", err)
	}
}

// A credential that fails holds the request back: its error comes through as it is, and nothing is repeated.
func TestAnErrorOfTheCredential(t *testing.T) {
	expired := errors.New("the token has expired")
	var sent int
	c, err := factorialhr.New(failingAuth{expired}, factorialhr.HTTPClient(&http.Client{Transport: transportFunc(func(*http.Request) (*http.Response, error) {
		sent++
		return nil, io.EOF
	})}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = call(t.Context(), c, &getThing)
	e, ok := errors.AsType[*factorialhr.Error](err)
	if !ok || !errors.Is(err, expired) || e.Outcome != factorialhr.OutcomeNotSent || e.Attempts != 1 || sent > 0 {
		t.Errorf("got %v after %d requests", err, sent)
	}
	if !strings.HasSuffix(err.Error(), ": the token has expired") {
		t.Errorf("got %v", err)
	}
}

type failingAuth struct{ err error }

func (f failingAuth) Transport(http.RoundTripper, *url.URL) (http.RoundTripper, error) {
	return transportFunc(func(*http.Request) (*http.Response, error) { return nil, f.err }), nil
}

// A request for a token that runs in the context of a call must not be taken for the call.
func TestARequestForATokenIsNotTheCall(t *testing.T) {
	c, err := factorialhr.New(refreshingAuth{}, once, factorialhr.HTTPClient(&http.Client{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/oauth/token" {
			return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
		}
		t.Error("the call was sent")
		return nil, io.EOF
	})}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = call(t.Context(), c, &createThing)
	if e, ok := errors.AsType[*factorialhr.Error](err); !ok || e.Outcome != factorialhr.OutcomeNotSent {
		t.Errorf("got %v", err)
	}
}

// refreshingAuth gets a token and then fails.
type refreshingAuth struct{}

func (refreshingAuth) Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error) {
	return transportFunc(func(r *http.Request) (*http.Response, error) {
		exchange, err := http.NewRequestWithContext(r.Context(), "POST", origin.JoinPath("/oauth/token").String(), nil)
		if err != nil {
			return nil, err
		}
		resp, err := base.RoundTrip(exchange)
		if err != nil {
			return nil, err
		}
		resp.Body.Close()
		return nil, errors.New("the token cannot be saved")
	}), nil
}

// The context of a call can end while the credential is at work. What has not been handed over then is not sent.
func TestAContextThatEndsWhileTheCredentialIsAtWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		c, err := factorialhr.New(slowAuth{}, factorialhr.HTTPClient(&http.Client{Transport: transportFunc(func(*http.Request) (*http.Response, error) {
			sent++
			return nil, io.EOF
		})}))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = call(ctx, c, &createThing)
		e, ok := errors.AsType[*factorialhr.Error](err)
		if !ok || !errors.Is(err, context.DeadlineExceeded) || e.Outcome != factorialhr.OutcomeNotSent || sent > 0 {
			t.Errorf("%d sent, %v", sent, err)
		}
	})
}

// slowAuth takes longer than anybody waits, and does not notice.
type slowAuth struct{}

func (slowAuth) Transport(base http.RoundTripper, _ *url.URL) (http.RoundTripper, error) {
	return transportFunc(func(r *http.Request) (*http.Response, error) {
		time.Sleep(time.Hour)
		return base.RoundTrip(r)
	}), nil
}

func TestACallThatAnOptionStopsTellsNothingOfTheOneBefore(t *testing.T) {
	c := serve(t, status(200, `{"id":"7"}`))
	var info factorialhr.ResponseInfo
	if _, err := call(t.Context(), c, &getThing, factorialhr.ResponseInto(&info)); err != nil || info.StatusCode != 200 {
		t.Fatalf("got %+v, %v", info, err)
	}
	_, err := call(t.Context(), c, &getThing, factorialhr.ResponseInto(&info), factorialhr.MaxAttempts(0))
	if !errors.Is(err, factorialhr.ErrInvalidRequest) || info.StatusCode != 0 || info.Header != nil || info.Attempts != 0 {
		t.Errorf("got %+v, %v", info, err)
	}
}
