package auth_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

func TestAThousandGoroutinesCauseOneExchange(t *testing.T) {
	t.Parallel()
	for name, rotation := range map[string]oauthserver.Rotation{"revoke on use": oauthserver.RevokeOnUse, "strict family": oauthserver.StrictFamily} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // fails if a goroutine is left
				f := newFake(t, oauthserver.Options{Rotation: rotation})
				f.latency = time.Second
				client := f.client(auth.RefreshToken(f.config(), f.login()))
				time.Sleep(2 * time.Hour) // the access token expires
				var group sync.WaitGroup
				for range 1000 {
					group.Go(func() {
						for range 3 {
							f.mustGet(client)
						}
					})
				}
				group.Wait()
				f.wantCounts(1, 0)
				if got := f.oauth.Counts().Uses; got != 3000 {
					t.Errorf("the API let %d requests in", got)
				}
			})
		})
	}
}

func TestACallerThatLeavesTakesNothingAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		f.latency = 10 * time.Second
		client := f.client(auth.RefreshToken(f.config(), f.login()))
		time.Sleep(2 * time.Hour)

		start := time.Now()
		var group sync.WaitGroup
		group.Go(func() { // the caller whose request begins the exchange
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if _, err := get(ctx, client); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("first caller: %v", err)
			}
			if waited := time.Since(start); waited != time.Second {
				t.Errorf("the first caller waited %v", waited)
			}
		})
		synctest.Wait()
		for range 10 {
			group.Go(func() {
				f.mustGet(client)
				if waited := time.Since(start); waited != f.latency {
					t.Errorf("another caller waited %v", waited)
				}
			})
		}
		group.Wait()
		f.wantCounts(1, 0)
	})
}

func TestATokenIsRefreshedBeforeItExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		f.latency = 5 * time.Second
		client := f.client(auth.RefreshToken(f.config(), f.login()))
		start := time.Now()
		for time.Since(start) < 10*time.Hour {
			before := time.Now()
			f.mustGet(client)
			if waited := time.Since(before); waited != 0 {
				t.Errorf("a request waited %v although the refresh could be done in the background", waited)
			}
			time.Sleep(time.Minute)
		}
		// Between 80 % and 90 % of each hour.
		if got := f.oauth.Counts(); got.Refreshes < 10 || got.Refreshes > 13 || got.Unauthorized != 0 {
			t.Errorf("in ten hours: %+v", got)
		}
	})
}

func TestAnExpiredTokenIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		client := f.client(auth.RefreshToken(f.config(), f.login()))
		for range 5 {
			f.mustGet(client)
			time.Sleep(24 * time.Hour)
		}
		f.mustGet(client)
		f.wantCounts(5, 0)
	})
}

func TestA401RefreshesOnce(t *testing.T) {
	for _, test := range []struct {
		name         string
		body         func() io.Reader
		status       int
		unauthorized int
	}{
		{"without a body", func() io.Reader { return nil }, 200, 1},
		{"with a body that can be had again", func() io.Reader { return strings.NewReader("x") }, 200, 1},
		{"with a body that cannot", func() io.Reader { return io.MultiReader(strings.NewReader("x")) }, 401, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				client := f.client(auth.RefreshToken(f.config(), f.login()))
				f.mustGet(client)
				time.Sleep(10 * time.Minute)
				f.oauth.ExpireAccessTokens()
				status, err := send(t.Context(), client, "POST", test.body())
				if err != nil || status != test.status {
					t.Errorf("got %d, %v", status, err)
				}
				f.wantCounts(1, test.unauthorized)
				f.mustGet(client) // there is a new token now
				f.wantCounts(1, test.unauthorized)
			})
		})
	}
}

func TestOneExchangeForAThousand401s(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		client := f.client(auth.RefreshToken(f.config(), f.login()))
		time.Sleep(10 * time.Minute)
		f.oauth.ExpireAccessTokens()
		var group sync.WaitGroup
		for range 1000 {
			group.Go(func() { f.mustGet(client) })
		}
		group.Wait()
		if got := f.oauth.Counts(); got.Refreshes != 1 || got.Unauthorized > 1000 {
			t.Errorf("counts: %+v", got)
		}
	})
}

func TestAnEndpointThatAlwaysAnswers401DoesNotSpendTokens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		client := f.client(auth.RefreshToken(f.config(), f.login()))
		f.status.Store(http.StatusUnauthorized)
		start := time.Now()
		for time.Since(start) < time.Hour {
			if status, err := get(t.Context(), client); err != nil || status != 401 {
				t.Fatalf("got %d, %v", status, err)
			}
			time.Sleep(time.Second)
		}
		if got := f.oauth.Counts().Refreshes; got > 61 {
			t.Errorf("%d refreshes in an hour of 401s", got)
		}
	})
}

func TestACompanysTokenIsUsedAsItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		token := fromServer(f.oauth.CompanyLogin())
		r := auth.RefreshToken(f.config(), token)
		client := f.client(r)
		time.Sleep(1000 * time.Hour)
		f.mustGet(client)
		if err := r.KeepAlive(t.Context(), nil); err != nil {
			t.Errorf("KeepAlive: %v", err)
		}
		f.oauth.RevokeAll()
		if status, err := get(t.Context(), client); err != nil || status != 401 {
			t.Errorf("a revoked company token: %d, %v", status, err)
		}
		if got := f.oauth.Counts(); got.Refreshes != 0 || got.Refused != 0 {
			t.Errorf("counts: %+v", got)
		}
	})
}

func TestARefreshTokenAloneIsEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		client := f.client(auth.RefreshToken(f.config(), auth.Token{RefreshToken: f.login().RefreshToken}))
		f.mustGet(client)
		f.wantCounts(1, 0)
	})
}

func TestAnAccessTokenOfUnknownAgeIsTriedFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		token := f.login()
		token.CreatedAt, token.ExpiresIn = time.Time{}, 0
		client := f.client(auth.RefreshToken(f.config(), token))
		f.mustGet(client)
		f.wantCounts(0, 0)
		time.Sleep(2 * time.Hour)
		f.mustGet(client)
		f.wantCounts(1, 1)
	})
}

func TestAServerThatSaysLittleIsBelievedToKeepAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		f.aroundToken = func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"access_token":"t"}`)
		}
		r := auth.RefreshToken(f.config(), auth.Token{RefreshToken: auth.NewSecret("r")})
		token, err := r.Token(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := token.AccessTokenExpiration(); !got.Equal(time.Now().Add(time.Hour)) {
			t.Errorf("expires in %v", time.Until(got))
		}
		if got := token.RefreshTokenExpiration(); !got.Equal(time.Now().Add(7 * 24 * time.Hour)) {
			t.Errorf("can be refreshed for %v", time.Until(got))
		}
		if token.RefreshToken.Reveal() != "r" || token.TokenType != "Bearer" {
			t.Error("the refresh token or the type was lost")
		}
	})
}

func TestTheClockOfThisMachineMayBeWrong(t *testing.T) {
	for _, skew := range []time.Duration{-3 * time.Hour, -30 * time.Minute, 30 * time.Minute, 3 * time.Hour} {
		t.Run(skew.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				now := func() time.Time { return time.Now().Add(skew) } // the server's clock
				f := newFake(t, oauthserver.Options{Now: now})
				r := auth.RefreshToken(f.config(), f.login())
				client := f.client(r)
				time.Sleep(2 * time.Hour)
				f.mustGet(client) // from now on the client knows the server's clock
				before := f.oauth.Counts()
				for range 100 {
					f.mustGet(client)
					time.Sleep(10 * time.Minute)
				}
				got := f.oauth.Counts()
				if n := got.Refreshes - before.Refreshes; n < 16 || n > 22 || got.Unauthorized != before.Unauthorized {
					t.Errorf("1,000 minutes: %d refreshes, %+v", n, got)
				}
			})
		})
	}
}

func TestRefreshExchangesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		seed := f.login()
		r := auth.RefreshToken(f.config(), seed)
		if r.Current().AccessToken.Reveal() != seed.AccessToken.Reveal() {
			t.Error("Current is not what was given")
		}
		for range 3 {
			if _, err := r.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		token, err := r.Token(t.Context())
		if err != nil || token.AccessToken.Reveal() != r.Current().AccessToken.Reveal() {
			t.Errorf("Token and Current differ: %v", err)
		}
		f.wantCounts(3, 0)
		if token.AccessTokenExpired() || token.RefreshTokenExpired() {
			t.Error("a new token is expired")
		}
		time.Sleep(8 * 24 * time.Hour)
		if !token.AccessTokenExpired() || !token.RefreshTokenExpired() {
			t.Error("an old token is not expired")
		}
	})
}

func TestTokenSourceServesOtherLibraries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		r := auth.RefreshToken(f.config(), f.login())
		source := r.TokenSource(t.Context())
		for range 3 {
			token, err := source.Token()
			if err != nil || !token.Valid() || token.RefreshToken != "" {
				t.Errorf("got %+v, %v", token, err)
			}
			client := f.client(auth.FromTokenSource(source))
			f.mustGet(client)
			time.Sleep(2 * time.Hour)
		}
		f.wantCounts(2, 0)
	})
}

func TestAnEndedContextIsNotHeldUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		f.latency = time.Second
		client := f.client(auth.RefreshToken(f.config(), auth.Token{RefreshToken: f.login().RefreshToken}))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		start := time.Now()
		if _, err := get(ctx, client); !errors.Is(err, context.Canceled) || time.Since(start) != 0 {
			t.Errorf("got %v after %v", err, time.Since(start))
		}
		f.wantCounts(0, 0)
	})
}

func TestCloseWaitsForARefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		f.latency = time.Second
		store := auth.NewMemoryStore()
		r := auth.RefreshToken(f.config(), auth.Token{RefreshToken: f.login().RefreshToken}, auth.StoreIn(store, "acme"))
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		client := f.client(r)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := get(ctx, client); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if err := client.Transport.(io.Closer).Close(); err != nil { // like the API client
			t.Error(err)
		}
		if _, err := store.Load(t.Context(), "acme"); err != nil {
			t.Errorf("after Close: %v", err)
		}
	})
}

func TestALoginBelongsToOneEnvironment(t *testing.T) {
	demo, production := mustParse(t, "https://api.demo.example.com"), mustParse(t, "https://api.example.com")
	r := auth.RefreshToken(auth.Config{}, auth.Token{})
	if _, err := r.Transport(nil, demo); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Transport(nil, demo); err != nil {
		t.Errorf("the same origin again: %v", err)
	}
	if _, err := r.Transport(nil, production); err == nil {
		t.Error("the first Transport decides, but another origin was accepted")
	}
	r = auth.RefreshToken(auth.Config{BaseURL: "https://api.example.com/"}, auth.Token{})
	if _, err := r.Transport(nil, demo); err == nil {
		t.Error("the configuration decides, but another origin was accepted")
	}
	for _, bad := range []string{"http://api.example.com", "nonsense", "https://user:hunter2@api.example.com", "https://hunter2\x7f"} {
		r := auth.RefreshToken(auth.Config{BaseURL: bad}, auth.Token{RefreshToken: auth.NewSecret("r")})
		_, err1 := r.Transport(nil, production)
		_, err2 := r.Token(t.Context())
		for _, err := range []error{err1, err2} {
			if err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%q: %v", bad, err)
			}
		}
	}
}

func TestOneTransportServesManyCompanies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		store := auth.NewMemoryStore()
		config := f.config()
		var refused atomic.Int64
		var group sync.WaitGroup
		for _, company := range []string{"acme", "globex", "initech"} {
			token := f.login()
			client := f.client(auth.RefreshToken(config, token, auth.StoreIn(store, company)))
			group.Go(func() {
				for range 5 {
					if status, err := get(t.Context(), client); err != nil || status != 200 {
						refused.Add(1)
					}
					time.Sleep(2 * time.Hour)
				}
			})
		}
		group.Wait()
		if refused.Load() != 0 {
			t.Errorf("%d requests failed", refused.Load())
		}
		f.wantCounts(3*4, 0)
	})
}

func TestATokenThatNothingCanRefreshIsUsedUntilItIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		token := fromServer(f.oauth.CompanyLogin())
		token.ExpiresIn = 2 * time.Hour // in the response, although a company's token does not expire
		client := f.client(auth.RefreshToken(f.config(), token))
		time.Sleep(3 * time.Hour)
		f.mustGet(client)
		f.oauth.RevokeAll()
		if _, err := get(t.Context(), client); !errors.Is(err, auth.ErrAccessTokenExpired) {
			t.Errorf("refused after its expiry: %v", err)
		}
		f.wantCounts(0, 1)
	})
}

func TestRefreshWithoutARefreshTokenSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		r := auth.RefreshToken(f.config(), fromServer(f.oauth.CompanyLogin()))
		if _, err := r.Refresh(t.Context()); err == nil || errors.Is(err, auth.ErrAccessTokenExpired) || !strings.Contains(err.Error(), "no refresh token") {
			t.Errorf("got %v", err)
		}
		f.mustGet(f.client(r))
		f.wantCounts(0, 0)
	})
}

func TestA401ThatNothingCanMendTakesNoLock(t *testing.T) {
	for _, test := range []struct {
		name string
		seed func(f *fake) auth.Token
	}{
		{"a company's token", func(f *fake) auth.Token { return fromServer(f.oauth.CompanyLogin()) }},
		{"a young token", (*fake).login},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				store := newFaultyStore()
				client := f.client(auth.RefreshToken(f.config(), test.seed(f), auth.StoreIn(store, "acme")))
				f.mustGet(client)
				f.status.Store(http.StatusUnauthorized)
				for _, outage := range []bool{false, true} {
					store.failLock.Store(true) // nothing needs the lock
					store.failLoad.Store(outage)
					if status, err := get(t.Context(), client); err != nil || status != 401 {
						t.Errorf("the store is out of order: %v; got %d, %v", outage, status, err)
					}
				}
				f.wantCounts(0, 0)
			})
		})
	}
}
