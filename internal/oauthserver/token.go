package oauthserver

import (
	"crypto/rand"
	"net/url"
	"strings"
	"time"
)

// token exchanges a code or a refresh token (RFC 6749 §4.1.3 and §6).
func (s *Server) token(form url.Values) (any, string, *refusal) {
	refused := &refusal{kind: "token", code: "unsupported_grant_type", hint: "grant_type must be authorization_code or refresh_token"}
	switch form.Get("grant_type") {
	case "authorization_code":
		return s.exchangeCode(form)
	case "refresh_token":
		return s.exchangeRefreshToken(form)
	case "":
		refused.code, refused.hint = "invalid_request", "grant_type is missing: send authorization_code or refresh_token"
	case "client_credentials":
		refused.hint += "; a program without a user sends an API key, or uses a company's login (resource_owner_type=company)"
	}
	return nil, "", refused
}

func (s *Server) exchangeCode(form url.Values) (any, string, *refusal) {
	text := form.Get("code")
	c := s.codes[text]
	if refused := s.refuseCode(c, text, form); refused != nil {
		if c != nil {
			c.used = true // even a refused exchange ends a code
		}
		refused.kind = "code"
		return nil, "", refused
	}
	c.used = true
	t := s.issue(&token{company: c.company, scope: c.scope, granted: c.scope})
	s.counts.Codes++
	s.note(Event{Kind: "code", Family: t.family, Issued: t.number})
	return s.public(t), "", nil
}

func (s *Server) refuseCode(c *code, text string, form url.Values) *refusal {
	invalid := func(code, hint string) *refusal { return &refusal{code: code, hint: hint} }
	redirect := form.Get("redirect_uri")
	switch {
	case text == "":
		return invalid("invalid_request", "code is missing in the form")
	case c == nil:
		return invalid("invalid_grant", s.mistaken(text, "the code"))
	case c.used:
		return invalid("invalid_grant", "the code was sent before: a code works once, even if the exchange is refused")
	case s.options.Now().Sub(c.created) >= codeLife:
		return invalid("invalid_grant", "the code has expired: it lives for ten minutes")
	case redirect == "":
		return invalid("invalid_request", "redirect_uri is missing in the form: repeat the one of /oauth/authorize")
	case redirect != c.redirectURI:
		return invalid("invalid_grant", "redirect_uri is not the one that /oauth/authorize received")
	}
	return c.proof(form.Get("code_verifier"))
}

func (s *Server) exchangeRefreshToken(form url.Values) (any, string, *refusal) {
	text := form.Get("refresh_token")
	old := s.byRefresh[text]
	if refused := s.refuseRefreshToken(old, text, form.Get("scope")); refused != nil {
		refused.kind, refused.token = "refresh", old
		return nil, "", refused
	}
	hint := ""
	if old.exchanged {
		s.counts.Repeated++
		hint = "the refresh token was exchanged before: keep the newest one, because the first use of its access token revokes this one"
	}
	old.exchanged = true
	next := &token{family: old.family, scope: old.granted, granted: old.granted}
	if requested := form.Get("scope"); requested != "" {
		next.scope = requested
	}
	if s.options.Rotation == RevokeOnUse {
		next.previous = old
	}
	s.issue(next)
	s.counts.Refreshes++
	s.note(Event{Kind: "refresh", Family: old.family, Token: old.number, Issued: next.number, Hint: hint})
	return s.public(next), hint, nil
}

func (s *Server) refuseRefreshToken(old *token, text, scope string) *refusal {
	invalid := func(code, hint string) *refusal { return &refusal{code: code, hint: hint} }
	switch {
	case text == "":
		return invalid("invalid_request", "refresh_token is missing in the form")
	case old == nil:
		return invalid("invalid_grant", s.mistaken(text, "the refresh token"))
	case old.revoked != "":
		return invalid("invalid_grant", "the refresh token is revoked: "+old.revoked)
	case s.options.Now().Sub(old.created) >= s.options.RefreshTokenLife:
		return invalid("invalid_grant", "the refresh token has expired: it lives for "+lifetime(s.options.RefreshTokenLife)+", and a person has to log in again")
	case old.exchanged && s.options.Rotation == StrictFamily:
		s.revokeFamily(old.family, "another refresh token of the login was sent twice")
		return invalid("invalid_grant", "the refresh token was sent before, so the server revoked all tokens of the login")
	}
	if hint := s.scopeHint(scope, strings.Fields(old.granted)); hint != "" {
		return invalid("invalid_scope", hint)
	}
	return nil
}

func (s *Server) revokeFamily(family int, reason string) {
	for _, t := range s.byAccess {
		if t.family == family && t.revoked == "" {
			t.revoked = reason
		}
	}
	s.counts.FamiliesRevoked++
}

// revoke revokes a token of either kind (RFC 7009). An unknown token also succeeds.
func (s *Server) revoke(form url.Values) (any, string, *refusal) {
	text := form.Get("token")
	if text == "" {
		return nil, "", &refusal{kind: "revoke", code: "invalid_request", hint: "token is missing in the form"}
	}
	t := s.byAccess[text]
	if t == nil {
		t = s.byRefresh[text]
	}
	event := Event{Kind: "revoke"}
	if t != nil {
		t.revoked = "a request to /oauth/revoke revoked it"
		event.Token, event.Family = t.number, t.family
	} else {
		event.Hint = "nothing was revoked: " + s.mistaken(text, "the token")
	}
	s.counts.Revocations++
	s.note(event)
	return struct{}{}, event.Hint, nil
}

// mistaken says what an unknown text is, if the server knows it under another name.
func (s *Server) mistaken(text, want string) string {
	is := ""
	switch {
	case s.byAccess[text] != nil:
		is = "an access token"
	case s.byRefresh[text] != nil:
		is = "a refresh token"
	case s.codes[text] != nil:
		is = "an authorization code"
	case text == s.options.ClientSecret:
		is = "the client secret"
	default:
		return want + " is unknown: this server has not issued it since its start"
	}
	return want + " is unknown: the text that was sent is " + is
}

// issue creates a new pair. A token without a family starts one. The caller holds the lock.
func (s *Server) issue(t *token) *token {
	s.numbers++
	t.number = s.numbers
	if t.family == 0 {
		t.family = t.number
	}
	s.forgetTokens()
	t.created = s.options.Now()
	t.access = rand.Text()
	s.byAccess[t.access] = t
	if !t.company {
		t.expires = t.created.Add(s.options.AccessTokenLife)
		t.ends = t.expires
		t.refresh = rand.Text()
		s.byRefresh[t.refresh] = t
	}
	return t
}

// lifetime returns a lifetime in words.
func lifetime(d time.Duration) string {
	if d == 7*24*time.Hour {
		return "a week"
	}
	return d.String()
}
