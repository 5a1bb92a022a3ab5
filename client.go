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

// Client sends the requests of all services. Create one with [New] or [FromEnv] and share it: it is
// safe for concurrent use, keeps its connections open, and its limits apply to every request.
type Client struct {
	plumbed
	settings settings
	base     *url.URL
	clients  httpClients
	closer   *closer
	gate     *gate
	chain    callHandler
}

// New returns a client that authenticates with method, one of the methods of package auth. It sends
// nothing; [Client.Check] finds out whether the API accepts the credential.
func New(method auth.Method, opts ...RequestOption) (*Client, error) {
	if method == nil {
		return nil, errors.New("factorialhr: no credential: pass New a method of package auth")
	}
	s := defaultSettings()
	if err := s.apply(opts); err != nil {
		return nil, fmt.Errorf("factorialhr: %w", err)
	}
	s.query = maps.Clone(s.query) // the caller may change the map afterwards
	base, err := parseBaseURL(s.baseURL, s.plain)
	if err != nil {
		return nil, err
	}
	for _, host := range s.insecure {
		method = auth.InsecureHTTP(method, host)
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

// Close ends the use of the client: calls that begin later fail with [ErrClosed], calls that are
// running continue. It closes idle connections, unless they belong to a transport of the caller,
// and stops what the credential keeps running. It returns the error of the credential.
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

// BaseURL returns the base URL of the API that the client calls, without a slash at its end: see
// the option [BaseURL].
func (c *Client) BaseURL() string {
	if !c.made() {
		return ""
	}
	return c.base.String()
}

// APIVersion returns the version of the API that the client calls, such as 2026-10-01: see the
// option [APIVersion].
func (c *Client) APIVersion() string {
	if !c.made() {
		return ""
	}
	return c.settings.apiVersion
}

// String returns the base URL, and none of the options, whose values must not be logged.
func (c *Client) String() string {
	if !c.made() {
		return "factorialhr.Client(none)"
	}
	return "factorialhr.Client(" + c.base.String() + ")"
}

// GoString returns what String does, for %#v.
func (c *Client) GoString() string { return c.String() }

// made reports whether New made the client. Callers may use the nil client of a failed New.
func (c *Client) made() bool { return c != nil && c.chain != nil }

var errNotMade = fmt.Errorf("%w: New did not make this client", ErrInvalidRequest)

// settingsFor returns the settings of a call, or of all calls that read a list. Options have
// effects of their own, so apply them once.
func (c *Client) settingsFor(opts []RequestOption) (settings, error) {
	if !c.made() {
		return settings{}, errNotMade
	}
	s := c.settings
	s.ofCall = true
	err := s.apply(opts)
	return s, err
}

// run runs a call. Its settings come from settingsFor, so that the pages of a list can share them.
func (c *Client) run(ctx context.Context, call *call) callResult { return c.chain.handle(ctx, call) }

// defaultUserAgent names this module, its version if the build knows it, and the version of Go.
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
