package serve

import (
	"net/http"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// Credential is a key or token that the server accepts, with its permissions. Package factorialtest
// documents the fields.
type Credential struct {
	Key        string
	Bearer     bool
	EmployeeID string
	Scopes     []string
	Hidden     []string
}

// allows reports whether the credential may call an operation.
func (c *Credential) allows(op *spec.Operation) bool {
	if len(c.Scopes) == 0 {
		return true
	}
	domain, _, _ := strings.Cut(op.Path, "/")
	return slices.ContainsFunc(c.Scopes, func(scope string) bool {
		name, right, limited := strings.Cut(scope, ":")
		return name == domain && (!limited || right == "write" || op.Method == http.MethodGet)
	})
}

// hides reports whether the credential may not see a property of a shape.
func (c *Credential) hides(s *spec.Shape, property string) bool {
	return slices.Contains(c.Hidden, property) || slices.Contains(c.Hidden, s.Name+"."+property)
}

// scopes parses the scope of a token (RFC 6749 section 3.3). It ignores words without a domain,
// such as read.
func scopes(text string) []string {
	var all []string
	for word := range strings.FieldsSeq(text) {
		if strings.Contains(word, ":") {
			all = append(all, word)
		}
	}
	return all
}

// credentials indexes the accepted credentials by kind and key.
func credentials(list []Credential) map[string]*Credential {
	index := make(map[string]*Credential)
	for _, c := range list {
		index[c.sent()] = &c
	}
	return index
}

func (c *Credential) sent() string {
	if c.Bearer {
		return "bearer " + c.Key
	}
	return "key " + c.Key
}

// authenticate returns the credential of a request, or nil if the server does not accept it.
func (s *Server) authenticate(r *http.Request) *Credential {
	if key := r.Header.Get("X-Api-Key"); key != "" {
		return s.keys["key "+key]
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return nil
	}
	if c := s.keys["bearer "+token]; c != nil {
		return c
	}
	return s.oauthCredential(r)
}

// oauthCredential returns the credential for a token of the OAuth server, or nil if the token is
// not accepted.
func (s *Server) oauthCredential(r *http.Request) *Credential {
	grant, err := s.OAuth.Authenticate(r)
	if err != nil {
		return nil
	}
	c := &Credential{Bearer: true, Scopes: scopes(grant.Scope)}
	if !grant.Company {
		c.EmployeeID = "1"
	}
	return c
}
