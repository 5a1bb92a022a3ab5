package factorialtest

import (
	"time"

	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// OAuthApp is the OAuth application that the server accepts: its client credentials and the
// lifetime of its tokens. A zero field has its default.
type OAuthApp struct {
	ClientID, ClientSecret string // the defaults are "client" and "secret"
	// AccessTokenLife defaults to an hour, RefreshTokenLife to a week.
	AccessTokenLife, RefreshTokenLife time.Duration
	// StrictFamily revokes every token of a login if a refresh token is used twice (RFC 9700
	// section 4.14.2). By default, a refresh token works until the access token from its exchange
	// is used, as on the real server.
	StrictFamily bool
}

// WithOAuth sets the OAuth application. The default is the zero value of [OAuthApp].
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

// Tokens is a response of /oauth/token.
type Tokens struct {
	AccessToken  string
	RefreshToken string        // empty for a company
	ExpiresIn    time.Duration // 0 for a company
	CreatedAt    time.Time
}

// Login returns tokens of a user without a browser.
func (s *Server) Login() Tokens { return tokens(s.engine.OAuth.Login()) }

// CompanyLogin returns the token of a company, which neither expires nor refreshes.
func (s *Server) CompanyLogin() Tokens { return tokens(s.engine.OAuth.CompanyLogin()) }

// ExpireAccessTokens makes every user's access token expire now. The client notices when it gets a
// 401 response. If the token is younger than a minute, the logins of package auth assume another
// cause for the 401 and do not refresh. To see them refresh, let the token age first, in a
// testing/synctest bubble.
func (s *Server) ExpireAccessTokens() { s.engine.OAuth.ExpireAccessTokens() }

// RevokeTokens revokes all tokens, as when a user removes the application.
func (s *Server) RevokeTokens() { s.engine.OAuth.RevokeAll() }

// OAuthCounts counts the requests to the OAuth endpoints.
type OAuthCounts struct {
	Codes     int // authorization codes exchanged
	Refreshes int // refresh tokens exchanged
	Repeated  int // those of Refreshes whose token had been exchanged before
	Refused   int // requests refused
	Revoked   int // requests to /oauth/revoke
}

// OAuthCounts returns the counts since the start.
func (s *Server) OAuthCounts() OAuthCounts {
	c := s.engine.OAuth.Counts()
	return OAuthCounts{c.Codes, c.Refreshes, c.Repeated, c.Refused, c.Revocations}
}

func tokens(t oauthserver.Token) Tokens {
	return Tokens{
		AccessToken: t.AccessToken, RefreshToken: t.RefreshToken,
		ExpiresIn: time.Duration(t.ExpiresIn) * time.Second, CreatedAt: time.Unix(t.CreatedAt, 0),
	}
}
