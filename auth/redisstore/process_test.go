package redisstore_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/auth/redisstore"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// childVariable makes the test binary run as a child of a test. Its value is the child as JSON.
const childVariable = "FACTORIALHR_REDISSTORE_TEST_CHILD"

func TestMain(m *testing.M) {
	redis.SetLogger(silent{})
	if raw := os.Getenv(childVariable); raw != "" {
		var c child
		if err := json.Unmarshal([]byte(raw), &c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(c.main())
	}
	if !hasRedis() {
		fmt.Fprintln(os.Stderr, notTested)
	}
	os.Exit(m.Run())
}

// silent discards the client's log, which reports each Redis that a test stops.
type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// child describes one process, as if on one of many machines.
type child struct {
	Redis, Target string
	Goroutines    int
	LockTTL       time.Duration // 0 means the default
}

// result is the output of a child.
type result struct {
	Requests int
	Failures []string
}

func (c child) main() int {
	base, err := url.Parse(c.Target)
	if err != nil {
		return 2
	}
	client := redis.NewClient(&redis.Options{Addr: c.Redis})
	defer client.Close()
	// The test has saved the token to Redis.
	store := redisstore.New(client)
	if c.LockTTL != 0 {
		store = redisstore.New(client, redisstore.LockTTL(c.LockTTL))
	}
	r := auth.RefreshToken(config(c.Target), auth.Token{}, auth.StoreIn(store, "acme"))
	rt, err := r.Transport(&http.Transport{MaxIdleConnsPerHost: c.Goroutines}, base)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var res result
	var mu sync.Mutex
	var group sync.WaitGroup
	for range c.Goroutines {
		group.Go(func() {
			for done := false; !done; {
				resp, err := get(&http.Client{Transport: rt}, c.Target)
				mu.Lock()
				res.Requests++
				switch {
				case err != nil:
					res.Failures = append(res.Failures, err.Error())
				case resp.StatusCode != 200:
					res.Failures = append(res.Failures, resp.Status)
				default:
					done = resp.Header.Get("Done") != ""
				}
				done = done || len(res.Failures) > 20
				mu.Unlock()
				time.Sleep(25 * time.Millisecond)
			}
		})
	}
	group.Wait()
	r.Close()
	if err := json.NewEncoder(os.Stdout).Encode(res); err != nil {
		return 1
	}
	return 0
}

func get(client *http.Client, target string) (*http.Response, error) {
	resp, err := client.Get(target + "/api/things")
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp, err
}

func config(target string) auth.Config {
	return auth.Config{ClientID: "client", ClientSecret: auth.NewSecret("secret"), BaseURL: target}
}

// api is the fake API with tokens of a few seconds.
type api struct {
	oauth  *oauthserver.Server
	target string
	done   func() bool
	// aroundToken, if set, handles /oauth/token.
	aroundToken func(w http.ResponseWriter, r *http.Request)
}

// newAPI serves until the test ends. It calls setup before the first request.
func newAPI(t *testing.T, rotation oauthserver.Rotation, life time.Duration, setup ...func(*api)) *api {
	t.Helper()
	a := &api{oauth: oauthserver.New(oauthserver.Options{Rotation: rotation, AccessTokenLife: life})}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a.target = "http://" + l.Addr().String()
	for _, f := range setup {
		f(a)
	}
	server := &http.Server{Handler: a}
	var running sync.WaitGroup
	running.Go(func() { _ = server.Serve(l) })
	t.Cleanup(func() { server.Close(); running.Wait() })
	return a
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/oauth/token" && a.aroundToken != nil {
		a.aroundToken(w, r)
		return
	}
	if strings.HasPrefix(r.URL.Path, "/oauth/") {
		a.oauth.ServeHTTP(w, r)
		return
	}
	if _, err := a.oauth.Authenticate(r); err != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if a.done != nil && a.done() {
		w.Header().Set("Done", "yes")
	}
}

// login stores the token of a new login.
func (a *api) login(t *testing.T, store auth.TokenStore) auth.Token {
	t.Helper()
	issued := a.oauth.Login()
	token := auth.Token{
		AccessToken:  auth.NewSecret(issued.AccessToken),
		RefreshToken: auth.NewSecret(issued.RefreshToken),
		CreatedAt:    time.Unix(issued.CreatedAt, 0),
		ExpiresIn:    time.Duration(issued.ExpiresIn) * time.Second,
	}
	if err := auth.SaveToken(t.Context(), store, "acme", token); err != nil {
		t.Fatal(err)
	}
	return token
}

func TestEightProcessesShareOneRedis(t *testing.T) {
	const processes, goroutines = 8, 8
	expiries := 4
	if os.Getenv("FACTORIALHR_SOAK") == "1" {
		expiries = 30
	}
	for _, test := range []struct {
		name     string
		rotation oauthserver.Rotation
		restart  bool
	}{
		{"revoke on use", oauthserver.RevokeOnUse, false},
		{"strict family", oauthserver.StrictFamily, false},
		{"revoke on use while Redis restarts", oauthserver.RevokeOnUse, true},
		{"strict family while Redis restarts", oauthserver.StrictFamily, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := startRedis(t)
			api := newAPI(t, test.rotation, 3*time.Second)
			api.done = func() bool { return api.oauth.Counts().Refreshes >= expiries }
			api.login(t, redisstore.New(server.newClient()))

			start := time.Now()
			results := make([]result, processes)
			var group sync.WaitGroup
			for i := range processes {
				group.Go(func() { results[i] = run(t, child{Redis: server.addr, Target: api.target, Goroutines: goroutines}) })
			}
			finished := make(chan struct{})
			restarts := 0
			var restarting sync.WaitGroup
			if test.restart {
				restarting.Go(func() { restarts = server.restartUntil(finished) })
			}
			group.Wait()
			close(finished)
			restarting.Wait()

			requests := 0
			for i, res := range results {
				requests += res.Requests
				for _, failure := range res.Failures {
					t.Errorf("process %d: %s", i, failure)
				}
			}
			got := api.oauth.Counts()
			if got.Refused != 0 || got.FamiliesRevoked != 0 || got.Repeated != 0 {
				t.Errorf("counts: %+v", got)
			}
			t.Logf("%d processes × %d goroutines, %d restarts of Redis: %d requests, %d expiries, %d exchanges refused, %v",
				processes, goroutines, restarts, requests, got.Refreshes, got.Refused, time.Since(start).Round(time.Millisecond))
		})
	}
}

// restartUntil cuts the power of Redis every 1.5 seconds.
func (s *redisServer) restartUntil(finished <-chan struct{}) (restarts int) {
	for {
		select {
		case <-finished:
			return restarts
		case <-time.After(1500 * time.Millisecond):
			s.stop()
			s.start()
			restarts++
		}
	}
}

func run(t *testing.T, c child) (res result) {
	t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		t.Error(err)
		return res
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+string(raw), "GORACE=atexit_sleep_ms=10")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		t.Errorf("process: %v", err)
	} else if err := json.Unmarshal(out.Bytes(), &res); err != nil {
		t.Errorf("process: %v", err)
	}
	return res
}

func storedRefreshToken(t *testing.T, store auth.TokenStore) string {
	t.Helper()
	data, err := store.Load(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	var token struct {
		RefreshToken string `json:"refresh_token"`
	}
	if err := json.Unmarshal(data, &token); err != nil {
		t.Fatal(err)
	}
	return token.RefreshToken
}

func TestWhenRedisIsGone(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	impatient := redis.NewClient(&redis.Options{Addr: server.addr, MaxRetries: -1, DialerRetries: 1})
	t.Cleanup(func() { impatient.Close() })
	store := redisstore.New(impatient)
	api := newAPI(t, oauthserver.StrictFamily, 2*time.Second)
	token := api.login(t, store)
	client := func(opts ...auth.Option) *http.Client {
		r := auth.RefreshToken(config(api.target), token, append(opts, auth.StoreIn(store, "acme"))...)
		u, _ := url.Parse(api.target)
		rt, err := r.Transport(&http.Transport{DisableKeepAlives: true}, u)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.Close() })
		return &http.Client{Transport: rt}
	}
	server.stop()
	time.Sleep(2100 * time.Millisecond) // the access token expires

	careful := client()
	_, err := get(careful, api.target)
	if _, ok := errors.AsType[*auth.SaveError](err); !ok {
		t.Errorf("by default: %v", err)
	}
	if got := api.oauth.Counts().Refreshes; got != 0 {
		t.Errorf("by default %d tokens were spent that could not be saved", got)
	}

	var reports int
	bold := client(auth.ContinueUnsaved(func(*auth.SaveError) { reports++ }))
	for range 2 {
		if resp, err := get(bold, api.target); err != nil || resp.StatusCode != 200 {
			t.Errorf("with ContinueUnsaved: %v", err)
		}
	}
	if got := api.oauth.Counts().Refreshes; got < 1 || reports != 1 {
		t.Errorf("with ContinueUnsaved: %d exchanges, reported %d times", got, reports)
	}

	before := token.RefreshToken.Reveal()
	server.start()
	for storedRefreshToken(t, store) == before { // until the token in memory is in Redis
		if resp, err := get(bold, api.target); err != nil || resp.StatusCode != 200 {
			t.Fatalf("when Redis is back: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(time.Second) // until then it repeats its last error
	if resp, err := get(careful, api.target); err != nil || resp.StatusCode != 200 {
		t.Errorf("the careful client does not recover: %v", err)
	}
	if got := api.oauth.Counts().FamiliesRevoked; got != 0 {
		t.Error("a client used an old refresh token")
	}
}
