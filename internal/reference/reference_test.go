package reference_test

import (
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/reference"
)

func TestANameTellsItsCollection(t *testing.T) {
	index := reference.NewIndex([]string{
		"employees/employees", "timeoff/leaves", "timeoff/policies", "project_management/project_workers", "locations/locations",
	})
	tests := []struct {
		domain, name string
		of, inRole   reference.Target
	}{
		{"timeoff", "employee_id", reference.Target{Path: "employees/employees"}, reference.Target{Path: "employees/employees"}},
		{"timeoff", "employee_ids", reference.Target{Path: "employees/employees"}, reference.Target{Path: "employees/employees"}},
		{"tasks", "access_id", reference.Target{Path: "employees/employees", Access: true}, reference.Target{Path: "employees/employees", Access: true}},
		{"tasks", "author_access_id", reference.Target{}, reference.Target{Path: "employees/employees", Access: true}},
		{"tasks", "author_employee_id", reference.Target{}, reference.Target{Path: "employees/employees"}},
		{"employees", "timeoff_manager_id", reference.Target{}, reference.Target{Path: "employees/employees"}},
		{"payroll", "payroll_run_employee_id", reference.Target{}, reference.Target{}},
		{"timeoff", "policy_id", reference.Target{Path: "timeoff/policies"}, reference.Target{Path: "timeoff/policies"}},
		{"contracts", "timeoff_policy_id", reference.Target{Path: "timeoff/policies"}, reference.Target{Path: "timeoff/policies"}},
		{"contracts", "policy_id", reference.Target{}, reference.Target{}},
		{"attendance", "workplace_id", reference.Target{Path: "locations/locations"}, reference.Target{Path: "locations/locations"}},
		{"teams", "team_id", reference.Target{}, reference.Target{}}, // the index has no teams
		{"teams", "name", reference.Target{}, reference.Target{}},
	}
	for _, test := range tests {
		if got := index.Of(test.domain, test.name); got != test.of {
			t.Errorf("%s in %s refers to %v, want %v", test.name, test.domain, got, test.of)
		}
		if got := index.InRole(test.domain, test.name); got != test.inRole {
			t.Errorf("%s in %s refers in its role to %v, want %v", test.name, test.domain, got, test.inRole)
		}
	}
}
