package factorialtest

import "github.com/factorialhr-go/factorialhr/auth"

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
