package factorialtest_test

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// testdata/unhandled.txt lists the parameters that the fake ignores, with the reasons. A new one in
// a later version of the API fails here: find a rule for it, or add it to the list.
func TestParametersWithoutARule(t *testing.T) {
	listed, err := os.ReadFile("testdata/unhandled.txt")
	if err != nil {
		t.Fatal(err)
	}
	api, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for line := range strings.Lines(string(listed)) {
		line, until, limited := strings.Cut(strings.TrimSpace(line), " until ")
		if line != "" && line[0] != '#' && (!limited || newest(api) <= until) {
			want = append(want, line)
		}
	}
	srv := factorialtest.New(t)
	parameters := 0
	var got []string
	for _, op := range api.Operations {
		if op.Answer != "page" || op.Method != http.MethodGet {
			continue
		}
		parameters += len(op.Query)
		for version, query := range queries(api, op) {
			if status, body := do(t, srv, http.MethodGet, resourcesAt(version)+op.Path+"?"+query.Encode(), ""); status != http.StatusOK {
				t.Errorf("%s returns %d %s", op.Name, status, body)
			}
			requests := srv.RequestsTo(op.Name)
			for _, name := range requests[len(requests)-1].Unhandled {
				got = append(got, op.Name+" "+name)
			}
		}
	}
	if parameters < 600 {
		t.Fatalf("only %d parameters were tried", parameters)
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("there is no rule for %s, and it is not listed", line)
		}
	}
	for _, line := range want {
		if op, parameter, _ := strings.Cut(line, " "); !slices.Contains(got, line) && isParameter(api, op, parameter) {
			t.Errorf("%s is listed, and has a rule or is gone", line)
		}
	}
}

// newest returns the newest version in the tables.
func newest(api *apitable.API) string { return slices.Max(append(api.Versions, api.Version)) }

// queries returns all parameters of a list, each at a version that has it.
func queries(api *apitable.API, op apitable.Operation) map[string]url.Values {
	country := slices.ContainsFunc(op.Query, func(p apitable.Property) bool { return p.Name == "country" })
	all := make(map[string]url.Values)
	at := func(version string) url.Values {
		if all[version] == nil {
			all[version] = make(url.Values)
			if country { // the API demands it
				all[version].Set("country", "es")
			}
		}
		return all[version]
	}
	at(versionOf(api, op.Since, op.Until))
	for _, p := range op.Query {
		query := at(versionOf(api, cmp.Or(p.Since, op.Since), cmp.Or(p.Until, op.Until)))
		if p.Ref != "" {
			query.Set(p.Name+"["+api.Schemas[p.Ref].Properties[0].Name+"]", "1")
		} else {
			query.Set(p.Name, argument(p))
		}
	}
	return all
}

// isParameter reports whether any version in the tables has a parameter of an operation. The list
// also has parameters of other versions.
func isParameter(api *apitable.API, name, parameter string) bool {
	for _, op := range api.Operations {
		for _, p := range op.Query {
			if op.Name == name && p.Name == parameter {
				return true
			}
		}
	}
	return false
}

// argument returns a valid value of a parameter.
func argument(p apitable.Property) string {
	v := p.Value
	if v.Items != nil {
		v = *v.Items
	}
	switch {
	case len(v.Enum) > 0:
		return v.Enum[0]
	case v.Type == "boolean":
		return "true"
	case v.Format == "date":
		return "2026-10-01"
	case v.Format == "date-time":
		return "2026-10-01T00:00:00Z"
	}
	return "1"
}

// Some filters follow from the name of a parameter only indirectly. Each row tests a rule or a
// special parameter.
func TestFiltersFollowNames(t *testing.T) {
	today := time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)
	srv := factorialtest.New(t, factorialtest.Seed(0), factorialtest.At(today))
	if err := srv.Load(strings.NewReader(known(t, srv, filterFixture))); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, path, want string }{
		// Properties with a slightly different name.
		{"the end of a property's name", "payroll/supplements?compensation_id=5", "2"},
		{"the beginning of a property's name", "custom_fields/fields?label=Size", "1"},
		{"the domain before the name", "expenses/expenses?card_ids[]=7", "1"},
		{"ids by the name alone", "posts/posts?groups[]=2", "2"},
		{"an access instead of a person", "performance/review_evaluations?reviewer_ids[]=700001", "1"},
		{"the same words to choose from", "performance/review_evaluations?reviewer_strategies[]=peers", "2"},
		{"the id of what is listed", "timeoff/leave_types?leave_type_id=2", "2"},
		{"a country by its id", "companies/legal_entities?country_ids[]=pt", "2"},
		{"enabled is a status", "finance/categories?statuses[]=disabled", "2"},
		{"is_ before the name", "documents/documents?by_pending_assignment=true", "1"},
		{"has_ before the name", "bookkeepers_management/incidences?contains_message=false", "2"},
		{"what it is attached to", "custom_resources/resources?employee_ids[]=1", "1"},
		{"what that is attached to", "custom_resources/values?employee_ids[]=1", "1"},
		{"the company of all", "finance/cost_center_memberships?company_id=1&only_active=false", "1 2"},
		{"another company", "finance/cost_center_memberships?company_id=2", ""},
		// Properties of other records.
		{"what a record refers to", "it_management/it_assets?asset_category_ids[]=00000000-0000-4000-8000-000000000009", "2"},
		{"a word of what it refers to", "it_management/it_assets?type_names[]=laptop", "1"},
		{"one of several that it refers to", "ats/candidates?team_ids[]=4", "2"},
		{"who refers to it", "companies/legal_entities?employees_ids[]=2&employees_ids[]=3", "2"},
		{"who works there", "locations/locations?employee_ids[]=1", "1"},
		{"the holidays of who works there", "holidays/company_holidays?employee_ids[]=2", "2"},
		{"the holidays of a team", "holidays/company_holidays?team_ids[]=2", "2"},
		{"two references away", "trainings/session_access_memberships?team_ids[]=2", "2"},
		{"what connects the two", "trainings/sessions?employee_id=1", "1"},
		{"what connects a project", "project_management/imputable_projects?employee_ids[]=2", "2"},
		{"a property with the referred to before it", "finance/journal_lines?journal_entry_types[]=bill", "2"},
		{"a state of the referred to", "project_management/project_workers?project_active=false", "2"},
		{"the task of a project task is done", "project_management/project_tasks?completed=true", "2"},
		{"the task of a project task is overdue", "project_management/project_tasks?overdue=true", "1"},
		{"the task of a project task is due later", "project_management/project_tasks?due_status=due_in_future", "3"},
		{"tasks that are due", "tasks/tasks?already_due=true", "1 2"},
		{"who takes part in a task", "tasks/tasks?involvee_id=3", "2 3"},
		{"a name of the referred to", "trainings/training_memberships?search=falk", "2"},
		{"managed by somebody", "performance/review_process_targets?managed_by_filter[manager_employee_id]=1", "2-1 3-1"},
		{"managed by somebody directly", "performance/review_process_targets?managed_by_filter[manager_employee_id]=1&managed_by_filter[only_direct_reports]=true", "2-1"},
		{"managed by nobody", "performance/review_process_targets?without_manager=true", "1-1"},
		// States.
		{"in force today", "finance/cost_center_memberships?only_active=true", "2"},
		{"the plan in force", "time_planning/planning_versions?only_active=true", "2"},
		{"without drafts", "expenses/per_diems?exclude_drafts=true", "2"},
		{"with drafts", "expenses/per_diems?exclude_drafts=false", "1 2"},
		{"without manual drafts", "expenses/expenses?include_manual_drafts=false", "2 3"},
		{"published, by the state", "shift_management/shifts?only_published=true", "2"},
		{"with what is pending or not", "timeoff/leaves?include_pending=false", "1 2"},
		{"without what is grouped", "expenses/expensables?include_grouped=false", "1"},
		{"of no client", "project_management/projects?no_clients=true", "1"},
		{"the last of each conversation", "ats/messages?last_per_conversation=true", "2 3"},
		{"the last shift of each", "attendance/shifts?latest_shift=true", "2 3"},
		{"the last shift of work of each", "attendance/shifts?last_working_shift=true", "1 3"},
		{"categories without their subcategories", "finance/categories?category_level=category", "1"},
		{"reconciled", "finance/journal_lines?reconciliation_status=reconciled", "1"},
		{"rated", "ats/candidates?minimum_average_rating=4", "1"},
		// Times.
		{"a period under another name", "banking/transactions?from=2026-05-02&to=2026-05-09", "2"},
		{"what is active on a day", "finance/cost_centers?include_actives_on_date=2026-06-01", "1"},
		{"begun is created", "integrations/sync_runs?created_at_gteq=2026-02-01T00:00:00Z", "2"},
		{"changes", "contracts/contract_version_histories?changes_gteq=2026-02-01", "2"},
		{"a period of the referred to", "timeoff/french_leave_day_counts?from=2026-02-01&to=2026-12-31", " "},
	} {
		t.Run(test.name, func(t *testing.T) {
			resource, _, _ := strings.Cut(test.path, "?")
			if !slices.Contains(srv.Resources(), resource) {
				t.Skipf("%s does not have %s", srv.APIVersion(), resource)
			}
			p := list(t, srv, test.path)
			if p.ids() != test.want {
				t.Errorf("got %q, want %q", p.ids(), test.want)
			}
		})
	}
}

// known returns a fixture without the resources that no version in the tables has: the module can
// be generated for older versions too.
func known(t *testing.T, srv *factorialtest.Server, fixture string) string {
	t.Helper()
	var records map[string]json.RawMessage
	if err := json.Unmarshal([]byte(fixture), &records); err != nil {
		t.Fatal(err)
	}
	resources := srv.Resources()
	maps.DeleteFunc(records, func(resource string, _ json.RawMessage) bool { return !slices.Contains(resources, resource) })
	text, err := json.Marshal(records)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const filterFixture = `{
"employees/employees": [
 {"id": "1", "access_id": "700001", "full_name": "Ada Serra", "location_id": "1", "legal_entity_id": "1"},
 {"id": "2", "access_id": "700002", "full_name": "Bo Falk", "location_id": "2", "legal_entity_id": "2", "manager_id": "1"},
 {"id": "3", "access_id": "700003", "full_name": "Cy Serra", "location_id": "2", "legal_entity_id": "2", "manager_id": "2"}],
"locations/locations": [{"id": "1"}, {"id": "2"}],
"companies/legal_entities": [{"id": "1", "country": "es"}, {"id": "2", "country": "pt"}],
"teams/teams": [{"id": "1", "employee_ids": ["1"]}, {"id": "2", "employee_ids": ["2", "3"]}],
"payroll/supplements": [{"id": "1", "contracts_compensation_id": "4"}, {"id": "2", "contracts_compensation_id": "5"}],
"custom_fields/fields": [{"id": "1", "label_text": "Size"}, {"id": "2", "label_text": "Colour"}],
"custom_resources/resources": [
 {"id": "1", "attachable_type": "Employee", "attachable_id": "1"}, {"id": "2", "attachable_type": "Team", "attachable_id": "1"}],
"custom_resources/values": [{"id": "1", "resource_id": "1"}, {"id": "2", "resource_id": "2"}],
"expenses/expenses": [
 {"id": "1", "expenses_card_id": "7", "status": "draft", "creation_type": "manual"},
 {"id": "2", "status": "draft", "creation_type": "automatic"}, {"id": "3", "status": "paid", "creation_type": "manual"}],
"expenses/per_diems": [{"id": "1", "status": "draft"}, {"id": "2", "status": "paid"}],
"expenses/expensables": [{"id": "1", "group_id": null}, {"id": "2", "group_id": "1"}],
"posts/posts": [{"id": "1", "posts_group_id": "1"}, {"id": "2", "posts_group_id": "2"}],
"performance/review_evaluations": [
 {"id": "1", "reviewer_access_id": "700001", "evaluation_type": "self"},
 {"id": "2", "reviewer_access_id": "700002", "evaluation_type": "peers"}],
"performance/review_process_targets": [
 {"id": "1-1", "access_id": "700001"}, {"id": "2-1", "access_id": "700002"}, {"id": "3-1", "access_id": "700003"}],
"timeoff/leave_types": [{"id": "1"}, {"id": "2"}],
"timeoff/leaves": [{"id": "1", "approved": true, "start_on": "2026-01-01", "finish_on": "2026-01-05"},
 {"id": "2", "approved": null, "start_on": "2026-03-01", "finish_on": "2026-03-05"}],
"timeoff/french_leave_day_counts": [{"leave_id": "1"}, {"leave_id": "2"}, {"leave_id": "2"}],
"finance/categories": [{"id": "1", "enabled": true}, {"id": "2", "enabled": false, "parent_category_id": "1"}],
"finance/cost_centers": [{"id": "1"}, {"id": "2", "deactivation_date": "2026-05-31"}],
"finance/cost_center_memberships": [
 {"id": "1", "start_date": "2026-01-01", "end_date": "2026-10-19"}, {"id": "2", "start_date": "2026-10-20", "end_date": null}],
"finance/journal_entries": [{"id": "1", "type": "bank"}, {"id": "2", "type": "bill"}],
"finance/journal_lines": [
 {"id": "1", "journal_entry_id": "1", "fully_reconciled_at": "2026-01-01T00:00:00Z"}, {"id": "2", "journal_entry_id": "2"}],
"documents/documents": [{"id": "1", "is_pending_assignment": true}, {"id": "2", "is_pending_assignment": false}],
"bookkeepers_management/incidences": [{"id": "1", "has_message": true}, {"id": "2", "has_message": false}],
"it_management/it_asset_models": [
 {"id": "1", "type_name": "laptop", "asset_category_id": "00000000-0000-4000-8000-000000000008"},
 {"id": "2", "type_name": "phone", "asset_category_id": "00000000-0000-4000-8000-000000000009"}],
"it_management/it_assets": [{"id": "1", "it_asset_model_id": "1"}, {"id": "2", "it_asset_model_id": "2"}],
"ats/job_postings": [{"id": "1", "team_id": "3"}, {"id": "2", "team_id": "4"}],
"ats/candidates": [{"id": "1", "ats_job_posting_ids": ["1"]}, {"id": "2", "ats_job_posting_ids": ["1", "2"]}],
"ats/applications": [{"id": "1", "ats_candidate_id": "1", "rating_average": 4}, {"id": "2", "ats_candidate_id": "2", "rating_average": 3}],
"ats/messages": [
 {"id": "1", "ats_conversation_id": "1", "created_at": "2026-01-01T00:00:00Z"},
 {"id": "2", "ats_conversation_id": "1", "created_at": "2026-01-02T00:00:00Z"},
 {"id": "3", "ats_conversation_id": "2", "created_at": "2026-01-01T00:00:00Z"}],
"holidays/company_holidays": [{"id": "1", "location_id": "1"}, {"id": "2", "location_id": "2"}],
"trainings/sessions": [{"id": "1"}, {"id": "2"}],
"trainings/session_access_memberships": [
 {"id": "1", "session_id": "1", "employee_id": "1", "access_id": "700001"},
 {"id": "2", "session_id": "2", "employee_id": "2", "access_id": "700002"}],
"trainings/training_memberships": [
 {"id": "1", "employee_id": "1", "access_id": "700001"}, {"id": "2", "employee_id": "2", "access_id": "700002"}],
"project_management/projects": [{"id": "1", "status": "active"}, {"id": "2", "status": "closed", "client_id": "8"}],
"project_management/imputable_projects": [{"id": "1"}, {"id": "2"}],
"project_management/project_workers": [
 {"id": "1", "project_id": "1", "employee_id": "1"}, {"id": "2", "project_id": "2", "employee_id": "2"}],
"project_management/project_tasks": [{"id": "1", "task_id": "1"}, {"id": "2", "task_id": "2"}, {"id": "3", "task_id": "3"}],
"tasks/tasks": [
 {"id": "1", "due_on": "2026-10-19", "assignee_ids": [], "author_employee_id": "1"},
 {"id": "2", "due_on": "2026-10-20", "assignee_ids": [], "completed_at": "2026-10-01T00:00:00Z", "author_employee_id": "3"},
 {"id": "3", "due_on": "2026-10-21", "assignee_ids": ["3", "4"], "author_employee_id": "1"}],
"time_planning/planning_versions": [
 {"id": "1", "employee_id": "1", "effective_at": "2026-01-01"}, {"id": "2", "employee_id": "1", "effective_at": "2026-10-20"},
 {"id": "3", "employee_id": "1", "effective_at": "2026-10-21"}],
"shift_management/shifts": [{"id": "1", "state": "draft"}, {"id": "2", "state": "published"}],
"attendance/shifts": [
 {"id": "1", "employee_id": "1", "date": "2026-10-01", "clock_in": "08:00", "workable": true},
 {"id": "2", "employee_id": "1", "date": "2026-10-01", "clock_in": "12:00", "workable": false},
 {"id": "3", "employee_id": "2", "date": "2026-10-02", "clock_in": "08:00", "workable": true}],
"banking/transactions": [{"id": "1", "booking_date": "2026-05-01"}, {"id": "2", "booking_date": "2026-05-09"}],
"integrations/sync_runs": [{"id": "1", "started_at": "2026-01-01T00:00:00Z"}, {"id": "2", "started_at": "2026-03-01T00:00:00Z"}],
"contracts/contract_version_histories": [{"id": "1", "changed_at": "2026-01-01T00:00:00Z"}, {"id": "2", "changed_at": "2026-03-01T00:00:00Z"}]
}`

// A list can filter by changes that its records do not show: the store knows when they changed.
func TestChangesAreFoundWhereTheRecordsDoNotShowThem(t *testing.T) {
	day := time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)
	srv := factorialtest.New(t, factorialtest.Seed(0), factorialtest.At(day))
	insert(t, srv, "project_management/subprojects", map[string]any{"id": "1"}, map[string]any{"id": "2"})
	srv.Advance(24 * time.Hour)
	if status, body := do(t, srv, http.MethodPost, "project_management/subprojects/rename", `{"id": "2", "name": "Other"}`); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	for since, want := range map[string]string{"2026-10-20": "1 2", "2026-10-21": "2", "2026-10-22": ""} {
		if p := list(t, srv, "project_management/subprojects?updated_after="+since); p.ids() != want {
			t.Errorf("since %s: got %q, want %q", since, p.ids(), want)
		}
	}
}
