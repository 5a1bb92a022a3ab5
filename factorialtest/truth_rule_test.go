package factorialtest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

func TestRulesOfTheRealAPI(t *testing.T) {
	const fixture = `{
"employees/employees": [{"id": "1"}, {"id": "2"}],
"project_management/projects": [{"id": "1"}, {"id": "2"}],
"project_management/project_workers": [
 {"id": "1", "project_id": "1", "employee_id": "1", "assigned": true}, {"id": "2", "project_id": "2", "employee_id": "1", "assigned": false}],
"procurement/purchase_orders": [{"id": "1", "status": "closed"}, {"id": "2", "status": "processing"}, {"id": "3", "status": "draft"}]}`
	order := `{"company_id":"1","formatted_po_number":"PO-1","description":"x","legal_entity_id":"1","cost":{"cents":1,"currency":"EUR"},"id":`
	const subscription = `{"subscription_type":"timeoff/leave/create","target_url":"https://hooks.test","company_id":"1"}`
	const employee = `{"company_id":"1","first_name":"Ada","last_name":"Falk","email":"ada@example.com"}`
	for _, test := range []struct {
		name, method, path, body string
		twice                    bool
		want                     int
	}{
		{"clock in to an own project", "POST", "attendance/shifts/toggle_clock", `{"employee_id":"1","clock_time":"2026-10-05T09:00:00","project_id":"1"}`, false, 200},
		{"clock in to a project that ended", "POST", "attendance/shifts/toggle_clock", `{"employee_id":"1","clock_time":"2026-10-05T09:00:00","project_id":"2"}`, false, 404},
		{"clock in to a project of others", "POST", "attendance/shifts/toggle_clock", `{"employee_id":"2","clock_time":"2026-10-05T09:00:00","project_id":"1"}`, false, 404},
		{"a company clocks in for nobody", "POST", "attendance/shifts/clock_in", `{"now":"2026-10-05T09:00:00"}`, false, 404},
		{"an open order", "PUT", "procurement/purchase_orders/3", order + `"3"}`, false, 200},
		{"a closed order", "PUT", "procurement/purchase_orders/1", order + `"1"}`, false, 409},
		{"an order in processing", "PUT", "procurement/purchase_orders/2", order + `"2"}`, false, 409},
		{"a second subscription of a type", "POST", "api_public/webhook_subscriptions", subscription, true, 422},
		{"a second employee with an email address", "POST", "employees/employees/create_with_contract", employee, true, 422},
		{"a second deletion", "DELETE", "timeoff/leaves/1", "", true, 404},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t)
			if err := srv.Load(strings.NewReader(fixture)); err != nil {
				t.Fatal(err)
			}
			if test.twice {
				if status, body := do(t, srv, test.method, test.path, test.body); status >= 300 {
					t.Fatalf("the first time: %d %s", status, body)
				}
			}
			if status, body := do(t, srv, test.method, test.path, test.body); status != test.want {
				t.Errorf("%d %s, want %d", status, body, test.want)
			}
		})
	}
}

// A shift whose request names a project books its time.
func TestShiftsBookTheTimeOfAProject(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	insert(t, srv, "employees/employees", map[string]any{"id": "1"})
	insert(t, srv, "project_management/projects", map[string]any{"id": "5"})
	insert(t, srv, "project_management/project_workers", map[string]any{"id": "7", "project_id": "5", "employee_id": "1", "assigned": true})
	for _, step := range []struct{ method, path, body, want string }{
		{"POST", "attendance/shifts/clock_in", `{"employee_id":"1","now":"2026-10-05T09:00:00","project_worker_id":"7"}`, "1=0"},
		{"POST", "attendance/shifts/clock_out", `{"employee_id":"1","now":"2026-10-05T10:30:00"}`, "1=90"},
		{"PUT", "attendance/shifts/1", `{"id":"1","clock_out":"11:00"}`, "1=120"},
		{"POST", "attendance/shifts/toggle_clock", `{"employee_id":"1","clock_time":"2026-10-05T12:00:00","project_id":"5"}`, "1=120 2=0"},
		{"POST", "attendance/shifts/toggle_clock", `{"employee_id":"1","clock_time":"2026-10-05T12:10:00"}`, "1=120 2=10"},
		{"POST", "attendance/shifts/clock_in", `{"employee_id":"1","now":"2026-10-05T13:00:00"}`, "1=120 2=10"},
	} {
		if status, body := do(t, srv, step.method, step.path, step.body); status >= 300 {
			t.Fatalf("%s: %d %s", step.path, status, body)
		}
		if got := fieldsOf(t, srv, "project_management/time_records", "imputed_minutes"); got != step.want {
			t.Errorf("after %s: %q, want %q", step.path, got, step.want)
		}
	}
	if p := list(t, srv, "attendance/worked_times?ids[]=1_2026-10-05&include_non_attendable_employees=true"); p.Data[0]["tracked_minutes"] != 130.0 {
		t.Errorf("the day is %v", p.Data)
	}
}

func TestATaskHasAnAuthor(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0),
		factorialtest.WithCredential(factorialtest.Credential{Key: factorialtest.DefaultAPIKey}),
		factorialtest.WithCredential(factorialtest.Credential{Key: "of-a-user", EmployeeID: "3"}))
	insert(t, srv, "employees/employees", map[string]any{"id": "1", "active": false}, map[string]any{"id": "2", "active": true}, map[string]any{"id": "3", "active": true})
	for _, test := range []struct{ key, body, want string }{
		{"", `{"name":"a","status":"todo"}`, "2"},
		{"", `{"name":"a","status":"todo","author_employee_id":"1"}`, "1"},
		{"of-a-user", `{"name":"a","status":"todo"}`, "3"},
	} {
		status, body := doAs(t, srv, test.key, http.MethodPost, "tasks/tasks", test.body)
		if status != http.StatusCreated || object(t, body)["author_employee_id"] != test.want {
			t.Errorf("%q %s: %d %s, want %s", test.key, test.body, status, body, test.want)
		}
	}
}

// A record that the fake makes up has words that each version of the API has.
func TestMadeUpRecordsHaveTheWordsOfEachVersion(t *testing.T) {
	api, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	srv := factorialtest.New(t)
	words := 0
	for _, op := range api.Operations {
		if op.Answer != "page" || op.Method != http.MethodGet {
			continue
		}
		for _, version := range api.Versions {
			if version < op.Since || op.Until != "" && version > op.Until {
				continue
			}
			status, body := do(t, srv, http.MethodGet, resourcesAt(version)+op.Path, "")
			if status != http.StatusOK {
				continue // the list demands a filter
			}
			data, _ := object(t, body)["data"].([]any)
			for _, r := range data {
				record, _ := r.(map[string]any)
				for _, p := range api.Schemas[op.Schema].Properties {
					word, ok := record[p.Name].(string)
					if !ok || len(p.Enum) == 0 || !slices.Contains(p.Enum, word) {
						continue
					}
					words++
					if until := p.EnumUntil[word]; version < p.EnumSince[word] || until != "" && version > until {
						t.Errorf("%s: %s of a record of %s is %s, which the version lacks", version, p.Name, op.Path, word)
					}
				}
			}
		}
	}
	if words < 100 {
		t.Errorf("only %d words were compared", words)
	}
}
