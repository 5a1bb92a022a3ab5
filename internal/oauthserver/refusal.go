package oauthserver

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// refusal is the reason why the server refuses a request. It implements error.
type refusal struct {
	kind  string // of the event
	code  string // an error code of RFC 6749 §4.1.2.1 or §5.2
	hint  string
	token *token // that the client presented, if the server knows it
	allow string // the only method of the path, for a 405
}

func (r *refusal) Error() string { return "oauthserver: " + r.code + ": " + r.hint }

func wrongMethod(kind, allow, hint string) *refusal {
	return &refusal{kind: kind, code: "invalid_request", hint: hint, allow: allow}
}

// status follows RFC 6749 §5.2: 401 for the client's credentials, 400 otherwise.
func (r *refusal) status() int {
	switch {
	case r.allow != "":
		return http.StatusMethodNotAllowed
	case r.code == "invalid_client":
		return http.StatusUnauthorized
	}
	return http.StatusBadRequest
}

// refuse logs a refusal and writes the response. It returns the hint.
func (s *Server) refuse(w http.ResponseWriter, refused *refusal) string {
	s.noteRefusal(refused)
	return writeRefusal(w, refused)
}

func writeRefusal(w http.ResponseWriter, refused *refusal) string {
	if refused.allow != "" {
		w.Header().Set("Allow", refused.allow)
	}
	writeJSON(w, refused.status(), map[string]string{
		"error":             refused.code,
		"error_description": description(refused.hint),
	})
	return refused.hint
}

// redirected adds a refusal to the query of the redirect, after the client and its URI were checked
// (RFC 6749 §4.1.2.1). It returns the hint.
func (s *Server) redirected(query url.Values, refused *refusal) string {
	s.noteRefusal(refused)
	query.Set("error", refused.code)
	query.Set("error_description", description(refused.hint))
	return refused.hint
}

func (s *Server) noteRefusal(refused *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noteRefusalLocked(refused)
}

func (s *Server) noteRefusalLocked(refused *refusal) {
	event := Event{Kind: refused.kind, Refused: refused.code, Hint: refused.hint}
	if refused.token != nil {
		event.Token, event.Family = refused.token.number, refused.token.family
	}
	s.counts.Refused++
	s.note(event)
}

// description replaces the characters that RFC 6749 §5.2 excludes from error_description. Only the
// application's own settings can bring them into a hint.
func description(hint string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '"', r == '\\':
			return '\''
		case r < ' ', r > '~':
			return '?'
		}
		return r
	}, hint)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
