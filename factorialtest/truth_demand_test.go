package factorialtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

const beta = "/api/2027-01-01/resources/"

// Some lists need one of several filters. Most parameters that the spec calls required are not
// enforced.
func TestListsDemandFilters(t *testing.T) {
	srv := factorialtest.New(t)
	for _, test := range []struct {
		path string
		want int
	}{
		{"compensations/additional_compensations", 400},
		{"compensations/additional_compensations?limit=5", 400},
		{"compensations/additional_compensations?ids[]=1", 200},
		{"compensations/additional_compensations?contract_version_ids[]=1", 200},
		{"compensations/additional_compensations?employee_ids[]=1", 200},
		{"compensations/additional_compensations?payroll_concept_ids[]=1", 200},
		{"timeoff/french_leave_day_counts", 400},
		{"timeoff/french_leave_day_counts?employee_ids[]=1", 400},
		{"timeoff/french_leave_day_counts?from=2026-01-01", 400},
		{"timeoff/french_leave_day_counts?from=2026-01-01&to=2026-01-31", 200},
		{"timeoff/french_leave_day_counts?leave_ids[]=1", 200},
		{"contracts/contract_activity_periods", 400},
		{"contracts/contract_activity_periods?contract_id=1", 200},
		{"contracts/contract_version_meta_data", 400},
		{"contracts/contract_version_meta_data?contract_version_ids[]=1", 200},
		{"timeoff/leave_types", 200},
		{"timeoff/leave_types?employee_id=1", 400},
		{"timeoff/leave_types?reference_date=2026-10-01", 200},
		{"timeoff/leave_types?employee_id=1&reference_date=2026-10-01", 200},
		{"attendance/estimated_times", 400},
		{"attendance/estimated_times?start_on=2026-10-01&end_on=2026-10-02", 400},
		{"attendance/estimated_times?start_on=2026-10-01&end_on=2026-10-02&employee_ids[]=1", 200},
		{"project_management/exportable_expenses?start_date=2026-10-01&end_date=2026-10-02", 400},
		{"project_management/exportable_expenses?start_date=2026-10-01&end_date=2026-10-02&project_ids[]=1", 200},
		{"payroll_employees/identifiers", 400},
		{"payroll_employees/identifiers?country=de", 200},
		{beta + "compensations/payroll_run_participants", 400},
		{beta + "compensations/payroll_run_participants?payroll_run_ids[]=1", 200},
		{beta + "cost_centers/resource_distributions?resource_type=expense", 400},
		{beta + "cost_centers/resource_distributions?resource_type=expense&resource_ids[]=1", 200},
		// What the spec calls required, and the API does not.
		{"employees/employees", 200},
		{"time_planning/planned_breaks", 200},
		{"contracts/reference_contracts", 200},
		{"documents/documents", 200},
	} {
		if status, body := do(t, srv, http.MethodGet, test.path, ""); status != test.want {
			t.Errorf("%s returns %d %s, want %d", test.path, status, body, test.want)
		}
	}
}

func TestCallsHaveLimits(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(200))
	many := func(name string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "&%s=%d", name, i+1)
		}
		return "?" + b.String()[1:]
	}
	for _, test := range []struct {
		path string
		want int
	}{
		{"timeoff/allowance_stats" + many("employee_ids[]", 25), 200},
		{"timeoff/allowance_stats" + many("employee_ids[]", 26), 400},
		{beta + "employees/employees" + many("identifiers[]", 100), 200},
		{beta + "employees/employees" + many("identifiers[]", 101), 400},
		{beta + "employees/employees" + many("social_security_numbers[]", 101), 400},
		{beta + "compensations/payroll_run_participants" + many("payroll_run_ids[]", 5), 200},
		{beta + "compensations/payroll_run_participants" + many("payroll_run_ids[]", 6), 400},
		{beta + "cost_centers/resource_distributions" + many("resource_ids[]", 100) + "&resource_type=expense", 200},
		{beta + "cost_centers/resource_distributions" + many("resource_ids[]", 101) + "&resource_type=expense", 400},
		{"employees/employees" + many("ids[]", 150), 200},
	} {
		if status, body := do(t, srv, http.MethodGet, test.path, ""); status != test.want {
			t.Errorf("%.60s returns %d %.200s, want %d", test.path, status, body, test.want)
		}
	}
	ids := func(n int) string { return `{"ids":["1"` + strings.Repeat(`,"1"`, n-1) + `]}` }
	leaves := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`{"employee_id":"%d","leave_type_id":"1","start_on":"2027-06-01","finish_on":"2027-06-01"}`, i+1))
		}
		return `{"leaves":[` + strings.Join(all, ",") + `]}`
	}
	for _, test := range []struct {
		name, path, body string
		want             int
	}{
		{"100 URLs", "documents/download_urls/bulk_create", ids(100), 201},
		{"101 URLs", "documents/download_urls/bulk_create", ids(101), 422},
		{"no URL", "documents/download_urls/bulk_create", `{"ids":[]}`, 422},
		{"50 leaves", beta + "timeoff/leaves/bulk_create", leaves(50), 201},
		{"51 leaves", beta + "timeoff/leaves/bulk_create", leaves(51), 422},
	} {
		status, body := do(t, srv, http.MethodPost, test.path, test.body)
		if status != test.want && (test.want != 201 || status != 200) {
			t.Errorf("%s: %d %.200s, want %d", test.name, status, body, test.want)
		}
	}
}

// Without employee_ids, the list of balances pages by employee, and does not know page.
func TestBalancesPageByEmployee(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	for _, employee := range []string{"1", "2", "3"} {
		insert(t, srv, "employees/employees", map[string]any{"id": employee})
		for _, allowance := range []string{"1", "2"} {
			insert(t, srv, "timeoff/allowance_stats", map[string]any{
				"id": employee + "/" + allowance + "/2026-10-01", "employee_id": employee, "allowance_id": allowance,
			})
		}
	}
	first := list(t, srv, "timeoff/allowance_stats?limit=2")
	if len(first.Data) != 4 || first.Meta.Total != 3 || *first.Meta.Limit != 2 || !first.Meta.HasNextPage {
		t.Errorf("the first page: %q, %+v", first.ids(), first.Meta)
	}
	if second := list(t, srv, "timeoff/allowance_stats?limit=2&after_id="+first.Meta.EndCursor); len(second.Data) != 2 || second.Meta.HasNextPage {
		t.Errorf("the second page: %q, %+v", second.ids(), second.Meta)
	}
	if p := list(t, srv, "timeoff/allowance_stats?limit=2&page=2"); p.ids() != first.ids() {
		t.Errorf("page is not ignored: %q", p.ids())
	}
	if p := list(t, srv, "timeoff/allowance_stats?limit=1&employee_ids[]=1&employee_ids[]=2"); len(p.Data) != 4 || p.Meta.Total != 4 {
		t.Errorf("with employee_ids the list is complete: %q, %+v", p.ids(), p.Meta)
	}
	if p := list(t, srv, "attendance/shifts?limit=1&page=2"); p.Meta.Limit != nil || p.Meta.HasNextPage {
		t.Errorf("attendance/shifts is paged: %+v", p.Meta)
	}
}
