package factorialtest

import (
	"net/http"
	"strings"

	"github.com/factorialhr-go/factorialhr/auth"
)

// A Credential is something that the server lets in.
type Credential struct {
	// Key is the API key, or the access token.
	Key string
	// Bearer makes it an access token, sent as Authorization: Bearer.
	Bearer bool
	// EmployeeID is the employee that it belongs to; empty for a company.
	EmployeeID string
}

func (c *Credential) method() auth.Method {
	if c.Bearer {
		return auth.AccessToken(c.Key)
	}
	return auth.APIKey(c.Key)
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
	return s.keys["bearer "+token]
}
