package oauthserver

import (
	"crypto/rand"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"time"
)

// authorize approves every request at once and redirects the browser with a code (RFC 6749 §4.1.1).
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	redirect, err := url.Parse(query.Get("redirect_uri"))
	switch {
	case query.Get("client_id") != s.options.ClientID:
		s.refuse(w, "authorize", http.StatusUnauthorized, "invalid_client", nil)
		return
	case err != nil || !redirect.IsAbs():
		s.refuse(w, "authorize", http.StatusBadRequest, "invalid_request", nil)
		return
	}
	answer := redirect.Query()
	if state := query.Get("state"); state != "" {
		answer.Set("state", state)
	}
	if query.Get("response_type") != "code" {
		answer.Set("error", "unsupported_response_type")
	} else {
		answer.Set("code", s.newCode(query))
	}
	redirect.RawQuery = answer.Encode()
	http.Redirect(w, r, redirect.String(), http.StatusFound)
}

func (s *Server) newCode(query url.Values) string {
	text := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[text] = &code{
		redirectURI: query.Get("redirect_uri"),
		scope:       query.Get("scope"),
		company:     query.Get("resource_owner_type") == "company",
		created:     s.options.Now(),
	}
	s.note(Event{Kind: "authorize"})
	return text
}

// token exchanges a code or a refresh token (RFC 6749 §4.1.3 and §6).
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	form, ok := s.form(w, r, "token")
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch form.Get("grant_type") {
	case "authorization_code":
		s.exchangeCode(w, form)
	case "refresh_token":
		s.exchangeRefreshToken(w, form)
	default:
		s.refuseLocked(w, "token", http.StatusBadRequest, "unsupported_grant_type", nil)
	}
}

func (s *Server) exchangeCode(w http.ResponseWriter, form url.Values) {
	c := s.codes[form.Get("code")]
	delete(s.codes, form.Get("code")) // a code works once
	if c == nil || form.Get("redirect_uri") != c.redirectURI || s.options.Now().Sub(c.created) >= codeLife {
		s.refuseLocked(w, "code", http.StatusBadRequest, "invalid_grant", nil)
		return
	}
	t := s.issue(&token{company: c.company, scope: c.scope})
	s.counts.Codes++
	s.note(Event{Kind: "code", Family: t.family, Issued: t.number})
	s.respond(w, t)
}

func (s *Server) exchangeRefreshToken(w http.ResponseWriter, form url.Values) {
	old := s.byRefresh[form.Get("refresh_token")]
	switch {
	case old == nil, old.revoked, s.options.Now().Sub(old.created) >= s.options.RefreshTokenLife:
		s.refuseLocked(w, "refresh", http.StatusBadRequest, "invalid_grant", old)
		return
	case old.exchanged && s.options.Rotation == StrictFamily:
		for _, t := range s.byAccess {
			if t.family == old.family {
				t.revoked = true
			}
		}
		s.counts.FamiliesRevoked++
		s.refuseLocked(w, "refresh", http.StatusBadRequest, "invalid_grant", old)
		return
	}
	if old.exchanged {
		s.counts.Repeated++
	}
	old.exchanged = true
	next := &token{family: old.family, scope: old.scope}
	if s.options.Rotation == RevokeOnUse {
		next.previous = old
	}
	s.issue(next)
	s.counts.Refreshes++
	s.note(Event{Kind: "refresh", Family: old.family, Token: old.number, Issued: next.number})
	s.respond(w, next)
}

// revoke revokes a token of either kind (RFC 7009). An unknown token also succeeds.
func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	form, ok := s.form(w, r, "revoke")
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.byAccess[form.Get("token")]
	if t == nil {
		t = s.byRefresh[form.Get("token")]
	}
	event := Event{Kind: "revoke"}
	if t != nil {
		t.revoked = true
		event.Token, event.Family = t.number, t.family
	}
	s.counts.Revocations++
	s.note(event)
	writeJSON(w, http.StatusOK, struct{}{})
}

// form reads the body and checks the client. Its credentials must be in the body, as Factorial
// documents; form refuses them in the Authorization header.
func (s *Server) form(w http.ResponseWriter, r *http.Request, kind string) (url.Values, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err := r.ParseForm(); err != nil || media != "application/x-www-form-urlencoded" {
		s.refuse(w, kind, http.StatusBadRequest, "invalid_request", nil)
		return nil, false
	}
	form := r.PostForm
	if form.Get("client_id") != s.options.ClientID || form.Get("client_secret") != s.options.ClientSecret {
		s.refuse(w, kind, http.StatusUnauthorized, "invalid_client", nil)
		return nil, false
	}
	return form, true
}

// issue creates a new pair. A token without a family starts one. The caller holds the lock.
func (s *Server) issue(t *token) *token {
	s.numbers++
	t.number = s.numbers
	if t.family == 0 {
		t.family = t.number
	}
	t.created = s.options.Now()
	t.access = rand.Text()
	s.byAccess[t.access] = t
	if !t.company {
		t.expires = t.created.Add(s.options.AccessTokenLife)
		t.refresh = rand.Text()
		s.byRefresh[t.refresh] = t
	}
	return t
}

func (s *Server) respond(w http.ResponseWriter, t *token) {
	writeJSON(w, http.StatusOK, s.public(t))
}

func (s *Server) refuse(w http.ResponseWriter, kind string, status int, oauthError string, t *token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuseLocked(w, kind, status, oauthError, t)
}

func (s *Server) refuseLocked(w http.ResponseWriter, kind string, status int, oauthError string, t *token) {
	event := Event{Kind: kind, Refused: oauthError}
	if t != nil {
		event.Token, event.Family = t.number, t.family
	}
	s.counts.Refused++
	s.note(event)
	writeJSON(w, status, map[string]string{
		"error":             oauthError,
		"error_description": "The fake server refused this request.",
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// seconds returns d as expires_in states it.
func seconds(d time.Duration) int64 { return int64(d / time.Second) }
