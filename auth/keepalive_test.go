package auth_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

const day = 24 * time.Hour

// keepAlive runs KeepAlive until stop is called, and collects the calls of tell.
func keepAlive(t *testing.T, r *auth.Refresher) (told func() []auth.LoginNeeded, stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var mu sync.Mutex
	var needs []auth.LoginNeeded
	var running sync.WaitGroup
	running.Go(func() {
		err := r.KeepAlive(ctx, func(need auth.LoginNeeded) {
			mu.Lock()
			defer mu.Unlock()
			needs = append(needs, need)
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("KeepAlive ended with %v", err)
		}
	})
	told = func() []auth.LoginNeeded {
		mu.Lock()
		defer mu.Unlock()
		return needs
	}
	return told, func() { cancel(); running.Wait() }
}

func TestKeepAliveOutlivesIdleWeeks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		r := auth.RefreshToken(f.config(), f.login())
		client := f.client(r)
		told, stop := keepAlive(t, r)
		time.Sleep(100 * day)
		stop()
		f.mustGet(client)
		if got := f.oauth.Counts().Refreshes; got < 18 || got > 21 {
			t.Errorf("%d refreshes in 100 days", got)
		}
		if len(told()) != 0 {
			t.Errorf("told %v", told())
		}
	})
}

func TestKeepAliveOfManyProcessesCostsOneRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
		store, seed := auth.NewMemoryStore(), f.login()
		for range 5 {
			r := auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme"))
			_, stop := keepAlive(t, r)
			defer stop()
		}
		time.Sleep(100 * day)
		if got := f.oauth.Counts(); got.Refreshes < 18 || got.Refreshes > 21 || got.Refused != 0 {
			t.Errorf("in 100 days: %+v", got)
		}
	})
}

func TestKeepAliveTellsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		var up atomic.Bool
		f.aroundToken = func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if !up.Load() {
				w.WriteHeader(500)
				return
			}
			next.ServeHTTP(w, r)
		}
		seed := f.login()
		store := auth.NewMemoryStore()
		r := auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme"))
		told, stop := keepAlive(t, r)
		defer stop()

		time.Sleep(6*day - time.Hour)
		if len(told()) != 0 {
			t.Errorf("told too early: %v", told())
		}
		time.Sleep(3 * time.Hour)
		needs := told()
		if len(needs) != 1 || !needs[0].Before.Equal(seed.RefreshTokenExpiration()) || needs[0].Err == nil {
			t.Fatalf("a day before the end: told %v", needs)
		}
		time.Sleep(day)
		up.Store(true) // too late
		time.Sleep(3 * time.Hour)
		needs = told()
		if len(needs) != 2 || !needs[1].Before.IsZero() || !errors.Is(needs[1].Err, auth.ErrRefreshTokenExpired) {
			t.Fatalf("after the end: told %v", needs)
		}
		time.Sleep(30 * day)
		if len(told()) != 2 {
			t.Errorf("told again: %v", told())
		}

		// The person logs in again. The program keeps running.
		if err := auth.SaveToken(t.Context(), store, "acme", f.login()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * day)
		f.mustGet(f.client(r))
		if len(told()) != 2 {
			t.Errorf("told although there is a login: %v", told())
		}
	})
}

func TestKeepAliveTellsOfARevokedLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		r := auth.RefreshToken(f.config(), f.login())
		told, stop := keepAlive(t, r)
		defer stop()
		f.oauth.RevokeAll()
		time.Sleep(6 * day)
		needs := told()
		if len(needs) != 1 || !needs[0].Before.IsZero() || !errors.Is(needs[0].Err, auth.ErrRefreshTokenRejected) {
			t.Errorf("told %v", needs)
		}
	})
}

func TestKeepAliveTellsThatThereIsNoLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		store := auth.NewMemoryStore()
		r := auth.RefreshToken(f.config(), auth.Token{}, auth.StoreIn(store, "acme"))
		told, stop := keepAlive(t, r)
		defer stop()
		time.Sleep(day)
		if needs := told(); len(needs) != 1 || !errors.Is(needs[0].Err, auth.ErrNotStored) {
			t.Errorf("told %v", needs)
		}
	})
}
