package factorialtest

import (
	"net/http"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// oauthOperations are the names, in the log and for faults, of what is not below /api/.
var oauthOperations = map[string]string{
	"/oauth/authorize": "oauth.Authorize",
	"/oauth/token":     "oauth.Token",
	"/oauth/revoke":    "oauth.Revoke",
}

// OAuthApp is the application that the server knows: its client, and the life of the tokens. The zero value of each
// field is the default.
type OAuthApp struct {
	ClientID, ClientSecret string // "client" and "secret"
	// AccessTokenLife is an hour, RefreshTokenLife a week.
	AccessTokenLife, RefreshTokenLife time.Duration
	// StrictFamily revokes every token of a login when a refresh token is used twice (RFC 9700 section 4.14.2). Without
	// it, a refresh token works until the access token that it was exchanged for is used, as on the real server.
	StrictFamily bool
}

// WithOAuth describes the OAuth application. Without it the defaults of [OAuthApp] hold.
func WithOAuth(app OAuthApp) Option {
	return func(c *config) error {
		c.oauth = oauthserver.Options{
			ClientID: app.ClientID, ClientSecret: app.ClientSecret,
			AccessTokenLife: app.AccessTokenLife, RefreshTokenLife: app.RefreshTokenLife,
		}
		if app.StrictFamily {
			c.oauth.Rotation = oauthserver.StrictFamily
		}
		return nil
	}
}

// Tokens are an answer of /oauth/token.
type Tokens struct {
	AccessToken  string
	RefreshToken string        // empty for a company
	ExpiresIn    time.Duration // 0 for a company
	CreatedAt    time.Time
}

// Login gives the tokens of a user without the browser.
func (s *Server) Login() Tokens { return tokens(s.oauth.Login()) }

// CompanyLogin gives the token of a company, which neither expires nor refreshes.
func (s *Server) CompanyLogin() Tokens { return tokens(s.oauth.CompanyLogin()) }

// ExpireAccessTokens ends the life of every user's access token now. Clients notice by a 401. The logins of package auth
// take the 401 for a token that is younger than a minute for the API's word on something else; to see them refresh, let
// the token get older first, in a bubble of testing/synctest.
func (s *Server) ExpireAccessTokens() { s.oauth.ExpireAccessTokens() }

// RevokeTokens revokes all tokens, as when a person removes the application.
func (s *Server) RevokeTokens() { s.oauth.RevokeAll() }

// OAuthCounts tells what happened at the OAuth endpoints.
type OAuthCounts struct {
	Codes     int // authorization codes exchanged
	Refreshes int // refresh tokens exchanged
	Repeated  int // of these, how many had been exchanged before
	Refused   int // requests refused
	Revoked   int // requests to /oauth/revoke
}

// OAuthCounts returns the counts since the start.
func (s *Server) OAuthCounts() OAuthCounts {
	c := s.oauth.Counts()
	return OAuthCounts{c.Codes, c.Refreshes, c.Repeated, c.Refused, c.Revocations}
}

func tokens(t oauthserver.Token) Tokens {
	return Tokens{
		AccessToken: t.AccessToken, RefreshToken: t.RefreshToken,
		ExpiresIn: time.Duration(t.ExpiresIn) * time.Second, CreatedAt: time.Unix(t.CreatedAt, 0),
	}
}

// oauthCredential is what a token of the OAuth server allows, nil if it is not accepted.
func (s *Server) oauthCredential(r *http.Request) *Credential {
	grant, err := s.oauth.Authenticate(r)
	if err != nil {
		return nil
	}
	c := &Credential{Bearer: true, Scopes: scopes(grant.Scope)}
	if !grant.Company {
		c.EmployeeID = "1"
	}
	return c
}
