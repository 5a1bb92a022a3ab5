package factorialtest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/auth"
)

// A Credential is a key or token that the server accepts, with its permissions.
type Credential struct {
	// Key is the API key or the access token.
	Key string
	// Bearer marks Key as an access token, which clients send as Authorization: Bearer.
	Bearer bool
	// EmployeeID is the employee that the credential belongs to. It is empty for a company.
	EmployeeID string
	// Scopes limits the credential to domains: timeoff allows reading and writing, timeoff:read
	// only reading. If Scopes is empty, the credential allows everything. Other requests get a 403
	// response.
	Scopes []string
	// Hidden lists properties that the credential may not see: salary_amount in every record, or
	// contracts.ContractVersion.salary_amount in one type. They are null in every response, even if
	// required, as on the real API for a user without permission.
	Hidden []string
}

func (c *Credential) method() auth.Method {
	if c.Bearer {
		return auth.AccessToken(c.Key)
	}
	return auth.APIKey(c.Key)
}

// allows reports whether the credential may call an operation.
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

// hides reports whether the credential may not see a property of a shape.
func (c *Credential) hides(s *shape, property string) bool {
	return slices.Contains(c.Hidden, property) || slices.Contains(c.Hidden, s.name+"."+property)
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
