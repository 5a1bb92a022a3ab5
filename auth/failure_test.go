package auth_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// times runs fault for the first n requests.
func times(n int, fault func(w http.ResponseWriter, r *http.Request, next http.Handler)) func(http.ResponseWriter, *http.Request, http.Handler) {
	var served atomic.Int64
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if served.Add(1) <= int64(n) {
			fault(w, r, next)
			return
		}
		next.ServeHTTP(w, r)
	}
}

func TestAFailureThatPassesIsNotNoticed(t *testing.T) {
	respondWith := func(status int, body string) func(http.ResponseWriter, *http.Request, http.Handler) {
		return func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	for _, test := range []struct {
		name  string
		fault func(http.ResponseWriter, *http.Request, http.Handler)
	}{
		{"429", respondWith(429, "")},
		{"502 with HTML", respondWith(502, "<html>")},
		{"503 with an OAuth error", respondWith(503, `{"error":"temporarily_unavailable"}`)},
		{"a connection that ends before the server acts", func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }},
		{"a connection that ends after the server acted", func(_ http.ResponseWriter, r *http.Request, next http.Handler) {
			next.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}},
		{"a response that breaks off", func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			rec := httptest.NewRecorder()
			next.ServeHTTP(rec, r)
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", fmt.Sprint(rec.Body.Len()))
			w.Write(rec.Body.Bytes()[:rec.Body.Len()/2])
			panic(http.ErrAbortHandler)
		}},
		{"a response that never comes", func(_ http.ResponseWriter, r *http.Request, next http.Handler) {
			next.ServeHTTP(httptest.NewRecorder(), r)
			<-r.Context().Done()
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				f.aroundToken = times(2, test.fault)
				client := f.client(auth.RefreshToken(f.config(), f.login()))
				time.Sleep(2 * time.Hour)
				f.mustGet(client)
				if got := f.oauth.Counts().Unauthorized; got != 0 {
					t.Errorf("%d times 401", got)
				}
			})
		})
	}
}

func TestAfterALostAnswerTheStoreIsReadFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
		store := auth.NewMemoryStore()
		f.aroundToken = times(1, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			// Meanwhile another program saves a token without taking the lock.
			data := fmt.Appendf(nil, `{"access_token":%q,"created_at":"2030-01-01T00:00:00Z"}`, f.oauth.Login().AccessToken)
			if err := (unlocked{store, f}).save(data); err != nil {
				t.Error(err)
			}
			panic(http.ErrAbortHandler)
		})
		client := f.client(auth.RefreshToken(f.config(), f.login(), auth.StoreIn(unlocked{store, f}, "acme")))
		time.Sleep(2 * time.Hour)
		f.mustGet(client)
		f.wantCounts(0, 0)
	})
}

// unlocked is a store whose lock excludes no other process.
type unlocked struct {
	*auth.MemoryStore
	f *fake
}

func (s unlocked) Lock(context.Context, string) (auth.TokenLock, error) { return openLock{s}, nil }

func (s unlocked) save(data []byte) error {
	lock, err := s.MemoryStore.Lock(context.Background(), "acme")
	if err != nil {
		return err
	}
	defer lock.Unlock(context.Background())
	return lock.Save(context.Background(), data)
}

type openLock struct{ unlocked }

func (l openLock) Save(_ context.Context, data []byte) error { return l.save(data) }
func (l openLock) Unlock(context.Context) error              { return nil }

func TestALostAnswerInAStrictFamilyIsToldAsItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
		f.aroundToken = times(1, func(_ http.ResponseWriter, r *http.Request, next http.Handler) {
			next.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		})
		client := f.client(auth.RefreshToken(f.config(), f.login()))
		time.Sleep(2 * time.Hour)
		_, err := get(t.Context(), client)
		if !errors.Is(err, auth.ErrRefreshTokenRejected) || !strings.Contains(err.Error(), "log in again") {
			t.Errorf("got %v", err)
		}
	})
}

func TestAnOutageIsNotHammered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		var requests atomic.Int64
		var up atomic.Bool
		f.aroundToken = func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if requests.Add(1); !up.Load() {
				w.WriteHeader(500)
				return
			}
			next.ServeHTTP(w, r)
		}
		client := f.client(auth.RefreshToken(f.config(), f.login()))
		start := time.Now()
		failures := 0
		for time.Since(start) < 59*time.Minute { // the refresh fails, but the old token is still valid
			f.mustGet(client)
			time.Sleep(time.Second)
		}
		if n := requests.Load(); n > 250 { // in twelve minutes at most
			t.Errorf("%d requests in the background", n)
		}
		time.Sleep(time.Hour - time.Since(start))
		requests.Store(0)
		for time.Since(start) < time.Hour+time.Minute {
			_, err := get(t.Context(), client)
			if e, ok := errors.AsType[*auth.ExchangeError](err); !ok || e.Status != 500 {
				t.Fatalf("got %v", err)
			}
			failures++
			time.Sleep(100 * time.Millisecond)
		}
		if n := requests.Load(); n > 120 || failures < 100 {
			t.Errorf("%d requests to the server for %d failures", n, failures)
		}
		up.Store(true)
		time.Sleep(time.Second)
		f.mustGet(client)
		f.wantCounts(1, 0)
	})
}

func TestAnExpiredRefreshTokenHasItsOwnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		client := f.client(auth.RefreshToken(f.config(), f.login()))
		f.mustGet(client)
		time.Sleep(8 * 24 * time.Hour)
		_, err := get(t.Context(), client)
		if !errors.Is(err, auth.ErrRefreshTokenExpired) || errors.Is(err, auth.ErrRefreshTokenRejected) {
			t.Errorf("got %v", err)
		}
		if !strings.Contains(err.Error(), "log in again") {
			t.Errorf("does not say what to do: %v", err)
		}
	})
}

func TestAWrongClientDoesNotCondemnTheToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		store := auth.NewMemoryStore()
		token := f.login()
		wrong := f.config()
		wrong.ClientSecret = auth.NewSecret("wrong")
		time.Sleep(2 * time.Hour)
		_, err := auth.RefreshToken(wrong, token, auth.StoreIn(store, "acme")).Token(t.Context())
		if e, ok := errors.AsType[*auth.ExchangeError](err); !ok || e.Code != "invalid_client" || errors.Is(err, auth.ErrRefreshTokenRejected) {
			t.Errorf("got %v", err)
		}
		if _, err := auth.RefreshToken(f.config(), token, auth.StoreIn(store, "acme")).Token(t.Context()); err != nil {
			t.Errorf("with the right secret: %v", err)
		}
	})
}

func TestErrorsShowNothingPrivate(t *testing.T) {
	const leak = "hunter2"
	for _, test := range []struct {
		name        string
		status      int
		contentType string
		body        string
	}{
		{"an OAuth error with text", 400, "application/json", `{"error":"invalid_grant","error_description":"hunter2","error_uri":"https://hunter2"}`},
		{"an unknown OAuth error", 400, "application/json", `{"error":"hunter2"}`},
		{"a body that is no JSON", 400, "text/html", `<html>hunter2`},
		{"a form", 400, "text/plain", `error=hunter2&error_description=hunter2`},
		{"a token of the wrong type", 200, "application/json", `{"access_token":{"hunter2":"t"},"expires_in":"hunter2"}`},
		{"no token", 200, "application/json", `{"hunter2":"hunter2"}`},
		{"an unusable token", 200, "application/json", `{"access_token":"hunter2 hunter2"}`},
		{"a redirect", 307, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, evil := newFake(t, oauthserver.Options{}), &elsewhere{}
				f.network.Serve(t, "evil.example:443", evil)
				f.aroundToken = func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
					w.Header().Set("Content-Type", test.contentType)
					w.Header().Set("Location", "https://evil.example/hunter2")
					w.WriteHeader(test.status)
					io.WriteString(w, test.body)
				}
				config := f.config()
				config.ClientSecret = auth.NewSecret(leak)
				for name, call := range map[string]func() error{
					"refresh": func() error {
						_, err := auth.RefreshToken(config, auth.Token{RefreshToken: auth.NewSecret(leak)}).Token(t.Context())
						return err
					},
					"exchange": func() error { _, err := config.Exchange(t.Context(), leak); return err },
					"request": func() error {
						_, err := get(t.Context(), f.client(auth.RefreshToken(config, auth.Token{RefreshToken: auth.NewSecret(leak)})))
						return err
					},
					"another's source": func() error {
						source := oauth2Source(t, f, config)
						_, err := get(t.Context(), f.client(auth.FromTokenSource(source)))
						return err
					},
				} {
					err := call()
					if err == nil {
						t.Fatalf("%s: no error", name)
					}
					for e := err; e != nil; e = errors.Unwrap(e) {
						if printed := fmt.Sprintf("%v %+v %q", e, e, e); strings.Contains(printed, leak) {
							t.Errorf("%s: %s", name, printed)
						}
					}
				}
				if evil.requests != 0 {
					t.Error("the redirect was followed")
				}
			})
		})
	}
}

// oauth2Source is the source of a program that uses only x/oauth2.
func oauth2Source(t *testing.T, f *fake, config auth.Config) oauth2.TokenSource {
	ctx := context.WithValue(t.Context(), oauth2.HTTPClient, &http.Client{
		Transport:     f.network.Transport(t),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
	own := &oauth2.Config{
		ClientID: config.ClientID, ClientSecret: config.ClientSecret.Reveal(),
		Endpoint: oauth2.Endpoint{TokenURL: fakeOrigin + "/oauth/token", AuthStyle: oauth2.AuthStyleInParams},
	}
	return own.TokenSource(ctx, &oauth2.Token{RefreshToken: "hunter2"})
}

func TestRefreshTokensGoToTheOriginOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		client := f.client(auth.RefreshToken(f.config(), auth.Token{RefreshToken: f.login().RefreshToken}))
		f.mustGet(client)
		for _, address := range f.network.Dialled() {
			if address != "api.example.com:443" {
				t.Errorf("dialled %s", address)
			}
		}
	})
}
