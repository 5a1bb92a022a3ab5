package factorialtest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// Whatever a client sends, the answer is JSON below 500.
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
