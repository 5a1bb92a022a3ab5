package factorialtest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/apipublic"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

func TestScopesAndPermissions(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.WithCredential(factorialtest.Credential{
		Key: "of-a-user", Bearer: true, EmployeeID: "3",
		Scopes: []string{"employees:read", "timeoff", "contracts:read", "api_public"},
		Hidden: []string{"bank_number", "contracts.ContractVersion.salary_amount", "identifier", "last_name"},
	}))
	client := srv.Client()
	e, err := employees.New(client).Employees.Get(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	if e.Identifier != "" || e.LastName != "" || e.FirstName == "" {
		t.Errorf("what is hidden, required or not, is null: %+v", e)
	}
	version, err := contracts.New(client).ContractVersions.Get(t.Context(), "1")
	if err != nil || version.SalaryAmount != nil || version.JobTitle == "" {
		t.Errorf("got %+v, %v", version, err)
	}
	if _, err := employees.New(client).Employees.Unterminate(t.Context(), "1"); !errors.Is(err, factorialhr.ErrForbidden) {
		t.Errorf("writing with a scope for reading: %v", err)
	}
	if _, err := timeoff.New(client).Leaves.Approve(t.Context(), "2"); err != nil {
		t.Errorf("writing with a scope for both: %v", err)
	}
	if err := client.Get(t.Context(), "teams/teams", nil); !errors.Is(err, factorialhr.ErrForbidden) {
		t.Errorf("no scope: %v", err)
	}
	who, err := apipublic.New(client).Credentials.List(t.Context(), nil)
	if err != nil || len(who.Data) != 1 || who.Data[0].EmployeeID != "3" {
		t.Errorf("got %+v, %v", who, err)
	}
}

func TestTokensOfTheOAuthServerWork(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.WithOAuth(factorialtest.OAuthApp{AccessTokenLife: time.Minute}))
	for _, test := range []struct {
		name   string
		tokens factorialtest.Tokens
		want   error // after an hour
	}{
		{"a user's", srv.Login(), factorialhr.ErrUnauthorized},
		{"a company's", srv.CompanyLogin(), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, err := srv.NewClient(auth.AccessToken(test.tokens.AccessToken))
			if err != nil {
				t.Fatal(err)
			}
			if err := client.Get(t.Context(), "teams/teams", nil); err != nil {
				t.Error(err)
			}
			srv.Advance(time.Hour)
			if err := client.Get(t.Context(), "teams/teams", nil); !errors.Is(err, test.want) {
				t.Errorf("an hour later: %v", err)
			}
		})
	}
}
