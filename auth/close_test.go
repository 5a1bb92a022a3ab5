package auth_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

func TestCloseSavesWhatIsNotSavedYet(t *testing.T) {
	for _, test := range []struct {
		name string
		opts []auth.Option
	}{
		{"a token that waits for its save", nil},
		{"a token that is used unsaved", []auth.Option{auth.ContinueUnsaved(nil)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
				store := newFaultyStore()
				r := auth.RefreshToken(f.config(), f.login(), append(test.opts, auth.StoreIn(store, "acme"))...)
				client := f.client(r)
				time.Sleep(2 * time.Hour)
				store.failSave.Store(true)
				_, _ = get(t.Context(), client)
				if failed, ok := errors.AsType[*auth.SaveError](r.Close()); !ok || failed.Op != "save" {
					t.Error("Close did not tell that the token could not be saved")
				}
				store.failLock.Store(true)
				if failed, ok := errors.AsType[*auth.SaveError](r.Close()); !ok || failed.Op != "lock" {
					t.Error("Close did not tell that the store could not be locked")
				}
				store.failLock.Store(false)
				store.failSave.Store(false)
				if err := r.Close(); err != nil {
					t.Errorf("when the store is back: %v", err)
				}
				saves := store.saves.Load()
				if err := r.Close(); err != nil || store.saves.Load() != saves {
					t.Errorf("with nothing left to save: %v, %d saves", err, store.saves.Load()-saves)
				}
				f.wantCounts(1, 0)
				// The next process starts with the saved token.
				f.mustGet(f.client(auth.RefreshToken(f.config(), auth.Token{}, auth.StoreIn(store, "acme"))))
				f.wantCounts(1, 0)
			})
		})
	}
}

func TestCloseLeavesWhatAnotherHasSaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		store := newFaultyStore()
		r := auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme"), auth.ContinueUnsaved(nil))
		client := f.client(r)
		time.Sleep(2 * time.Hour)
		store.failSave.Store(true)
		f.mustGet(client)
		store.failSave.Store(false)
		if err := auth.SaveToken(t.Context(), store, "acme", f.login()); err != nil { // of a person who logs in
			t.Fatal(err)
		}
		saved := storedAccessToken(t, store)
		if err := r.Close(); err != nil || storedAccessToken(t, store) != saved {
			t.Errorf("Close: %v; the new login was overwritten: %v", err, storedAccessToken(t, store) != saved)
		}
		f.mustGet(client) // a Refresher can be used after Close
	})
}

func TestARequestDuringCloseIsServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		store := newFaultyStore()
		r := auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme"))
		client := f.client(r)
		time.Sleep(2 * time.Hour)
		store.failSave.Store(true)
		_, _ = get(t.Context(), client)
		store.failSave.Store(false)
		time.Sleep(2 * time.Second)

		lock, err := store.MemoryStore.Lock(t.Context(), "acme") // of another process, which saves its token
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		group.Go(func() {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		group.Go(func() { f.mustGet(client) })
		synctest.Wait()
		if err := lock.Save(t.Context(), fmt.Appendf(nil, `{"access_token":%q,"created_at":%q}`,
			f.oauth.Login().AccessToken, time.Now().Format(time.RFC3339))); err != nil {
			t.Error(err)
		}
		lock.Unlock(t.Context())
		group.Wait()
		f.wantCounts(1, 0)
	})
}
