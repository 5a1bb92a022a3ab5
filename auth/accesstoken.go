package auth

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// AccessToken sends token in the Authorization header. It suits a company's token, which does not
// expire, and short programs: a user's token lives about an hour. RefreshToken renews it.
//
// The API says no more than 401 about a token that has expired. With ExpiresAt a request after
// that moment is not sent at all and its error is ErrAccessTokenExpired.
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

// ExpiresAt tells when the token expires, by the wall clock of this machine: the time that a machine
// sleeps counts.
func ExpiresAt(t time.Time) AccessTokenOption {
	return func(m *accessToken) { m.expiry = t }
}

// TokenType is the first word of the Authorization header; it is Bearer unless told otherwise
// (RFC 6749 §7.1).
func TokenType(name string) AccessTokenOption {
	return func(m *accessToken) { m.tokenType = name }
}

type accessToken struct {
	static
	tokenType string
	expiry    time.Time // zero: not known
}

func (m *accessToken) Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error) {
	if m.err != nil {
		return nil, m.err
	}
	return newTransport(base, origin, m)
}

func (m *accessToken) credential(context.Context) (*credential, error) {
	if past(m.expiry, time.Now()) {
		return nil, ErrAccessTokenExpired
	}
	return m.cred, nil
}
