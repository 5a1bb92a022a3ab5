package auth

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	origins "github.com/factorialhr-go/factorialhr/internal/origin"
)

// origin is where credentials go.
type origin struct{ origins.Origin }

// parseOrigin returns the origin of u, which may be plain http for loopback hosts and those in
// plain.
func parseOrigin(u *url.URL, plain origins.Plain) (origin, error) {
	if u == nil {
		return origin{}, errors.New("auth: no origin: a credential needs one to go to")
	}
	o, err := plain.Of(u)
	switch err {
	case nil:
		return origin{o}, nil
	case origins.ErrUser:
		return origin{}, errors.New("auth: the origin must not contain a user or a password")
	case origins.ErrPlainHTTP:
		return origin{}, fmt.Errorf("auth: the origin http://%s would expose the credential: use https (plain http is only for loopback hosts, and for a host that InsecureHTTP names)", o.Host)
	default:
		return origin{}, errors.New("auth: the origin must be an absolute http or https URL with a host")
	}
}

// check refuses a request for any other place. net/http writes an opaque URL to the wire unchanged,
// and a proxy may read another host in it. A user in the URL would be a credential of its own.
func (o origin) check(req *http.Request) error {
	u := req.URL
	if u == nil || u.Opaque != "" || u.User != nil || !o.Has(u) {
		return ErrOrigin
	}
	// A shared front end routes by the Host header, so another one is another place.
	if req.Host != "" && req.Host != u.Host && !o.HasHost(&url.URL{Host: req.Host}) {
		return ErrOrigin
	}
	return nil
}

// checkDestination refuses a request for any other place, and one that base would show to a proxy:
// an https request passes through a proxy inside its own TLS connection, but the proxy can read a
// plain one.
func checkDestination(base http.RoundTripper, o origin, req *http.Request) error {
	if err := o.check(req); err != nil {
		return err
	}
	if t, ok := base.(*http.Transport); ok && o.Scheme == "http" && t.Proxy != nil {
		if proxy, err := t.Proxy(req); err != nil || proxy != nil {
			return ErrProxy
		}
	}
	return nil
}

// url returns the URL of an absolute path at the origin.
func (o origin) url(path string) string { return o.URL(path) }
