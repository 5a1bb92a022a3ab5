package webhook

import (
	"errors"
	"net/netip"
	"net/url"
	"path"
	"strings"
)

// target is the public base URL of a mux.
type target struct{ url *url.URL }

var errTarget = errors.New("the base URL must be an absolute https URL without query, fragment or user")

// newTarget checks a base URL. Only loopback addresses may use plain HTTP.
func newTarget(base string) (target, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil {
		return target{}, errTarget
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())) {
		return target{}, errTarget
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	if u.Path != "" && path.Clean(u.Path) != u.Path {
		return target{}, errTarget
	}
	return target{u}, nil
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// of returns the URL of an event.
func (t target) of(event string) string {
	u := *t.url
	u.Path += Path(event)
	if u.RawPath != "" {
		u.RawPath += Path(event)
	}
	return u.String()
}

// contains reports whether a URL is below t. It returns false if in doubt.
func (t target) contains(targetURL string) bool {
	u, err := url.Parse(targetURL)
	if err != nil || u.User != nil {
		return false
	}
	if !strings.EqualFold(u.Scheme, t.url.Scheme) || !strings.EqualFold(hostOf(u), hostOf(t.url)) {
		return false
	}
	return path.Clean(u.Path) == u.Path && strings.HasPrefix(u.Path, t.url.Path+"/")
}

// hostOf returns the host and the port of u, with the default port of the scheme if u has none.
func hostOf(u *url.URL) string {
	port := u.Port()
	switch {
	case port != "":
	case strings.EqualFold(u.Scheme, "https"):
		port = "443"
	default:
		port = "80"
	}
	return u.Hostname() + ":" + port
}
