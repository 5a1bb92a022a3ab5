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
