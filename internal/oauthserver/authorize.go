package oauthserver

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
)

// authorize approves every request at once and redirects the browser with a code (RFC 6749 §4.1.1).
// A refusal also redirects, unless the client or its redirect URI is wrong.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) string {
	query := r.URL.Query()
	redirect, refused := s.redirect(query)
	if refused != nil {
		return s.refuse(w, refused)
	}
	response := redirect.Query()
	if state := query.Get("state"); state != "" {
		response.Set("state", state)
	}
	hint := ""
	if refused := s.refuseAuthorization(query); refused != nil {
		hint = s.redirected(response, refused)
	} else {
		response.Set("code", s.newCode(query))
		hint = ownerHint(query.Get("resource_owner_type"))
	}
	redirect.RawQuery = response.Encode()
	http.Redirect(w, r, redirect.String(), http.StatusFound)
	return hint
}

// redirect checks the client and returns its redirect URI.
func (s *Server) redirect(query url.Values) (*url.URL, *refusal) {
	invalid := func(code, hint string) (*url.URL, *refusal) {
		return nil, &refusal{kind: "authorize", code: code, hint: hint}
	}
	if name := repeated(query); name != "" {
		return invalid("invalid_request", name+" appears more than once in the query")
	}
	switch id := query.Get("client_id"); id {
	case s.options.ClientID:
	case "":
		return invalid("invalid_client", "client_id is missing in the query")
	default:
		return invalid("invalid_client", s.unknownClient())
	}
	sent := query.Get("redirect_uri")
	redirect, err := url.Parse(sent)
	switch {
	case sent == "":
		return invalid("invalid_request", "redirect_uri is missing in the query")
	case err != nil || !redirect.IsAbs():
		return invalid("invalid_request", "redirect_uri is not an absolute URL: percent-encode the whole URL in the query")
	case redirect.Fragment != "":
		return invalid("invalid_request", "redirect_uri has a fragment, which RFC 6749 excludes (section 3.1.2)")
	case s.options.RedirectURI != "" && sent != s.options.RedirectURI:
		return invalid("invalid_request", "redirect_uri is not registered: the client has "+s.options.RedirectURI+", which must match in every character")
	}
	return redirect, nil
}

// refuseAuthorization returns the refusal of a request whose client and redirect URI are right.
func (s *Server) refuseAuthorization(query url.Values) *refusal {
	refused := &refusal{kind: "authorize", code: "invalid_request"}
	challenge, method := query.Get("code_challenge"), query.Get("code_challenge_method")
	switch {
	case query.Get("response_type") == "":
		refused.hint = "response_type is missing: send response_type=code"
	case query.Get("response_type") != "code":
		refused.code, refused.hint = "unsupported_response_type", "response_type must be code"
	case challenge == "" && method != "":
		refused.hint = "code_challenge is missing, although there is a code_challenge_method"
	case challenge != "" && !slices.Contains([]string{"", methodPlain, methodS256}, method):
		refused.hint = "code_challenge_method must be S256 or plain (RFC 7636 section 4.3)"
	default:
		hint := s.scopeHint(query.Get("scope"), s.options.Scopes)
		if hint == "" {
			return nil
		}
		refused.code, refused.hint = "invalid_scope", hint
	}
	return refused
}

// ownerHint warns about a login that does not get the kind of token that it asked for.
func ownerHint(kind string) string {
	if kind == "" || kind == "company" || kind == "user" {
		return ""
	}
	return "resource_owner_type is unknown, so the token belongs to a user: the documented value is company"
}

func (s *Server) newCode(query url.Values) string {
	text := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgetCodes()
	s.codes[text] = &code{
		redirectURI: query.Get("redirect_uri"),
		scope:       s.scope(query.Get("scope")),
		company:     query.Get("resource_owner_type") == "company",
		created:     s.options.Now(),
		challenge:   query.Get("code_challenge"),
		method:      query.Get("code_challenge_method"),
	}
	s.note(Event{Kind: "authorize"})
	return text
}
