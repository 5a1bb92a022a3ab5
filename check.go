package factorialhr

import (
	"context"
	"time"
)

// CheckResult tells what is known of a credential: see [Client.Check].
type CheckResult struct {
	// CompanyID is the company that the credential belongs to.
	CompanyID ID
	// EmployeeID is the employee who logged in, empty for a credential of the whole company, as an API key is.
	EmployeeID ID
	// Warnings say what looks wrong without being an error, in English, for a log. They hold no ids.
	Warnings []string
}

// Check asks the API about the credential, with GET api_public/credentials, which is the cheapest request there is. A
// credential that is unknown or expired gives [ErrUnauthorized]. One of another environment gives no error but empty
// answers everywhere, so an empty answer here is a warning.
func (c *Client) Check(ctx context.Context, opts ...RequestOption) (*CheckResult, error) {
	type credential struct {
		CompanyID  ID `json:"company_id"`
		EmployeeID ID `json:"employee_id"`
	}
	op := &Operation{Name: "Client.Check", Method: "GET", Path: "api_public/credentials", Retry: RetrySafe}
	page, err := CallPage[credential](ctx, c, op, nil, opts...)
	if err != nil {
		return nil, err
	}
	s, err := c.settingsFor(opts)
	if err != nil {
		return nil, refuse(op, err)
	}
	r := new(CheckResult)
	if len(page.Data) > 0 {
		r.CompanyID, r.EmployeeID = page.Data[0].CompanyID, page.Data[0].EmployeeID
	}
	if r.CompanyID.IsZero() {
		r.Warnings = append(r.Warnings, "the API knows no company for this credential: it may belong to another environment "+
			"than that of the base URL, whose lists are then empty")
	}
	if old(s.apiVersion, time.Now()) {
		r.Warnings = append(r.Warnings, "version "+s.apiVersion+" of the API is older than a year: requests may be answered as "+
			"ones for the oldest version that is still served")
	}
	return r, nil
}

// old reports whether a version of the API is not served any more: each is for a year.
func old(version string, now time.Time) bool {
	date, err := time.Parse(time.DateOnly, version)
	return err == nil && now.After(date.AddDate(1, 0, 0))
}
