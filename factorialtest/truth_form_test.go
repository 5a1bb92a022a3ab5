package factorialtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// Rails takes a form like JSON. The spec gives the types of its fields.
func TestFormsAreTakenLikeJSON(t *testing.T) {
	for _, test := range []struct {
		name, path, form string
		status           int
		want             map[string]any
	}{
		{
			"texts, booleans and nothing", "employees/employees/create_with_contract", "company_id=1&first_name=Ada+%26+Co&last_name=Falk&email=a%40b.example", 200,
			map[string]any{"first_name": "Ada & Co", "full_name": "Ada & Co Falk"},
		},
		{
			"dates and integers", "timeoff/leaves", "employee_id=1&leave_type_id=2&start_on=2028-05-05&finish_on=2028-05-06&hours_amount_in_cents=400", 201,
			map[string]any{"employee_id": "1", "hours_amount_in_cents": 400.0, "start_on": "2028-05-05"},
		},
		{"a list", "tasks/tasks", "name=Call&status=todo&assignee_ids%5B%5D=700001&assignee_ids[]=700002", 201, map[string]any{"assignee_ids": []any{"700001", "700002"}}},
		{"an empty list", "tasks/tasks", "name=Call&status=todo&assignee_ids[]=", 201, map[string]any{"assignee_ids": []any{}}},
		{"an integer that is none", "timeoff/leaves", "employee_id=1&start_on=2028-05-05&hours_amount_in_cents=many", 422, nil},
		{"an unknown field", "timeoff/leaves", "employee_id=1&start_on=2028-05-05&colour=red", 422, nil},
		{"a list in a list", "tasks/tasks", "name=Call&status=todo&assignee_ids[][]=700001", 400, nil},
		{"a list in a list of objects", "tasks/tasks", "name=Call&status=todo&assignee_ids[][][id]=700001", 400, nil},
		{"no form at all", "timeoff/leaves", "%zz", 400, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t)
			status, body := send(t, srv, http.MethodPost, test.path, test.form, formHeader())
			if status != test.status {
				t.Fatalf("%d %s, want %d", status, body, test.status)
			}
			for name, want := range test.want {
				if got := object(t, body)[name]; !equalJSON(got, want) {
					t.Errorf("%s is %v, want %v", name, got, want)
				}
			}
		})
	}
}

func formHeader() http.Header {
	return http.Header{
		"X-Api-Key":    {factorialtest.DefaultAPIKey},
		"Content-Type": {"application/x-www-form-urlencoded; charset=utf-8"},
	}
}

// A body with objects within objects and lists gives the same record as a form and as JSON.
func TestFormsNest(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	// An object of the list begins with the first name that the one before it has.
	const memberships = "employee_id=1&company_id=1&" +
		"memberships[][cost_center_id]=7&memberships[][start_date]=2026-01-01&memberships[][percentage]=0.25&" +
		"memberships[][cost_center_id]=8&memberships[][start_date]=2026-01-02&memberships[][percentage]=0.75"
	status, body := send(t, srv, http.MethodPost, "finance/cost_center_memberships/bulk_create_update", memberships, formHeader())
	if status >= 300 || !strings.Contains(body, `"percentage":0.25`) || !strings.Contains(body, `"cost_center_id":"8"`) {
		t.Errorf("a list of objects: %d %s", status, body)
	}
	form := url.Values{"description": {"Chairs"}, "company_id": {"1"}, "legal_entity_id": {"1"}, "formatted_po_number": {"PO-1"},
		"cost[cents]": {"1200"}, "cost[currency]": {"EUR"}, "id": {"1"}}
	insert(t, srv, "procurement/purchase_orders", map[string]any{"id": "1"})
	status, body = send(t, srv, http.MethodPut, "procurement/purchase_orders/1", form.Encode(), formHeader())
	if status != http.StatusOK || !strings.Contains(body, `"cents":1200`) {
		t.Errorf("an object: %d %s", status, body)
	}
}

func equalJSON(a, b any) bool {
	x, isList := a.([]any)
	y, both := b.([]any)
	if !isList || !both {
		return !isList && !both && a == b
	}
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] {
			return false
		}
	}
	return true
}
