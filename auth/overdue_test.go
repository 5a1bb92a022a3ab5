package auth_test

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// A test that moves the clock of a fake API does not move this machine's clock.
func TestTheDateOfA401EndsAYoungToken(t *testing.T) {
	for _, test := range []struct {
		name      string
		ahead     time.Duration
		seed      func(f *fake) auth.Token
		status    int
		refreshes int // in the end, of two expiries
	}{
		{"after its life", time.Hour, (*fake).login, 200, 2},
		{"after the life of a token that the client received", time.Hour, func(f *fake) auth.Token { return undated(f.login()) }, 200, 3},
		{"within its life", 59 * time.Minute, (*fake).login, 401, 0},
		{"before its life", -time.Hour, (*fake).login, 401, 0},
		{"after the life of a company's token, which has none", 1000 * time.Hour, func(f *fake) auth.Token { return fromServer(f.oauth.CompanyLogin()) }, 401, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				client := f.client(auth.RefreshToken(f.config(), test.seed(f)))
				f.mustGet(client)
				f.ahead.Store(int64(test.ahead))
				for range 2 {
					f.oauth.ExpireAccessTokens()
					if test.refreshes == 0 {
						f.oauth.RevokeAll()
					}
					if status, err := get(t.Context(), client); err != nil || status != test.status {
						t.Errorf("got %d, %v", status, err)
					}
				}
				if got := f.oauth.Counts().Refreshes; got != test.refreshes {
					t.Errorf("%d refreshes", got)
				}
			})
		})
	}
}

func TestAServerWithAWrongClockThatAlwaysAnswers401SpendsFewTokens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		f.ahead.Store(int64(2 * time.Hour))
		f.status.Store(http.StatusUnauthorized)
		client := f.client(auth.RefreshToken(f.config(), f.login()))
		for range 10 * 60 {
			if status, err := get(t.Context(), client); err != nil || status != 401 {
				t.Fatalf("got %d, %v", status, err)
			}
			time.Sleep(time.Second)
		}
		if got := f.oauth.Counts().Refreshes; got < 50 || got > 110 {
			t.Errorf("%d refreshes in ten minutes of 401s", got)
		}
	})
}

func TestManyRequestsWithAnOverdueTokenCountOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		f.ahead.Store(int64(time.Hour))
		client := f.client(auth.RefreshToken(f.config(), f.login()))
		for range 3 {
			f.oauth.ExpireAccessTokens()
			var group sync.WaitGroup
			for range 100 {
				group.Go(func() { f.mustGet(client) })
			}
			group.Wait()
		}
		if got := f.oauth.Counts().Refreshes; got != 3 {
			t.Errorf("%d refreshes", got)
		}
	})
}
