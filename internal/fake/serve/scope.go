package serve

import (
	"net/http"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// The scopes of a token. Factorial's guide says that each scope stands for a set of resources, for
// reading and writing, and that a token reaches only the resources of its scopes. It names the sets
// below. The OpenAPI spec has the scopes read and write; that read alone excludes changes is
// inferred from its name.
const (
	scopeRead  = "read"
	scopeWrite = "write"
)

// documentedScopes are the scopes of the guide whose name is not the name of a domain, with the
// paths that they cover.
var documentedScopes = map[string]string{
	"company_holidays":       "holidays/company_holidays",
	"company_legal_entities": "companies/legal_entities",
	"company_locations":      "locations",
}

// scopes parses the scope of a token (RFC 6749 section 3.3). If the fake does not know what one of
// the words covers, the token is not limited to resources.
func (s *Server) scopes(text string) []string {
	words := strings.Fields(text)
	if s.unknownScopes(words) {
		return slices.DeleteFunc(words, func(word string) bool { return word != scopeRead && word != scopeWrite })
	}
	return words
}

// unknownScopes reports whether the fake does not know what one of the words covers.
func (s *Server) unknownScopes(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		name, right, limited := strings.Cut(word, ":")
		switch {
		case word == scopeRead, word == scopeWrite:
			return false
		case limited && right != scopeRead && right != scopeWrite:
			return true
		case documentedScopes[name] != "":
			return false
		}
		return !slices.ContainsFunc(s.API.Order, func(r *spec.Resource) bool { return strings.HasPrefix(r.Path, name+"/") })
	})
}

// covers reports whether the scopes allow an operation. No scopes allow everything.
func covers(scopes []string, op *spec.Operation) bool {
	reads := op.Method == http.MethodGet || slices.Equal(op.Effect, []string{"reads"})
	if slices.Contains(scopes, scopeRead) && !slices.Contains(scopes, scopeWrite) && !reads {
		return false
	}
	limited := false
	for _, word := range scopes {
		if word == scopeRead || word == scopeWrite {
			continue
		}
		limited = true
		name, right, _ := strings.Cut(word, ":")
		path := documentedScopes[name]
		if path == "" {
			path = name
		}
		if strings.HasPrefix(op.Path+"/", path+"/") && (right != scopeRead || reads) {
			return true
		}
	}
	return !limited
}

// scopeHint says why a 403 follows from the scopes of a credential.
func (c *Credential) scopeHint(op *spec.Operation) string {
	domain, _, _ := strings.Cut(op.Path, "/")
	return "the scope of the credential, " + strings.Join(c.Scopes, " ") + ", does not cover " + op.Name + ", which is in the domain " + domain
}
