package auth_test

import (
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// The store and the server fail at the same time, while requests use a token that is not saved.
func TestAnOutageKeepsTheUnsavedToken(t *testing.T) {
	for op, fails := range map[string]func(*faultyStore, bool){
		"lock": func(s *faultyStore, on bool) { s.failLock.Store(on) },
		"load": func(s *faultyStore, on bool) { s.failLoad.Store(on) },
		"save": func(s *faultyStore, on bool) { s.failSave.Store(on) },
	} {
		t.Run(op, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
				var down atomic.Bool
				f.aroundToken = func(w http.ResponseWriter, r *http.Request, next http.Handler) {
					if down.Load() {
						w.WriteHeader(http.StatusServiceUnavailable)
						return
					}
					next.ServeHTTP(w, r)
				}
				store := newFaultyStore()
				r := auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme"), auth.ContinueUnsaved(nil))
				client := f.client(r)
				time.Sleep(2 * time.Hour)
				fails(store, true)
				f.mustGet(client) // with a token that is not saved
				unsaved := r.Current()
				time.Sleep(2 * time.Hour)
				down.Store(true)
				for range 3 {
					_, err := get(t.Context(), client)
					if failed, ok := errors.AsType[*auth.ExchangeError](err); !ok || failed.Status != http.StatusServiceUnavailable {
						t.Errorf("got %v", err)
					}
					time.Sleep(time.Minute)
				}
				if !sameLogin(r.Current(), unsaved) {
					t.Error("the unsaved token is lost")
				}
				down.Store(false)
				f.mustGet(client)
				fails(store, false)
				if err := r.Close(); err != nil {
					t.Error(err)
				}
				if storedAccessToken(t, store) != r.Current().AccessToken.Reveal() {
					t.Error("the newest token is not saved")
				}
				f.wantCounts(2, 0)
			})
		})
	}
}
