package factorialhr

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// The texts do not repeat the URL: people put credentials into it.
var (
	errBaseURL      = errors.New("factorialhr: the base URL is not an absolute http or https URL with a host")
	errBaseURLParts = errors.New("factorialhr: the base URL has a user, a query, a fragment or a dot segment")
	errPlainHTTP    = errors.New("factorialhr: plain HTTP is for loopback addresses only: the credential could be read on the way")
)

// parseBaseURL reads the URL of an environment. What it returns has no slash at its end.
func parseBaseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || strings.Contains(text, " ") || u.Hostname() == "" || u.Opaque != "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, errBaseURL
	}
	if u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || !isSafePath(u.EscapedPath()) {
		return nil, errBaseURLParts
	}
	if u.Scheme == "http" && !isLoopback(u.Hostname()) {
		return nil, errPlainHTTP
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return u, nil
}

// isLoopback reports whether host is this machine, without asking a name server.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// sameOrigin reports whether two URLs have the same scheme, host and port (RFC 6454 section 5).
func sameOrigin(a, b *url.URL) bool {
	return strings.EqualFold(a.Scheme, b.Scheme) && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case strings.EqualFold(u.Scheme, "https"):
		return "443"
	default:
		return "80"
	}
}
