package auth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// killer kills a child at a random moment around an exchange: before it, while the server works,
// while the response is on its way, during the save or after it.
type killer struct {
	*loopback
	within time.Duration

	mu     sync.Mutex
	victim string
	kill   func()         // nil after the kill
	busy   sync.WaitGroup // requests of the victim
	from   string         // the refresh token that the victim presented last
	to     string         // the refresh token that the server issued for it; empty if it did not
}

func (k *killer) token(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Child") == "" {
		k.oauth.ServeHTTP(w, r)
		return
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil || !k.aim(r.Header.Get("Child"), string(raw)) {
		panic(http.ErrAbortHandler) // the child is dead
	}
	defer k.busy.Done()
	way := rand.N(k.within / 8)
	time.Sleep(way)
	if r.Context().Err() != nil {
		return // the child is dead
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	rec := httptest.NewRecorder()
	k.oauth.ServeHTTP(rec, r)
	var response oauthserver.Token
	if err := json.Unmarshal(rec.Body.Bytes(), &response); err != nil {
		k.t.Error(err)
	}
	k.mu.Lock()
	k.to = response.RefreshToken
	k.mu.Unlock()
	time.Sleep(way)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(rec.Code)
	w.Write(rec.Body.Bytes())
}

// aim records the refresh token that the victim presents, and kills it a moment after its first
// exchange began. It reports false for a request of another child.
func (k *killer) aim(child, form string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if child != k.victim {
		return false
	}
	k.busy.Add(1)
	values, _ := url.ParseQuery(form)
	k.from, k.to = values.Get("refresh_token"), ""
	if k.kill != nil {
		time.AfterFunc(rand.N(k.within), k.kill)
		k.kill = nil
	}
	return true
}

func TestAKillLosesNothing(t *testing.T) {
	kills := 40
	if soak() {
		kills = 500
	}
	for name, rotation := range map[string]oauthserver.Rotation{"revoke on use": oauthserver.RevokeOnUse, "strict family": oauthserver.StrictFamily} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := &killer{loopback: newLoopback(t, rotation), within: 16 * time.Millisecond}
			k.aroundToken = k.token
			path := filepath.Join(t.TempDir(), "token.json")
			k.login(path)

			var unsent, unsaved, saved, rejected int
			for i := range kills {
				from, to := k.killOne(t, path, fmt.Sprint(i))
				stored := storedRefreshToken(t, path) // fails if the file is not complete
				switch {
				case to == "":
					unsent++
				case stored == to:
					saved++
				case stored == from:
					unsaved++
				default:
					t.Fatal("the file has neither the old nor the new token")
				}
				lost := rotation == oauthserver.StrictFamily && to != "" && stored == from
				err := k.goOn(t, path)
				if (err != nil) != lost {
					t.Fatalf("killed with the old token stored: %v, the server acted: %v; going on: %v", stored == from, to != "", err)
				}
				if lost {
					rejected++
					if !errors.Is(err, auth.ErrRefreshTokenRejected) || !strings.Contains(err.Error(), "log in again") {
						t.Errorf("the error does not say what to do: %v", err)
					}
					k.login(path)
				}
			}
			t.Logf("%d kills: %d before the server acted, %d between its response and the save, %d after the save; %d of %d went on by themselves, %d ended in ErrRefreshTokenRejected",
				kills, unsent, unsaved, saved, kills-rejected, kills, rejected)
		})
	}
}

// killOne starts a child and kills it. It returns the last refresh token that the child presented
// and the one that the server issued for it.
func (k *killer) killOne(t *testing.T, path, name string) (from, to string) {
	t.Helper()
	cmd := command(t, child{Path: path, Target: k.target, Clock: k.clock, Endless: true, Name: name})
	k.mu.Lock() // so that the child cannot send a request before the fields are set
	k.victim, k.kill, k.from, k.to = name, func() { _ = cmd.Process.Kill() }, "", ""
	err := cmd.Start()
	k.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	k.mu.Lock()
	k.victim = "" // ignore its late requests
	k.mu.Unlock()
	k.busy.Wait()
	if k.from == "" {
		t.Fatal("the child ended before it refreshed")
	}
	return k.from, k.to
}

// goOn does what the next process does.
func (k *killer) goOn(t *testing.T, path string) error {
	t.Helper()
	r, target, err := auth.FromFile(path)
	if err != nil {
		return err
	}
	if _, err := r.Refresh(context.Background()); err != nil {
		return err
	}
	base := &http.Transport{DisableKeepAlives: true}
	rt, err := r.Transport(base, mustParse(t, target))
	if err != nil {
		return err
	}
	resp, err := call(&http.Client{Transport: rt}, target)
	if failure := failureOf(resp, err); failure != "" {
		return errors.New(failure)
	}
	return nil
}

func storedRefreshToken(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var stored map[string]string
	if err := json.Unmarshal(bytes.Replace(data, []byte(`"expires_in": 3600`), []byte(`"expires_in": "3600"`), 1), &stored); err != nil {
		t.Fatalf("the file is not complete: %v", err)
	}
	for _, key := range []string{"access_token", "client_id", "client_secret", "created_at", "refresh_token", "target_url", "token_type"} {
		if stored[key] == "" {
			t.Fatalf("the file lacks %s", key)
		}
	}
	return stored["refresh_token"]
}
