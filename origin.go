package factorialhr

import (
	"errors"
	"net/url"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/origin"
)

// The texts do not repeat the URL: people put credentials into it.
var (
	errBaseURL      = errors.New("factorialhr: the base URL is not an absolute http or https URL with a host")
	errBaseURLParts = errors.New("factorialhr: the base URL has a user, a query, a fragment or a dot segment")
	errPlainHTTP    = errors.New("factorialhr: a base URL with plain http would expose the credential: use https (plain http is only for loopback hosts, and for hosts that InsecureHTTP names)")
)

// parseBaseURL parses the URL of an environment, and removes the slash at its end. It may be plain
// http for loopback hosts and those in plain.
func parseBaseURL(text string, plain origin.Plain) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || strings.Contains(text, " ") {
		return nil, errBaseURL
	}
	switch _, err := plain.Of(u); {
	case err == origin.ErrPlainHTTP:
		return nil, errPlainHTTP
	case err == origin.ErrUser, err == nil && (u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || !isSafePath(u.EscapedPath())):
		return nil, errBaseURLParts
	case err != nil:
		return nil, errBaseURL
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return u, nil
}
