package webhook

import (
	"errors"
	"net/url"
	"path"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/origin"
)

// target is the base URL of a mux, as the API reaches it.
type target struct {
	url    *url.URL
	origin origin.Origin
}

var errTarget = errors.New("the base URL must be an absolute https URL without a query, a fragment or a user (plain http is only for loopback hosts, and for a host that InsecureHTTP names)")

// newTarget parses a base URL, and removes the slash at its end. It may be plain http for loopback
// hosts and those in plain.
func newTarget(base string, plain origin.Plain) (target, error) {
	u, err := url.Parse(base)
	if err != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return target{}, errTarget
	}
	o, err := plain.Of(u)
	if err != nil {
		return target{}, errTarget
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	if u.Path != "" && path.Clean(u.Path) != u.Path {
		return target{}, errTarget
	}
	return target{u, o}, nil
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

// contains reports whether a URL is certainly below t.
func (t target) contains(targetURL string) bool {
	u, err := url.Parse(targetURL)
	if err != nil || u.User != nil || !t.origin.Has(u) {
		return false
	}
	return path.Clean(u.Path) == u.Path && strings.HasPrefix(u.Path, t.url.Path+"/")
}
