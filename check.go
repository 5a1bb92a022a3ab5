package factorialhr

import (
	"context"
	"time"
)

// CheckResult describes a credential: see [Client.Check].
type CheckResult struct {
	// CompanyID is the company that the credential belongs to.
	CompanyID ID
	// EmployeeID is the employee who logged in. It is empty for a credential of the whole company,
	// such as an API key.
	EmployeeID ID
	// Warnings are texts in English, for a log, about what looks wrong without being an error. They
	// contain no ids.
	Warnings []string
}

// Check asks the API about the credential, with GET api_public/credentials, the cheapest request of
// the API. It fails with [ErrUnauthorized] if the credential is unknown or expired. A credential of
// another environment leads to no error but to empty responses everywhere, so an empty response to
// this request becomes a warning.
//
// Check also warns of an API version that Factorial no longer serves, of a beta, and of a version
// that is not one of [APIVersions]. It then reads api_public/webhook_subscriptions, and warns of
// subscriptions that are disabled, or whose API version Factorial no longer serves or stops serving
// within 90 days. A failure of that request is no error: Check says nothing about subscriptions
// that the credential may not read.
func (c *Client) Check(ctx context.Context, opts ...RequestOption) (*CheckResult, error) {
	type credential struct {
		CompanyID  ID `json:"company_id"`
		EmployeeID ID `json:"employee_id"`
	}
	op := &Operation{Name: "Client.Check", Method: "GET", Path: "api_public/credentials", Retry: RetrySafe}
	s, err := c.settingsFor(opts) // before the call, which fills what ResponseInto clears
	if err != nil {
		return nil, refuse(op, err)
	}
	page, err := CallPage[credential](ctx, c, op, nil, opts...)
	if err != nil {
		return nil, err
	}
	r := new(CheckResult)
	if len(page.Data) > 0 {
		r.CompanyID, r.EmployeeID = page.Data[0].CompanyID, page.Data[0].EmployeeID
	}
	if r.CompanyID.IsZero() {
		r.Warnings = append(r.Warnings, "the API returned no company for this credential, which may belong to another "+
			"environment than the base URL: then all lists are empty")
	}
	now := time.Now()
	r.Warnings = append(r.Warnings, versionWarnings(s.apiVersion, now)...)
	r.Warnings = append(r.Warnings, subscriptionWarnings(ctx, c, s, now)...)
	return r, nil
}
