package serve

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
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
func (c *Credential) allows(op *spec.Operation) bool { return covers(c.Scopes, op) }

// hides reports whether the credential may not see a property of a shape.
func (c *Credential) hides(s *spec.Shape, property string) bool {
	return slices.Contains(c.Hidden, property) || slices.Contains(c.Hidden, s.Name+"."+property)
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
func (s *Server) authenticate(w http.ResponseWriter, r *http.Request, x *exchange) *Credential {
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
	grant, err := s.OAuth.Authenticate(r)
	if err != nil {
		if refused, ok := errors.AsType[*oauthserver.TokenError](err); ok {
			x.tokenHint = refused.Hint
			if !refused.Date.IsZero() {
				w.Header().Set("Date", refused.Date.UTC().Format(http.TimeFormat))
			}
		}
		return nil
	}
	c := &Credential{Bearer: true, Scopes: s.scopes(grant.Scope)}
	if !grant.Company {
		c.EmployeeID = "1"
	}
	return c
}
