package factorialhr_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/webhook"
)

// origins are the roots of URLs, and whether this module trusts them.
var origins = map[string]struct {
	url string
	ok  bool
}{
	"https":                          {"https://api.example.com", true},
	"https with a port":              {"https://api.example.com:8443", true},
	"https with an empty port":       {"https://api.example.com:", true},
	"https in upper case":            {"HTTPS://API.EXAMPLE.COM", true},
	"https and a dot at the end":     {"https://api.example.com.", true},
	"https on an address":            {"https://10.0.0.1", true},
	"https on a short address":       {"https://127.1", true},
	"https on a zone":                {"https://[::1%25lo]", true},
	"http":                           {"http://api.example.com", false},
	"http on port 443":               {"http://api.example.com:443", false},
	"localhost":                      {"http://localhost", true},
	"localhost with a port":          {"http://localhost:8080", true},
	"localhost in upper case":        {"http://LOCALHOST", true},
	"localhost in mixed case":        {"HTTP://LocalHost:80", true},
	"localhost and a dot":            {"http://localhost.", false},
	"below localhost":                {"http://api.localhost", false},
	"localhost as a subdomain":       {"http://localhost.example.com", false},
	"localhost with a long s":        {"http://localho\u017ft", false},
	"127.0.0.1":                      {"http://127.0.0.1", true},
	"127.9.9.9":                      {"http://127.9.9.9:1", true},
	"127.1":                          {"http://127.1", false},
	"127.0.0.01":                     {"http://127.0.0.01", false},
	"a decimal address":              {"http://2130706433", false},
	"a hexadecimal address":          {"http://0x7f000001", false},
	"an octal address":               {"http://0177.0.0.1", false},
	"an address and a dot":           {"http://127.0.0.1.", false},
	"an address in full width":       {"http://\uff11\uff12\uff17.0.0.1", false},
	"every address":                  {"http://0.0.0.0", false},
	"a private address":              {"http://10.0.0.1", false},
	"the address of cloud metadata":  {"http://169.254.169.254", false},
	"::1":                            {"http://[::1]", true},
	"::1 with a port":                {"http://[::1]:8080", true},
	"::1 in full":                    {"http://[0:0:0:0:0:0:0:1]", true},
	"::1 with a zone":                {"http://[::1%25lo]", false},
	"::":                             {"http://[::]", false},
	"an IPv4 address mapped to IPv6": {"http://[::ffff:127.0.0.1]", true},
	"another one":                    {"http://[::ffff:10.0.0.1]", false},
	"mapped, in hexadecimal":         {"http://[::ffff:7f00:1]", true},
	"a user":                         {"https://user@api.example.com", false},
	"a user on localhost":            {"http://user:password@localhost", false},
	"localhost as a user":            {"http://localhost@api.example.com", false},
	"no host":                        {"https://:443", false},
	"an empty host":                  {"https://", false},
	"no scheme":                      {"//api.example.com", false},
	"a host only":                    {"api.example.com", false},
	"an opaque URL":                  {"https:api.example.com", false},
	"another scheme":                 {"ftp://api.example.com", false},
	"a scheme of a browser":          {"javascript://localhost", false},
	"a space":                        {"https://api .example.com", false},
	"a control character":            {"https://api.example.com\n", false},
	"an empty text":                  {"", false},
}

// The base URL of a client, the origin of a credential, the target of webhooks and the URL of a
// download follow one rule.
func TestEveryWayIntoTheModuleTrustsTheSameOrigins(t *testing.T) {
	ways := map[string]func(ctx context.Context, text string) error{
		"BaseURL": func(_ context.Context, text string) error {
			_, err := factorialhr.New(auth.APIKey(secretKey), factorialhr.BaseURL(text), factorialhr.HTTPClient(&http.Client{Transport: notFound(new(int))}))
			return err
		},
		"the origin of a credential": func(_ context.Context, text string) error {
			u, err := url.Parse(text)
			if err != nil {
				return err
			}
			_, err = auth.APIKey(secretKey).Transport(nil, u)
			return err
		},
		"the base URL of an OAuth configuration": func(_ context.Context, text string) error {
			if text == "" {
				return errors.New("it would mean the default")
			}
			_, err := auth.Config{ClientID: "id", BaseURL: text}.AuthCodeURL("state")
			return err
		},
		"the target of webhooks": func(ctx context.Context, text string) error {
			mux, err := webhook.NewMux(webhook.Challenge(rand.Text()))
			if err != nil {
				return err
			}
			return passes(func(c *factorialhr.Client) error {
				_, err := webhook.Sync(ctx, c, mux, text, webhook.Company("12"))
				return err
			})
		},
		"the URL of a download": func(ctx context.Context, text string) error {
			return passes(func(c *factorialhr.Client) error {
				_, err := c.Download(ctx, text, io.Discard)
				return err
			})
		},
		"the target of a redirect": func(ctx context.Context, text string) error {
			redirected := 0
			c := onLoopback(transportFunc(func(r *http.Request) (*http.Response, error) {
				if redirected++; redirected > 1 {
					return response(r, http.StatusNotFound), nil
				}
				resp := response(r, http.StatusFound)
				resp.Header.Set("Location", text)
				return resp, nil
			}))
			_, err := c.Download(ctx, "http://localhost/file", io.Discard)
			if errors.Is(err, factorialhr.ErrNotFound) && redirected == 2 {
				return nil
			}
			return err
		},
	}
	for name, test := range origins {
		for way, trust := range ways {
			if relative := !strings.Contains(test.url, ":"); relative && way == "the target of a redirect" {
				continue // the URL before has the origin
			}
			t.Run(name+" as "+way, func(t *testing.T) {
				if err := trust(t.Context(), test.url); (err == nil) != test.ok {
					t.Errorf("%q: got %v", test.url, err)
				}
			})
		}
	}
}

// passes runs f with a client that finds nothing anywhere. It returns nil if f sent a request, even
// if f failed because of the response.
func passes(f func(c *factorialhr.Client) error) error {
	sent := 0
	err := f(onLoopback(notFound(&sent)))
	if sent > 0 {
		return nil
	}
	return err
}

// onLoopback returns a client of this machine, which also downloads over plain http from it.
func onLoopback(transport http.RoundTripper) *factorialhr.Client {
	c, err := factorialhr.New(auth.APIKey(secretKey), factorialhr.BaseURL("http://localhost"),
		factorialhr.HTTPClient(&http.Client{Transport: transport}), factorialhr.MaxAttempts(1))
	if err != nil {
		panic(err)
	}
	return c
}

// notFound responds with 404 and counts the requests.
func notFound(sent *int) transportFunc {
	return func(r *http.Request) (*http.Response, error) {
		*sent++
		return response(r, http.StatusNotFound), nil
	}
}

func response(r *http.Request, status int) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: r}
}
