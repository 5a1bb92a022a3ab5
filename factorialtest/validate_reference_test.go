package factorialtest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestReferencesMustExist(t *testing.T) {
	loose := []factorialtest.Option{factorialtest.LooseReferences()}
	empty := []factorialtest.Option{factorialtest.Seed(0)}
	for _, test := range []struct {
		name               string
		opts               []factorialtest.Option
		method, path, body string
		status             int
		says               string
	}{
		{"an employee who is there", nil, "POST", "timeoff/leaves", `{"employee_id":"1","leave_type_id":"1","start_on":"2026-12-01"}`, 201, ""},
		{"an id that came as a number", nil, "POST", "timeoff/leaves", `{"employee_id":1,"leave_type_id":1,"start_on":"2026-12-01"}`, 201, ""},
		{"an employee who is not", nil, "POST", "timeoff/leaves", `{"employee_id":"99","leave_type_id":"1","start_on":"2026-12-01"}`, 422, `{"errors":{"employee_id":["must exist"]}}`},
		{"an access for an employee", nil, "POST", "timeoff/leaves", `{"employee_id":"700001","leave_type_id":"1","start_on":"2026-12-01"}`, 422, `"employee_id"`},
		{"an employee for an access", nil, "POST", "trainings/session_access_memberships/bulk_create", `{"session_id":"1","notify":false,"access_ids":["1"]}`, 422, `{"errors":{"access_ids":["must exist"]}}`},
		{"one of several", nil, "POST", "attendance/shifts/autofill", `{"employee_ids":["1","77"],"start_on":"2026-10-05","end_on":"2026-10-06"}`, 422, `{"errors":{"employee_ids":["must exist"]}}`},
		{"within a list of objects", nil, "POST", "shift_management/shifts/bulk_create", `{"shifts":[{"employee_id":"77","start_at":"2026-10-05T08:00:00Z","end_at":"2026-10-05T16:00:00Z"}]}`, 422, `"shifts.0.employee_id":["must exist"]`},
		{"with a role before it", nil, "POST", "teams/teams/move", `{"id":"3","destination_parent_team_id":"77"}`, 422, `"destination_parent_team_id":["must exist"]`},
		{"an update", nil, "PUT", "employees/employees/2", `{"manager_id":"77"}`, 422, `{"errors":{"manager_id":["must exist"]}}`},
		{"an update to nobody", nil, "PUT", "employees/employees/2", `{"manager_id":null}`, 200, ""},
		{"what the action is about", nil, "POST", "documents/documents/move_to_trash_bin", `{"document_ids":["77"]}`, 404, ""},
		{"a name that does not tell the collection", nil, "POST", "attendance/overtime_requests/approve", `{"id":"1","approver_id":"77"}`, 200, ""},
		{"nothing is there", empty, "POST", "timeoff/leaves", `{"employee_id":"99","leave_type_id":"1","start_on":"2026-12-01"}`, 201, ""},
		{"nobody asked", loose, "POST", "timeoff/leaves", `{"employee_id":"99","leave_type_id":"1","start_on":"2026-12-01"}`, 201, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			switch test.path {
			case "teams/teams/move":
				needs(t, "teams.Teams.Move")
			case "shift_management/shifts/bulk_create":
				needsProperties(t, "shift_management.ShiftBulkCreateParams", "shifts")
			}
			srv := factorialtest.New(t, test.opts...)
			status, body := do(t, srv, test.method, test.path, test.body)
			if status != test.status || !strings.Contains(body, test.says) {
				t.Errorf("%d %s", status, body)
			}
			if hint := srv.Requests()[0].Hint; strings.Contains(hint, "LooseReferences") != (status == http.StatusUnprocessableEntity) {
				t.Errorf("the hint is %q", hint)
			}
			if refused := status >= 300; refused != (len(srv.Changes()) == 0) {
				t.Errorf("status %d, and the changes are %v", status, srv.Changes())
			}
		})
	}
}

// References to a collection that was made up from the spec are not checked, because its ids are
// arbitrary. References to the records of a fixture are checked.
func TestReferencesToWhatSomebodyPutThere(t *testing.T) {
	srv := factorialtest.New(t)
	worker := `{"project_id":"40","employee_id":"1"}`
	if status, body := do(t, srv, http.MethodPost, "project_management/project_workers", worker); status != http.StatusCreated {
		t.Errorf("a made-up collection: %d %s", status, body)
	}
	if err := srv.Load(strings.NewReader(`{"project_management/projects": [{"id": "41"}]}`)); err != nil {
		t.Fatal(err)
	}
	if status, body := do(t, srv, http.MethodPost, "project_management/project_workers", worker); status != http.StatusUnprocessableEntity {
		t.Errorf("a fixture: %d %s", status, body)
	}
}

// Every reference of the company, made-up records included, names an existing record.
func TestReferencesOfTheCompanyLeadSomewhere(t *testing.T) {
	for _, size := range []int{1, 2, 60} {
		srv := factorialtest.New(t, factorialtest.Seed(size))
		for name, resource := range map[string]string{
			"employee_id": "employees/employees", "location_id": "locations/locations", "team_id": "teams/teams",
			"legal_entity_id": "companies/legal_entities", "leave_type_id": "timeoff/leave_types", "manager_id": "employees/employees",
			"parent_team_id": "teams/teams", "contract_version_id": "contracts/contract_versions", "document_id": "documents/documents",
		} {
			known := map[string]bool{"": true}
			for _, r := range srv.Records(resource) {
				id, _ := object(t, string(r))["id"].(string)
				known[id] = true
			}
			for _, other := range srv.Resources() {
				for _, r := range srv.Records(other) {
					if id, _ := object(t, string(r))[name].(string); !known[id] {
						t.Errorf("of %d employees, a record of %s has %s %s", size, other, name, id)
					}
				}
			}
		}
	}
}
