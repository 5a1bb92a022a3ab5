package auth_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

func TestATokenThatAnotherHasReplacedMeanwhileIsNotALostLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		// The lock excludes no other process, like a lock that timed out while its holder slept.
		store, seed := unlocked{auth.NewMemoryStore(), f}, f.login()
		f.aroundToken = times(1, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			f.mustGet(f.client(auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme"))))
			next.ServeHTTP(w, r) // too late: the other process has used its token, which revoked this refresh token
		})
		client := f.client(auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme")))
		time.Sleep(2 * time.Hour)
		f.mustGet(client)
		f.wantCounts(1, 0)
		if got := f.oauth.Counts().Refused; got != 1 {
			t.Errorf("%d exchanges were refused", got)
		}
	})
}

func TestAnExchangeThatBeginsLateHasItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
		f.latency = 10 * time.Second
		store := auth.NewMemoryStore()
		client := f.client(auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme")))
		time.Sleep(2 * time.Hour)
		lock, err := store.Lock(t.Context(), "acme") // another process holds it for nearly as long as this one waits
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(55*time.Second, func() { lock.Unlock(t.Context()) })
		f.mustGet(client)
		f.wantCounts(1, 0)
	})
}

// slowLock is a store whose Lock uses up nearly all the time, and whose Load honours its context.
type slowLock struct{ unlocked }

func (s slowLock) Lock(ctx context.Context, key string) (auth.TokenLock, error) {
	time.Sleep(55 * time.Second)
	return s.unlocked.Lock(ctx, key)
}

func (s slowLock) Load(ctx context.Context, key string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return s.unlocked.Load(ctx, key)
}

func TestARefusalThatComesLateIsNotALostLoginEither(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		store, seed := unlocked{auth.NewMemoryStore(), f}, f.login()
		f.aroundToken = times(1, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			f.mustGet(f.client(auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme"))))
			time.Sleep(10 * time.Second)
			next.ServeHTTP(w, r)
		})
		client := f.client(auth.RefreshToken(f.config(), seed, auth.StoreIn(slowLock{store}, "acme")))
		time.Sleep(2 * time.Hour)
		if _, err := get(t.Context(), client); !errors.Is(err, auth.ErrLockLost) {
			t.Errorf("got %v", err)
		}
		time.Sleep(time.Second)
		f.mustGet(client)
		f.wantCounts(1, 0)
	})
}
