package factorialtest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/auth"
)

// A Credential is something that the server lets in, and what it may do.
type Credential struct {
	// Key is the API key, or the access token.
	Key string
	// Bearer makes it an access token, sent as Authorization: Bearer.
	Bearer bool
	// EmployeeID is the employee that it belongs to; empty for a company.
	EmployeeID string
	// Scopes are what it may do: domains like timeoff, for reading and writing, or timeoff:read. Everything if empty; what
	// is not in it answers 403.
	Scopes []string
	// Hidden are properties that it may not see: salary_amount in every record, or contracts.ContractVersion.salary_amount
	// in those. They are null in every answer, required or not, as the permissions of a user have it on the real API.
	Hidden []string
}

func (c *Credential) method() auth.Method {
	if c.Bearer {
		return auth.AccessToken(c.Key)
	}
	return auth.APIKey(c.Key)
}

// allows tells whether the credential may do an operation.
func (c *Credential) allows(op *operation) bool {
	if len(c.Scopes) == 0 {
		return true
	}
	domain, _, _ := strings.Cut(op.Path, "/")
	return slices.ContainsFunc(c.Scopes, func(scope string) bool {
		name, right, limited := strings.Cut(scope, ":")
		return name == domain && (!limited || right == "write" || op.Method == http.MethodGet)
	})
}

// hides tells whether a property of a shape is not for the eyes of the credential.
func (c *Credential) hides(s *shape, property string) bool {
	return slices.Contains(c.Hidden, property) || slices.Contains(c.Hidden, s.name+"."+property)
}

// scopes reads the scope of a token (RFC 6749 section 3.3). Words without the name of a domain, like read, say nothing.
func scopes(text string) []string {
	var all []string
	for word := range strings.FieldsSeq(text) {
		if strings.Contains(word, ":") {
			all = append(all, word)
		}
	}
	return all
}

// credentials indexes what the server accepts by what is sent.
func credentials(list []Credential) map[string]*Credential {
	if len(list) == 0 {
		list = []Credential{{Key: DefaultAPIKey}}
	}
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

func (s *Server) firstCredential() *Credential {
	if len(s.config.credentials) == 0 {
		return &Credential{Key: DefaultAPIKey}
	}
	return &s.config.credentials[0]
}

// authenticate returns the credential of a request, nil if it has none that is accepted.
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
