package auth_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

func TestEightProcessesShareOneFile(t *testing.T) {
	const processes, goroutines = 8, 8
	expiries := 30
	if soak() {
		expiries = 300
	}
	for name, rotation := range map[string]oauthserver.Rotation{"revoke on use": oauthserver.RevokeOnUse, "strict family": oauthserver.StrictFamily} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newLoopback(t, rotation)
			path := filepath.Join(t.TempDir(), "token.json")
			server.login(path)

			start := time.Now()
			results := make([]result, processes)
			var group sync.WaitGroup
			for i := range processes {
				group.Go(func() {
					cmd := command(t, child{Path: path, Target: server.target, Clock: server.clock, Goroutines: goroutines, Name: fmt.Sprint(i)})
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
			ended := make(chan struct{})
			go func() { group.Wait(); close(ended) }()
			// When every goroutine has used the newest token, the clock advances to a time at which
			// the token is refreshed in the background, or has expired.
			for i := range expiries {
				server.waitForAll(processes*goroutines, i+1, ended)
				server.clock.advance(t, []time.Duration{57 * time.Minute, 2 * time.Hour}[i%2])
			}
			server.waitForAll(processes*goroutines, expiries+1, ended)
			server.done.Store(true)
			<-ended

			var requests int64
			for i, res := range results {
				requests += res.Requests
				for _, failure := range res.Failures {
					t.Errorf("process %d: %s", i, failure)
				}
			}
			if got := server.oauth.Counts().Refreshes; got != expiries {
				t.Errorf("%d exchanges for %d expiries", got, expiries)
			}
			wantOneExchangePerExpiry(t, server.oauth)
			t.Logf("%d processes × %d goroutines: %d requests, %d expiries, %d exchanges, %d of them refused, %v",
				processes, goroutines, requests, expiries, server.oauth.Counts().Refreshes, server.oauth.Counts().Refused, time.Since(start).Round(time.Millisecond))
		})
	}
}

// waitForAll waits until so many goroutines have used a token, or their processes have ended.
func (l *loopback) waitForAll(goroutines, token int, ended <-chan struct{}) {
	for l.haveUsed(token) < goroutines {
		select {
		case <-ended:
			return
		case <-time.After(time.Millisecond):
		}
	}
}

// wantOneExchangePerExpiry checks in the log of the server that nothing was refused, no refresh
// token was used twice, and each was used only when its access token was about to expire.
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
