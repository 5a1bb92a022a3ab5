package oauthserver

import (
	"errors"
	"net/http"
	"strings"
	"time"
)

// The reasons for a 401. The real API does not reveal them.
var (
	ErrNoToken = errors.New("oauthserver: no bearer token in the Authorization header")
	ErrUnknown = errors.New("oauthserver: unknown token")
	ErrExpired = errors.New("oauthserver: expired token")
	ErrRevoked = errors.New("oauthserver: revoked token")
)

// TokenError is the error of Authenticate.
type TokenError struct {
	Err  error  // one of the reasons above
	Hint string // for the developer of the client; empty for ErrNoToken
	// Date is the Date of the 401 response to an expired token, zero otherwise. It is not before
	// the end of the token's life, even if ExpireAccessTokens ended it: a client that has just
	// received the token can see that it has expired.
	Date time.Time
}

func (e *TokenError) Error() string { return e.Err.Error() }

func (e *TokenError) Unwrap() error { return e.Err }

// Grant is what a token allows.
type Grant struct {
	// Token is the number of the token in the log.
	Token int
	// Company is true for a company's token and false for a user's.
	Company bool
	// Scope is the scope of the token, words separated by spaces. An empty scope allows everything.
	Scope string
}

// Authenticate checks the bearer token of a request to the API (RFC 6750 §2.1). Call it once for
// each request: with RevokeOnUse, the first call with a new token revokes the old pair. Its error
// is a *TokenError.
func (s *Server) Authenticate(r *http.Request) (Grant, error) {
	scheme, text, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	s.mu.Lock()
	defer s.mu.Unlock()
	if !strings.EqualFold(scheme, "bearer") || text == "" {
		return Grant{}, s.unauthorized(nil, ErrNoToken, "")
	}
	t := s.byAccess[text]
	switch {
	case t == nil:
		return Grant{}, s.unauthorized(nil, ErrUnknown, s.mistaken(text, "the access token"))
	case t.revoked != "":
		return Grant{}, s.unauthorized(t, ErrRevoked, "the access token is revoked: "+t.revoked)
	case !t.expires.IsZero() && !s.options.Now().Before(t.expires):
		refused := s.unauthorized(t, ErrExpired, "the access token has expired: exchange the refresh token for a new one")
		if refused.Date = s.options.Now(); refused.Date.Before(t.ends) {
			refused.Date = t.ends
		}
		return Grant{}, refused
	}
	if t.previous != nil {
		if t.previous.revoked == "" {
			t.previous.revoked = "the access token that replaced it is in use"
		}
		t.previous = nil
	}
	s.counts.Uses++
	s.note(Event{Kind: "use", Family: t.family, Token: t.number})
	return Grant{Token: t.number, Company: t.company, Scope: t.scope}, nil
}

func (s *Server) unauthorized(t *token, err error, hint string) *TokenError {
	event := Event{Kind: "use", Refused: err.Error(), Hint: hint}
	if t != nil {
		event.Token, event.Family = t.number, t.family
	}
	s.counts.Unauthorized++
	s.note(event)
	return &TokenError{Err: err, Hint: hint}
}
