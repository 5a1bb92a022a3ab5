package oauthserver

import (
	"slices"
	"time"
)

// Token is a response of /oauth/token, as JSON or as the initial token of a test.
type Token struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int64  `json:"expires_in,omitzero"` // seconds; absent for a company
	RefreshToken string `json:"refresh_token,omitzero"`
	Scope        string `json:"scope"`
	CreatedAt    int64  `json:"created_at"` // Unix seconds
}

func (s *Server) public(t *token) Token {
	answer := Token{
		AccessToken:  t.access,
		TokenType:    "Bearer",
		RefreshToken: t.refresh,
		Scope:        t.scope,
		CreatedAt:    t.created.Unix(),
	}
	if !t.expires.IsZero() {
		answer.ExpiresIn = int64(s.options.AccessTokenLife / time.Second)
	}
	return answer
}

// RedirectURI returns the registered redirect URI. It is empty if the server accepts any.
func (s *Server) RedirectURI() string { return s.options.RedirectURI }

// Login issues a user's first token without a browser.
func (s *Server) Login() Token { return s.login(&token{}) }

// CompanyLogin issues a company's token without a browser. The token does not expire and cannot be
// refreshed.
func (s *Server) CompanyLogin() Token { return s.login(&token{company: true}) }

func (s *Server) login(t *token) Token {
	t.scope = s.scope("")
	t.granted = t.scope
	s.mu.Lock()
	defer s.mu.Unlock()
	s.issue(t)
	s.note(Event{Kind: "login", Family: t.family, Issued: t.number})
	return s.public(t)
}

// ExpireAccessTokens expires the access tokens of all users now. Clients learn of it only by a 401,
// with the Date of the TokenError.
func (s *Server) ExpireAccessTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.options.Now()
	for _, t := range s.byAccess {
		if t.expires.After(now) {
			t.expires = now
		}
	}
}

// RevokeAll revokes all tokens, as when a user removes the application.
func (s *Server) RevokeAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.byAccess {
		if t.revoked == "" {
			t.revoked = "all tokens were revoked"
		}
	}
}

// Event is an entry of the log. Tokens appear as numbers: Token is the pair that the client
// presented, Issued the pair that it received.
type Event struct {
	Time    time.Time
	Kind    string // login, authorize, code, refresh, revoke, use, or token for any other request to /oauth/token
	Refused string // the reason if the server refused
	Hint    string // for the developer of the client; see the comment of the package
	Family  int    // number of the first token of the login
	Token   int
	Issued  int
}

// Counts counts the events since New.
type Counts struct {
	Codes           int // codes exchanged
	Refreshes       int // refresh tokens exchanged
	Repeated        int // of these, how many were exchanged before
	Refused         int // refused requests to /oauth/
	FamiliesRevoked int // StrictFamily: how often reuse revoked a family
	Revocations     int
	Uses            int // accepted requests to the API
	Unauthorized    int // refused requests to the API
}

// Counts returns the current counts.
func (s *Server) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts
}

// Log returns the events, oldest first: at least the last 65,536.
func (s *Server) Log() []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log)
}

const logLength = 1 << 16

// note appends to the log. The caller holds the lock.
func (s *Server) note(e Event) {
	e.Time = s.options.Now()
	if len(s.log) == 2*logLength {
		s.log = append(s.log[:0], s.log[logLength:]...)
	}
	s.log = append(s.log, e)
}
