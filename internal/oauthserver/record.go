package oauthserver

import (
	"slices"
	"time"
)

// Token is an answer of /oauth/token, as JSON or for a test to start from.
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
		answer.ExpiresIn = seconds(t.expires.Sub(t.created))
	}
	return answer
}

// Login issues a user's first token without the browser.
func (s *Server) Login() Token { return s.login(&token{}) }

// CompanyLogin issues a company's token without the browser. It neither expires nor refreshes.
func (s *Server) CompanyLogin() Token { return s.login(&token{company: true}) }

func (s *Server) login(t *token) Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.issue(t)
	s.note(Event{Kind: "login", Family: t.family, Issued: t.number})
	return s.public(t)
}

// ExpireAccessTokens ends the life of every user's access token now. Clients only notice by a 401.
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

// RevokeAll revokes everything, as when a person removes the application.
func (s *Server) RevokeAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.byAccess {
		t.revoked = true
	}
}

// Event is one thing that happened. Tokens appear as numbers: the pair that was presented and the
// pair that was issued.
type Event struct {
	Time    time.Time
	Kind    string // login, authorize, code, refresh, revoke, use; token if it was none of these
	Refused string // why, if it was refused
	Family  int    // number of the first token of the login
	Token   int
	Issued  int
}

// Counts of what happened since New.
type Counts struct {
	Codes           int // codes exchanged
	Refreshes       int // refresh tokens exchanged
	Repeated        int // of these, how many had been exchanged before
	Refused         int // requests to /oauth/ that were refused
	FamiliesRevoked int // StrictFamily: how often reuse revoked everything
	Revocations     int
	Uses            int // requests to the API that were let in
	Unauthorized    int // requests to the API that were not
}

// Counts returns the counts as they are now.
func (s *Server) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts
}

// Log returns what happened, oldest first: the last 65,536 events at least.
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
