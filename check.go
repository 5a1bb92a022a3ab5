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
	if old(s.apiVersion, time.Now()) {
		r.Warnings = append(r.Warnings, "API version "+s.apiVersion+" is more than a year old: the server may treat requests as "+
			"requests for the oldest version that it still serves")
	}
	return r, nil
}

// old reports whether a version of the API is over a year old, and thus no longer served.
func old(version string, now time.Time) bool {
	date, err := time.Parse(time.DateOnly, version)
	return err == nil && now.After(date.AddDate(1, 0, 0))
}
