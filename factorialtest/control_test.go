package factorialtest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	document "github.com/factorialhr-go/factorialhr/internal/fake/control/contract"
)

// controlRequest is a request to the control surface, or to the API if its path begins with /api/.
type controlRequest struct {
	name, method, path, body string
	status                   int
	says                     string // part of the response
}

var controlRequests = []controlRequest{
	{"the server", "GET", "/", "", 200, `"api_key":"factorialtest"`},
	{"the server without a slash", "GET", "", "", 200, `"client_id":"client"`},
	{"the server with a parameter", "GET", "/?verbose=1", "", 400, `unknown query parameter \"verbose\"`},
	{"the document", "GET", "/openapi.json", "", 200, `"openapi": "3.1.0"`},
	{"a path that is none", "GET", "/employees", "", 404, "/_fake/openapi.json lists the requests"},
	{"a path of the API", "GET", "/api/2026-10-01/resources/teams/teams", "", 404, "there is no"},
	{"a reset", "POST", "/reset", "", 204, ""},
	{"a reset of a part", "POST", "/reset", `{"records":true}`, 400, `unknown member \"records\"`},
	{"a reset with PUT", "PUT", "/reset", "", 405, "the methods are POST, OPTIONS"},
	{"what a reset returns to", "POST", "/keep", "", 204, ""},
	{"a part of what a reset returns to", "POST", "/keep", `{"records":[]}`, 400, `unknown member \"records\"`},
	{"a dump", "GET", "/dump", "", 200, `"employees/employees": [`},
	{"a dump with POST", "POST", "/dump", "", 405, "GET, HEAD, OPTIONS"},
	{"a fixture", "POST", "/load", `{"teams/teams":[{"name":"Night Watch"}]}`, 204, ""},
	{"a fixture of nothing", "POST", "/load", `{}`, 204, ""},
	{"a fixture that is empty", "POST", "/load", ``, 400, "read the fixture"},
	{"a fixture that is cut", "POST", "/load", `{"teams/teams":[{"na`, 400, "read the fixture"},
	{"two fixtures", "POST", "/load", `{}{}`, 400, "after its end"},
	{"a fixture that is a list", "POST", "/load", `[]`, 400, "read the fixture"},
	{"a fixture with an object for a list", "POST", "/load", `{"teams/teams":{"id":"1"}}`, 400, "read the fixture: teams/teams is not a list of records"},
	{"a fixture with a comma more", "POST", "/load", `{"teams/teams":[{}],}`, 400, "read the fixture: it is not JSON at byte "},
	{"a fixture with a comma more in a list", "POST", "/load", `{"teams/teams":[{},]}`, 400, "read the fixture: teams/teams: it is not JSON at byte "},
	{"a fixture with a text for a record", "POST", "/load", `{"teams/teams":["x"]}`, 400, "teams/teams[0]: a record of teams/teams is not an object"},
	{"a fixture of an unknown resource", "POST", "/load", `{"teams/taems":[{}]}`, 400, `{"error":"no such resource: teams/taems; did you mean teams/teams?"}`},
	{"a fixture that empties an unknown resource", "POST", "/load", `{"teams/taems":[]}`, 400, `{"error":"no such resource: teams/taems; did you mean teams/teams?"}`},
	{"a fixture with an unknown property", "POST", "/load", `{"teams/teams":[{"name":"x"},{"nmae":"x"}]}`, 400, `{"error":"teams/teams[1]: a record of teams/teams has no property nmae; did you mean name?"}`},
	{"a fixture with a wrong type", "POST", "/load", `{"teams/teams":[{"name":[1]}]}`, 400, "does not have its documented type"},
	{"the resources", "GET", "/resources", "", 200, `{"path":"employees/employees","singular":"employee","records":null}`},
	{"the records", "GET", "/records/employees/employees?limit=1", "", 200, `"total":20}`},
	{"the records of an unknown resource", "GET", "/records/employees/employee", "", 404, "did you mean employees/employees?"},
	{"the records on a page", "GET", "/records/employees/employees?page=2", "", 400, "the parameters are limit, offset"},
	{"the records in steps of a word", "GET", "/records/employees/employees?limit=many", "", 400, "must be an integer from 0"},
	{"a record", "GET", "/records/employees/employees/1", "", 200, `"id":"1"`},
	{"a record that is not there", "GET", "/records/employees/employees/99", "", 404, "employees/employees has no record 99"},
	{"a record of an unknown resource", "GET", "/records/a/b/1", "", 404, "there is no resource a/b"},
	{"a record whose id has a slash", "GET", "/records/employees/employees/a%2Fb", "", 404, "has no record a/b"},
	{"a new record", "POST", "/records/employees/employees", `{"first_name":"Ada"}`, 201, `{"id":"21"}`},
	{"a new record with a slash in its id", "POST", "/records/employees/employees", `{"id":"a/b"}`, 201, `{"id":"a/b"}`},
	{"a new record of an unknown resource", "POST", "/records/employees/people", `{}`, 404, "there is no resource employees/people"},
	{"a new record with an unknown property", "POST", "/records/employees/employees", `{"firstname":"Ada"}`, 400, "did you mean first_name?"},
	{"a new record with a wrong type", "POST", "/records/employees/employees", `{"first_name":{}}`, 400, `{"error":"first_name of a record of employees/employees does not have its documented type"}`},
	{"a new record that is a list", "POST", "/records/employees/employees", `[{"first_name":"Ada"}]`, 400, "the body is not a JSON object"},
	{"a new record that is nothing", "POST", "/records/employees/employees", ``, 400, "the body is empty"},
	{"a changed record", "PATCH", "/records/employees/employees/1", `{"last_name":"Byron"}`, 200, `"last_name":"Byron"`},
	{"a change of an unknown property", "PATCH", "/records/employees/employees/1", `{"lastname":"Byron"}`, 400, "did you mean last_name?"},
	{"a change of a record that is not there", "PATCH", "/records/employees/employees/99", `{}`, 404, "has no record 99"},
	{"a change of the id", "PATCH", "/records/employees/employees/1", `{"id":"2"}`, 400, "the id of a record does not change"},
	{"a removed record", "DELETE", "/records/employees/employees/1", "", 204, ""},
	{"a removed record that is not there", "DELETE", "/records/employees/employees/99", "", 404, "has no record 99"},
	{"no uploads", "GET", "/files/documents/documents/1", "", 200, "[]"},
	{"the uploads of an unknown resource", "GET", "/files/documents/document/1", "", 404, "there is no resource"},
	{"no faults", "GET", "/faults", "", 200, "[]"},
	{"a fault", "POST", "/faults", `{"kind":"server-error","operation":"*.Create","times":2,"status":503}`, 201, `"matched":0,"struck":0`},
	{"two faults", "POST", "/faults", `[{"kind":"latency","delay":"1ms"},{"kind":"truncate"}]`, 201, `"id":2,"kind":"truncate"`},
	{"a fault of an unknown kind", "POST", "/faults", `{"kind":"gremlins"}`, 400, `unknown kind of fault \"gremlins\"; the kinds are latency, `},
	{"a fault with a rate above 1", "POST", "/faults", `{"kind":"truncate","rate":50}`, 400, `the rate 50 is not from 0 to 1`},
	{"a fault with an invalid pattern", "POST", "/faults", `{"kind":"truncate","operation":"["}`, 400, `{"error":"`},
	{"a fault with a status that HTTP does not have", "POST", "/faults", `{"kind":"server-error","status":99}`, 400, `the status 99 is not from 200 to 599`},
	{"a fault with a delay in seconds", "POST", "/faults", `{"kind":"latency","delay":2}`, 400, `the member \"delay\" must be a duration`},
	{"a fault with a mistake", "POST", "/faults", `{"kind":"latency","dealy":"2s"}`, 400, `unknown member \"dealy\"`},
	{"a fault that is not there", "DELETE", "/faults/1", "", 404, "there is no fault 1"},
	{"faults that are cleared", "DELETE", "/faults", "", 204, ""},
	{"the clock", "GET", "/clock", "", 200, `"stopped":true`},
	{"the clock two days later", "POST", "/clock", `{"advance":"48h"}`, 200, `"now":"2026-10-03T08:00:00Z"`},
	{"the clock at a moment", "POST", "/clock", `{"stop_at":"2026-12-24T18:00:00+01:00"}`, 200, `"now":"2026-12-24T17:00:00Z","stopped":true`},
	{"the clock that runs", "POST", "/clock", `{"run":true}`, 200, `"stopped":false`},
	{"the clock backwards", "POST", "/clock", `{"advance":"-48h"}`, 400, "above 0"},
	{"the clock in no way", "POST", "/clock", ``, 400, "send one of"},
	{"the counts of OAuth", "GET", "/tokens", "", 200, `"codes":0`},
	{"a login", "POST", "/tokens/login", "", 200, `"expires_in":3600`},
	{"a login of a company", "POST", "/tokens/company-login", "", 200, `"token_type":"Bearer","created_at"`},
	{"a login as somebody", "POST", "/tokens/login", `{"employee_id":"3"}`, 400, `unknown member \"employee_id\"`},
	{"tokens that expire", "POST", "/tokens/expire", "", 204, ""},
	{"tokens that are revoked", "POST", "/tokens/revoke", "", 204, ""},
	{"the events", "GET", "/events", "", 200, `"timeoff/leave/create"`},
	{"an event", "POST", "/events", `{"event":"timeoff/leave/create"}`, 200, `{"subscriptions":0}`},
	{"an event with a record", "POST", "/events", `{"event":"timeoff/leave/create","record":{"id":"7"}}`, 200, `{"subscriptions":0}`},
	{"an unknown event", "POST", "/events", `{"event":"timeoff/leave/craete"}`, 404, "no such event: timeoff/leave/craete"},
	{"a sync run", "POST", "/sync-runs", `{"integration_uuid":"6f3c1b0a-0000-4000-8000-000000000001"}`, 201, `{"id":"`},
	{"the deliveries", "GET", "/deliveries", "", 200, "[]"},
	{"the deliveries that are due", "POST", "/deliveries/wait", "", 200, "[]"},
	{"a wait without a unit", "POST", "/deliveries/wait?timeout=5", "", 400, "a duration above 0"},
	{"no requests", "GET", "/requests", "", 200, "[]"},
	{"the requests to a pattern", "GET", "/requests?operation=timeoff.*", "", 200, "[]"},
	{"the requests to a pattern that is spelt wrong", "GET", "/requests?operation=timeof.*", "", 400, "did you mean timeoff.*?"},
	{"the requests to no operation", "GET", "/requests?operation=timeoff.Leafs.*", "", 400, "no operation matches"},
	{"the requests to an invalid pattern", "GET", "/requests?operation=[", "", 400, `{"error":"`},
	{"the requests after a word", "GET", "/requests?after=noon", "", 400, "must be an integer from 0"},
	{"the requests that are forgotten", "DELETE", "/requests", "", 204, ""},
}

func TestTheControlSurface(t *testing.T) {
	day := time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
	for name, opts := range map[string][]factorialtest.Option{
		"in memory":              {factorialtest.Control()},
		"on the port of the API": {factorialtest.Loopback(""), factorialtest.Control()},
		"on a port of its own":   {factorialtest.Loopback(""), factorialtest.ControlAt("")},
	} {
		t.Run(name, func(t *testing.T) {
			for _, test := range controlRequests {
				t.Run(test.name, func(t *testing.T) {
					srv := factorialtest.New(t, append(opts, factorialtest.At(day))...)
					status, body := steer(t, srv, test.method, test.path, test.body)
					if status != test.status || !strings.Contains(body, test.says) {
						t.Errorf("the response is %d %.300s", status, body)
					}
					if n := len(srv.Requests()); n != 0 {
						t.Errorf("the log has %d requests", n)
					}
				})
			}
		})
	}
	t.Logf("%d requests", len(controlRequests))
}

// steer sends a request to the control surface, without any header, and checks the response against
// the surface's OpenAPI document.
func steer(t *testing.T, srv *factorialtest.Server, method, path, body string) (int, string) {
	t.Helper()
	status, content := steerAt(t, srv, method, srv.ControlURL+path, body)
	if status == http.StatusMethodNotAllowed || status == http.StatusNotFound && strings.Contains(content, "openapi.json lists") {
		return status, content
	}
	_, text := steerAt(t, srv, http.MethodGet, srv.ControlURL+"/openapi.json", "")
	d, err := document.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if path == "" {
		path = "/"
	}
	if err := d.Check(method, "/_fake"+path, status, []byte(content)); err != nil {
		t.Error(err)
	}
	return status, content
}

func steerAt(t *testing.T, srv *factorialtest.Server, method, url, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := srv.HTTPClient().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(content)
}
