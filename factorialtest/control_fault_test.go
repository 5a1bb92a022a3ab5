package factorialtest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// faulted sends a request with the header X-Fake-Fault and returns the status, 0 if the connection
// ends, and the body.
func faulted(t *testing.T, srv *factorialtest.Server, method, path, body string, faults ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, srv.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
	r.Header.Set("Content-Type", "application/json")
	r.Header["X-Fake-Fault"] = faults
	return outcome(srv.HTTPClient(), r)
}

// outcome returns the status and the body of a response, and the status 0 if the connection ends
// before the response does.
func outcome(client *http.Client, r *http.Request) (int, string) {
	resp, err := client.Do(r)
	if err != nil {
		return 0, ""
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, ""
	}
	return resp.StatusCode, string(content)
}

func TestAFaultForOneRequest(t *testing.T) {
	for _, test := range []struct {
		name, method, path, body string
		faults                   []string
		status                   int
		says                     string
		changes                  int
		fault                    factorialtest.FaultKind
	}{
		{"a page of a proxy", "GET", "teams/teams", "", []string{"server-error"}, 502, "<h1>Bad Gateway</h1>", 0, "server-error"},
		{"a limit", "POST", "teams/teams", `{"name":"x"}`, []string{"rate-limit"}, 429, "Too many requests", 0, "rate-limit"},
		{"a connection that ends before", "POST", "teams/teams", `{"name":"x"}`, []string{"reset-before"}, 0, "", 0, "reset-before"},
		{"a connection that ends after", "POST", "teams/teams", `{"name":"x"}`, []string{"reset-after"}, 0, "", 1, "reset-after"},
		{"half a response", "POST", "teams/teams", `{"name":"x"}`, []string{" truncate "}, 0, "", 1, "truncate"},
		{"a list without a limit", "GET", "teams/teams", "", []string{"null-limit"}, 200, `"limit":null`, 0, "null-limit"},
		{"a delay and a fault", "GET", "teams/teams", "", []string{"latency=1ms,server-error"}, 502, "", 0, "server-error"},
		{"two headers", "GET", "teams/teams", "", []string{"latency=1ms", "server-error"}, 502, "", 0, "server-error"},
		{"OAuth", "POST", "/oauth/token", "", []string{"server-error"}, 502, "", 0, "server-error"},
		{"a kind that is none", "POST", "teams/teams", `{"name":"x"}`, []string{"gremlins"}, 400, `X-Fake-Fault: unknown kind of fault`, 0, ""},
		{"a share", "GET", "teams/teams", "", []string{"server-error=0.5"}, 400, "so it takes no share", 0, ""},
		{"a share of none", "GET", "teams/teams", "", []string{"server-error=0"}, 400, "X-Fake-Fault", 0, ""},
		{"a pattern", "GET", "teams/teams", "", []string{"server-error@*.List"}, 400, "so it takes no pattern", 0, ""},
		{"two faults", "GET", "teams/teams", "", []string{"server-error,truncate"}, 400, "it takes one fault", 0, ""},
		{"nothing", "GET", "teams/teams", "", []string{""}, 400, "it has no fault", 0, ""},
		{"a delay without a length", "GET", "teams/teams", "", []string{"latency"}, 400, "X-Fake-Fault", 0, ""},
		{"a delay without a unit", "GET", "teams/teams", "", []string{"latency=2"}, 400, "X-Fake-Fault", 0, ""},
		{"a fault of lists on a record", "GET", "teams/teams/1", "", []string{"short-page"}, 400, "short-page applies to lists only", 0, ""},
		{"a fault of lists on no operation", "GET", "teams/taems", "", []string{"short-page"}, 400, "short-page applies to lists only", 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.Control())
			path := test.path
			if !strings.HasPrefix(path, "/") {
				path = resources + path
			}
			status, body := faulted(t, srv, test.method, path, test.body, test.faults...)
			if status != test.status || !strings.Contains(body, test.says) {
				t.Errorf("the response is %d %.300s", status, body)
			}
			logged := srv.Requests()
			if len(logged) != 1 || logged[0].Fault != test.fault || len(logged[0].Changes) != test.changes {
				t.Fatalf("the log is %+v", logged)
			}
			if (logged[0].Hint != "") != (test.status == 400) {
				t.Errorf("the hint is %q", logged[0].Hint)
			}
			if status, _ := do(t, srv, "GET", "teams/teams", ""); status != 200 {
				t.Errorf("the next request gets %d", status)
			}
		})
	}
}

func TestAFaultForOneRequestDelaysItAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := factorialtest.New(t, factorialtest.Control())
		defer srv.Close()
		began := time.Now()
		if status, body := faulted(t, srv, "GET", resources+"teams/teams", "", "latency=2s"); status != 200 {
			t.Errorf("%d %s", status, body)
		}
		if passed := time.Since(began); passed != 2*time.Second {
			t.Errorf("it took %v", passed)
		}
		began = time.Now()
		do(t, srv, "GET", "teams/teams", "")
		if passed := time.Since(began); passed != 0 {
			t.Errorf("the next request took %v", passed)
		}
	})
}

func TestAFaultForOneRequestLeavesTheOthersAlone(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Control())
	if err := srv.Inject(factorialtest.Fault{Kind: factorialtest.RateLimit, Times: 1}); err != nil {
		t.Fatal(err)
	}
	if status, _ := faulted(t, srv, "GET", resources+"teams/teams", "", "server-error"); status != 502 {
		t.Errorf("the header: %d", status)
	}
	want := factorialtest.FaultState{ID: 1, Fault: factorialtest.Fault{Kind: factorialtest.RateLimit, Times: 1}}
	if got := srv.Faults(); len(got) != 1 || got[0] != want {
		t.Errorf("the faults are %+v", got)
	}
	for _, status := range []int{429, 200} {
		if got, _ := do(t, srv, "GET", "teams/teams", ""); got != status {
			t.Errorf("got %d, not %d", got, status)
		}
	}
	want.Matched, want.Struck = 2, 1
	if got := srv.Faults(); len(got) != 1 || got[0] != want {
		t.Errorf("the faults are %+v", got)
	}
}

func TestWithoutControlTheHeaderHasNoEffect(t *testing.T) {
	srv := factorialtest.New(t)
	if status, body := faulted(t, srv, "GET", resources+"teams/teams", "", "server-error"); status != 200 {
		t.Errorf("%d %s", status, body)
	}
	if hint := srv.Requests()[0].Hint; !strings.Contains(hint, "X-Fake-Fault") {
		t.Errorf("the hint is %q", hint)
	}
	if status, body := do(t, srv, "GET", "/_fake/", ""); status != 404 || srv.ControlURL != "" {
		t.Errorf("the surface: %d %s", status, body)
	}
}
