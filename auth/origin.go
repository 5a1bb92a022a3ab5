package auth

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// origin is where credentials go: scheme, host and port (RFC 6454 §4). The port is never empty.
type origin struct {
	scheme, host, port string
}

func parseOrigin(u *url.URL) (origin, error) {
	if u == nil {
		return origin{}, errors.New("auth: no origin: credentials need one to go to")
	}
	o := origin{
		scheme: strings.ToLower(u.Scheme),
		host:   strings.ToLower(u.Hostname()),
		port:   portOf(u.Scheme, u.Port()),
	}
	switch {
	case o.scheme != "https" && o.scheme != "http", o.host == "", u.Opaque != "":
		return origin{}, errors.New("auth: the origin must be an absolute http or https URL")
	case u.User != nil:
		return origin{}, errors.New("auth: the origin must not contain a user or a password")
	case o.scheme == "http" && !isLoopback(o.host):
		return origin{}, fmt.Errorf("auth: the origin http://%s would send credentials in the clear: use https (plain http is for loopback only)", o.host)
	}
	return o, nil
}

// check refuses a request that is not for the origin, whatever makes it go elsewhere. An opaque URL is written to the
// wire as it is, and a proxy may read another host in it. A user in the URL would be a credential of its own.
func (o origin) check(req *http.Request) error {
	u := req.URL
	if u == nil || u.Opaque != "" || u.User != nil || !strings.EqualFold(u.Scheme, o.scheme) || !o.isHost(u.Hostname(), u.Port()) {
		return ErrOrigin
	}
	// A shared front end routes by the Host header, so a different one is a different place.
	if req.Host != "" && req.Host != u.Host {
		if h := (&url.URL{Host: req.Host}); !o.isHost(h.Hostname(), h.Port()) {
			return ErrOrigin
		}
	}
	return nil
}

// checkDestination refuses a request that is not for the origin, or that base would show to a
// proxy: an https request passes through one inside its own TLS connection, a plain one is handed
// over to be read.
func checkDestination(base http.RoundTripper, o origin, req *http.Request) error {
	if err := o.check(req); err != nil {
		return err
	}
	if t, ok := base.(*http.Transport); ok && o.scheme == "http" && t.Proxy != nil {
		if proxy, err := t.Proxy(req); err != nil || proxy != nil {
			return ErrProxy
		}
	}
	return nil
}

func (o origin) isHost(host, port string) bool {
	return strings.EqualFold(host, o.host) && portOf(o.scheme, port) == o.port
}

// url returns the address of an absolute path of the origin.
func (o origin) url(path string) string {
	host := o.host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if o.port != portOf(o.scheme, "") {
		host += ":" + o.port
	}
	return o.scheme + "://" + host + path
}

func portOf(scheme, port string) string {
	switch {
	case port != "":
		return port
	case strings.EqualFold(scheme, "https"):
		return "443"
	default:
		return "80"
	}
}

func isLoopback(host string) bool {
	if host == "localhost" { // RFC 6761 §6.3
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
