package factorialtest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// Paths outside the API, and the OAuth endpoints, respond to any request with JSON and a status
// below 500, or with a redirect.
func TestOddRequestsAreAnsweredInJSON(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Lenient())
	bodies := map[string]string{
		"": "", "application/json": "{}", "application/x-www-form-urlencoded": "grant_type=refresh_token&client_id=client",
		"multipart/form-data": "a", "multipart/form-data; boundary=x": "--x--", "text/csv;;": "a,b",
	}
	for _, method := range []string{"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "FOO"} {
		for _, path := range []string{
			"/", "/oauth", "/oauth/token", "/oauth/token/", "/oauth/authorize", "/oauth/revoke",
			"/oauth/authorize?response_type=code&client_id=client&redirect_uri=%zz", "/api", "/api/2026-10-01/resources//",
			resources + "teams/teams//", resources + "teams/teams/1/2/3", "/" + resources + "teams/teams",
			resources + "teams/teams/%2e%2e", resources + "teams/teams?%zz=1", resources + "teams/teams?a;b", resources + "documents/documents",
		} {
			for kind, body := range bodies {
				r := httptest.NewRequest(method, path, strings.NewReader(body))
				r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
				r.Header.Set("Content-Type", kind)
				w := httptest.NewRecorder()
				srv.Handler().ServeHTTP(w, r)
				redirect := w.Code >= 300 && w.Code < 400
				if w.Code >= 500 || !redirect && w.Body.Len() > 0 && !json.Valid(w.Body.Bytes()) {
					t.Errorf("%s %s with %q: %d %q", method, path, kind, w.Code, w.Body)
				}
			}
		}
	}
}

// The server responds to any request with JSON and a status below 500.
func FuzzRequests(f *testing.F) {
	for _, seed := range []struct{ method, path, query, body string }{
		{"GET", "employees/employees", "limit=2&after_id=MQ==&ids[]=1", ""},
		{"GET", "timeoff/leaves", "from=2026-01-01&to=2026-13-99&updated_from=2026-01-01T10:00:00+01:00", ""},
		{"GET", "timeoff/allowance_stats/1%2F2%2F2023-10-01", "", ""},
		{"POST", "timeoff/leaves", "", `{"employee_id":1,"leave_type_id":"1","start_on":"2026-01-01"}`},
		{"PUT", "timeoff/leaves/1", "", `{"half_day":null,"description":{"a":[1,2]}}`},
		{"POST", "attendance/shifts/clock_in", "", `{"now":"2026-10-05T08:00","employee_id":"1","latitude":1e400}`},
		{"POST", "shift_management/shifts/bulk_create", "", `{"shifts":[{"employee_id":"1"}]}`},
		{"DELETE", "teams/memberships/1", "", ""},
	} {
		f.Add(seed.method, seed.path, seed.query, seed.body)
	}
	srv, err := factorialtest.Start(factorialtest.InMemory())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { srv.Close() })
	handler := srv.Handler()
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		if strings.ContainsAny(path, "?# \t\r\n") || strings.ContainsAny(query, "# \t\r\n") {
			return
		}
		r, err := http.NewRequest(method, "http://api.example"+resources+path+"?"+query, strings.NewReader(body))
		if err != nil {
			return
		}
		r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}
