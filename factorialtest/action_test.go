package factorialtest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestActionsHaveTheirEffect(t *testing.T) {
	for _, test := range []struct {
		name, path, body string
		record           string // the record to look at
		contains         map[string]any
	}{
		{"approving a leave", "timeoff/leaves/approve", `{"id":"2"}`, "timeoff/leaves/2", map[string]any{"approved": true}},
		{"rejecting a leave", "timeoff/leaves/reject", `{"id":"2","reason":"no"}`, "timeoff/leaves/2", map[string]any{"approved": false, "reason": "no"}},
		{"terminating", "employees/employees/terminate", `{"id":"9","terminated_on":"2020-01-31"}`, "employees/employees/9", map[string]any{"active": false, "terminated_on": "2020-01-31"}},
		{"terminating in the future", "employees/employees/terminate", `{"id":"9","terminated_on":"2999-01-31"}`, "employees/employees/9", map[string]any{"active": true, "terminated_on": "2999-01-31"}},
		{"taking it back", "employees/employees/unterminate", `{"id":"9"}`, "employees/employees/9", map[string]any{"active": true, "terminated_on": nil}},
		{"paying expenses", "expenses/expensables/bulk_set_to_paid", `{"ids":["1"]}`, "expenses/expensables?ids[]=1", map[string]any{"status": "paid"}},
		{"renaming", "project_management/subprojects/rename", `{"id":"1","name":"New"}`, "project_management/subprojects/1", map[string]any{"name": "New"}},
		{"updating many", "tasks/tasks/bulk_update", `{"tasks":[{"id":"1","name":"Other"}]}`, "tasks/tasks/1", map[string]any{"name": "Other"}},
		{"moving a team", "teams/teams/move", `{"id":"3","destination_parent_team_id":"2"}`, "teams/teams/3", map[string]any{"parent_team_id": "2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.name == "moving a team" {
				needs(t, "teams.Teams.Move")
			}
			srv := factorialtest.New(t)
			if status, body := do(t, srv, http.MethodPost, test.path, test.body); status != http.StatusOK {
				t.Fatalf("%d %s", status, body)
			}
			status, body := do(t, srv, http.MethodGet, test.record, "")
			if status != http.StatusOK {
				t.Fatalf("%d %s", status, body)
			}
			record := object(t, body)
			if data, ok := record["data"].([]any); ok {
				record, _ = data[0].(map[string]any)
			}
			for name, want := range test.contains {
				if record[name] != want {
					t.Errorf("%s is %v, want %v", name, record[name], want)
				}
			}
		})
	}
}

func TestArchivingAndBack(t *testing.T) {
	srv := factorialtest.New(t)
	for _, step := range []struct {
		action   string
		archived bool
	}{{"archive", true}, {"unarchive", false}} {
		status, body := do(t, srv, http.MethodPost, "locations/work_areas/"+step.action, `{"id":"1"}`)
		if at := object(t, body)["archived_at"]; status != http.StatusOK || (at != nil) != step.archived {
			t.Errorf("%s: %d %s", step.action, status, body)
		}
	}
}

func TestActionsOnMany(t *testing.T) {
	needs(t, "timeoff.Leaves.BulkDelete")
	srv := factorialtest.New(t)
	before := list(t, srv, "timeoff/leaves").Meta.Total
	status, body := do(t, srv, http.MethodPost, "timeoff/leaves/bulk_delete", `{"ids":["1","2","3"]}`)
	var gone []map[string]any
	if err := json.Unmarshal([]byte(body), &gone); status != http.StatusOK || err != nil || len(gone) != 3 {
		t.Fatalf("%d %s", status, body)
	}
	if after := list(t, srv, "timeoff/leaves").Meta.Total; after != before-3 {
		t.Errorf("%d of %d are left", after, before)
	}
	if _, body = do(t, srv, http.MethodPost, "tasks/tasks/copy", `{"id":"1","name":"Twin"}`); object(t, body)["name"] != "Twin" {
		t.Errorf("a copy: %s", body)
	}
	status, body = do(t, srv, http.MethodPost, "trainings/session_access_memberships/bulk_create", `{"session_id":"1","notify":false,"access_ids":["700005","700006"]}`)
	var members []map[string]any
	if err := json.Unmarshal([]byte(body), &members); status != http.StatusOK || err != nil || len(members) != 2 || members[1]["access_id"] != "700006" {
		t.Errorf("one for each: %d %s", status, body)
	}
	status, body = do(t, srv, http.MethodPost, "documents/documents/move_to_trash_bin", `{"document_ids":["4"]}`)
	if trash := list(t, srv, "documents/documents?by_trash_bin=true"); status != http.StatusOK || trash.ids() != "4" {
		t.Errorf("the trash has %q: %s", trash.ids(), body)
	}
	do(t, srv, http.MethodPost, "documents/documents/restore_from_trash_bin", `{"document_ids":["4"]}`)
	if trash := list(t, srv, "documents/documents?by_trash_bin=true"); trash.ids() != "" {
		t.Errorf("the trash has %q", trash.ids())
	}
	_, body = do(t, srv, http.MethodPost, "teams/memberships/move", `{"id":"9","destination_team_id":"3"}`)
	if object(t, body)["team_id"] != "3" {
		t.Errorf("the membership: %s", body)
	}
	_, body = do(t, srv, http.MethodGet, "teams/teams/3", "")
	if members, _ := object(t, body)["employee_ids"].([]any); len(members) == 0 || members[len(members)-1] != "9" {
		t.Errorf("the team: %v", members)
	}
}

func TestTheCompanyRefersToItself(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(60))
	exists := func(resource string, id any) bool {
		return len(list(t, srv, resource+"?ids[]="+id.(string)).Data) == 1
	}
	for _, e := range list(t, srv, "employees/employees").Data {
		if m := e["manager_id"]; m != nil && !exists("employees/employees", m) || !exists("locations/locations", e["location_id"]) || !exists("companies/legal_entities", e["legal_entity_id"]) {
			t.Errorf("employee %v refers to nobody", e["id"])
		}
	}
	for _, l := range list(t, srv, "timeoff/leaves").Data {
		if !exists("employees/employees", l["employee_id"]) || !exists("timeoff/leave_types", l["leave_type_id"]) {
			t.Errorf("leave %v refers to nobody", l["id"])
		}
	}
	total := 0
	for _, team := range list(t, srv, "teams/teams").Data {
		members, _ := team["employee_ids"].([]any)
		total += len(members)
		if len(members) < 2 {
			t.Errorf("team %v has %d members", team["id"], len(members))
		}
	}
	if total < 60 {
		t.Errorf("the teams have %d members", total)
	}
}

func TestAnEmptyCompany(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	p := list(t, srv, "employees/employees")
	if len(p.Data) != 0 || p.Meta.Total != 0 || p.Meta.HasNextPage || p.Meta.EndCursor != "" {
		t.Errorf("got %+v", p)
	}
	if who := list(t, srv, "api_public/credentials"); len(who.Data) != 1 {
		t.Errorf("the credential: %+v", who)
	}
}
