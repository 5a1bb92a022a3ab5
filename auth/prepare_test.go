package auth_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// preparingStore is a memory store that can tell whether it is full.
type preparingStore struct {
	*auth.MemoryStore
	f        *fake
	full     atomic.Value // holds the error as a func
	prepared int          // bytes, 0 if the next save was not prepared
	asked    int          // exchanges when it was prepared
}

func (s *preparingStore) fill(err error) { s.full.Store(func() error { return err }) }

func (s *preparingStore) isFull() error {
	if full, ok := s.full.Load().(func() error); ok {
		return full()
	}
	return nil
}

func (s *preparingStore) Lock(ctx context.Context, key string) (auth.TokenLock, error) {
	lock, err := s.MemoryStore.Lock(ctx, key)
	return preparingLock{lock, s}, err
}

type preparingLock struct {
	auth.TokenLock
	store *preparingStore
}

func (l preparingLock) PrepareSave(_ context.Context, size int) error {
	l.store.prepared, l.store.asked = size, l.store.f.oauth.Counts().Refreshes
	return l.store.isFull()
}

func (l preparingLock) Save(ctx context.Context, data []byte) error {
	if s := l.store; s.prepared < len(data) || s.asked != s.f.oauth.Counts().Refreshes-1 {
		s.f.t.Errorf("%d bytes were prepared after %d exchanges; %d are saved after %d",
			s.prepared, s.asked, len(data), s.f.oauth.Counts().Refreshes)
	}
	l.store.prepared = 0
	return l.TokenLock.Save(ctx, data)
}

func TestAStoreIsAskedBeforeAnExchange(t *testing.T) {
	for name, opts := range map[string][]auth.Option{"by default": nil, "with ContinueUnsaved": {auth.ContinueUnsaved(nil)}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
				store := &preparingStore{MemoryStore: auth.NewMemoryStore(), f: f}
				seed := f.login()
				r := auth.RefreshToken(f.config(), seed, append(opts, auth.StoreIn(store, "acme"))...)
				client := f.client(r)
				for range 300 { // the record grows
					if _, err := r.Refresh(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				store.fill(errFaulty)
				time.Sleep(2 * time.Hour)
				for range 5 {
					_, err := get(t.Context(), client)
					failed, ok := errors.AsType[*auth.SaveError](err)
					if opts == nil && (!ok || failed.Op != "prepare" || !errors.Is(err, errFaulty)) || opts != nil && err != nil {
						t.Errorf("got %v", err)
					}
					time.Sleep(5 * time.Second)
				}
				r.Close()
				if got := f.oauth.Counts().Refreshes - 300; got != len(opts) {
					t.Errorf("%d exchanges while nothing could be saved", got)
				}
				if opts == nil {
					store.fill(nil)
					f.mustGet(client)
				}
			})
		})
	}
}

func TestAnyStoreMayLoseTheLockBeforeAnExchange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
		store := &preparingStore{MemoryStore: auth.NewMemoryStore(), f: f}
		store.fill(auth.ErrLockLost)
		r := auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme"))
		time.AfterFunc(100*time.Millisecond, func() { store.fill(nil) })
		if _, err := r.Refresh(t.Context()); err != nil {
			t.Error(err)
		}
		f.wantCounts(1, 0)
	})
}
