package auth

import (
	"strings"
	"time"
)

// The lives of tokens where nobody says otherwise, as Factorial documents them.
const (
	accessTokenLife  = time.Hour
	refreshTokenLife = 7 * 24 * time.Hour
)

// Token is an answer of POST /oauth/token (RFC 6749 §5.1): an access token, and for a user the
// refresh token that renews it once.
//
// A Token with nothing but a RefreshToken is enough to begin with; so is one with nothing but an
// AccessToken, until it expires.
type Token struct {
	AccessToken Secret
	// TokenType is the first word of the Authorization header; empty means Bearer.
	TokenType string
	// RefreshToken is empty for a company's token.
	RefreshToken Secret
	// CreatedAt is when the server issued the token, by the server's clock. Zero means that
	// nobody knows: the access token counts as valid until the API answers 401.
	CreatedAt time.Time
	// ExpiresIn is how long the access token works. Zero means one hour, or for ever if there is
	// no refresh token. RefreshToken sends one that nothing can refresh whatever this says, since a
	// company's token does not expire.
	ExpiresIn time.Duration
}

// AccessTokenExpiration returns when the access token expires. It is zero if it never does, or if
// CreatedAt is not known.
func (t Token) AccessTokenExpiration() time.Time {
	life := t.ExpiresIn
	if life == 0 && !t.RefreshToken.IsZero() {
		life = accessTokenLife
	}
	if life == 0 || t.CreatedAt.IsZero() {
		return time.Time{}
	}
	return t.CreatedAt.Add(life)
}

// RefreshTokenExpiration returns when the refresh token expires: a week after CreatedAt. It is
// zero if there is none, or if CreatedAt is not known.
func (t Token) RefreshTokenExpiration() time.Time {
	if t.RefreshToken.IsZero() || t.CreatedAt.IsZero() {
		return time.Time{}
	}
	return t.CreatedAt.Add(refreshTokenLife)
}

// AccessTokenExpired reports whether AccessTokenExpiration is over by this machine's clock.
func (t Token) AccessTokenExpired() bool { return past(t.AccessTokenExpiration(), time.Now()) }

// RefreshTokenExpired reports whether RefreshTokenExpiration is over by this machine's clock.
func (t Token) RefreshTokenExpired() bool { return past(t.RefreshTokenExpiration(), time.Now()) }

func (t Token) canRefresh() bool { return !t.RefreshToken.IsZero() }

func (t Token) isZero() bool { return t.AccessToken.IsZero() && t.RefreshToken.IsZero() }

// same reports whether the two are one answer of the server.
func (t Token) same(other Token) bool {
	return t.AccessToken.Reveal() == other.AccessToken.Reveal() &&
		t.RefreshToken.Reveal() == other.RefreshToken.Reveal()
}

// past reports whether moment, if there is one, is over by the wall clock.
func past(moment, now time.Time) bool { return !moment.IsZero() && !wall(now).Before(wall(moment)) }

// wall takes off the reading of the monotonic clock, which stands still while a machine sleeps and
// which time.Time would compare instead.
func wall(t time.Time) time.Time { return t.Round(0) }

// canonicalType returns the token type as the Authorization header wants it: servers answer
// "bearer" and "Bearer" alike.
func canonicalType(tokenType string) string {
	if tokenType == "" || strings.EqualFold(tokenType, "bearer") {
		return "Bearer"
	}
	return tokenType
}
