package factorialtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// A record has what the body says under the names of the record.
func TestBodiesAndRecordsNameThingsDifferently(t *testing.T) {
	for _, test := range []struct {
		name, path, body string
		property         string
		want             any
	}{
		{"the group of a post", "posts/posts", `{"title":"a","description":"b","post_group_id":"2"}`, "posts_group_id", "2"},
		{"the label of a field", "custom_fields/fields", `{"label":"Size","field_type":"text","company_id":"1"}`, "label_text", "Size"},
		{"the area of a shift", "shift_management/shifts", `{"employee_id":"1","start_at":"2026-06-01T08:00:00Z","end_at":"2026-06-01T16:00:00Z","work_area_id":"1","company_id":"1"}`, "locations_work_area_id", "1"},
		{"hours of overtime", "attendance/overtime_requests", `{"employee_id":"1","author_id":"1","date":"2026-06-01","hours_amount":2.5}`, "hours_amount_in_cents", 250.0},
		{"the address of a place", "locations/locations", `{"name":"a","address_line_one":"Street 1","country":"es","timezone":"Europe/Madrid","company_id":"1"}`, "address_line_1", "Street 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t)
			status, body := do(t, srv, http.MethodPost, test.path, test.body)
			if status != http.StatusCreated && status != http.StatusOK || object(t, body)[test.property] != test.want {
				t.Errorf("%d %s, want %s=%v", status, body, test.property, test.want)
			}
		})
	}
}

func TestAnApplicationCreatesItsCandidate(t *testing.T) {
	srv := factorialtest.New(t)
	apply := func(email, posting string) map[string]any {
		t.Helper()
		status, body := do(t, srv, http.MethodPost, "ats/applications/apply",
			`{"first_name":"Ada","last_name":"Falk","email":"`+email+`","phone":"5551","ats_job_posting_id":"`+posting+`","source":"careers"}`)
		if status >= 300 {
			t.Fatalf("%d %s", status, body)
		}
		return object(t, body)
	}
	first := apply("ada@example.com", "1")
	var candidate map[string]any
	id, _ := first["ats_candidate_id"].(string)
	if found, err := srv.Find("ats/candidates", id, &candidate); !found || err != nil ||
		candidate["full_name"] != "Ada Falk" || candidate["email"] != "ada@example.com" || candidate["phone_number"] != "5551" {
		t.Errorf("the candidate of %v is %v", first, candidate)
	}
	if second := apply("Ada@example.com", "2"); second["ats_candidate_id"] != id {
		t.Errorf("the same person is another candidate: %v", second)
	}
	if other := apply("bo@example.com", "1"); other["ats_candidate_id"] == id {
		t.Errorf("another person is the same candidate: %v", other)
	}
	if p := list(t, srv, "ats/candidates?job_posting_ids[]=2&ids[]="+id); p.ids() != id {
		t.Errorf("the candidate of two postings: %v", p)
	}
}

func TestReferenceContractsFollowTheVersions(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0), factorialtest.At(time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)))
	insert(t, srv, "employees/employees", map[string]any{"id": "1"}, map[string]any{"id": "2"}, map[string]any{"id": "3"})
	insert(t, srv, "contracts/contract_versions",
		map[string]any{"id": "1", "employee_id": "1", "effective_on": "2026-01-01", "job_title": "old"},
		map[string]any{"id": "2", "employee_id": "1", "effective_on": "2026-10-20", "job_title": "now"},
		map[string]any{"id": "3", "employee_id": "1", "effective_on": "2026-10-21", "job_title": "next"},
		map[string]any{"id": "4", "employee_id": "2", "effective_on": "2025-01-01", "ends_on": "2025-12-31"}, // a leaver keeps one
		map[string]any{"id": "5", "employee_id": "3", "effective_on": "2027-01-01"},                          // not begun yet
	)
	if got := list(t, srv, "contracts/reference_contracts").ids(); got != "2 4 5" {
		t.Errorf("the reference contracts are %q", got)
	}
	if got := list(t, srv, "contracts/reference_contracts?employee_ids[]=1").ids(); got != "2" {
		t.Errorf("that of one employee is %q", got)
	}
	do(t, srv, http.MethodPost, "contracts/contract_versions", `{"employee_id":"1","effective_on":"2026-10-20","starts_on":"2026-01-01","job_title":"new"}`)
	if p := list(t, srv, "contracts/reference_contracts?employee_ids[]=1"); len(p.Data) != 1 || p.Data[0]["job_title"] != "new" {
		t.Errorf("after a new version: %v", p.Data)
	}
	if err := srv.Load(strings.NewReader(`{"contracts/reference_contracts":[{"id":"9","employee_id":"3"}]}`)); err != nil {
		t.Fatal(err)
	}
	if got := list(t, srv, "contracts/reference_contracts").ids(); got != "9" {
		t.Errorf("a fixture's reference contracts are %q", got)
	}
	seeded := factorialtest.New(t)
	if p := list(t, seeded, "contracts/reference_contracts"); p.Meta.Total != 20 {
		t.Errorf("the company has %d reference contracts", p.Meta.Total)
	}
}

func TestWorkedTimesFollowTheShifts(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	insert(t, srv, "employees/employees", map[string]any{"id": "1", "attendable": true}, map[string]any{"id": "2", "attendable": false})
	insert(t, srv, "attendance/shifts",
		map[string]any{"employee_id": "1", "date": "2026-06-01", "reference_date": "2026-06-01", "minutes": 240, "workable": true},
		map[string]any{"employee_id": "1", "date": "2026-06-01", "reference_date": "2026-06-01", "minutes": 30, "workable": false},
		map[string]any{"employee_id": "1", "date": "2026-06-02", "reference_date": "2026-06-01", "minutes": 60, "workable": true},
		map[string]any{"employee_id": "1", "date": "2026-06-06", "reference_date": "2026-06-06", "minutes": 60, "workable": true},
		map[string]any{"employee_id": "2", "date": "2026-06-01", "reference_date": "2026-06-01", "minutes": 60, "workable": true},
	)
	all := list(t, srv, "attendance/worked_times?include_non_attendable_employees=true")
	if all.ids() != "1_2026-06-01 1_2026-06-06 2_2026-06-01" {
		t.Fatalf("the days are %q", all.ids())
	}
	if d := all.Data[0]; d["tracked_minutes"] != 300.0 || d["minutes"] != 300.0 || d["day_type"] != "workday" {
		t.Errorf("the first day is %v", d)
	}
	if d := all.Data[1]; d["day_type"] != "saturday" || d["pending_minutes"] != 0.0 {
		t.Errorf("the second day is %v", d)
	}
	for path, want := range map[string]string{
		"?include_non_attendable_employees=false":                 "1_2026-06-01 1_2026-06-06",
		"?employee_ids[]=2":                                       "2_2026-06-01",
		"?start_on=2026-06-02&end_on=2026-06-30&employee_ids[]=1": "1_2026-06-06",
		"?ids[]=1_2026-06-06":                                     "1_2026-06-06",
	} {
		if got := list(t, srv, "attendance/worked_times"+path).ids(); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	do(t, srv, http.MethodPost, "attendance/shifts", `{"employee_id":"1","date":"2026-06-06","clock_in":"12:00","clock_out":"13:30"}`)
	if p := list(t, srv, "attendance/worked_times?ids[]=1_2026-06-06"); p.Data[0]["tracked_minutes"] != 150.0 {
		t.Errorf("after another shift: %v", p.Data)
	}
}

func TestParticipantsHaveAnAttendance(t *testing.T) {
	srv := factorialtest.New(t)
	status, body := do(t, srv, http.MethodPost, "trainings/session_access_memberships/bulk_create", `{"session_id":"2","notify":false,"employee_ids":["3","4"]}`)
	if status >= 300 {
		t.Fatalf("%d %s", status, body)
	}
	p := list(t, srv, "trainings/session_attendances?session_id=2")
	var of []any
	for _, a := range p.Data {
		if a["employee_id"] == "3" || a["employee_id"] == "4" {
			of = append(of, a["status"])
		}
	}
	if len(of) != 2 || of[0] != "pending" {
		t.Errorf("the attendances of the session are %v", p.Data)
	}
	members := list(t, srv, "trainings/session_access_memberships?session_id=2")
	last := members.Data[len(members.Data)-1]
	if last["access_id"] == nil || last["first_name"] == nil || last["session_id"] != "2" {
		t.Errorf("the participant is %v", last)
	}
	do(t, srv, http.MethodPost, "trainings/session_access_memberships/bulk_destroy", `{"notify":false,"ids":["`+last["id"].(string)+`"]}`)
	if after := list(t, srv, "trainings/session_attendances?session_id=2"); len(after.Data) != len(p.Data)-1 {
		t.Errorf("after the removal: %v", after.Data)
	}
	for _, session := range []string{"1", "2", "3"} {
		if len(list(t, factorialtest.New(t), "trainings/session_attendances?session_id="+session).Data) == 0 {
			t.Errorf("session %s of the company has no attendance", session)
		}
	}
}

func TestTheClockRefusesConflicts(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	for _, step := range []struct {
		action, body string
		want         int
		text         string
	}{
		{"clock_in", `{"now":"2026-10-05T09:00:00","employee_id":"1"}`, 200, ""},
		{"clock_in", `{"now":"2026-10-05T10:00:00","employee_id":"1"}`, 422, `{"errors":{"exception":["open_shift"]}}`},
		{"clock_out", `{"now":"2026-10-05T12:00:00","employee_id":"1"}`, 200, ""},
		{"clock_in", `{"now":"2026-10-05T09:00:00","employee_id":"1"}`, 409, `"exception"`},
		{"", `{"employee_id":"1","date":"2026-10-05","clock_in":"09:00","clock_out":"10:00"}`, 409, `"exception"`},
		{"", `{"employee_id":"1","date":"2026-10-05","clock_in":"13:00","clock_out":"14:00"}`, 201, ""},
	} {
		path := strings.TrimSuffix("attendance/shifts/"+step.action, "/")
		status, body := do(t, srv, http.MethodPost, path, step.body)
		if status != step.want && (step.want != 200 || status != 201) || !strings.Contains(body, step.text) {
			t.Errorf("%s %s: %d %s, want %d", step.action, step.body, status, body, step.want)
		}
	}
}

// active means access to the application. terminated_on says whether an employee has left.
func TestActiveIsNotEmployment(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(400))
	employedInactive, goneActive, gone := 0, 0, 0
	for _, raw := range srv.Records("employees/employees") {
		e := object(t, string(raw))
		left, active := e["terminated_on"] != nil, e["active"] == true
		switch {
		case !left && !active:
			employedInactive++
		case left && active:
			goneActive++
		}
		if left {
			gone++
		}
	}
	if employedInactive == 0 || goneActive == 0 || goneActive == gone {
		t.Errorf("%d at work are not active; of %d who left %d are active", employedInactive, gone, goneActive)
	}
}
