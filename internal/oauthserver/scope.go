package oauthserver

import (
	"slices"
	"strings"
)

// scope returns the scope of a login: the requested one, or else that of the registration.
func (s *Server) scope(requested string) string {
	if requested == "" {
		return strings.Join(s.options.Scopes, " ")
	}
	return requested
}

// scopeHint explains why a requested scope is refused. It returns "" if each of its words is
// allowed. No words at all allow everything.
func (s *Server) scopeHint(requested string, allowed []string) string {
	if len(allowed) == 0 {
		return ""
	}
	for word := range strings.FieldsSeq(requested) {
		if slices.Contains(allowed, word) {
			continue
		}
		if strings.ContainsAny(word, ",+") {
			return "separate scopes with a space, %20 in a URL; the scopes are " + strings.Join(allowed, ", ")
		}
		return "the scope asks for more than " + strings.Join(allowed, ", ")
	}
	return ""
}
