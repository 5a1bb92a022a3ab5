// Package origin holds the one rule for the URLs that this module trusts: which of them name a
// server that it may talk to, when two of them name the same one, and which hosts are this machine.
// The base URL of a client, the origin of a credential, the URL of a download and the target of a
// webhook all follow it.
package origin

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

// An Origin is the scheme, the host and the port of a URL (RFC 6454 section 4). The scheme and the
// host are in lower case, and the port is never empty, so equal origins are ==.
type Origin struct {
	Scheme, Host, Port string
}

// The reasons why a URL has no origin. No text repeats the URL, since people put credentials into
// URLs.
var (
	ErrNotAbsolute = errors.New("not an absolute http or https URL with a host")
	ErrUser        = errors.New("the URL has a user")
	ErrPlainHTTP   = errors.New("plain http is only for loopback hosts")
)

// Of returns the origin of u. It must be an absolute https URL without a user; plain http is only
// for loopback hosts, because anyone on the way can read and change it. Of [ErrPlainHTTP], the
// origin is returned, too.
func Of(u *url.URL) (Origin, error) {
	o := Origin{Scheme: strings.ToLower(u.Scheme), Host: strings.ToLower(u.Hostname())}
	o.Port = portOf(o.Scheme, u.Port())
	switch {
	case o.Scheme != "https" && o.Scheme != "http", o.Host == "", u.Opaque != "":
		return Origin{}, ErrNotAbsolute
	case u.User != nil:
		return Origin{}, ErrUser
	case o.Scheme == "http" && !IsLoopback(o.Host):
		return o, ErrPlainHTTP
	}
	return o, nil
}

// Has reports whether u has this origin.
func (o Origin) Has(u *url.URL) bool {
	return strings.ToLower(u.Scheme) == o.Scheme && o.HasHost(u)
}

// HasHost reports whether u, whose scheme is not looked at, has the host and the port of this
// origin.
func (o Origin) HasHost(u *url.URL) bool {
	return strings.ToLower(u.Hostname()) == o.Host && portOf(o.Scheme, u.Port()) == o.Port
}

// URL returns the URL of an absolute path at this origin. It leaves out the default port.
func (o Origin) URL(path string) string {
	host := o.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if o.Port != portOf(o.Scheme, "") {
		host += ":" + o.Port
	}
	return o.Scheme + "://" + host + path
}

// IsLoopback reports whether the host of a URL is certainly this machine. It asks no name server
// and accepts nothing that depends on one: localhost in any case (RFC 6761 section 6.3), and a
// complete loopback address (127.0.0.0/8, ::1, and IPv4 mapped to IPv6) without a zone.
func IsLoopback(host string) bool {
	if strings.ToLower(host) == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Zone() == "" && ip.Unmap().IsLoopback()
}

func portOf(scheme, port string) string {
	switch {
	case port != "":
		return port
	case scheme == "https":
		return "443"
	default:
		return "80"
	}
}
