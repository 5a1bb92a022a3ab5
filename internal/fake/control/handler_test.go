package control_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/fake/control"
	"github.com/factorialhr-go/factorialhr/internal/fake/control/contract"
)

// start returns a handler for a new fake.
func start(options control.Options) (*control.Handler, *fake) {
	f := newFake()
	h := control.New(f, options)
	f.restarted = h.Restarted
	return h, f
}

func send(h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1:8080"+path, strings.NewReader(body))
	// As curl -d sends it.
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	r.Host = "127.0.0.1:8080"
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func document(t *testing.T, h http.Handler) *contract.Document {
	t.Helper()
	d, err := contract.Parse(send(h, "GET", "/_fake/openapi.json", "").Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var requests = []struct {
	name, method, path, body string
	status                   int
	says                     string // part of the response
	did                      string // the last call of the fake
}{
	{"the server", "GET", "/_fake/", "", 200, `"api_versions":["2026-10-01"]`, ""},
	{"the server without a slash", "GET", "/_fake", "", 200, `"resources":1`, ""},
	{"the server with a parameter", "GET", "/_fake/?x=1", "", 400, `unknown query parameter \"x\"; this request has none`, ""},
	{"a query that is not encoded", "GET", "/_fake/?x=%zz", "", 400, "the query is not encoded", ""},
	{"a path that is none", "GET", "/_fake/facts", "", 404, "there is no /_fake/facts; /_fake/openapi.json lists the requests", ""},
	{"a path below one", "GET", "/_fake/clock/hand", "", 404, "there is no", ""},
	{"a path that begins alike", "GET", "/_fakes", "", 404, "there is no", ""},
	{"the wrong method", "POST", "/_fake/dump", "", 405, "there is no POST for this path; the methods are GET, HEAD, OPTIONS", ""},
	{"a method that HTTP does not have", "BREW", "/_fake/clock", "", 405, "the methods are GET, HEAD, POST, OPTIONS", ""},
	{"a reset", "POST", "/_fake/reset", "", 204, "", "Reset"},
	{"a reset with an empty object", "POST", "/_fake/reset", "{}", 204, "", "Reset"},
	{"a reset with members", "POST", "/_fake/reset", `{"seed":1}`, 400, `unknown member \"seed\"; this request has no members`, ""},
	{"a reset with GET", "GET", "/_fake/reset", "", 405, "the methods are POST, OPTIONS", ""},
	{"what a reset returns to", "POST", "/_fake/keep", "", 204, "", "Keep"},
	{"a part of what a reset returns to", "POST", "/_fake/keep", `{"records":true}`, 400, `unknown member \"records\"`, ""},
	{"a dump", "GET", "/_fake/dump", "", 200, `{"teams/teams":[]}`, ""},
	{"a fixture", "POST", "/_fake/load", `{"teams/teams":[]}`, 204, "", "Load 1"},
	{"a fixture that is no JSON", "POST", "/_fake/load", `{"teams`, 400, `"error":"read the fixture`, ""},
	{"the resources", "GET", "/_fake/resources", "", 200, `{"path":"teams/teams","singular":"team","records":null},{"path":"x/y","singular":"y","records":3}`, ""},
	{"all records", "GET", "/_fake/records/teams/teams", "", 200, `"name":"<b>"},{"id":"a/b","name":"Slash"}],"total":3}`, ""},
	{"a page of records", "GET", "/_fake/records/teams/teams?limit=1&offset=1", "", 200, `{"records":[{"id":"2","name":"<b>"}],"total":3}`, ""},
	{"a page after the end", "GET", "/_fake/records/teams/teams?offset=9", "", 200, `{"records":[],"total":3}`, ""},
	{"no records, but their number", "GET", "/_fake/records/teams/teams?limit=0", "", 200, `{"records":[],"total":3}`, ""},
	{"a limit below 0", "GET", "/_fake/records/teams/teams?limit=-1", "", 400, `\"limit\" must be an integer from 0`, ""},
	{"a limit that is too large", "GET", "/_fake/records/teams/teams?limit=10001", "", 400, "must be at most 10000", ""},
	{"a limit that overflows", "GET", "/_fake/records/teams/teams?limit=99999999999999999999", "", 400, "must be an integer from 0", ""},
	{"an offset that is none", "GET", "/_fake/records/teams/teams?offset=x", "", 400, `\"offset\" must be an integer from 0`, ""},
	{"a parameter twice", "GET", "/_fake/records/teams/teams?limit=1&limit=2", "", 400, `\"limit\" occurs twice`, ""},
	{"an unknown parameter", "GET", "/_fake/records/teams/teams?page=1", "", 400, `unknown query parameter \"page\"; the parameters are limit, offset`, ""},
	{"an unknown resource", "GET", "/_fake/records/teams/teens", "", 404, `{"error":"no such resource: teams/teens`, ""},
	{"a resource without a name", "GET", "/_fake/records/teams/", "", 404, "there is no", ""},
	{"a new record", "POST", "/_fake/records/teams/teams", `{"name":"Kitchen"}`, 201, `{"id":"3"}`, "Insert 3"},
	{"a new record with an id", "POST", "/_fake/records/teams/teams", ` {"id":"x/y z"} `, 201, `{"id":"x/y z"}`, "Insert x/y z"},
	{"a record of a wrong type", "POST", "/_fake/records/teams/teams", `{"name":1}`, 400, `{"error":"name of a record of teams/teams does not have its documented type"}`, ""},
	{"a record that is a list", "POST", "/_fake/records/teams/teams", `[{}]`, 400, "the body is not a JSON object", ""},
	{"a record that is cut", "POST", "/_fake/records/teams/teams", `{"name":`, 400, "the body is not a JSON object", ""},
	{"two records", "POST", "/_fake/records/teams/teams", `{}{}`, 400, "the body is not a JSON object", ""},
	{"a record that is nothing", "POST", "/_fake/records/teams/teams", ``, 400, "the body is empty", ""},
	{"a record for an unknown resource", "POST", "/_fake/records/a/b", `{}`, 404, "no such resource", ""},
	{"a record", "GET", "/_fake/records/teams/teams/1", "", 200, `{"id":"1","name":"Night Watch"}`, ""},
	{"a record whose id has a slash", "GET", "/_fake/records/teams/teams/a%2Fb", "", 200, `{"id":"a/b","name":"Slash"}`, ""},
	{"a record that is not there", "GET", "/_fake/records/teams/teams/9", "", 404, "teams/teams has no record 9", ""},
	{"a record without an id", "GET", "/_fake/records/teams/teams/", "", 404, "there is no", ""},
	{"a changed record", "PATCH", "/_fake/records/teams/teams/1", `{"name":"Day Watch"}`, 200, `{"id":"1"`, "Change 1"},
	{"a change of nothing", "PATCH", "/_fake/records/teams/teams/1", ``, 400, "the body is empty", ""},
	{"a change of a record that is not there", "PATCH", "/_fake/records/teams/teams/9", `{}`, 404, "has no record 9", ""},
	{"PUT of a record", "PUT", "/_fake/records/teams/teams/1", `{}`, 405, "DELETE, GET, HEAD, PATCH, OPTIONS", ""},
	{"a removed record", "DELETE", "/_fake/records/teams/teams/a%2Fb", "", 204, "", "Remove a/b"},
	{"a removed record that is not there", "DELETE", "/_fake/records/teams/teams/9", "", 404, "has no record 9", ""},
	{"the uploads of a record", "GET", "/_fake/files/teams/teams/1", "", 200, `"content":"eA=="`, ""},
	{"no faults", "GET", "/_fake/faults", "", 200, "[]", ""},
	{"a fault", "POST", "/_fake/faults", `{"kind":"latency","delay":"2s","times":3}`, 201, `"delay":"2s"`, "Inject latency 2s 3 false"},
	{"a list of faults", "POST", "/_fake/faults", ` [{"kind":"truncate"},{"kind":"server-error","acts":true,"status":503}]`, 201, `"matched":0`, "Inject server-error 0s 0 true"},
	{"a fault of null members", "POST", "/_fake/faults", `{"kind":"truncate","times":null,"delay":null}`, 201, `"times":0`, "Inject truncate 0s 0 false"},
	{"a fault without a kind", "POST", "/_fake/faults", `{"times":1}`, 400, `a fault has no \"kind\"`, ""},
	{"a fault of an unknown kind", "POST", "/_fake/faults", `{"kind":"gremlins"}`, 400, `unknown kind of fault \"gremlins\"`, ""},
	{"a fault with an unknown member", "POST", "/_fake/faults", `{"kind":"latency","dealy":"2s"}`, 400, `unknown member \"dealy\"; the members are kind, operation`, ""},
	{"a fault in capitals", "POST", "/_fake/faults", `{"Kind":"latency"}`, 400, `unknown member \"Kind\"`, ""},
	{"a fault with a member twice", "POST", "/_fake/faults", `{"kind":"latency","kind":"truncate"}`, 400, `\"kind\" occurs twice`, ""},
	{"a delay without a unit", "POST", "/_fake/faults", `{"kind":"latency","delay":2}`, 400, `the member \"delay\" must be a duration such as \"2s\"`, ""},
	{"a delay that is none", "POST", "/_fake/faults", `{"kind":"latency","delay":"soon"}`, 400, `must be a duration`, ""},
	{"a number as a text", "POST", "/_fake/faults", `{"kind":"truncate","times":"3"}`, 400, `the member \"times\" must be an integer`, ""},
	{"a broken number", "POST", "/_fake/faults", `{"kind":"truncate","times":1.5}`, 400, `must be an integer`, ""},
	{"a rate as a text", "POST", "/_fake/faults", `{"kind":"truncate","rate":"0.5"}`, 400, `the member \"rate\" must be a number`, ""},
	{"a truth as a text", "POST", "/_fake/faults", `{"kind":"truncate","acts":"yes"}`, 400, `must be true or false`, ""},
	{"a mistake in a list", "POST", "/_fake/faults", `[{"kind":"truncate"},{"kind":1}]`, 400, `fault 2 of the list: the member \"kind\" must be a string`, ""},
	{"an empty list of faults", "POST", "/_fake/faults", `[]`, 400, "the list of faults is empty", ""},
	{"no fault at all", "POST", "/_fake/faults", ``, 400, "the body is empty", ""},
	{"a list that is cut", "POST", "/_fake/faults", `[{"kind"`, 400, "the body is not JSON", ""},
	{"a form in place of a fault", "POST", "/_fake/faults", `kind=latency`, 400, "the body is not a JSON object", ""},
	{"faults that are cleared", "DELETE", "/_fake/faults", "", 204, "", "ClearFaults"},
	{"a fault that is removed", "DELETE", "/_fake/faults/1", "", 404, "no fault 1", ""},
	{"a fault without a number", "DELETE", "/_fake/faults/first", "", 404, "the id of a fault is a number", ""},
	{"the clock", "GET", "/_fake/clock", "", 200, `{"now":"2026-10-01T08:00:00Z","stopped":false}`, ""},
	{"the clock two days later", "POST", "/_fake/clock", `{"advance":"48h"}`, 200, `"now":"2026-10-03T08:00:00Z"`, "Advance 48h0m0s"},
	{"the clock at a moment", "POST", "/_fake/clock", `{"stop_at":"2026-12-24T18:00:00+01:00"}`, 200, `"stopped":true`, "StopAt 2026-12-24 18:00:00 +0100 +0100"},
	{"the clock that runs", "POST", "/_fake/clock", `{"run":true}`, 200, `"stopped":false`, "Run"},
	{"the clock backwards", "POST", "/_fake/clock", `{"advance":"-1h"}`, 400, "must be a duration above 0", ""},
	{"the clock by nothing", "POST", "/_fake/clock", `{"advance":""}`, 400, "must be a duration above 0", ""},
	{"the clock in two ways", "POST", "/_fake/clock", `{"advance":"1h","stop_at":"2026-12-24T18:00:00Z"}`, 400, "send one of", ""},
	{"the clock in no way", "POST", "/_fake/clock", `{}`, 400, "send one of", ""},
	{"the clock that does not run", "POST", "/_fake/clock", `{"run":false}`, 400, "send one of", ""},
	{"the clock at a date", "POST", "/_fake/clock", `{"stop_at":"2026-12-24"}`, 400, `must be a time such as`, ""},
	{"the clock at the year 1", "POST", "/_fake/clock", `{"stop_at":"0001-01-01T00:00:00Z"}`, 400, `from 1970 to 2199`, ""},
	{"the clock in the far future", "POST", "/_fake/clock", `{"stop_at":"2200-01-01T00:00:00Z"}`, 400, `from 1970 to 2199`, ""},
	{"the clock by centuries", "POST", "/_fake/clock", `{"advance":"2000000h"}`, 400, `beyond the year 2199`, ""},
	{"the clock by days", "POST", "/_fake/clock", `{"advance":"2d"}`, 400, `must be a duration such as`, ""},
	{"the counts of OAuth", "GET", "/_fake/tokens", "", 200, `"codes":1`, ""},
	{"tokens that expire", "POST", "/_fake/tokens/expire", "", 204, "", "ExpireAccessTokens"},
	{"tokens that are revoked", "POST", "/_fake/tokens/revoke", "", 204, "", "RevokeTokens"},
	{"one token that is revoked", "POST", "/_fake/tokens/revoke", `{"token":"x"}`, 400, `unknown member \"token\"`, ""},
	{"a login", "POST", "/_fake/tokens/login", "", 200, `"expires_in":3600`, ""},
	{"a login with a text", "POST", "/_fake/tokens/login", "x", 400, "the body is not a JSON object", ""},
	{"a login of a company", "POST", "/_fake/tokens/company-login", "", 200, `{"access_token":"c","token_type":"Bearer","created_at":0}`, ""},
	{"the events", "GET", "/_fake/events", "", 200, `["timeoff/leave/create"]`, ""},
	{"an event", "POST", "/_fake/events", `{"event":"timeoff/leave/create"}`, 200, `{"subscriptions":2}`, "Emit timeoff/leave/create "},
	{"an event with a record", "POST", "/_fake/events", `{"event":"timeoff/leave/create","record":{"id": 12345678901234567890}}`, 200, `{"subscriptions":2}`, `Emit timeoff/leave/create {"id": 12345678901234567890}`},
	{"an event with null", "POST", "/_fake/events", `{"event":"timeoff/leave/create","record":null}`, 200, `{"subscriptions":2}`, "Emit timeoff/leave/create "},
	{"an event with a text", "POST", "/_fake/events", `{"event":"timeoff/leave/create","record":"x"}`, 400, "must be a record or a list", ""},
	{"an unknown event", "POST", "/_fake/events", `{"event":"timeoff/leave/craete"}`, 404, "no such event", ""},
	{"no event", "POST", "/_fake/events", ``, 400, "send an event", ""},
	{"a sync run", "POST", "/_fake/sync-runs", `{"integration_uuid":"u"}`, 201, `{"id":"9"}`, "StartSyncRun u"},
	{"a sync run of nothing", "POST", "/_fake/sync-runs", `{}`, 400, "send the integration", ""},
	{"the deliveries", "GET", "/_fake/deliveries", "", 200, "[]", ""},
	{"the deliveries that are due", "POST", "/_fake/deliveries/wait?timeout=1m", "", 200, "[]", ""},
	{"a wait without a unit", "POST", "/_fake/deliveries/wait?timeout=5", "", 400, "must be a duration above 0 and up to 5m0s", ""},
	{"a wait of an hour", "POST", "/_fake/deliveries/wait?timeout=1h", "", 400, "must be a duration above 0 and up to 5m0s", ""},
	{"the requests", "GET", "/_fake/requests", "", 200, `[{"number":2,`, ""},
	{"the requests after the one that came last", "GET", "/_fake/requests?after=3", "", 200, "[]", ""},
	{"the requests after the one that came first", "GET", "/_fake/requests?after=2", "", 200, `[{"number":1,`, ""},
	{"the requests after one that the log does not have", "GET", "/_fake/requests?after=77", "", 200, `[{"number":2,`, ""},
	{"the requests to an operation", "GET", "/_fake/requests?operation=teams.Teams.List", "", 200, `[{"number":1,`, ""},
	{"the requests to an operation that is none", "GET", "/_fake/requests?operation=teams.Teens.List", "", 400, "no operation matches", ""},
	{"the requests with hints", "GET", "/_fake/requests?hints=true", "", 200, `"hint":"a hint"`, ""},
	{"the requests perhaps with hints", "GET", "/_fake/requests?hints=maybe", "", 400, "must be true or false", ""},
	{"the requests that are forgotten", "DELETE", "/_fake/requests", "", 204, "", "ForgetRequests"},
}

func TestRequestsToTheSurface(t *testing.T) {
	for _, test := range requests {
		t.Run(test.name, func(t *testing.T) {
			h, f := start(control.Options{})
			// In the order of their responses: the second request was faster.
			f.requests = []control.Request{{Number: 2, Operation: "x"}, {Number: 1, Operation: "teams.Teams.List"}, {Number: 3, Hint: "a hint", Operation: "x"}}
			w := send(h, test.method, test.path, test.body)
			if w.Code != test.status || !strings.Contains(w.Body.String(), test.says) {
				t.Fatalf("the response is %d %s", w.Code, w.Body)
			}
			last := ""
			if len(f.calls) > 0 {
				last = f.calls[len(f.calls)-1]
			}
			if last != test.did {
				t.Errorf("the fake did %q, not %q", last, test.did)
			}
			if test.status == 404 && strings.Contains(test.says, "there is no") || test.status == 405 || test.path == "/_fake" {
				return
			}
			if err := document(t, h).Check(test.method, test.path, w.Code, w.Body.Bytes()); err != nil {
				t.Error(err)
			}
		})
	}
	t.Logf("%d requests", len(requests))
}

func TestTheDocumentHasEveryRouteAndNoOther(t *testing.T) {
	h, _ := start(control.Options{})
	d := document(t, h)
	if got, want := control.Operations(h), d.Operations(); !slices.Equal(got, want) {
		t.Errorf("the handler has\n%s\nthe document has\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, op := range d.Operations() {
		method, path, _ := strings.Cut(op, " ")
		if got, want := control.Parameters(h, method, path), d.Query(method, path); !slices.Equal(got, want) {
			t.Errorf("%s: the handler knows %v, the document %v", op, got, want)
		}
	}
}

func TestBodiesHaveALimit(t *testing.T) {
	h, _ := start(control.Options{})
	large := `{"name":"` + strings.Repeat("x", 1<<20) + `"}`
	for _, path := range []string{"records/teams/teams", "faults", "clock", "events", "reset", "tokens/login"} {
		w := send(h, "POST", "/_fake/"+path, large)
		if w.Code != 413 || !strings.Contains(w.Body.String(), "larger than 1 MB") || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s responds with %d %.100s", path, w.Code, w.Body)
		}
	}
	if w := send(h, "POST", "/_fake/load", `{"teams/teams":[`+large+`]}`); w.Code != 204 {
		t.Errorf("a fixture of 1 MB: %d %s", w.Code, w.Body)
	}
	h, f := start(control.Options{})
	f.drains = true
	for size, status := range map[int64]int{256 << 20: 204, 256<<20 + 1: 413} {
		r := httptest.NewRequest("POST", "http://127.0.0.1/_fake/load", io.LimitReader(blanks{}, size))
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != status {
			t.Errorf("a fixture of %d bytes: %d %s", size, w.Code, w.Body)
		}
	}
}

var someBlanks = strings.Repeat(" ", 64<<10)

// blanks is an endless text of blanks.
type blanks struct{}

func (blanks) Read(b []byte) (int, error) {
	return copy(b, someBlanks), nil
}

func TestHeadHasTheStatusOfGet(t *testing.T) {
	h, _ := start(control.Options{})
	server := httptest.NewServer(h)
	defer server.Close()
	for path, status := range map[string]int{"": 200, "dump": 200, "log": 200, "records/teams/teams/9": 404, "reset": 405} {
		resp, err := server.Client().Head(server.URL + "/_fake/" + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != status {
			t.Errorf("HEAD %s: %d", path, resp.StatusCode)
		}
	}
	if w := send(h, "OPTIONS", "/_fake/clock", ""); w.Code != 204 || w.Header().Get("Allow") != "GET, HEAD, POST, OPTIONS" {
		t.Errorf("OPTIONS: %d %v", w.Code, w.Header())
	}
}

func TestAWaitThatEndsTooEarly(t *testing.T) {
	h, f := start(control.Options{})
	f.pending = true
	w := send(h, "POST", "/_fake/deliveries/wait?timeout=1ms", "")
	if w.Code != 504 || !strings.Contains(w.Body.String(), "a webhook is still due after 1ms") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if err := document(t, h).Check("POST", "/_fake/deliveries/wait", w.Code, w.Body.Bytes()); err != nil {
		t.Error(err)
	}
}

func TestTheLocationOfANewRecord(t *testing.T) {
	h, _ := start(control.Options{})
	for id, path := range map[string]string{"a/b": "a%2Fb", "..": "%2E%2E", "7": "7", "ü?": "%C3%BC%3F"} {
		w := send(h, "POST", "/_fake/records/teams/teams", `{"id":"`+id+`"}`)
		place := w.Header().Get("Location")
		if place != "/_fake/records/teams/teams/"+path {
			t.Errorf("%s is at %s", id, place)
		}
		if w := send(h, "GET", place, ""); w.Code != 200 || !strings.Contains(w.Body.String(), id) {
			t.Errorf("%s: %d %s", place, w.Code, w.Body)
		}
	}
}
