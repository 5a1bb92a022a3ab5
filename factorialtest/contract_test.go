package factorialtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// Each operation of the spec is called with its required parameters only. Its response must match
// the spec.
func TestEveryOperationAnswersAsDocumented(t *testing.T) {
	api, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(api.Operations) < 500 {
		t.Fatalf("the tables hold %d operations", len(api.Operations))
	}
	for _, op := range api.Operations {
		t.Run(op.Name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.WithCredential(factorialtest.Credential{
				Key: factorialtest.DefaultAPIKey, EmployeeID: "1",
			}))
			prepare(t, srv, op.Name)
			c := contract{api: api, srv: srv, op: op}
			status, body := c.call(t)
			if status != op.Status {
				t.Fatalf("status %d, documented is %d: %s", status, op.Status, body)
			}
			for _, problem := range c.check(body) {
				t.Error(problem)
			}
			if got := srv.RequestsTo(op.Name); len(got) != 1 || got[0].Status != op.Status {
				t.Errorf("the log has %+v", got)
			}
		})
	}
}

// demanded holds what the API needs although the spec does not require it.
var demanded = map[string]string{
	"compensations.AdditionalCompensations.List": "ids[]",
	"timeoff.FrenchLeaveDayCounts.List":          "leave_ids[]",
	// Without these the call does nothing.
	"projectmanagement.ProjectWorkers.BulkAssign":   "project_ids",
	"trainings.SessionAccessMemberships.BulkCreate": "employee_ids",
}

// prepare creates the records that an operation needs.
func prepare(t *testing.T, srv *factorialtest.Server, operation string) {
	t.Helper()
	shift := map[string]any{"employee_id": "1", "date": "2026-10-05", "clock_in": "08:00", "clock_out": nil, "workable": true}
	var err error
	switch operation {
	case "attendance.Shifts.ClockOut", "attendance.Shifts.BreakStart":
		_, err = srv.Insert("attendance/shifts", shift)
	case "attendance.Shifts.BreakEnd":
		shift["workable"] = false
		_, err = srv.Insert("attendance/shifts", shift)
	case "timeoff.Leaves.Create": // a leave of the company may be at the same time
		err = srv.Load(strings.NewReader(`{"timeoff/leaves": []}`))
	case "timeoff.Leaves.Approve", "timeoff.Leaves.ApproveAll", "timeoff.Leaves.Reject":
		err = srv.Change("timeoff/leaves", "1", map[string]any{"approved": nil})
	case "projectmanagement.TimeRecords.BulkDelete":
		_, err = srv.Insert("project_management/time_records", map[string]any{"date": "2026-10-05", "project_worker_id": "1"})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// contract calls one operation and knows the expected response.
type contract struct {
	api *apitable.API
	srv *factorialtest.Server
	op  apitable.Operation
}

func (c contract) call(t *testing.T) (status int, body []byte) {
	t.Helper()
	path := resourcesOf(c.api, c.op) + strings.Replace(c.op.Path, "{id}", url.PathEscape(c.id()), 1)
	query := make(url.Values)
	for _, p := range c.op.Query {
		if c.needs(p) && p.Type != "boolean" || p.Name == demanded[c.op.Name] {
			query.Set(p.Name, plainText(c.value(p)))
		}
	}
	var sent bytes.Buffer
	contentType := "application/json"
	if c.op.Body != nil {
		contentType = c.encodeBody(t, &sent)
	}
	r := httptest.NewRequest(c.op.Method, path+"?"+query.Encode(), &sent)
	r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	c.srv.Handler().ServeHTTP(w, r)
	return w.Code, w.Body.Bytes()
}

// resourcesOf returns the beginning of an operation's path, in a version that has the operation: it
// is the default if possible.
func resourcesOf(api *apitable.API, op apitable.Operation) string {
	return resourcesAt(versionOf(api, op.Since, op.Until))
}

func resourcesAt(version string) string { return "/api/" + version + "/resources/" }

// versionOf returns a version between since and until: the default if possible.
func versionOf(api *apitable.API, since, until string) string {
	version := max(api.Version, since)
	if until != "" {
		version = min(version, until)
	}
	return version
}

// id returns the id of the first record of the operation's resource.
func (c contract) id() string {
	segments := strings.Split(c.op.Path, "/")
	records := c.srv.Records(segments[0] + "/" + segments[1])
	if len(records) == 0 {
		id, err := c.srv.Insert(segments[0]+"/"+segments[1], map[string]any{})
		if err != nil {
			return "1"
		}
		return id
	}
	var identified struct{ ID, UUID string }
	_ = json.Unmarshal(records[0], &identified)
	if identified.ID == "" {
		return identified.UUID
	}
	return identified.ID
}

// needs reports whether the version that the operation is called at has and requires a property.
func (c contract) needs(p apitable.Property) bool {
	version := versionOf(c.api, c.op.Since, c.op.Until)
	return p.Required && version >= p.Since && (p.Until == "" || version <= p.Until)
}

func (c contract) resolve(v apitable.Value) apitable.Value {
	if v.Ref != "" {
		return c.api.Schemas[v.Ref]
	}
	return v
}

func (c contract) encodeBody(t *testing.T, sent *bytes.Buffer) (contentType string) {
	body := make(map[string]any)
	for _, p := range c.resolve(*c.op.Body).Properties {
		if c.needs(p) || p.Name == "id" || p.Name == "ids" || p.Name == demanded[c.op.Name] {
			body[p.Name] = c.value(p)
		}
	}
	if !c.op.Form {
		if err := json.NewEncoder(sent).Encode(body); err != nil {
			t.Fatal(err)
		}
		return "application/json"
	}
	form := multipart.NewWriter(sent)
	for _, p := range c.resolve(*c.op.Body).Properties {
		v, ok := body[p.Name]
		switch {
		case !ok:
		case p.Type == "file":
			part, err := form.CreateFormFile(p.Name, "notes.txt")
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(part, "content")
		default:
			form.WriteField(p.Name, plainText(v))
		}
	}
	form.Close()
	return form.FormDataContentType()
}

// value returns a plausible value for a property: an existing id, a documented word, or the
// example.
func (c contract) value(p apitable.Property) any {
	v := c.resolve(p.Value)
	id := "1"
	switch p.Name {
	case "id", "ids":
		id = c.id()
	case "document_ids", "ids[]":
		id = "1"
	case "clock_time", "now":
		return "2026-10-05T09:00:00Z"
	case "subscription_type":
		return "timeoff/leave/create"
	default:
		if strings.Contains(p.Name, "access_id") { // the access id of an employee, not the employee id
			id = "700001"
		}
	}
	if len(v.Enum) > 0 {
		version := versionOf(c.api, c.op.Since, c.op.Until)
		for _, word := range v.Enum {
			if until := v.EnumUntil[word]; version >= v.EnumSince[word] && (until == "" || version <= until) {
				return word
			}
		}
	}
	switch v.Type {
	case "string":
		switch v.Format {
		case "id":
			return id
		case "date":
			return "2026-10-05"
		case "date-time":
			return "2026-10-05T09:00:00Z"
		case "time":
			return "09:00"
		case "decimal":
			return "1.5"
		}
		return "something"
	case "integer", "number":
		return 1
	case "boolean":
		return true
	case "file":
		return "Y29udGVudA=="
	case "array":
		if v.Items == nil {
			return []any{}
		}
		return []any{c.value(apitable.Property{Name: p.Name, Value: *v.Items})}
	case "object":
		members := make(map[string]any)
		for _, p := range v.Properties {
			if c.needs(p) {
				members[p.Name] = c.value(p)
			}
		}
		return members
	}
	return map[string]any{"note": "something"} // the SDK refuses a list of empty objects
}

func plainText(v any) string {
	if list, ok := v.([]any); ok && len(list) > 0 {
		v = list[0]
	}
	return fmt.Sprint(v)
}
