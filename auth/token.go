package auth

import (
	"strings"
	"time"
)

// The lifetimes of tokens as Factorial documents them, for responses without expires_in.
const (
	accessTokenLife  = time.Hour
	refreshTokenLife = 7 * 24 * time.Hour
)

// Token is a response of POST /oauth/token (RFC 6749 §5.1): an access token and, for a user, the
// refresh token that renews it once.
//
// A Token with only a RefreshToken is enough to start with. A Token with only an AccessToken works
// until it expires.
type Token struct {
	AccessToken Secret
	// TokenType is the first word of the Authorization header; empty means Bearer.
	TokenType string
	// RefreshToken is empty for a company's token.
	RefreshToken Secret
	// CreatedAt is when the server issued the token, on the server's clock. Zero means unknown: the
	// access token counts as valid until the API responds with 401.
	CreatedAt time.Time
	// ExpiresIn is the lifetime of the access token. Zero means one hour, or no expiry if there is
	// no refresh token. RefreshToken ignores it for a token without a refresh token, because a
	// company's token does not expire.
	ExpiresIn time.Duration
}

// AccessTokenExpiration returns when the access token expires. It is zero if the token does not
// expire or if CreatedAt is unknown.
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

// RefreshTokenExpiration returns when the refresh token expires: a week after CreatedAt. It is zero
// if there is no refresh token or if CreatedAt is unknown.
func (t Token) RefreshTokenExpiration() time.Time {
	if t.RefreshToken.IsZero() || t.CreatedAt.IsZero() {
		return time.Time{}
	}
	return t.CreatedAt.Add(refreshTokenLife)
}

// AccessTokenExpired reports whether AccessTokenExpiration has passed on this machine's clock.
func (t Token) AccessTokenExpired() bool { return past(t.AccessTokenExpiration(), time.Now()) }

// RefreshTokenExpired reports whether RefreshTokenExpiration has passed on this machine's clock.
func (t Token) RefreshTokenExpired() bool { return past(t.RefreshTokenExpiration(), time.Now()) }

func (t Token) canRefresh() bool { return !t.RefreshToken.IsZero() }

func (t Token) isZero() bool { return t.AccessToken.IsZero() && t.RefreshToken.IsZero() }

// same reports whether both tokens are from the same response.
func (t Token) same(other Token) bool {
	return t.AccessToken.Reveal() == other.AccessToken.Reveal() &&
		t.RefreshToken.Reveal() == other.RefreshToken.Reveal()
}

// past reports whether moment has passed on the wall clock. The zero moment has not.
func past(moment, now time.Time) bool { return !moment.IsZero() && !wall(now).Before(wall(moment)) }

// wall removes the reading of the monotonic clock. time.Time would compare that reading, but the
// clock stops while a machine sleeps.
func wall(t time.Time) time.Time { return t.Round(0) }

// canonicalType returns the token type as the Authorization header needs it: some servers return
// "bearer".
func canonicalType(tokenType string) string {
	if tokenType == "" || strings.EqualFold(tokenType, "bearer") {
		return "Bearer"
	}
	return tokenType
}
