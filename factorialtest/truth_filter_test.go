package factorialtest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// Some filters of the real API mean less, or more, than their names say. Each row tests one of the
// facts in docs/testing.md.
func TestFiltersMeanWhatTheAPIMeans(t *testing.T) {
	today := time.Date(2026, 10, 20, 12, 0, 0, 0, time.UTC)
	srv := factorialtest.New(t, factorialtest.Seed(0), factorialtest.At(today), factorialtest.Lenient())
	if err := srv.Load(strings.NewReader(truthFixture)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, path, want string }{
		// False does nothing.
		{"only_active=false", "employees/employees?only_active=false", "1 2 3"},
		{"only_managers=false", "employees/employees?only_managers=false", "1 2 3"},
		{"half_day=true", "attendance/shifts?half_day=true", "1"},
		{"half_day=false", "attendance/shifts?half_day=false", "1 2"},
		{"pending=true", "attendance/edit_timesheet_requests?pending=true", "1"},
		{"pending=false", "attendance/edit_timesheet_requests?pending=false", "1 2 3"},
		{"main=true", "locations/locations?main=true", "1"},
		{"main=false", "locations/locations?main=false", "1 2"},
		{"default=true", "compensations/concepts?default=true", "1"},
		{"default=false", "compensations/concepts?default=false", "1 2"},
		{"by_overtime=true", "timeoff/allowances?by_overtime=true", "2"},
		{"by_overtime=false", "timeoff/allowances?by_overtime=false", "1 2"},
		{"only_published=false", "shift_management/shifts?only_published=false", "1 2 3"},
		{"false that does something: paid", "time_planning/planned_breaks?paid=false", "2"},
		{"false that does something: workable", "attendance/shifts?workable=false", "2"},

		// Both or nothing.
		{"expensables from alone", "expenses/expensables?from=2026-02-01", "1 2 3"},
		{"expensables to alone", "expenses/expensables?to=2026-02-01", "1 2 3"},
		{"expenses from alone", "expenses/expenses?from=2026-02-01", "1 2"},
		{"mileages to alone", "expenses/mileages?to=2026-01-15", "1 2"},
		{"worked_times start_on alone", "attendance/worked_times?start_on=2026-03-02", "1_2026-03-01 1_2026-03-02"},
		{"worked_times end_on alone", "attendance/worked_times?end_on=2026-03-01", "1_2026-03-01 1_2026-03-02"},
		{"worked_times both", "attendance/worked_times?start_on=2026-03-02&end_on=2026-03-02", "1_2026-03-02"},

		// The end of a range.
		{"expensables to is included", "expenses/expensables?from=2026-01-01&to=2026-01-31", "1 2"},
		{"expenses to is excluded", "expenses/expenses?from=2026-01-01&to=2026-01-31", "1"},
		{"expenses from is included", "expenses/expenses?from=2026-01-31&to=2026-02-28", "2"},
		{"mileages to is excluded", "expenses/mileages?from=2026-01-01&to=2026-01-31", "1"},
		{"mileages to is a moment", "expenses/mileages?from=2026-01-01T00:00:00Z&to=2026-01-31T12:00:00Z", "1 2"},

		// One bound alone.
		{"edit_timesheet_requests start_on is that day", "attendance/edit_timesheet_requests?start_on=2026-05-05", "2"},
		{"edit_timesheet_requests end_on is up to", "attendance/edit_timesheet_requests?end_on=2026-05-05", "1 2"},
		{"edit_timesheet_requests both", "attendance/edit_timesheet_requests?start_on=2026-05-05&end_on=2026-05-06", "2 3"},
		{"overtime_requests start_on is that day", "attendance/overtime_requests?start_on=2026-05-04", "1"},
		{"overtime_requests end_on is up to", "attendance/overtime_requests?end_on=2026-05-05", "1 2"},
		{"shifts start_on is open", "attendance/shifts?start_on=2026-05-04", "2"},
		{"shifts end_on is open", "attendance/shifts?end_on=2026-05-03", "1"},
		{"shifts are on their reference date", "attendance/shifts?start_on=2026-05-03&end_on=2026-05-03", "1"},
		{"leaves from overlaps", "timeoff/leaves?from=2026-01-10", "1 2 3 4"},
		{"leaves to overlaps", "timeoff/leaves?to=2026-01-01", "1"},
		{"company_holidays start_at", "holidays/company_holidays?start_at=2026-12-25", "2"},
		{"company_holidays end_at", "holidays/company_holidays?end_at=2026-12-25", "1 2"},
		{"payroll_runs from overlaps", "compensations/payroll_runs?from=2026-02-15", "2"},

		// Or, not and.
		{"expensables of an employee or a reporter", "expenses/expensables?employee_ids[]=1&reporter_ids[]=2", "1 2"},
		{"expensables of an employee", "expenses/expensables?employee_ids[]=1", "1"},

		// Silently nothing.
		{"expensables creation_type", "expenses/expensables?creation_type[]=travelperk", ""},
		{"expensables that are manual", "expenses/expensables?creation_type[]=manual", "1"},
		{"shifts of an empty list", "shift_management/shifts?ids[]=", ""},
		{"po_field_values", "procurement/po_field_values?line_item_ids[]=5&exclude_line_items=true", ""},
		{"po_field_values of a header", "procurement/po_field_values?exclude_line_items=true", "1"},
		{"po_field_values of a line", "procurement/po_field_values?line_item_ids[]=5", "2"},
		{"allowance_stats of nobody", "timeoff/allowance_stats?employee_ids[]=1&employee_ids[]=77", ""},
		{"allowance_stats", "timeoff/allowance_stats?employee_ids[]=1", "1/1/2026-10-20 1/2/2026-10-20"},

		// What a list leaves out unless the query asks for it.
		{"cycles that are archived", "compensations/cycles", "1"},
		{"cycles with archived ones", "compensations/cycles?include_archived=true", "1 2"},
		{"memberships that have ended", "finance/cost_center_memberships", "1"},
		{"memberships with ended ones", "finance/cost_center_memberships?only_active=false", "1 2"},
		{"leaves that are deleted", "timeoff/leaves?ids[]=4&ids[]=5", "4"},
		{"leaves with deleted ones", "timeoff/leaves?ids[]=4&ids[]=5&include_deleted_leaves=true", "4 5"},
		{"worked times of those who do not clock in", "attendance/worked_times?ids[]=3_2026-03-01", ""},
		{"worked times of all", "attendance/worked_times?ids[]=3_2026-03-01&include_non_attendable_employees=true", "3_2026-03-01"},
		{"worked times of one", "attendance/worked_times?ids[]=3_2026-03-01&employee_ids[]=3", "3_2026-03-01"},

		// Both bounds are excluded.
		{"changes after a day", "employee_updates/summaries?starts_on=2026-01-01", "2 3"},
		{"changes before a day", "employee_updates/summaries?ends_on=2026-01-03", "1 2"},

		// Decisions.
		{"include_pending alone narrows", "timeoff/leaves?include_pending=true", "2"},
		{"approved and pending", "timeoff/leaves?approved=true&include_pending=true", "1 2 4"},
		{"approved", "timeoff/leaves?approved=true", "1 4"},
		{"rejected", "timeoff/leaves?approved=false", "3"},

		// Days and moments.
		{"employees since a moment means its day", "employees/employees?updated_at_gteq=2026-03-01T18:00:00Z", "1 2"},
		{"employees since a day", "employees/employees?updated_at_gteq=2026-03-02", "2"},
		{"shifts end on the day or later", "shift_management/shifts?start_at=2026-06-02T23:00:00Z", "2 3"},
		{"shifts start by the end of the day", "shift_management/shifts?end_at=2026-06-02T00:00:00Z", "1 2"},
		{"versions since a moment", "contracts/contract_versions?updated_at_gteq=2026-03-01T12:00:00Z", "2 3"},
		{"versions until a moment", "contracts/contract_versions?updated_at_lteq=2026-03-01T12:00:00Z", "1 2"},
		{"versions effective by a day", "contracts/contract_versions?date=2026-06-01", "1 2"},
		{"contracts that start on a day", "contracts/contracts?starts_on=2026-01-01", "1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := list(t, srv, test.path).ids(); got != test.want {
				t.Errorf("%s returns %q, want %q", test.path, got, test.want)
			}
		})
	}
}

const truthFixture = `{
"employees/employees": [
 {"id": "1", "active": true, "attendable": true, "updated_at": "2026-03-01T09:00:00.000Z"},
 {"id": "2", "active": false, "manager_id": "1", "updated_at": "2026-03-02T09:00:00.000Z"},
 {"id": "3", "active": true, "attendable": false, "updated_at": "2026-02-01T09:00:00.000Z"}],
"locations/locations": [{"id": "1", "main": true}, {"id": "2", "main": false}],
"compensations/concepts": [{"id": "1", "default": true}, {"id": "2", "default": false}],
"compensations/payroll_runs": [
 {"id": "1", "starts_on": "2026-01-01", "ends_on": "2026-01-31"}, {"id": "2", "starts_on": "2026-02-01", "ends_on": "2026-02-28"}],
"time_planning/planned_breaks": [
 {"id": "1", "break_configuration_paid": true}, {"id": "2", "break_configuration_paid": false}],
"attendance/shifts": [
 {"id": "1", "employee_id": "1", "date": "2026-05-04", "reference_date": "2026-05-03", "half_day": "beginning_of_day", "workable": true},
 {"id": "2", "employee_id": "1", "date": "2026-05-04", "reference_date": "2026-05-04", "workable": false}],
"attendance/worked_times": [
 {"id": "1_2026-03-01", "employee_id": "1", "date": "2026-03-01"}, {"id": "1_2026-03-02", "employee_id": "1", "date": "2026-03-02"},
 {"id": "3_2026-03-01", "employee_id": "3", "date": "2026-03-01"}],
"compensations/cycles": [{"id": "1", "archived_at": null}, {"id": "2", "archived_at": "2026-01-01T00:00:00Z"}],
"finance/cost_center_memberships": [
 {"id": "1", "start_date": "2026-01-01", "end_date": null}, {"id": "2", "start_date": "2026-01-01", "end_date": "2026-02-01"}],
"employee_updates/summaries": [{"id": "1", "starts_on": "2026-01-01"}, {"id": "2", "starts_on": "2026-01-02"}, {"id": "3", "starts_on": "2026-01-03"}],
"attendance/edit_timesheet_requests": [
 {"id": "1", "approved": null, "date": "2026-05-04"}, {"id": "2", "approved": true, "date": "2026-05-05"},
 {"id": "3", "approved": false, "date": "2026-05-06"}],
"attendance/overtime_requests": [
 {"id": "1", "date": "2026-05-04"}, {"id": "2", "date": "2026-05-05"}, {"id": "3", "date": "2026-05-06"}],
"timeoff/allowances": [{"id": "1", "source_units": "base_units"}, {"id": "2", "source_units": "overtime_units"}],
"timeoff/allowance_stats": [
 {"id": "1/1/2026-10-20", "employee_id": "1", "allowance_id": "1"}, {"id": "1/2/2026-10-20", "employee_id": "1", "allowance_id": "2"},
 {"id": "2/1/2026-10-20", "employee_id": "2", "allowance_id": "1"}],
"timeoff/leaves": [
 {"id": "1", "employee_id": "1", "approved": true, "start_on": "2026-01-01", "finish_on": "2026-01-10"},
 {"id": "2", "employee_id": "1", "approved": null, "start_on": "2026-02-01", "finish_on": "2026-02-10"},
 {"id": "3", "employee_id": "1", "approved": false, "start_on": "2026-03-01", "finish_on": "2026-03-10"},
 {"id": "4", "employee_id": "2", "approved": true, "start_on": "2026-04-01", "finish_on": null},
 {"id": "5", "employee_id": "2", "approved": null, "start_on": "2025-04-01", "finish_on": "2025-04-02", "deleted_at": "2026-01-01T00:00:00Z"}],
"expenses/expenses": [
 {"id": "1", "effective_on": "2026-01-10", "creation_type": "manual"}, {"id": "2", "effective_on": "2026-01-31", "creation_type": "travelperk"}],
"expenses/mileages": [
 {"id": "1", "effective_on": "2026-01-10T10:00:00.000Z"}, {"id": "2", "effective_on": "2026-01-31T10:00:00.000Z"}],
"expenses/expensables": [
 {"id": "1", "employee_id": "1", "reporter_id": null, "effective_on": "2026-01-10T10:00:00.000Z", "expense_id": "1"},
 {"id": "2", "employee_id": "3", "reporter_id": "2", "effective_on": "2026-01-31T10:00:00.000Z", "expense_id": "2"},
 {"id": "3", "employee_id": "3", "reporter_id": "3", "effective_on": "2026-02-10T10:00:00.000Z", "mileage_id": "1"}],
"holidays/company_holidays": [{"id": "1", "date": "2026-12-24"}, {"id": "2", "date": "2026-12-25"}],
"shift_management/shifts": [
 {"id": "1", "state": "published", "start_at": "2026-06-01T08:00:00.000Z", "end_at": "2026-06-01T16:00:00.000Z"},
 {"id": "2", "state": "draft", "start_at": "2026-06-02T08:00:00.000Z", "end_at": "2026-06-02T16:00:00.000Z"},
 {"id": "3", "state": "backup", "start_at": "2026-06-03T08:00:00.000Z", "end_at": "2026-06-03T16:00:00.000Z"}],
"procurement/po_field_values": [{"id": "1", "line_item_id": null}, {"id": "2", "line_item_id": "5"}],
"contracts/contract_versions": [
 {"id": "1", "effective_on": "2026-01-01", "starts_on": "2026-01-01", "ends_on": "2026-02-01", "updated_at": "2026-03-01T09:00:00.000Z"},
 {"id": "2", "effective_on": "2026-06-01", "starts_on": "2026-01-01", "updated_at": "2026-03-01T12:00:00.000Z"},
 {"id": "3", "effective_on": "2026-07-01", "starts_on": "2026-01-01", "updated_at": "2026-03-01T15:00:00.000Z"}],
"contracts/contracts": [{"id": "1", "starts_on": "2026-01-01"}, {"id": "2", "starts_on": "2026-02-01"}]
}`
