package factorialhr

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/factorialhr-go/factorialhr/auth"
)

// newHTTPClient puts together what sends the requests, from what the caller gave:
//
//	http.Client    redirects, and the caller's cookie jar and timeout
//	credential     adds it to requests to the origin, renews it after a 401
//	fateTransport  notes how far a request came
//	base           the caller's transport, or our own
//
// The caller's client is copied, never changed.
func newHTTPClient(given *http.Client, method auth.Method, base *url.URL, idle int) (client *http.Client, own *http.Transport, err error) {
	client = new(http.Client)
	if given != nil {
		*client = *given
	}
	if client.Transport == nil {
		own = newTransport(idle)
		client.Transport = own
	}
	origin := &url.URL{Scheme: base.Scheme, Host: base.Host}
	if client.Transport, err = method.Transport(&fateTransport{base: client.Transport}, origin); err != nil {
		return nil, nil, fmt.Errorf("factorialhr: %w", err)
	}
	client.CheckRedirect = checkRedirect(origin, client.CheckRedirect)
	return client, own, nil
}

// newTransport returns a transport of our own. Of an idle connection per host it keeps as many as there can be requests
// in flight: with the two of net/http, reading in parallel would dial anew for almost every request.
func newTransport(idle int) *http.Transport {
	var t *http.Transport
	if base, ok := http.DefaultTransport.(*http.Transport); ok {
		t = base.Clone() // a program may have replaced it
	} else {
		t = &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}
	}
	t.MaxIdleConnsPerHost = idle
	t.MaxIdleConns = max(t.MaxIdleConns, idle)
	return t
}

// maxRedirects bounds how often a GET is redirected.
const maxRedirects = 5

// checkRedirect follows the redirects of a GET within the origin. Anywhere else net/http would carry our headers along,
// and after a 307 the body too. What is not followed is the answer of the call, an error.
func checkRedirect(origin *url.URL, given func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	return func(req *http.Request, via []*http.Request) error {
		if via[0].Method != http.MethodGet || !sameOrigin(origin, req.URL) {
			return http.ErrUseLastResponse
		}
		if len(via) > maxRedirects {
			return errRedirects
		}
		if given != nil {
			return given(req, via)
		}
		return nil
	}
}

var errRedirects = fmt.Errorf("%w: more than %d in a row", ErrRedirect, maxRedirects)

var errNoMethod = errors.New("factorialhr: no credential: give New a method of package auth")
