package factorialtest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// versioned returns the embedded tables with ranges made up for the leaves.
func versioned(t *testing.T) *apitable.API {
	t.Helper()
	api, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	const oldest, second, third, newest = "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"
	api.Versions = []string{oldest, second, third, newest}
	for i := range api.Operations {
		op := &api.Operations[i]
		unrange(op)
		switch op.Name {
		case "timeoff.Leaves.Approve":
			op.Since = second
		case "timeoff.Leaves.Reject":
			op.Until = second
		case "timeoff.Leaves.List":
			op.Query = withRanges(op.Query, map[string]func(*apitable.Property){
				"employee_ids[]": func(p *apitable.Property) { p.Since = second },
				"only_active":    func(p *apitable.Property) { p.Until = third },
			})
			by := apitable.Property{Name: "by", Value: apitable.Value{Type: "object", Properties: []apitable.Property{
				{Name: "manager_id", Value: apitable.Value{Type: "string"}},
				{Name: "indirect", Since: newest, Value: apitable.Value{Type: "boolean"}},
			}}}
			op.Query = append(op.Query, by)
		}
	}
	for i := range api.Events {
		e := &api.Events[i]
		e.Since, e.Until = "", ""
		if e.Name == "timeoff/leave/create" {
			e.Since = second
		}
	}
	body := api.Schemas["timeoff.LeaveCreateParams"]
	body.Properties = withRanges(body.Properties, map[string]func(*apitable.Property){
		"description":   func(p *apitable.Property) { p.Since = third },
		"leave_type_id": func(p *apitable.Property) { p.Until = third },
		"half_day": func(p *apitable.Property) {
			p.EnumSince, p.EnumUntil = map[string]string{"end_of_day": second}, map[string]string{"end_of_day": third}
		},
	})
	inner := apitable.Value{Type: "object", Properties: []apitable.Property{
		{Name: "hours", Value: apitable.Value{Type: "integer"}}, {Name: "place", Since: newest, Required: true, Value: apitable.Value{Type: "string"}},
	}}
	body.Properties = append(body.Properties, apitable.Property{Name: "days", Value: apitable.Value{Type: "array", Items: &inner}})
	api.Schemas["timeoff.LeaveCreateParams"] = body
	leave := api.Schemas["timeoff.Leave"]
	leave.Properties = withRanges(leave.Properties, map[string]func(*apitable.Property){
		"id":          func(p *apitable.Property) { p.IntegerUntil = oldest },
		"company_id":  func(p *apitable.Property) { p.IntegerUntil = second },
		"description": func(p *apitable.Property) { p.Since = third },
		"reason":      func(p *apitable.Property) { p.Until = second },
	})
	leave.Properties = append(leave.Properties,
		apitable.Property{Name: "document_ids", Value: apitable.Value{Type: "array", Items: &apitable.Value{Type: "string", Format: "id", IntegerUntil: oldest}}},
		apitable.Property{Name: "days", Value: apitable.Value{Type: "array", Items: &inner}})
	api.Schemas["timeoff.Leave"] = leave
	return api
}

func unrange(op *apitable.Operation) {
	op.Since, op.Until, op.Query = "", "", withRanges(op.Query, nil)
}

// withRanges returns a copy of the properties. Every version has them, unless set changes the
// property of that name.
func withRanges(properties []apitable.Property, set map[string]func(*apitable.Property)) []apitable.Property {
	all := slices.Clone(properties)
	for i := range all {
		p := &all[i]
		p.Since, p.Until, p.EnumSince, p.EnumUntil, p.IntegerUntil = "", "", nil, nil, ""
		if f := set[p.Name]; f != nil {
			f(p)
		}
	}
	return all
}

const leavesOfVersions = `{"timeoff/leaves": [{"id": "1", "company_id": "1", "employee_id": "1", "description": "a", "reason": "b",
	"approved": null, "leave_type_id": "1", "document_ids": ["7", "x-8"], "days": [{"hours": 8, "place": "home"}]}]}`

func versionServer(t *testing.T, opts ...factorialtest.Option) *factorialtest.Server {
	t.Helper()
	srv := factorialtest.New(t, append([]factorialtest.Option{factorialtest.Tables(versioned(t)), factorialtest.Lenient()}, opts...)...)
	if err := srv.Load(strings.NewReader(leavesOfVersions)); err != nil {
		t.Fatal(err)
	}
	return srv
}

func TestAVersionHasItsOwnOperationsParametersAndProperties(t *testing.T) {
	const (
		create = `{"employee_id":"1","start_on":"2026-05-01","finish_on":"2026-05-02"`
		lacks  = `"is unknown"`
	)
	tests := []struct {
		name, version, method, path, body string
		status                            int
		text, hint                        string // parts of the response and of the hint
	}{
		{"an operation before its first version", "2026-04-01", "POST", "timeoff/leaves/approve", `{"id":"1"}`, 404, "Not found", "version 2026-04-01 of the API does not have this operation; the versions since 2026-07-01 do"},
		{"an operation at its first version", "2026-07-01", "POST", "timeoff/leaves/approve", `{"id":"1"}`, 200, "", ""},
		{"an operation after its last version", "2026-10-01", "POST", "timeoff/leaves/reject", `{"id":"1"}`, 404, "Not found", "the versions until 2026-07-01 do"},
		{"an operation before the oldest version", "2025-01-01", "POST", "timeoff/leaves/approve", `{"id":"1"}`, 404, "", "version 2026-04-01 of the API"},
		{"an operation after the newest version", "2029-01-01", "POST", "timeoff/leaves/approve", `{"id":"1"}`, 200, "", ""},
		{"an operation between two versions", "2026-05-05", "POST", "timeoff/leaves/approve", `{"id":"1"}`, 404, "", "version 2026-04-01 of the API"},
		{"an operation of every version", "2026-04-01", "GET", "timeoff/leaves/1", "", 200, "", ""},
		{"the operations of a version in a hint", "2026-04-01", "PATCH", "timeoff/leaves", "", 405, "", "POST timeoff/leaves/reject"},

		{"a filter that the version lacks", "2026-04-01", "GET", "timeoff/leaves?employee_ids[]=77", "", 200, `"total":1`, "employee_ids[]: version 2026-04-01 of the API does not have it; the versions since 2026-07-01 do"},
		{"a filter that the version has", "2026-07-01", "GET", "timeoff/leaves?employee_ids[]=77", "", 200, `"total":0`, ""},
		{"a filter that has gone", "2027-01-01", "GET", "timeoff/leaves?only_active=nonsense", "", 200, `"total":1`, "the versions until 2026-10-01 do"},
		{"a member of an object that the version lacks", "2026-10-01", "GET", "timeoff/leaves?by[indirect]=true", "", 200, "", "by[indirect]: version 2026-10-01 of the API does not have it"},
		{"a member of an object that the version has", "2027-01-01", "GET", "timeoff/leaves?by[indirect]=true", "", 200, "", "the fake ignores by[indirect]"},
		{"a member of an object of every version", "2026-04-01", "GET", "timeoff/leaves?by[manager_id]=1", "", 200, "", "the fake ignores by[manager_id]"},

		{"a property that the version lacks", "2026-07-01", "POST", "timeoff/leaves", create + `,"description":"a"}`, 422, `"description":["is unknown"]`, ""},
		{"a null that the version lacks", "2026-07-01", "POST", "timeoff/leaves", create + `,"description":null}`, 422, lacks, ""},
		{"a property that the version has", "2026-10-01", "POST", "timeoff/leaves", create + `,"description":"a"}`, 201, `"description":"a"`, ""},
		{"a property that has gone", "2027-01-01", "POST", "timeoff/leaves", create + `,"leave_type_id":"1"}`, 422, `"message":"Leave type id is unknown","field":"leave_type_id"`, ""},
		{"a property of an object in a list that the version lacks", "2026-10-01", "POST", "timeoff/leaves", create + `,"days":[{"hours":1,"place":"a"}]}`, 422, `"days.0.place":["is unknown"]`, ""},
		{"the same, not sent and not required", "2026-10-01", "POST", "timeoff/leaves", create + `,"days":[{"hours":1}]}`, 201, "", ""},
		{"the same, required", "2027-01-01", "POST", "timeoff/leaves", create + `,"days":[{"hours":1}]}`, 422, `"message":"Days.0.place can't be blank","field":"days.0.place"`, ""},
		{"an enum value before its first version", "2026-04-01", "POST", "timeoff/leaves", create + `,"half_day":"end_of_day"}`, 422, "is not included in the list", ""},
		{"an enum value at its version", "2026-07-01", "POST", "timeoff/leaves", create + `,"half_day":"end_of_day"}`, 201, "", ""},
		{"an enum value after its last version", "2027-01-01", "POST", "timeoff/leaves", create + `,"half_day":"end_of_day"}`, 422, "is not included in the list", ""},
		{"an enum value of every version", "2026-04-01", "POST", "timeoff/leaves", create + `,"half_day":"beggining_of_day"}`, 201, "", ""},

		{"an event before its first version", "2026-04-01", "POST", "api_public/webhook_subscriptions", subscription("timeoff/leave/create", ""), 422, "is not included in the list", ""},
		{"an event at its first version", "2026-07-01", "POST", "api_public/webhook_subscriptions", subscription("timeoff/leave/create", ""), 201, "", ""},
		{"an event of a subscription at an older version", "2026-10-01", "POST", "api_public/webhook_subscriptions", subscription("timeoff/leave/create", "2026-04-01"), 422, "is not included in the list", ""},
		{"an event of a subscription at the version that has it", "2026-10-01", "POST", "api_public/webhook_subscriptions", subscription("timeoff/leave/create", "2026-07-01"), 201, `"api_version":"2026-07-01"`, ""},
		{"a subscription at a version that did not exist yet", "2026-04-01", "POST", "api_public/webhook_subscriptions", subscription("timeoff/leave/create", "2026-10-01"), 422, `"api_version":["is not included in the list"]`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := versionServer(t, factorialtest.DeliverTo(http.NotFoundHandler()))
			status, body := do(t, srv, test.method, "/api/"+test.version+"/resources/"+test.path, test.body)
			if status != test.status || !strings.Contains(body, test.text) {
				t.Errorf("got %d %s", status, body)
			}
			requests := srv.Requests()
			hint := requests[len(requests)-1].Hint
			if test.hint == "" && hint != "" || !strings.Contains(hint, test.hint) {
				t.Errorf("the hint is %q", hint)
			}
			if strings.Contains(test.name, "in a hint") && strings.Contains(hint, "leaves/approve,") {
				t.Errorf("the hint is %q", hint)
			}
		})
	}
}

func subscription(event, version string) string {
	body := map[string]any{"subscription_type": event, "target_url": "https://receiver.test/" + event, "company_id": "1", "enabled": true}
	if version != "" {
		body["api_version"] = version
	}
	text, _ := json.Marshal(body)
	return string(text)
}

// Under New, a parameter that the version lacks fails the test, like any unknown one.
func TestAParameterThatTheVersionLacksFailsAStrictTest(t *testing.T) {
	for version, want := range map[string]int{"2026-04-01": 1, "2026-07-01": 0} {
		tb := &countingTB{TB: t}
		srv := factorialtest.New(tb, factorialtest.Tables(versioned(t)))
		do(t, srv, http.MethodGet, "/api/"+version+"/resources/timeoff/leaves?employee_ids[]=1", "")
		if tb.errors != want {
			t.Errorf("%d errors at %s", tb.errors, version)
		}
	}
}

// countingTB counts errors in place of failing the test.
type countingTB struct {
	testing.TB
	errors int
}

func (tb *countingTB) Errorf(string, ...any) { tb.errors++ }

// wantRecords are the members of the record of leavesOfVersions that have ranges, by version.
var wantRecords = map[string]string{
	"2025-01-01": `{"company_id":1,"days":[{"hours":8}],"document_ids":[7,"x-8"],"employee_id":"1","id":1,"reason":"b"}`,
	"2026-04-01": `{"company_id":1,"days":[{"hours":8}],"document_ids":[7,"x-8"],"employee_id":"1","id":1,"reason":"b"}`,
	"2026-06-30": `{"company_id":1,"days":[{"hours":8}],"document_ids":[7,"x-8"],"employee_id":"1","id":1,"reason":"b"}`,
	"2026-07-01": `{"company_id":1,"days":[{"hours":8}],"document_ids":["7","x-8"],"employee_id":"1","id":"1","reason":"b"}`,
	"2026-10-01": `{"company_id":"1","days":[{"hours":8}],"description":"a","document_ids":["7","x-8"],"employee_id":"1","id":"1"}`,
	"2027-01-01": `{"company_id":"1","days":[{"hours":8,"place":"home"}],"description":"a","document_ids":["7","x-8"],"employee_id":"1","id":"1"}`,
	"2030-01-01": `{"company_id":"1","days":[{"hours":8,"place":"home"}],"description":"a","document_ids":["7","x-8"],"employee_id":"1","id":"1"}`,
}

// ranged encodes the members of a record that wantRecords has.
func ranged(t *testing.T, body string) string {
	t.Helper()
	all, some := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(body), &all); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	for _, name := range []string{"id", "company_id", "employee_id", "description", "reason", "document_ids", "days"} {
		if v, ok := all[name]; ok {
			some[name] = v
		}
	}
	text, _ := json.Marshal(some)
	return string(text)
}

func TestAVersionHasItsOwnNotationOfRecords(t *testing.T) {
	srv := versionServer(t, factorialtest.WithCredential(factorialtest.Credential{Key: factorialtest.DefaultAPIKey, Hidden: []string{"leave_type_id"}}))
	for version, want := range wantRecords {
		t.Run(version, func(t *testing.T) {
			_, one := do(t, srv, http.MethodGet, "/api/"+version+"/resources/timeoff/leaves/1", "")
			if got := ranged(t, one); got != want {
				t.Errorf("a record is %s", got)
			}
			_, body := do(t, srv, http.MethodGet, "/api/"+version+"/resources/timeoff/leaves", "")
			var page struct{ Data []json.RawMessage }
			if err := json.Unmarshal([]byte(body), &page); err != nil || len(page.Data) != 1 {
				t.Fatalf("a list is %s, %v", body, err)
			}
			if got := ranged(t, string(page.Data[0])); got != want {
				t.Errorf("a record of a list is %s", got)
			}
			if !strings.Contains(one, `"leave_type_id":null`) {
				t.Errorf("a hidden property is in %s", one)
			}
		})
	}
}

func TestADeliveryHasTheNotationOfItsSubscription(t *testing.T) {
	for version, want := range wantRecords {
		t.Run(version, func(t *testing.T) {
			received := make(chan string, 10)
			srv := versionServer(t, factorialtest.DeliverTo(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				received <- readAll(r)
				w.WriteHeader(http.StatusOK)
			})))
			for _, event := range []string{"timeoff/leave/create", "timeoff/leave/update"} {
				if _, err := srv.Insert("api_public/webhook_subscriptions", map[string]any{
					"type": event, "company_id": "1", "enabled": true, "api_version": version, "target_url": "https://receiver.test",
				}); err != nil {
					t.Fatal(err)
				}
				if err := srv.Emit(event, nil); err != nil {
					t.Fatal(err)
				}
			}
			if err := srv.WaitDeliveries(t.Context()); err != nil {
				t.Fatal(err)
			}
			deliveries := 2
			if strings.Contains(want, `"id":1,`) { // the oldest version does not have the event
				deliveries = 1
			}
			if len(received) != deliveries {
				t.Fatalf("%d deliveries, want %d", len(received), deliveries)
			}
			if got := ranged(t, <-received); got != want {
				t.Errorf("it has %s", got)
			}
		})
	}
}

func readAll(r *http.Request) string {
	w := httptest.NewRecorder()
	_, _ = w.Body.ReadFrom(r.Body)
	return w.Body.String()
}

func TestASubscriptionCannotMoveToAVersionWithoutItsEvent(t *testing.T) {
	srv := versionServer(t)
	id, err := srv.Insert("api_public/webhook_subscriptions", map[string]any{
		"type": "timeoff/leave/create", "company_id": "1", "enabled": true, "api_version": "2026-10-01", "target_url": "https://receiver.test",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		body   string
		status int
	}{{`{"api_version":"2026-04-01"}`, 422}, {`{"enabled":false}`, 200}, {`{"api_version":"2026-07-01"}`, 200}} {
		if status, body := do(t, srv, http.MethodPut, "api_public/webhook_subscriptions/"+id, test.body); status != test.status {
			t.Errorf("%s: %d %s", test.body, status, body)
		}
	}
}

// Tables of a single version say nothing about the versions, as before.
func TestTablesWithoutVersionsAreServedAtEveryVersion(t *testing.T) {
	api := versioned(t)
	api.Versions = nil
	for i := range api.Operations {
		unrange(&api.Operations[i])
	}
	srv := factorialtest.New(t, factorialtest.Tables(api))
	for version, want := range map[string]string{"2025-01-01": `"id":1,`, "2026-06-30": `"id":1,`, "2026-07-01": `"id":"1",`, "2030-01-01": `"id":"1",`} {
		status, body := do(t, srv, http.MethodGet, "/api/"+version+"/resources/teams/teams/1", "")
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", version, status, body)
		}
	}
}
