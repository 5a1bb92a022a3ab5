package factorialtest_test

import (
	"errors"
	"testing"
	"testing/synctest"
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

func TestALoginLivesThroughItsTokens(t *testing.T) {
	for name, test := range map[string]struct {
		happens func(*factorialtest.Server)
		want    error
		counts  factorialtest.OAuthCounts
	}{
		"nothing happens":           {func(*factorialtest.Server) {}, nil, factorialtest.OAuthCounts{}},
		"the access token expires":  {(*factorialtest.Server).ExpireAccessTokens, nil, factorialtest.OAuthCounts{Refreshes: 1}},
		"a person revokes it":       {(*factorialtest.Server).RevokeTokens, auth.ErrRefreshTokenRejected, factorialtest.OAuthCounts{Refused: 1}},
		"nobody uses it for a week": {func(*factorialtest.Server) { time.Sleep(8 * 24 * time.Hour) }, auth.ErrRefreshTokenExpired, factorialtest.OAuthCounts{Refused: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := factorialtest.New(t)
				tokens := srv.Login()
				client, err := srv.NewClient(auth.RefreshToken(auth.Config{ClientID: "client", ClientSecret: auth.NewSecret("secret")}, auth.Token{
					AccessToken: auth.NewSecret(tokens.AccessToken), RefreshToken: auth.NewSecret(tokens.RefreshToken),
					CreatedAt: tokens.CreatedAt, ExpiresIn: tokens.ExpiresIn,
				}))
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(2 * time.Minute) // package auth does not refresh a younger token after a 401
				test.happens(srv)
				if err := client.Get(t.Context(), "teams/teams", nil); !errors.Is(err, test.want) {
					t.Errorf("got %v", err)
				}
				if counts := srv.OAuthCounts(); counts != test.counts {
					t.Errorf("got %+v", counts)
				}
			})
		})
	}
}
