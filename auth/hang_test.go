package auth_test

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// hangingStore is a store whose calls do not return, whatever their context says.
type hangingStore struct {
	*auth.MemoryStore
	hangs   atomic.Value // the operation that hangs: load, lock, prepare, save or unlock
	release chan struct{}
	running atomic.Int64 // calls that hang
	most    atomic.Int64
}

func newHangingStore() *hangingStore {
	s := &hangingStore{MemoryStore: auth.NewMemoryStore(), release: make(chan struct{})}
	s.hangs.Store("")
	return s
}

func (s *hangingStore) maybe(op string) {
	if s.hangs.Load() == op {
		s.most.Store(max(s.most.Load(), s.running.Add(1)))
		<-s.release
		s.running.Add(-1)
	}
}

func (s *hangingStore) Load(ctx context.Context, key string) ([]byte, error) {
	s.maybe("load")
	return s.MemoryStore.Load(ctx, key)
}

func (s *hangingStore) Lock(ctx context.Context, key string) (auth.TokenLock, error) {
	s.maybe("lock")
	lock, err := s.MemoryStore.Lock(context.WithoutCancel(ctx), key)
	return hangingLock{lock, s}, err
}

type hangingLock struct {
	auth.TokenLock
	store *hangingStore
}

func (l hangingLock) PrepareSave(context.Context, int) error {
	l.store.maybe("prepare")
	return nil
}

func (l hangingLock) Save(ctx context.Context, data []byte) error {
	l.store.maybe("save")
	return l.TokenLock.Save(ctx, data)
}

func (l hangingLock) Unlock(ctx context.Context) error {
	l.store.maybe("unlock")
	return l.TokenLock.Unlock(ctx)
}

func TestAStoreThatHangsHoldsNobodyUp(t *testing.T) {
	for _, op := range []string{"load", "lock", "prepare", "save", "unlock"} {
		for name, opts := range map[string][]auth.Option{"by default": nil, "with ContinueUnsaved": {auth.ContinueUnsaved(nil)}} {
			t.Run(op+" "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
					store := newHangingStore()
					r := auth.RefreshToken(f.config(), f.login(), append(opts, auth.StoreIn(store, "acme"))...)
					client := f.client(r)
					time.Sleep(2 * time.Hour)
					store.hangs.Store(op)
					within := func(what string, limit time.Duration, call func()) {
						t.Helper()
						start := time.Now()
						if call(); time.Since(start) > limit {
							t.Errorf("%s took %v", what, time.Since(start))
						}
					}
					for range 5 {
						within("a request", 2*time.Minute, func() {
							_, err := get(t.Context(), client)
							if failed, ok := errors.AsType[*auth.SaveError](err); err != nil && (!ok || opts != nil) {
								t.Errorf("got %v, %+v", err, failed)
							}
						})
						time.Sleep(2 * time.Second)
					}
					within("a look of KeepAlive", time.Hour+time.Second, func() {
						ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
						defer cancel()
						if err := r.KeepAlive(ctx, nil); !errors.Is(err, context.DeadlineExceeded) {
							t.Errorf("KeepAlive: %v", err)
						}
					})
					within("SaveToken", 2*time.Minute, func() { _ = auth.SaveToken(t.Context(), store, "other", f.login()) })
					within("Close", 2*time.Minute, func() { _ = r.Close() })
					if most := store.most.Load(); most > 12 {
						t.Errorf("%d calls hung at the same time", most)
					}

					store.hangs.Store("")
					close(store.release)
					time.Sleep(time.Minute)
					f.mustGet(client)
					if err := r.Close(); err != nil {
						t.Errorf("Close when the store is back: %v", err)
					}
					if got := f.oauth.Counts(); got.FamiliesRevoked != 0 || got.Refused != 0 {
						t.Errorf("counts: %+v", got)
					}
					if stored := storedAccessToken(t, store.MemoryStore); stored != r.Current().AccessToken.Reveal() {
						t.Error("the newest token is not saved")
					}
					synctest.Wait()
				})
			})
		}
	}
}

func TestASaveThatHangsDoesNotOverwriteANewerToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
		store := newHangingStore()
		a := auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme"))
		time.Sleep(2 * time.Hour)
		store.hangs.Store("save")
		if _, err := a.Token(t.Context()); err == nil {
			t.Error("a token that is not saved was used")
		}
		store.hangs.Store("")
		done := make(chan error)
		login := f.login()
		go func() { done <- auth.SaveToken(t.Context(), store, "acme", login) }() // waits for the lock
		time.Sleep(time.Second)
		close(store.release)
		if err := <-done; err != nil {
			t.Error(err)
		}
		if storedAccessToken(t, store.MemoryStore) != login.AccessToken.Reveal() {
			t.Error("the late save has overwritten a new login")
		}
		time.Sleep(time.Minute)
		f.mustGet(f.client(a))
		if got := f.oauth.Counts(); got.FamiliesRevoked != 0 {
			t.Errorf("counts: %+v", got)
		}
	})
}

func TestCloseEndsWhileRequestsKeepFailing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		store := newHangingStore()
		r := auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme"))
		client := f.client(r)
		time.Sleep(2 * time.Hour)
		store.hangs.Store("lock")
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for ctx.Err() == nil {
				_, _ = get(ctx, client)
				time.Sleep(time.Millisecond)
			}
		}()
		time.Sleep(time.Second)
		start := time.Now()
		if _ = r.Close(); time.Since(start) > 2*time.Minute {
			t.Errorf("Close took %v", time.Since(start))
		}
		cancel()
		<-ended
		close(store.release)
		store.hangs.Store("")
		time.Sleep(2 * time.Minute)
	})
}

func TestAPanicOfAStoreReachesTheCaller(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("the panic was lost")
		}
	}()
	_ = auth.SaveToken(t.Context(), panickingStore{}, "acme", auth.Token{AccessToken: auth.NewSecret("a")})
}

type panickingStore struct{ auth.TokenStore }

func (panickingStore) Lock(context.Context, string) (auth.TokenLock, error) {
	panic("a bug of the store")
}

func TestRequestsForTokensEndByThemselves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		silent := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		f.network.Serve(t, "silent.example.com:443", silent)
		config := f.config()
		config.BaseURL = "https://silent.example.com"
		for name, call := range map[string]func() error{
			"Exchange": func() error { _, err := config.Exchange(t.Context(), "code"); return err },
			"Revoke":   func() error { return config.Revoke(t.Context(), auth.NewSecret("r")) },
			"Refresh": func() error {
				_, err := auth.RefreshToken(config, auth.Token{RefreshToken: auth.NewSecret("r")}).Refresh(t.Context())
				return err
			},
		} {
			start := time.Now()
			err := call()
			if _, ok := errors.AsType[*auth.ExchangeError](err); !ok || time.Since(start) > time.Minute {
				t.Errorf("%s: %v after %v", name, err, time.Since(start))
			}
		}
	})
}
