package auth_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

func TestEightProcessesShareOneFile(t *testing.T) {
	const processes, goroutines, expiries = 8, 8, 30
	life := 250 * time.Millisecond
	if soak() {
		life = time.Second
	}
	for name, rotation := range map[string]oauthserver.Rotation{"revoke on use": oauthserver.RevokeOnUse, "strict family": oauthserver.StrictFamily} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newLoopback(t, rotation, life)
			server.done = func() bool { return server.oauth.Counts().Refreshes >= expiries }
			path := filepath.Join(t.TempDir(), "token.json")
			server.login(path)

			start := time.Now()
			results := make([]result, processes)
			var group sync.WaitGroup
			for i := range processes {
				group.Go(func() {
					cmd := command(t, child{Path: path, Target: server.target, Epoch: server.epoch, Speed: server.speed, Goroutines: goroutines})
					var out bytes.Buffer
					cmd.Stdout = &out
					if err := cmd.Run(); err != nil {
						t.Errorf("process %d: %v", i, err)
						return
					}
					if err := json.Unmarshal(out.Bytes(), &results[i]); err != nil {
						t.Errorf("process %d: %v", i, err)
					}
				})
			}
			group.Wait()
			var requests int64
			for i, res := range results {
				requests += res.Requests
				for _, failure := range res.Failures {
					t.Errorf("process %d: %s", i, failure)
				}
			}
			wantOneExchangePerExpiry(t, server.oauth)
			t.Logf("%d processes × %d goroutines: %d requests, %d expiries, %d exchanges refused, %v",
				processes, goroutines, requests, server.oauth.Counts().Refreshes, server.oauth.Counts().Refused, time.Since(start).Round(time.Millisecond))
		})
	}
}

// wantOneExchangePerExpiry checks the log of the server: nothing refused, no refresh token used
// twice, and each only when its access token was about to expire.
func wantOneExchangePerExpiry(t *testing.T, server *oauthserver.Server) {
	t.Helper()
	if got := server.Counts(); got.Refused != 0 || got.Repeated != 0 || got.FamiliesRevoked != 0 {
		t.Errorf("counts: %+v", got)
	}
	issued := make(map[int]time.Time)
	exchanged := make(map[int]bool)
	for _, e := range server.Log() {
		if e.Issued != 0 {
			issued[e.Issued] = e.Time
		}
		if e.Kind != "refresh" {
			continue
		}
		if exchanged[e.Token] {
			t.Errorf("token %d was exchanged twice", e.Token)
		}
		exchanged[e.Token] = true
		if age := e.Time.Sub(issued[e.Token]); age < time.Hour*3/4 {
			t.Errorf("token %d was exchanged after %v of its hour", e.Token, age)
		}
	}
}
