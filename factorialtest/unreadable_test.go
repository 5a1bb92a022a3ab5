package factorialtest_test

import (
	"net/http"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestAQueryThatCannotBeReadIsRefused(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Lenient())
	for _, test := range []struct {
		name, path string
		status     int
		response   string // empty: not checked
	}{
		{"a limit in words", "teams/teams?limit=many", 400, `{"errors":["Parameter limit is invalid"]}`},
		{"a limit of zero", "teams/teams?limit=0", 400, `{"errors":["Parameter limit is invalid"]}`},
		{"a fraction", "teams/teams?limit=1.5", 400, `{"errors":["Parameter limit is invalid"]}`},
		{"a page before the first", "teams/teams?page=-1", 400, `{"errors":["Parameter page is invalid"]}`},
		{"a page in words", "teams/teams?page=null", 400, `{"errors":["Parameter page is invalid"]}`},
		{"a limit beyond the largest", "teams/teams?limit=100000", 200, ""},
		{"a limit beyond 64 bits", "teams/teams?limit=66118294510128594944000", 200, ""},
		{"a page beyond the last", "teams/teams?page=100000", 200, ""},
		{"a page beyond 64 bits", "teams/teams?page=66118294510128594944000", 200, `{"data":[],"meta":{"limit":100,"total":3,"has_next_page":false,"has_previous_page":true,"start_cursor":null,"end_cursor":null}}`},
		{"a page far before the first", "teams/teams?page=-66118294510128594944000", 400, `{"errors":["Parameter page is invalid"]}`},
		{"a limit in words behind a blank one", "teams/teams?limit=&limit=many", 400, `{"errors":["Parameter limit is invalid"]}`},
		{"blank paging", "teams/teams?limit=&page=&after_id=&before_id=", 200, ""},
		{"text that is no cursor", "teams/teams?after_id=MQ", 400, `{"errors":["The cursor is not valid"]}`},
		{"a word that is base64 by chance", "teams/teams?after_id=null", 400, `{"errors":["The cursor is not valid"]}`},
		{"the same backwards", "teams/teams?before_id=null", 400, `{"errors":["The cursor is not valid"]}`},
		{"a cursor of a record that is gone", "teams/teams?after_id=MTAwMA==", 200, ""},
		{"a list that ignores paging", "attendance/shifts?limit=many&page=-1&after_id=null", 200, ""},
		{"a word for a day", "timeoff/leaves?from=tomorrow", 400, `{"errors":["Parameter from is invalid"]}`},
		{"a day that does not exist", "timeoff/leaves?from=2026-02-30", 400, `{"errors":["Parameter from is invalid"]}`},
		{"a day with something behind it", "timeoff/leaves?from=2026-02-03x", 400, `{"errors":["Parameter from is invalid"]}`},
		{"a moment for a day", "timeoff/leaves?from=2026-02-03T10:00:00Z", 200, ""},
		{"a day for a moment", "contracts/contract_versions?updated_at_gteq=2026-02-03", 200, ""},
		{"a blank day", "timeoff/leaves?from=", 200, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, body := do(t, srv, http.MethodGet, test.path, "")
			if status != test.status || test.response != "" && body != test.response {
				t.Errorf("got %d %.200s", status, body)
			}
		})
	}
}

func TestABodyThatCannotBeReadIsRefused(t *testing.T) {
	srv := factorialtest.New(t)
	for _, test := range []struct {
		name, method, path, body string
		status                   int
		response                 string
	}{
		{"a blank id that is required", "POST", "teams/memberships", `{"team_id":"1","employee_id":""}`, 422, `{"errors":{"employee_id":["can't be blank"]}}`},
		{"a blank date that is required", "POST", "timeoff/leaves", `{"employee_id":"1","leave_type_id":"1","start_on":""}`, 422, `{"errors":{"start_on":["can't be blank"]}}`},
		{"a blank id that the call needs", "POST", "attendance/shifts/clock_in", `{"now":"2026-10-05T08:00:00","employee_id":""}`, 404, `{"error":"Not found"}`},
		{"a blank id that is optional", "PUT", "timeoff/leaves/1", `{"leave_type_id":""}`, 200, ""},
		{"a fraction as an id", "PUT", "timeoff/leaves/1", `{"leave_type_id":1.5}`, 422, `{"errors":{"leave_type_id":["is invalid"]}}`},
		{"a power of ten as an id", "PUT", "timeoff/leaves/1", `{"leave_type_id":1e0}`, 422, `{"errors":{"leave_type_id":["is invalid"]}}`},
		{"a date with something behind it", "PUT", "timeoff/leaves/1", `{"start_on":"2026-10-05 or so"}`, 422, `{"errors":{"start_on":["is invalid"]}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, body := do(t, srv, test.method, test.path, test.body)
			if status != test.status || test.response != "" && body != test.response {
				t.Errorf("got %d %.200s", status, body)
			}
		})
	}
}
