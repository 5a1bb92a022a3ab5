package factorialtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

const destroyFixture = `{
"employees/employees": [{"id": "1", "access_id": "700001"}, {"id": "2", "access_id": "700002"}, {"id": "3", "access_id": "700003"}],
"shift_management/shifts": [
 {"id": "1", "employee_id": "1", "state": "draft", "start_at": "2026-06-01T08:00:00.000Z", "end_at": "2026-06-01T16:00:00.000Z"},
 {"id": "2", "employee_id": "2", "state": "published", "start_at": "2026-06-02T08:00:00.000Z", "end_at": "2026-06-02T16:00:00.000Z"},
 {"id": "3", "employee_id": "2", "state": "backup", "start_at": "2026-06-03T08:00:00.000Z", "end_at": "2026-06-03T16:00:00.000Z"}],
"trainings/trainings": [{"id": "1"}, {"id": "2"}],
"trainings/training_memberships": [
 {"id": "1", "training_id": "1"}, {"id": "2", "training_id": "1"}, {"id": "3", "training_id": "1"}, {"id": "4", "training_id": "2"}],
"project_management/projects": [{"id": "1"}, {"id": "2"}],
"project_management/project_workers": [
 {"id": "1", "project_id": "1", "employee_id": "1", "assigned": true}, {"id": "2", "project_id": "1", "employee_id": "2", "assigned": true},
 {"id": "3", "project_id": "2", "employee_id": "1", "assigned": true}],
"project_management/subprojects": [{"id": "1", "project_id": "1"}],
"project_management/subproject_workers": [
 {"id": "1", "subproject_id": "1", "employee_id": "1", "assigned": true}, {"id": "2", "subproject_id": "1", "employee_id": "2", "assigned": true}],
"finance/cost_centers": [{"id": "1"}, {"id": "2"}],
"finance/cost_center_memberships": [
 {"id": "1", "employee_id": "1", "cost_center_id": "1", "start_date": "2026-01-01", "end_date": null, "percentage": 1},
 {"id": "2", "employee_id": "2", "cost_center_id": "1", "start_date": "2026-01-01", "end_date": null, "percentage": 1},
 {"id": "3", "employee_id": "1", "cost_center_id": "2", "start_date": "2025-01-01", "end_date": "2025-12-31", "percentage": 1}],
"project_management/time_records": [
 {"id": "1", "project_worker_id": "1", "date": "2026-06-01", "imputed_minutes": 60},
 {"id": "2", "project_worker_id": "1", "date": "2026-06-01", "imputed_minutes": 30},
 {"id": "3", "project_worker_id": "1", "date": "2026-06-02"}, {"id": "4", "project_worker_id": "2", "date": "2026-06-01"}],
"procurement/purchase_orders": [{"id": "1", "line_items_by_key": [
 {"id": "1"}, {"id": "2"}], "header_field_values_by_key": [{"field_key": "a", "value": "1"}]}],
"timeoff/allowances": [{"id": "1"}, {"id": "2"}],
"timeoff/allowance_stats": [
 {"id": "1/1/2026-10-01", "employee_id": "1", "allowance_id": "1"}, {"id": "1/2/2026-10-01", "employee_id": "1", "allowance_id": "2"}],
"timeoff/allowance_incidences": [
 {"id": "1", "employee_id": "1", "timeoff_allowance_id": "1"}, {"id": "2", "employee_id": "1", "timeoff_allowance_id": "2"}],
"teams/teams": [{"id": "1", "employee_ids": ["1", "2"]}, {"id": "2", "employee_ids": ["1"], "parent_team_id": "1"}],
"teams/memberships": [
 {"id": "1", "team_id": "1", "employee_id": "1", "direct": false, "source_team_ids": ["2"]}, {"id": "2", "team_id": "2", "employee_id": "1", "direct": true},
 {"id": "3", "team_id": "1", "employee_id": "2", "direct": true, "source_team_ids": []}],
"performance/review_process_targets": [{"id": "1-1", "access_id": "700001"}, {"id": "1-2", "access_id": "700002"}],
"performance/review_evaluations": [
 {"id": "1", "review_process_target_id": "1-1"}, {"id": "2", "review_process_target_id": "1-1"}, {"id": "3", "review_process_target_id": "1-2"}]
}`

// Some calls destroy more than they name. Each row says which records are left.
func TestCallsThatDestroyMoreThanTheyName(t *testing.T) {
	const shifts, enrolments = "shift_management/shifts/bulk_delete", "trainings/training_memberships/bulk_destroy"
	for _, test := range []struct {
		name, method, path, body string
		left, want               string
	}{
		{"shifts by id", "POST", shifts, `{"author_id":"1","ids":["1"]}`, "shift_management/shifts", "2 3"},
		{"shifts without a selector", "POST", shifts, `{"author_id":"1"}`, "shift_management/shifts", "3"},
		{"shifts without a selector, with backups", "POST", shifts, `{"author_id":"1","destroy_backup_shifts":true}`, "shift_management/shifts", ""},
		{"shifts of an employee", "POST", shifts, `{"author_id":"1","employee_ids":["2"]}`, "shift_management/shifts", "1 3"},
		{"shifts of a period", "POST", shifts, `{"author_id":"1","start_at":"2026-06-02T00:00:00Z","end_at":"2026-06-30T00:00:00Z"}`, "shift_management/shifts", "1 3"},
		{"no shifts", "POST", shifts, `{"author_id":"1","ids":[]}`, "shift_management/shifts", "1 2 3"},
		{"a shift that does not exist", "POST", shifts, `{"author_id":"1","ids":["77"]}`, "shift_management/shifts", "1 2 3"},
		{"enrolments by id", "POST", enrolments, `{"ids":["1"]}`, "trainings/training_memberships", "2 3 4"},
		{"all enrolments but those", "POST", enrolments, `{"ids":["1"],"training_id":"1","all":true}`, "trainings/training_memberships", "1 4"},
		{"all=false", "POST", enrolments, `{"ids":["1"],"training_id":"1","all":false}`, "trainings/training_memberships", "2 3 4"},
		{"time records of a day", "POST", "project_management/time_records/bulk_delete", `{"date":"2026-06-01","project_worker_id":"1"}`, "project_management/time_records", "3 4"},
		{"time records, an item with only an id", "POST", "project_management/time_records/bulk_process",
			`{"items":[{"time_record_id":"1"},{"time_record_id":"2","imputed_minutes":5},{"project_worker_id":"2","date":"2026-06-05","imputed_minutes":10}]}`,
			"project_management/time_records", "2 3 4 5"},
		{"an allowance with its balances", "DELETE", "timeoff/allowances/1", "", "timeoff/allowance_stats", "1/2/2026-10-01"},
		{"an allowance with its incidences", "DELETE", "timeoff/allowances/1", "", "timeoff/allowance_incidences", "2"},
		{"an allowance whose incidences move", "POST", "timeoff/allowances/delete_with_alt_allowance", `{"id":"1","alt_allowance_id":"2"}`, "timeoff/allowance_incidences", "1 2"},
		{"an inherited membership", "DELETE", "teams/memberships/1", "", "teams/memberships", "3"},
		{"a direct membership", "DELETE", "teams/memberships/3", "", "teams/memberships", "1 2"},
		{"a target with its evaluations", "DELETE", "performance/review_process_targets/1-1", "", "performance/review_evaluations", "3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := destroyServer(t)
			if status, body := do(t, srv, test.method, test.path, test.body); status >= 300 {
				t.Fatalf("%d %s", status, body)
			}
			var left []string
			for _, raw := range srv.Records(test.left) {
				left = append(left, fmt.Sprint(object(t, string(raw))["id"]))
			}
			if got := strings.Join(left, " "); got != test.want {
				t.Errorf("left are %q, want %q", got, test.want)
			}
		})
	}
}

func destroyServer(t *testing.T) *factorialtest.Server {
	t.Helper()
	srv := factorialtest.New(t, factorialtest.Seed(0), factorialtest.At(time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)))
	if err := srv.Load(strings.NewReader(destroyFixture)); err != nil {
		t.Fatal(err)
	}
	return srv
}

// fieldsOf returns one property of each record of a resource, by id.
func fieldsOf(t *testing.T, srv *factorialtest.Server, resource, name string) string {
	t.Helper()
	var all []string
	for _, raw := range srv.Records(resource) {
		r := object(t, string(raw))
		all = append(all, fmt.Sprintf("%v=%v", r["id"], r[name]))
	}
	return strings.Join(all, " ")
}

func TestCallsThatEndWhatTheyDoNotName(t *testing.T) {
	for _, test := range []struct {
		name, method, path, body    string
		resource, property, changed string
	}{
		{"workers of a project", "POST", "project_management/project_workers/bulk_assign", `{"employee_ids":["2","3"],"project_ids":["1"]}`,
			"project_management/project_workers", "assigned", "1=false 2=true 3=true 4=true"},
		{"workers of a project by its old name", "POST", "project_management/project_workers/bulk_assign", `{"employee_ids":["2"],"project_id":"1"}`,
			"project_management/project_workers", "assigned", "1=false 2=true 3=true"},
		{"a worker keeps the seat", "POST", "project_management/project_workers/unassign", `{"id":"1"}`,
			"project_management/project_workers", "assigned", "1=false 2=true 3=true"},
		{"workers of a phase", "POST", beta + "project_management/subproject_workers/bulk_assign", `{"subproject_id":"1","employee_ids":["3"]}`,
			"project_management/subproject_workers", "assigned", "1=false 2=false 3=true"},
		{"a worker of a phase keeps the seat", "POST", beta + "project_management/subproject_workers/unassign", `{"id":"1"}`,
			"project_management/subproject_workers", "assigned", "1=false 2=true"},
		{"cost centers of a person", "POST", "finance/cost_center_memberships/bulk_create_update",
			`{"employee_id":"1","company_id":"1","memberships":[{"cost_center_id":"2","start_date":"2026-10-20","percentage":1}]}`,
			"finance/cost_center_memberships", "end_date", "1=2026-10-20 2=<nil> 3=2025-12-31 4=<nil>"},
		{"the cost centers that a person keeps", "POST", "finance/cost_center_memberships/bulk_create_update",
			`{"employee_id":"1","company_id":"1","memberships":[{"id":"1","cost_center_id":"1","start_date":"2026-01-01","percentage":0.5}]}`,
			"finance/cost_center_memberships", "end_date", "1=<nil> 2=<nil> 3=2025-12-31"},
		{"no lines", "PUT", "procurement/purchase_orders/1",
			`{"id":"1","company_id":"1","formatted_po_number":"PO-1","description":"x","legal_entity_id":"1","cost":{"cents":1,"currency":"EUR"},"line_items_by_key":[]}`,
			"procurement/purchase_orders", "line_items_by_key", "1=[]"},
		{"incidences of an allowance that is deleted", "POST", "timeoff/allowances/delete_with_alt_allowance", `{"id":"1","alt_allowance_id":"2"}`,
			"timeoff/allowance_incidences", "timeoff_allowance_id", "1=2 2=2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := destroyServer(t)
			if status, body := do(t, srv, test.method, test.path, test.body); status >= 300 {
				t.Fatalf("%d %s", status, body)
			}
			if got := fieldsOf(t, srv, test.resource, test.property); got != test.changed {
				t.Errorf("%s is %q, want %q", test.property, got, test.changed)
			}
		})
	}
	srv := destroyServer(t)
	do(t, srv, http.MethodPut, "procurement/purchase_orders/1",
		`{"id":"1","company_id":"1","formatted_po_number":"PO-1","description":"x","legal_entity_id":"1","cost":{"cents":1,"currency":"EUR"}}`)
	if got := fieldsOf(t, srv, "procurement/purchase_orders", "line_items_by_key"); !strings.Contains(got, "id:2") {
		t.Errorf("a PUT without lines keeps them, and has %s", got)
	}
}

// The log of a request without a selector says what it did.
func TestTheLogSaysWhatACallDestroyed(t *testing.T) {
	srv := destroyServer(t)
	do(t, srv, http.MethodPost, "shift_management/shifts/bulk_delete", `{"author_id":"1"}`)
	do(t, srv, http.MethodPost, "trainings/training_memberships/bulk_destroy", `{"ids":["1"],"training_id":"1","all":true}`)
	for _, r := range srv.Requests() {
		if r.Hint == "" {
			t.Errorf("%s has no hint", r.Operation)
		}
	}
}
