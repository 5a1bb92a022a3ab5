package auth_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

const fakeOrigin = "https://api.example.com"

// fake is an API and its OAuth server on a network in memory.
type fake struct {
	t       *testing.T
	network *memnet.Network
	oauth   *oauthserver.Server
	// aroundToken, if set, handles /oauth/token.
	aroundToken func(w http.ResponseWriter, r *http.Request, next http.Handler)
	// status is the API's response to a valid token; 0 is 200.
	status atomic.Int64
	// ahead is how far the Date of the API's responses is ahead of the server's clock.
	ahead atomic.Int64
	// latency is the time that /oauth/token takes.
	latency time.Duration
}

func newFake(t *testing.T, options oauthserver.Options) *fake {
	t.Helper()
	f := &fake{t: t, network: memnet.New(), oauth: oauthserver.New(options)}
	f.network.Serve(t, "api.example.com:443", f)
	return f
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/oauth/token":
		time.Sleep(f.latency)
		if f.aroundToken != nil {
			f.aroundToken(w, r, f.oauth)
			return
		}
		f.oauth.ServeHTTP(w, r)
	case strings.HasPrefix(r.URL.Path, "/oauth/"):
		f.oauth.ServeHTTP(w, r)
	default:
		io.Copy(io.Discard, r.Body)
		if ahead := time.Duration(f.ahead.Load()); ahead != 0 {
			w.Header().Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
		}
		if _, err := f.oauth.Authenticate(r); err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.WriteHeader(max(int(f.status.Load()), 200))
	}
}

func (f *fake) config() auth.Config {
	return auth.Config{
		ClientID:     "client",
		ClientSecret: auth.NewSecret("secret"),
		BaseURL:      fakeOrigin,
		Transport:    f.network.Transport(f.t),
	}
}

// login returns the token of a person who has just logged in.
func (f *fake) login() auth.Token { return fromServer(f.oauth.Login()) }

func fromServer(t oauthserver.Token) auth.Token {
	return auth.Token{
		AccessToken:  auth.NewSecret(t.AccessToken),
		TokenType:    t.TokenType,
		RefreshToken: auth.NewSecret(t.RefreshToken),
		CreatedAt:    time.Unix(t.CreatedAt, 0).UTC(),
		ExpiresIn:    time.Duration(t.ExpiresIn) * time.Second,
	}
}

// client sends requests with a method. It keeps enough idle connections for many goroutines.
func (f *fake) client(method auth.Method) *http.Client {
	f.t.Helper()
	base := f.network.Transport(f.t)
	base.MaxIdleConnsPerHost = 2000
	rt, err := method.Transport(base, mustParse(f.t, fakeOrigin))
	if err != nil {
		f.t.Fatal(err)
	}
	return &http.Client{Transport: rt}
}

// get sends one request and returns its status.
func get(ctx context.Context, client *http.Client) (int, error) {
	return send(ctx, client, http.MethodGet, nil)
}

func send(ctx context.Context, client *http.Client, verb string, body io.Reader) (int, error) {
	req, err := http.NewRequestWithContext(ctx, verb, fakeOrigin+"/api/things", body)
	if err != nil {
		return 0, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}

// mustGet fails the test unless the API accepts the request.
func (f *fake) mustGet(client *http.Client) {
	f.t.Helper()
	if status, err := get(f.t.Context(), client); err != nil || status != http.StatusOK {
		f.t.Errorf("got status %d, %v", status, err)
	}
}

// wantCounts compares the numbers that matter in most tests.
func (f *fake) wantCounts(refreshes, unauthorized int) {
	f.t.Helper()
	got := f.oauth.Counts()
	if got.Refreshes != refreshes || got.Unauthorized != unauthorized {
		f.t.Errorf("%d refreshes and %d times 401, want %d and %d", got.Refreshes, got.Unauthorized, refreshes, unauthorized)
	}
}

// faultyStore is a memory store that fails while a switch is set.
type faultyStore struct {
	*auth.MemoryStore
	failLock, failLoad, failSave atomic.Bool
	saves                        atomic.Int64 // attempts
}

var errFaulty = errors.New("the store is out of order")

func newFaultyStore() *faultyStore { return &faultyStore{MemoryStore: auth.NewMemoryStore()} }

func (s *faultyStore) Load(ctx context.Context, key string) ([]byte, error) {
	if s.failLoad.Load() {
		return nil, errFaulty
	}
	return s.MemoryStore.Load(ctx, key)
}

func (s *faultyStore) Lock(ctx context.Context, key string) (auth.TokenLock, error) {
	if s.failLock.Load() {
		return nil, errFaulty
	}
	lock, err := s.MemoryStore.Lock(ctx, key)
	return faultyLock{lock, s}, err
}

type faultyLock struct {
	auth.TokenLock
	store *faultyStore
}

func (l faultyLock) Save(ctx context.Context, data []byte) error {
	l.store.saves.Add(1)
	if l.store.failSave.Load() {
		return errFaulty
	}
	return l.TokenLock.Save(ctx, data)
}

// fullDisk is a store that saves to /dev/full.
type fullDisk struct{ auth.TokenStore }

func (s fullDisk) Lock(ctx context.Context, key string) (auth.TokenLock, error) {
	lock, err := s.TokenStore.Lock(ctx, key)
	return fullDiskLock{lock}, err
}

type fullDiskLock struct{ auth.TokenLock }

func (fullDiskLock) Save(_ context.Context, data []byte) error {
	return os.WriteFile("/dev/full", data, 0o600)
}

func mustRequest(t *testing.T) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fakeOrigin+"/api/things", nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}
