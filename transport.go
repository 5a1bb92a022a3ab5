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
	"github.com/factorialhr-go/factorialhr/internal/origin"
)

// httpClients are what a client sends with.
type httpClients struct {
	api *http.Client // to the API, with the credential
	// bare is for other hosts, such as the host of a temporary URL. It sends neither the credential
	// nor cookies, and follows no redirects by itself.
	bare *http.Client
	own  *http.Transport // the transport of both, if the caller gave none
}

// newHTTPClients builds what sends the requests to the API from what the caller gave:
//
//	http.Client    redirects, and the caller's cookie jar and timeout
//	credential     adds itself to requests to the origin, and renews itself after a 401
//	fateTransport  records how far a request came
//	base           the transport of the caller, or of the client
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
	root := &url.URL{Scheme: base.Scheme, Host: base.Host}
	if c.api.Transport, err = method.Transport(&fateTransport{base: transport}, root); err != nil {
		return c, fmt.Errorf("factorialhr: %w", err)
	}
	c.api.CheckRedirect = checkRedirect(base, c.api.CheckRedirect)
	c.bare = &http.Client{Transport: transport, Timeout: c.api.Timeout, CheckRedirect: stay}
	return c, nil
}

// NewTransport returns a transport like the one that a client makes if [HTTPClient] gives it none:
// the transport of [net/http] with its proxy and its timeouts, up to 32 idle connections per host
// (the default of [MaxInFlight]), and a check of HTTP/2 connections that fall silent. Use it for
// many clients, such as one for each company:
//
//	shared := &http.Client{Transport: factorialhr.NewTransport()}
//	client, err := factorialhr.New(method, factorialhr.HTTPClient(shared))
//
// The clients then share its connections; each keeps its own credential, its own limits and its own
// pauses. Limits on connections are per transport: MaxConnsPerHost, which is unlimited here, bounds
// all clients together, and MaxIdleConnsPerHost is how many connections stay open between requests.
// Change them before the first request. [Client.Close] leaves the connections of a shared transport
// open; call its CloseIdleConnections after the last client.
func NewTransport() *http.Transport { return newTransport(defaultInFlight) }

// silence is how long an HTTP/2 connection may be silent before the client checks whether it still
// works; net/http gives the check 15 seconds. All requests share one connection, so a dead one
// would swallow them all.
const silence = 15 * time.Second

// newTransport returns a transport that keeps as many idle connections as there can be requests in
// flight. With the two per host of net/http, reading in parallel would dial for almost every
// request.
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

// checkProxy refuses to send plain HTTP through a proxy, which could read the credential.
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

var errPlainProxy = errors.New("factorialhr: plain http through a proxy would expose the credential")

// maxRedirects bounds how often a GET is redirected.
const maxRedirects = 5

// checkRedirect follows the redirects of a GET within the origin of base. To any other place,
// net/http would carry the headers along, and after a 307 the body too. A redirect that is not
// followed is the response of the call, and an error.
func checkRedirect(base *url.URL, given func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	here, _ := origin.Of(base) // parseBaseURL has checked it; of plain http, the origin is returned too
	return func(req *http.Request, via []*http.Request) error {
		switch {
		case via[0].Method != http.MethodGet || !here.Has(req.URL) || req.URL.User != nil || len(via) > maxRedirects:
			return http.ErrUseLastResponse
		case given != nil:
			return given(req, via)
		default:
			return nil
		}
	}
}

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
