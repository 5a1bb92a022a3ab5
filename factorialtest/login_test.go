package factorialtest_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// The recipes of docs/testing.md work in an ordinary test: the client's clock is the machine's, and
// its token is only milliseconds old.
func TestAClientRefreshesInTheSameTest(t *testing.T) {
	config := auth.Config{ClientID: "client", ClientSecret: auth.NewSecret("secret")}
	refreshToken := func(srv *factorialtest.Server) auth.Token {
		return auth.Token{RefreshToken: auth.NewSecret(srv.Login().RefreshToken)}
	}
	whole := func(srv *factorialtest.Server) auth.Token {
		tokens := srv.Login()
		return auth.Token{
			AccessToken: auth.NewSecret(tokens.AccessToken), RefreshToken: auth.NewSecret(tokens.RefreshToken),
			CreatedAt: tokens.CreatedAt, ExpiresIn: tokens.ExpiresIn,
		}
	}
	for _, test := range []struct {
		name      string
		opts      []factorialtest.Option
		token     func(*factorialtest.Server) auth.Token
		happens   func(*factorialtest.Server)
		refreshes int // the first request with a refresh token alone is one
	}{
		{"a refresh token alone, and its access token expires", nil, refreshToken, (*factorialtest.Server).ExpireAccessTokens, 4},
		{"both tokens, and the access token expires", nil, whole, (*factorialtest.Server).ExpireAccessTokens, 3},
		{"an hour passes", nil, whole, func(srv *factorialtest.Server) { srv.Advance(time.Hour) }, 3},
		{"an hour passes on a clock that is stopped", []factorialtest.Option{factorialtest.At(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))}, refreshToken, func(srv *factorialtest.Server) { srv.Advance(time.Hour) }, 4},
		{"six days pass", nil, whole, func(srv *factorialtest.Server) { srv.Advance(6 * 24 * time.Hour) }, 3},
		{"ten minutes pass", nil, whole, func(srv *factorialtest.Server) { srv.Advance(10 * time.Minute) }, 0},
		{"a token lives for a minute", []factorialtest.Option{factorialtest.WithOAuth(factorialtest.OAuthApp{AccessTokenLife: time.Minute})}, whole, func(srv *factorialtest.Server) { srv.Advance(time.Minute) }, 3},
		{"a server that ends a login with a spent token", []factorialtest.Option{factorialtest.WithOAuth(factorialtest.OAuthApp{StrictFamily: true})}, whole, (*factorialtest.Server).ExpireAccessTokens, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			for kind, login := range map[string]func(auth.Token) auth.Method{
				"in memory": func(token auth.Token) auth.Method { return auth.RefreshToken(config, token) },
				"in a file": func(token auth.Token) auth.Method {
					return auth.RefreshTokenFile(filepath.Join(t.TempDir(), "token.json"), config, token)
				},
			} {
				t.Run(kind, func(t *testing.T) {
					srv := factorialtest.New(t, test.opts...)
					client, err := srv.NewClient(login(test.token(srv)))
					if err != nil {
						t.Fatal(err)
					}
					for i := range 4 {
						if i > 0 {
							test.happens(srv)
						}
						if err := client.Get(t.Context(), "teams/teams", nil); err != nil {
							t.Errorf("request %d: %v", i+1, err)
						}
					}
					if got := srv.OAuthCounts(); got.Refreshes != test.refreshes || got.Refused != 0 {
						t.Errorf("got %+v", got)
					}
				})
			}
		})
	}
}
