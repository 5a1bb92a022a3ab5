package auth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// storedAccessToken returns the access token that is stored under "acme".
func storedAccessToken(t *testing.T, store auth.TokenStore) string {
	t.Helper()
	data, err := store.Load(context.Background(), "acme")
	if errors.Is(err, auth.ErrNotStored) {
		return ""
	}
	var stored struct {
		AccessToken string `json:"access_token"`
	}
	if err == nil {
		err = json.Unmarshal(data, &stored)
	}
	if err != nil {
		t.Fatal(err)
	}
	return stored.AccessToken
}

func TestATokenIsSavedBeforeItIsUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		store := auth.NewMemoryStore()
		r := auth.RefreshToken(f.config(), auth.Token{RefreshToken: f.login().RefreshToken}, auth.StoreIn(store, "acme"))
		base := roundTrip(func(req *http.Request) (*http.Response, error) {
			if got := req.Header.Get("Authorization"); got != "Bearer "+storedAccessToken(t, store) {
				t.Error("a request went out with a token that is not stored")
			}
			return answer(req, 200), nil
		})
		rt, err := r.Transport(base, mustParse(t, fakeOrigin))
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			if _, err := get(t.Context(), &http.Client{Transport: rt}); err != nil {
				t.Error(err)
			}
			time.Sleep(2 * time.Hour)
		}
		f.wantCounts(5, 0)
	})
}

func TestClientsThatShareAStoreShareTheToken(t *testing.T) {
	t.Parallel()
	hours := 12
	if soak() {
		hours = 30
	}
	for name, rotation := range map[string]oauthserver.Rotation{"revoke on use": oauthserver.RevokeOnUse, "strict family": oauthserver.StrictFamily} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{Rotation: rotation})
				f.latency = time.Second
				store, seed := auth.NewMemoryStore(), f.login()
				var group sync.WaitGroup
				for range 8 {
					client := f.client(auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme")))
					for range 8 {
						group.Go(func() {
							for range 2 * hours {
								f.mustGet(client)
								time.Sleep(30 * time.Minute)
							}
						})
					}
				}
				group.Wait()
				got := f.oauth.Counts()
				if got.Refreshes < hours-2 || got.Refreshes > hours+1 || got.Repeated != 0 || got.Refused != 0 {
					t.Errorf("in %d hours: %+v", hours, got)
				}
			})
		})
	}
}

func TestWhatIsStoredWinsUnlessTheLoginIsNewer(t *testing.T) {
	for _, test := range []struct {
		name      string
		seedLater time.Duration // than the stored token
		undated   bool
		wantSeed  bool
	}{
		{"an older seed", -time.Minute, false, false},
		{"a newer login", time.Minute, false, true},
		{"a seed of unknown age", time.Minute, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				store := auth.NewMemoryStore()
				stored, seed := f.login(), f.login()
				if seed.CreatedAt = stored.CreatedAt.Add(test.seedLater); test.undated {
					seed.CreatedAt = time.Time{}
				}
				if err := auth.SaveToken(t.Context(), store, "acme", stored); err != nil {
					t.Fatal(err)
				}
				r := auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme"))
				token, err := r.Token(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if got := token.AccessToken.Reveal() == seed.AccessToken.Reveal(); got != test.wantSeed {
					t.Errorf("the seed won: %v", got)
				}
				f.wantCounts(0, 0)
			})
		})
	}
}

func TestANewLoginReplacesADeadOne(t *testing.T) {
	for name, undated := range map[string]bool{"with a date": false, "of unknown age": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				store := auth.NewMemoryStore()
				if err := auth.SaveToken(t.Context(), store, "acme", f.login()); err != nil {
					t.Fatal(err)
				}
				f.oauth.RevokeAll()
				time.Sleep(2 * time.Hour)
				seed := f.login()
				if undated {
					seed = auth.Token{RefreshToken: seed.RefreshToken}
				}
				client := f.client(auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme")))
				f.mustGet(client)
				time.Sleep(2 * time.Hour)
				f.mustGet(client)
				if got := f.oauth.Counts().Unauthorized; got != 0 {
					t.Errorf("%d times 401", got)
				}
			})
		})
	}
}

func TestASavedLoginIsTakenUpByRunningClients(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		store := auth.NewMemoryStore()
		client := f.client(auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme")))
		f.mustGet(client)
		f.oauth.RevokeAll()
		time.Sleep(2 * time.Hour)
		for range 3 {
			if _, err := get(t.Context(), client); !errors.Is(err, auth.ErrRefreshTokenRejected) {
				t.Errorf("got %v", err)
			}
			time.Sleep(2 * time.Second)
		}
		if got := f.oauth.Counts().Refused; got != 1 {
			t.Errorf("the refused token was sent %d times", got)
		}
		if err := auth.SaveToken(t.Context(), store, "acme", f.login()); err != nil {
			t.Fatal(err)
		}
		f.mustGet(client)
	})
}

func TestAFailingStoreIsAnErrorByDefault(t *testing.T) {
	for _, test := range []struct {
		op    string
		fails func(*faultyStore, bool)
		// exchanged is the number of exchanges while the store fails.
		exchanged int
	}{
		{"lock", func(s *faultyStore, on bool) { s.failLock.Store(on) }, 0},
		{"load", func(s *faultyStore, on bool) { s.failLoad.Store(on) }, 0},
		{"save", func(s *faultyStore, on bool) { s.failSave.Store(on) }, 1},
	} {
		t.Run(test.op, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
				store := newFaultyStore()
				client := f.client(auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme")))
				f.mustGet(client)
				time.Sleep(2 * time.Hour)
				uses := f.oauth.Counts().Uses
				test.fails(store, true)
				for range 20 {
					_, err := get(t.Context(), client)
					failed, ok := errors.AsType[*auth.SaveError](err)
					if !ok || failed.Op != test.op || !errors.Is(err, errFaulty) {
						t.Fatalf("got %v", err)
					}
					time.Sleep(time.Minute)
				}
				f.wantCounts(test.exchanged, 0)
				if got := f.oauth.Counts().Uses; got != uses {
					t.Error("a token was used that is not saved")
				}
				test.fails(store, false)
				f.mustGet(client)
				f.wantCounts(1, 0) // one exchange in all: the pending token was saved
				time.Sleep(2 * time.Hour)
				f.mustGet(client)
				f.wantCounts(2, 0)
			})
		})
	}
}

func TestContinueUnsavedGoesOnInMemory(t *testing.T) {
	for op, fails := range map[string]func(*faultyStore, bool){
		"lock": func(s *faultyStore, on bool) { s.failLock.Store(on) },
		"load": func(s *faultyStore, on bool) { s.failLoad.Store(on) },
		"save": func(s *faultyStore, on bool) { s.failSave.Store(on) },
	} {
		t.Run(op, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
				store := newFaultyStore()
				var reports []string
				report := func(err *auth.SaveError) { reports = append(reports, err.Op) }
				r := auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme"), auth.ContinueUnsaved(report))
				client := f.client(r)
				time.Sleep(2 * time.Hour)
				fails(store, true)
				start := time.Now()
				for time.Since(start) < 5*time.Hour {
					f.mustGet(client)
					time.Sleep(time.Minute)
				}
				r.Close()
				if len(reports) != 1 || reports[0] != op {
					t.Errorf("reported %q", reports)
				}
				if got := f.oauth.Counts(); got.Refreshes < 5 || got.Refreshes > 7 || got.FamiliesRevoked != 0 || got.Unauthorized != 0 {
					t.Errorf("counts: %+v", got)
				}
				fails(store, false)
				if _, err := r.Refresh(t.Context()); err != nil { // so that the next refresh is far away
					t.Error(err)
				}
				fails(store, true)
				if _, err := r.Refresh(t.Context()); err != nil {
					t.Error(err)
				}
				fails(store, false)
				before := f.oauth.Counts().Refreshes
				time.Sleep(time.Minute)
				f.mustGet(client) // saves in the background
				r.Close()
				if got := f.oauth.Counts().Refreshes; got != before {
					t.Error("saving cost an exchange")
				}
				if storedAccessToken(t, store) != r.Current().AccessToken.Reveal() {
					t.Error("the token was not saved when the store was back")
				}
				fails(store, true)
				time.Sleep(2 * time.Hour)
				f.mustGet(client)
				r.Close()
				if len(reports) != 3 {
					t.Errorf("after more failures: reported %q", reports)
				}
			})
		})
	}
}

func TestASaveThatSeemedToFailIsNotRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
		store := &forgetfulStore{MemoryStore: auth.NewMemoryStore()}
		client := f.client(auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme")))
		time.Sleep(2 * time.Hour)
		store.forget = true
		if _, err := get(t.Context(), client); err == nil {
			t.Error("a save that returned an error counted as saved")
		}
		store.forget = false
		time.Sleep(2 * time.Second)
		f.mustGet(client)
		f.wantCounts(1, 0)
		if store.saves != 4 {
			t.Errorf("%d saves", store.saves)
		}
	})
}

// forgetfulStore saves, but returns an error.
type forgetfulStore struct {
	*auth.MemoryStore
	forget bool
	saves  int
}

func (s *forgetfulStore) Lock(ctx context.Context, key string) (auth.TokenLock, error) {
	lock, err := s.MemoryStore.Lock(ctx, key)
	return forgetfulLock{lock, s}, err
}

type forgetfulLock struct {
	auth.TokenLock
	store *forgetfulStore
}

func (l forgetfulLock) Save(ctx context.Context, data []byte) error {
	l.store.saves++
	if err := l.TokenLock.Save(ctx, data); err != nil || !l.store.forget {
		return err
	}
	return errFaulty
}

func TestALostLockMeansToLookAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		store := &slippingStore{MemoryStore: auth.NewMemoryStore()}
		store.slips = func(key string) {
			// While this process slept, another process took the lock, refreshed and saved.
			lock, err := store.MemoryStore.Lock(context.Background(), key)
			if err != nil {
				t.Error(err)
			}
			data, _ := json.Marshal(map[string]string{"access_token": f.oauth.Login().AccessToken, "created_at": time.Now().Format(time.RFC3339)})
			lock.Save(context.Background(), data)
			lock.Unlock(context.Background())
		}
		r := auth.RefreshToken(f.config(), f.login(), auth.StoreIn(store, "acme"))
		client := f.client(r)
		time.Sleep(2 * time.Hour)
		f.mustGet(client)
		f.wantCounts(1, 0)
		if storedAccessToken(t, store) != r.Current().AccessToken.Reveal() {
			t.Error("the other process's token was overwritten or not taken up")
		}
	})
}

// slippingStore loses its first lock before the save.
type slippingStore struct {
	*auth.MemoryStore
	slips func(key string)
}

func (s *slippingStore) Lock(ctx context.Context, key string) (auth.TokenLock, error) {
	lock, err := s.MemoryStore.Lock(ctx, key)
	return slippingLock{lock, s, key}, err
}

type slippingLock struct {
	auth.TokenLock
	store *slippingStore
	key   string
}

func (l slippingLock) Save(ctx context.Context, data []byte) error {
	slips := l.store.slips
	if slips == nil {
		return l.TokenLock.Save(ctx, data)
	}
	l.store.slips = nil
	l.TokenLock.Unlock(ctx)
	slips(l.key)
	return auth.ErrLockLost
}

func TestAStoredTokenThatIsBrokenIsAnErrorWithItsKey(t *testing.T) {
	for _, test := range []struct{ stored, want string }{
		{``, "empty"},
		{`{"access_token":"hunter2"`, "not a JSON object"},
		{`["hunter2"]`, "not a JSON object"},
		{`null`, "not a JSON object"},
		{`{}`, "refresh_token: missing"},
		{`{"refresh_token":{"hunter2":1}}`, "refresh_token: not a string"},
		{`{"refresh_token":"r","access_token":1234567}`, "access_token: not a string"},
		{`{"refresh_token":"r","created_at":"hunter2"}`, "created_at: not an ISO 8601"},
		{`{"refresh_token":"r","created_at":"2026-11-23T16:10:00"}`, "created_at: not an ISO 8601"},
		{`{"refresh_token":"r","expires_in":"hunter2"}`, "expires_in: not a number"},
		{`{"refresh_token":"r","expires_in":-1}`, "expires_in: not a number"},
	} {
		t.Run(test.stored, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				store := auth.NewMemoryStore()
				lock, _ := store.Lock(t.Context(), "acme")
				lock.Save(t.Context(), []byte(test.stored))
				lock.Unlock(t.Context())
				for _, opts := range [][]auth.Option{
					{auth.StoreIn(store, "acme")},
					{auth.StoreIn(store, "acme"), auth.ContinueUnsaved(nil)}, // which does not overwrite an unreadable token
				} {
					r := auth.RefreshToken(f.config(), auth.Token{RefreshToken: f.login().RefreshToken}, opts...)
					_, err := r.Token(t.Context())
					if _, ok := errors.AsType[*auth.FormatError](err); !ok || !strings.Contains(err.Error(), test.want) {
						t.Errorf("got %v", err)
					}
					for _, secret := range []string{"hunter2", "1234567"} {
						if err != nil && strings.Contains(err.Error(), secret) {
							t.Errorf("shows a value: %v", err)
						}
					}
				}
				f.wantCounts(0, 0)
			})
		})
	}
}

func TestWithoutAnyTokenTheErrorSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		_, err := auth.RefreshToken(f.config(), auth.Token{}).Token(t.Context())
		if !errors.Is(err, auth.ErrNotStored) {
			t.Errorf("got %v", err)
		}
	})
}

func TestMemoryStoreKeepsCopies(t *testing.T) {
	store := auth.NewMemoryStore()
	lock, err := store.Lock(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	data := []byte("one")
	lock.Save(t.Context(), data)
	copy(data, "two")
	got, _ := store.Load(t.Context(), "acme")
	copy(got, "two")
	if got, _ := store.Load(t.Context(), "acme"); !bytes.Equal(got, []byte("one")) {
		t.Errorf("stored %s", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := store.Lock(ctx, "acme"); !errors.Is(err, context.Canceled) {
		t.Errorf("Lock with an ended context: %v", err)
	}
	lock.Unlock(t.Context())
	lock.Unlock(t.Context()) // the second time does nothing
	if lock, err := store.Lock(t.Context(), "acme"); err != nil {
		t.Error(err)
	} else {
		lock.Unlock(t.Context())
	}
}
