package factorialhr

import (
	"context"
	"net/http"
	"net/url"
	"runtime"
	"runtime/debug"

	"github.com/factorialhr-go/factorialhr/auth"
)

// Client sends the requests of all services. Create one with [New] or [FromEnv] and share it: it is safe for concurrent
// use, keeps its connections, and its limits hold for all that goes through it.
type Client struct {
	settings settings
	base     *url.URL
	http     *http.Client
	own      *http.Transport // nil if the caller's is used
	chain    handler
}

// New returns a client that authenticates with method, one of those of package auth. It sends nothing; to find out
// whether the credential is good, use [Client.Check].
func New(method auth.Method, opts ...RequestOption) (*Client, error) {
	if method == nil {
		return nil, errNoMethod
	}
	c := &Client{settings: defaultSettings()}
	err := c.settings.apply(opts)
	if err != nil {
		return nil, err
	}
	if c.base, err = parseBaseURL(c.settings.baseURL); err != nil {
		return nil, err
	}
	if c.http, c.own, err = newHTTPClient(c.settings.httpClient, method, c.base, 32); err != nil {
		return nil, err
	}
	c.chain = newChain(c.http, c.base)
	return c, nil
}

// settingsFor returns the settings of a call.
func (c *Client) settingsFor(opts []RequestOption) (settings, error) {
	s := c.settings
	s.ofCall = true
	err := s.apply(opts)
	return s, err
}

// send leads an exchange through the chain.
func (c *Client) send(ctx context.Context, x *exchange, opts []RequestOption) (err error) {
	if x.settings, err = c.settingsFor(opts); err != nil {
		return refuse(x.op, err)
	}
	return c.chain.handle(ctx, x)
}

// defaultUserAgent names this module and its version, as the build knows it, and the Go version.
func defaultUserAgent() string {
	const module = "github.com/factorialhr-go/factorialhr"
	version := "devel"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == module {
				version = dep.Version
			}
		}
	}
	return "factorialhr-go/" + version + " (" + runtime.Version() + ")"
}
