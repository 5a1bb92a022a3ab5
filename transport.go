package factorialhr

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	causes "github.com/factorialhr-go/factorialhr/internal/cause"
)

// httpClients are what a client sends with.
type httpClients struct {
	api *http.Client // to the API, with the credential
	// bare is for other hosts, as that of a temporary URL: neither credential nor cookies, and no redirects but those
	// that its user follows.
	bare *http.Client
	own  *http.Transport // that of both if it is ours, and not the caller's
}

// newHTTPClients puts together what sends the requests to the API, from what the caller gave:
//
//	http.Client    redirects, and the caller's cookie jar and timeout
//	credential     adds itself to requests to the origin, and renews itself after a 401
//	fateTransport  notes how far a request came
//	base           the caller's transport, or our own
func newHTTPClients(given *http.Client, method auth.Method, base *url.URL, inFlight int) (c httpClients, err error) {
	c.api = new(http.Client)
	if given != nil {
		*c.api = *given
	}
	transport := c.api.Transport
	if transport == nil {
		c.own = newTransport(inFlight)
		transport = c.own
	}
	if err := checkProxy(transport, base); err != nil {
		return c, err
	}
	origin := &url.URL{Scheme: base.Scheme, Host: base.Host}
	if c.api.Transport, err = method.Transport(&fateTransport{base: transport}, origin); err != nil {
		return c, fmt.Errorf("factorialhr: %w", err)
	}
	c.api.CheckRedirect = checkRedirect(origin, c.api.CheckRedirect)
	c.bare = &http.Client{Transport: transport, Timeout: c.api.Timeout, CheckRedirect: stay}
	return c, nil
}

// silence is how long a connection over HTTP/2 says nothing before it is asked whether it is still there; net/http gives it
// 15 seconds for the answer. All requests share one, so that one whose other side is gone would swallow them all.
const silence = 15 * time.Second

// newTransport returns a transport of our own. It keeps as many idle connections as there can be requests in flight:
// with the two per host of net/http, reading in parallel would dial anew for almost every request.
func newTransport(inFlight int) *http.Transport {
	t := &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}
	if base, ok := http.DefaultTransport.(*http.Transport); ok { // a program may have replaced it
		t = base.Clone()
	}
	t.MaxIdleConnsPerHost = inFlight
	t.MaxIdleConns = max(t.MaxIdleConns, inFlight)
	if t.HTTP2 == nil {
		t.HTTP2 = new(http.HTTP2Config)
	}
	t.HTTP2.SendPingTimeout = cmp.Or(t.HTTP2.SendPingTimeout, silence)
	if t.OnProxyConnectResponse == nil {
		t.OnProxyConnectResponse = causes.ProxyAnswered
	}
	return t
}

// checkProxy refuses to send plain HTTP through a proxy, which would read the credential.
func checkProxy(transport http.RoundTripper, base *url.URL) error {
	t, ok := transport.(*http.Transport)
	if !ok || t.Proxy == nil || base.Scheme != "http" {
		return nil
	}
	if proxy, err := t.Proxy(&http.Request{Method: http.MethodGet, URL: base}); proxy != nil || err != nil {
		return errPlainProxy
	}
	return nil
}

var errPlainProxy = errors.New("factorialhr: a proxy would read the credential of plain HTTP")

// maxRedirects bounds how often a GET is redirected.
const maxRedirects = 5

// checkRedirect follows the redirects of a GET within the origin. Anywhere else net/http would carry our headers along,
// and after a 307 the body too. What is not followed is the answer of the call, and an error.
func checkRedirect(origin *url.URL, given func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	return func(req *http.Request, via []*http.Request) error {
		switch {
		case via[0].Method != http.MethodGet || !sameOrigin(origin, req.URL) || req.URL.User != nil || len(via) > maxRedirects:
			return http.ErrUseLastResponse
		case given != nil:
			return given(req, via)
		default:
			return nil
		}
	}
}

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
