package factorialtest_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// must sends a request to the control surface that succeeds, and returns the response.
func must(t *testing.T, srv *factorialtest.Server, method, path, body string) string {
	t.Helper()
	status, content := steer(t, srv, method, path, body)
	if status < 200 || status > 299 {
		t.Fatalf("%s %s: %d %s", method, path, status, content)
	}
	return content
}

func TestARequestToTheSurfaceHasItsEffectOnTheAPI(t *testing.T) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, srv *factorialtest.Server)
	}{
		{"an inserted record is listed", func(t *testing.T, srv *factorialtest.Server) {
			id := object(t, must(t, srv, "POST", "/records/teams/teams", `{"name":"Night Watch"}`))["id"].(string)
			if _, body := do(t, srv, "GET", "teams/teams/"+id, ""); !strings.Contains(body, "Night Watch") {
				t.Error(body)
			}
		}},
		{"a changed record is shown", func(t *testing.T, srv *factorialtest.Server) {
			must(t, srv, "PATCH", "/records/teams/teams/1", `{"name":"Night Watch"}`)
			if _, body := do(t, srv, "GET", "teams/teams/1", ""); !strings.Contains(body, "Night Watch") {
				t.Error(body)
			}
		}},
		{"a removed record is gone", func(t *testing.T, srv *factorialtest.Server) {
			must(t, srv, "DELETE", "/records/teams/teams/1", "")
			if status, body := do(t, srv, "GET", "teams/teams/1", ""); status != 404 {
				t.Error(status, body)
			}
		}},
		{"a fixture replaces the records", func(t *testing.T, srv *factorialtest.Server) {
			must(t, srv, "POST", "/load", `{"teams/teams":[{"id":"77","name":"Night Watch"}]}`)
			if p := list(t, srv, "teams/teams"); p.ids() != "77" {
				t.Error(p.ids())
			}
		}},
		{"a dump is a fixture", func(t *testing.T, srv *factorialtest.Server) {
			must(t, srv, "POST", "/records/teams/teams", `{"id":"77","name":"Night Watch"}`)
			dump := must(t, srv, "GET", "/dump", "")
			must(t, srv, "POST", "/reset", "")
			must(t, srv, "POST", "/load", dump)
			if again := must(t, srv, "GET", "/dump", ""); again != dump || !strings.Contains(dump, "Night Watch") {
				t.Error("the dumps differ")
			}
		}},
		{"a reset returns to what is kept", func(t *testing.T, srv *factorialtest.Server) {
			must(t, srv, "POST", "/load", `{"teams/teams":[{"id":"77","name":"Night Watch"}]}`)
			must(t, srv, "POST", "/faults", `{"kind":"rate-limit","times":1}`)
			must(t, srv, "POST", "/keep", "")
			for range 2 {
				for _, want := range []int{429, 200} {
					if status, body := do(t, srv, "GET", "teams/teams/77", ""); status != want {
						t.Error(status, body)
					}
				}
				must(t, srv, "DELETE", "/records/teams/teams/77", "")
				must(t, srv, "DELETE", "/faults", "")
				must(t, srv, "POST", "/reset", "")
			}
			if n := len(srv.Records("employees/employees")); n != 20 {
				t.Errorf("%d employees", n)
			}
			do(t, srv, "GET", "teams/teams/77", "")
		}},
		{"a resource counts its records from its first use", func(t *testing.T, srv *factorialtest.Server) {
			must(t, srv, "GET", "/records/teams/teams?limit=0", "")
			all := must(t, srv, "GET", "/resources", "")
			if !strings.Contains(all, `{"path":"teams/teams","singular":"team","records":`) || !strings.Contains(all, `"singular":"contract_version","records":null`) {
				t.Error(all)
			}
		}},
		{"a fault strikes and is counted", func(t *testing.T, srv *factorialtest.Server) {
			must(t, srv, "POST", "/faults", `[{"kind":"server-error","status":503,"method":"GET","skip":1,"times":1},{"kind":"rate-limit","retry_after":"7","operation":"teams.Teams.Delete"}]`)
			for _, want := range []int{200, 503, 200} {
				if status, _ := do(t, srv, "GET", "teams/teams", ""); status != want {
					t.Errorf("got %d, not %d", status, want)
				}
			}
			if status, _ := do(t, srv, "DELETE", "teams/teams/1", ""); status != 429 {
				t.Errorf("got %d", status)
			}
			faults := must(t, srv, "GET", "/faults", "")
			if !strings.Contains(faults, `"matched":3,"struck":1`) || !strings.Contains(faults, `"matched":1,"struck":1`) {
				t.Error(faults)
			}
			must(t, srv, "DELETE", "/faults/2", "")
			if status, _ := do(t, srv, "DELETE", "teams/teams/1", ""); status != 200 {
				t.Errorf("the removed fault strikes: %d", status)
			}
			if faults := must(t, srv, "GET", "/faults", ""); strings.Contains(faults, "rate-limit") {
				t.Error(faults)
			}
		}},
		{"a token of the login is accepted until it is expired", func(t *testing.T, srv *factorialtest.Server) {
			user := object(t, must(t, srv, "POST", "/tokens/login", ""))["access_token"].(string)
			company := object(t, must(t, srv, "POST", "/tokens/company-login", ""))["access_token"].(string)
			check := func(ofUser, ofCompany int) {
				t.Helper()
				if u, c := bearer(t, srv, user), bearer(t, srv, company); u != ofUser || c != ofCompany {
					t.Errorf("got %d and %d", u, c)
				}
			}
			check(200, 200)
			must(t, srv, "POST", "/tokens/expire", "")
			check(401, 200)
			must(t, srv, "POST", "/tokens/revoke", "")
			check(401, 401)
		}},
		{"a token expires with the clock", func(t *testing.T, srv *factorialtest.Server) {
			token := object(t, must(t, srv, "POST", "/tokens/login", ""))["access_token"].(string)
			must(t, srv, "POST", "/clock", `{"advance":"1h"}`)
			if status := bearer(t, srv, token); status != 401 {
				t.Errorf("got %d", status)
			}
		}},
		{"the log is filtered", func(t *testing.T, srv *factorialtest.Server) {
			do(t, srv, "GET", "teams/teams?nmae=x", "")
			do(t, srv, "GET", "teams/teams", "")
			do(t, srv, "GET", "employees/employees", "")
			for query, want := range map[string]int{
				"": 3, "?hints=true": 1, "?hints=false": 3, "?operation=teams.*": 2, "?operation=teams.Teams.List&hints=true": 1,
				"?after=1": 2, "?after=3": 0, "?after=2&operation=teams.*": 0, "?operation=oauth.Token": 0,
			} {
				if n := strings.Count(must(t, srv, "GET", "/requests"+query, ""), `"number"`); n != want {
					t.Errorf("%s: %d requests, not %d", query, n, want)
				}
			}
			must(t, srv, "DELETE", "/requests", "")
			if n := len(srv.Requests()); n != 0 {
				t.Errorf("%d requests remain", n)
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.run(t, factorialtest.New(t, factorialtest.Loopback(""), factorialtest.Control(), factorialtest.Lenient()))
		})
	}
}

func TestAnEventOfTheSurfaceIsDelivered(t *testing.T) {
	var mu sync.Mutex
	var events []string
	srv := factorialtest.New(t, factorialtest.Control(), factorialtest.SyncRunsTo("https://integration.test", nil),
		factorialtest.DeliverTo(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			events = append(events, r.Host)
		})))
	do(t, srv, "POST", "api_public/webhook_subscriptions", `{"company_id":"1","name":"n","subscription_type":"timeoff/leave/create","target_url":"https://hooks.test"}`)
	if body := must(t, srv, "POST", "/events", `{"event":"timeoff/leave/create"}`); strings.TrimSpace(body) != `{"subscriptions":1}` {
		t.Error(body)
	}
	must(t, srv, "POST", "/sync-runs", `{"integration_uuid":"6f3c1b0a-0000-4000-8000-000000000001"}`)
	if body := must(t, srv, "POST", "/deliveries/wait", ""); strings.Count(body, `"delivered":true`) != 2 || body != must(t, srv, "GET", "/deliveries", "") {
		t.Error(body)
	}
	if strings.Join(events, " ") != "hooks.test integration.test" {
		t.Error(events)
	}
}

func TestAClockThatStopsAndRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		christmas := time.Date(2026, 12, 24, 18, 0, 0, 0, time.UTC)
		srv := factorialtest.New(t, factorialtest.Control())
		defer srv.Close()
		began := time.Now()
		expect := func(want time.Time) {
			t.Helper()
			if now := srv.Now(); !now.Equal(want) {
				t.Errorf("it is %v, not %v", now, want)
			}
		}
		srv.Advance(time.Hour)
		srv.StopAt(christmas)
		time.Sleep(time.Minute)
		expect(christmas)
		srv.Advance(time.Hour)
		expect(christmas.Add(time.Hour))
		srv.RunClock()
		srv.RunClock() // has no effect
		time.Sleep(time.Minute)
		expect(christmas.Add(time.Hour + time.Minute))
		srv.Advance(time.Hour)
		expect(christmas.Add(2*time.Hour + time.Minute))
		if err := srv.Reset(); err != nil {
			t.Fatal(err)
		}
		expect(began.Add(2 * time.Minute))
	})
}
