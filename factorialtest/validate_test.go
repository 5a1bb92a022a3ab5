package factorialtest_test

import (
	"net/http"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestBodiesAreValidated(t *testing.T) {
	srv := factorialtest.New(t)
	for _, test := range []struct {
		name, method, path, body string
		status                   int
		response                 string // empty: not checked
	}{
		{"a required field is missing", "POST", "teams/memberships", `{"team_id":"1"}`, 422, `{"errors":{"employee_id":["can't be blank"]}}`},
		{"a required field is null", "POST", "teams/memberships", `{"team_id":"1","employee_id":null}`, 422, `{"errors":{"employee_id":["can't be blank"]}}`},
		{"another type", "POST", "teams/memberships", `{"team_id":"1","employee_id":"1","lead":"yes"}`, 422, `{"errors":{"lead":["is invalid"]}}`},
		{"no documented value", "PUT", "timeoff/leaves/1", `{"half_day":"noon"}`, 422, `{"errors":{"half_day":["is not included in the list"]}}`},
		{"an unknown field", "PUT", "timeoff/leaves/1", `{"colour":"red"}`, 422, `{"errors":{"colour":["is unknown"]}}`},
		{"several at once", "PUT", "timeoff/leaves/1", `{"colour":"red","half_day":"noon"}`, 422, `{"errors":{"colour":["is unknown"],"half_day":["is not included in the list"]}}`},
		{"an id as a number", "PUT", "timeoff/leaves/1", `{"leave_type_id":2}`, 200, ""},
		{"null clears a field", "PUT", "timeoff/leaves/1", `{"description":null}`, 200, ""},
		{"no date", "PUT", "timeoff/leaves/1", `{"start_on":"tomorrow"}`, 422, `{"errors":{"start_on":["is invalid"]}}`},
		{"an empty date", "PUT", "timeoff/leaves/1", `{"finish_on":""}`, 200, ""},
		{"a date-time for a date", "PUT", "timeoff/leaves/1", `{"start_on":"2030-01-01","finish_on":"2030-01-01T10:00:00+02:00"}`, 200, ""},
		{"a number that nothing holds", "POST", "attendance/shifts/clock_in", `{"now":"2026-10-05T08:00:00","employee_id":"1","latitude":1e400}`, 422, `{"errors":{"latitude":["is invalid"]}}`},
		{"an empty update", "PUT", "timeoff/leaves/1", ``, 200, ""},
		{"no JSON", "PUT", "timeoff/leaves/1", `{"description":`, 400, ""},
		{"an array", "PUT", "timeoff/leaves/1", `[]`, 400, ""},
		{"a rule of the business", "PUT", "timeoff/leaves/1", `{"start_on":"2026-05-02","finish_on":"2026-05-01"}`, 422, `{"errors":{"finish_on":["must be after the start"]}}`},
		{"an address that somebody has", "POST", "employees/employees/create_with_contract", `{"company_id":"1","first_name":"A","last_name":"B","email":"twin@example.com"}`, 422, `{"errors":{"email":["already been taken"]}}`},
		{"no such record", "PUT", "timeoff/leaves/7777", `{}`, 404, ""},
		{"no such record for an action", "POST", "timeoff/leaves/approve", `{"id":"7777"}`, 404, ""},
		{"no such resource", "GET", "timeoff/holidays", ``, 404, ""},
		{"no such method", "DELETE", "employees/employees/1", ``, 405, ""},
		{"no version", "GET", "/api/latest/resources/employees/employees", ``, 404, ""},
		{"nothing of the API", "GET", "/", ``, 404, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			insert(t, srv, "employees/employees", map[string]any{"id": "20", "email": "twin@example.com"})
			status, body := do(t, srv, test.method, test.path, test.body)
			if status != test.status || test.response != "" && body != test.response {
				t.Errorf("got %d %s", status, body)
			}
			if log := srv.Requests(); status >= http.StatusBadRequest && len(log[len(log)-1].Changes) > 0 {
				t.Errorf("it was refused and did %v", log[len(log)-1].Changes)
			}
		})
	}
}
