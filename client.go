package factorialhr

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"runtime"
	"runtime/debug"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/friend"
)

// Client sends the requests of all services. Create one with [New] or [FromEnv] and share it: it is safe for concurrent
// use, keeps its connections, and its limits hold for all that goes through it.
type Client struct {
	plumbed
	settings settings
	base     *url.URL
	clients  httpClients
	closer   *closer
	gate     *gate
	chain    handler
}

// New returns a client that authenticates with method, one of those of package auth. It sends nothing; to find out
// whether the credential is good, use [Client.Check].
func New(method auth.Method, opts ...RequestOption) (*Client, error) {
	if method == nil {
		return nil, errors.New("factorialhr: no credential: give New a method of package auth")
	}
	s := defaultSettings()
	if err := s.apply(opts); err != nil {
		return nil, fmt.Errorf("factorialhr: %w", err)
	}
	s.query = maps.Clone(s.query) // the caller may go on with the map
	base, err := parseBaseURL(s.baseURL)
	if err != nil {
		return nil, err
	}
	clients, err := newHTTPClients(s.httpClient, method, base, s.inFlight)
	if err != nil {
		return nil, err
	}
	c := &Client{settings: s, base: base, clients: clients, closer: new(closer), gate: newGate(s.inFlight)}
	c.chain = newChain(clients.api, base, c.gate, newRetryBudget(), c.closer)
	c.plumbed = friend.New((*plumbing)(c))
	return c, nil
}

// Close ends the use of the client: calls that begin later fail with [ErrClosed], those under way go on. It closes idle
// connections, unless they belong to a transport of the caller, and what the credential keeps running. The error is that
// of the credential.
func (c *Client) Close() error {
	if !c.made() || c.closer.closed.Swap(true) {
		return nil
	}
	if c.clients.own != nil {
		c.clients.own.CloseIdleConnections()
	}
	if credential, ok := c.clients.api.Transport.(io.Closer); ok {
		return credential.Close()
	}
	return nil
}

// String names the base URL, and nothing else that the client was given: headers and queries are not for a log.
func (c *Client) String() string {
	if !c.made() {
		return "factorialhr.Client(none)"
	}
	return "factorialhr.Client(" + c.base.String() + ")"
}

// GoString is String, for %#v.
func (c *Client) GoString() string { return c.String() }

// made tells whether New made the client. Somebody may go on with the nil of a New that failed.
func (c *Client) made() bool { return c != nil && c.chain != nil }

var errNotMade = fmt.Errorf("%w: the client is not one that New returned", ErrInvalidRequest)

// settingsFor returns the settings of a call.
func (c *Client) settingsFor(opts []RequestOption) (settings, error) {
	if !c.made() {
		return settings{}, errNotMade
	}
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

// defaultUserAgent names this module, its version as far as the build knows it, and the version of Go.
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
