package auth

import (
	"context"
	"net/http"
	"net/url"
	"time"

	origins "github.com/factorialhr-go/factorialhr/internal/origin"
)

// AccessToken sends token in the Authorization header. Use it for a company's token, which does not
// expire, and in short programs. A user's token lives for about an hour; RefreshToken renews it.
//
// The API responds with a plain 401 to an expired token. With ExpiresAt, a request after that
// moment is not sent and fails with ErrAccessTokenExpired.
func AccessToken(token string, opts ...AccessTokenOption) Method {
	m := &accessToken{}
	for _, opt := range opts {
		opt(m)
	}
	m.cred, m.err = newBearer(m.tokenType, token)
	return m
}

// AccessTokenOption changes AccessToken.
type AccessTokenOption func(*accessToken)

// ExpiresAt sets the moment at which the token expires, on the wall clock of this machine. Time
// during which the machine sleeps counts.
func ExpiresAt(t time.Time) AccessTokenOption {
	return func(m *accessToken) { m.expiry = t }
}

// TokenType sets the first word of the Authorization header (RFC 6749 §7.1). The default is Bearer.
func TokenType(name string) AccessTokenOption {
	return func(m *accessToken) { m.tokenType = name }
}

type accessToken struct {
	static
	tokenType string
	expiry    time.Time // zero if unknown
}

func (m *accessToken) Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error) {
	return m.transport(base, origin, nil)
}

func (m *accessToken) transport(base http.RoundTripper, origin *url.URL, plain origins.Plain) (http.RoundTripper, error) {
	if m.err != nil {
		return nil, m.err
	}
	return newTransport(base, origin, plain, m)
}

func (m *accessToken) credential(context.Context) (*credential, error) {
	if past(m.expiry, time.Now()) {
		return nil, ErrAccessTokenExpired
	}
	return m.cred, nil
}
