//go:build unix

package redisstore_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/auth/redisstore"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// A process may stand still for longer than its lock lasts, for example on a virtual machine that
// is moved. It then notices that: it neither overwrites the token that another process has saved,
// nor uses its own token, nor asks a person to log in.
func TestAProcessThatStoodStillGoesOnWithTheOthersToken(t *testing.T) {
	for name, acted := range map[string]bool{"before the server got its exchange": false, "after the server had acted": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := startRedis(t)
			store := redisstore.New(server.newClient(), redisstore.LockTTL(time.Second))
			var other *auth.Refresher
			var requests *http.Client // of other
			sleeper := exec.CommandContext(t.Context(), os.Args[0])
			started := make(chan struct{})   // closed when these variables are set
			var exchanges, lost atomic.Int64 // of the sleeper
			var finished atomic.Bool
			api := newAPI(t, oauthserver.RevokeOnUse, 2*time.Second, func(api *api) {
				api.done = finished.Load
				api.aroundToken = func(w http.ResponseWriter, r *http.Request) {
					if r.Header.Get("Other") != "" || exchanges.Add(1) > 1 {
						api.oauth.ServeHTTP(w, r)
						return
					}
					<-started
					response := httptest.NewRecorder()
					if acted {
						api.oauth.ServeHTTP(response, r)
						for _, e := range api.oauth.Log() {
							if e.Kind == "refresh" {
								lost.Store(int64(e.Issued))
							}
						}
					}
					if err := sleeper.Process.Signal(syscall.SIGSTOP); err != nil {
						t.Error(err)
					}
					if _, err := other.Refresh(t.Context()); err != nil { // after the lock has timed out
						t.Errorf("the other process: %v", err)
					}
					if resp, err := get(requests, api.target); err != nil || resp.StatusCode != 200 {
						t.Errorf("the other process: %v", err)
					}
					if data, err := store.Load(t.Context(), "acme"); err != nil || !bytes.Contains(data, []byte(other.Current().RefreshToken.Reveal())) {
						t.Errorf("the other process did not save its token: %v", err)
					}
					if err := sleeper.Process.Signal(syscall.SIGCONT); err != nil {
						t.Error(err)
					}
					if !acted {
						api.oauth.ServeHTTP(response, r) // refuses: the other process has used its token, which revoked this one
					}
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(response.Code)
					w.Write(response.Body.Bytes())
					finished.Store(true)
				}
			})
			api.login(t, store)
			others := config(api.target)
			others.Transport = marked{&http.Transport{DisableKeepAlives: true}}
			other = auth.RefreshToken(others, auth.Token{}, auth.StoreIn(store, "acme"))
			origin, err := url.Parse(api.target)
			if err != nil {
				t.Fatal(err)
			}
			rt, err := other.Transport(&http.Transport{DisableKeepAlives: true}, origin)
			if err != nil {
				t.Fatal(err)
			}
			requests = &http.Client{Transport: rt}
			if _, err := other.Token(t.Context()); err != nil { // both have this token
				t.Fatal(err)
			}

			raw, err := json.Marshal(child{Redis: server.addr, Target: api.target, Goroutines: 4, LockTTL: time.Second})
			if err != nil {
				t.Fatal(err)
			}
			sleeper.Env = append(os.Environ(), childVariable+"="+string(raw), "GORACE=atexit_sleep_ms=10")
			var out bytes.Buffer
			sleeper.Stdout, sleeper.Stderr = &out, os.Stderr
			if err := sleeper.Start(); err != nil {
				t.Fatal(err)
			}
			close(started)
			if err := sleeper.Wait(); err != nil {
				t.Fatal(err)
			}
			var res result
			if err := json.Unmarshal(out.Bytes(), &res); err != nil {
				t.Fatal(err)
			}
			for _, failure := range res.Failures {
				t.Error(failure)
			}
			for _, e := range api.oauth.Log() {
				if acted && e.Kind == "use" && int64(e.Token) == lost.Load() {
					t.Error("the sleeper used the token that it could not save")
				}
			}
		})
	}
}

// marked adds a header to the requests of the other process.
type marked struct{ base http.RoundTripper }

func (m marked) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("Other", "yes")
	return m.base.RoundTrip(req)
}
